//! What of a request is refused, and what is only warned of.
//!
//! The tables say what the documentation rules out. Kinds are refused beyond that, inferred or not: what is no number
//! cannot be kept as a height. What else is only inferred, and what nobody means, is decided by the assumptions.

use serde_json::{Map, Value};

use super::super::store::assumptions::{Assumptions, Switch};
use super::super::store::clock;
use crate::check::{Code, Direction, Issue, Kind, Policy, Table, check};

/// What is wrong with a request.
#[derive(Debug, Default)]
pub struct Findings {
    /// Paths and reasons: what refuses.
    pub errors: Vec<(String, String)>,
    /// Paths: what is let through.
    pub warnings: Vec<String>,
}

const ADDRESS: [&str; 4] = ["address_1", "city", "state", "zip_code"];
const PAGING: [&str; 3] = ["page", "page_size", "limit"];

/// Checks the params of a call along its table, at a time.
pub fn findings(table: &'static Table, params: &Map<String, Value>, assumptions: &Assumptions, now: i64) -> Findings {
    let text = Value::Object(params.clone()).to_string();
    let today = now.div_euclid(clock::DAY);
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: today as i32 };
    let report = check(text.as_bytes(), &Kind::Object(table), policy);
    let mut found = Findings::default();
    for issue in report.issues {
        let ignored = issue.code == Code::UnknownField && assumptions.is(Switch::UnknownFields, "ignore");
        found.add(issue, if ignored { "accept" } else { "refuse" });
    }
    for issue in report.warnings {
        let verdict = verdict(&issue, assumptions).to_string();
        found.add(issue, &verdict);
    }
    let verdict = assumptions.get(Switch::StrictValues);
    odd_values(params, "", &mut |path, reason| found.put(path.into(), reason.into(), verdict));
    found
}

/// What becomes of something that is only inferred.
fn verdict<'a>(issue: &Issue, assumptions: &'a Assumptions) -> &'a str {
    let field = issue.path.rsplit(['.', ']']).next().unwrap_or_default();
    match issue.code {
        Code::AtLeastOne if field != "shipping" => assumptions.get(Switch::ExpectedFields),
        Code::WrongKind | Code::Null | Code::AtLeastOne | Code::NotJson | Code::TooDeep => "refuse",
        Code::UnknownField if assumptions.is(Switch::UnknownFields, "ignore") => "accept",
        Code::UnknownField => "refuse",
        Code::OutOfRange if PAGING.contains(&field) => "refuse",
        Code::Required if ADDRESS.contains(&field) && issue.path.contains("address") => assumptions.get(Switch::PartialAddress),
        Code::Required => assumptions.get(Switch::ExpectedFields),
        _ => assumptions.get(Switch::StrictValues),
    }
}

impl Findings {
    fn add(&mut self, issue: Issue, verdict: &str) {
        self.put(issue.path, in_servers_words(&issue.message), verdict);
    }

    fn put(&mut self, path: String, reason: String, verdict: &str) {
        match verdict {
            "refuse" => self.errors.push((path, reason)),
            "warn" if !self.warnings.contains(&path) => self.warnings.push(path),
            _ => {}
        }
    }
}

/// A message without what it says to a user of the client.
fn in_servers_words(message: &str) -> String {
    let message = message.replace(", or allow it with allowUnknownFields", "").replace(", and Blend is taken to need it", "");
    let end = message.find(" (of a Date").unwrap_or(message.len());
    message[..end].to_string()
}

/// Looks for values that nobody means, in all of a request.
fn odd_values(object: &Map<String, Value>, path: &str, found: &mut impl FnMut(&str, &str)) {
    for (name, value) in object {
        let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Object(inner) => odd_values(inner, &here, found),
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    if let Value::Object(inner) = item {
                        odd_values(inner, &format!("{here}[{place}]"), found);
                    }
                }
            }
            Value::String(text) => {
                if let Some(reason) = odd_text(name, text) {
                    found(&here, reason);
                }
            }
            Value::Number(number) if number.as_f64().is_some_and(|number| is_odd_number(name, number)) => {
                found(&here, "nobody means such a number");
            }
            _ => {}
        }
    }
}

fn odd_text(name: &str, text: &str) -> Option<&'static str> {
    if text.chars().any(is_invisible) {
        return Some("holds characters that nobody sees");
    }
    match name {
        "first_name" | "last_name" | "guardian_name" | "city" | "address_1" | "name" | "external_id"
            if text.trim().is_empty() =>
        {
            Some("is blank")
        }
        "phone" | "guardian_phone" if is_odd_phone(text.as_bytes()) => Some("is no phone number of North America"),
        "written_at" if clock::read(text).is_none() => Some("expected a date and time, such as 2025-04-25T00:00:00"),
        _ => None,
    }
}

/// Control characters but for line breaks and tabs, and those that turn the direction of writing.
fn is_invisible(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
        || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Area code and exchange begin with neither 0 nor 1.
fn is_odd_phone(digits: &[u8]) -> bool {
    digits.len() == 10 && (matches!(digits[0], b'0' | b'1') || matches!(digits[3], b'0' | b'1'))
}

fn is_odd_number(name: &str, number: f64) -> bool {
    match name {
        "quantity" => number <= 0.0,
        "refills" => !(0.0..=99.0).contains(&number),
        "days_supply" => !(1.0..=3650.0).contains(&number),
        "height_inches" => number <= 0.0 || number > 110.0,
        "weight_pounds" => number <= 0.0 || number > 1500.0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_does_not_speak_of_its_clients() {
        let message = in_servers_words("unknown field; leave it out, or allow it with allowUnknownFields");
        assert_eq!(message, "unknown field; leave it out");
        let fix = crate::rules::format::fault(crate::check::Format::Date, b"x").unwrap();
        assert_eq!(in_servers_words(fix), "expected a day that exists, written YYYY-MM-DD, without a time");
    }
}

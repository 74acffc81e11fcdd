//! What of a request is refused, and what is only warned of.
//!
//! The tables say what the documentation rules out. Kinds are refused beyond that, inferred or not: what is no number
//! cannot be kept as a height. What else is only inferred, and what nobody means, is decided by the assumptions.

use serde_json::{Map, Value};

use super::super::store::assumptions::{Assumptions, Switch};
use super::super::store::clock;
use crate::check::{Code, Direction, Issue, Kind, Policy, Table, check, printable};

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

/// Checks the params of a call along its table, at a time, and adds what it finds.
pub fn check_params(
    table: &'static Table,
    params: &Map<String, Value>,
    assumptions: &Assumptions,
    now: i64,
    found: &mut Findings,
) {
    let params = Value::Object(params.clone());
    let text = params.to_string();
    let today = now.div_euclid(clock::DAY);
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: today as i32 };
    let report = check(text.as_bytes(), &Kind::Object(table), policy);
    for issue in report.issues {
        let verdict = if issue.code == Code::UnknownField { unknown_field(assumptions, false) } else { Verdict::Refuse };
        found.add(issue, verdict);
    }
    for issue in report.warnings.into_iter().filter(|issue| !is_abroad(issue, &params)) {
        let verdict = of_inferred(&issue, assumptions);
        found.add(issue, verdict);
    }
    let verdict = Verdict::read(assumptions, Switch::StrictValues);
    odd_values(params.as_object().unwrap_or(&Map::new()), "", &mut |path, reason| found.put(path.into(), reason, verdict));
}

/// What becomes of a finding.
#[derive(Clone, Copy)]
pub enum Verdict {
    Refuse,
    Warn,
    Accept,
}

impl Verdict {
    fn read(assumptions: &Assumptions, switch: Switch) -> Verdict {
        match assumptions.get(switch) {
            "refuse" => Verdict::Refuse,
            "warn" => Verdict::Warn,
            _ => Verdict::Accept,
        }
    }
}

/// What becomes of a field that would be lost: nobody knows it, or the server sets it.
pub fn unknown_field(assumptions: &Assumptions, inferred: bool) -> Verdict {
    match assumptions.get(Switch::UnknownFields) {
        "ignore" => Verdict::Accept,
        "documented" if inferred => Verdict::Warn,
        _ => Verdict::Refuse,
    }
}

/// Whether a state or a ZIP is written in the way of another country.
fn is_abroad(issue: &Issue, params: &Value) -> bool {
    let Some((address, "state" | "zip_code")) = issue.path.rsplit_once('.') else { return false };
    if issue.code != Code::InvalidFormat {
        return false;
    }
    let pointer = format!("/{}/country", address.replace(['.', '['], "/").replace(']', ""));
    let country = params.pointer(&pointer).and_then(Value::as_str).unwrap_or_default();
    !["", "US", "USA"].iter().any(|us| country.trim().eq_ignore_ascii_case(us))
}

/// What becomes of something that is only inferred.
fn of_inferred(issue: &Issue, assumptions: &Assumptions) -> Verdict {
    let field = issue.path.rsplit(['.', ']']).next().unwrap_or_default();
    match issue.code {
        Code::WrongKind | Code::Null | Code::NotJson | Code::TooDeep => Verdict::Refuse,
        Code::UnknownField => unknown_field(assumptions, true),
        Code::OutOfRange if PAGING.contains(&field) => Verdict::Refuse,
        Code::Required if ADDRESS.contains(&field) && issue.path.contains("address") => {
            Verdict::read(assumptions, Switch::PartialAddress)
        }
        Code::Required | Code::AtLeastOne => Verdict::read(assumptions, Switch::ExpectedFields),
        _ => Verdict::read(assumptions, Switch::StrictValues),
    }
}

impl Findings {
    fn add(&mut self, issue: Issue, verdict: Verdict) {
        self.put(issue.path, &in_servers_words(&issue.message), verdict);
    }

    pub fn put(&mut self, path: String, reason: &str, verdict: Verdict) {
        match verdict {
            Verdict::Refuse => self.errors.push((path, reason.into())),
            Verdict::Warn if !self.warnings.contains(&path) => self.warnings.push(path),
            Verdict::Warn | Verdict::Accept => {}
        }
    }
}

/// A message without what it says to a user of the client.
pub fn in_servers_words(message: &str) -> String {
    let message = message.replace(", or allow it with allowUnknownFields", "").replace(", and Blend is taken to need it", "");
    let end = message.find(" (of a Date").unwrap_or(message.len());
    message[..end].to_string()
}

/// Looks for values that nobody means, in all of a request.
fn odd_values(object: &Map<String, Value>, path: &str, found: &mut impl FnMut(&str, &str)) {
    for (name, value) in object {
        let shown = printable(name);
        let here = if path.is_empty() { shown.to_string() } else { format!("{path}.{shown}") };
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

//! Whether what a fixture brings along can be kept, and shown in the contract.

use serde_json::{Map, Value};

use crate::check::{Code, Direction, Issue, Kind, Policy, Table, check as scan, printable};
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::http::check::in_servers_words;
use crate::sandbox::store::clock::DAY;
use crate::sandbox::store::document::Document;

/// Checks an item. Each of its fields is checked along the first table that has it; one that no table has would be lost.
/// No field has to be there: a test brings only what it is about.
pub fn check(item: &Document, path: &str, tables: &[&'static Table], now: i64) -> Result<(), Refusal> {
    let mut parts: Vec<Document> = vec![Map::new(); tables.len()];
    let mut errors = Vec::new();
    for (name, value) in item.iter().filter(|(_, value)| !value.is_null()) {
        match tables.iter().position(|table| table.find(name.as_bytes()).is_some()) {
            Some(place) => drop(parts[place].insert(name.clone(), value.clone())),
            None if name == "id" || name == "status" => {}
            None => errors.push((format!("{path}.{}", printable(name)), "there is no such field".to_string())),
        }
    }
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: now.div_euclid(DAY) as i32 };
    for (part, table) in parts.into_iter().zip(tables) {
        let text = Value::Object(part).to_string();
        let report = scan(text.as_bytes(), &Kind::Object(table), policy);
        let refused = report.issues.into_iter().filter(|issue| issue.code != Code::Required);
        let lost = report.warnings.into_iter().filter(cannot_be_kept);
        errors.extend(refused.chain(lost).map(|issue| (format!("{path}.{}", issue.path), in_servers_words(&issue.message))));
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::invalid(errors)) }
}

/// Whether a warning is of something that could not be kept, inferred or not.
fn cannot_be_kept(issue: &Issue) -> bool {
    matches!(issue.code, Code::WrongKind | Code::Null | Code::NotJson | Code::TooDeep | Code::UnknownField)
}

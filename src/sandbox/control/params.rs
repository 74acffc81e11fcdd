//! What commands take and give.

use serde_json::{Value, json};

use crate::check::printable;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::document::{Document, text};

/// What a param has to be.
#[derive(Clone, Copy)]
enum Is {
    Text,
    /// A whole number from 0.
    Count,
    /// A length of time or a time: its command reads it.
    Time,
}

use Is::{Count, Text, Time};

/// The params of the commands. A command that is not here reads its params by itself.
const TAKES: [(&str, &[(&str, Is)]); 20] = [
    ("advance", &[("order", Text), ("to", Text)]),
    ("ship", &[("order", Text)]),
    ("set", &[("order", Text), ("status", Text)]),
    ("answer-cancellation", &[("order", Text), ("outcome", Text)]),
    ("answer-replacement", &[("order", Text), ("outcome", Text), ("orders", Count)]),
    ("cancel-prescription", &[("prescription", Text)]),
    ("clock", &[("advance", Time), ("set", Time)]),
    ("heal", &[("id", Count)]),
    ("faults", &[]),
    ("revoke", &[]),
    ("trigger", &[("event", Text), ("order", Text), ("url", Text)]),
    ("deliver", &[]),
    ("deliveries", &[]),
    ("calls", &[("operation", Text)]),
    ("forget-calls", &[]),
    ("populate", &[("patients", Count), ("orders", Count)]),
    ("state", &[]),
    ("stuck", &[]),
    ("tasks", &[]),
    ("orders", &[("status", Text), ("limit", Count)]),
];

/// Refuses a param that a command does not take, and one of another kind: ignored, it would do something else than was meant.
pub fn check(command: &str, params: &Document) -> Result<(), Refusal> {
    let Some((_, known)) = TAKES.iter().find(|(name, _)| *name == command) else { return Ok(()) };
    for (name, value) in params {
        let Some((_, is)) = known.iter().find(|(known, _)| known == name) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let there = if names.is_empty() { "none".into() } else { names.join(", ") };
            return Err(Refusal::field(printable(name), &format!("{command} takes no such param; it takes {there}")));
        };
        let wrong = match is {
            _ if value.is_null() => None,
            Text => (!value.is_string()).then_some("expected a string"),
            Count => value.as_u64().is_none().then_some("expected a whole number from 0"),
            Time => None,
        };
        if let Some(wrong) = wrong {
            return Err(Refusal::field(name, wrong));
        }
    }
    Ok(())
}

/// The answer of a command that has nothing to tell.
pub fn ok() -> Result<Value, Refusal> {
    Ok(json!({ "ok": true }))
}

/// A text that has to be given.
pub fn required<'a>(params: &'a Document, name: &str) -> Result<&'a str, Refusal> {
    text(params, name).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::field(name, "missing; give a string"))
}

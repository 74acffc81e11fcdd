//! What is wrong with the body of a success.

use super::head::{CONTENT_TYPE, Head, media_type};
use crate::check::json::{as_string, field};
use crate::check::{Code, Direction, Issue, Kind, Policy, Report, check_parsed, push_number};

/// The body of an answer.
pub enum Body<'a> {
    /// The text of JSON that was parsed, or of a failure. Empty where `ReadBody` did not ask for it.
    Text(&'a str),
    Empty,
    /// No JSON, where JSON is expected.
    Invalid {
        bytes: f64,
    },
}

/// The places where an answer is not as documented. A missing body counts as null. A field that all examples have and
/// this answer lacks is only a warning.
pub(super) fn drift(text: &str, kind: &'static Kind) -> Report {
    let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: false, today: 0 };
    check_parsed(if text.is_empty() { "null" } else { text }, kind, policy)
}

/// Warns of fields that came back with another value than they were sent with.
pub(super) fn compare(fields: &[&str], sent: &str, answer: &str, warnings: &mut Vec<Issue>) {
    for name in fields {
        let (sent, came) = (field(sent, name).and_then(as_string), field(answer, name).and_then(as_string));
        if let (Some(sent), Some(came)) = (sent, came)
            && !sent.trim_ascii().eq_ignore_ascii_case(came.trim_ascii())
        {
            let message = "came back with another value than it was sent with: Blend may have returned another person; look before you use this one";
            warnings.push(Issue { path: (*name).into(), code: Code::Mismatch, message: message.into() });
        }
    }
}

/// The message about a body of that many bytes that is no JSON.
pub(super) fn not_json(head: &Head, bytes: f64) -> String {
    let mut message = String::from("Blend answered ");
    push_number(&mut message, head.status.into());
    message.push_str(" with ");
    message.push_str(media_type(&head.first(CONTENT_TYPE)));
    message.push_str(" (");
    push_number(&mut message, bytes as i64);
    message.push_str(" bytes) where JSON is expected");
    message
}

//! How a finding gets into the report: its path, its words, and whether it refuses.

use super::{Direction, Expected, INFERRED, Scan, Step};
use crate::check::json::TOO_DEEP;
use crate::check::report::{Code, Issue};
use crate::check::table::Kind;
use crate::check::words::{push_kind, push_number};

impl Scan<'_> {
    /// Reports a value of another kind by its first byte. What is not JSON is reported as such elsewhere.
    pub(super) fn wrong(&mut self, expected: &Expected, first: u8) {
        let got = match first {
            b'{' => ", got an object",
            b'[' => ", got an array",
            b'"' => ", got a string",
            b't' | b'f' => ", got a boolean",
            b'-' | b'0'..=b'9' => ", got a number",
            _ => return,
        };
        self.say(self.knows(expected), Code::WrongKind, expected.kind, ["expected ", got]);
    }

    /// Reports in a sentence about the kind that is expected, which stands between `words`.
    pub(super) fn say(&mut self, read: bool, code: Code, kind: &Kind, words: [&str; 2]) {
        if self.has_room(read) {
            let mut message = String::from(words[0]);
            push_kind(&mut message, kind);
            message.push_str(words[1]);
            self.add(read, code, message);
        }
    }

    /// Reports that the text is broken where the reader stands.
    pub(super) fn broken(&mut self) {
        let why = self.reader.why;
        let (code, lead) = if why == TOO_DEEP { (Code::TooDeep, "") } else { (Code::NotJson, "not JSON: ") };
        let mut message = String::from(lead);
        message.push_str(why);
        message.push_str(", at byte ");
        push_number(&mut message, self.reader.at as i64);
        self.report.add_broken(Issue { path: self.path(""), code, message });
    }

    /// Whether the expected kind was read. In an answer, any other kind is worth a report.
    pub(super) fn knows(&self, expected: &Expected) -> bool {
        self.answer() || !expected.flags.has(INFERRED)
    }

    pub(super) fn answer(&self) -> bool {
        self.policy.direction == Direction::Answer
    }

    /// `read` says whether the broken rule was read rather than inferred.
    pub(super) fn add(&mut self, read: bool, code: Code, message: String) {
        self.add_in("", read, code, message);
    }

    /// The same of a field of the object that the reader is at.
    pub(super) fn add_in(&mut self, field: &str, read: bool, code: Code, message: String) {
        if self.has_room(read) {
            let issue = Issue { path: self.path(field), code, message };
            self.report.add(read || self.policy.strict, issue);
        }
    }

    /// Asked before a message is put together: a hostile document breaks rules by the million.
    pub(super) fn has_room(&self, read: bool) -> bool {
        self.report.has_room(read || self.policy.strict)
    }

    /// The JSON path of the value that the reader is at, or of a field in it.
    fn path(&self, field: &str) -> String {
        let mut path = String::from(self.root);
        for step in self.steps.iter().copied().chain([Step::Field(field)]) {
            match step {
                Step::Field("") => {}
                Step::Field(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Index(index) => {
                    path.push('[');
                    push_number(&mut path, index as i64);
                    path.push(']');
                }
            }
        }
        path
    }
}

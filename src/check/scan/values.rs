//! What a value has to be beyond its kind: known, in range, in its format.

use super::{Direction, Expected, Scan};
use crate::check::report::Code;
use crate::check::suggest::nearest;
use crate::check::table::{Flags, Kind, Values};
use crate::check::words::{did_you_mean, push_list};
use crate::rules::format::{self, Format};
use crate::rules::{birth, calendar};

/// A blank is as bad as nothing.
const NEEDED: Flags = Flags::REQUIRED.union(Flags::EXPECTED);

impl Scan<'_> {
    pub(super) fn null(&mut self, expected: &Expected) {
        let has = |flag| expected.flags.has(flag);
        let (fine, read, words) = match self.policy.direction {
            Direction::Request => (has(Flags::NULLABLE), true, ["null is not allowed here: leave it out, or give ", ""]),
            Direction::Answer => {
                let required = has(Flags::REQUIRED);
                (!required && !has(Flags::PRESENT), required, ["expected ", ", got null"])
            }
        };
        if !fine {
            self.say(read, Code::Null, expected.kind, words);
        }
    }

    pub(super) fn integer(&mut self, expected: &Expected) -> Option<()> {
        if self.trusted && self.reader.pass_integer() {
            return Some(());
        }
        let number = self.reader.number()?;
        if !number.integer {
            self.say(self.knows(expected), Code::WrongKind, expected.kind, ["expected ", ", got a number with a fraction"]);
        } else if let Kind::Range(range) = expected.kind
            && !number.whole.is_some_and(|whole| range.min <= whole && whole <= range.max)
            && !self.answer()
        {
            self.say(!range.inferred, Code::OutOfRange, expected.kind, ["expected ", ""]);
        }
        Some(())
    }

    pub(super) fn string(&mut self, expected: &Expected, text: &[u8]) {
        match expected.kind {
            Kind::Values(values) if values.list => {
                for part in text.split(|byte| *byte == b',') {
                    self.one_value(values, part.trim_ascii());
                }
            }
            Kind::Values(values) => self.one_value(values, text),
            _ => {
                let read = !expected.flags.has(Flags::FORMAT_INFERRED);
                let is_blank = text.trim_ascii().is_empty();
                match format::fault(expected.format, text) {
                    Some(fix) if read || !is_blank || !expected.flags.has(NEEDED) => {
                        self.add(read, Code::InvalidFormat, fix.into());
                    }
                    _ => self.empty = is_blank,
                }
                if let (Format::BirthDate, Some(born)) = (expected.format, calendar::parts(text)) {
                    self.birth(born, expected.flags);
                }
            }
        }
    }

    fn birth(&mut self, born: [i32; 3], flags: Flags) {
        let today = self.policy.today;
        if birth::is_odd(born, today) {
            self.add(false, Code::OutOfRange, "expected a day from 1900-01-01 to today".into());
        }
        self.minor = flags.has(Flags::EXPECTED) && birth::birthday(born, birth::OF_AGE) > Some(today);
    }

    fn one_value(&mut self, values: &Values, value: &[u8]) {
        if values.known.iter().any(|known| known.as_bytes() == value) || !self.has_room(!values.open) {
            return;
        }
        let mut message = String::from("not a known value; ");
        let code = match nearest(value, values.known) {
            Some(near) => {
                did_you_mean(&mut message, near);
                Code::MisspeltValue
            }
            None => {
                message.push_str("known are ");
                push_list(&mut message, values.known);
                Code::InvalidValue
            }
        };
        self.add(!values.open, code, message);
    }
}

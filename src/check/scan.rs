//! The scanner: walks JSON text along a table and reports every issue with its JSON path.

use std::borrow::Cow;

use super::json::{Reader, TOO_DEEP, as_string};
use super::report::{Code, Issue, Report, printable};
use super::suggest::nearest;
use super::table::{AtLeastOne, Field, Flags, Kind, Pick, Table, Union, Values};
use super::words::{did_you_mean, push_kind, push_list, push_number};
use crate::rules::format::{self, Format};
use crate::rules::{birth, calendar};

/// Which way a document goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To Blend. Formats count, and an unknown field is a mistake.
    Request,
    /// From Blend. Kinds and required marks count, and an unknown field is worth a report.
    Answer,
}

/// What refuses a document, and what warns.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    pub direction: Direction,
    /// Inferred rules refuse, too.
    pub strict: bool,
    pub allow_unknown: bool,
    /// Days since 1970, for birth dates.
    pub today: i32,
}

/// Checks a whole document, whose bytes may be anything. Finds every issue in one pass, up to a hundred.
pub fn check(text: &[u8], kind: &Kind, policy: Policy) -> Report {
    match std::str::from_utf8(text) {
        Ok(text) => check_text(text, kind, policy),
        Err(error) => {
            let mut scan = Scan::new("", "", policy);
            scan.reader.at = error.valid_up_to();
            scan.reader.why = "bytes that are not UTF-8";
            scan.broken();
            scan.report
        }
    }
}

/// Checks a whole document that came as text.
pub fn check_text(text: &str, kind: &Kind, policy: Policy) -> Report {
    check_at(text, &Expected { kind, format: Format::None, flags: Flags::REQUIRED }, policy, "")
}

/// Checks a whole answer that the engine's JSON.parse took. What the model says nothing about is passed over, bracket by bracket.
pub fn check_parsed(text: &str, kind: &Kind, policy: Policy) -> Report {
    let mut scan = Scan::new(text, "", policy);
    scan.trusted = true;
    scan.whole(&Expected { kind, format: Format::None, flags: Flags::REQUIRED })
}

/// Checks one value that stands at `root` in a larger document.
pub fn check_at(text: &str, expected: &Expected, policy: Policy, root: &str) -> Report {
    Scan::new(text, root, policy).whole(expected)
}

/// What is expected of one value.
pub struct Expected<'k> {
    pub kind: &'k Kind,
    pub format: Format,
    pub flags: Flags,
}

struct Scan<'a> {
    reader: Reader<'a>,
    /// The text is known to be JSON.
    trusted: bool,
    /// The path of the document in a larger one. Empty where it is none.
    root: &'a str,
    /// The model of the document, where it is whole.
    top: Option<&'static Table>,
    /// The steps from there to the value that the reader is at. They become a path only where there is an issue.
    steps: Vec<Step<'a>>,
    policy: Policy,
    report: Report,
    /// Fields that an object around this one has for it.
    supplied: Vec<&'static str>,
    /// The value that was just read is a string of blanks, or an empty array.
    empty: bool,
    /// The patient around here is new and a minor.
    minor: bool,
}

/// A step into an object or array.
#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

/// Methods that read return None where the text is broken: the reader knows why.
impl<'a> Scan<'a> {
    fn new(text: &'a str, root: &'a str, policy: Policy) -> Self {
        Scan {
            reader: Reader::new(text),
            trusted: false,
            root,
            top: None,
            steps: Vec::new(),
            policy,
            report: Report::default(),
            supplied: Vec::new(),
            empty: false,
            minor: false,
        }
    }

    /// Checks the whole text.
    fn whole(mut self, expected: &Expected) -> Report {
        if let (Kind::Object(table), "") = (expected.kind, self.root) {
            self.top = Some(table);
        }
        if self.value(expected, 0).is_none() || self.reader.end().is_none() {
            self.broken();
        }
        self.report
    }

    fn value(&mut self, expected: &Expected, depth: usize) -> Option<()> {
        let first = self.reader.peek();
        match (first, expected.kind) {
            (_, Kind::Any) => {}
            (b'n', _) => self.null(expected),
            (b'{', Kind::Object(table)) => return self.object(table, expected.flags, depth),
            (b'{', Kind::Union(union)) => {
                if let Some(table) = self.branch(union, depth) {
                    return self.object(table, expected.flags, depth);
                }
            }
            (b'[', Kind::Array(item)) => {
                let flags = Flags(expected.flags.0 & INFERRED.union(Flags::FORMAT_INFERRED).0).union(Flags::REQUIRED);
                return self.array(&Expected { kind: item, format: expected.format, flags }, depth);
            }
            (b'[', Kind::Values(Values { list: true, .. })) => {
                return self.array(&Expected { kind: expected.kind, format: Format::None, flags: Flags::REQUIRED }, depth);
            }
            // An answer may have new values.
            (b'"', Kind::String | Kind::Values(_)) if self.answer() => {}
            (b'"', Kind::String | Kind::Values(_)) => {
                let text = self.reader.string()?;
                self.string(expected, text.as_bytes());
                return Some(());
            }
            (b't' | b'f', Kind::Boolean) => {}
            (b'-' | b'0'..=b'9', Kind::Number) => {}
            (b'-' | b'0'..=b'9', Kind::Integer | Kind::Range(_)) => return self.integer(expected),
            _ => self.wrong(expected, first),
        }
        self.skip(depth)
    }

    /// Moves behind a value that is not looked into.
    fn skip(&mut self, depth: usize) -> Option<()> {
        if self.trusted {
            self.reader.pass();
        } else {
            self.reader.skip(depth)?;
        }
        Some(())
    }

    fn null(&mut self, expected: &Expected) {
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

    fn integer(&mut self, expected: &Expected) -> Option<()> {
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

    fn string(&mut self, expected: &Expected, text: &[u8]) {
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
        match nearest(value, values.known) {
            Some(near) => did_you_mean(&mut message, near),
            None => {
                message.push_str("known are ");
                push_list(&mut message, values.known);
            }
        }
        self.add(!values.open, Code::InvalidValue, message);
    }

    fn array(&mut self, item: &Expected, depth: usize) -> Option<()> {
        let mut more = self.reader.open(b']', depth)?;
        if !more && matches!(item.kind, Kind::Values(Values { list: true, .. })) && !self.answer() {
            self.add(true, Code::InvalidValue, "an empty list; leave it out, or name values".into());
        }
        let mut index = 0;
        while more {
            self.steps.push(Step::Index(index));
            // A list of values may be an array, but none of arrays.
            if matches!(item.kind, Kind::Values(_)) && self.reader.peek() == b'[' {
                self.wrong(&Expected { kind: &Kind::String, format: Format::None, flags: Flags::NONE }, b'[');
                self.skip(depth + 1)?;
            } else {
                self.value(item, depth + 1)?;
            }
            self.steps.pop();
            index += 1;
            more = self.reader.more(b']')?;
        }
        self.empty = index == 0 && !self.answer();
        Some(())
    }

    fn object(&mut self, table: &'static Table, flags: Flags, depth: usize) -> Option<()> {
        let mut seen = [Given::No; MOST_FIELDS];
        let mut guess = 0;
        let supplied = self.supplied.len();
        self.supply(table, depth);
        let mut more = self.reader.open(b'}', depth)?;
        while more {
            // The order on the wire is mostly that of the table.
            let mut found = table.at(guess).filter(|field| self.reader.takes_key(field.name));
            if found.is_none() {
                let key = self.reader.key()?;
                match table.find(key.as_bytes()) {
                    Some(index) => (guess, found) = (index, table.at(index)),
                    None => self.unknown(table, &key),
                }
            }
            if let Some(field) = found {
                self.steps.push(Step::Field(field.name));
                self.value(&Expected { kind: field.kind, format: field.format, flags: field.flags }, depth + 1)?;
                self.steps.pop();
                seen[guess] = if std::mem::take(&mut self.empty) { Given::Empty } else { Given::Yes };
                guess += 1;
            } else {
                self.skip(depth + 1)?;
            }
            more = self.reader.more(b'}')?;
        }
        self.missing(table, &seen, flags.has(Flags::ALL_REQUIRED));
        self.supplied.truncate(supplied);
        Some(())
    }

    /// Notes what this object has for those inside. It may stand behind them.
    fn supply(&mut self, table: &'static Table, depth: usize) {
        for part in table.parts {
            self.supply(part, depth);
        }
        for name in table.supplies {
            let given = |(key, value): (Cow<'_, str>, &str)| key == *name && value.starts_with('{');
            if self.reader.fields(depth).any(given) {
                self.supplied.push(name);
            }
        }
    }

    /// Which model this object is. None where its tag is unknown.
    fn branch(&mut self, union: &'static Union, depth: usize) -> Option<&'static Table> {
        let fields = self.reader.fields(depth);
        match &union.pick {
            Pick::ByKeys { reference, other } => {
                let mut picked = other;
                for (key, _) in fields {
                    if reference.find(key.as_bytes()).is_none() {
                        return Some(other);
                    }
                    picked = reference;
                }
                Some(picked)
            }
            Pick::ByTag { field: name, branches } => {
                let mut tag = None;
                // To the end: the last one counts where a key stands twice.
                for (key, value) in fields {
                    if key == *name {
                        tag = as_string(value);
                    }
                }
                let tag = tag?;
                branches.iter().find(|(known, _)| *known == tag).map(|(_, table)| *table)
            }
        }
    }

    fn unknown(&mut self, table: &'static Table, key: &str) {
        // A model that was only inferred may lack fields.
        let allowed = self.policy.allow_unknown || (table.open && self.answer());
        let read = self.answer() || !(table.open || table.inferred);
        if allowed || !self.has_room(read) {
            return;
        }
        let mut message = String::from("unknown field; ");
        if self.answer() {
            message.push_str("this version of blend-sdk does not know it");
        } else if self.top.is_some_and(|top| !self.steps.is_empty() && top.find(key.as_bytes()).is_some()) {
            message.push_str("it belongs at the top level");
        } else if let Some(near) = nearest(key.as_bytes(), &table.names()) {
            did_you_mean(&mut message, near);
        } else {
            message.push_str("leave it out");
            if self.top.is_some() {
                message.push_str(", or allow it with allowUnknownFields");
            }
        }
        self.add_in(printable(key), read, Code::UnknownField, message);
    }

    /// Reports what the object of a model lacks. Its fields are the first of `seen`.
    fn missing(&mut self, table: &'static Table, seen: &[Given], all: bool) {
        let inferred = if self.answer() { Flags::PRESENT } else { Flags::EXPECTED };
        for (field, given) in table.fields.iter().zip(seen) {
            let required = all || field.flags.has(Flags::REQUIRED);
            let of_minor = field.flags.has(Flags::OF_MINORS) && std::mem::take(&mut self.minor);
            let needed = required || of_minor || field.flags.has(inferred);
            // That an empty value does not do is inferred.
            let read = required && *given == Given::No;
            if needed && *given != Given::Yes && self.has_room(read) && !self.supplied.contains(&field.name) {
                self.lacks(field, read, *given);
            }
        }
        if let Some(rule) = table.at_least_one
            && !self.answer()
        {
            self.at_least_one(table, rule, seen);
        }
        let mut first = table.fields.len();
        for part in table.parts {
            self.missing(part, &seen[first..], all);
            first += part.len();
        }
    }

    fn at_least_one(&mut self, table: &'static Table, rule: &AtLeastOne, seen: &[Given]) {
        let mut most = Given::No;
        for name in rule.fields {
            let given = table.find(name.as_bytes()).map_or(Given::No, |index| seen[index]);
            most = most.max(if self.supplied.contains(name) { Given::Yes } else { given });
        }
        if most < Given::Yes {
            let mut message = String::from("give at least one of ");
            push_list(&mut message, rule.fields);
            self.add(!rule.inferred && most == Given::No, Code::AtLeastOne, message);
        }
    }

    fn lacks(&mut self, field: &'static Field, required: bool, given: Given) {
        let lead = match (self.answer(), required) {
            (true, _) => "missing; expected ",
            (false, true) => "missing; give ",
            _ if field.flags.has(Flags::OF_MINORS) => "a patient under 18 probably needs it; give ",
            _ if given == Given::Empty => "empty, and Blend probably requires it; give ",
            _ => "missing, and Blend probably requires it; give ",
        };
        self.steps.push(Step::Field(field.name));
        self.say(required, Code::Required, field.kind, [lead, ""]);
        self.steps.pop();
    }

    /// Reports a value of another kind by its first byte. What is not JSON is reported as such elsewhere.
    fn wrong(&mut self, expected: &Expected, first: u8) {
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
    fn say(&mut self, read: bool, code: Code, kind: &Kind, words: [&str; 2]) {
        if self.has_room(read) {
            let mut message = String::from(words[0]);
            push_kind(&mut message, kind);
            message.push_str(words[1]);
            self.add(read, code, message);
        }
    }

    /// Reports that the text is broken where the reader stands.
    fn broken(&mut self) {
        let why = self.reader.why;
        let (code, lead) = if why == TOO_DEEP { (Code::TooDeep, "") } else { (Code::NotJson, "not JSON: ") };
        let mut message = String::from(lead);
        message.push_str(why);
        message.push_str(", at byte ");
        push_number(&mut message, self.reader.at as i64);
        self.report.add_broken(Issue { path: self.path(""), code, message });
    }

    /// Whether the expected kind was read. In an answer, any other kind is worth a report.
    fn knows(&self, expected: &Expected) -> bool {
        self.answer() || !expected.flags.has(INFERRED)
    }

    fn answer(&self) -> bool {
        self.policy.direction == Direction::Answer
    }

    /// `read` says whether the broken rule was read rather than inferred.
    fn add(&mut self, read: bool, code: Code, message: String) {
        self.add_in("", read, code, message);
    }

    /// The same of a field of the object that the reader is at.
    fn add_in(&mut self, field: &str, read: bool, code: Code, message: String) {
        if self.has_room(read) {
            let issue = Issue { path: self.path(field), code, message };
            self.report.add(read || self.policy.strict, issue);
        }
    }

    /// Asked before a message is put together: a hostile document breaks rules by the million.
    fn has_room(&self, read: bool) -> bool {
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

/// Whether an object has a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    No,
    /// A string of blanks, or an empty array.
    Empty,
    Yes,
}

/// A blank is as bad as nothing.
const NEEDED: Flags = Flags::REQUIRED.union(Flags::EXPECTED);

/// The kind was inferred.
const INFERRED: Flags = Flags::INFERRED.union(Flags::TYPE_INFERRED);

/// More than any model has.
const MOST_FIELDS: usize = 128;

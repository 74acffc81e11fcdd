//! The scanner: walks JSON text along a table and reports every issue with its JSON path.

mod fields;
mod findings;
mod values;

use std::borrow::Cow;

use super::json::{Reader, as_string};
use super::report::{Code, Report};
use super::table::{Flags, Kind, Pick, Table, Union, Values};
use crate::rules::format::Format;

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
}

/// Whether an object has a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    No,
    /// A string of blanks, or an empty array.
    Empty,
    Yes,
}

/// The kind was inferred.
const INFERRED: Flags = Flags::INFERRED.union(Flags::TYPE_INFERRED);

/// More than any model has.
const MOST_FIELDS: usize = 128;

//! The scanner: walks JSON text along a table and reports every issue with its JSON path.

use super::json::{Broken, MAX_DEPTH, Reader, TOO_DEEP, Text, as_string};
use super::report::{Code, Issue, Report, printable};
use super::suggest::nearest;
use super::table::{Field, Flags, Format, Kind, Pick, Table, Union, Values};
use super::words::{did_you_mean, push_kind, push_list, push_number};
use crate::rules::format;

/// Which way the document goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To Blend: formats count, an unknown field is a mistake.
    Request,
    /// From Blend: kinds and required marks count, an unknown field is news.
    Answer,
}

/// What refuses a document, and what warns.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    pub direction: Direction,
    /// Inferred rules refuse too.
    pub strict: bool,
    pub allow_unknown: bool,
}

/// Checks a whole document. Every issue is found in one go, up to a hundred.
pub fn check(text: &[u8], kind: &Kind, policy: Policy) -> Report {
    check_at(text, kind, policy, "", Flags::REQUIRED, Format::None)
}

/// Checks one value that stands at `root` in a larger whole.
pub fn check_at(text: &[u8], kind: &Kind, policy: Policy, root: &str, flags: Flags, format: Format) -> Report {
    let mut scan = Scan { reader: Reader::new(text), path: Vec::new(), root, policy, report: Report::default() };
    let spot = Spot { kind, format, flags };
    let result = match std::str::from_utf8(text) {
        Ok(_) => scan.value(&spot, 0).and_then(|()| scan.reader.end()),
        Err(error) => Err(Broken { at: error.valid_up_to(), why: "bytes that are not UTF-8" }),
    };
    if let Err(broken) = result {
        scan.broken(broken);
    }
    scan.report
}

/// What is expected at one place.
struct Spot<'k> {
    kind: &'k Kind,
    format: Format,
    flags: Flags,
}

enum Step {
    Key(&'static str),
    Foreign(String),
    Item(usize),
}

struct Scan<'a, 'r> {
    reader: Reader<'a>,
    path: Vec<Step>,
    root: &'r str,
    policy: Policy,
    report: Report,
}

impl<'a> Scan<'a, '_> {
    fn value(&mut self, spot: &Spot, depth: usize) -> Result<(), Broken> {
        match self.reader.peek() {
            b'n' => {
                self.reader.literal()?;
                self.null(spot);
            }
            b'{' => self.object(spot, depth)?,
            b'[' => self.array(spot, depth)?,
            b'"' => {
                let text = self.reader.string()?;
                self.string(spot, text);
            }
            b't' | b'f' => {
                self.reader.literal()?;
                if !matches!(spot.kind, Kind::Boolean | Kind::Any) {
                    self.wrong(spot, ", got a boolean");
                }
            }
            b'-' | b'0'..=b'9' => self.number(spot)?,
            _ => return Err(self.reader.broken("not a JSON value")),
        }
        Ok(())
    }

    fn null(&mut self, spot: &Spot) {
        let fine = match self.policy.direction {
            Direction::Request => spot.flags.has(Flags::NULLABLE),
            Direction::Answer => !spot.flags.has(Flags::REQUIRED),
        };
        if fine || matches!(spot.kind, Kind::Any) {
            return;
        }
        if self.answer() {
            self.say(true, Code::Null, "expected ", spot.kind, ", got null");
        } else {
            self.say(true, Code::Null, "null is not allowed here: leave it out, or give ", spot.kind, "");
        }
    }

    fn number(&mut self, spot: &Spot) -> Result<(), Broken> {
        let number = self.reader.number()?;
        match spot.kind {
            Kind::Any | Kind::Number => {}
            Kind::Integer | Kind::Range(_) if !number.integer => self.wrong(spot, ", got a number with a fraction"),
            Kind::Integer => {}
            Kind::Range(range) => {
                let within = number.whole.is_some_and(|whole| (range.min..=range.max).contains(&whole));
                if !within && !self.answer() {
                    self.say(!range.inferred, Code::OutOfRange, "expected ", spot.kind, "");
                }
            }
            _ => self.wrong(spot, ", got a number"),
        }
        Ok(())
    }

    fn string(&mut self, spot: &Spot, text: Text<'a>) {
        match spot.kind {
            Kind::Any => {}
            // New values of an answer are what an open set is for.
            Kind::String | Kind::Values(_) if self.answer() => {}
            Kind::String => self.format(spot, text),
            Kind::Values(values) => self.values(values, text),
            _ => self.wrong(spot, ", got a string"),
        }
    }

    fn format(&mut self, spot: &Spot, text: Text<'a>) {
        if let Some(fix) = format::fault(spot.format, &text.bytes()) {
            self.add(!spot.flags.has(Flags::FORMAT_INFERRED), Code::InvalidFormat, fix.into());
        }
    }

    fn values(&mut self, values: &Values, text: Text<'a>) {
        let value = text.value();
        if !values.list {
            return self.one_value(values, &value);
        }
        for part in value.split(',') {
            self.one_value(values, part.trim());
        }
    }

    fn one_value(&mut self, values: &Values, value: &str) {
        if values.known.contains(&value) || !self.has_room(!values.open) {
            return;
        }
        let mut message = String::from("not a known value; ");
        match nearest(value, values.known.iter().copied()) {
            Some(near) => did_you_mean(&mut message, near),
            None => {
                message.push_str("known are ");
                push_list(&mut message, values.known);
            }
        }
        self.add(!values.open, Code::InvalidValue, message);
    }

    fn array(&mut self, spot: &Spot, depth: usize) -> Result<(), Broken> {
        let item = match spot.kind {
            Kind::Array(item) => {
                let flags = Flags(spot.flags.0 & Flags::FORMAT_INFERRED.0).and(Flags::REQUIRED);
                Spot { kind: item, format: spot.format, flags }
            }
            Kind::Values(Values { list: true, .. }) => Spot { kind: spot.kind, format: Format::None, flags: Flags::REQUIRED },
            kind => {
                if !matches!(kind, Kind::Any) {
                    self.wrong(spot, ", got an array");
                }
                return self.reader.skip(depth).map(|_| ());
            }
        };
        if depth >= MAX_DEPTH {
            return Err(self.reader.broken(TOO_DEEP));
        }
        let mut more = self.reader.open(b']');
        let mut place = 0;
        while more {
            self.path.push(Step::Item(place));
            // A list of values may be an array, but none of arrays.
            if matches!(item.kind, Kind::Values(_)) && self.reader.peek() == b'[' {
                self.say(true, Code::WrongKind, "expected ", &Kind::String, ", got an array");
                self.reader.skip(depth + 1)?;
            } else {
                self.value(&item, depth + 1)?;
            }
            self.path.pop();
            place += 1;
            more = self.reader.more(b']')?;
        }
        Ok(())
    }

    fn object(&mut self, spot: &Spot, depth: usize) -> Result<(), Broken> {
        let table = match spot.kind {
            Kind::Object(table) => Some(*table),
            Kind::Union(union) => self.branch(union, depth)?,
            Kind::Any => None,
            _ => {
                self.wrong(spot, ", got an object");
                None
            }
        };
        let Some(table) = table else { return self.reader.skip(depth).map(|_| ()) };
        if depth >= MAX_DEPTH {
            return Err(self.reader.broken(TOO_DEEP));
        }
        let mut seen = Seen::default();
        let mut guess = 0;
        let mut more = self.reader.open(b'}');
        while more {
            let key = self.reader.key()?;
            let place = table.find(&key.bytes(), guess);
            match place.and_then(|place| Some((place, table.at(place)?))) {
                Some((place, field)) => {
                    seen.add(place);
                    guess = place + 1;
                    self.path.push(Step::Key(field.name));
                    self.value(&Spot { kind: field.kind, format: field.format, flags: field.flags }, depth + 1)?;
                    self.path.pop();
                }
                None => {
                    self.unknown(table, key);
                    self.reader.skip(depth + 1)?;
                }
            }
            more = self.reader.more(b'}')?;
        }
        self.missing(table, 0, &seen, spot.flags.has(Flags::ALL_REQUIRED));
        Ok(())
    }

    /// Which model the object at hand is; none where its tag is unknown.
    fn branch(&mut self, union: &'static Union, depth: usize) -> Result<Option<&'static Table>, Broken> {
        let fields = self.reader.fields(depth);
        match &union.pick {
            Pick::ByKeys { reference, other } => {
                let mut picked = other;
                for field in fields {
                    if reference.find(&field?.0.bytes(), 0).is_none() {
                        return Ok(Some(other));
                    }
                    picked = reference;
                }
                Ok(Some(picked))
            }
            Pick::ByTag { field: name, branches } => {
                let mut tag = None;
                // To the end: where a key stands twice, the last one counts.
                for field in fields {
                    let (key, value) = field?;
                    if *key.bytes() == *name.as_bytes() {
                        tag = as_string(value);
                    }
                }
                Ok(branches.iter().find(|(known, _)| tag.as_deref() == Some(known)).map(|(_, table)| *table))
            }
        }
    }

    fn unknown(&mut self, table: &'static Table, key: Text<'a>) {
        // A model that was only inferred may lack fields.
        let expected = self.policy.allow_unknown || (table.open && self.answer());
        if expected || !self.has_room(!table.open) {
            return;
        }
        let key = key.value();
        let mut message = String::from("unknown field; ");
        if self.answer() {
            message.push_str("this version of blend-sdk does not know it");
        } else if let Some(near) = nearest(&key, table.all().map(|field| field.name)) {
            did_you_mean(&mut message, near);
        } else {
            message.push_str("leave it out");
            if self.root.is_empty() {
                message.push_str(", or allow it with allowUnknownFields");
            }
        }
        self.path.push(Step::Foreign(printable(&key).into()));
        self.add(!table.open, Code::UnknownField, message);
        self.path.pop();
    }

    /// Reports what the object of a model lacks. `first` is the place of the model's first field.
    fn missing(&mut self, table: &'static Table, first: usize, seen: &Seen, all: bool) {
        for (place, field) in table.fields.iter().enumerate() {
            let required = all || field.flags.has(Flags::REQUIRED);
            // What is only taken to be required tells what to send, not what comes back.
            let expected = field.flags.has(Flags::EXPECTED) && !self.answer();
            if (required || expected) && !seen.has(first + place) {
                self.lacks(field, required);
            }
        }
        if let Some(rule) = table.at_least_one {
            let met = rule.fields.iter().any(|name| table.find(name.as_bytes(), 0).is_some_and(|place| seen.has(first + place)));
            if !met && !self.answer() {
                let mut message = String::from("give at least one of ");
                push_list(&mut message, rule.fields);
                self.add(!rule.inferred, Code::AtLeastOne, message);
            }
        }
        let mut first = first + table.fields.len();
        for part in table.parts {
            self.missing(part, first, seen, all);
            first += part.len();
        }
    }

    fn lacks(&mut self, field: &'static Field, required: bool) {
        let lead = match (self.answer(), required) {
            (true, _) => "missing; expected ",
            (false, true) => "missing; give ",
            (false, false) => "missing, and Blend is taken to need it; give ",
        };
        self.path.push(Step::Key(field.name));
        self.say(required, Code::Required, lead, field.kind, "");
        self.path.pop();
    }

    fn wrong(&mut self, spot: &Spot, got: &str) {
        self.say(true, Code::WrongKind, "expected ", spot.kind, got);
    }

    /// Reports in a sentence about the kind that is expected.
    fn say(&mut self, read: bool, code: Code, lead: &str, kind: &Kind, end: &str) {
        if self.has_room(read) {
            let mut message = String::from(lead);
            push_kind(&mut message, kind);
            message.push_str(end);
            self.add(read, code, message);
        }
    }

    fn broken(&mut self, broken: Broken) {
        let (code, lead) = if broken.why == TOO_DEEP { (Code::TooDeep, "") } else { (Code::NotJson, "not JSON: ") };
        let mut message = String::from(lead);
        message.push_str(broken.why);
        message.push_str(", at byte ");
        push_number(&mut message, broken.at as i64);
        let issue = Issue { path: self.path(), code, message };
        self.report.add_broken(issue);
    }

    fn answer(&self) -> bool {
        self.policy.direction == Direction::Answer
    }

    /// `read` tells whether the broken rule was read rather than inferred.
    fn add(&mut self, read: bool, code: Code, message: String) {
        if self.has_room(read) {
            let issue = Issue { path: self.path(), code, message };
            self.report.add(read || self.policy.strict, issue);
        }
    }

    /// Looked at before a message is put together: a hostile document breaks rules by the million.
    fn has_room(&self, read: bool) -> bool {
        self.report.has_room(read || self.policy.strict)
    }

    fn path(&self) -> String {
        let mut path = String::from(self.root);
        for step in &self.path {
            let name = match step {
                Step::Item(place) => {
                    path.push('[');
                    push_number(&mut path, *place as i64);
                    path.push(']');
                    continue;
                }
                Step::Key(name) => name,
                Step::Foreign(name) => name.as_str(),
            };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }
}

/// Which fields of an object were met.
#[derive(Default)]
struct Seen([u64; 2]);

impl Seen {
    fn add(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }
}

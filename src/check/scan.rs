//! The scanner: walks JSON text along a table and reports every issue with its JSON path.

use super::json::{Broken, MAX_DEPTH, Reader, Text};
use super::report::{Code, Issue, Report, printable};
use super::suggest::nearest;
use super::table::{Field, Flags, Format, Kind, Pick, Table, Union, Values};
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
    check_at(text, kind, policy, "", Flags::NONE, Format::None)
}

/// Checks one value that stands at `root` in a larger whole.
pub fn check_at(text: &[u8], kind: &Kind, policy: Policy, root: &str, flags: Flags, format: Format) -> Report {
    let mut scan = Scan { reader: Reader::new(text), path: Vec::new(), root, policy, report: Report::default() };
    let spot = Spot { kind, format, flags };
    let result = scan.value(&spot, 0).and_then(|()| scan.reader.end());
    if let Err(broken) = result {
        let code = if broken.why == "nested too deep" { Code::TooDeep } else { Code::NotJson };
        scan.refuse(code, broken.why.into());
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
                    self.wrong(spot, "a boolean");
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
        if !fine && !matches!(spot.kind, Kind::Any) {
            let message = format!("null is not allowed here: leave the field out, or give {}", expected(spot.kind));
            self.refuse(Code::Null, message);
        }
    }

    fn number(&mut self, spot: &Spot) -> Result<(), Broken> {
        let number = self.reader.number()?;
        match spot.kind {
            Kind::Any | Kind::Number => {}
            Kind::Integer | Kind::Range(_) if !number.integer => self.wrong(spot, "a number with a fraction"),
            Kind::Integer => {}
            Kind::Range(range) => {
                if !number.whole.is_some_and(|whole| (range.min..=range.max).contains(&whole)) {
                    let message = format!("expected {}", expected(spot.kind));
                    self.add(!range.inferred, Code::OutOfRange, message);
                }
            }
            _ => self.wrong(spot, "a number"),
        }
        Ok(())
    }

    fn string(&mut self, spot: &Spot, text: Text<'a>) {
        match spot.kind {
            Kind::Any => {}
            Kind::String if self.policy.direction == Direction::Answer => {}
            Kind::String => self.format(spot, text),
            Kind::Values(values) => self.values(values, text),
            _ => self.wrong(spot, "a string"),
        }
    }

    fn format(&mut self, spot: &Spot, text: Text<'a>) {
        if spot.format == Format::None {
            return;
        }
        let value;
        let bytes = if text.escaped {
            value = text.value();
            value.as_bytes()
        } else {
            text.raw
        };
        if let Some(fix) = format::fault(spot.format, bytes) {
            self.add(!spot.flags.has(Flags::FORMAT_INFERRED), Code::InvalidFormat, fix.into());
        }
    }

    fn values(&mut self, values: &Values, text: Text<'a>) {
        // New values of an answer are what an open set is for.
        if self.policy.direction == Direction::Answer {
            return;
        }
        let value = text.value();
        let parts = value.split(if values.list { ',' } else { '\0' });
        for part in parts.map(str::trim).filter(|part| !values.known.contains(part)) {
            let mut message = String::from("not a known value");
            match nearest(part, values.known.iter().copied()) {
                Some(near) => message.push_str(&format!("; did you mean \"{near}\"?")),
                None => message.push_str(&format!("; known are {}", values.known.join(", "))),
            }
            self.add(!values.open, Code::InvalidValue, message);
        }
    }

    fn array(&mut self, spot: &Spot, depth: usize) -> Result<(), Broken> {
        let item = match spot.kind {
            Kind::Array(item) => Some(Spot { kind: item, format: spot.format, flags: Flags(spot.flags.0 & Flags::FORMAT_INFERRED.0) }),
            Kind::Values(Values { list: true, .. }) => Some(Spot { kind: spot.kind, format: Format::None, flags: Flags::NONE }),
            _ => None,
        };
        let Some(item) = item else {
            if !matches!(spot.kind, Kind::Any) {
                self.wrong(spot, "an array");
            }
            return self.reader.skip(depth).map(|_| ());
        };
        if depth >= MAX_DEPTH {
            return Err(self.reader.broken("nested too deep"));
        }
        let mut more = self.reader.open(b']');
        let mut place = 0;
        while more {
            self.path.push(Step::Item(place));
            self.value(&item, depth + 1)?;
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
                self.wrong(spot, "an object");
                None
            }
        };
        let Some(table) = table else { return self.reader.skip(depth).map(|_| ()) };
        if depth >= MAX_DEPTH {
            return Err(self.reader.broken("nested too deep"));
        }
        let mut seen = Seen::default();
        let mut guess = 0;
        let mut more = self.reader.open(b'}');
        while more {
            let key = self.reader.key()?;
            match find(table, key, guess) {
                Some(place) => {
                    seen.add(place);
                    guess = place + 1;
                    if let Some(field) = table.at(place) {
                        self.path.push(Step::Key(field.name));
                        self.value(&Spot { kind: field.kind, format: field.format, flags: field.flags }, depth + 1)?;
                        self.path.pop();
                    }
                }
                None => {
                    self.unknown(table, &key.value());
                    self.reader.skip(depth + 1)?;
                }
            }
            more = self.reader.more(b'}')?;
        }
        self.missing(table, &seen, spot.flags.has(Flags::ALL_REQUIRED));
        Ok(())
    }

    /// Which model the object at hand is; none where its tag is unknown.
    fn branch(&mut self, union: &'static Union, depth: usize) -> Result<Option<&'static Table>, Broken> {
        let mut ahead = self.reader.clone();
        ahead.skip(depth)?;
        let text = &self.reader.text[self.reader.at..ahead.at];
        Ok(match &union.pick {
            Pick::ByKeys { reference, other } => {
                let fields = super::json::fields(text);
                let refers = !fields.is_empty() && fields.iter().all(|(key, _)| reference.find(key.as_bytes(), 0).is_some());
                Some(if refers { reference } else { other })
            }
            Pick::ByTag { field, branches } => {
                let tag = super::json::field(text, field).and_then(super::json::as_string);
                branches.iter().find(|(name, _)| tag.as_deref() == Some(name)).map(|(_, table)| *table)
            }
        })
    }

    fn unknown(&mut self, table: &'static Table, key: &str) {
        let expected = match self.policy.direction {
            Direction::Request => self.policy.allow_unknown,
            Direction::Answer => table.open || self.policy.allow_unknown,
        };
        if expected {
            return;
        }
        let mut message = String::from("unknown field");
        if let Some(near) = nearest(key, table.all().map(|field| field.name)) {
            message.push_str(&format!("; did you mean \"{near}\"?"));
        } else if self.policy.direction == Direction::Request {
            message.push_str("; leave it out, or allow it with allowUnknownFields");
        }
        self.path.push(Step::Foreign(printable(key).into()));
        // A model that was only inferred may lack fields.
        self.add(!table.open, Code::UnknownField, message);
        self.path.pop();
    }

    fn missing(&mut self, table: &'static Table, seen: &Seen, all: bool) {
        for (place, field) in table.all().enumerate() {
            let (required, expected) = (all || field.flags.has(Flags::REQUIRED), field.flags.has(Flags::EXPECTED));
            if (required || expected) && !seen.has(place) {
                self.lacks(field, required);
            }
        }
        let Some(rule) = table.at_least_one else { return };
        let met = table.all().enumerate().any(|(place, field)| rule.fields.contains(&field.name) && seen.has(place));
        if !met && self.policy.direction == Direction::Request {
            self.add(!rule.inferred, Code::AtLeastOne, format!("give at least one of {}", rule.fields.join(", ")));
        }
    }

    fn lacks(&mut self, field: &'static Field, required: bool) {
        self.path.push(Step::Key(field.name));
        self.add(required, Code::Required, format!("missing; give {}", expected(field.kind)));
        self.path.pop();
    }

    fn wrong(&mut self, spot: &Spot, got: &str) {
        self.refuse(Code::WrongKind, format!("expected {}, got {got}", expected(spot.kind)));
    }

    fn refuse(&mut self, code: Code, message: String) {
        self.add(true, code, message);
    }

    fn add(&mut self, read: bool, code: Code, message: String) {
        let mut path = String::from(self.root);
        for step in &self.path {
            match step {
                Step::Item(place) => path.push_str(&format!("[{place}]")),
                Step::Key(name) => dotted(&mut path, name),
                Step::Foreign(name) => dotted(&mut path, name),
            }
        }
        self.report.add(read || self.policy.strict, Issue { path, code, message });
    }
}

fn dotted(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn find(table: &'static Table, key: Text<'_>, guess: usize) -> Option<usize> {
    if key.escaped { table.find(key.value().as_bytes(), guess) } else { table.find(key.raw, guess) }
}

/// The kind in words, for "expected ..." and "give ...".
fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Any => "a value".into(),
        Kind::String | Kind::Values(_) => "a string".into(),
        Kind::Boolean => "true or false".into(),
        Kind::Number => "a number".into(),
        Kind::Integer => "a whole number".into(),
        Kind::Range(range) if range.max == i64::MAX => format!("a whole number of at least {}", range.min),
        Kind::Range(range) if range.min == i64::MIN => format!("a whole number of at most {}", range.max),
        Kind::Range(range) => format!("a whole number from {} to {}", range.min, range.max),
        Kind::Array(_) => "an array".into(),
        Kind::Object(_) | Kind::Union(_) => "an object".into(),
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

//! Documents along a table: fields in any order, every spelling of strings and numbers, and,
//! `mess` times out of a thousand, something that the table does not allow.

use blend_sdk::check::{Field, Format, Kind, Pick, Table};

use super::random::Random;

pub struct Generator<'r> {
    pub random: &'r mut Random,
    pub out: Vec<u8>,
    pub mess: usize,
    /// How many optional fields are there, out of a thousand.
    pub density: usize,
    /// Whether all strings, and all keys beyond the tables', hold `MARK`.
    pub marked: bool,
}

/// No plain name, so neither a path nor a message may show it.
pub const MARK: &str = "p~tient";

const WORDS: [&str; 16] = [
    "",
    "a",
    "Willard",
    "O'Hara \"Bo\"",
    "línea 1\nlínea 2",
    "日本",
    "😀",
    "a\u{0}b",
    "\u{7f}\u{80}",
    "\\",
    "/",
    "\u{2028}",
    "0227",
    "null",
    "a,b",
    " up ",
];
const KEYS: [&str; 8] = ["", "x", "idd", "colour", "external id", "quantité", "__proto__", "a\u{1}"];
const NUMBERS: [&str; 40] = [
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "5",
    "-5",
    "6",
    "200",
    "201",
    "25",
    "1.0",
    "5.0",
    "1.5",
    "0.1",
    "-0.0",
    "1e0",
    "1E2",
    "2e+2",
    "15e-1",
    "1500e-2",
    "1000e-3",
    "0e5",
    "0.5e1",
    "1.50e1",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999",
    "1e21",
    "1e300",
    "1e308",
    "1e-7",
    "123456.789",
    "0.000",
    "40e-1",
];

impl Generator<'_> {
    pub fn value(&mut self, kind: &'static Kind, format: Format, depth: usize) {
        self.space();
        if self.random.chance(self.mess) {
            self.anything(depth);
            return self.space();
        }
        match kind {
            Kind::Any => self.anything(depth),
            Kind::String => self.formatted(format),
            Kind::Boolean => self.literal(&["true", "false"]),
            Kind::Number => self.literal(&NUMBERS),
            Kind::Integer | Kind::Range(_) if self.random.chance(700) => {
                self.literal(&["1", "2", "25", "3", "5", "-1", "1.0", "10e-1"])
            }
            Kind::Integer | Kind::Range(_) => self.literal(&NUMBERS),
            Kind::Values(values) if values.list && self.random.chance(500) => self.list(|self_| self_.one_of(values.known)),
            Kind::Values(values) if values.list => {
                let joined = format!("{}, {}", self.random.pick(values.known), self.random.pick(values.known));
                self.string(&joined);
            }
            Kind::Values(values) => self.one_of(values.known),
            Kind::Array(item) => self.list(|self_| self_.value(item, format, depth + 1)),
            Kind::Object(table) => self.object(table, None, depth),
            Kind::Union(union) => match &union.pick {
                Pick::ByKeys { reference, other } => {
                    let table = if self.random.chance(500) { reference } else { other };
                    self.object(table, None, depth);
                }
                Pick::ByTag { field, branches } => {
                    let (tag, table) = self.random.pick(branches);
                    let tag = if self.random.chance(100) { "another" } else { tag };
                    self.object(table, Some((field, tag)), depth);
                }
            },
        }
        self.space();
    }

    fn object(&mut self, table: &'static Table, tag: Option<(&str, &str)>, depth: usize) {
        let mut fields: Vec<&'static Field> = table.all().collect();
        // Deep down and in long documents few fields stand, or there would be no end.
        let density = if depth > 9 || self.out.len() > 1500 { 0 } else { self.density / (depth + 1) };
        let needed = |field: &Field| field.flags.0 & 3 != 0;
        fields.retain(|field| self.random.chance(if needed(field) { 950 } else { density }));
        if self.random.chance(500) {
            for place in 1..fields.len() {
                fields.swap(place, self.random.below(place + 1));
            }
        }
        self.out.push(b'{');
        let start = self.out.len();
        if let Some((field, tag)) = tag {
            self.key(field, start);
            self.string(tag);
        }
        for field in fields {
            self.field(field, start, depth);
            if self.random.chance(self.mess / 2) {
                self.field(field, start, depth);
            }
        }
        if self.random.chance(self.mess) {
            let key = *self.random.pick(&KEYS);
            self.foreign_key(key, start);
            self.anything(depth + 1);
        }
        self.space();
        self.out.push(b'}');
    }

    fn field(&mut self, field: &'static Field, start: usize, depth: usize) {
        if self.random.chance(self.mess) {
            let mut name = field.name.to_string();
            name.remove(self.random.below(name.len()));
            self.foreign_key(&name, start);
        } else {
            self.key(field.name, start);
        }
        self.value(field.kind, field.format, depth + 1);
    }

    fn foreign_key(&mut self, key: &str, start: usize) {
        let marked = format!("{key}{MARK}");
        self.key(if self.marked { &marked } else { key }, start);
    }

    fn key(&mut self, key: &str, start: usize) {
        if self.out.len() > start {
            self.out.push(b',');
        }
        self.space();
        self.spell(key);
        self.space();
        self.out.push(b':');
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self)) {
        self.out.push(b'[');
        let count = if self.out.len() > 1500 { 0 } else { self.random.below(4) };
        for place in 0..count {
            if place > 0 {
                self.out.push(b',');
            }
            item(self);
        }
        self.out.push(b']');
    }

    fn anything(&mut self, depth: usize) {
        match self.random.below(if depth > 8 { 6 } else { 8 }) {
            0 | 1 => self.literal(&["null"]),
            2 => self.literal(&["true", "false"]),
            3 => self.literal(&NUMBERS),
            4 | 5 => {
                let word = *self.random.pick(&WORDS);
                self.string(word);
            }
            6 => self.list(|self_| self_.anything(depth + 1)),
            _ => {
                self.out.push(b'{');
                let start = self.out.len();
                for _ in 0..self.random.below(3) {
                    let key = *self.random.pick(&KEYS);
                    self.foreign_key(key, start);
                    self.anything(depth + 1);
                }
                self.out.push(b'}');
            }
        }
    }

    fn formatted(&mut self, format: Format) {
        let right: &[&str] = match format {
            Format::None => &WORDS,
            Format::Uuid => &["0227d1e5-ba9a-42b5-8fe2-38882aa65708", "0239CA06-9A71-4FFE-8A8D-5403540A19E7"],
            Format::Date => &["1990-01-01", "2024-02-29"],
            Format::BirthDate => &["1990-01-01", "2006-10-05", "2004-02-29", "1899-12-31", "2024-10-05"],
            Format::Webhook => &["https://example.com/hook", "http://localhost:3000/"],
            Format::Phone => &["6175550123"],
            Format::Email => &["willard@example.com"],
            Format::State => &["MA", "PR"],
            Format::Zip => &["02108", "02108-1234"],
            Format::Ssn => &["123456789"],
            Format::Npi => &["1234567893"],
            Format::Dea => &["AB1234563"],
            Format::Language => &["en"],
            Format::ExternalId => &["visit-2041"],
        };
        let word = *if self.random.chance(900) { self.random.pick(right) } else { self.random.pick(&WORDS) };
        self.string(word);
    }

    fn one_of(&mut self, known: &[&str]) {
        let word = *if self.random.chance(900) { self.random.pick(known) } else { self.random.pick(&WORDS) };
        self.string(word);
    }

    fn literal(&mut self, words: &[&str]) {
        let word = self.random.pick(words);
        self.out.extend_from_slice(word.as_bytes());
    }

    fn string(&mut self, word: &str) {
        if self.marked {
            return self.spell(&format!("{word}{MARK}"));
        }
        self.spell(word);
    }

    /// Any of the ways to write a string in JSON.
    fn spell(&mut self, word: &str) {
        let escape = if self.random.chance(100) { 300 } else { 0 };
        self.out.push(b'"');
        for character in word.chars() {
            let short = match character {
                '"' | '\\' | '/' => Some(character as u8),
                '\u{8}' => Some(b'b'),
                '\u{c}' => Some(b'f'),
                '\n' => Some(b'n'),
                '\r' => Some(b'r'),
                '\t' => Some(b't'),
                _ => None,
            };
            let forced = character < ' ' || matches!(character, '"' | '\\');
            if let (Some(short), true) = (short, forced || self.random.chance(escape)) {
                self.out.extend([b'\\', short]);
            } else if forced || self.random.chance(escape) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let digits = if unit.is_multiple_of(2) { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") };
                    self.out.extend_from_slice(digits.as_bytes());
                }
            } else {
                self.out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        self.out.push(b'"');
    }

    fn space(&mut self) {
        if self.random.chance(30) {
            let space = *self.random.pick(b" \n\r\t");
            self.out.push(space);
        }
    }
}

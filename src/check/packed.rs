//! Tables as bytes. As statics, every name, kind and part is a pointer, and pointers do not compress: the tables of the
//! wire take a third of the space in this form. The compiler packs them, and the client unpacks them when it starts.
//!
//! A text ends at a byte of 0x80 or more, which says something about what stands there. A table is written where it is
//! first named; from then on its number names it.

use super::table::{AtLeastOne, Field, Flags, Kind, Pick, Range, Table, Union, Values};
use crate::rules::format::Format;

/// More than all tables together need. The compiler stops where it is too little.
const ROOM: usize = 16 * 1024;
const MOST_TABLES: usize = 200;

/// Stands for a number of a table: its definition follows.
const NEW: u8 = 0xFF;

/// The end of a text.
const END: u8 = 0x80;

/// The code of a kind, in its five low bits; a string has one code for each format.
const ANY: u8 = 0;
const BOOLEAN: u8 = 1;
const NUMBER: u8 = 2;
const INTEGER: u8 = 3;
const RANGE: u8 = 4;
const VALUES: u8 = 5;
const ARRAY: u8 = 6;
const OBJECT: u8 = 7;
const BY_KEYS: u8 = 8;
const BY_TAG: u8 = 9;
const STRING: u8 = 10;
const CODE: u8 = 0x1F;

/// Bits beside the code: a byte of flags follows, the low one and the high one.
const LOW_FLAGS: u8 = 0x20;
const HIGH_FLAGS: u8 = 0x40;

/// What a table is beside its fields.
const OPEN: u8 = 1;
const INFERRED: u8 = 1 << 1;
const AT_LEAST_ONE: u8 = 1 << 2;
const RULE_INFERRED: u8 = 1 << 3;

/// Writes bytes, at compile time.
pub struct Packer {
    bytes: [u8; ROOM],
    len: usize,
    /// The names of the tables that are written.
    tables: [&'static str; MOST_TABLES],
    count: usize,
}

impl Packer {
    #[allow(clippy::new_without_default, reason = "it is called at compile time")]
    pub const fn new() -> Self {
        Packer { bytes: [0; ROOM], len: 0, tables: [""; MOST_TABLES], count: 0 }
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All bytes. `N` is their number.
    pub const fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        bytes.copy_from_slice(self.bytes.split_at(N).0);
        bytes
    }

    pub const fn byte(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }

    pub const fn text(&mut self, text: &str, end: u8) {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() {
            assert!(text[at] < END, "only ASCII can be packed");
            self.byte(text[at]);
            at += 1;
        }
        self.byte(end);
    }

    pub const fn texts(&mut self, texts: &[&str]) {
        self.byte(texts.len() as u8);
        let mut at = 0;
        while at < texts.len() {
            self.text(texts[at], END);
            at += 1;
        }
    }

    pub const fn table(&mut self, table: &Table) {
        let mut number = 0;
        while number < self.count {
            if is_equal(self.tables[number], table.name) {
                return self.byte(number as u8);
            }
            number += 1;
        }
        self.byte(NEW);
        let (at_least_one, rule_inferred) = match table.at_least_one {
            Some(rule) => (AT_LEAST_ONE, if rule.inferred { RULE_INFERRED } else { 0 }),
            None => (0, 0),
        };
        let open = if table.open { OPEN } else { 0 };
        let inferred = if table.inferred { INFERRED } else { 0 };
        self.byte(open | inferred | at_least_one | rule_inferred);
        self.byte(table.parts.len() as u8);
        let mut at = 0;
        while at < table.parts.len() {
            self.table(table.parts[at]);
            at += 1;
        }
        self.byte(table.fields.len() as u8);
        at = 0;
        while at < table.fields.len() {
            self.field(&table.fields[at]);
            at += 1;
        }
        self.texts(table.supplies);
        if let Some(rule) = table.at_least_one {
            self.texts(rule.fields);
        }
        self.tables[self.count] = table.name;
        self.count += 1;
    }

    const fn field(&mut self, field: &Field) {
        let name = field.name.as_bytes();
        let mut at = 0;
        while at < name.len() {
            self.byte(name[at]);
            at += 1;
        }
        self.kind(field.kind, field.format, field.flags);
    }

    pub const fn kind(&mut self, kind: &Kind, format: Format, flags: Flags) {
        let [low, high] = flags.0.to_le_bytes();
        let code = match kind {
            Kind::Any => ANY,
            Kind::Boolean => BOOLEAN,
            Kind::Number => NUMBER,
            Kind::Integer => INTEGER,
            Kind::Range(_) => RANGE,
            Kind::Values(_) => VALUES,
            Kind::Array(_) => ARRAY,
            Kind::Object(_) => OBJECT,
            Kind::Union(Union { pick: Pick::ByKeys { .. }, .. }) => BY_KEYS,
            Kind::Union(Union { pick: Pick::ByTag { .. }, .. }) => BY_TAG,
            Kind::String => STRING + format as u8,
        };
        let low_follows = if low != 0 { LOW_FLAGS } else { 0 };
        let high_follows = if high != 0 { HIGH_FLAGS } else { 0 };
        self.byte(END | code | low_follows | high_follows);
        if low != 0 {
            self.byte(low);
        }
        if high != 0 {
            self.byte(high);
        }
        match kind {
            Kind::Range(range) => {
                self.byte(range.inferred as u8);
                self.byte(limit(range.min, i64::MIN));
                self.byte(limit(range.max, i64::MAX));
            }
            Kind::Values(values) => {
                self.byte(values.open as u8 | (values.list as u8) << 1);
                self.texts(values.known);
            }
            Kind::Array(item) => self.kind(item, format, Flags::NONE),
            Kind::Object(table) => self.table(table),
            Kind::Union(Union { pick: Pick::ByKeys { reference, other }, .. }) => {
                self.table(reference);
                self.table(other);
            }
            Kind::Union(Union { pick: Pick::ByTag { field, branches }, .. }) => {
                self.text(field, END);
                self.byte(branches.len() as u8);
                let mut at = 0;
                while at < branches.len() {
                    self.text(branches[at].0, END);
                    self.table(branches[at].1);
                    at += 1;
                }
            }
            _ => {}
        }
    }
}

/// A limit of a range as a byte: zero where there is none.
const fn limit(limit: i64, none: i64) -> u8 {
    if limit == none {
        return 0;
    }
    assert!(limit > 0 && limit < 256, "a range outside of 1 to 255 cannot be packed");
    limit as u8
}

const fn is_equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Reads what a `Packer` wrote. All that it makes is there for good.
pub struct Unpacker {
    rest: &'static [u8],
    /// What ended the last text.
    pub end: u8,
    tables: Vec<&'static Table>,
}

impl Unpacker {
    pub fn new(bytes: &'static [u8]) -> Self {
        Unpacker { rest: bytes, end: 0, tables: Vec::new() }
    }

    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *byte
    }

    pub fn text(&mut self) -> &'static str {
        let end = self.rest.iter().position(|byte| *byte >= END).unwrap_or_default();
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.end = self.byte();
        // The packer takes ASCII only. `from_utf8` would check that again, in 300 bytes.
        text.iter().map(|&byte| char::from(byte)).collect::<String>().leak()
    }

    pub fn texts(&mut self) -> &'static [&'static str] {
        let mut texts = Vec::new();
        for _ in 0..self.byte() {
            texts.push(self.text());
        }
        texts.leak()
    }

    pub fn table(&mut self) -> &'static Table {
        let number = self.byte();
        if let Some(table) = self.tables.get(usize::from(number)) {
            return table;
        }
        let facts = self.byte();
        let mut parts = Vec::new();
        for _ in 0..self.byte() {
            parts.push(self.table());
        }
        let mut fields = Vec::new();
        for _ in 0..self.byte() {
            fields.push(self.field());
        }
        let supplies = self.texts();
        let rule = (facts & AT_LEAST_ONE != 0).then(|| AtLeastOne { fields: self.texts(), inferred: facts & RULE_INFERRED != 0 });
        let table: &'static Table = Box::leak(Box::new(Table {
            fields: fields.leak(),
            parts: parts.leak(),
            at_least_one: rule.map(|rule| &*Box::leak(Box::new(rule))),
            supplies,
            open: facts & OPEN != 0,
            name: "",
            #[cfg(not(target_arch = "wasm32"))]
            doc: "",
            inferred: facts & INFERRED != 0,
            #[cfg(not(target_arch = "wasm32"))]
            inline: false,
            #[cfg(not(target_arch = "wasm32"))]
            declaration: "",
            #[cfg(not(target_arch = "wasm32"))]
            returned: "",
        }));
        self.tables.push(table);
        table
    }

    fn field(&mut self) -> Field {
        let name = self.text();
        let code = self.end;
        let mut flags = 0;
        if code & LOW_FLAGS != 0 {
            flags = u16::from(self.byte());
        }
        if code & HIGH_FLAGS != 0 {
            flags |= u16::from(self.byte()) << 8;
        }
        let (kind, format) = self.kind(code);
        Field {
            name,
            kind,
            format,
            flags: Flags(flags),
            #[cfg(not(target_arch = "wasm32"))]
            doc: "",
            #[cfg(not(target_arch = "wasm32"))]
            example: "",
        }
    }

    /// A kind by its code, and the format of its strings.
    pub fn kind(&mut self, code: u8) -> (&'static Kind, Format) {
        let mut format = Format::None;
        let kind = match code & CODE {
            ANY => Kind::Any,
            BOOLEAN => Kind::Boolean,
            NUMBER => Kind::Number,
            INTEGER => Kind::Integer,
            RANGE => {
                let inferred = self.byte() != 0;
                let (min, max) = (self.byte(), self.byte());
                let min = if min == 0 { i64::MIN } else { i64::from(min) };
                let max = if max == 0 { i64::MAX } else { i64::from(max) };
                Kind::Range(Box::leak(Box::new(Range { min, max, inferred })))
            }
            VALUES => {
                let facts = self.byte();
                Kind::Values(Box::leak(Box::new(Values {
                    open: facts & 1 != 0,
                    list: facts & 2 != 0,
                    known: self.texts(),
                    #[cfg(not(target_arch = "wasm32"))]
                    declaration: "",
                })))
            }
            ARRAY => {
                let code = self.byte();
                let (item, of_items) = self.kind(code);
                format = of_items;
                Kind::Array(item)
            }
            OBJECT => Kind::Object(self.table()),
            BY_KEYS => union(Pick::ByKeys { reference: self.table(), other: self.table() }),
            BY_TAG => {
                let field = self.text();
                let mut branches = Vec::new();
                for _ in 0..self.byte() {
                    branches.push((self.text(), self.table()));
                }
                union(Pick::ByTag { field, branches: branches.leak() })
            }
            code => {
                format = Format::ALL.get(usize::from(code - STRING)).copied().unwrap_or(Format::None);
                Kind::String
            }
        };
        (Box::leak(Box::new(kind)), format)
    }
}

fn union(pick: Pick) -> Kind {
    Kind::Union(Box::leak(Box::new(Union {
        pick,
        #[cfg(not(target_arch = "wasm32"))]
        declaration: "",
    })))
}

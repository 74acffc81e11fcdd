//! What the scanner should find, worked out a second time and in another way: over a tree that
//! serde_json has read, with the parts of a table laid flat.

use blend_sdk::check::{
    AtLeastOne, Code, Direction, Expected, Field, Flags, Format, Kind, Pick, Policy, Table, Values, printable,
};
use blend_sdk::rules::{birth, calendar, format};

use super::tree::Tree;

/// Whether it refuses, its path, its code.
pub type Finding = (bool, String, Code);

pub fn findings(tree: &Tree, kind: &'static Kind, policy: Policy) -> Vec<Finding> {
    let mut oracle = Oracle { policy, found: Vec::new(), supplied: Vec::new() };
    let expected = Expected { kind, format: Format::None, flags: Flags::REQUIRED };
    oracle.value(tree, &expected, Path::Root);
    oracle.found
}

/// A path is written out only where something is wrong, so it is a chain on the stack.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, name) => f.write_str(name),
            Path::Key(above, name) => write!(f, "{above}.{name}"),
            Path::Item(above, place) => write!(f, "{above}[{place}]"),
        }
    }
}

struct Oracle {
    policy: Policy,
    found: Vec<Finding>,
    /// What the objects around the one at hand have for it.
    supplied: Vec<&'static str>,
}

impl Oracle {
    fn find(&mut self, read: bool, path: Path<'_>, code: Code) {
        self.found.push((read || self.policy.strict, path.to_string(), code));
    }

    fn request(&self) -> bool {
        self.policy.direction == Direction::Request
    }

    fn value(&mut self, tree: &Tree, expected: &Expected<'static>, path: Path<'_>) {
        let flags = expected.flags;
        match (expected.kind, tree) {
            (Kind::Any, _) => {}
            (_, Tree::Null) => {
                let required = if self.request() { !flags.has(Flags::NULLABLE) } else { flags.has(Flags::REQUIRED) };
                if required || (!self.request() && flags.has(Flags::PRESENT)) {
                    self.find(required, path, Code::Null);
                }
            }
            (Kind::String, Tree::String(text)) => {
                if self.request() && format::fault(expected.format, text.as_bytes()).is_some() && !is_empty(tree, expected) {
                    self.find(!flags.has(Flags::FORMAT_INFERRED), path, Code::InvalidFormat);
                }
                if self.request()
                    && expected.format == Format::BirthDate
                    && calendar::parts(text.as_bytes()).is_some_and(|born| birth::is_odd(born, self.policy.today))
                {
                    self.find(false, path, Code::OutOfRange);
                }
            }
            (Kind::Boolean, Tree::Boolean) | (Kind::Number, Tree::Number(_) | Tree::Whole(_)) => {}
            (Kind::Integer, Tree::Whole(_)) => {}
            (Kind::Integer | Kind::Range(_), Tree::Number(number)) if number.fract() != 0.0 => {
                self.find(!self.request() || !guessed(flags), path, Code::WrongKind);
            }
            (Kind::Integer, Tree::Number(_)) => {}
            (Kind::Range(range), Tree::Number(_) | Tree::Whole(_)) => {
                if self.request() && whole(tree).is_none_or(|whole| whole < range.min || whole > range.max) {
                    self.find(!range.inferred, path, Code::OutOfRange);
                }
            }
            (Kind::Values(values), Tree::String(text)) => self.values(values, text, path),
            (Kind::Values(values @ Values { list: true, .. }), Tree::Array(items)) => self.list(values, items, path),
            (Kind::Array(item), Tree::Array(items)) => {
                let inferred = Flags(flags.0 & Flags::FORMAT_INFERRED.union(Flags::INFERRED).union(Flags::TYPE_INFERRED).0);
                let item = Expected { kind: item, format: expected.format, flags: inferred.union(Flags::REQUIRED) };
                for (index, tree) in items.iter().enumerate() {
                    self.value(tree, &item, Path::Item(&path, index));
                }
            }
            (Kind::Object(table), Tree::Object(fields)) => self.object(fields, table, flags, path),
            (Kind::Union(union), Tree::Object(fields)) => {
                if let Some(table) = picked(&union.pick, fields) {
                    self.object(fields, table, flags, path);
                }
            }
            _ => self.find(!self.request() || !guessed(flags), path, Code::WrongKind),
        }
    }

    fn list(&mut self, values: &Values, items: &[Tree], path: Path<'_>) {
        if items.is_empty() && self.request() {
            self.find(true, path, Code::InvalidValue);
        }
        for (index, item) in items.iter().enumerate() {
            let path = Path::Item(&path, index);
            match item {
                Tree::String(text) => self.values(values, text, path),
                Tree::Null => self.find(true, path, Code::Null),
                _ => self.find(true, path, Code::WrongKind),
            }
        }
    }

    fn values(&mut self, values: &Values, text: &str, path: Path<'_>) {
        let parts: Vec<&str> = if values.list { text.split(',').map(str::trim).collect() } else { vec![text] };
        if self.request() && !parts.iter().all(|part| values.known.contains(part)) {
            self.find(!values.open, path, Code::InvalidValue);
        }
    }

    fn object(&mut self, fields: &[(String, Tree)], table: &'static Table, flags: Flags, path: Path<'_>) {
        let known = flat(table);
        let outside = self.supplied.clone();
        let has = |name: &&str| fields.iter().any(|(key, tree)| key == name && matches!(tree, Tree::Object(_)));
        self.supplied.extend(supplies(table).into_iter().filter(has));
        for (key, tree) in fields {
            if let Some(field) = known.iter().find(|field| field.name == key) {
                let expected = Expected { kind: field.kind, format: field.format, flags: field.flags };
                self.value(tree, &expected, Path::Key(&path, key));
            } else if !self.policy.allow_unknown && (self.request() || !table.open) {
                self.find(
                    !self.request() || !(table.open || table.inferred),
                    Path::Key(&path, printable(key)),
                    Code::UnknownField,
                );
            }
        }
        let around = outside.clone();
        self.supplied = outside;
        let request = self.request();
        // The last of equal keys counts.
        let value = |name: &str| fields.iter().rfind(|(key, _)| key == name).map(|(_, tree)| tree);
        let missing = |name: &str| value(name).is_none() && !around.contains(&name);
        let lacks = |name: &str| {
            let field = known.iter().find(|field| field.name == name);
            let empty = |tree| {
                field.is_some_and(|field| {
                    request && is_empty(tree, &Expected { kind: field.kind, format: field.format, flags: field.flags })
                })
            };
            !around.contains(&name) && value(name).is_none_or(empty)
        };
        // The last one that is a day.
        let born = known.iter().find(|field| field.format == Format::BirthDate && field.flags.has(Flags::EXPECTED));
        let born = born.and_then(|field| {
            let mut birthdays = fields.iter().filter(|(key, tree)| {
                key == field.name && matches!(tree, Tree::String(text) if calendar::parts(text.as_bytes()).is_some())
            });
            birthdays.next_back().map(|(_, tree)| tree)
        });
        let minor = request
            && matches!(born, Some(Tree::String(text)) if calendar::parts(text.as_bytes()).is_some_and(|born| birth::birthday(born, 18) > Some(self.policy.today)));
        for field in &known {
            let required = flags.has(Flags::ALL_REQUIRED) || field.flags.has(Flags::REQUIRED);
            let expected = field.flags.has(if request { Flags::EXPECTED } else { Flags::PRESENT })
                || (minor && field.flags.has(Flags::OF_MINORS));
            if (required || expected) && lacks(field.name) {
                self.find(required && missing(field.name), Path::Key(&path, field.name), Code::Required);
            }
        }
        for rule in rules(table) {
            if request && rule.fields.iter().all(|name| lacks(name)) {
                self.find(!rule.inferred && rule.fields.iter().all(|name| missing(name)), path, Code::AtLeastOne);
            }
        }
    }
}

/// Whether a value of a request is as bad as none: an empty array, or blanks that break no documented format.
fn is_empty(tree: &Tree, expected: &Expected<'static>) -> bool {
    let flags = expected.flags;
    match (tree, expected.kind) {
        (Tree::Array(items), Kind::Array(_) | Kind::Values(Values { list: true, .. })) => items.is_empty(),
        (Tree::String(text), Kind::String) if text.trim_matches([' ', '\t', '\n', '\r', '\u{c}']).is_empty() => {
            let tolerated = flags.has(Flags::FORMAT_INFERRED) && (flags.has(Flags::REQUIRED) || flags.has(Flags::EXPECTED));
            tolerated || format::fault(expected.format, text.as_bytes()).is_none()
        }
        _ => false,
    }
}

/// The whole number that a number is, where one fits.
fn whole(number: &Tree) -> Option<i64> {
    match number {
        Tree::Whole(whole) => *whole,
        Tree::Number(number) if number.abs() < 9e18 => Some(*number as i64),
        _ => None,
    }
}

fn picked(pick: &Pick, fields: &[(String, Tree)]) -> Option<&'static Table> {
    match pick {
        Pick::ByKeys { reference, other } => {
            let known = |(key, _): &(String, Tree)| flat(reference).iter().any(|field| field.name == key);
            Some(if !fields.is_empty() && fields.iter().all(known) { *reference } else { *other })
        }
        Pick::ByTag { field, branches } => {
            let tag = fields.iter().rfind(|(key, _)| key == field).map(|(_, value)| value);
            let branch = branches.iter().find(|(name, _)| matches!(tag, Some(Tree::String(tag)) if tag == name));
            branch.map(|(_, table)| *table)
        }
    }
}

fn flat(table: &'static Table) -> Vec<&'static Field> {
    let mut fields: Vec<_> = table.fields.iter().collect();
    table.parts.iter().for_each(|part| fields.extend(flat(part)));
    fields
}

fn rules(table: &'static Table) -> Vec<&'static AtLeastOne> {
    let mut found: Vec<_> = table.at_least_one.into_iter().collect();
    table.parts.iter().for_each(|part| found.extend(rules(part)));
    found
}

fn supplies(table: &'static Table) -> Vec<&'static str> {
    let parts = table.parts.iter().flat_map(|part| supplies(part));
    table.supplies.iter().copied().chain(parts).collect()
}

fn guessed(flags: Flags) -> bool {
    flags.has(Flags::INFERRED) || flags.has(Flags::TYPE_INFERRED)
}

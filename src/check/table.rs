//! What a model's table says. `#[model]` writes the tables. The scanner, the sandbox and the build read them.

use crate::rules::format::Format;

/// The kind of JSON value that a field holds. It is no larger than a word and a pointer: there are many of them.
#[derive(Debug)]
pub enum Kind {
    /// Any JSON value. Nothing about it is known.
    Any,
    String,
    Boolean,
    Number,
    Integer,
    /// A whole number within limits.
    Range(&'static Range),
    /// A string out of a set of values.
    Values(&'static Values),
    Array(&'static Kind),
    Object(&'static Table),
    Union(&'static Union),
}

/// Limits of a whole number, both included.
#[derive(Debug)]
pub struct Range {
    pub min: i64,
    pub max: i64,
    /// The limits are inferred: they warn and never refuse.
    pub inferred: bool,
}

/// The values that a string may have.
#[derive(Debug)]
pub struct Values {
    pub known: &'static [&'static str],
    /// The set may grow: a value outside of it causes a warning, never a refusal.
    pub open: bool,
    /// Several of them may stand in one string, separated by commas, or in an array.
    pub list: bool,
    /// The TypeScript declaration, where the set has a name.
    #[cfg(not(target_arch = "wasm32"))]
    pub declaration: &'static str,
}

/// An object that may be one of several models.
#[derive(Debug)]
pub struct Union {
    pub pick: Pick,
    /// The TypeScript declaration.
    #[cfg(not(target_arch = "wasm32"))]
    pub declaration: &'static str,
}

/// How to tell which of the models an object is.
#[derive(Debug)]
pub enum Pick {
    /// An object that has only keys of `reference` is a reference. Any other key makes it an `other`.
    ByKeys { reference: &'static Table, other: &'static Table },
    /// The value of one field decides. With a value that is not listed, the object is not checked.
    ByTag { field: &'static str, branches: &'static [(&'static str, &'static Table)] },
}

/// One field of a model.
pub struct Field {
    pub name: &'static str,
    pub kind: &'static Kind,
    pub format: Format,
    pub flags: Flags,
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    pub example: &'static str,
}

/// Yes-or-no facts about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(pub u16);

impl Flags {
    pub const NONE: Flags = Flags(0);
    /// Blend's documentation requires it.
    pub const REQUIRED: Flags = Flags(1);
    /// It is probably required (inferred): a request without it gets a warning.
    pub const EXPECTED: Flags = Flags(1 << 1);
    /// `null` is a value of its own in a request.
    pub const NULLABLE: Flags = Flags(1 << 2);
    /// It travels in the query string, not in the body.
    pub const QUERY: Flags = Flags(1 << 3);
    /// It tells something about a patient, or is a secret.
    pub const PHI: Flags = Flags::native(1 << 4);
    /// Its format is inferred.
    pub const FORMAT_INFERRED: Flags = Flags(1 << 5);
    /// It is inferred.
    pub const INFERRED: Flags = Flags(1 << 6);
    pub const DEPRECATED: Flags = Flags::native(1 << 7);
    /// Every field of the object in it is required.
    pub const ALL_REQUIRED: Flags = Flags(1 << 8);
    /// A boolean whose documented default is false: false can be left out.
    pub const DEFAULT_FALSE: Flags = Flags(1 << 9);
    /// Its type is inferred.
    pub const TYPE_INFERRED: Flags = Flags(1 << 10);
    /// Every documented example of an answer has it. An answer without it is reported, and not refused.
    pub const PRESENT: Flags = Flags(1 << 11);
    /// A minor probably needs it: a new patient of less than 18 years without it gets a warning.
    pub const OF_MINORS: Flags = Flags(1 << 12);

    /// A fact for the build and the tests. It is left out of the wasm, where it would make the tables less alike.
    const fn native(bit: u16) -> Flags {
        Flags(if cfg!(target_arch = "wasm32") { 0 } else { bit })
    }

    pub const fn union(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }
}

/// A rule over several fields of one object.
#[derive(Debug)]
pub struct AtLeastOne {
    pub fields: &'static [&'static str],
    /// An inferred rule warns and never refuses.
    pub inferred: bool,
}

/// A model: its fields and the rules between them.
pub struct Table {
    pub fields: &'static [Field],
    /// Models whose fields stand in the same object.
    pub parts: &'static [&'static Table],
    pub at_least_one: Option<&'static AtLeastOne>,
    /// Fields that the models inside can leave out where this one has them.
    pub supplies: &'static [&'static str],
    /// It may have fields that are not listed.
    pub open: bool,
    pub name: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    /// No page of the documentation shows it: it may lack fields.
    pub inferred: bool,
    /// TypeScript has no such type: its fields stand in those that it is a part of.
    #[cfg(not(target_arch = "wasm32"))]
    pub inline: bool,
    /// The TypeScript declaration.
    #[cfg(not(target_arch = "wasm32"))]
    pub declaration: &'static str,
    /// The one of what Blend returns; empty for what only goes into requests.
    #[cfg(not(target_arch = "wasm32"))]
    pub returned: &'static str,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Table")
    }
}

impl Table {
    /// How many fields an object of this model can have, with those of its parts.
    pub fn len(&self) -> usize {
        let mut len = self.fields.len();
        for part in self.parts {
            len += part.len();
        }
        len
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The field at an index: this model's own fields come first, then those of its parts.
    pub fn at(&self, mut index: usize) -> Option<&'static Field> {
        if let Some(field) = self.fields.get(index) {
            return Some(field);
        }
        index -= self.fields.len();
        for part in self.parts {
            if index < part.len() {
                return part.at(index);
            }
            index -= part.len();
        }
        None
    }

    /// The index of a field by its name.
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        let mut index = 0;
        for field in self.fields {
            if field.name.as_bytes() == name {
                return Some(index);
            }
            index += 1;
        }
        for part in self.parts {
            if let Some(inside) = part.find(name) {
                return Some(index + inside);
            }
            index += part.len();
        }
        None
    }

    /// The names of all fields, with those of the parts.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for place in 0..self.len() {
            names.extend(self.at(place).map(|field| field.name));
        }
        names
    }

    /// All fields, with those of the parts.
    pub fn all(&self) -> impl Iterator<Item = &'static Field> + '_ {
        (0..self.len()).filter_map(|place| self.at(place))
    }
}

/// A Rust type that stands for a JSON value on the wire.
pub trait Wire {
    const KIND: &'static Kind;
}

/// A struct under `#[model]`.
pub trait Model: Wire {
    const TABLE: &'static Table;
}

impl Wire for String {
    const KIND: &'static Kind = &Kind::String;
}

impl Wire for bool {
    const KIND: &'static Kind = &Kind::Boolean;
}

impl Wire for i64 {
    const KIND: &'static Kind = &Kind::Integer;
}

impl Wire for f64 {
    const KIND: &'static Kind = &Kind::Number;
}

impl<T: Wire> Wire for Option<T> {
    const KIND: &'static Kind = T::KIND;
}

impl<T: Wire> Wire for Box<T> {
    const KIND: &'static Kind = T::KIND;
}

impl<T: Wire> Wire for Vec<T> {
    const KIND: &'static Kind = &Kind::Array(T::KIND);
}

impl<T: Model> Model for Box<T> {
    const TABLE: &'static Table = T::TABLE;
}

//! What a check found: issues with a path, a code and a message, never a value.

/// What is wrong. Its name is part of the public surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    NotJson,
    TooDeep,
    WrongKind,
    Required,
    Null,
    UnknownField,
    InvalidFormat,
    InvalidValue,
    /// Not a known value, and only a letter or two away from one.
    MisspeltValue,
    OutOfRange,
    AtLeastOne,
    /// It came back with another value than it was sent with.
    Mismatch,
    /// No header can carry it.
    Unsendable,
    /// Another resource has this key.
    Taken,
    /// A key of your own looks like an id of Blend's.
    Uuid,
    /// Blend refused it, for a reason that this version does not know.
    Invalid,
}

impl Code {
    pub fn name(self) -> &'static str {
        match self {
            Code::NotJson => "not_json",
            Code::TooDeep => "too_deep",
            Code::WrongKind => "wrong_kind",
            Code::Required => "required",
            Code::Null => "null",
            Code::UnknownField => "unknown_field",
            Code::InvalidFormat => "invalid_format",
            Code::InvalidValue => "invalid_value",
            Code::MisspeltValue => "misspelt_value",
            Code::OutOfRange => "out_of_range",
            Code::AtLeastOne => "at_least_one",
            Code::Mismatch => "mismatch",
            Code::Unsendable => "unsendable",
            Code::Taken => "taken",
            Code::Uuid => "uuid",
            Code::Invalid => "invalid",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// JSON path from the params object, such as `products.prescription[0].quantity`. Empty for the whole document.
    pub path: String,
    pub code: Code,
    /// What the check expected, and the fix.
    pub message: String,
}

/// All that was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What refuses the document.
    pub issues: Vec<Issue>,
    /// What is worth a report and refuses nothing.
    pub warnings: Vec<Issue>,
}

/// Nobody reads more, and a hostile document must not fill the memory.
const MOST: usize = 100;

impl Report {
    pub fn add(&mut self, refuses: bool, issue: Issue) {
        if self.has_room(refuses) {
            let list = if refuses { &mut self.issues } else { &mut self.warnings };
            list.push(issue);
        }
    }

    /// An issue that refuses the document.
    pub fn refuse(&mut self, path: &str, code: Code, message: &str) {
        self.add(true, Issue { path: path.into(), code, message: message.into() });
    }

    /// Takes the findings of a part.
    pub fn absorb(&mut self, mut part: Report) {
        self.issues.append(&mut part.issues);
        self.warnings.append(&mut part.warnings);
    }

    /// Whether another issue would be kept.
    pub fn has_room(&self, refuses: bool) -> bool {
        let list = if refuses { &self.issues } else { &self.warnings };
        list.len() < MOST
    }

    /// Adds that the document could not be read to its end, also where there is no room: it matters most.
    pub fn add_broken(&mut self, issue: Issue) {
        self.issues.truncate(MOST - 1);
        self.issues.push(issue);
    }
}

/// A key of a user's document as a message may show it: only a plain name that does not begin with a digit. So a value that
/// is used as a key never gets into a message.
pub fn printable(key: &str) -> &str {
    let name = key.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    if name && is_plain(key, 40, b"_") { key } else { "<key>" }
}

/// Whether a text has at most `most` bytes, and only ASCII letters, digits and what is in `also`.
#[allow(clippy::manual_contains, reason = "`contains` brings a search that looks at many bytes at once")]
pub fn is_plain(text: &str, most: usize, also: &[u8]) -> bool {
    text.len() <= most && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || also.iter().any(|one| *one == byte))
}

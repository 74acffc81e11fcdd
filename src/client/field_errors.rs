//! What a refusal says about single fields: their paths and codes, and none of its words.
//!
//! Blend documents no error body. So this reads what servers of its kind write: `{ errors: { "a.b[0]": ["text"] } }` and
//! `{ errors: [{ field, message }] }` as the sandbox does, FastAPI's `{ detail: [{ loc, msg, type }] }`, marshmallow's nested maps.
//! Such a body may repeat any value of the request, as a key too. So nothing of it is copied: a path consists of names of the
//! operation's table and of indexes that the request has, and a code is one of `REASONS`.

use super::text::split_at_byte;
use crate::check::json::{field, fields, items};
use crate::check::{Code, Field, Issue, Kind, Object, Pick, Report, Table, plain, push_number};
use crate::rules::calendar::digits;

/// The fields that `body` names, at most a hundred. `sent` is the body of the request. The messages are empty.
pub(super) fn read(body: &str, table: &'static Table, sent: &str) -> Vec<Issue> {
    let mut reader = Reader { path: String::new(), found: Report::default() };
    reader.walk(body, Place { kind: &Kind::Object(table), sent }, 0);
    reader.found.issues
}

/// A place in the params: what is expected there, and what the request has, as JSON.
#[derive(Clone, Copy)]
struct Place<'a> {
    kind: &'a Kind,
    sent: &'a str,
}

struct Reader {
    /// The path of the place that the reader is at.
    path: String,
    found: Report,
}

/// No params are nested half as deep.
const MOST_LEVELS: usize = 16;

impl Reader {
    /// Reads the body, or a part of it, that is about `place`.
    fn walk(&mut self, text: &str, place: Place<'_>, level: usize) {
        if level > MOST_LEVELS {
            return;
        }
        match text.as_bytes().first() {
            Some(b'"') => self.add(code_of(text)),
            Some(b'[') => {
                for item in items(text) {
                    self.walk(item, place, level + 1);
                }
            }
            Some(b'{') if level == 0 || !self.entry(Object(text), place) => {
                let before = self.path.len();
                for (key, value) in fields(text) {
                    let inside = self.follow(&key, place);
                    // The errors may stand in no frame. What else stands there may be about anything.
                    let is_map = self.path.len() > before && !value.starts_with('"');
                    if level > 0 || is_map || matches!(&*key, "errors" | "detail" | "message") {
                        self.walk(value, inside, level + 1);
                    }
                    self.path.truncate(before);
                }
            }
            _ => {}
        }
    }

    /// Reads an object that gives a reason, and may say where. Returns false for any other object.
    fn entry(&mut self, object: Object<'_>, place: Place<'_>) -> bool {
        let mut code = None;
        for name in ["code", "type", "msg", "message"] {
            let reason = object.get(name).unwrap_or_default();
            if reason.starts_with('"') && matches!(code, None | Some(Code::Invalid)) {
                code = Some(code_of(reason));
            }
        }
        let Some(code) = code else { return false };
        let (before, mut place) = (self.path.len(), place);
        for name in ["loc", "field"] {
            place = self.follow(object.get(name).unwrap_or_default(), place);
        }
        self.add(code);
        self.path.truncate(before);
        true
    }

    fn add(&mut self, code: Code) {
        if !self.path.is_empty() {
            self.found.refuse(&self.path, code, "");
        }
    }

    /// Goes along the names and indexes in a text, in whatever brackets, quotes, dots or slashes. Passes over all other words,
    /// such as FastAPI's `body` and the names of models.
    #[inline(never)]
    fn follow<'a>(&mut self, text: &str, mut place: Place<'a>) -> Place<'a> {
        let (mut start, mut at) = (0, 0);
        while at <= text.len() {
            let byte = text.as_bytes().get(at).copied().unwrap_or_default();
            if !byte.is_ascii_alphanumeric() && byte != b'_' {
                place = self.enter(text.get(start..at).unwrap_or_default(), place).unwrap_or(place);
                start = at + 1;
            }
            at += 1;
        }
        place
    }

    /// The place that a name or an index leads to, if there is one.
    fn enter<'a>(&mut self, word: &str, place: Place<'a>) -> Option<Place<'a>> {
        if let Kind::Array(kind) = place.kind {
            let index = digits(word.as_bytes())? as usize;
            // An index that the request does not have may be a value.
            let sent = *items(place.sent).get(index)?;
            self.path.push('[');
            push_number(&mut self.path, index as i64);
            self.path.push(']');
            return Some(Place { kind, sent });
        }
        let inside = field_of(place.kind, word.as_bytes())?;
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(inside.name);
        Some(Place { kind: inside.kind, sent: field(place.sent, inside.name).unwrap_or_default() })
    }
}

/// The field of that name, where the kind is an object with one.
fn field_of(kind: &Kind, name: &[u8]) -> Option<&'static Field> {
    let tables = match kind {
        Kind::Object(table) => [*table, *table],
        Kind::Union(union) => match union.pick {
            Pick::ByKeys { reference, other } => [other, reference],
            Pick::ByTag { .. } => return None,
        },
        _ => return None,
    };
    for table in tables {
        if let Some(index) = table.find(name) {
            return table.at(index);
        }
    }
    None
}

/// Words of reasons, by their letters alone: own codes, those of pydantic, and of texts as the sandbox, pydantic and marshmallow
/// write them. The first that is found counts.
const REASONS: [(Code, &str); 9] = [
    (Code::Null, "null"),
    (Code::UnknownField, "unknown extra"),
    (Code::AtLeastOne, "atleastone"),
    (Code::Required, "missing required blank empty"),
    (Code::InvalidValue, "invalidvalue literal oneof knownvalue choice"),
    (Code::WrongKind, "gota type kind integer boolean validstring validnumber validlist"),
    (Code::OutOfRange, "greater less tooshort toolong length range atleast atmost numberfrom dayfrom"),
    // A whole number has these letters too.
    (Code::InvalidValue, "enum"),
    (Code::InvalidFormat, "format pattern expected email uuid url validdate"),
];

#[inline(never)]
fn code_of(reason: &str) -> Code {
    let reason = plain(reason.as_bytes());
    for (code, mut words) in REASONS {
        while !words.is_empty() {
            let (word, rest) = split_at_byte(words, b' ');
            for start in 0..reason.len() {
                if reason[start..].starts_with(word.as_bytes()) {
                    return code;
                }
            }
            words = rest;
        }
    }
    Code::Invalid
}

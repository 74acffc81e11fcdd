//! What a refusal says about single fields: their paths and codes, and none of its words.
//!
//! Blend documents no error body. So this reads what servers of its kind write: `{ errors: { "a.b[0]": ["text"] } }` and
//! `{ errors: [{ field, message }] }` as the sandbox does, FastAPI's `{ detail: [{ loc, msg, type }] }`, marshmallow's nested maps.
//! Such a body may repeat any value of the request, as a key too. So nothing of it is copied: a path consists of names of the
//! operation's table and of indexes that the request has, and a code is one of `REASONS`.

use super::text::split_at_byte;
use crate::check::json::{field, fields, items};
use crate::check::{Code, Field, Issue, Kind, Object, Pick, Report, Table, push_number};
use crate::rules::calendar::digits;

/// The fields that `body` names, at most a hundred. `sent` is the body of the request. The messages are empty.
pub(super) fn read(body: &str, table: &'static Table, sent: &str) -> Vec<Issue> {
    let mut found = Report::default();
    let top = Place { path: String::new(), kind: &Kind::Object(table), sent };
    for name in ["errors", "detail", "message"] {
        walk(Object(body).get(name).unwrap_or_default(), &top, 0, &mut found);
    }
    if found.issues.is_empty() {
        // A map without a frame. Texts in it may be about anything.
        for (key, value) in fields(body) {
            let place = top.follow(&key);
            if !value.starts_with('"') && !place.path.is_empty() {
                walk(value, &place, 0, &mut found);
            }
        }
    }
    found.issues
}

/// A place in the params.
#[derive(Clone)]
struct Place<'a> {
    path: String,
    kind: &'a Kind,
    /// What the request has there, as JSON. Empty where it has nothing.
    sent: &'a str,
}

impl Place<'_> {
    /// Goes along the names and indexes in a text, in whatever brackets, quotes, dots or slashes. Passes over all other words,
    /// such as FastAPI's `body` and the names of models.
    fn follow(&self, text: &str) -> Self {
        let mut place = self.clone();
        let mut start = 0;
        for at in 0..=text.len() {
            let byte = text.as_bytes().get(at).copied().unwrap_or_default();
            if !byte.is_ascii_alphanumeric() && byte != b'_' {
                place.enter(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
        }
        place
    }

    fn enter(&mut self, word: &str) {
        if let Kind::Array(item) = self.kind {
            let index = digits(word.as_bytes()).map_or(usize::MAX, |number| number as usize);
            // Any other number may be a value.
            if let Some(sent) = items(self.sent).get(index) {
                self.path.push('[');
                push_number(&mut self.path, index as i64);
                self.path.push(']');
                (self.kind, self.sent) = (item, sent);
            }
        } else if let Some(inside) = field_of(self.kind, word.as_bytes()) {
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(inside.name);
            (self.kind, self.sent) = (inside.kind, field(self.sent, inside.name).unwrap_or_default());
        }
    }
}

/// The field of that name, where the kind is an object with one.
fn field_of(kind: &Kind, name: &[u8]) -> Option<&'static Field> {
    let (table, other) = match kind {
        Kind::Object(table) => (table, table),
        Kind::Union(union) => match &union.pick {
            Pick::ByKeys { reference, other } => (other, reference),
            Pick::ByTag { .. } => return None,
        },
        _ => return None,
    };
    let find = |table: &'static Table| table.find(name, 0).and_then(|index| table.at(index));
    find(table).or_else(|| find(other))
}

/// No params are nested half as deep.
const MOST_LEVELS: usize = 16;

/// Adds what a part of the body, which is about `place`, says.
fn walk(text: &str, place: &Place<'_>, level: usize, found: &mut Report) {
    if level > MOST_LEVELS || !found.has_room(true) {
        return;
    }
    match text.as_bytes().first() {
        Some(b'"') => add(place, &[text], found),
        Some(b'[') => items(text).into_iter().for_each(|item| walk(item, place, level + 1, found)),
        Some(b'{') => {
            let object = Object(text);
            let mut reasons = Vec::new();
            for name in ["code", "type", "msg", "message"] {
                reasons.extend(object.get(name).filter(|reason| reason.starts_with('"')));
            }
            if reasons.is_empty() {
                fields(text).for_each(|(key, value)| walk(value, &place.follow(&key), level + 1, found));
            } else {
                let at = object.get("loc").or_else(|| object.get("field")).or_else(|| object.get("path"));
                add(&place.follow(at.unwrap_or_default()), &reasons, found);
            }
        }
        _ => {}
    }
}

fn add(place: &Place<'_>, reasons: &[&str], found: &mut Report) {
    if !place.path.is_empty() {
        let code = reasons.iter().find_map(|reason| code_of(reason)).unwrap_or(Code::Invalid);
        found.refuse(&place.path, code, "");
    }
}

/// Words of reasons: own codes, those of pydantic, and of texts as the sandbox, pydantic and marshmallow write them. The first that
/// is found counts. An underscore also stands for a blank.
const REASONS: [(Code, &str); 8] = [
    (Code::Null, "null"),
    (Code::UnknownField, "unknown extra"),
    (Code::AtLeastOne, "at_least_one"),
    (Code::Required, "missing required blank empty"),
    (Code::InvalidValue, "invalid_value enum literal one_of known_value choice"),
    (Code::WrongKind, "got_ type kind int_ bool_ float_ integer boolean valid_string valid_number valid_list"),
    (Code::OutOfRange, "greater less too_ length range at_least at_most number_from day_from"),
    (Code::InvalidFormat, "format pattern parsing expected email uuid url valid_date"),
];

fn code_of(reason: &str) -> Option<Code> {
    for (code, words) in REASONS {
        let mut rest = words;
        while !rest.is_empty() {
            let (word, behind) = split_at_byte(rest, b' ');
            if has(reason.as_bytes(), word.as_bytes()) {
                return Some(code);
            }
            rest = behind;
        }
    }
    None
}

fn has(text: &[u8], word: &[u8]) -> bool {
    let is_same = |(byte, wanted): (&u8, &u8)| byte.to_ascii_lowercase() == *wanted || (*byte == b' ' && *wanted == b'_');
    (0..text.len()).any(|start| {
        let rest = &text[start..];
        rest.len() >= word.len() && rest.iter().zip(word).all(is_same)
    })
}

//! Building text with plain pushes: the standard formatting would be kilobytes in the module.

use crate::check::{json::write_string, push_number};

/// Three pieces, one after the other.
#[inline(never)]
pub fn joined(one: &str, two: &str, three: &str) -> String {
    let mut text = String::with_capacity(one.len() + two.len() + three.len());
    text.push_str(one);
    text.push_str(two);
    text.push_str(three);
    text
}

/// `,"key":"text"`; nothing for an empty text.
#[inline(never)]
pub fn write_text(out: &mut String, key: &str, text: &str) {
    if !text.is_empty() {
        write_key(out, key);
        write_string(out, text);
    }
}

/// `,"key":123`, without a fraction.
#[inline(never)]
pub fn write_number(out: &mut String, key: &str, number: f64) {
    write_key(out, key);
    push_number(out, number as i64);
}

/// `,"key":`.
pub fn write_key(out: &mut String, key: &str) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":");
}

/// What stands before and behind the first of a byte; all of it before, where there is none.
#[inline(never)]
pub fn parted(text: &str, byte: u8) -> (&str, &str) {
    for (at, one) in text.bytes().enumerate() {
        if one == byte {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

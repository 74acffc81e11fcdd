//! Reading single values out of JSON text, and writing strings.

use std::borrow::Cow;

use super::reader::{Fields, Reader, between};

/// The fields of the object in `text`, in order: the key and the text of the value. Empty where it is not an object.
pub fn fields(text: &str) -> Fields<'_> {
    Reader::new(text).fields(0)
}

/// The items of the array in `text`. Empty where it is not an array.
pub fn items(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut reader = Reader::new(text);
    let mut more = reader.peek() == b'[' && reader.open(b']', 0) == Some(true);
    while more {
        let Some(value) = reader.skip(1) else { break };
        found.push(value);
        more = reader.more(b']') == Some(true);
    }
    found
}

/// The text of one field of the object in `text`, of the last one where a key stands twice.
pub fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut found = None;
    for (key, value) in fields(text) {
        if key == name {
            found = Some(value);
        }
    }
    found
}

/// The value of a string.
pub fn as_string(value: &str) -> Option<String> {
    let mut reader = Reader::new(value);
    if reader.peek() != b'"' {
        return None;
    }
    reader.string().map(Cow::into_owned)
}

/// A whole number.
pub fn as_integer(value: &str) -> Option<i64> {
    let mut reader = Reader::new(value);
    reader.peek();
    reader.number()?.whole
}

/// Writes a JSON string, quotes included.
pub fn write_string(out: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    let mut written = 0;
    for (at, byte) in value.bytes().enumerate() {
        let escape = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0..0x20 => b'u',
            _ => continue,
        };
        out.push_str(between(value, written, at));
        written = at + 1;
        out.push('\\');
        out.push(char::from(escape));
        if escape == b'u' {
            out.push_str("00");
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out.push_str(between(value, written, value.len()));
    out.push('"');
}

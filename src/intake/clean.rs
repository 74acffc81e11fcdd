//! Small tools for typed text.
//!
//! JavaScript prepares the text with the Unicode tables that every engine has and this module lacks (`prepare` in
//! `pkg-template/src/intake/engine.ts`): blanks are folded; free text is in NFC; all else has ASCII digits, dashes and quotes, and
//! no accents. So here bytes are enough. They are walked in plain loops: the searchers of the standard library cost kilobytes.

/// Whether there are characters that cannot be seen: controls (C0, C1), and those that turn the direction of writing
/// (U+202A to U+202E, U+2066 to U+2069).
pub(crate) fn is_hidden(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| match bytes[at] {
        b'\n' => false,
        0..0x20 | 0x7f => true,
        0xc2 => bytes[at + 1] < 0xa0,
        0xe2 => matches!((bytes[at + 1], bytes[at + 2]), (0x80, 0xaa..=0xae) | (0x81, 0xa6..=0xa9)),
        _ => false,
    })
}

/// Letters alone, and small ones, for words that are looked up.
pub(crate) fn letters(line: &str) -> String {
    let mut letters = String::new();
    for byte in line.bytes() {
        if byte.is_ascii_alphabetic() {
            letters.push(char::from(byte.to_ascii_lowercase()));
        } else if !byte.is_ascii() {
            // No word that is known has any.
            letters.push('?');
        }
    }
    letters
}

/// The digits of a text in which nothing else stands but `between`; nothing where something else does.
pub(crate) fn digits(text: &str, between: &[u8]) -> String {
    let mut digits = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            digits.push(char::from(byte));
        } else if !has(between, byte) {
            return String::new();
        }
    }
    digits
}

/// `contains` of a slice of bytes is a search by words, which costs more than all texts here are worth.
#[inline(never)]
pub(crate) fn has(bytes: &[u8], wanted: u8) -> bool {
    for byte in bytes {
        if *byte == wanted {
            return true;
        }
    }
    false
}

pub(crate) fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The pieces between any of some ASCII characters.
#[inline(never)]
pub(crate) fn split<'a>(text: &'a str, between: &[u8]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if has(between, byte) {
            pieces.push(&text[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a word is one of a list, in which they stand between blanks.
#[inline(never)]
pub(crate) fn one_of(word: &str, list: &str) -> bool {
    split(list, b" ").contains(&word)
}

/// Pieces put together.
#[inline(never)]
pub(crate) fn joined(pieces: &[&str]) -> String {
    let mut text = String::new();
    for piece in pieces {
        text.push_str(piece);
    }
    text
}

/// Whether a piece of a text is at a place.
#[inline(never)]
pub(crate) fn is_at(text: &str, at: usize, piece: &str) -> bool {
    text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(piece.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_cannot_be_seen() {
        for text in ["a\0", "\u{1b}[1m", "a\u{7f}", "a\u{85}b", "\u{202e}evil", "\u{2066}", "x\u{9f}"] {
            assert!(is_hidden(text), "{text:?}");
        }
        for text in ["", "José", "李雷", "O’Brien", "علي", "a\nb", "\u{a0}", "\u{2060}", "…", "\u{2029}"] {
            assert!(!is_hidden(text), "{text:?}");
        }
    }

    #[test]
    fn a_word_is_whole() {
        assert!(one_of("us", "us usa") && one_of("usa", "us usa"));
        assert!(!one_of("s", "us usa") && !one_of("", "us usa") && !one_of("us usa", "us usa"));
    }
}

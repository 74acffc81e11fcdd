//! Damage to the bytes of a document.

use super::random::Random;

/// What breaks parsers, whole or in part.
const PIECES: [&[u8]; 34] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"nul",
    b"true",
    b"-",
    b"0",
    b"1",
    b".",
    b"e",
    b"E+",
    b"1e999",
    b"-0",
    b"01",
    b"1.",
    b".5",
    b"\\u12",
    b"\\ud83d\\ude00",
    b"\\ud83d",
    b"\\ude00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\0",
    b"\x0b",
    b"\xef\xbb\xbf",
    b"{\"a\":[",
    b"]}",
];

pub fn mutate(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
    let at = random.below(bytes.len() + 1);
    match random.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = random.next() as u8,
        2 => bytes.insert(at, random.next() as u8),
        3 => {
            let end = bytes.len().min(at + 1 + random.below(4));
            bytes.drain(at..end);
        }
        4 => bytes.truncate(at),
        5 => {
            let piece = *random.pick(&PIECES);
            bytes.splice(at..at, piece.iter().copied());
        }
        // A stretch of another document, or of this one.
        6 => {
            let other = random.pick(others);
            let from = random.below(other.len() + 1);
            let piece = &other[from..other.len().min(from + random.below(60))];
            let end = bytes.len().min(at + random.below(20));
            bytes.splice(at..end, piece.iter().copied());
        }
        _ => {
            let end = bytes.len().min(at + random.below(40));
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
    }
}

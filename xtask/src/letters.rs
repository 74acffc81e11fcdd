//! Bytes as text that a script can hold as a string, and that gzip makes small.
//!
//! One letter stands for each of the 91 bytes that are most common in the module, and two letters
//! for each other byte. A letter is a character of printable ASCII that a string needs not escape.
//! gzip finds in this nearly all that it finds in the bytes themselves: hexadecimal text takes 8 %
//! more, base64 20 %. Brotli, too, makes it smaller than either.
//!
//! The text begins with the common bytes in hexadecimal, in the order of their letters.
//! `pkg-template/src/engine/bytes.ts` reads it.

use std::fmt::Write;

/// How many letters stand for a byte by themselves. Two more open a pair.
const SINGLE: usize = 91;

pub fn encode(bytes: &[u8]) -> String {
    let common = common(bytes);
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for byte in common {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    let letters: Vec<char> = letters().collect();
    let rare = (0..=u8::MAX).filter(|byte| !common.contains(byte));
    // The place of each byte: first all single letters, then all pairs of the first opening letter, and so on.
    let mut places = [0; 256];
    for (place, byte) in common.into_iter().chain(rare).enumerate() {
        places[usize::from(byte)] = place;
    }
    for byte in bytes {
        let place = places[usize::from(*byte)];
        if place >= SINGLE {
            text.push(letters[SINGLE - 1 + place / SINGLE]);
        }
        text.push(letters[place % SINGLE]);
    }
    text
}

/// Printable ASCII without the quotation mark and the backslash.
fn letters() -> impl Iterator<Item = char> {
    (' '..='~').filter(|letter| !matches!(letter, '"' | '\\'))
}

/// The most common bytes, in the order of their letters. As many as can are letters of their own:
/// so the text in the module stays text, like that around it.
fn common(bytes: &[u8]) -> [u8; SINGLE] {
    let mut counts = [0; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut ranked: Vec<u8> = (0..=u8::MAX).collect();
    ranked.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
    let mut found = ranked[..SINGLE].to_vec();
    found.sort_unstable();

    let own: Vec<u8> = letters().take(SINGLE).map(|letter| letter as u8).collect();
    let (kept, others): (Vec<u8>, Vec<u8>) = found.into_iter().partition(|byte| own.contains(byte));
    let mut others = others.into_iter();
    std::array::from_fn(|place| if kept.contains(&own[place]) { own[place] } else { others.next().unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Vec<u8> {
        let (head, body) = text.split_at(2 * SINGLE);
        let mut bytes: Vec<u8> =
            (0..SINGLE).map(|place| u8::from_str_radix(&head[2 * place..2 * place + 2], 16).unwrap()).collect();
        let rare: Vec<u8> = (0..=u8::MAX).filter(|byte| !bytes.contains(byte)).collect();
        bytes.extend(rare);
        let mut places = body.chars().map(|letter| letters().position(|one| one == letter).unwrap());
        let mut out = Vec::new();
        while let Some(first) = places.next() {
            let place = if first < SINGLE { first } else { (first - SINGLE + 1) * SINGLE + places.next().unwrap() };
            out.push(bytes[place]);
        }
        out
    }

    #[test]
    fn reads_back() {
        let all: Vec<u8> = (0..=u8::MAX).chain([0; 9]).chain(*b"some text \"quoted\"").chain(100..=255).collect();
        for bytes in [all.as_slice(), b"", b"\0asm", &[255; 300]] {
            assert_eq!(decode(&encode(bytes)), bytes);
        }
    }

    #[test]
    fn no_letter_needs_an_escape() {
        assert!(encode(&(0..=u8::MAX).collect::<Vec<u8>>()).chars().all(|letter| letters().any(|one| one == letter)));
        assert_eq!(letters().count(), SINGLE + 2);
    }

    #[test]
    fn text_stays_text() {
        let text = encode(b"this is in the module as it stands here");
        assert!(text.ends_with("this is in the module as it stands here"));
    }
}

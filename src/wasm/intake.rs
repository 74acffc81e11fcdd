//! The intake form's rules as the package sees them. Kinds, codes and places go across as their numbers, a code and a place as the
//! character that stands so many behind `0`.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::intake::{Code, Facts, Kind, Place, clean};

fn push(out: &mut String, number: usize) {
    out.push(char::from(b'0' + number as u8));
}

/// Reads typed text: gives the codes, a line break, and the value.
#[wasm_bindgen]
pub fn read(kind: u8, text: &str, latest: &str) -> String {
    let mut out = String::new();
    let Some(&kind) = Kind::ALL.get(usize::from(kind)) else { return out };
    let reading = crate::intake::read(kind, text, latest);
    for code in reading.codes.into_iter().flatten() {
        push(&mut out, code as usize);
    }
    out.push('\n');
    out.push_str(&reading.value);
    out
}

/// Writes a value as a person reads it.
#[wasm_bindgen]
pub fn show(kind: u8, value: &str) -> String {
    Kind::ALL.get(usize::from(kind)).map(|&kind| crate::intake::show(kind, value)).unwrap_or_default()
}

/// Looks at several fields, whose values stand in lines in the order of `Facts`: gives pairs of a place and a code.
#[wasm_bindgen]
pub fn together(facts: &str) -> String {
    let lines = clean::split(facts, b"\n");
    let &[today, born, sex, height, weight, pregnant, smoker, state, zip] = lines.as_slice() else { return String::new() };
    let facts = Facts { today, born, sex, height, weight, pregnant, smoker, state, zip };
    let mut out = String::new();
    for (place, code) in crate::intake::together(facts) {
        push(&mut out, place as usize);
        push(&mut out, code as usize);
    }
    out
}

const _: () = assert!(Code::ALL.len() < 70 && Place::ALL.len() < 70, "each is one printable character");

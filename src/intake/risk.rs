//! Allergies, conditions and medicines, one entry a line.
//!
//! Blend splits the text at commas, semicolons and slashes: "N/A" would become two allergies, and
//! "amoxicillin/clavulanate" two medicines.

use super::clean;
use super::code::Code;
use super::reading::Reading;

/// One entry a line; joined by `; `. Words for none are left out and asked back.
pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    for entry in clean::split(text, b"\n") {
        let none = is_none(&clean::letters(entry));
        reading = reading.with(none, Code::NoneWord);
        if none {
            continue;
        }
        reading = reading.with(entry.bytes().any(|byte| matches!(byte, b',' | b'/')), Code::Separator);
        if !reading.value.is_empty() {
            reading.value.push_str("; ");
        }
        reading.value.push_str(entry);
    }
    reading
}

/// What people write where they have nothing to say.
fn is_none(letters: &str) -> bool {
    const WORDS: &str = "none na no nil nka nkda nothing noneknown notapplicable noallergies noknownallergies noknowndrugallergies \
                         nomedications noconditions ninguno ninguna nada noaplica sinalergias notengo";
    letters.is_empty() || clean::one_of(letters, WORDS)
}

/// One entry a line.
pub(super) fn show(value: &str) -> String {
    let mut lines = String::new();
    for entry in clean::split(value, b";") {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(entry.strip_prefix(' ').unwrap_or(entry));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_no_entry() {
        for text in ["N/A", "none", "None.", "n/a\nnone", "NKDA", "Ninguna", "-", "no known allergies"] {
            assert_eq!(read(text), Reading::found("", Code::NoneWord), "{text}");
        }
    }

    #[test]
    fn a_slash_or_comma_inside_is_asked_back_and_stays() {
        assert_eq!(read("amoxicillin/clavulanate"), Reading::found("amoxicillin/clavulanate", Code::Separator));
        assert_eq!(read("peanuts\ntree nuts\nlatex"), Reading::fine("peanuts; tree nuts; latex"));
        assert_eq!(read("peanuts\nnone").value, "peanuts");
    }
}

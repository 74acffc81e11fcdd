//! States, ZIP codes and countries.

use super::clean;
use super::code::Code;
use super::reading::Reading;
use crate::rules::places;

/// A state's two letters, or its name in English or Spanish.
pub(super) fn read_state(line: &str) -> Reading {
    let letters = clean::letters(line);
    let code = letters.to_ascii_uppercase();
    if places::is_state(code.as_bytes()) {
        return Reading::fine(&code);
    }
    match places::state_of(&letters) {
        Some(code) => Reading::fine(code),
        None => Reading::found(line, Code::StateUnknown),
    }
}

/// Five digits, or nine.
pub(super) fn read_zip(text: &str) -> Reading {
    let digits = clean::digits(text, b"- ");
    let more = match digits.len() {
        5 => "",
        9 => "-",
        _ => "0",
    };
    if more == "0" || clean::is_at(&digits, 0, "00000") {
        return Reading::found(text, Code::ZipForm);
    }
    Reading::fine(&clean::joined(&[&digits[..5], more, &digits[5..]]))
}

/// The United States as US; any other country as it stands there.
pub(super) fn read_country(line: &str) -> Reading {
    let us = clean::one_of(&clean::letters(line), "us usa unitedstates unitedstatesofamerica estadosunidos eeuu");
    Reading::fine(if us { "US" } else { line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_codes_and_names() {
        for (text, code) in [
            ("MA", "MA"),
            ("m.a.", "MA"),
            ("massachusetts", "MA"),
            ("New York", "NY"),
            ("Nueva York", "NY"),
            ("Washington, D.C.", "DC"),
        ] {
            assert_eq!(read_state(text), Reading::fine(code), "{text}");
        }
        for text in ["UM", "XX", "Ontario", "Massachusett", "M", "é"] {
            assert_eq!(read_state(text), Reading::found(text, Code::StateUnknown), "{text}");
        }
    }

    #[test]
    fn zip_codes_have_five_digits_or_nine() {
        for (text, code) in
            [("02108", "02108"), ("02108-1234", "02108-1234"), ("021081234", "02108-1234"), ("02108 1234", "02108-1234")]
        {
            assert_eq!(read_zip(text), Reading::fine(code), "{text}");
        }
        for text in ["2108", "00000", "00000-1234", "021081", "0210a", "02108.1234"] {
            assert_eq!(read_zip(text), Reading::found(text, Code::ZipForm), "{text}");
        }
    }

    #[test]
    fn other_countries_stay() {
        assert_eq!(read_country("Estados Unidos").value, "US");
        assert_eq!(read_country("México").value, "México");
    }
}

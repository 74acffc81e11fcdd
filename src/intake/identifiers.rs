//! Numbers and choices.

use super::clean;
use super::code::Code;
use super::reading::Reading;
use crate::rules::{identifiers, languages};

pub(super) fn read_sex(line: &str, [male, female]: [&str; 2]) -> Reading {
    if line.eq_ignore_ascii_case(male) {
        Reading::fine(male)
    } else if line.eq_ignore_ascii_case(female) {
        Reading::fine(female)
    } else {
        Reading::found(line, Code::SexUnknown)
    }
}

/// An empty answer is left out, and so is "not sure": no is an answer of its own.
pub(super) fn read_yes_no(line: &str) -> Reading {
    let word = clean::letters(line);
    if clean::one_of(&word, "true yes on si") {
        Reading::fine("true")
    } else if clean::one_of(&word, "false no off") {
        Reading::fine("false")
    } else if clean::one_of(&word, "notsure unsure noestoyseguro noestoysegura") {
        Reading::default()
    } else {
        Reading::found(line, Code::YesNo)
    }
}

/// A language by ISO 639-1, also in front of a region (`es-MX`). Any other is left out: Blend takes two letters.
pub(super) fn read_language(line: &str) -> Reading {
    let language = clean::split(line, b"-_")[0].to_ascii_lowercase();
    let known = languages::is_iso_639_1(&language);
    Reading::fine(if known { &language } else { "" }).with(!known, Code::LanguageUnknown)
}

/// Nine digits. Which were never given out: POMS RM 10201.035.
pub(super) fn read_ssn(text: &str) -> Reading {
    let digits = clean::digits(text, b"- ");
    if digits.len() != 9 {
        return Reading::found(text, Code::SsnForm);
    }
    let never = clean::one_of(&digits[..3], "000 666") || &digits[..1] == "9" || &digits[3..5] == "00" || &digits[5..] == "0000";
    Reading::fine(&digits).with(never, Code::SsnUnlikely)
}

/// The check digit, and 1 or 2 in front (69 FR 3434). The vendor's own example fails it, so it warns.
pub(super) fn read_npi(text: &str) -> Reading {
    let number = clean::joined(&clean::split(text, b" -"));
    let fine = identifiers::is_npi(number.as_bytes()) && matches!(number.as_bytes()[0], b'1' | b'2');
    Reading::fine(&number).with(!fine, Code::NpiUnlikely)
}

/// The check digit, and a first letter of practitioners (DEA's record layout).
pub(super) fn read_dea(text: &str) -> Reading {
    let number = clean::joined(&clean::split(text, b" -")).to_ascii_uppercase();
    let fine = identifiers::is_dea(number.as_bytes()) && clean::has(b"ABFGMPRX", number.as_bytes()[0]);
    Reading::fine(&number).with(!fine, Code::DeaUnlikely)
}

pub(super) fn read_quantity(line: &str) -> Reading {
    let fine = line.len() < 7 && clean::all_digits(line) && !line.starts_with('0');
    Reading::fine(line).with(!fine, Code::Quantity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsure_is_no_answer() {
        for (text, value) in
            [("Yes", "true"), ("si", "true"), ("no", "false"), ("false", "false"), ("Not sure", ""), ("on", "true")]
        {
            assert_eq!(read_yes_no(text), Reading::fine(value), "{text}");
        }
        assert_eq!(read_yes_no("maybe").codes[0], Some(Code::YesNo));
    }

    #[test]
    fn numbers_that_were_never_given_out_warn() {
        assert_eq!(read_ssn("123-45-6789"), Reading::fine("123456789"));
        for text in ["000456789", "666456789", "900456789", "123006789", "123450000"] {
            assert_eq!(read_ssn(text), Reading::found(text, Code::SsnUnlikely));
        }
        assert_eq!(read_ssn("12345678").codes[0], Some(Code::SsnForm));
        assert_eq!(read_npi("1234567893"), Reading::fine("1234567893"));
        assert_eq!(read_npi("1234567890").codes[0], Some(Code::NpiUnlikely));
        // The check digit fits; the first one does not.
        assert_eq!(read_npi("3234567891").codes[0], Some(Code::NpiUnlikely));
        assert_eq!(read_dea("ab1234563"), Reading::fine("AB1234563"));
        assert_eq!(read_dea("CB1234563").codes[0], Some(Code::DeaUnlikely));
    }

    #[test]
    fn a_language_is_two_letters() {
        for (text, value) in [("es", "es"), ("ES", "es"), ("es-MX", "es")] {
            assert_eq!(read_language(text), Reading::fine(value));
        }
        assert_eq!(read_language("yue"), Reading::found("", Code::LanguageUnknown));
    }

    #[test]
    fn sexes_and_quantities() {
        assert_eq!(read_sex("Male", ["male", "female"]), Reading::fine("male"));
        assert_eq!(read_sex("female", ["Male", "Female"]), Reading::fine("Female"));
        assert_eq!(read_sex("x", ["male", "female"]).codes[0], Some(Code::SexUnknown));
        assert_eq!(read_quantity("12"), Reading::fine("12"));
        for text in ["0", "-1", "1.5", "two", "1234567"] {
            assert_eq!(read_quantity(text).codes[0], Some(Code::Quantity), "{text}");
        }
    }
}

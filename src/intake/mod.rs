//! The rules of a patient intake form: what a person types, as what Blend takes.
//!
//! One field at a time, [`read`] turns typed text into the wire's form and tells what is wrong with it; [`show`] writes a wire
//! value as a person reads it. [`together`] looks at what only several fields show. [`fields`] and [`Code`] are the tables that
//! the build writes down for JavaScript, which walks the form's values along them.
//!
//! The person who types is a patient, so a finding is a code with a message for patients, in English and in Spanish, and never a value.
//! The sources of each rule stand beside it; `docs/intake.md` lists them.

pub(crate) mod clean;
mod code;
mod date;
mod email;
pub mod fields;
mod identifiers;
mod kind;
mod measures;
mod phone;
mod place;
mod reading;
mod risk;
mod together;

pub use code::{ASKS, Ask, Code, Group};
pub use kind::Kind;
pub use reading::Reading;
pub use together::{Facts, Place, together};

/// Reads typed text, prepared as `clean` says. `latest` is the last day that a birth date may be: today where the day begins
/// first, as YYYY-MM-DD.
pub fn read(kind: Kind, text: &str, latest: &str) -> Reading {
    if text.is_empty() {
        return Reading::default();
    }
    if kind.is_free() && clean::is_hidden(text) {
        return Reading::found(text, Code::HiddenCharacters);
    }
    match kind {
        Kind::Text | Kind::Name => Reading::fine(text),
        Kind::BirthDate => date::read(text, latest),
        Kind::Phone => phone::read(text),
        Kind::Email => email::read(text),
        Kind::State => place::read_state(text),
        Kind::Zip => place::read_zip(text),
        Kind::Country => place::read_country(text),
        Kind::Sex => identifiers::read_sex(text, ["male", "female"]),
        Kind::PrescriberSex => identifiers::read_sex(text, ["Male", "Female"]),
        Kind::Height => measures::read_height(&text.to_ascii_lowercase()),
        Kind::Weight => measures::read_weight(&text.to_ascii_lowercase()),
        Kind::Language => identifiers::read_language(text),
        Kind::Ssn => identifiers::read_ssn(text),
        Kind::Npi => identifiers::read_npi(text),
        Kind::Dea => identifiers::read_dea(text),
        Kind::YesNo => identifiers::read_yes_no(text),
        Kind::Risks => risk::read(text),
        Kind::Quantity => identifiers::read_quantity(text),
    }
}

/// Writes a value of the wire as a person reads it. What is not of the wire's form stays as it is.
pub fn show(kind: Kind, value: &str) -> String {
    match kind {
        Kind::BirthDate => date::show(value),
        Kind::Phone => phone::show(value),
        Kind::Height => measures::show_height(value),
        Kind::Risks => risk::show(value),
        _ => value.into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LATEST: &str = "2026-11-28";

    fn comes_back(kind: Kind, value: &str) -> Result<(), TestCaseError> {
        let reading = read(kind, &show(kind, value), LATEST);
        prop_assert!(reading.codes.into_iter().flatten().all(|code| !code.refuses()), "{:?}", reading.codes);
        prop_assert_eq!(reading.value, value);
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_as_the_same(
            phone in "[2-9][0-9]{2}[2-9][0-9]{6}",
            date in "19[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
            inches in 1i32..11_000,
            entries in proptest::collection::vec("[a-z]{3,9}( [a-z]{3,9})?x", 1..4),
            zip in "0[1-9][0-9]{3}(-[0-9]{4})?",
        ) {
            comes_back(Kind::Phone, &phone)?;
            comes_back(Kind::BirthDate, &date)?;
            comes_back(Kind::Risks, &entries.join("; "))?;
            comes_back(Kind::Zip, &zip)?;
            let height = read(Kind::Height, &(f64::from(inches) / 100.0).to_string(), LATEST).value;
            comes_back(Kind::Height, &height)?;
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC{0,200}", odd in "[0-9/.'\"+ -]{0,24}") {
            for kind in Kind::ALL {
                for text in [&text, &odd] {
                    let first = read(kind, text, LATEST);
                    show(kind, text);
                    // A rule takes its own value again and leaves it unchanged.
                    if first.codes == [None; 2] && kind != Kind::Risks {
                        prop_assert_eq!(&read(kind, &first.value, LATEST).value, &first.value);
                    }
                }
            }
        }
    }

    #[test]
    fn messages_are_there_in_both_languages_and_speak_of_no_code() {
        for code in Code::ALL.iter().filter(|code| **code != Code::Required) {
            for message in [code.english(), code.spanish()] {
                assert!(message.len() > 8 && !message.ends_with('.') && !message.contains('_'), "{}", code.name());
            }
        }
    }

    #[test]
    fn a_patients_rules_are_those_of_the_field_at_hand() {
        assert_eq!(read(Kind::Name, "\u{202e}nhoJ", LATEST).codes[0], Some(Code::HiddenCharacters));
        for name in ["X", "Ng", "O’Brien-Smith", "李雷", "علي", "José María"] {
            assert_eq!(read(Kind::Name, name, LATEST), Reading::fine(name));
        }
    }
}

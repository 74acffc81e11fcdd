//! The written form of strings, and the fix for one that is wrong.

use super::{calendar, identifiers, places};

/// The written form of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    None,
    Uuid,
    Date,
    /// A date on which somebody was born. `birth` knows more about it.
    BirthDate,
    /// A URL that Blend posts to.
    Webhook,
    Phone,
    Email,
    State,
    Zip,
    Ssn,
    Npi,
    Dea,
    Language,
    /// The caller's own key of an order.
    ExternalId,
}

impl Format {
    /// All formats, in order.
    pub const ALL: [Format; 14] = {
        use Format::*;
        [None, Uuid, Date, BirthDate, Webhook, Phone, Email, State, Zip, Ssn, Npi, Dea, Language, ExternalId]
    };
}

/// The fix for a string that does not have its format. None where it has.
pub fn fault(format: Format, text: &[u8]) -> Option<&'static str> {
    let (fine, fix) = match format {
        Format::None => return None,
        Format::Uuid => (is_uuid(text), "expected a UUID, such as 0227d1e5-ba9a-42b5-8fe2-38882aa65708"),
        Format::Date | Format::BirthDate => (
            calendar::date(text).is_some(),
            "expected a day that exists, written YYYY-MM-DD, without a time (of a Date, take its year, month and day: its text is in UTC and may be a day off)",
        ),
        Format::Webhook => (is_webhook(text), "expected a URL that begins with https://, or http://localhost for a sandbox"),
        Format::Phone => (all_digits(text, 10), "expected ten digits without formatting or country code, such as 6175550123"),
        Format::Email => (is_email(text), "expected an e-mail address"),
        Format::State => (places::is_state(text), "expected the two capital letters of a US state or territory, such as MA"),
        Format::Zip => (is_zip(text), "expected five digits, or five, a dash and four, as a string: leading zeros matter"),
        Format::Ssn => (all_digits(text, 9), "expected nine digits without dashes"),
        Format::Npi => (identifiers::is_npi(text), "expected an NPI: ten digits, the last being the check digit"),
        Format::Dea => {
            (identifiers::is_dea(text), "expected a DEA number: two characters and seven digits, the last being the check digit")
        }
        Format::Language => (
            text.len() == 2 && text.iter().all(u8::is_ascii_lowercase),
            "expected an ISO 639-1 code: two lower-case letters, such as en",
        ),
        Format::ExternalId => (
            !text.is_empty() && text.iter().all(|byte| *byte != b'/') && !is_blends(text),
            "expected a key of your own that contains no slash and looks neither like a UUID nor like an order number (ORD...): Blend takes those for its own ids",
        ),
    };
    (!fine).then_some(fix)
}

/// Whether Blend takes it for its own id: a UUID, or the number of an order.
pub fn is_blends(id: &[u8]) -> bool {
    id.starts_with(b"ORD") || is_uuid(id)
}

/// Whether two ids may be of one resource: an order has a UUID, a number, and a key of the user's.
pub fn may_be_one(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || is_uuid(one.as_bytes()) != is_uuid(other.as_bytes())
        || is_blends(one.as_bytes()) != is_blends(other.as_bytes())
}

/// 8-4-4-4-12 hexadecimal digits. The version digit is not checked: not all ids of Blend have one.
pub fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Blend posts to https alone, a sandbox also to receivers on its own machine.
fn is_webhook(text: &[u8]) -> bool {
    has_prefix(text, b"https://") || has_prefix(text, b"http://localhost") || has_prefix(text, b"http://127.")
}

/// Whether an ASCII text begins so, in any case.
#[inline(never)]
pub fn has_prefix(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn all_digits(text: &[u8], length: usize) -> bool {
    text.len() == length && text.iter().all(u8::is_ascii_digit)
}

fn is_zip(text: &[u8]) -> bool {
    match text.len() {
        5 => all_digits(text, 5),
        10 => all_digits(&text[..5], 5) && text[5] == b'-' && all_digits(&text[6..], 4),
        _ => false,
    }
}

/// Something, an at sign, something: anything stricter refuses real addresses.
fn is_email(text: &[u8]) -> bool {
    let at = text.iter().position(|byte| *byte == b'@');
    at.is_some_and(|at| at > 0 && at + 1 < text.len()) && !text.iter().any(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_written_right_and_names_the_fix_for_the_rest() {
        let right = [
            (Format::Uuid, "00000000-0000-0000-0000-000000000201"),
            (Format::Uuid, "0239CA06-9A71-4FFE-8A8D-5403540A19E7"),
            (Format::Date, "1990-01-01"),
            (Format::BirthDate, "1990-01-01"),
            (Format::Webhook, "HTTPS://example.com/hook"),
            (Format::Webhook, "http://localhost:3000/hook"),
            (Format::Phone, "6417383445"),
            (Format::Email, "willard.donnelly@example.com"),
            (Format::State, "CA"),
            (Format::Zip, "02108"),
            (Format::Zip, "02108-1234"),
            (Format::Ssn, "123456789"),
            (Format::Npi, "1234567893"),
            (Format::Dea, "AB1234563"),
            (Format::Language, "en"),
            (Format::ExternalId, "my-system-128318AA2"),
        ];
        let wrong = [
            (Format::Uuid, "0227d1e5ba9a42b58fe238882aa65708"),
            (Format::Uuid, "0227d1e5-ba9a-42b5-8fe2-38882aa6570g"),
            (Format::Date, "01/01/1990"),
            (Format::Date, "1990-02-30"),
            (Format::BirthDate, "1990-02-30"),
            (Format::Webhook, "http://example.com/hook"),
            (Format::Webhook, "example.com"),
            (Format::Phone, "(641) 738-3445"),
            (Format::Phone, "+16417383445"),
            (Format::Email, "willard"),
            (Format::Email, "@example.com"),
            (Format::State, "California"),
            (Format::Zip, "2108"),
            (Format::Zip, "02108 1234"),
            (Format::Ssn, "123-45-6789"),
            (Format::Npi, "1234567890"),
            (Format::Dea, "F91234564"),
            (Format::Language, "EN"),
            (Format::ExternalId, "a/b"),
            (Format::ExternalId, "ORD250312003548IAU4"),
            (Format::ExternalId, "0227d1e5-ba9a-42b5-8fe2-38882aa65708"),
        ];
        for (format, text) in right {
            assert_eq!(fault(format, text.as_bytes()), None, "{format:?}");
        }
        for (format, text) in wrong {
            let fix = fault(format, text.as_bytes());
            assert!(fix.is_some_and(|fix| !fix.contains(text)), "{format:?}");
        }
    }
}

//! Phone numbers of the North American Numbering Plan (NANPA; Blend's pages ask for ten digits without formatting).

use super::clean;
use super::code::Code;
use super::reading::Reading;

/// Ten digits, after an optional 1 or +1.
pub(super) fn read(text: &str) -> Reading {
    // An extension cannot be sent, and would be lost.
    if text.bytes().any(|byte| byte.is_ascii_alphabetic() || clean::has(b"#,;*", byte)) {
        return Reading::found(text, Code::PhoneLetters);
    }
    let digits = clean::digits(text, b"+()-./ ");
    let is_long = digits.len() == 11 && digits.starts_with('1');
    let number = &digits[usize::from(is_long)..];
    if text.starts_with('+') && !is_long {
        return Reading::found(text, Code::PhoneCountry);
    }
    if number.len() != 10 {
        return Reading::found(text, Code::PhoneDigits);
    }
    let (area, exchange) = (&number[..3], &number[3..6]);
    if area < "200" || exchange < "200" {
        return Reading::found(text, Code::PhoneStart);
    }
    let service = |part: &str| &part[1..] == "11";
    Reading::fine(number)
        .with(service(area) || service(exchange) || is_reserved(area.as_bytes()), Code::PhoneUnusual)
        .with(clean::one_of(area, "800 833 844 855 866 877 888"), Code::PhoneTollFree)
}

/// N9X is kept for longer numbers; 37X and 96X are kept free.
fn is_reserved(area: &[u8]) -> bool {
    area[1] == b'9' || matches!(area, [b'3', b'7', _] | [b'9', b'6', _])
}

/// (617) 555-0123.
pub(super) fn show(value: &str) -> String {
    if value.len() != 10 || !clean::all_digits(value) {
        return value.into();
    }
    clean::joined(&["(", &value[..3], ") ", &value[3..6], "-", &value[6..]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ten_digits_in_any_writing() {
        for text in [
            "6175550123",
            "(617) 555-0123",
            "617.555.0123",
            "617-555-0123",
            "1 617 555 0123",
            "+1 (617) 555-0123",
            "+16175550123",
        ] {
            assert_eq!(read(text), Reading::fine("6175550123"), "{text}");
        }
    }

    #[test]
    fn tells_what_to_do_about_the_rest() {
        let refused = [
            ("641-738-3445 x12", Code::PhoneLetters),
            ("641-738-3445,12", Code::PhoneLetters),
            ("617-CALL-NOW", Code::PhoneLetters),
            ("617555012", Code::PhoneDigits),
            ("61755501234", Code::PhoneDigits),
            ("116175550123", Code::PhoneDigits),
            ("617=5550123", Code::PhoneDigits),
            ("+44 20 7946 0000", Code::PhoneCountry),
            ("+6175550123", Code::PhoneCountry),
            ("1175550123", Code::PhoneStart),
            ("6170550123", Code::PhoneStart),
        ];
        for (text, code) in refused {
            assert_eq!(read(text), Reading::found(text, code), "{text}");
        }
        for (text, code) in [
            ("2115550123", Code::PhoneUnusual),
            ("6179115550", Code::PhoneUnusual),
            ("2905550123", Code::PhoneUnusual),
            ("3705550123", Code::PhoneUnusual),
            ("9615550123", Code::PhoneUnusual),
            ("8005550123", Code::PhoneTollFree),
        ] {
            assert_eq!(read(text), Reading::found(text, code), "{text}");
        }
    }
}

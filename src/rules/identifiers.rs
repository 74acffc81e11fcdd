//! Identifiers in health care that have a check digit.

/// A National Provider Identifier: ten digits, the last by the Luhn formula over `80840` and the
/// first nine (45 CFR 162.406; the prefix stands for health applications in the United States).
pub fn is_npi(text: &[u8]) -> bool {
    if text.len() != 10 {
        return false;
    }
    // What the prefix adds.
    let mut sum = 24;
    for (place, byte) in text.iter().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        // Every second digit is doubled, beginning with the first; of two digits both count.
        let digit = (byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
    }
    sum.is_multiple_of(10)
}

/// A DEA registration number: a letter for the registrant's kind, a letter of the name or a 9, and
/// seven digits, the last of which is the last digit of (1st + 3rd + 5th) + 2 × (2nd + 4th + 6th).
pub fn is_dea(text: &[u8]) -> bool {
    let [kind, name, digits @ ..] = text else { return false };
    if !kind.is_ascii_uppercase() || !(name.is_ascii_uppercase() || *name == b'9') || digits.len() != 7 {
        return false;
    }
    let mut sum = 0;
    for (place, byte) in digits.iter().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = byte - b'0';
        match place {
            6 => return sum % 10 == digit,
            1 | 3 | 5 => sum += 2 * digit,
            _ => sum += digit,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_an_npi() {
        // The worked example of the CMS check digit paper.
        assert!(is_npi(b"1234567893"));
        // The example of Blend's documentation is not a real number.
        assert!(!is_npi(b"1234567890"));
        assert!(!is_npi(b"123456789"));
        assert!(!is_npi(b"12345678931"));
        assert!(!is_npi(b"123456789a"));
    }

    #[test]
    fn any_single_wrong_digit_of_an_npi_shows() {
        for place in 0..10 {
            for digit in b'0'..=b'9' {
                let mut npi = *b"1234567893";
                if npi[place] != digit {
                    npi[place] = digit;
                    assert!(!is_npi(&npi));
                }
            }
        }
    }

    #[test]
    fn checks_a_dea_number() {
        assert!(is_dea(b"AB1234563"));
        assert!(is_dea(b"A91234563"));
        assert!(!is_dea(b"AB1234564"));
        assert!(!is_dea(b"ab1234563"));
        assert!(!is_dea(b"AB123456"));
    }
}

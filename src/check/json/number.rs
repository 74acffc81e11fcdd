//! Reading numbers by their digits: no value is rounded, and no code for doubles is needed.

use super::reader::Reader;

/// What the scanner needs to know about a number.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Its value, where it is a whole number that fits.
    pub whole: Option<i64>,
    pub integer: bool,
}

impl Reader<'_> {
    pub fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let negative = self.byte() == b'-';
        self.at += usize::from(negative);
        let first = self.at;
        let before = self.digits();
        if before == 0 || (before > 1 && self.text.as_bytes()[first] == b'0') {
            self.at = start;
            return self.broken("not a number");
        }
        let mut behind = 0;
        if self.byte() == b'.' {
            self.at += 1;
            behind = self.digits();
            if behind == 0 {
                return self.broken("a digit is missing behind the point");
            }
        }
        let mut exponent = 0;
        if let b'e' | b'E' = self.byte() {
            exponent = self.exponent()?;
        }
        // The largest double has 309 digits before the point; leave the last of them out.
        let point = before + exponent;
        if point > 308 {
            self.at = start;
            return self.broken("a number with too many digits or too large an exponent");
        }
        let mut number = Number { whole: Some(0), integer: true };
        let text = self.text.as_bytes();
        for place in 0..point.max(before + behind) {
            let mut digit = 0;
            if place < before + behind {
                // The point as it is written stands among the digits.
                digit = i64::from(text[first + place as usize + usize::from(place >= before)] - b'0');
            }
            if place < point {
                number.whole = number.whole.and_then(|whole| appended(whole, digit));
            } else if digit > 0 {
                return Some(Number { whole: None, integer: false });
            }
        }
        if !negative {
            number.whole = number.whole.and_then(i64::checked_neg);
        }
        Some(number)
    }

    fn digits(&mut self) -> i64 {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        (self.at - start) as i64
    }

    /// Stands on the `e`.
    fn exponent(&mut self) -> Option<i64> {
        // No text is so long that its digits could make up for such an exponent.
        const FAR: i64 = 1 << 40;
        self.at += 1;
        let sign = self.byte();
        if let b'+' | b'-' = sign {
            self.at += 1;
        }
        let start = self.at;
        let mut exponent = 0;
        while self.byte().is_ascii_digit() {
            exponent = FAR.min(exponent * 10 + i64::from(self.byte() - b'0'));
            self.at += 1;
        }
        if self.at == start {
            return self.broken("a digit is missing in the exponent");
        }
        Some(if sign == b'-' { -exponent } else { exponent })
    }
}

/// A whole number with one digit more; none where it is too large. Kept negative, as the least
/// number has no positive twin. The comparison is there because a checked multiplication of 64 bits
/// is large code in wasm.
fn appended(whole: i64, digit: i64) -> Option<i64> {
    if whole < i64::MIN / 10 {
        return None;
    }
    (whole * 10).checked_sub(digit)
}

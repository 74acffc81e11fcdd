//! Reading numbers by their spelling: no value is rounded, and no code for doubles comes in.

use super::Reader;

/// A number, as far as the scanner cares.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Its value where it is a whole number that fits.
    pub whole: Option<i64>,
    pub integer: bool,
}

impl Reader<'_> {
    pub fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let negative = self.byte() == b'-';
        self.at += usize::from(negative);
        let leading = self.byte();
        let mut digits = Digits { value: Some(0), zeros: 0 };
        let before = self.digits(&mut digits);
        if before == 0 || (before > 1 && leading == b'0') {
            self.at = start;
            return self.broken("not a number");
        }
        let mut behind = 0;
        if self.byte() == b'.' {
            self.at += 1;
            behind = self.digits(&mut digits);
            if behind == 0 {
                return self.broken("a digit is missing behind the point");
            }
        }
        let mut exponent = 0;
        if let b'e' | b'E' = self.byte() {
            exponent = self.exponent()?;
        }
        // The largest double has 309 digits before the point; leave the last of them out.
        if before + exponent > 308 {
            self.at = start;
            return self.broken("a number with too many digits or too large an exponent");
        }
        // How many zeros follow the digits that count; below zero, some of these stand behind the point.
        let shift = exponent - behind + digits.zeros;
        if digits.value == Some(0) {
            return Some(Number { whole: Some(0), integer: true });
        }
        if shift < 0 {
            return Some(Number { whole: None, integer: false });
        }
        digits.shift(shift);
        let whole = digits.value;
        Some(Number { whole: if negative { whole } else { whole.and_then(i64::checked_neg) }, integer: true })
    }

    fn digits(&mut self, digits: &mut Digits) -> i64 {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            digits.add(i64::from(self.byte() - b'0'));
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

/// The digits of a number that count. Kept negative, as the least number has no positive twin.
struct Digits {
    /// Without the zeros at the end; none where they are too many.
    value: Option<i64>,
    /// The zeros at the end.
    zeros: i64,
}

impl Digits {
    fn add(&mut self, digit: i64) {
        if self.value != Some(0) {
            self.zeros += 1;
        }
        if digit != 0 {
            self.shift(self.zeros);
            self.value = self.value.and_then(|value| value.checked_sub(digit));
            self.zeros = 0;
        }
    }

    /// Puts zeros behind the digits. A comparison, because a checked multiplication is large code in wasm.
    fn shift(&mut self, zeros: i64) {
        for _ in 0..zeros {
            match self.value {
                Some(value) if value >= i64::MIN / 10 => self.value = Some(value * 10),
                _ => return self.value = None,
            }
        }
    }
}

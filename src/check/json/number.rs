//! Reading numbers by their spelling: no value is rounded, and no code for doubles comes in.

use super::{Broken, Reader};

/// A number, as far as the scanner cares.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Its value where it is a whole number that fits.
    pub whole: Option<i64>,
    pub integer: bool,
}

impl Reader<'_> {
    pub fn number(&mut self) -> Result<Number, Broken> {
        let start = self.at;
        let negative = self.byte() == b'-';
        if negative {
            self.at += 1;
        }
        let leading = self.byte();
        let mut digits = Digits { value: Some(0), zeros: 0 };
        let before = self.digits(&mut digits);
        if before == 0 || (before > 1 && leading == b'0') {
            self.at = start;
            return Err(self.broken("not a number"));
        }
        let mut behind = 0;
        if self.byte() == b'.' {
            self.at += 1;
            behind = self.digits(&mut digits);
            if behind == 0 {
                return Err(self.broken("a digit is missing behind the point"));
            }
        }
        let exponent = self.exponent()?;
        // The largest double has 309 digits before the point; leave the last of them out.
        if before + exponent > 308 {
            self.at = start;
            return Err(self.broken("a number with too many digits or too large an exponent"));
        }
        // How many zeros follow the digits that count; below zero, some of these stand behind the point.
        let shift = exponent - behind + digits.zeros;
        if digits.value == Some(0) {
            return Ok(Number { whole: Some(0), integer: true });
        }
        if shift < 0 {
            return Ok(Number { whole: None, integer: false });
        }
        let whole = digits.value.and_then(|value| shifted(value, shift));
        Ok(Number { whole: if negative { whole } else { whole.and_then(i64::checked_neg) }, integer: true })
    }

    fn digits(&mut self, digits: &mut Digits) -> i64 {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            digits.add(i64::from(self.byte() - b'0'));
            self.at += 1;
        }
        (self.at - start) as i64
    }

    fn exponent(&mut self) -> Result<i64, Broken> {
        // No text is so long that its digits could make up for such an exponent.
        const FAR: i64 = 1 << 40;
        if !matches!(self.byte(), b'e' | b'E') {
            return Ok(0);
        }
        self.at += 1;
        let minus = self.byte() == b'-';
        if let b'+' | b'-' = self.byte() {
            self.at += 1;
        }
        let start = self.at;
        let mut exponent = 0;
        while self.byte().is_ascii_digit() {
            exponent = FAR.min(exponent * 10 + i64::from(self.byte() - b'0'));
            self.at += 1;
        }
        if self.at == start {
            return Err(self.broken("a digit is missing in the exponent"));
        }
        Ok(if minus { -exponent } else { exponent })
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
            self.value = self.value.and_then(|value| shifted(value, self.zeros)?.checked_sub(digit));
            self.zeros = 0;
        }
    }
}

fn shifted(value: i64, zeros: i64) -> Option<i64> {
    (0..zeros).try_fold(value, |value, _| value.checked_mul(10))
}

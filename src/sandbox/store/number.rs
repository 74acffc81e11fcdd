//! Order numbers.

use std::fmt;

use super::as_text::serde_as_text;
use super::clock::{DAY, civil, time};
use super::ids::Random;

/// The readable number of an order: `ORD`, the time of its making, and four characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(u64);

/// What four characters can be.
const SUFFIXES: u64 = 36 * 36 * 36 * 36;

impl Number {
    pub fn draw(random: &mut Random, now: i64) -> Number {
        let (year, month, day) = civil(now.div_euclid(DAY));
        let (hour, minute, second) = time(now);
        let digits = [year % 100, month, day, hour, minute, second].iter().fold(0, |digits, part| digits * 100 + *part as u64);
        Number(digits * SUFFIXES + random.next() % SUFFIXES)
    }

    pub fn read(text: &str) -> Option<Number> {
        let (digits, suffix) = text.strip_prefix("ORD").filter(|rest| rest.len() == 16)?.split_at_checked(12)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let digits: u64 = digits.parse().ok().filter(|_| plain)?;
        if !suffix.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return None;
        }
        Some(Number(digits * SUFFIXES + u64::from_str_radix(suffix, 36).ok()?))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ORD{:012}", self.0 / SUFFIXES)?;
        let suffix = self.0 % SUFFIXES;
        for digit in [suffix / 46_656, suffix / 1296 % 36, suffix / 36 % 36, suffix % 36] {
            let character = char::from_digit(digit as u32, 36).unwrap_or('0');
            write!(f, "{}", character.to_ascii_uppercase())?;
        }
        Ok(())
    }
}

serde_as_text!(Number, Number::read, "expected an order number");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let number = Number::read("ORD250312003548IAU4").unwrap();
        assert_eq!(number.to_string(), "ORD250312003548IAU4");
        assert_eq!(Number::read("ORD000312003548000Z").map(|number| number.to_string()).as_deref(), Some("ORD000312003548000Z"));
        for other in
            ["", "ORD", "ORD250312003548iau4", "ORD250312003548IAU", "ORD+50312003548IAU4", "visit-2041", "ORD2503120035é8IAU"]
        {
            assert_eq!(Number::read(other), None, "{other}");
        }
    }
}

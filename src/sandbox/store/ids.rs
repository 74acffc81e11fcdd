//! Ids, tokens and whatever else has to look random.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::as_text::serde_as_text;

/// Pseudo-random numbers by SplitMix64 (Steele, Lea and Flood, 2014): small, and the same for the same seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl fmt::Display for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

serde_as_text!(Random, |text: &str| text.parse().ok().map(Random), "expected a whole number");

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit, which has to be above zero.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// A number from 0 up to 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of a list, which has to have something.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }

    /// A UUID of version 4.
    pub fn uuid(&mut self) -> Uuid {
        let high = self.next() & !0xF000 | 0x4000;
        let low = self.next() & !(0b11 << 62) | 1 << 63;
        Uuid(u128::from(high) << 64 | u128::from(low))
    }

    /// So many characters out of an alphabet.
    pub fn text(&mut self, length: usize, alphabet: &[u8]) -> String {
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }
}

/// What ids are drawn for. Each has a sequence of its own, so that one more login, or one more patient, shifts no id of an order.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    Account,
    Patients,
    Prescribers,
    Prescriptions,
    Orders,
    Pharmacy,
    Notifications,
    Faults,
    World,
}

/// The sequences of one seed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Streams(Vec<Random>);

impl Streams {
    pub fn new(seed: u64) -> Streams {
        let mut root = Random::new(seed);
        Streams((0..=Stream::World as usize).map(|_| Random::new(root.next())).collect())
    }

    pub fn of(&mut self, stream: Stream) -> &mut Random {
        &mut self.0[stream as usize]
    }
}

/// A UUID of any version: the vendor's own have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(u128);

impl Uuid {
    /// Reads 8-4-4-4-12 hexadecimal digits, in either case.
    pub fn read(text: &str) -> Option<Uuid> {
        if !crate::rules::format::is_uuid(text.as_bytes()) {
            return None;
        }
        let digits = text.bytes().filter(|byte| *byte != b'-');
        let value = digits.fold(0, |value, digit| value << 4 | u128::from(char::from(digit).to_digit(16).unwrap_or(0)));
        Some(Uuid(value))
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, low) = ((self.0 >> 64) as u64, self.0 as u64);
        let (first, second, third) = (high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF);
        write!(f, "{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", low >> 48, low & 0xFFFF_FFFF_FFFF)
    }
}

impl From<Uuid> for serde_json::Value {
    fn from(id: Uuid) -> Self {
        id.to_string().into()
    }
}

serde_as_text!(Uuid, Uuid::read, "expected a UUID");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::format::is_uuid;

    #[test]
    fn ids_follow_from_the_seed_and_do_not_repeat() {
        let ids = |seed| -> Vec<String> {
            let mut random = Random::new(seed);
            (0..1000).map(|_| random.uuid().to_string()).collect()
        };
        assert_eq!(ids(1), ids(1));
        let both: std::collections::HashSet<String> = ids(1).into_iter().chain(ids(2)).collect();
        assert_eq!(both.len(), 2000);
        assert!(both.iter().all(|id| is_uuid(id.as_bytes()) && id.as_bytes()[14] == b'4'));
    }

    #[test]
    fn an_id_is_read_in_either_case_and_written_in_lower_case() {
        let text = "0239CA06-9A71-4FFE-8A8D-5403540A19E7";
        assert_eq!(Uuid::read(text).map(|id| id.to_string()), Some(text.to_lowercase()));
        assert_eq!(Uuid::read("00000000-0000-0000-0000-000000000201").map(|id| id.0), Some(0x201));
        assert_eq!(Uuid::read("visit-1"), None);
    }

    #[test]
    fn a_stream_is_shifted_by_no_other() {
        let (mut one, mut other) = (Streams::new(1), Streams::new(1));
        one.of(Stream::Account).next();
        assert_eq!(one.of(Stream::Orders).uuid(), other.of(Stream::Orders).uuid());
    }
}

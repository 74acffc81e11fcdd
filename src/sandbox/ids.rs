//! Ids, tokens and whatever else has to look random.

/// Pseudo-random numbers by SplitMix64 (Steele, Lea and Flood, 2014): small, and the same for the same seed.
#[derive(Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }

    /// A UUID of version 4.
    pub fn uuid(&mut self) -> String {
        let high = self.next() & !0xF000 | 0x4000;
        let low = self.next() & !(0b11 << 62) | 1 << 63;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xFFFF,
            high & 0xFFFF,
            low >> 48,
            low & 0xFFFF_FFFF_FFFF
        )
    }

    /// So many characters out of an alphabet.
    pub fn text(&mut self, length: usize, alphabet: &[u8]) -> String {
        (0..length).map(|_| char::from(alphabet[(self.next() % alphabet.len() as u64) as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;
    use crate::rules::format::is_uuid;

    #[test]
    fn ids_follow_from_the_seed_and_do_not_repeat() {
        let ids = |seed| -> Vec<String> {
            let mut random = Random::new(seed);
            (0..1000).map(|_| random.uuid()).collect()
        };
        assert_eq!(ids(1), ids(1));
        let both: std::collections::HashSet<String> = ids(1).into_iter().chain(ids(2)).collect();
        assert_eq!(both.len(), 2000);
        assert!(both.iter().all(|id| is_uuid(id.as_bytes()) && id.as_bytes()[14] == b'4'));
    }
}

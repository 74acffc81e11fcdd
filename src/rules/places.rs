//! States and territories of the United States, as the Postal Service abbreviates them
//! (Publication 28, appendix B).

const STATES: &[u8] = b"ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY\
    ASFMGUMHMPPWPRVIAAAEAP";

/// Whether two upper-case letters name a state, the District of Columbia, a territory or a military region.
pub fn is_state(code: &[u8]) -> bool {
    code.len() == 2 && STATES.as_chunks::<2>().0.iter().any(|state| state == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_states() {
        assert_eq!(STATES.len() / 2, 51 + 8 + 3);
        for state in ["CA", "MA", "NY", "PR", "DC", "WY", "AP"] {
            assert!(is_state(state.as_bytes()), "{state}");
        }
        // LA and AK overlap the borders of neighbours in the list: only whole pairs count.
        for other in ["ca", "XX", "LK", "C", "CAL", ""] {
            assert!(!is_state(other.as_bytes()), "{other}");
        }
    }
}

//! Paging that never truncates silently and hands out each item once.

use crate::check::json;

/// What a page turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub struct Turn {
    /// For each item, whether it is new.
    pub fresh: Vec<bool>,
    /// Nothing more is to be asked for.
    pub last: bool,
    /// Every item of a page that is not empty was there before: the server does not turn pages, or
    /// the list shifts faster than it is read.
    pub stuck: bool,
}

/// Remembers which items were handed out over the pages of one list.
#[derive(Default)]
pub struct Pager {
    /// Hashes of the keys of each page, sorted.
    pages: Vec<Vec<u64>>,
    handed: usize,
    /// Items that came a second time: the list moved while it was read.
    pub repeated: usize,
}

impl Pager {
    /// Takes a page: a JSON array with the key of each item (its id, or the item itself where it
    /// has none), and how many items there are in all, where a header tells.
    pub fn turn(&mut self, keys: &str, total: Option<usize>) -> Turn {
        let keys: Vec<u64> = json::items(keys.as_bytes()).into_iter().map(hash).collect();
        let mut page: Vec<u64> = Vec::with_capacity(keys.len());
        let mut fresh = Vec::with_capacity(keys.len());
        for key in keys {
            let place = page.binary_search(&key);
            let new = place.is_err() && !self.pages.iter().any(|page| page.binary_search(&key).is_ok());
            if let (true, Err(place)) = (new, place) {
                page.insert(place, key);
            }
            fresh.push(new);
        }
        let new = page.len();
        self.handed += new;
        self.repeated += fresh.len() - new;
        let stuck = new == 0 && !fresh.is_empty();
        self.pages.push(page);
        let last = fresh.is_empty() || total.is_some_and(|total| self.handed >= total);
        Turn { last, stuck: stuck && !last, fresh }
    }
}

/// Headers that give the number of all items, in the spellings that servers use. Blend's own
/// spelling is not documented.
pub const TOTAL_HEADERS: [&str; 4] = ["x-total-count", "x-total", "total-count", "x-pagination-total"];

/// FNV-1a over 64 bits.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(ids: &[usize]) -> String {
        format!("[{}]", ids.iter().map(|id| format!("\"id-{id}\"")).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn ends_at_an_empty_page_and_not_at_a_short_one() {
        let mut pager = Pager::default();
        assert!(!pager.turn(&keys(&[1, 2, 3]), None).last);
        assert!(!pager.turn(&keys(&[4]), None).last);
        assert!(pager.turn(&keys(&[]), None).last);
    }

    #[test]
    fn ends_at_the_total_that_a_header_gives() {
        let mut pager = Pager::default();
        assert!(!pager.turn(&keys(&[1, 2]), Some(3)).last);
        assert!(pager.turn(&keys(&[3]), Some(3)).last);
    }

    #[test]
    fn a_server_that_does_not_turn_pages_is_found_out() {
        let mut pager = Pager::default();
        pager.turn(&keys(&[1, 2]), None);
        let turn = pager.turn(&keys(&[1, 2]), None);
        assert!(turn.stuck && !turn.last);
        assert_eq!(pager.repeated, 2);
    }

    proptest! {
        /// A list is read over random page sizes and caps of the server while items are added in
        /// front of it: each item that was there from the start is handed out exactly once.
        #[test]
        fn hands_out_each_item_once(count in 0usize..300, size in 1usize..60, cap in 1usize..60, adds in proptest::collection::vec(0usize..3, 0..40)) {
            let size = size.min(cap);
            let mut list: Vec<usize> = (0..count).collect();
            let mut next = 1000;
            let mut pager = Pager::default();
            let mut handed = Vec::new();
            for page in 0.. {
                let items: Vec<usize> = list.iter().skip(page * size).take(size).copied().collect();
                let turn = pager.turn(&keys(&items), None);
                handed.extend(items.iter().zip(&turn.fresh).filter(|(_, fresh)| **fresh).map(|(id, _)| *id));
                if turn.last || turn.stuck {
                    break;
                }
                for _ in 0..adds.get(page).copied().unwrap_or(0).min(size - 1) {
                    list.insert(0, next);
                    next += 1;
                }
            }
            let mut once = handed.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), handed.len());
            prop_assert!((0..count).all(|id| handed.contains(&id)));
        }
    }
}

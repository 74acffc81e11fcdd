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
    /// Hashes of the keys, each at the first free place from its own on; a zero is a free place.
    slots: Vec<u64>,
    handed: usize,
    /// Items that came a second time: the list moved while it was read.
    pub repeated: usize,
}

impl Pager {
    /// Takes a page: a JSON array with the key of each item (its id, or the item itself where it
    /// has none), and how many items there are in all, where a header tells.
    pub fn turn(&mut self, keys: &str, total: Option<usize>) -> Turn {
        let mut fresh = Vec::new();
        let mut new = 0;
        for key in json::items(keys) {
            let added = self.add(hash(key));
            new += usize::from(added);
            fresh.push(added);
        }
        self.repeated += fresh.len() - new;
        // Less than there were already is no total.
        let last = fresh.is_empty() || total == Some(self.handed);
        Turn { last, stuck: new == 0 && !last, fresh }
    }

    /// Whether the key is new.
    fn add(&mut self, key: u64) -> bool {
        if self.handed * 2 >= self.slots.len() {
            let larger = vec![0; self.slots.len() * 2 + 64];
            for old in std::mem::replace(&mut self.slots, larger) {
                if old != 0 {
                    let place = self.place(old);
                    self.slots[place] = old;
                }
            }
        }
        let place = self.place(key);
        let new = self.slots[place] == 0;
        self.slots[place] = key;
        self.handed += usize::from(new);
        new
    }

    /// Where a key stands, or would. There always is a free place: the slots are never more than half full.
    fn place(&self, key: u64) -> usize {
        let mut place = (key % self.slots.len() as u64) as usize;
        while self.slots[place] != 0 && self.slots[place] != key {
            place = if place + 1 == self.slots.len() { 0 } else { place + 1 };
        }
        place
    }
}

/// FNV-1a over 64 bits; never zero.
fn hash(text: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash | 1
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

//! Paging that never ends a list early without a word, and hands out each item once.

use crate::check::json;

/// What a page turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub struct Turn {
    /// For each item, whether it is new.
    pub fresh: Vec<bool>,
    /// The list is over.
    pub last: bool,
    /// The page is not empty, and the whole of it was there before: the server does not turn pages, or the list shifts
    /// faster than it is read.
    pub stuck: bool,
}

/// Remembers which items were handed out over the pages of one list.
#[derive(Default)]
pub struct Pager {
    /// Hashes of the items seen so far, each at the first free slot from its own on. A zero is a free slot.
    slots: Vec<u64>,
    used: usize,
    handed_out: usize,
    /// The most items that a page had.
    largest: usize,
    /// Items that came a second time: the list moved while it was read.
    pub repeated: usize,
}

impl Pager {
    /// Takes a page. `keys` is a JSON array with the id of each item, or an array where the item has none: it holds the
    /// item's text. `total` is what a header tells, `page_size` how many items were asked for.
    ///
    /// Items without an id are never taken for the same: they are handed out, unless the whole page was there before.
    ///
    /// An empty page ends a list. A total does so only with a short page, and if that many items were handed out: the
    /// header may count the items of the page, or be limited. A page is short if it has fewer items than were asked for
    /// and than a page before it: the server may give fewer on every page.
    pub fn turn(&mut self, keys: &str, total: Option<usize>, page_size: usize) -> Turn {
        let known = self.used;
        let mut fresh = Vec::new();
        let mut new = 0;
        let mut nameless = 0;
        for key in json::items(keys) {
            let has_id = !key.starts_with('[');
            if !has_id {
                nameless = hash(nameless, key);
            }
            let is_fresh = !has_id || self.add(hash(0, key));
            new += usize::from(is_fresh);
            fresh.push(is_fresh);
        }
        if nameless != 0 {
            self.add(nameless);
        }
        self.handed_out += new;
        self.repeated += fresh.len() - new;
        let is_short = fresh.len() < page_size && (self.largest == 0 || fresh.len() < self.largest);
        self.largest = self.largest.max(fresh.len());
        let last = fresh.is_empty() || is_short && total == Some(self.handed_out);
        Turn { last, stuck: self.used == known && !last, fresh }
    }

    /// Remembers a hash. Returns whether it is new.
    fn add(&mut self, hash: u64) -> bool {
        if self.used * 2 >= self.slots.len() {
            let larger = vec![0; self.slots.len() * 2 + 64];
            for old in std::mem::replace(&mut self.slots, larger) {
                if old != 0 {
                    let slot = self.slot(old);
                    self.slots[slot] = old;
                }
            }
        }
        let slot = self.slot(hash);
        let new = self.slots[slot] == 0;
        self.slots[slot] = hash;
        self.used += usize::from(new);
        new
    }

    /// The slot of a hash, or the one where it belongs. There is always a free one: at most half of them are used.
    fn slot(&self, hash: u64) -> usize {
        let mut slot = (hash % self.slots.len() as u64) as usize;
        while self.slots[slot] != 0 && self.slots[slot] != hash {
            slot = if slot + 1 == self.slots.len() { 0 } else { slot + 1 };
        }
        slot
    }
}

/// FNV-1a over 64 bits, which goes on from the hash of what came before; never zero.
fn hash(before: u64, text: &str) -> u64 {
    let start = before ^ 0xcbf2_9ce4_8422_2325;
    text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How many items a page is asked to have.
    const SIZE: usize = 3;

    fn keys(ids: &[usize]) -> String {
        format!("[{}]", ids.iter().map(|id| format!("\"id-{id}\"")).collect::<Vec<_>>().join(","))
    }

    fn nameless(items: &[&str]) -> String {
        format!("[{}]", items.iter().map(|item| format!("[\"{item}\"]")).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn an_empty_page_ends_a_list_and_a_short_one_does_not() {
        let mut pager = Pager::default();
        assert!(!pager.turn(&keys(&[1, 2, 3]), None, SIZE).last);
        assert!(!pager.turn(&keys(&[4]), None, SIZE).last);
        assert!(pager.turn(&keys(&[]), None, SIZE).last);
    }

    #[test]
    fn a_total_ends_a_list_on_a_short_page_alone() {
        for (first, second, total, last) in [
            // It agrees with the number of items handed out.
            (&[1, 2, 3][..], &[4, 5][..], 5, true),
            // It counts the items of a page.
            (&[1, 2, 3], &[4, 5, 6], 3, false),
            (&[1, 2, 3], &[4, 5], 2, false),
            (&[1, 2, 3], &[4, 5], 3, false),
            // The page is full: there may be more than the header counts.
            (&[1, 2, 3], &[4, 5, 6], 6, false),
            // An item came a second time, and was handed out once.
            (&[1, 2, 3], &[3, 4], 5, false),
            (&[1, 2, 3], &[3, 4], 4, true),
            (&[1, 2, 3], &[4, 5], 0, false),
            (&[1, 2, 3], &[4, 5], usize::MAX, false),
        ] {
            let mut pager = Pager::default();
            assert!(!pager.turn(&keys(first), Some(total), SIZE).last, "{first:?} of {total}");
            assert_eq!(pager.turn(&keys(second), Some(total), SIZE).last, last, "{second:?} of {total}");
        }
    }

    #[test]
    fn a_server_that_does_not_turn_pages_is_found_out() {
        for page in [keys(&[1, 2, 3]), nameless(&["a", "a", "b"]), String::from("[[\"a\"],\"id-1\"]")] {
            let mut pager = Pager::default();
            assert!(!pager.turn(&page, None, SIZE).stuck);
            let turn = pager.turn(&page, None, SIZE);
            assert!(turn.stuck && !turn.last, "{page}");
        }
    }

    #[test]
    fn items_without_an_id_are_never_taken_for_the_same() {
        let mut pager = Pager::default();
        for page in [&["a", "a", "b"][..], &["b", "a", "a"], &["a", "a"]] {
            let turn = pager.turn(&nameless(page), None, SIZE);
            assert!(turn.fresh.iter().all(|fresh| *fresh) && !turn.stuck, "{page:?}");
        }
        assert_eq!(pager.repeated, 0);
        // An id that looks like an item is no item, and a number is not its text.
        for page in ["[\"[\\\"a\\\"]\"]", "[1]", "[\"1\"]"] {
            assert_eq!(pager.turn(page, None, SIZE).fresh, [true], "{page}");
        }
    }

    #[test]
    fn a_page_of_items_that_were_there_and_one_without_an_id_goes_on() {
        let mut pager = Pager::default();
        pager.turn("[\"id-1\",[\"a\"]]", None, SIZE);
        let turn = pager.turn("[\"id-1\",[\"b\"]]", None, SIZE);
        assert_eq!((turn.fresh, turn.stuck), (vec![false, true], false));
        assert!(pager.turn("[\"id-1\",[\"a\"]]", None, SIZE).stuck);
    }

    /// What a server tells of how many items there are.
    #[derive(Clone, Debug)]
    enum Header {
        None,
        Total,
        CountOfPage,
        Limited(usize),
        Anything(usize),
    }

    fn headers() -> impl Strategy<Value = Header> {
        prop_oneof![
            Just(Header::None),
            Just(Header::Total),
            Just(Header::CountOfPage),
            (0usize..300).prop_map(Header::Limited),
            (0usize..300).prop_map(Header::Anything),
        ]
    }

    impl Header {
        fn of(&self, items: usize, page: usize) -> Option<usize> {
            match *self {
                Header::None => None,
                Header::Total => Some(items),
                Header::CountOfPage => Some(page),
                Header::Limited(most) => Some(items.min(most)),
                Header::Anything(number) => Some(number),
            }
        }
    }

    proptest! {
        /// A list is read over random page sizes and caps of the server while items are added in front of it: each item
        /// that was there from the start is handed out exactly once.
        #[test]
        fn hands_out_each_item_once(count in 0usize..300, size in 1usize..60, cap in 1usize..60, adds in proptest::collection::vec(0usize..3, 0..40)) {
            let size = size.min(cap);
            let mut list: Vec<usize> = (0..count).collect();
            let mut next = 1000;
            let mut pager = Pager::default();
            let mut handed = Vec::new();
            for page in 0.. {
                let items: Vec<usize> = list.iter().skip(page * size).take(size).copied().collect();
                let turn = pager.turn(&keys(&items), None, cap);
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

        /// Whatever a header says, a list in full pages is read to its end.
        #[test]
        fn no_header_cuts_a_list_of_full_pages(count in 0usize..300, size in 1usize..60, header in headers()) {
            let list: Vec<usize> = (0..count).collect();
            let mut pager = Pager::default();
            let mut handed = 0;
            for page in 0.. {
                let items = &list[(page * size).min(count)..((page + 1) * size).min(count)];
                let turn = pager.turn(&keys(items), header.of(count, items.len()), size);
                prop_assert!(!turn.stuck);
                handed += turn.fresh.iter().filter(|fresh| **fresh).count();
                if turn.last {
                    break;
                }
            }
            prop_assert_eq!(handed, count);
        }

        /// A server that gives fewer items than asked for on every page, and a header that is right or limited.
        #[test]
        fn no_header_cuts_a_list_of_short_pages(count in 0usize..300, size in 1usize..60, more in 1usize..200, limit in 0usize..300) {
            for header in [Header::None, Header::Total, Header::Limited(limit + size + 1)] {
                let list: Vec<usize> = (0..count).collect();
                let mut pager = Pager::default();
                let mut handed = 0;
                for page in 0.. {
                    let items = &list[(page * size).min(count)..((page + 1) * size).min(count)];
                    let turn = pager.turn(&keys(items), header.of(count, items.len()), size + more);
                    handed += turn.fresh.iter().filter(|fresh| **fresh).count();
                    if turn.last || turn.stuck {
                        break;
                    }
                }
                prop_assert_eq!(handed, count);
            }
        }

        /// Items without an id are all handed out, as often as they come, until a whole page repeats.
        #[test]
        fn every_item_without_an_id_is_handed_out(pages in proptest::collection::vec(proptest::collection::vec("[ab]", 1..4), 0..30)) {
            let mut pager = Pager::default();
            let mut before: Vec<&Vec<String>> = Vec::new();
            for page in &pages {
                let items: Vec<&str> = page.iter().map(String::as_str).collect();
                let turn = pager.turn(&nameless(&items), None, 4);
                prop_assert_eq!(turn.fresh.len(), page.len());
                prop_assert!(turn.fresh.iter().all(|fresh| *fresh));
                prop_assert_eq!(turn.stuck, before.contains(&page));
                before.push(page);
            }
        }
    }
}

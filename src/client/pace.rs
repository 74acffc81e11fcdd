//! How fast a session may send. A 429 holds back all its calls together; afterwards they go on one by one, faster from success
//! to success.

/// Milliseconds between two requests after the first 429.
const FIRST_GAP: f64 = 50.0;
const LONGEST_GAP: f64 = 2000.0;
/// A shorter gap is none.
const SHORTEST_GAP: f64 = 1.0;
/// What a success and a 429 make of the gap. Blend documents no limit, so the gap searches for it.
const FASTER: f64 = 0.98;
const SLOWER: f64 = 1.5;

/// All times are milliseconds since 1970.
#[derive(Default)]
pub(crate) struct Pace {
    gap: f64,
    /// When the next request may go out.
    next: f64,
    held_until: f64,
    limited_at: f64,
}

impl Pace {
    /// Reserves the time at which a request may go out.
    pub(crate) fn reserve(&mut self, now: f64) -> f64 {
        let slot = self.next.max(now);
        self.next = slot + self.gap;
        slot
    }

    /// Whether a reserved time still holds. A 429 that came meanwhile puts it off.
    pub(crate) fn holds(&self, slot: f64) -> bool {
        slot >= self.held_until
    }

    /// A request that was sent at `sent_at` was answered by a 429. Nothing goes out until `until`.
    pub(crate) fn limit(&mut self, sent_at: f64, until: f64, now: f64) {
        self.held_until = self.held_until.max(until);
        self.next = self.next.max(self.held_until);
        // Requests that were on their way together are one warning.
        if sent_at >= self.limited_at {
            self.limited_at = now;
            self.gap = (self.gap * SLOWER).clamp(FIRST_GAP, LONGEST_GAP);
        }
    }

    pub(crate) fn succeed(&mut self) {
        self.gap *= FASTER;
        if self.gap < SHORTEST_GAP {
            self.gap = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_a_429_nothing_waits() {
        let mut pace = Pace::default();
        for now in [5.0, 5.0, 5.0, 6.0] {
            assert_eq!(pace.reserve(now), now);
            pace.succeed();
        }
    }

    #[test]
    fn a_429_holds_all_back_and_then_they_go_one_by_one() {
        let mut pace = Pace::default();
        let early = pace.reserve(0.0);
        pace.limit(0.0, 1000.0, 10.0);
        assert!(!pace.holds(early));
        assert_eq!([0; 3].map(|_| pace.reserve(20.0)), [1000.0, 1050.0, 1100.0]);
        // One that was on its way with the first makes nothing slower, but may ask for more time.
        pace.limit(5.0, 2000.0, 30.0);
        assert!(!pace.holds(1050.0));
        assert_eq!([0; 2].map(|_| pace.reserve(40.0)), [2000.0, 2050.0]);
        pace.limit(2000.0, 2500.0, 2010.0);
        assert_eq!([0; 2].map(|_| pace.reserve(2020.0)), [2500.0, 2575.0]);
    }

    #[test]
    fn successes_end_the_gap() {
        let mut pace = Pace::default();
        pace.limit(0.0, 0.0, 0.0);
        let successes = (0..).take_while(|_| {
            pace.succeed();
            pace.gap > 0.0
        });
        assert!((150..250).contains(&successes.count()));
    }

    proptest! {
        /// Eight callers at a time against a limit: every second has about as many requests as are allowed, and few are refused.
        #[test]
        fn a_limit_is_found_and_kept(limit in 10u32..200) {
            let (mut pace, mut now, mut bucket, mut refused) = (Pace::default(), 0.0f64, f64::from(limit), 0);
            let mut done = 0;
            while done < 2000 {
                let slot = pace.reserve(now);
                bucket = (bucket + (slot - now) * f64::from(limit) / 1000.0).min(f64::from(limit));
                now = slot;
                if bucket >= 1.0 {
                    bucket -= 1.0;
                    done += 1;
                    pace.succeed();
                } else {
                    refused += 1;
                    pace.limit(now, now + 1000.0, now);
                }
                now += 1.0;
            }
            let best = 2000.0 / f64::from(limit) * 1000.0;
            prop_assert!(now < best * 2.0 + 2000.0, "{now} of {best}");
            prop_assert!(refused < 200, "{refused}");
        }
    }
}

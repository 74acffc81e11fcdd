//! How fast a session may send. A 429 holds back all its calls together. Afterwards they go on at the rate that Blend allowed
//! before it, and that rate grows as TCP's CUBIC does: slowly near the limit that was met, faster the longer no 429 comes.
//! `bulk` has the same curve in TypeScript (pkg-template/src/bulk/pace.ts). There are two, because `bulk` is for work of any kind
//! and loads no engine. Change both together.

/// Milliseconds between two requests after a first 429. More only where that was too fast.
const FIRST_GAP: f64 = 50.0;
const LONGEST_GAP: f64 = 2000.0;
/// A shorter gap is none.
const SHORTEST_GAP: f64 = 1.0;
/// What a 429 makes of the gap at most.
const SLOWER: f64 = 1.5;
/// The rate is counted over this many milliseconds at least. As long a time without a success begins the count anew.
const SAMPLE: f64 = 1000.0;
/// After a hold the rate is lower by this part, and back at the full one after so many milliseconds.
const CUT: f64 = 0.05;
const RECOVERY: f64 = 10_000.0;

/// All times are milliseconds since 1970.
#[derive(Default)]
pub(crate) struct Pace {
    /// Milliseconds between two requests at the rate that was allowed; 0 before the first 429.
    allowed: f64,
    /// When the next request may go out.
    next: f64,
    /// Nothing goes out before. The rate grows from here on.
    held_until: f64,
    /// Reserved times of calls that ended before them. Later calls take them: else calls that give up would starve the others.
    given_back: Vec<f64>,
    /// The latest time seen.
    seen: f64,
    limited_at: f64,
    /// Calls that went well since the last 429, or since nothing went well for a while.
    successes: f64,
    counted_from: f64,
    succeeded_at: f64,
}

impl Pace {
    /// Reserves the time at which a request may go out. `reserved` is the time that it has: it keeps that while it holds.
    pub(crate) fn reserve(&mut self, reserved: Option<f64>, now: f64) -> f64 {
        // React Native has only the clock on the wall. Where that is set back, nothing waits for it to catch up.
        if now < self.seen {
            (self.next, self.held_until, self.limited_at) = (now, now, now);
        }
        self.seen = now;
        if let Some(slot) = reserved
            && self.holds(slot)
        {
            return slot;
        }
        while !self.given_back.is_empty() {
            let slot = self.given_back.remove(0);
            if slot >= now && self.holds(slot) {
                return slot;
            }
        }
        let slot = self.next.max(now);
        self.next = slot + self.gap(slot);
        slot
    }

    /// Gives back the reserved time of a call that has ended.
    pub(crate) fn give_back(&mut self, slot: f64) {
        self.given_back.push(slot);
    }

    /// Whether a reserved time still holds. A 429 that came meanwhile puts it off.
    fn holds(&self, slot: f64) -> bool {
        self.held_until <= slot && slot <= self.next
    }

    /// A request that was sent at `sent_at` was answered by a 429. Nothing goes out until `until`.
    pub(crate) fn limit(&mut self, sent_at: f64, until: f64, now: f64) {
        // Requests that were on their way together are one warning.
        if sent_at > self.limited_at {
            self.limited_at = now;
            self.allowed = self.slower(now);
            self.successes = 0.0;
        }
        self.held_until = self.held_until.max(until);
        self.next = self.next.max(self.held_until);
    }

    /// A call went well.
    pub(crate) fn succeed(&mut self, now: f64) {
        if self.successes == 0.0 || now - self.succeeded_at > SAMPLE {
            (self.successes, self.counted_from) = (0.0, now);
        }
        self.successes += 1.0;
        self.succeeded_at = now;
    }

    fn gap(&self, at: f64) -> f64 {
        let grown = ((at - self.held_until).max(0.0) - RECOVERY) / RECOVERY;
        let gap = self.allowed / (1.0 + CUT * grown * grown * grown);
        if gap < SHORTEST_GAP { 0.0 } else { gap }
    }

    /// The gap of what went well of late, never shorter than the one that was too short.
    fn slower(&self, now: f64) -> f64 {
        let gap = self.gap(now);
        let longest = (gap * SLOWER).clamp(FIRST_GAP, LONGEST_GAP);
        // Without a success it is infinite.
        let seen = (now - self.counted_from).max(SAMPLE) / self.successes;
        seen.max(gap).min(longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The gap right after a hold.
    const CAREFUL: f64 = 1.0 / (1.0 - CUT);

    #[test]
    fn without_a_429_nothing_waits() {
        let mut pace = Pace::default();
        for now in [5.0, 5.0, 5.0, 6.0] {
            assert_eq!(pace.reserve(None, now), now);
            pace.succeed(now);
        }
    }

    #[test]
    fn a_429_holds_all_back_and_then_they_go_one_by_one() {
        let mut pace = Pace::default();
        let early = pace.reserve(None, 0.0);
        pace.limit(1.0, 1000.0, 10.0);
        assert!(!pace.holds(early));
        let first = [0; 3].map(|_| pace.reserve(None, 20.0).round());
        assert_eq!(first, [1000.0, 1000.0 + 50.0 * CAREFUL, 1000.0 + 100.0 * CAREFUL].map(f64::round));
        // One that was on its way with the first makes nothing slower, but may ask for more time.
        pace.limit(5.0, 2000.0, 30.0);
        assert!(!pace.holds(1050.0));
        assert_eq!([0; 2].map(|_| pace.reserve(None, 40.0).round()), [2000.0, (2000.0 + 50.0 * CAREFUL).round()]);
        // The next one does, where nothing went well in between.
        pace.limit(2000.0, 2500.0, 2010.0);
        assert_eq!(pace.reserve(None, 2020.0), 2500.0);
        assert!(pace.reserve(None, 2020.0) > 2500.0 + 70.0);
    }

    /// Milliseconds since 1970, as a client has them.
    const TODAY: f64 = 1.8e12;

    #[test]
    fn the_rate_that_went_well_of_late_is_kept() {
        for hours_before in [0.0, 1.0] {
            let mut pace = Pace::default();
            pace.succeed(TODAY - hours_before * 3_600_000.0);
            (0..40).for_each(|number| pace.succeed(TODAY + f64::from(number)));
            pace.limit(TODAY + 39.0, TODAY + 1000.0, TODAY + 45.0);
            let per_second = 1000.0 / pace.gap(TODAY + 1000.0 + RECOVERY);
            assert!((40.0..42.0).contains(&per_second), "{per_second}");
        }
    }

    #[test]
    fn where_little_went_well_the_gap_is_no_longer_than_the_first_one() {
        let mut pace = Pace::default();
        (0..100).for_each(|number| pace.succeed(TODAY + 500.0 * f64::from(number)));
        pace.limit(TODAY + 50_000.0, TODAY + 51_000.0, TODAY + 50_001.0);
        assert_eq!(pace.gap(TODAY + 51_000.0 + RECOVERY), FIRST_GAP);
    }

    #[test]
    fn time_ends_the_gap() {
        let mut pace = Pace::default();
        pace.limit(1.0, 1.0, 1.0);
        assert!(pace.gap(30_000.0) > 25.0);
        assert_eq!(pace.gap(120_000.0), 0.0);
    }

    /// Blend as it counts requests: so many in each second that begins with one, or a bucket of tokens.
    struct Limit {
        per_second: f64,
        windowed: bool,
        used: f64,
        at: f64,
    }

    impl Limit {
        fn allows(&mut self, now: f64) -> bool {
            if !self.windowed {
                self.used = (self.used - (now - self.at) * self.per_second / 1000.0).max(0.0);
                self.at = now;
            } else if now > self.at {
                (self.at, self.used) = (now + 1000.0, 0.0);
            }
            let allowed = self.used + 1.0 <= self.per_second;
            self.used += f64::from(u8::from(allowed));
            allowed
        }
    }

    proptest! {
        /// Against a limit of either kind nearly as many requests go well as are allowed, and few are refused.
        #[test]
        fn a_limit_is_found_and_kept(limit in 10u32..200, windowed: bool) {
            let per_second = f64::from(limit);
            let (mut pace, mut now, mut refused, mut done) = (Pace::default(), TODAY, 0, 0.0);
            let mut blend = Limit { per_second, windowed, used: 0.0, at: 0.0 };
            let count = per_second * 50.0;
            while done < count {
                now = pace.reserve(None, now);
                if blend.allows(now) {
                    done += 1.0;
                    pace.succeed(now);
                } else {
                    refused += 1;
                    pace.limit(now, now + 1000.0, now);
                }
                now += 1.0;
            }
            prop_assert!(now - TODAY < 1.3 * 50_000.0, "{}", now - TODAY);
            prop_assert!(refused < 30, "{refused}");
        }
    }
}

//! When to send again, and how long to wait before.

use crate::rules::calendar::{digits, http_date};

/// A longer wait is the caller's decision: the error says how long it is.
const LONGEST: f64 = 60_000.0;

/// The wait that a Retry-After header asks for, in milliseconds. The header holds seconds or an HTTP date. `date` is the
/// answer's own date, because the clock of this machine may be wrong.
pub(super) fn retry_after(header: &str, date: &str, now: f64) -> Option<f64> {
    let text = header.trim_ascii().as_bytes();
    // Some servers send fractions, against the standard. Rounded up, the wait is never too short.
    let whole = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    match digits(&text[..whole]) {
        Some(seconds) => Some((seconds + f64::from(whole < text.len())) * 1000.0),
        None => http_date(header).map(|at| (at - http_date(date).unwrap_or(now)).max(0.0)),
    }
}

/// How long to wait before the next attempt, in milliseconds: full jitter over 0.5 s, 1 s, 2 s, ... up to 8 s, and never less
/// than Blend asks for. None where Blend asks for more than a minute.
pub(super) fn wait(attempts: u32, asked: Option<f64>, random: f64) -> Option<f64> {
    let jitter = f64::from(500u32 << attempts.saturating_sub(1).min(4)) * random;
    match asked {
        Some(asked) if asked > LONGEST => None,
        Some(asked) => Some(asked.max(jitter)),
        None => Some(jitter),
    }
}

/// How many repeats a client has left, in tenths: the option `retryBudget`, and at most that again by one per ten successes. If
/// Blend is down, many callers who all repeat would keep it down.
pub(super) struct Budget {
    left: u32,
    whole: u32,
}

impl Budget {
    pub(super) fn new(given: Option<i64>) -> Self {
        let whole = given.unwrap_or(20) as u32 * 10;
        Budget { left: whole, whole }
    }

    pub(super) fn has_some(&self) -> bool {
        self.left >= 10
    }

    /// One repeat is made.
    pub(super) fn spend(&mut self) {
        self.left = self.left.saturating_sub(10);
    }

    /// A call succeeded. Ten of them earn a repeat.
    pub(super) fn earn(&mut self) {
        self.left = (self.left + 1).min(self.whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_both_forms_of_retry_after() {
        const AT: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after("7", "", 0.0), Some(7000.0));
        assert_eq!(retry_after("1.5", "", 0.0), Some(2000.0));
        assert_eq!(retry_after(AT, "", 784_111_770_000.0), Some(7000.0));
        assert_eq!(retry_after(AT, "", 784_111_999_000.0), Some(0.0));
        assert_eq!(retry_after(AT, "Sun, 06 Nov 1994 08:49:30 GMT", 784_111_999_000.0), Some(7000.0));
        assert_eq!(retry_after("soon", AT, 0.0), None);
        assert_eq!(retry_after("", "", 0.0), None);
        assert_eq!(retry_after("-1", "", 0.0), None);
        // More than a number holds is for ever.
        assert!(retry_after("99999999999999999999999", "", 0.0).is_some_and(|ms| ms > 1e24));
    }

    proptest! {
        #[test]
        fn waits_between_what_is_asked_and_eight_seconds(attempts in 0u32..1000, random in 0.0f64..1.0, asked in 0.0f64..60_000.0) {
            let free = wait(attempts, None, random).unwrap();
            prop_assert!((0.0..8000.0).contains(&free));
            let bound = wait(attempts, Some(asked), random).unwrap();
            prop_assert!(bound >= asked && bound <= asked.max(8000.0));
            prop_assert_eq!(wait(attempts, Some(60_001.0), random), None);
        }
    }
}

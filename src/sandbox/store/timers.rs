//! What happens by itself when the clock reaches a time.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timer {
    /// Looks again whether an order is stuck.
    Stuck(u32),
    /// A prescription may have lapsed.
    Lapse(u32),
    /// A medication may be filled again.
    Ready(u32),
    /// The schedule moves an order on, if it still has so many stays in its history.
    Move(u32, u32),
}

/// Timers by their time, in milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Timers(BTreeSet<(i64, Timer)>);

impl Timers {
    pub fn add(&mut self, at: i64, timer: Timer) {
        self.0.insert((at, timer));
    }

    /// The time of the next one.
    pub fn next(&self) -> Option<i64> {
        self.0.first().map(|(at, _)| *at)
    }

    /// Takes the next one whose time has come.
    pub fn take(&mut self, now: i64) -> Option<(i64, Timer)> {
        self.0.pop_first().and_then(|first| if first.0 <= now { Some(first) } else { self.put_back(first) })
    }

    fn put_back(&mut self, first: (i64, Timer)) -> Option<(i64, Timer)> {
        self.0.insert(first);
        None
    }
}

//! What happens by itself as time passes.

use super::{moves, stuck};
use crate::sandbox::store::Store;
use crate::sandbox::store::timers::Timer;

/// Moves the clock to a time, which may not lie before the one that it shows. Everything that is due happens on the way, each at its own time.
pub fn pass(store: &mut Store, now: i64) {
    while let Some((at, timer)) = store.timers.take(now) {
        store.now = store.now.max(at);
        store.changed = true;
        happen(store, timer);
        stuck::review(store);
    }
    store.now = now;
}

fn happen(store: &mut Store, timer: Timer) {
    match timer {
        Timer::Stuck(order) => drop(store.touched.insert(order)),
        Timer::Lapse(prescription) | Timer::Ready(prescription) => store.review_prescription(prescription),
        Timer::Move(order, stays) => {
            // It may have been moved by hand meanwhile. An order that is held waits for the next hand.
            if store.orders.at(order).history.len() as u32 == stays {
                let _ = moves::advance(store, order);
            }
        }
    }
}

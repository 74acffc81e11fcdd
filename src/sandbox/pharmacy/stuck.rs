//! Orders that cannot be filled. It is no status: an order is stuck for as long as there is a reason.

use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::events;
use crate::sandbox::store::orders::Stuck;
use crate::sandbox::store::tasks::About;
use crate::sandbox::store::timers::Timer;

/// Looks again at the orders whose fills or status changed.
pub fn review(store: &mut Store) {
    while let Some(place) = store.touched.pop_first() {
        let now = reason(store, place);
        let before = std::mem::replace(&mut store.orders.at_mut(place).stuck, now);
        match (before, now) {
            (None, Some(stuck)) => {
                store.add_task(place, About::Stuck, stuck.reason());
                events::order_stuck(store, place);
            }
            (Some(_), None) => store.tasks.complete(place, About::Stuck, store.now),
            _ => {}
        }
    }
}

/// Why an order is stuck. Where it only waits for a prescription, it is from some time on.
fn reason(store: &mut Store, place: u32) -> Option<Stuck> {
    let order = store.orders.at(place);
    if order.status.name() == "exception" {
        return Some(Stuck::ClarificationNeeded);
    }
    if !order.waits() {
        return None;
    }
    let waiting = order.lines.iter().filter(|line| line.needs_prescription() && !line.matched);
    let reasons: Vec<Stuck> = waiting.map(|line| store.lacks_fill(order.patient, line.product)).collect();
    if let Some(reason) = reasons.iter().find(|reason| **reason != Stuck::NoPrescription) {
        return Some(*reason);
    }
    let from = order.created + store.assumptions.length(Switch::StuckAfter);
    if from <= store.now {
        return Some(Stuck::NoPrescription);
    }
    store.timers.add(from, Timer::Stuck(place));
    None
}

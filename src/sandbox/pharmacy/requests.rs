//! The pharmacy's answers to requests: cancellations, replacements; and prescriptions that it rejects.

use super::moves;
use crate::sandbox::api::new_orders::new_order;
use crate::sandbox::store::Store;
use crate::sandbox::store::document::Document;
use crate::sandbox::store::events;
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::orders::{Line, Status};
use crate::sandbox::store::tasks::About;

/// Answers the cancellation request of an order: it is cancelled, or goes on its way.
pub fn answer_cancellation(store: &mut Store, place: u32, accepted: bool) -> Result<(), String> {
    let order = store.orders.at(place);
    if !order.cancellation_requested {
        return Err("The cancellation of this order was not requested.".into());
    }
    if accepted {
        if !order.status.is_open() {
            return Err(format!("An order that is {} can no longer be cancelled.", order.status.name()));
        }
        if let Some(cancelled) = Status::read("cancelled") {
            moves::put(store, place, cancelled);
        }
    }
    store.changed = true;
    store.tasks.complete(place, About::Cancellation, store.now);
    Ok(())
}

/// Answers the replacement request of an order. Fulfilled, it leads to so many new orders, over which its lines are spread.
pub fn answer_replacement(store: &mut Store, place: u32, outcome: &str, orders: usize) -> Result<Vec<String>, String> {
    let replacement = store.orders.at(place).replacement.as_ref();
    if replacement.is_none_or(|replacement| replacement.status.as_ref() != "pending") {
        return Err("No replacement of this order is pending.".into());
    }
    store.changed = true;
    let made: Vec<u32> = match outcome {
        "fulfilled" => (0..orders.max(1)).map(|part| replace(store, place, part, orders.max(1))).collect(),
        _ => Vec::new(),
    };
    let now = store.now;
    let order = store.orders.at_mut(place);
    order.updated = now;
    if let Some(replacement) = &mut order.replacement {
        replacement.status = outcome.into();
        replacement.orders.extend(&made);
    }
    store.tasks.complete(place, About::Replacement, now);
    Ok(made.into_iter().map(|place| store.orders.at(place).id.to_string()).collect())
}

/// Makes one of the orders that replace another. The prescriptions of the first shipment hold for it, too.
fn replace(store: &mut Store, original: u32, part: usize, parts: usize) -> u32 {
    let mut order = new_order(store, &Document::new(), store.orders.at(original).patient);
    order.replaces = Some(original);
    let of = store.orders.at(original);
    (order.address, order.shipping) = (of.address.clone(), of.shipping.clone());
    let lines: Vec<Line> =
        of.lines.iter().enumerate().filter(|(place, _)| place % parts == part).map(|(_, line)| line.clone()).collect();
    for line in lines {
        order.lines.push(Line { id: store.uuid(Stream::Orders), matched: true, fill: None, ..line });
    }
    let place = store.add_order(order);
    events::order_created(store, place);
    place
}

/// Rejects a prescription, as Blend does: its fills are gone, and an event tells.
pub fn cancel_prescription(store: &mut Store, place: u32) -> Result<(), String> {
    let prescription = store.prescriptions.at_mut(place);
    if prescription.cancelled {
        return Err("This prescription is cancelled already.".into());
    }
    prescription.cancelled = true;
    prescription.updated = store.now;
    let created = prescription.created;
    store.changed = true;
    store.days.remove_prescription(created);
    store.review_prescription(place);
    events::prescription_cancelled(store, place);
    Ok(())
}

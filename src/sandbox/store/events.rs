//! The payloads of events, in the shapes of the vendor's samples.

use serde_json::json;

use super::Store;
use super::clock::{DAY, without_zone};
use super::document::{Packed, text};

const DASHBOARD: &str = "https://app.example.com";

pub fn order_created(store: &mut Store, place: u32) {
    if !store.outbox.has_receivers() {
        return;
    }
    let order = store.orders.at(place);
    let patient = store.patients.at(order.patient).document();
    let data = json!({
        "id": order.id.to_string(),
        "created_at": without_zone(order.created),
        "updated_at": without_zone(order.updated),
        "url": format!("{DASHBOARD}/orders/{}", order.id),
        "order_number": order.number.to_string(),
        "first_name": text(&patient, "first_name").unwrap_or_default(),
        "last_name": text(&patient, "last_name").unwrap_or_default(),
        "status": order.status.name(),
    });
    store.publish("order.created", &data);
}

/// That an order was shipped or delivered. As in the sample, neither its id nor its number is in it.
pub fn order_on_its_way(store: &mut Store, place: u32, event: &str) {
    if !store.outbox.has_receivers() {
        return;
    }
    let order = store.orders.at(place);
    let shipment = order.shipments.last().map(Packed::open).unwrap_or_default();
    let part = |name: &str| text(&shipment, name).unwrap_or_default();
    let shipped = order.history.iter().rev().find(|stay| stay.status.name() == "shipped").map_or(store.now, |stay| stay.since);
    let data = json!({
        "carrier": part("carrier"),
        "created_at": without_zone(shipped),
        "updated_at": without_zone(store.now),
        "estimated_delivery_date": without_zone(shipped + 3 * DAY),
        "service_level": part("service_level"),
        "status": order.status.name(),
        "tracking_number": part("tracking_number"),
        "tracking_url": part("tracking_url"),
        "url": format!("{DASHBOARD}/shipments/{}", part("id").to_lowercase()),
    });
    store.publish(event, &data);
}

pub fn order_stuck(store: &mut Store, place: u32) {
    if !store.outbox.has_receivers() {
        return;
    }
    let order = store.orders.at(place);
    let data = json!({
        "id": order.id.to_string(),
        "created_at": without_zone(order.created),
        "updated_at": without_zone(store.now),
        "url": format!("{DASHBOARD}/orders/{}", order.id),
        "order_number": order.number.to_string(),
        "status": order.status.name(),
        "reason": order.stuck.map(|stuck| stuck.reason()),
    });
    store.publish("order.stuck", &data);
}

pub fn prescription_cancelled(store: &mut Store, place: u32) {
    if !store.outbox.has_receivers() {
        return;
    }
    let prescription = store.prescriptions.at(place);
    let data = json!({
        "id": prescription.id.to_string(),
        "created_at": without_zone(prescription.created),
        "updated_at": without_zone(store.now),
        "url": format!("{DASHBOARD}/prescriptions/{}", prescription.id),
        "reference_number": prescription.reference,
        "status": "cancelled",
    });
    store.publish("prescription.cancelled", &data);
}

//! The payloads of events, in the shapes of the vendor's samples.

use serde_json::Value;

use super::Store;
use super::clock::{DAY, without_zone};
use super::document::{Document, Packed, text, texts};

const DASHBOARD: &str = "https://app.example.com";

pub fn order_created(store: &mut Store, place: u32) {
    tell_of_order(store, "order.created", place);
}

/// That an order was shipped or delivered.
pub fn order_on_its_way(store: &mut Store, place: u32, event: &str) {
    tell_of_order(store, event, place);
}

pub fn order_stuck(store: &mut Store, place: u32) {
    tell_of_order(store, "order.stuck", place);
}

fn tell_of_order(store: &mut Store, event: &str, place: u32) {
    if !store.outbox.has_receivers() {
        return;
    }
    if let Some(data) = of_order(store, event, place) {
        store.publish(event, &data);
    }
}

/// The payload of an event, if it is about an order.
pub fn of_order(store: &Store, event: &str, place: u32) -> Option<Value> {
    let data = match event {
        "order.created" => created(store, place),
        "order.stuck" => stuck(store, place),
        "order.shipped" | "order.delivered" => on_its_way(store, place),
        _ => return None,
    };
    Some(data.into())
}

fn created(store: &Store, place: u32) -> Document {
    let order = store.orders.at(place);
    let patient = store.patients.at(order.patient).document();
    let part = |name: &str| text(&patient, name).unwrap_or_default().to_string();
    texts(&[
        ("id", order.id.to_string()),
        ("created_at", without_zone(order.created)),
        ("updated_at", without_zone(order.updated)),
        ("url", format!("{DASHBOARD}/orders/{}", order.id)),
        ("order_number", order.number.to_string()),
        ("first_name", part("first_name")),
        ("last_name", part("last_name")),
        ("status", order.status.name().into()),
    ])
}

/// As in the sample, neither id nor number of the order is in it.
fn on_its_way(store: &Store, place: u32) -> Document {
    let order = store.orders.at(place);
    let shipment = order.shipments.last().map(Packed::open).unwrap_or_default();
    let part = |name: &str| text(&shipment, name).unwrap_or_default().to_string();
    let shipped = order.history.iter().rev().find(|stay| stay.status.name() == "shipped").map_or(store.now, |stay| stay.since);
    texts(&[
        ("carrier", part("carrier")),
        ("created_at", without_zone(shipped)),
        ("updated_at", without_zone(store.now)),
        ("estimated_delivery_date", without_zone(shipped + 3 * DAY)),
        ("service_level", part("service_level")),
        ("status", order.status.name().into()),
        ("tracking_number", part("tracking_number")),
        ("tracking_url", part("tracking_url")),
        ("url", format!("{DASHBOARD}/shipments/{}", part("id").to_lowercase())),
    ])
}

fn stuck(store: &Store, place: u32) -> Document {
    let order = store.orders.at(place);
    let mut shown = texts(&[
        ("id", order.id.to_string()),
        ("created_at", without_zone(order.created)),
        ("updated_at", without_zone(store.now)),
        ("url", format!("{DASHBOARD}/orders/{}", order.id)),
        ("order_number", order.number.to_string()),
        ("status", order.status.name().into()),
    ]);
    shown.insert("reason".into(), order.stuck.map(|stuck| stuck.reason()).into());
    shown
}

pub fn prescription_cancelled(store: &mut Store, place: u32) {
    if !store.outbox.has_receivers() {
        return;
    }
    let prescription = store.prescriptions.at(place);
    let data = texts(&[
        ("id", prescription.id.to_string()),
        ("created_at", without_zone(prescription.created)),
        ("updated_at", without_zone(store.now)),
        ("url", format!("{DASHBOARD}/prescriptions/{}", prescription.id)),
        ("reference_number", prescription.reference.to_string()),
        ("status", "cancelled".into()),
    ]);
    store.publish("prescription.cancelled", &data.into());
}

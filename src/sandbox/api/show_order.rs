//! An order as answers show it.

use serde_json::json;

use super::lines;
use crate::sandbox::store::Store;
use crate::sandbox::store::account::CUSTOMER_ID;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, Packed, object};
use crate::sandbox::store::orders::{Order, ShippingAddress};

/// The order at a place, with its patient.
pub fn show(store: &Store, place: u32) -> Document {
    let order = store.orders.at(place);
    let open = |packed: &Option<Packed>| packed.as_ref().map(Packed::open);
    let patient = store.patients.at(order.patient).document();
    let mut shown = object(json!({
        "id": order.id.to_string(),
        "created_at": iso(order.created),
        "updated_at": iso(order.updated),
        "address": address(order, &patient),
        "custom_shipping": open(&order.custom_shipping),
        "customer_id": CUSTOMER_ID,
        "external_id": order.external_id,
        "is_replacement": order.replaces.is_some(),
        "order_number": order.number.to_string(),
        "original_order_id": order.replaces.map(|original| store.orders.at(original).id.to_string()),
        "patient": patient,
        "prescription_count": order.lines.iter().filter(|line| line.needs_prescription()).count(),
        "priority_requested": order.priority_requested,
        "cancellation_requested": order.cancellation_requested,
        "replacement_order_ids": [],
        "replacement_requested": false,
        "shipments": order.shipments.iter().map(Packed::open).collect::<Vec<Document>>(),
        "shipping": open(&order.shipping),
        "status": order.status.name(),
        "products": lines::show(store, order),
    }));
    if let Some(original) = order.replaces.and_then(|original| store.orders.at(original).replacement.as_ref()) {
        shown.insert("replacement_reason".into(), original.reason.as_deref().into());
    }
    if let Some(replacement) = &order.replacement {
        let orders: Vec<String> = replacement.orders.iter().map(|place| store.orders.at(*place).id.to_string()).collect();
        shown.insert("replacement_order_ids".into(), orders.into());
        shown.insert("replacement_requested".into(), true.into());
        shown.insert("replacement_request_status".into(), replacement.status.as_ref().into());
        shown.insert("replacement_requested_at".into(), iso(replacement.requested).into());
        shown.insert("replacement_requested_reason".into(), replacement.reason.as_deref().into());
    }
    shown
}

/// Where an order goes, with an id of its own.
pub fn address(order: &Order, patient: &Document) -> Option<Document> {
    let mut address = match &order.address {
        ShippingAddress::Own(own) => own.open(),
        ShippingAddress::Home => patient.get("address")?.as_object()?.clone(),
        ShippingAddress::Nowhere => return None,
    };
    address.insert("id".into(), order.address_id.into());
    address.insert("type".into(), "shipping".into());
    Some(address)
}

//! Moving an order on, as filling and shipping it would.

use serde_json::json;

use crate::rules::orders::PROGRESS;
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, Packed, object, text};
use crate::sandbox::store::events;
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::orders::{By, Status};

/// Moves an order one status on: received, picked, verified, shipped (with a shipment), delivered. Gives the new
/// status, or why there is none.
pub fn advance(store: &mut Store, place: u32) -> Result<Status, String> {
    let order = store.orders.at(place);
    let status = order.status.name();
    let next = PROGRESS.iter().position(|known| *known == status).and_then(|step| PROGRESS.get(step + 1));
    let next = next.and_then(|next| Status::read(next));
    let next = next.ok_or_else(|| format!("An order that is {status} does not move on."))?;
    if store.assumptions.is(Switch::StuckOrders, "hold")
        && let Some(stuck) = order.stuck
    {
        return Err(format!("An order that is stuck does not move on: {}.", stuck.reason()));
    }
    put(store, place, next);
    Ok(next)
}

/// Moves an order on until it is in a status.
pub fn advance_to(store: &mut Store, place: u32, wanted: Status) -> Result<Status, String> {
    let way = |status: Status| PROGRESS.iter().position(|known| *known == status.name());
    let Some(end) = way(wanted) else {
        return Err(format!("No order moves on to {}. It can be set.", wanted.name()));
    };
    while store.orders.at(place).status != wanted {
        let status = store.orders.at(place).status;
        if way(status).is_none_or(|at| at >= end) {
            return Err(format!("An order that is {} does not move on to {}.", status.name(), wanted.name()));
        }
        advance(store, place)?;
    }
    Ok(wanted)
}

/// Puts an order into a status, with all that comes with it.
pub fn put(store: &mut Store, place: u32, status: Status) {
    if store.orders.at(place).status == status {
        return;
    }
    store.changed = true;
    let leaves = matches!(status.name(), "shipped" | "delivered");
    if leaves && store.orders.at(place).shipments.is_empty() {
        let shipment = shipment(store, place);
        store.orders.at_mut(place).shipments.push(Packed::of(&shipment));
        store.dispense(place);
    }
    store.enter(place, status, By::Pharmacist);
    if leaves {
        events::order_on_its_way(store, place, &format!("order.{}", status.name()));
    }
}

fn shipment(store: &mut Store, place: u32) -> Document {
    let now = store.now;
    let random = store.streams.of(Stream::Pharmacy);
    let number = format!("SANDBOX{}", random.text(12, b"0123456789"));
    let id = random.uuid().to_string().to_ascii_uppercase();
    let order = store.orders.at(place);
    let label = order.custom_shipping.as_ref().map(Packed::open);
    let wish = order.shipping.as_ref().map(Packed::open).unwrap_or_default();
    let code = |name: &str| text(&wish, name).unwrap_or_default();
    let (carrier, level) = store.catalogue.shipping_names(code("carrier"), code("service_level"));
    let of_label = |name: &str, other: String| label.as_ref().and_then(|label| text(label, name)).map_or(other, str::to_string);
    let mut shipment = object(json!({
        "carrier": of_label("carrier", carrier),
        "id": id,
        "shipped_at": iso(now),
        "tracking_number": of_label("tracking_number", number.clone()),
        "tracking_url": of_label("tracking_url", format!("https://example.com/track/{number}")),
    }));
    if label.is_none() {
        shipment.insert("service_level".into(), level.into());
    }
    shipment
}

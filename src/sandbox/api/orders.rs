//! Orders.

use serde_json::{Value, json};

use super::show_order::show;
use super::{lines, new_orders, patients};
use crate::rules::orders::Action;
use crate::sandbox::http::answer::{Refusal, Reply, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::account::{PHARMACIST_ID, USER_ID};
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, Packed, texts};
use crate::sandbox::store::orders::{By, Replacement, Status, Stay};
use crate::sandbox::store::tasks::About;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "create" => new_orders::create,
        "get" => get,
        "update" => update,
        "cancel" | "pause" | "unpause" => change_status,
        "requestCancellation" => request_cancellation,
        "prioritize" => prioritize,
        "replace" => replace,
        "addProducts" => add_products,
        "updateProductQuantity" => update_product_quantity,
        "removeProduct" => remove_product,
        "statusHistory" => status_history,
        "statuses" => statuses,
        "shippingOptions" => shipping_options,
        _ => return None,
    })
}

fn find(store: &Store, call: &Call<'_>) -> Result<u32, Refusal> {
    let missing = || Refusal::not_found("There is no order with this id, number or external_id.");
    store.order(call.id("order_id")).ok_or_else(missing)
}

/// The place of the call's order, if its status allows what the endpoint does.
fn act(store: &Store, call: &Call<'_>) -> Result<u32, Refusal> {
    let place = find(store, call)?;
    let status = store.orders.at(place).status.name();
    match call.endpoint.action {
        Some(action) if !action.allows(status) => {
            let allowed = action.allowed_from.join(", ");
            let message = format!("An order that is {status} cannot {}. Allowed from: {allowed}.", undergo(action));
            Err(forbidden(store, message))
        }
        _ => Ok(place),
    }
}

fn forbidden(store: &Store, message: impl Into<String>) -> Refusal {
    Refusal::new(store.assumptions.number(Switch::ForbiddenAction) as u16, message)
}

/// What an action does to an order, in words that follow "cannot".
fn undergo(action: &Action) -> &'static str {
    match action.name {
        "cancel" => "be cancelled",
        "request_cancellation" => "have its cancellation requested",
        "pause" => "be paused",
        "unpause" => "be unpaused",
        "prioritize" => "be prioritized",
        "replace" => "be replaced",
        "change products" => "have its products changed",
        _ => "be changed",
    }
}

/// The changed order as an answer.
fn changed(store: &mut Store, place: u32) -> Result<Reply, Refusal> {
    store.changed = true;
    store.orders.at_mut(place).updated = store.now;
    ok(show(store, place))
}

fn list(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let total: usize;
    let places: Box<dyn Iterator<Item = u32>> = match call.text("status") {
        Some(wanted) => {
            let mut statuses: Vec<Status> = wanted.split(',').filter_map(|name| Status::read(name.trim())).collect();
            statuses.sort_by_key(|status| status.place());
            statuses.dedup();
            total = statuses.iter().map(|status| store.orders.count_of(*status)).sum();
            Box::new(store.orders.in_statuses(&statuses))
        }
        None => {
            total = store.orders.len();
            Box::new((0..store.orders.len() as u32).rev())
        }
    };
    let seen = places.filter(|place| store.is_seen(store.orders.at(*place).created));
    call.page(store, total, seen, |place| show(store, place))
}

fn get(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    ok(show(store, find(store, call)?))
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call)?;
    let shown = show(store, place);
    // What is sent back as it was read changes nothing.
    let new = |name: &str| {
        let value = call.params.get(name)?;
        let same = |(part, value): (&String, &Value)| shown[name].get(part) == Some(value);
        let is_same = value.as_object().is_some_and(|value| !shown[name].is_null() && value.iter().all(same));
        value.as_object().filter(|_| !is_same)
    };
    let redirects: Vec<(&str, &Document)> =
        ["address", "custom_shipping", "shipping"].into_iter().filter_map(|name| Some((name, new(name)?))).collect();
    // The rule is about where an order goes, and says nothing of the key that it is found by.
    if !redirects.is_empty() {
        act(store, call)?;
    }
    new_orders::fits_carrier(&call.params, "")?;
    if let Some(key) = call.text("external_id") {
        new_orders::is_unused(store, key, Some(place), "")?;
        store.orders.set_key(place, key);
    }
    for (name, value) in redirects {
        match name {
            "address" => {
                new_orders::readdress(store, place, value);
            }
            "custom_shipping" => store.orders.at_mut(place).custom_shipping = Some(Packed::of(value)),
            _ => store.orders.at_mut(place).shipping = new_orders::preference(&call.params).map(Packed::of),
        }
    }
    if let Some(address) = call.object("address").filter(|_| call.flag("update_patient")) {
        patients::move_to(store, store.orders.at(place).patient, address);
    }
    changed(store, place)
}

fn change_status(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    let status = call.endpoint.action.and_then(|action| action.leads_to).and_then(Status::read);
    if let Some(status) = status {
        store.enter(place, status, By::Account);
    }
    changed(store, place)
}

fn request_cancellation(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    if store.orders.at(place).cancellation_requested {
        let message = "The cancellation of this order was requested before. Once per order is allowed.";
        return Err(forbidden(store, message));
    }
    store.orders.at_mut(place).cancellation_requested = true;
    store.add_task(place, About::Cancellation, call.text("comments").unwrap_or("no reason given"));
    changed(store, place)
}

fn prioritize(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    store.orders.at_mut(place).priority_requested = true;
    changed(store, place)
}

fn replace(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    let (now, reason) = (store.now, call.text("reason").map(Into::into));
    let order = store.orders.at_mut(place);
    let before = order.replacement.take().map(|before| before.orders).unwrap_or_default();
    order.replacement = Some(Box::new(Replacement { status: "pending".into(), requested: now, reason, orders: before }));
    store.add_task(place, About::Replacement, call.text("reason").unwrap_or("no reason given"));
    changed(store, place)
}

fn add_products(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    let wanted = lines::read(&store.catalogue, &call.params, "")?;
    lines::put(store, place, wanted);
    changed(store, place)
}

fn update_product_quantity(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    let quantity = lines::quantity(call)?;
    let line = lines::find(store, store.orders.at(place), call)?;
    store.orders.at_mut(place).lines[line].quantity = quantity;
    changed(store, place)
}

fn remove_product(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(store, call)?;
    let line = lines::find(store, store.orders.at(place), call)?;
    lines::remove(store, place, line);
    changed(store, place)?;
    let kind = match call.id("product_type") {
        "prescription" => "Prescription",
        "non_prescription" => "Non_prescription",
        _ => "Order_material",
    };
    ok(json!({ "message": format!("{kind} product removed from order") }))
}

fn status_history(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let history = &store.orders.at(find(store, call)?).history;
    let ends = history.iter().skip(1).map(|next| next.since).chain([store.now]);
    let entry = |(stay, end): (&Stay, i64)| {
        let mut shown = texts(&[("status", stay.status.name().into()), ("updated_at", iso(stay.since))]);
        // In seconds; the unit is not documented.
        shown.insert("duration".into(), ((end - stay.since).max(0) / 1000).into());
        shown.insert("updated_by".into(), author(stay.by).into());
        shown.into()
    };
    ok(history.iter().zip(ends).map(entry).collect::<Vec<Value>>())
}

fn author(by: By) -> Document {
    let (id, first, last) = match by {
        By::Account => (USER_ID, "Sandy", "Sandbox"),
        By::Pharmacist => (PHARMACIST_ID, "Sandbox", "Pharmacist"),
    };
    texts(&[("id", id.into()), ("first_name", first.into()), ("last_name", last.into())])
}

fn statuses(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("statuses"))
}

fn shipping_options(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("shipping_options"))
}

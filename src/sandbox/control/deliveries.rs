//! Webhooks, beside those that the API subscribed.

use serde_json::{Value, json};

use super::params::{ok, required};
use crate::sandbox::api::notifications::sample;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::events;
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::outbox::{Event, Manners};

/// Sets where all events go, and how their deliveries go wrong: `to` (a URL, or nothing for the receiver of the process),
/// `secret`, `shuffled`, `twice`, `lose`, `allow` (hosts).
pub fn configure(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    const KNOWN: [&str; 6] = ["to", "secret", "shuffled", "twice", "lose", "allow"];
    if let Some(name) = params.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        let path = crate::check::printable(name);
        return Err(Refusal::field(path, &format!("there is no such option; there are {}", KNOWN.join(", "))));
    }
    store.changed = true;
    let outbox = &mut store.outbox;
    match params.get("to") {
        Some(Value::String(to)) => outbox.forward = Some(to.clone()),
        Some(Value::Null) => outbox.forward = None,
        _ => {}
    }
    if let Some(secret) = text(params, "secret") {
        outbox.secret = Some(secret.into());
    }
    if let Some(hosts) = params.get("allow").and_then(Value::as_array) {
        outbox.allowed = hosts.iter().filter_map(|host| host.as_str().map(str::to_string)).collect();
    }
    let flag = |name: &str, known: bool| params.get(name).and_then(Value::as_bool).unwrap_or(known);
    let lose = params.get("lose").map_or(Some(outbox.manners.lose), Value::as_f64).filter(|part| (0.0..=1.0).contains(part));
    let lose = lose.ok_or_else(|| Refusal::field("lose", "expected a number from 0 to 1"))?;
    outbox.manners =
        Manners { shuffled: flag("shuffled", outbox.manners.shuffled), twice: flag("twice", outbox.manners.twice), lose };
    ok()
}

/// Sends an event: of an order where one is named, or else the sample.
pub fn trigger(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let event = required(params, "event")?;
    let known = store.catalogue.part("samples");
    let unknown = || {
        let names: Vec<&str> = known.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        Refusal::field("event", &format!("there is no such event; there are {}", names.join(", ")))
    };
    let payload = sample(store, event).ok_or_else(unknown)?;
    store.changed = true;
    if let Some(url) = text(params, "url") {
        let now = store.now;
        store.outbox.send(Event { code: event, data: &payload }, url, now, store.streams.of(Stream::Faults));
        return ok();
    }
    let Some(order) = text(params, "order") else {
        store.publish(event, &payload);
        return ok();
    };
    let place = store.order(order).ok_or_else(|| Refusal::field("order", "there is no such order"))?;
    match event {
        "order.created" => events::order_created(store, place),
        "order.stuck" => events::order_stuck(store, place),
        "order.shipped" | "order.delivered" => events::order_on_its_way(store, place, event),
        _ => return Err(Refusal::field("event", "is not about an order")),
    }
    ok()
}

/// Makes what waits for its next attempt due now.
pub fn hurry(store: &mut Store) -> Result<Value, Refusal> {
    store.changed = true;
    let now = store.now;
    store.outbox.hurry(now);
    Ok(json!({ "due": store.outbox.due().is_some() }))
}

//! Webhooks, beside those that the API subscribed.

use serde_json::{Value, json};

use super::params::{ok, required};
use crate::sandbox::api::notifications::sample;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::events;
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::outbox::{Event, Manners, may_call};

/// Sets where all events go, and how their deliveries go wrong: `to` (a URL, or nothing for the receiver of the process),
/// `secret`, `shuffled`, `twice`, `lose`, `allow` (hosts).
pub fn configure(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    const KNOWN: [&str; 6] = ["to", "secret", "shuffled", "twice", "lose", "allow"];
    if let Some(name) = params.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        let path = crate::check::printable(name);
        return Err(Refusal::field(path, &format!("there is no such option; there are {}", KNOWN.join(", "))));
    }
    let given = |name: &str| params.get(name).filter(|value| !value.is_null());
    let flag = |name: &str, known: bool| match given(name) {
        None => Ok(known),
        Some(value) => value.as_bool().ok_or_else(|| Refusal::field(name, "expected true or false")),
    };
    let old = &store.outbox;
    let lose = given("lose").map_or(Some(old.manners.lose), Value::as_f64).filter(|part| (0.0..=1.0).contains(part));
    let lose = lose.ok_or_else(|| Refusal::field("lose", "expected a number from 0 to 1"))?;
    let manners = Manners { shuffled: flag("shuffled", old.manners.shuffled)?, twice: flag("twice", old.manners.twice)?, lose };
    let secret = match given("secret") {
        None => old.secret.clone(),
        Some(secret) => Some(secret.as_str().ok_or_else(|| Refusal::field("secret", "expected a string"))?.to_string()),
    };
    let allowed = given("allow").map_or(Some(old.allowed.clone()), hosts);
    let allowed = allowed.ok_or_else(|| Refusal::field("allow", "expected a list of host names"))?;
    let forward = match params.get("to") {
        None => old.forward.clone(),
        Some(Value::Null) => None,
        Some(to) => Some(match to.as_str() {
            // The receiver of the process.
            Some("") => String::new(),
            to => target("to", to.unwrap_or_default(), &allowed)?,
        }),
    };
    store.changed = true;
    let outbox = &mut store.outbox;
    (outbox.manners, outbox.allowed, outbox.forward, outbox.secret) = (manners, allowed, forward, secret);
    ok()
}

/// Host names: a list, or one.
fn hosts(given: &Value) -> Option<Vec<String>> {
    match given {
        Value::String(host) => Some(vec![host.clone()]),
        Value::Array(hosts) => hosts.iter().map(|host| host.as_str().map(str::to_string)).collect(),
        _ => None,
    }
}

/// A URL that may be called.
fn target(name: &str, url: &str, allowed: &[String]) -> Result<String, Refusal> {
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(Refusal::field(name, "expected a URL that begins with http:// or https://"));
    }
    if !may_call(url, allowed) {
        return Err(Refusal::field(name, "is not on this machine; name its host in allow, or with --allow-target"));
    }
    Ok(url.into())
}

/// Sends an event: of an order where one is named, or else the sample.
pub fn trigger(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let event = required(params, "event")?;
    let known = store.catalogue.part("samples");
    let unknown = || {
        let names: Vec<&str> = known.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        Refusal::field("event", &format!("there is no such event; there are {}", names.join(", ")))
    };
    let sample = sample(store, event).ok_or_else(unknown)?;
    let payload = match text(params, "order") {
        None => sample,
        Some(order) => {
            let place = store.order(order).ok_or_else(|| Refusal::field("order", "there is no such order"))?;
            events::of_order(store, event, place).ok_or_else(|| Refusal::field("event", "is not about an order"))?
        }
    };
    let url = text(params, "url").map(|url| target("url", url, &store.outbox.allowed)).transpose()?;
    store.changed = true;
    let before = store.outbox.made();
    match url {
        Some(url) => {
            let now = store.now;
            store.outbox.send(Event { code: event, data: &payload }, &url, now, store.streams.of(Stream::Faults));
        }
        None => store.publish(event, &payload),
    }
    Ok(json!({ "deliveries": store.outbox.made() - before }))
}

/// Makes what waits for its next attempt due now.
pub fn hurry(store: &mut Store) -> Result<Value, Refusal> {
    store.changed = true;
    let now = store.now;
    store.outbox.hurry(now);
    Ok(json!({ "due": store.outbox.due().is_some() }))
}

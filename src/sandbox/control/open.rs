//! Opening a sandbox with options, and keeping it: snapshot and restore.

use serde_json::{Value, json};

use super::{clock, deliveries, fixture};
use crate::check::printable;
use crate::sandbox::api::{patients, prescribers};
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::pharmacy::stuck;
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::millis;
use crate::sandbox::store::document::Document;
use crate::sandbox::store::schedule::Schedule;
use crate::sandbox::world;

/// The form of a snapshot. Another one is refused.
const FORM: u64 = 1;

/// A store with its catalogue, a few patients and prescribers, and no orders.
pub fn fresh(seed: u64) -> Store {
    let mut store = Store::new(seed);
    patients::seed(&mut store);
    prescribers::seed(&mut store);
    store
}

/// A store with options. `now` is the caller's clock.
pub fn open(options: &Document, now: f64) -> Result<Store, String> {
    let mut store = fresh(options.get("seed").and_then(Value::as_u64).unwrap_or(1));
    furnish(&mut store, options, now).map_err(|refusal| refusal.text())?;
    store.changed = false;
    Ok(store)
}

fn furnish(store: &mut Store, options: &Document, now: f64) -> Result<(), Refusal> {
    const KNOWN: [&str; 7] = ["seed", "assumptions", "schedule", "patients", "orders", "fixture", "webhooks"];
    if let Some(name) = options.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Refusal::field(printable(name), &format!("there is no such option; there are now, {}", KNOWN.join(", "))));
    }
    let part = |name: &str| match options.get(name) {
        None | Some(Value::Null) => Ok(Document::new()),
        Some(Value::Object(part)) => Ok(part.clone()),
        Some(_) => Err(Refusal::field(name, "expected an object")),
    };
    let count = |name: &str, most: u64| match options.get(name) {
        None | Some(Value::Null) => Ok(0),
        Some(count) => {
            let fits = count.as_u64().filter(|count| *count <= most);
            fits.ok_or_else(|| Refusal::field(name, &format!("expected a whole number from 0 to {most}")))
        }
    };
    let named = |parent: &str, errors: Vec<(String, String)>| Refusal::invalid(errors).below(parent);
    let (patients, orders) = (count("patients", 1_000_000)?, count("orders", 1_000_000)?);
    let webhooks = part("webhooks")?;
    store.assumptions.set(&part("assumptions")?).map_err(|errors| named("assumptions", errors))?;
    let schedule = Schedule::read(&part("schedule")?).map_err(|error| named("schedule", vec![error]))?;
    store.now = millis(now);
    fixture::load(store, &part("fixture")?)?;
    world::populate(store, patients as usize, orders as usize);
    store.schedule = schedule;
    if !webhooks.is_empty() {
        deliveries::configure(store, &webhooks).map_err(|refusal| refusal.below("webhooks"))?;
    }
    stuck::review(store);
    clock::clock(store, &Document::new())?;
    Ok(())
}

/// A store as text, with the options that it was opened with.
#[inline(never)]
pub fn snapshot(store: &Store, opened: &Document) -> String {
    let mut text = json!({ "blend_sdk_sandbox": FORM, "opened": opened }).to_string();
    // The store is written beside, not as a value: it may be large.
    text.pop();
    text.push_str(",\"store\":");
    text.push_str(&serde_json::to_string(store).unwrap_or_default());
    text.push('}');
    text
}

#[derive(serde::Deserialize)]
struct Snapshot {
    blend_sdk_sandbox: u64,
    opened: Document,
    store: Store,
}

/// Reads a snapshot: the store, and the options that it was opened with.
#[inline(never)]
pub fn restore(text: &str) -> Result<(Store, Document), String> {
    let snapshot: Snapshot = serde_json::from_str(text)
        .map_err(|error| format!("This is no snapshot of a sandbox (line {}, column {}).", error.line(), error.column()))?;
    if snapshot.blend_sdk_sandbox != FORM {
        return Err("This snapshot was made by another version of blend-sdk.".into());
    }
    let mut store = snapshot.store;
    store.index();
    store.changed = true;
    Ok((store, snapshot.opened))
}

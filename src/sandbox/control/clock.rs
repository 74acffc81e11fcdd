//! The clock, ahead of the caller's by as much as it was advanced.

use serde_json::{Value, json};

use crate::sandbox::http::answer::Refusal;
use crate::sandbox::pharmacy::time;
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::{iso, length, read};
use crate::sandbox::store::document::Document;

/// Advances or sets the clock, or only reads it. All that is due on the way happens.
pub fn clock(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    if let Some(advance) = params.get("advance") {
        let wanted = advance.as_i64().filter(|wait| *wait >= 0).or_else(|| length(advance.as_str()?));
        let wait = wanted.ok_or_else(|| Refusal::field("advance", "expected a length of time, such as 90s, 61m, 24h, 7d"))?;
        turn(store, store.now.saturating_add(wait));
    }
    if let Some(set) = params.get("set") {
        let wanted = set.as_str().and_then(read);
        let wanted = wanted.ok_or_else(|| Refusal::field("set", "expected a time, such as 2025-03-15T12:00:00Z"))?;
        if wanted < store.now {
            return Err(Refusal::field("set", "lies before the time that the clock shows; it does not go back"));
        }
        turn(store, wanted);
    }
    Ok(json!({ "now": iso(store.now) }))
}

fn turn(store: &mut Store, now: i64) {
    let now = super::super::store::clock::millis(now as f64);
    store.changed = true;
    store.ahead += now - store.now;
    time::pass(store, now);
}

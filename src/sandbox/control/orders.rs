//! What the pharmacy does to orders and prescriptions.

use serde_json::{Value, json};

use super::params::required;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::pharmacy::{moves, requests};
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::ids::Uuid;
use crate::sandbox::store::orders::Status;

fn find(store: &Store, params: &Document) -> Result<u32, Refusal> {
    let missing = || Refusal::field("order", "There is no order with this id, number or external_id.");
    store.order(required(params, "order")?).ok_or_else(missing)
}

fn status(params: &Document, name: &str) -> Result<Status, Refusal> {
    let known: Vec<&str> = Status::all().map(Status::name).collect();
    let unknown = || Refusal::field(name, &format!("expected one of {}", known.join(", ")));
    Status::read(required(params, name)?).ok_or_else(unknown)
}

fn shown(store: &Store, place: u32) -> Value {
    let order = store.orders.at(place);
    json!({ "order": order.number.to_string(), "id": order.id.to_string(), "status": order.status.name() })
}

fn conflict(why: String) -> Refusal {
    Refusal::new(409, why)
}

/// Moves an order one status on, or on to one.
pub fn advance(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let place = find(store, params)?;
    if params.contains_key("to") {
        let wanted = status(params, "to")?;
        moves::advance_to(store, place, wanted).map_err(conflict)?;
    } else {
        moves::advance(store, place).map_err(conflict)?;
    }
    Ok(shown(store, place))
}

/// Moves an order on to a status.
pub fn move_to(store: &mut Store, params: &Document, wanted: &str) -> Result<Value, Refusal> {
    let place = find(store, params)?;
    if let Some(wanted) = Status::read(wanted) {
        moves::advance_to(store, place, wanted).map_err(conflict)?;
    }
    Ok(shown(store, place))
}

/// Puts an order into a status, whatever the rules say.
pub fn set(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let place = find(store, params)?;
    let wanted = status(params, "status")?;
    moves::put(store, place, wanted);
    Ok(shown(store, place))
}

fn outcome<'a>(params: &'a Document, known: &[&str]) -> Result<&'a str, Refusal> {
    let given = required(params, "outcome")?;
    if known.contains(&given) {
        return Ok(given);
    }
    Err(Refusal::field("outcome", &format!("expected one of {}", known.join(", "))))
}

pub fn answer_cancellation(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let place = find(store, params)?;
    let accepted = outcome(params, &["accepted", "declined"])? == "accepted";
    requests::answer_cancellation(store, place, accepted).map_err(conflict)?;
    Ok(shown(store, place))
}

pub fn answer_replacement(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let place = find(store, params)?;
    let outcome = outcome(params, &["fulfilled", "declined", "cancelled"])?;
    let orders = params.get("orders").and_then(Value::as_u64).unwrap_or(1).clamp(1, 20) as usize;
    let made = requests::answer_replacement(store, place, outcome, orders).map_err(conflict)?;
    Ok(json!({ "order": store.orders.at(place).number.to_string(), "status": outcome, "orders": made }))
}

pub fn cancel_prescription(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    let id = text(params, "prescription").and_then(Uuid::read).and_then(|id| store.prescriptions.by_id(id));
    let place = id.ok_or_else(|| Refusal::field("prescription", "There is no electronic prescription with this id."))?;
    requests::cancel_prescription(store, place).map_err(conflict)?;
    Ok(json!({ "prescription": store.prescriptions.at(place).id.to_string(), "status": "cancelled" }))
}

//! What tests and people do to a sandbox: in process, below `/__sandbox/`, and from the command line.

mod clock;
mod deliveries;
mod fixture;
mod fixture_check;
mod open;
mod orders;
mod params;
mod view;

use serde_json::{Value, json};

use super::http::answer::Refusal;
use super::store::Store;
use super::store::document::{Document, text};
use super::store::faults::{Fault, is_operation};
use super::store::schedule::Schedule;
use super::world;

pub use open::{fresh, open, restore, snapshot};
use params::ok;

/// Does what a name says, with its params, and gives JSON.
pub fn run(store: &mut Store, name: &str, params: Document) -> Result<Value, Refusal> {
    params::check(name, &params)?;
    match name {
        "advance" => orders::advance(store, &params),
        "ship" => orders::move_to(store, &params, "shipped"),
        "set" => orders::set(store, &params),
        "answer-cancellation" => orders::answer_cancellation(store, &params),
        "answer-replacement" => orders::answer_replacement(store, &params),
        "cancel-prescription" => orders::cancel_prescription(store, &params),
        "clock" => clock::clock(store, &params),
        "schedule" => {
            store.changed = true;
            store.schedule = Schedule::read(&params).map_err(|(path, why)| Refusal::field(path, &why))?;
            ok()
        }
        "fail" => {
            store.changed = true;
            let fault = Fault::read(params.into()).map_err(|(path, why)| Refusal::field(path, &why))?;
            Ok(json!({ "id": store.faults.add(fault) }))
        }
        "heal" => {
            store.changed = true;
            store.faults.remove(params.get("id").and_then(Value::as_u64));
            ok()
        }
        "faults" => Ok(store.faults.list()),
        "assumptions" => assume(store, &params),
        "revoke" => {
            store.changed = true;
            store.account.revoke_all();
            ok()
        }
        "webhooks" => deliveries::configure(store, &params),
        "trigger" => deliveries::trigger(store, &params),
        "deliver" => deliveries::hurry(store),
        "deliveries" => Ok(store.outbox.list()),
        "calls" => {
            let operation = text(&params, "operation");
            if operation.is_some_and(|operation| !is_operation(operation)) {
                return Err(Refusal::field("operation", "there is no such operation; expected one such as orders.create"));
            }
            Ok(store.journal.list(operation))
        }
        "forget-calls" => {
            store.journal.clear();
            ok()
        }
        "populate" => {
            store.changed = true;
            let count = |name: &str| params.get(name).and_then(Value::as_u64).unwrap_or(0) as usize;
            world::populate(store, count("patients"), count("orders"));
            Ok(view::state(store))
        }
        "fixture" => load_fixture(store, &params),
        "state" => Ok(view::state(store)),
        "stuck" => Ok(view::stuck(store)),
        "tasks" => Ok(view::tasks(store)),
        "orders" => view::orders(store, &params),
        _ => Err(Refusal::not_found("There is no such command.")),
    }
}

/// Takes a fixture in: all of it, or nothing.
fn load_fixture(store: &mut Store, fixture: &Document) -> Result<Value, Refusal> {
    // As text: copying the store would bring its copying code into the module, which is 25 KB.
    let before = open::snapshot(store, &Document::new());
    let given = fixture::load(store, fixture);
    if given.is_err()
        && let Ok((old, _)) = open::restore(&before)
    {
        let journal = std::mem::take(&mut store.journal);
        *store = old;
        store.journal = journal;
        store.changed = false;
    }
    given.map(|()| view::state(store))
}

/// Sets assumptions, and lists them all.
fn assume(store: &mut Store, params: &Document) -> Result<Value, Refusal> {
    if !params.is_empty() {
        store.changed = true;
        store.assumptions.set(params).map_err(Refusal::invalid)?;
        store.note_all_mergeable();
    }
    Ok(store.assumptions.list())
}

//! Who supervises whom, and in which state.

use serde_json::{Value, json};

use super::licences::is_valid;
use super::prescribers::find;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::{DAY, date};
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::ids::Stream;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "supervisors" => supervisors,
        "createSupervision" => create,
        "removeSupervision" => remove,
        "supervisees" => supervisees,
        _ => return None,
    })
}

/// The supervisions that have the path's prescriber in a field.
fn of_field(store: &Store, call: &Call<'_>, field: &str) -> Result<Reply, Refusal> {
    let id = store.prescribers.at(find(store, call)?).id.to_string();
    ok(store.supervisions.iter().filter(|one| text(one, field) == Some(&id)).cloned().collect::<Value>())
}

fn supervisors(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    of_field(store, call, "prescriber_id")
}

fn supervisees(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    of_field(store, call, "supervisor_id")
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let prescriber = find(store, call)?;
    let (supervisor, state) = (call.required("supervisor_id")?, call.required("state")?);
    let Some(supervisor) = store.prescribers.by_id(supervisor) else {
        return Err(Refusal::field("supervisor_id", "there is no such prescriber"));
    };
    if supervisor == prescriber {
        return Err(Refusal::field("supervisor_id", "nobody supervises themselves"));
    }
    let today = date(store.now.div_euclid(DAY));
    if !store.prescribers.at(supervisor).qualifications.iter().any(|one| is_valid(one, &today)) {
        return Err(Refusal::field("supervisor_id", "a supervisor needs a valid licence in some state"));
    }
    let [prescriber, supervisor] = [prescriber, supervisor].map(|place| store.prescribers.at(place).id.to_string());
    let known = store.supervisions.iter().find(|one| is(one, &prescriber, &supervisor, state));
    if let Some(known) = known {
        return ok(known.clone());
    }
    let id = store.uuid(Stream::Prescribers).to_string();
    store.changed = true;
    let new = json!({ "id": id, "prescriber_id": prescriber, "supervisor_id": supervisor, "state": state });
    store.supervisions.extend(new.as_object().cloned());
    created(new)
}

fn remove(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let state = call.required("state")?;
    let prescriber = store.prescribers.at(find(store, call)?).id.to_string();
    let found = store.supervisions.iter().position(|one| is(one, &prescriber, call.id("supervisor_id"), state));
    let Some(place) = found else {
        return Err(Refusal::not_found("There is no such supervision in this state."));
    };
    store.changed = true;
    store.supervisions.remove(place);
    ok(json!({ "message": "Supervision removed" }))
}

fn is(supervision: &Document, prescriber: &str, supervisor: &str, state: &str) -> bool {
    let same = |field: &str, value: &str| text(supervision, field).is_some_and(|known| known.eq_ignore_ascii_case(value));
    same("prescriber_id", prescriber) && same("supervisor_id", supervisor) && same("state", state)
}

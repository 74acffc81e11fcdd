//! Who supervises whom, and in which state.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::{DAY, date};
use super::document::{Document, text};
use super::prescribers::{find, place};
use super::qualifications::is_valid;

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
fn of_field(sandbox: &Sandbox, call: &Call<'_>, field: &str) -> Result<Reply, Refusal> {
    let id = sandbox.prescribers[find(sandbox, call)?].id();
    ok(sandbox.supervisions.iter().filter(|one| text(one, field) == Some(id)).cloned().collect::<Value>())
}

fn supervisors(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    of_field(sandbox, call, "prescriber_id")
}

fn supervisees(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    of_field(sandbox, call, "supervisor_id")
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let prescriber = find(sandbox, call)?;
    let (supervisor, state) = (call.required("supervisor_id")?, call.required("state")?);
    let Some(supervisor) = place(sandbox, "id", supervisor) else {
        return Err(Refusal::field("supervisor_id", "there is no such prescriber"));
    };
    if supervisor == prescriber {
        return Err(Refusal::field("supervisor_id", "nobody supervises themselves"));
    }
    let today = date(sandbox.now.div_euclid(DAY));
    if !sandbox.prescribers[supervisor].qualifications.iter().any(|one| is_valid(one, &today)) {
        return Err(Refusal::field("supervisor_id", "a supervisor needs a valid licence in some state"));
    }
    let (prescriber, supervisor) = (sandbox.prescribers[prescriber].id(), sandbox.prescribers[supervisor].id());
    let known = sandbox.supervisions.iter().find(|one| is(one, prescriber, supervisor, state));
    if let Some(known) = known {
        return ok(known.clone());
    }
    let id = sandbox.random.uuid();
    let new = json!({ "id": id, "prescriber_id": prescriber, "supervisor_id": supervisor, "state": state });
    sandbox.supervisions.extend(new.as_object().cloned());
    created(new)
}

fn remove(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let state = call.required("state")?;
    let prescriber = sandbox.prescribers[find(sandbox, call)?].id();
    let found = sandbox.supervisions.iter().position(|one| is(one, prescriber, call.id("supervisor_id"), state));
    let Some(place) = found else {
        return Err(Refusal::not_found("There is no such supervision in this state."));
    };
    sandbox.supervisions.remove(place);
    ok(json!({ "message": "Supervision removed" }))
}

fn is(supervision: &Document, prescriber: &str, supervisor: &str, state: &str) -> bool {
    let same = |field: &str, value: &str| text(supervision, field).is_some_and(|known| known.eq_ignore_ascii_case(value));
    same("prescriber_id", prescriber) && same("supervisor_id", supervisor) && same("state", state)
}

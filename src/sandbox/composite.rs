//! Composite creation: all of it, or nothing.

use serde_json::{Value, json};

use super::answer::{Handler, Refusal, Reply, created};
use super::call::Call;
use super::document::{Document, text};
use super::{Sandbox, orders, patients, prescribers, prescriptions};

pub fn handler(name: &str) -> Option<Handler> {
    (name == "create").then_some(create)
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let before = sandbox.clone();
    make(sandbox, call).and_then(created).inspect_err(|_| *sandbox = before)
}

/// The four in the order in which they need each other. What it made stays where a later one fails.
fn make(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Value, Refusal> {
    let mut patient = None;
    let mut prescriber = None;
    let mut done = Document::new();
    let mut note = |name: &str, id: &str, created: bool| drop(done.insert(name.into(), json!({ "id": id, "created": created })));

    if let Some(given) = call.object("patient") {
        let (id, new) = patients::named(sandbox, given, "patient.")?;
        note("patient", &id, new);
        patient = Some(id);
    }
    if let Some(given) = call.object("prescriber") {
        let (id, new) = prescriber_of(sandbox, given)?;
        note("prescriber", &id, new);
        prescriber = Some(id);
    }
    let mut prescription = None;
    if let Some(given) = call.object("electronic_prescription") {
        let beside = (patient.as_deref(), prescriber.as_deref());
        let (id, whose) = prescriptions::take(sandbox, given, "electronic_prescription.", beside)?;
        note("electronic_prescription", &id, true);
        prescription = Some(id);
        patient = whose;
    }
    if let Some(given) = call.object("order") {
        let beside = (patient.as_deref(), prescription.as_deref());
        let (place, merged) = orders::take(sandbox, given, "order.", beside, call.flag("force_new"))?;
        note("order", sandbox.orders[place].text("id"), !merged);
    }
    if done.is_empty() {
        return Err(Refusal::new(422, "Give at least one of patient, prescriber, electronic_prescription and order."));
    }
    let new = done.values().filter(|entity| entity["created"] == true).count();
    let summary = json!({ "entities_created": new, "entities_referenced": done.len() - new });
    done.insert("summary".into(), summary);
    Ok(done.into())
}

/// The id of the prescriber that a request names, and whether the request made them.
fn prescriber_of(sandbox: &mut Sandbox, given: &Document) -> Result<(String, bool), Refusal> {
    if given.is_empty() {
        return Err(Refusal::field("prescriber", "give an id, an NPI, or the data of a new prescriber"));
    }
    let refers = given.keys().all(|key| key == "id" || key == "npi");
    let (place, new) = match (text(given, "id"), text(given, "npi")) {
        (Some(id), npi) if refers => {
            let id = prescribers::known(sandbox, id, "prescriber.id")?;
            let is = |npi: &str| prescribers::place(sandbox, "npi", npi) == prescribers::place(sandbox, "id", &id);
            return match npi {
                Some(npi) if !is(npi) => Err(Refusal::field("prescriber.npi", "is not that of the prescriber with this id")),
                _ => Ok((id, false)),
            };
        }
        (None, Some(npi)) if refers => match prescribers::link(sandbox, npi) {
            Some(place) => (place, false),
            None => return Err(Refusal::field("prescriber.npi", "there is no prescriber with this NPI")),
        },
        _ => prescribers::register(sandbox, given),
    };
    Ok((sandbox.prescribers[place].id().to_string(), new))
}

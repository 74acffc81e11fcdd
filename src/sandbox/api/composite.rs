//! Composite creation: all of it, or nothing.

use serde_json::json;

use super::new_prescriptions::{self, Doctor};
use super::patients::{self, Who};
use super::{new_orders, prescribers};
use crate::sandbox::http::answer::{Refusal, Reply, created};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};

pub fn handler(name: &str) -> Option<Handler> {
    (name == "create").then_some(create)
}

/// Plans the four in the order in which they need each other, then carries the plans out.
fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let who = call.object("patient").map(|given| patients::named(store, given, "patient.")).transpose()?;
    let doctor = call.object("prescriber").map(|given| doctor_of(store, given)).transpose()?;
    let prescription = call
        .object("electronic_prescription")
        .map(|given| new_prescriptions::plan(store, given, "electronic_prescription.", (who.as_ref(), doctor.as_ref())));
    let mut prescription = prescription.transpose()?;
    let beside = prescription.as_ref().and_then(|plan| plan.who.clone()).or(who.clone());
    let order = call.object("order");
    let order = order.map(|given| new_orders::plan(store, given, "order.", beside.as_ref(), call.flag("force_new")));
    let mut order = order.transpose()?;
    if who.is_none() && doctor.is_none() && prescription.is_none() && order.is_none() {
        return Err(Refusal::new(422, "Give at least one of patient, prescriber, electronic_prescription and order."));
    }
    let mut done = Document::new();
    let mut note = |name: &str, id: String, new: bool| drop(done.insert(name.into(), json!({ "id": id, "created": new })));
    // A new patient is made once, and everyone who names them means that one.
    if let Some(new @ Who::New(_)) = &beside {
        let made = Who::Known(patients::make(store, new));
        prescription = prescription.map(|plan| new_prescriptions::Plan { who: plan.who.map(|_| made.clone()), ..plan });
        order = order.map(|plan| plan.of(&made));
        if who.is_some() {
            note("patient", id_of(store, &made), true);
        }
    } else if let Some(who) = &who {
        note("patient", id_of(store, who), false);
    }
    if let Some(doctor) = &doctor {
        let new = matches!(doctor, Doctor::New(_));
        let place = new_prescriptions::make(store, doctor);
        note("prescriber", store.prescribers.at(place).id.to_string(), new);
        prescription = prescription.map(|plan| new_prescriptions::Plan { doctor: Some(Doctor::Known(place)), ..plan });
    }
    let mut id = None;
    if let Some(plan) = prescription {
        let place = new_prescriptions::carry_out(store, plan);
        id = Some(store.prescriptions.at(place).id);
        note("electronic_prescription", store.prescriptions.at(place).id.to_string(), true);
    }
    if let Some(plan) = order {
        let (place, merged) = new_orders::carry_out(store, plan, id);
        note("order", store.orders.at(place).id.to_string(), !merged);
    }
    let new = done.values().filter(|entity| entity["created"] == true).count();
    let summary = json!({ "entities_created": new, "entities_referenced": done.len() - new });
    done.insert("summary".into(), summary);
    created(done)
}

fn id_of(store: &Store, who: &Who<'_>) -> String {
    match who {
        Who::Known(place) => store.patients.at(*place).id.to_string(),
        Who::New(_) => String::new(),
    }
}

/// The prescriber that a request names: an id or NPI alone refers to one, and so does the known NPI of a new one.
fn doctor_of<'a>(store: &Store, given: &'a Document) -> Result<Doctor<'a>, Refusal> {
    if given.is_empty() {
        return Err(Refusal::field("prescriber", "give an id, an NPI, or the data of a new prescriber"));
    }
    let refers = given.keys().all(|key| key == "id" || key == "npi");
    let by_npi = text(given, "npi").and_then(|npi| store.prescribers.by_npi(npi));
    match (text(given, "id"), text(given, "npi")) {
        (Some(id), npi) if refers => {
            let place = prescribers::known(store, id, "prescriber.id")?;
            match npi {
                Some(_) if by_npi != Some(place) => {
                    Err(Refusal::field("prescriber.npi", "is not that of the prescriber with this id"))
                }
                _ => Ok(Doctor::Known(place)),
            }
        }
        (None, Some(_)) if refers => match by_npi {
            Some(place) => Ok(Doctor::Known(place)),
            None => Err(Refusal::field("prescriber.npi", "there is no prescriber with this NPI")),
        },
        _ => Ok(by_npi.map_or(Doctor::New(given), Doctor::Known)),
    }
}

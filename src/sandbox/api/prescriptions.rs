//! Electronic prescriptions.

use serde_json::{Value, json};

use super::new_prescriptions::{carry_out, plan};
use super::script;
use crate::model::prescriptions as model;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::account::CUSTOMER_ID;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, filled, object};
use crate::sandbox::store::ids::Uuid;
use crate::sandbox::store::prescriptions::Medication;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "create" => create,
        "get" => get,
        "quantityUnits" => quantity_units,
        _ => return None,
    })
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let plan = match call.xml {
        Some(xml) => script::plan(store, xml)?,
        None => plan(store, &call.params, "", (None, None))?,
    };
    let place = carry_out(store, plan);
    created(show(store, place))
}

fn get(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let found = Uuid::read(call.id("electronic_prescription_id")).and_then(|id| store.prescriptions.by_id(id));
    let place = found.ok_or_else(|| Refusal::not_found("There is no electronic prescription with this id."))?;
    ok(show(store, place))
}

fn quantity_units(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("quantity_units"))
}

/// A patient as a prescription shows them: the address stands beside the name.
fn as_imported(patient: &Document) -> Document {
    let mut data = patient.clone();
    data.extend(patient.get("address").and_then(Value::as_object).cloned().unwrap_or_default());
    data.insert("patientid".into(), patient.get("id").cloned().unwrap_or_default());
    filled::<model::ElectronicPrescriptionPatient>(&data)
}

fn show(store: &Store, place: u32) -> Document {
    let one = store.prescriptions.at(place);
    let patient = one.patient.map(|place| store.patients.at(place).id.to_string());
    let person = one.patient.map(|place| match &one.person {
        Some(person) => person.open(),
        None => store.patients.at(place).document(),
    });
    let prescriber = one.prescriber.map(|place| store.prescribers.at(place).id.to_string());
    let customer = patient.is_some().then_some(CUSTOMER_ID);
    let medication = |medication: &Medication| {
        let mut shown = medication.document.open();
        let lapsed = medication.expires.is_some_and(|expires| expires <= store.now);
        let status = if one.cancelled {
            "cancelled"
        } else if lapsed {
            "expired"
        } else {
            "new"
        };
        for (name, value) in [
            ("electronic_prescription_id", Value::from(one.id)),
            ("customer_id", customer.into()),
            ("patient_id", patient.as_deref().into()),
            ("prescriber_id", prescriber.as_deref().into()),
            ("fills_remaining", medication.fills_remaining.into()),
            ("status", status.into()),
        ] {
            shown.insert(name.into(), value);
        }
        Value::from(shown)
    };
    object(json!({
        "id": one.id.to_string(),
        "created_at": iso(one.created),
        "updated_at": iso(one.updated),
        "customer_id": customer,
        "patient_id": patient,
        "prescriber_id": prescriber,
        "source": one.source,
        "type": "NewRx",
        "medications": one.medications.iter().map(medication).collect::<Vec<Value>>(),
        "reference_number": one.reference,
        "patient": person.as_ref().map(as_imported),
    }))
}

//! Electronic prescriptions.

use serde_json::{Value, json};

use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::{date, iso};
use super::document::{Document, filled, has, objects, text, whole};
use super::orders::CUSTOMER_ID;
use super::{Sandbox, fills, orders, patients, prescribers, script};
use crate::model::prescriptions as model;
use crate::rules::calendar;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "create" => create,
        "get" => get,
        "quantityUnits" => quantity_units,
        _ => return None,
    })
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = match call.xml {
        Some(xml) => script::take(sandbox, xml)?,
        None => take(sandbox, &call.params, "", (None, None))?.0,
    };
    created(find(sandbox, &id).cloned())
}

fn get(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let found = find(sandbox, call.id("electronic_prescription_id"));
    ok(found.cloned().ok_or_else(|| Refusal::not_found("There is no electronic prescription with this id."))?)
}

fn quantity_units(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("quantity_units"))
}

fn find<'a>(sandbox: &'a Sandbox, id: &str) -> Option<&'a Document> {
    sandbox.prescriptions.iter().find(|prescription| has(prescription, "id", id))
}

/// Takes a new prescription in. Gives its id and that of its patient. `root` is where the data stands
/// in the request, `beside` the ids of the patient and the prescriber who stand beside it.
pub fn take(
    sandbox: &mut Sandbox,
    data: &Document,
    root: &str,
    beside: (Option<&str>, Option<&str>),
) -> Result<(String, Option<String>), Refusal> {
    let object = |name: &str| data.get(name).and_then(Value::as_object);
    // All that may be refused comes before the patient: a refused prescription leaves no patient behind.
    let mut medications = Vec::new();
    if let Some(given) = object("medication") {
        medications.push(medication(sandbox, given, &format!("{root}medication"))?);
    }
    for (place, given) in objects(data, "medications").enumerate() {
        medications.push(medication(sandbox, given, &format!("{root}medications[{place}]"))?);
    }
    if medications.is_empty() {
        return Err(Refusal::field(format!("{root}medications"), "give at least one medication"));
    }
    let (mut patient, mut prescriber) = (beside.0.map(str::to_string), beside.1.map(str::to_string));
    if let Some(id) = object("prescriber").and_then(|given| text(given, "id")) {
        let path = format!("{root}prescriber.id");
        let named = prescribers::known(sandbox, id, &path)?;
        if prescriber.is_some_and(|beside| beside != named) {
            return Err(Refusal::field(path, "has to be the prescriber that the request names elsewhere"));
        }
        prescriber = Some(named);
    }
    let order = object("order").map(|given| order_of(sandbox, given, root)).transpose()?;
    if let Some(order) = order {
        let owner = sandbox.orders[order].patient.clone();
        if patient.is_some_and(|beside| beside != owner) {
            return Err(Refusal::field(format!("{root}order"), "is not for the patient that the request names"));
        }
        patient = Some(owner);
    }
    let patient = patients::agreed(sandbox, object("patient"), &format!("{root}patient."), patient.as_deref())?;
    let id = sandbox.random.uuid();
    if let Some(order) = order {
        sandbox.orders[order].prescriptions.push(id.clone());
    }
    store(sandbox, &id, "api_json", patient.clone(), prescriber, medications);
    Ok((id, patient))
}

fn order_of(sandbox: &Sandbox, given: &Document, root: &str) -> Result<usize, Refusal> {
    let (name, key) = match (text(given, "id"), text(given, "order_number")) {
        (Some(id), _) => ("id", id),
        (None, Some(number)) => ("order_number", number),
        (None, None) => return Err(Refusal::field(format!("{root}order"), "give the id or the order_number")),
    };
    orders::place(sandbox, key).ok_or_else(|| Refusal::field(format!("{root}order.{name}"), "there is no such order"))
}

/// A medication as it is shown. `path` is where it stands in the request.
fn medication(sandbox: &mut Sandbox, given: &Document, path: &str) -> Result<Document, Refusal> {
    let mut product = None;
    for (name, own) in [("prescription_product_id", "id"), ("product_code", "product_code")] {
        if let (Some(value), None) = (text(given, name), &product) {
            let found = sandbox.catalogue.entry("prescription", own, value).cloned();
            let missing = || Refusal::field(format!("{path}.{name}"), "there is no such prescription product");
            product = Some(found.ok_or_else(missing)?);
        }
    }
    Ok(described(sandbox, given, product.as_ref()))
}

/// A medication of the data of a message and of the product that they name.
pub fn described(sandbox: &mut Sandbox, given: &Document, product: Option<&Document>) -> Document {
    let mut shown = filled::<model::Medication>(given);
    for (name, own) in [
        ("prescription_product_id", "id"),
        ("product_code", "product_code"),
        ("name", "name"),
        ("drug_name", "name"),
        ("description", "description"),
        ("strength", "strength"),
    ] {
        // A drug is called what the message calls it; which product that is, the catalogue knows best.
        let value = product.and_then(|product| product.get(own));
        if let Some(value) = value.filter(|_| own == "id" || !given.contains_key(name)) {
            shown.insert(name.into(), value.clone());
        }
    }
    let mut set = |name: &str, value: Value| drop(shown.insert(name.into(), value));
    if product.is_none() {
        set("name", given.get("drug_name").cloned().unwrap_or_default());
    }
    let units = text(given, "units").map(|code| {
        let known = sandbox.catalogue.entry("quantity_units", "code", code);
        known.and_then(|unit| text(unit, "term")).unwrap_or(code)
    });
    let refills = given.get("refills").and_then(whole).unwrap_or(0).max(0);
    let now = iso(sandbox.now);
    let written = text(given, "written_at").unwrap_or(now.trim_end_matches('Z'));
    set("id", sandbox.random.uuid().into());
    set("units", units.into());
    set("refills", refills.into());
    // Refills are what follows the first fill.
    set("fills_remaining", refills.saturating_add(1).into());
    set("directions", given.get("sig").cloned().unwrap_or_default());
    set("serial_number", sandbox.random.text(6, b"0123456789").into());
    set("status", "new".into());
    set("written_at", written.into());
    set("expires_at", a_year_after(written).into());
    shown
}

fn a_year_after(written: &str) -> Option<String> {
    let day = calendar::date(written.get(..10)?.as_bytes())?;
    Some(date(i64::from(day) + 365) + written.get(10..)?)
}

/// Keeps a prescription, for what its patient has ordered.
pub fn store(
    sandbox: &mut Sandbox,
    id: &str,
    source: &str,
    patient: Option<String>,
    prescriber: Option<String>,
    mut medications: Vec<Document>,
) {
    let customer = patient.is_some().then_some(CUSTOMER_ID);
    let person = patient.as_deref().and_then(|id| patients::place(sandbox, "id", id));
    let person = person.map(|place| as_imported(&sandbox.patients[place].document));
    for medication in &mut medications {
        medication.insert("electronic_prescription_id".into(), id.into());
        medication.insert("customer_id".into(), customer.into());
        medication.insert("patient_id".into(), patient.as_deref().into());
        medication.insert("prescriber_id".into(), prescriber.as_deref().into());
    }
    let now = iso(sandbox.now);
    let document = json!({
        "id": id,
        "created_at": now,
        "updated_at": now,
        "customer_id": customer,
        "patient_id": patient,
        "prescriber_id": prescriber,
        "source": source,
        "type": "NewRx",
        "medications": medications,
        "reference_number": sandbox.random.text(12, b"0123456789"),
        "patient": person,
    });
    sandbox.prescriptions.extend(document.as_object().cloned());
    if let Some(patient) = patient {
        fills::mark(sandbox, &patient);
    }
}

/// A patient as a prescription shows them: the address stands beside the name.
fn as_imported(patient: &Document) -> Document {
    let mut data = patient.clone();
    data.extend(patient.get("address").and_then(Value::as_object).cloned().unwrap_or_default());
    data.insert("patientid".into(), patient.get("id").cloned().unwrap_or_default());
    filled::<model::ElectronicPrescriptionPatient>(&data)
}

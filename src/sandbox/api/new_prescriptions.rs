//! Taking new prescriptions in: by themselves, or as part of a composite.
//!
//! As with orders, all that may be refused comes first, as a plan.

use serde_json::Value;

use super::patients::{self, Who};
use super::prescribers;
use crate::model::prescriptions as model;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::{self, date, iso};
use crate::sandbox::store::document::{Document, Packed, filled, objects, text, whole};
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::prescriptions::{Medication, Prescription};

/// The prescriber that a request is about: one who is known, or the data of a new one.
#[derive(Clone, Debug, PartialEq)]
pub enum Doctor<'a> {
    Known(u32),
    New(&'a Document),
}

/// A new prescription that nothing speaks against.
pub struct Plan<'a> {
    pub who: Option<Who<'a>>,
    pub doctor: Option<Doctor<'a>>,
    pub source: &'static str,
    /// Each medication, and the place of its product.
    pub medications: Vec<(Document, Option<usize>)>,
    /// An order that it was sent for.
    pub order: Option<u32>,
    /// The id that a fixture brings along.
    pub id: Option<Uuid>,
}

/// Plans a new prescription. `root` is where the data stands in the request, `beside` the patient and the prescriber
/// who stand beside it.
pub fn plan<'a>(
    store: &Store,
    data: &'a Document,
    root: &str,
    beside: (Option<&Who<'a>>, Option<&Doctor<'a>>),
) -> Result<Plan<'a>, Refusal> {
    let part = |name: &str| data.get(name).and_then(Value::as_object);
    let mut medications = Vec::new();
    if let Some(given) = part("medication") {
        medications.push((given.clone(), product(store, given, &format!("{root}medication"))?));
    }
    for (place, given) in objects(data, "medications").enumerate() {
        medications.push((given.clone(), product(store, given, &format!("{root}medications[{place}]"))?));
    }
    if medications.is_empty() {
        return Err(Refusal::field(format!("{root}medications"), "give at least one medication"));
    }
    let mut doctor = beside.1.cloned();
    if let Some(id) = part("prescriber").and_then(|given| text(given, "id")) {
        let path = format!("{root}prescriber.id");
        let named = Doctor::Known(prescribers::known(store, id, &path)?);
        if doctor.is_some_and(|beside| beside != named) {
            return Err(Refusal::field(path, "has to be the prescriber that the request names elsewhere"));
        }
        doctor = Some(named);
    }
    let order = part("order").map(|given| order_of(store, given, root)).transpose()?;
    let mut who = beside.0.cloned();
    if let Some(order) = order {
        let owner = Who::Known(store.orders.at(order).patient);
        if who.is_some_and(|beside| beside != owner) {
            return Err(Refusal::field(format!("{root}order"), "is not for the patient that the request names"));
        }
        who = Some(owner);
    }
    let who = patients::agreed(store, part("patient"), &format!("{root}patient."), who)?;
    Ok(Plan { who, doctor, source: "api_json", medications, order, id: None })
}

fn order_of(store: &Store, given: &Document, root: &str) -> Result<u32, Refusal> {
    let (name, key) = match (text(given, "id"), text(given, "order_number")) {
        (Some(id), _) => ("id", id),
        (None, Some(number)) => ("order_number", number),
        (None, None) => return Err(Refusal::field(format!("{root}order"), "give the id or the order_number")),
    };
    let order = store.order(key).ok_or_else(|| Refusal::field(format!("{root}order.{name}"), "there is no such order"))?;
    match text(given, "order_number") {
        Some(number) if name == "id" && store.order(number) != Some(order) => {
            Err(Refusal::field(format!("{root}order.order_number"), "is not that of the order with this id"))
        }
        _ => Ok(order),
    }
}

/// The place of the product that a medication names. `path` is where it stands in the request.
fn product(store: &Store, given: &Document, path: &str) -> Result<Option<usize>, Refusal> {
    let mut found = None;
    for (name, own) in [("prescription_product_id", "id"), ("product_code", "product_code")] {
        let Some(value) = text(given, name) else { continue };
        let missing = || Refusal::field(format!("{path}.{name}"), "there is no such prescription product");
        let place = store.catalogue.find(0, own, value).ok_or_else(missing)?;
        if found.is_some_and(|found| found != place) {
            return Err(Refusal::field(format!("{path}.{name}"), "is that of another product than the medication names before"));
        }
        found = Some(place);
    }
    Ok(found)
}

/// Carries a plan out, and gives the place of the prescription.
pub fn carry_out(store: &mut Store, plan: Plan<'_>) -> u32 {
    store.changed = true;
    let patient = plan.who.map(|who| patients::make(store, &who));
    let prescriber = plan.doctor.map(|doctor| make(store, &doctor));
    let id = store.uuid(Stream::Prescriptions);
    let medications = plan.medications.iter().map(|(given, product)| medication(store, given, *product)).collect();
    let prescription = Prescription {
        id: plan.id.unwrap_or(id),
        created: store.now,
        updated: store.now,
        patient,
        prescriber,
        source: plan.source.into(),
        reference: store.streams.of(Stream::Prescriptions).text(12, b"0123456789").into(),
        person: None,
        medications,
        cancelled: false,
    };
    store.add_prescription(prescription, plan.order)
}

/// The place of a prescriber, whom the account has from now on.
pub fn make(store: &mut Store, doctor: &Doctor<'_>) -> u32 {
    match doctor {
        Doctor::New(data) => prescribers::register(store, data).0,
        Doctor::Known(place) => {
            store.prescribers.at_mut(*place).linked = true;
            *place
        }
    }
}

/// A medication of the data of a message and of the product that they name.
fn medication(store: &mut Store, given: &Document, product: Option<usize>) -> Medication {
    let mut shown = given.clone();
    let of_product = product.map(|place| store.catalogue.product(place));
    for (name, own) in [
        ("prescription_product_id", "id"),
        ("product_code", "product_code"),
        ("name", "name"),
        ("drug_name", "name"),
        ("description", "description"),
        ("strength", "strength"),
    ] {
        // A drug is called what the message calls it; which product that is, the catalogue knows best.
        let value = of_product.and_then(|product| product.get(own));
        if let Some(value) = value.filter(|_| own == "id" || !given.contains_key(name)) {
            shown.insert(name.into(), value.clone());
        }
    }
    if product.is_none() {
        shown.insert("name".into(), given.get("drug_name").cloned().unwrap_or_default());
    }
    let units = text(given, "units").map(|code| {
        let known = store.catalogue.entry("quantity_units", "code", code);
        known.and_then(|unit| text(unit, "term")).unwrap_or(code).to_string()
    });
    let refills = given.get("refills").and_then(whole).unwrap_or(0).max(0);
    let now = iso(store.now);
    let written = text(given, "written_at").unwrap_or(now.trim_end_matches('Z'));
    let expires = a_year_after(written);
    let random = store.streams.of(Stream::Prescriptions);
    let mut set = |name: &str, value: Value| drop(shown.insert(name.into(), value));
    set("id", random.uuid().into());
    set("units", units.into());
    set("refills", refills.into());
    set("directions", given.get("sig").cloned().unwrap_or_default());
    set("serial_number", random.text(6, b"0123456789").into());
    set("written_at", written.into());
    set("expires_at", expires.clone().into());
    Medication {
        document: Packed::of(&filled::<model::Medication>(&shown)),
        product: product.map(|place| place as u32),
        // Refills are what follows the first fill.
        fills_remaining: refills.saturating_add(1),
        expires: expires.as_deref().and_then(clock::read),
        ready: 0,
        days_supply: given.get("days_supply").and_then(whole).unwrap_or(0).clamp(0, 3650),
        kept: Vec::new(),
    }
}

fn a_year_after(written: &str) -> Option<String> {
    let day = clock::day(written.get(..10)?)?;
    Some(date(day + 365) + written.get(10..)?)
}

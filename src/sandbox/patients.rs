//! Patients.

use serde_json::Value;

use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::{is_minor, iso};
use super::document::{Document, address, filled, has, text};
use super::risk_factors::RiskFactors;
use super::{Sandbox, orders, risk_factors};
use crate::model::patients as model;

#[derive(Clone)]
pub struct Patient {
    /// As it stands inside an order.
    pub document: Document,
    pub risk_factors: RiskFactors,
}

impl Patient {
    pub fn id(&self) -> &str {
        text(&self.document, "id").unwrap_or_default()
    }

    /// As it is shown by itself: with the mark of a minor.
    pub fn show(&self, now: i64) -> Document {
        let mut shown = self.document.clone();
        let born = text(&self.document, "date_of_birth");
        shown.insert("is_minor".into(), born.and_then(|born| is_minor(born, now)).into());
        shown
    }
}

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "create" => create,
        "get" => get,
        "update" => update,
        "orders" => orders_of,
        "guardianRelationshipTypes" => guardian_relationship_types,
        _ => return None,
    })
}

/// The patients that a sandbox begins with. They bring their ids along.
pub fn seed(sandbox: &mut Sandbox) {
    for person in sandbox.catalogue.documents("patients") {
        let id = text(&person, "id").unwrap_or_default().to_string();
        add(sandbox, id, &person);
    }
}

/// The id of the patient that a request names, and whether the request made the patient: an id or
/// external_id alone refers to one, more data register one. `root` is where the data stands in the request.
pub fn named(sandbox: &mut Sandbox, given: &Document, root: &str) -> Result<(String, bool), Refusal> {
    match referred(sandbox, given, root)? {
        Some(id) => Ok((id, false)),
        None => Ok((register(sandbox, given, root)?, true)),
    }
}

/// The same where the request may name the patient in another place, too, whose id `beside` is: it has to be the same one.
pub fn agreed(
    sandbox: &mut Sandbox,
    given: Option<&Document>,
    root: &str,
    beside: Option<&str>,
) -> Result<Option<String>, Refusal> {
    match (given, beside) {
        (Some(given), Some(beside)) if referred(sandbox, given, root)?.as_deref() != Some(beside) => {
            Err(Refusal::field(root.trim_end_matches('.'), "has to be the patient that the request names elsewhere"))
        }
        (Some(given), None) => Ok(Some(named(sandbox, given, root)?.0)),
        _ => Ok(beside.map(str::to_string)),
    }
}

/// Whether a request refers to a patient instead of telling the data of a new one.
pub fn refers(given: &Document) -> bool {
    !given.is_empty() && given.keys().all(|key| key == "id" || key == "external_id")
}

/// The id of the patient whom a request refers to; none where it has data of a new one.
fn referred(sandbox: &Sandbox, given: &Document, root: &str) -> Result<Option<String>, Refusal> {
    if given.is_empty() {
        let path = root.trim_end_matches('.');
        return Err(Refusal::field(path, "give an id, an external_id, or the data of a new patient"));
    }
    if !refers(given) {
        return Ok(None);
    }
    let path = format!("{root}external_id");
    let key = text(given, "external_id");
    let Some(id) = text(given, "id") else {
        return key.map(|key| known(sandbox, "external_id", key, &path)).transpose();
    };
    let id = known(sandbox, "id", id, &format!("{root}id"))?;
    let is = |key: &str| sandbox.patients.iter().any(|patient| patient.id() == id && has(&patient.document, "external_id", key));
    match key {
        Some(key) if !is(key) => Err(Refusal::field(path, "is not that of the patient with this id")),
        _ => Ok(Some(id)),
    }
}

/// The id of a patient who has to be there. `path` is where the request names the patient.
pub fn known(sandbox: &Sandbox, field: &str, value: &str, path: &str) -> Result<String, Refusal> {
    let place = place(sandbox, field, value).ok_or_else(|| Refusal::field(path, "there is no such patient"))?;
    Ok(sandbox.patients[place].id().to_string())
}

/// Registers a new patient and gives the id. `root` is where the data stands in the request.
pub fn register(sandbox: &mut Sandbox, data: &Document, root: &str) -> Result<String, Refusal> {
    require_guardian(data, sandbox.now, root)?;
    let id = sandbox.random.uuid();
    add(sandbox, id.clone(), data);
    Ok(id)
}

fn add(sandbox: &mut Sandbox, id: String, data: &Document) {
    let mut document = filled::<model::Patient>(data);
    // Only the patient by itself has it, see `show`.
    document.shift_remove("is_minor");
    let now = Value::from(iso(sandbox.now));
    document.insert("created_at".into(), now.clone());
    document.insert("updated_at".into(), now);
    document.insert("id".into(), id.into());
    if let Some(given) = data.get("address") {
        document.insert("address".into(), address(given));
    }
    let mut patient = Patient { document, risk_factors: RiskFactors::default() };
    if let Some(Value::Object(texts)) = data.get("risk_factors") {
        risk_factors::add(&mut patient, &mut sandbox.random, sandbox.now, texts);
    }
    sandbox.patients.push(patient);
}

/// A minor needs a guardian's name.
fn require_guardian(data: &Document, now: i64, root: &str) -> Result<(), Refusal> {
    let minor = text(data, "date_of_birth").and_then(|born| is_minor(born, now)) == Some(true);
    if minor && text(data, "guardian_name").is_none_or(str::is_empty) {
        return Err(Refusal::field(format!("{root}guardian_name"), "missing; a minor needs a guardian"));
    }
    Ok(())
}

/// The place of a patient in the list.
pub fn place(sandbox: &Sandbox, field: &str, value: &str) -> Option<usize> {
    sandbox.patients.iter().position(|patient| has(&patient.document, field, value))
}

/// The place of the patient whose id is in the path.
pub fn find(sandbox: &Sandbox, call: &Call<'_>) -> Result<usize, Refusal> {
    place(sandbox, "id", call.id("patient_id")).ok_or_else(|| Refusal::not_found("There is no patient with this id."))
}

fn list(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = call.page(sandbox.patients.iter().rev())?;
    ok(page.map(|patient| patient.show(sandbox.now).into()).collect::<Vec<Value>>())
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    register(sandbox, &call.params, "")?;
    created(sandbox.patients.last().map(|patient| patient.show(sandbox.now)))
}

fn get(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    ok(sandbox.patients[place].show(sandbox.now))
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    let now = sandbox.now;
    let patient = &mut sandbox.patients[place];
    let mut document = patient.document.clone();
    for (name, value) in &call.params {
        match name.as_str() {
            "risk_factors" => {}
            "address" => drop(document.insert(name.clone(), address(value))),
            _ => drop(document.insert(name.clone(), value.clone())),
        }
    }
    require_guardian(&document, now, "")?;
    document.insert("updated_at".into(), iso(now).into());
    patient.document = document;
    if let Some(texts) = call.object("risk_factors") {
        risk_factors::replace(patient, &mut sandbox.random, now, texts);
    }
    ok(patient.show(now))
}

fn orders_of(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = sandbox.patients[find(sandbox, call)?].id().to_string();
    let orders = sandbox.orders.iter().rev().filter(|order| order.patient == id);
    ok(orders.map(|order| orders::show(sandbox, order)).collect::<Vec<Value>>())
}

fn guardian_relationship_types(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("guardian_relationship_types"))
}

//! Patients.

use serde_json::Value;

use super::{risk_texts, show_order};
use crate::model::common::Address;
use crate::model::patients as model;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::{is_younger, iso};
use crate::sandbox::store::document::{Document, filled, inner, text};
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::patients::Patient;

/// The patient that a request is about: one who is there, or the data of a new one.
#[derive(Clone, Debug, PartialEq)]
pub enum Who<'a> {
    Known(u32),
    New(&'a Document),
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
pub fn seed(store: &mut Store) {
    for person in store.catalogue.documents("patients") {
        if let Some(id) = text(&person, "id").and_then(Uuid::read) {
            add(store, id, &person);
        }
    }
}

/// A patient as they are shown by themselves: with the mark of a minor.
pub fn show(store: &Store, place: u32) -> Document {
    let mut shown = store.patients.at(place).document();
    let born = text(&shown, "date_of_birth");
    let minor = born.and_then(|born| is_minor(store, born));
    shown.insert("is_minor".into(), minor.into());
    shown
}

fn is_minor(store: &Store, born: &str) -> Option<bool> {
    is_younger(born, store.assumptions.number(Switch::MinorUntil) as i64, store.now)
}

/// Whom a request names: an id or external_id alone refers to one, more data are of a new one. `root` is where the
/// data stands in the request.
pub fn named<'a>(store: &Store, given: &'a Document, root: &str) -> Result<Who<'a>, Refusal> {
    if let Some(place) = referred(store, given, root)? {
        return Ok(Who::Known(place));
    }
    require_guardian(store, given, root)?;
    require_unused(store, given, None, root)?;
    Ok(Who::New(given))
}

/// The same where the request may name the patient in another place, too: it has to be the same one.
pub fn agreed<'a>(
    store: &Store,
    given: Option<&'a Document>,
    root: &str,
    beside: Option<Who<'a>>,
) -> Result<Option<Who<'a>>, Refusal> {
    let Some(given) = given else { return Ok(beside) };
    // The other place may have the data of a new patient, which has no id yet, but a key.
    if let Some(Who::New(new)) = &beside
        && refers(given)
        && given.len() == 1
        && given.get("external_id") == new.get("external_id")
    {
        return Ok(beside);
    }
    let who = named(store, given, root)?;
    if beside.as_ref().is_some_and(|beside| *beside != who) {
        return Err(Refusal::field(root.trim_end_matches('.'), "has to be the patient that the request names elsewhere"));
    }
    Ok(Some(who))
}

/// Whether a request refers to a patient instead of telling the data of a new one.
pub fn refers(given: &Document) -> bool {
    !given.is_empty() && given.keys().all(|key| key == "id" || key == "external_id")
}

/// The place of the patient whom a request refers to; none where it has data of a new one.
fn referred(store: &Store, given: &Document, root: &str) -> Result<Option<u32>, Refusal> {
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
        let missing = || Refusal::field(path.as_str(), "there is no such patient");
        return key.map(|key| store.patient_by_key(key).ok_or_else(missing)).transpose();
    };
    let place = known_id(store, id, &format!("{root}id"))?;
    match key {
        Some(key) if store.patients.at(place).external_id.as_deref() != Some(key) => {
            Err(Refusal::field(path, "is not that of the patient with this id"))
        }
        _ => Ok(Some(place)),
    }
}

/// The place of a patient who has to be there. `path` is where the request names the patient.
pub fn known_id(store: &Store, id: &str, path: &str) -> Result<u32, Refusal> {
    let place = Uuid::read(id).and_then(|id| store.patients.by_id(id));
    place.ok_or_else(|| Refusal::field(path, "there is no such patient"))
}

/// The place of a patient, who is registered first where they are new.
pub fn make(store: &mut Store, who: &Who<'_>) -> u32 {
    match who {
        Who::Known(place) => *place,
        Who::New(data) => {
            let id = store.uuid(Stream::Patients);
            add(store, id, data)
        }
    }
}

/// Adds a patient.
pub fn add(store: &mut Store, id: Uuid, data: &Document) -> u32 {
    store.changed = true;
    let mut data = data.clone();
    let texts = data.shift_remove("risk_factors");
    let now = Value::from(iso(store.now));
    data.insert("id".into(), id.into());
    data.entry("created_at").or_insert(now.clone());
    data.entry("updated_at").or_insert(now);
    if let Some(Value::Object(given)) = data.get("address") {
        data.insert("address".into(), address(given).into());
    }
    let mut document = filled::<model::Patient>(&data);
    // Only the patient by itself has it, see `show`.
    document.shift_remove("is_minor");
    let place = store.add_patient(Patient::new(id, store.now, &document));
    if let Some(Value::Object(texts)) = texts {
        risk_texts::add(store, place, &texts);
    }
    place
}

/// What the contract says that every address has.
const PARTS: [&str; 4] = ["address_1", "city", "state", "zip_code"];

/// An address as it is kept. What every address has is there, if need be as an empty text.
pub fn address(given: &Document) -> Document {
    let mut given = given.clone();
    for name in PARTS {
        given.entry(name).or_insert("".into());
    }
    filled::<Address>(&given)
}

/// An address that comes in the place of another. A partial one changes only the parts that it names, so nothing is lost.
pub fn changed_address(old: Option<&Document>, given: &Document) -> Document {
    let is_whole = PARTS.iter().all(|name| given.contains_key(*name));
    let mut changed = old.filter(|_| !is_whole).cloned().unwrap_or_default();
    changed.extend(given.clone());
    address(&changed)
}

/// Writes a new address to a patient.
pub fn move_to(store: &mut Store, place: u32, new: &Document) {
    let mut document = store.patients.at(place).document();
    let changed = changed_address(inner(&document, "address"), new);
    document.insert("address".into(), changed.into());
    store.change_patient(place, &document);
}

/// A minor needs a guardian's name.
fn require_guardian(store: &Store, data: &Document, root: &str) -> Result<(), Refusal> {
    let minor = text(data, "date_of_birth").and_then(|born| is_minor(store, born)) == Some(true);
    if minor && text(data, "guardian_name").is_none_or(str::is_empty) {
        return Err(Refusal::field(format!("{root}guardian_name"), "missing; a minor needs a guardian"));
    }
    Ok(())
}

/// Refuses an external_id that another patient has, where that is assumed.
fn require_unused(store: &Store, data: &Document, own: Option<u32>, root: &str) -> Result<(), Refusal> {
    let Some(key) = text(data, "external_id").filter(|_| store.assumptions.is(Switch::UniqueExternalId, "yes")) else {
        return Ok(());
    };
    match store.patients.by_key(key).iter().any(|place| Some(*place) != own) {
        true => Err(Refusal::field(format!("{root}external_id"), "another patient has this external_id")),
        false => Ok(()),
    }
}

/// The place of the patient whose id is in the path.
pub fn find(store: &Store, id: &str) -> Result<u32, Refusal> {
    let place = Uuid::read(id).and_then(|id| store.patients.by_id(id));
    place.ok_or_else(|| Refusal::not_found("There is no patient with this id."))
}

fn list(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let total = store.patients.len();
    let seen = (0..total as u32).rev().filter(|place| store.is_seen(store.patients.at(*place).created));
    call.page(store, total, seen, |place| show(store, place))
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    require_guardian(store, &call.params, "")?;
    require_unused(store, &call.params, None, "")?;
    let place = make(store, &Who::New(&call.params));
    created(show(store, place))
}

fn get(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    ok(show(store, find(store, call.id("patient_id"))?))
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    let mut document = store.patients.at(place).document();
    for (name, value) in &call.params {
        match (name.as_str(), value) {
            ("risk_factors", _) => {}
            ("address", Value::Object(given)) => {
                let changed = changed_address(inner(&document, "address"), given);
                document.insert(name.clone(), changed.into());
            }
            _ => drop(document.insert(name.clone(), value.clone())),
        }
    }
    require_guardian(store, &document, "")?;
    require_unused(store, &call.params, Some(place), "")?;
    document.insert("updated_at".into(), iso(store.now).into());
    store.changed = true;
    store.change_patient(place, &filled::<model::Patient>(&document));
    if let Some(texts) = call.object("risk_factors") {
        risk_texts::replace(store, place, texts);
    }
    ok(show(store, place))
}

fn orders_of(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    let orders = store.patients.at(place).orders.iter().rev();
    ok(orders.map(|order| Value::from(show_order::show(store, *order))).collect::<Vec<Value>>())
}

fn guardian_relationship_types(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("guardian_relationship_types"))
}

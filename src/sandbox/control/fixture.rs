//! Things that a test brings along, with ids of its own.

use serde_json::Value;

use super::fixture_check;
use crate::check::{Model, Table, printable};
use crate::model::orders::{CompoundingReason, NewCompoundingReason, NewOrder};
use crate::model::patients::{NewPatient, Patient};
use crate::model::prescribers::{NewPrescriber, Prescriber};
use crate::model::prescriptions::NewElectronicPrescription;
use crate::model::products::{NonPrescriptionProduct, OrderMaterial, PrescriptionProduct};
use crate::sandbox::api::{new_orders, new_prescriptions, patients, prescribers};
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::pharmacy::moves;
use crate::sandbox::store::Store;
use crate::sandbox::store::catalogue::kind_of;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, filled, text};
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::orders::Status;

const PARTS: [&str; 6] = ["products", "reasons", "patients", "prescribers", "prescriptions", "orders"];

/// Takes a fixture in: lists of `patients`, `prescribers`, `reasons`, `prescriptions` and `orders`, and `products` by kind.
/// Each is written as in a request; an `id` is kept, an order may have a `status` to begin in.
pub fn load(store: &mut Store, fixture: &Document) -> Result<(), Refusal> {
    if let Some(name) = fixture.keys().find(|name| !PARTS.contains(&name.as_str())) {
        let path = format!("fixture.{}", printable(name));
        return Err(Refusal::field(path, &format!("there is no such part; there are {}", PARTS.join(", "))));
    }
    store.changed = true;
    products(store, fixture)?;
    for (path, mut reason) in read(store, fixture, "reasons")? {
        let id = own_id(store, &reason, &path, &|store, id| store.catalogue.reason(&id.to_string()).is_some())?;
        let id = id.unwrap_or_else(|| store.uuid(Stream::World));
        reason.insert("id".into(), id.into());
        reason.entry("parent_id").or_insert(Value::Null);
        reason.entry("is_global").or_insert(false.into());
        stamp(&mut reason, store.now);
        store.catalogue.reasons.push(reason);
    }
    for (path, person) in read(store, fixture, "patients")? {
        let id = own_id(store, &person, &path, &|store, id| store.patients.by_id(id).is_some())?;
        let id = id.unwrap_or_else(|| store.uuid(Stream::World));
        patients::add(store, id, &person);
    }
    for (path, person) in read(store, fixture, "prescribers")? {
        let id = own_id(store, &person, &path, &|store, id| store.prescribers.by_id(&id.to_string()).is_some())?;
        let id = id.unwrap_or_else(|| store.uuid(Stream::World));
        prescribers::add(store, id, &person, true);
    }
    for (path, given) in read(store, fixture, "prescriptions")? {
        let id = own_id(store, &given, &path, &|store, id| store.prescriptions.by_id(id).is_some())?;
        let mut plan = new_prescriptions::plan(store, &given, &format!("{path}."), (None, None))?;
        plan.id = id;
        new_prescriptions::carry_out(store, plan);
    }
    for (path, given) in read(store, fixture, "orders")? {
        order(store, &given, &path)?;
    }
    Ok(())
}

/// The items of a part, checked. What an answer has beside a request is taken, too, where it is kept.
fn read(store: &Store, fixture: &Document, part: &str) -> Result<Vec<(String, Document)>, Refusal> {
    let tables: &[&'static Table] = match part {
        "reasons" => &[NewCompoundingReason::TABLE, CompoundingReason::TABLE],
        "patients" => &[NewPatient::TABLE, Patient::TABLE],
        "prescribers" => &[NewPrescriber::TABLE, Prescriber::TABLE],
        "prescriptions" => &[NewElectronicPrescription::TABLE],
        _ => &[NewOrder::TABLE],
    };
    let items = items(fixture, "fixture", part)?;
    for (path, item) in &items {
        fixture_check::check(item, path, tables, store.now)?;
    }
    Ok(items)
}

/// The objects of a list, each with its path. `root` is where the document stands.
fn items(document: &Document, root: &str, name: &str) -> Result<Vec<(String, Document)>, Refusal> {
    let wrong = |path: String, what: &str| Refusal::field(path, what);
    let list = match document.get(name) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(wrong(format!("{root}.{name}"), "expected a list")),
    };
    let item = |(place, item): (usize, &Value)| {
        let path = format!("{root}.{name}[{place}]");
        item.as_object().cloned().map(|item| (path.clone(), item)).ok_or_else(|| wrong(path, "expected an object"))
    };
    list.iter().enumerate().map(item).collect()
}

/// The id that an item brings along. `is_taken` says whether something of its kind has an id.
fn own_id(store: &Store, item: &Document, path: &str, is_taken: &dyn Fn(&Store, Uuid) -> bool) -> Result<Option<Uuid>, Refusal> {
    let Some(given) = item.get("id") else { return Ok(None) };
    let wrong = |why: &str| Refusal::field(format!("{path}.id"), why);
    let id = given.as_str().and_then(Uuid::read).ok_or_else(|| wrong("expected a UUID"))?;
    if is_taken(store, id) { Err(wrong("is taken already")) } else { Ok(Some(id)) }
}

fn products(store: &mut Store, fixture: &Document) -> Result<(), Refusal> {
    let by_kind = match fixture.get("products") {
        None => return Ok(()),
        Some(Value::Object(by_kind)) => by_kind.clone(),
        Some(_) => return Err(Refusal::field("fixture.products", "expected an object of lists by kind")),
    };
    for name in by_kind.keys() {
        let path = format!("fixture.products.{}", printable(name));
        let kind = kind_of(name).ok_or_else(|| Refusal::field(path, "there is no such kind of product"))?;
        for (path, mut product) in items(&by_kind, "fixture.products", name)? {
            // One list may serve for all kinds: a field of another kind is left out later.
            let known = [PrescriptionProduct::TABLE, NonPrescriptionProduct::TABLE, OrderMaterial::TABLE];
            fixture_check::check(&product, &path, &[&[known[kind]], &known[..]].concat(), store.now)?;
            let id = own_id(store, &product, &path, &|store, id| store.catalogue.find(kind, "id", &id.to_string()).is_some())?;
            let id = id.unwrap_or_else(|| store.uuid(Stream::World));
            if let Some(missing) = ["name", "sku"].into_iter().find(|name| text(&product, name).is_none()) {
                return Err(Refusal::field(format!("{path}.{missing}"), "missing; give a string"));
            }
            product.insert("id".into(), id.into());
            complete(&mut product, store.now);
            let product = match kind {
                0 => filled::<PrescriptionProduct>(&product),
                1 => filled::<NonPrescriptionProduct>(&product),
                _ => filled::<OrderMaterial>(&product),
            };
            store.catalogue.add(kind, product);
        }
    }
    Ok(())
}

/// Adds what every product has and a fixture seldom says. What a kind of product does not have is left out later.
fn complete(product: &mut Document, now: i64) {
    stamp(product, now);
    for (name, value) in [("is_active", true), ("has_inventory", true), ("is_global", false)] {
        product.entry(name).or_insert(value.into());
    }
}

fn stamp(document: &mut Document, now: i64) {
    for name in ["created_at", "updated_at"] {
        document.entry(name).or_insert(iso(now).into());
    }
}

fn order(store: &mut Store, given: &Document, path: &str) -> Result<(), Refusal> {
    let status = match text(given, "status") {
        Some(name) => Status::read(name).ok_or_else(|| Refusal::field(format!("{path}.status"), "there is no such status"))?,
        None => Status::RECEIVED,
    };
    let id = own_id(store, given, path, &|store, id| store.orders.by_id(id).is_some())?;
    let mut plan = new_orders::plan(store, given, &format!("{path}."), None, true)?;
    plan.id = id;
    let (place, _) = new_orders::carry_out(store, plan, None);
    moves::put(store, place, status);
    Ok(())
}

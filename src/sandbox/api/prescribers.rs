//! Prescribers.

use serde_json::Value;

use super::licences;
use super::patients::address;
use crate::model::prescribers as model;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, filled, objects, text};
use crate::sandbox::store::ids::{Random, Stream, Uuid};
use crate::sandbox::store::prescribers::Prescriber;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "create" => create,
        "get" => get,
        "update" => update,
        "credentials" => credentials,
        _ => return None,
    })
}

/// The prescribers that a sandbox begins with: some of the account, and some that are known elsewhere.
pub fn seed(store: &mut Store) {
    for (list, linked) in [("prescribers", true), ("prescribers_elsewhere", false)] {
        for person in store.catalogue.documents(list) {
            if let Some(id) = text(&person, "id").and_then(Uuid::read) {
                add(store, id, &person, linked);
            }
        }
    }
}

pub fn add(store: &mut Store, id: Uuid, data: &Document, linked: bool) -> u32 {
    store.changed = true;
    let now = iso(store.now);
    let random = store.streams.of(Stream::Prescribers);
    let mut data = data.clone();
    data.insert("id".into(), id.into());
    data.insert("created_at".into(), now.clone().into());
    data.insert("updated_at".into(), now.clone().into());
    data.entry("is_active").or_insert(true.into());
    data.insert("addresses".into(), addresses(&data, random, &now));
    let mut document = filled::<model::Prescriber>(&data);
    document.shift_remove("qualifications");
    let mut prescriber = Prescriber { id, document, qualifications: Vec::new(), linked };
    for qualification in objects(&data, "qualifications") {
        licences::add(&mut prescriber, random, qualification);
    }
    store.prescribers.push(prescriber)
}

fn addresses(data: &Document, random: &mut Random, now: &str) -> Value {
    let kept = |given: &Document| {
        let mut data = given.clone();
        data.extend(address(given));
        data.entry("id").or_insert(random.uuid().into());
        data.entry("created_at").or_insert(now.into());
        data.insert("updated_at".into(), now.into());
        data.entry("type").or_insert("practice".into());
        filled::<model::PrescriberAddress>(&data)
    };
    objects(data, "addresses").map(kept).collect()
}

/// The prescriber whom Blend knows by an NPI, in this account or elsewhere: from now on the account has them.
pub fn link(store: &mut Store, npi: &str) -> Option<u32> {
    let place = store.prescribers.by_npi(npi)?;
    store.changed = true;
    store.prescribers.at_mut(place).linked = true;
    Some(place)
}

/// The prescriber of a request, and whether the request made them: a known NPI gives the prescriber who has it,
/// whatever else was sent.
pub fn register(store: &mut Store, data: &Document) -> (u32, bool) {
    if let Some(place) = text(data, "npi").and_then(|npi| link(store, npi)) {
        return (place, false);
    }
    let id = store.uuid(Stream::Prescribers);
    (add(store, id, data, true), true)
}

/// The place of a prescriber who has to be there. `path` is where the request names the prescriber.
pub fn known(store: &Store, id: &str, path: &str) -> Result<u32, Refusal> {
    store.prescribers.by_id(id).ok_or_else(|| Refusal::field(path, "there is no such prescriber"))
}

/// The place of the prescriber whose id is in the path.
pub fn find(store: &Store, call: &Call<'_>) -> Result<u32, Refusal> {
    let missing = || Refusal::not_found("There is no prescriber with this id.");
    store.prescribers.by_id(call.id("prescriber_id")).ok_or_else(missing)
}

fn list(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.prescribers.linked().map(Prescriber::show).collect::<Value>())
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (place, new) = register(store, &call.params);
    let shown = store.prescribers.at(place).show();
    if new { created(shown) } else { ok(shown) }
}

fn get(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.prescribers.at(find(store, call)?).show())
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call)?;
    let same = call.text("npi").and_then(|npi| store.prescribers.by_npi(npi));
    if same.is_some_and(|other| other != place) {
        return Err(Refusal::field("npi", "another prescriber has this NPI"));
    }
    let now = iso(store.now);
    let mut changes = call.params.clone();
    if changes.contains_key("addresses") {
        let addresses = addresses(&call.params, store.streams.of(Stream::Prescribers), &now);
        changes.insert("addresses".into(), addresses);
    }
    changes.insert("updated_at".into(), now.into());
    store.changed = true;
    store.prescribers.change(place, changes);
    ok(store.prescribers.at(place).show())
}

fn credentials(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("credentials"))
}

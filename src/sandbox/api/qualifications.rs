//! The licences and other qualifications of a prescriber.

use super::licences::{add, is_active, is_of, supersede};
use super::prescribers::find;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::http::route::Route;
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, has};
use crate::sandbox::store::ids::Stream;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "createQualification" => create,
        "updateQualification" => update,
        "deactivateQualification" => deactivate,
        _ => return None,
    })
}

/// The prescriber and the qualification that a call means. A state means the active one, or else the newest.
fn find_both(store: &Store, call: &Call<'_>) -> Result<(u32, usize), Refusal> {
    let prescriber = find(store, call)?;
    let place = meant(&store.prescribers.at(prescriber).qualifications, call.id("qualification_id"));
    let missing = || Refusal::not_found("This prescriber has no qualification with this id or for this state.");
    Ok((prescriber, place.ok_or_else(missing)?))
}

/// The qualification that an update is about.
pub fn current(store: &Store, route: &Route) -> Option<Document> {
    let prescriber = store.prescribers.at(store.prescribers.by_id(route.id("prescriber_id"))?);
    let place = meant(&prescriber.qualifications, route.id("qualification_id"))?;
    Some(prescriber.qualifications[place].clone())
}

fn meant(held: &[Document], key: &str) -> Option<usize> {
    held.iter()
        .position(|one| has(one, "id", key))
        .or_else(|| held.iter().rposition(|one| is_of(one, key) && is_active(one)))
        .or_else(|| held.iter().rposition(|one| is_of(one, key)))
}

/// Adds a qualification whose number is new, which switches off the state's earlier one even where it is not active itself.
fn renew(store: &mut Store, prescriber: u32, data: &Document) -> Document {
    store.changed = true;
    let prescriber = store.prescribers.at_mut(prescriber);
    add(prescriber, store.streams.of(Stream::Prescribers), data);
    let place = prescriber.qualifications.len() - 1;
    supersede(prescriber, place);
    prescriber.qualifications[place].clone()
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let prescriber = find(store, call)?;
    created(renew(store, prescriber, &call.params))
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(store, call)?;
    let mut changed = store.prescribers.at(prescriber).qualifications[place].clone();
    if changed.get("license_number") != call.params.get("license_number") {
        changed.shift_remove("is_active");
        changed.extend(call.params.clone());
        return ok(renew(store, prescriber, &changed));
    }
    changed.extend(call.params.clone());
    store.changed = true;
    let prescriber = store.prescribers.at_mut(prescriber);
    prescriber.qualifications[place] = changed.clone();
    if is_active(&changed) {
        supersede(prescriber, place);
    }
    ok(changed)
}

fn deactivate(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(store, call)?;
    store.changed = true;
    let qualification = &mut store.prescribers.at_mut(prescriber).qualifications[place];
    qualification.insert("is_active".into(), false.into());
    ok(qualification.clone())
}

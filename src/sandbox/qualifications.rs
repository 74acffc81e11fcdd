//! The licences and other qualifications of a prescriber.

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::document::{Document, filled, has, text};
use super::ids::Random;
use super::prescribers::{Prescriber, find};
use crate::model::prescribers::Qualification;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "createQualification" => create,
        "updateQualification" => update,
        "deactivateQualification" => deactivate,
        _ => return None,
    })
}

/// Adds a qualification. An active one switches off what the prescriber had for its state.
pub fn add(prescriber: &mut Prescriber, random: &mut Random, data: &Document) -> Document {
    let mut new = filled::<Qualification>(data);
    new.insert("id".into(), random.uuid().into());
    new.insert("is_active".into(), data.get("is_active").cloned().unwrap_or(true.into()));
    if is_active(&new) {
        for old in prescriber.qualifications.iter_mut().filter(|old| old.get("state") == new.get("state")) {
            old.insert("is_active".into(), false.into());
        }
    }
    prescriber.qualifications.push(new.clone());
    new
}

fn is_active(qualification: &Document) -> bool {
    qualification.get("is_active") == Some(&true.into())
}

/// Whether one may practise by it on a day, written YYYY-MM-DD.
pub fn is_valid(qualification: &Document, today: &str) -> bool {
    is_active(qualification) && text(qualification, "expiration_date").is_none_or(|last| last >= today)
}

/// The prescriber and the qualification that a call means. A state means the active one, or else the newest.
fn find_both(sandbox: &Sandbox, call: &Call<'_>) -> Result<(usize, usize), Refusal> {
    let prescriber = find(sandbox, call)?;
    let held = &sandbox.prescribers[prescriber].qualifications;
    let key = call.id("qualification_id");
    let of_state = |one: &Document| text(one, "state").is_some_and(|state| state.eq_ignore_ascii_case(key));
    let place = held
        .iter()
        .position(|one| has(one, "id", key))
        .or_else(|| held.iter().rposition(|one| of_state(one) && is_active(one)))
        .or_else(|| held.iter().rposition(of_state));
    let missing = || Refusal::not_found("This prescriber has no qualification with this id or for this state.");
    Ok((prescriber, place.ok_or_else(missing)?))
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    created(add(&mut sandbox.prescribers[place], &mut sandbox.random, &call.params))
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(sandbox, call)?;
    let prescriber = &mut sandbox.prescribers[prescriber];
    let qualification = &mut prescriber.qualifications[place];
    if qualification.get("license_number") != call.params.get("license_number") {
        return ok(add(prescriber, &mut sandbox.random, &call.params));
    }
    qualification.extend(call.params.clone());
    ok(qualification.clone())
}

fn deactivate(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(sandbox, call)?;
    let qualification = &mut sandbox.prescribers[prescriber].qualifications[place];
    qualification.insert("is_active".into(), false.into());
    ok(qualification.clone())
}

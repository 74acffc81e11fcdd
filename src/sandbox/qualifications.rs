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

/// Adds a qualification, active unless told otherwise.
pub fn add(prescriber: &mut Prescriber, random: &mut Random, data: &Document) {
    let mut new = filled::<Qualification>(data);
    new.insert("id".into(), random.uuid().into());
    new.insert("is_active".into(), data.get("is_active").cloned().unwrap_or(true.into()));
    let switched_on = is_active(&new);
    prescriber.qualifications.push(new);
    if switched_on {
        supersede(prescriber, prescriber.qualifications.len() - 1);
    }
}

/// Switches off what the prescriber has for the state of the qualification at a place, but for that one.
fn supersede(prescriber: &mut Prescriber, place: usize) {
    let Some(state) = text(&prescriber.qualifications[place], "state").map(str::to_string) else { return };
    for (other, old) in prescriber.qualifications.iter_mut().enumerate() {
        if other != place && is_of(old, &state) {
            old.insert("is_active".into(), false.into());
        }
    }
}

fn is_of(qualification: &Document, state: &str) -> bool {
    text(qualification, "state").is_some_and(|known| known.eq_ignore_ascii_case(state))
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
    let place = held
        .iter()
        .position(|one| has(one, "id", key))
        .or_else(|| held.iter().rposition(|one| is_of(one, key) && is_active(one)))
        .or_else(|| held.iter().rposition(|one| is_of(one, key)));
    let missing = || Refusal::not_found("This prescriber has no qualification with this id or for this state.");
    Ok((prescriber, place.ok_or_else(missing)?))
}

/// Adds a qualification whose number is new, which switches off the state's earlier one even where it is not active itself.
fn renew(sandbox: &mut Sandbox, prescriber: usize, data: &Document) -> Document {
    let prescriber = &mut sandbox.prescribers[prescriber];
    add(prescriber, &mut sandbox.random, data);
    let place = prescriber.qualifications.len() - 1;
    supersede(prescriber, place);
    prescriber.qualifications[place].clone()
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let prescriber = find(sandbox, call)?;
    created(renew(sandbox, prescriber, &call.params))
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(sandbox, call)?;
    let mut changed = sandbox.prescribers[prescriber].qualifications[place].clone();
    if changed.get("license_number") != call.params.get("license_number") {
        changed.shift_remove("is_active");
        changed.extend(call.params.clone());
        return ok(renew(sandbox, prescriber, &changed));
    }
    changed.extend(call.params.clone());
    let prescriber = &mut sandbox.prescribers[prescriber];
    prescriber.qualifications[place] = changed.clone();
    if is_active(&changed) {
        supersede(prescriber, place);
    }
    ok(changed)
}

fn deactivate(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (prescriber, place) = find_both(sandbox, call)?;
    let qualification = &mut sandbox.prescribers[prescriber].qualifications[place];
    qualification.insert("is_active".into(), false.into());
    ok(qualification.clone())
}

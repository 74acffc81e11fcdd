//! Which licences of a prescriber are active: one for each state.

use crate::model::prescribers::Qualification;
use crate::sandbox::store::document::{Document, filled, text};
use crate::sandbox::store::ids::Random;
use crate::sandbox::store::prescribers::Prescriber;

/// Adds a qualification, active unless the data says otherwise.
pub fn add(prescriber: &mut Prescriber, random: &mut Random, data: &Document) {
    let mut new = data.clone();
    new.insert("id".into(), random.uuid().into());
    new.entry("is_active").or_insert(true.into());
    let new = filled::<Qualification>(&new);
    let switched_on = is_active(&new);
    prescriber.qualifications.push(new);
    if switched_on {
        supersede(prescriber, prescriber.qualifications.len() - 1);
    }
}

/// Switches off what the prescriber has for the state of the qualification at a place, but for that one.
pub fn supersede(prescriber: &mut Prescriber, place: usize) {
    let Some(state) = text(&prescriber.qualifications[place], "state").map(str::to_string) else { return };
    for (other, old) in prescriber.qualifications.iter_mut().enumerate() {
        if other != place && is_of(old, &state) {
            old.insert("is_active".into(), false.into());
        }
    }
}

/// Whether it is for a state.
pub fn is_of(qualification: &Document, state: &str) -> bool {
    text(qualification, "state").is_some_and(|known| known.eq_ignore_ascii_case(state))
}

/// Whether it is switched on.
pub fn is_active(qualification: &Document) -> bool {
    qualification.get("is_active") == Some(&true.into())
}

/// Whether one may practise by it on a day, written YYYY-MM-DD.
pub fn is_valid(qualification: &Document, today: &str) -> bool {
    is_active(qualification) && text(qualification, "expiration_date").is_none_or(|last| last >= today)
}

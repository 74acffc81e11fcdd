//! Risk factors come as free text, which is taken apart.

use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::patients::RiskFactor;

/// What the answer groups by, and what `type` calls it.
pub const KINDS: [(&str, &str); 3] = [("allergies", "allergy"), ("conditions", "condition"), ("medications", "medication")];

/// Adds what the texts hold.
pub fn add(store: &mut Store, patient: u32, texts: &Document) {
    store.changed = true;
    let now = store.now;
    for (kind, (name, _)) in KINDS.iter().enumerate() {
        let from = store.uuid(Stream::Patients);
        for piece in text(texts, name).map(pieces).unwrap_or_default() {
            let (id, entry) = (store.uuid(Stream::Patients), store.uuid(Stream::Patients));
            let new = RiskFactor { id, kind, entry, text: from, piece: piece.into(), active: true, created: now, updated: now };
            store.patients.at_mut(patient).risk_factors.push(new);
        }
    }
}

/// Puts the texts in the place of what there was of their kinds. What stays keeps its id, and is active again.
pub fn replace(store: &mut Store, patient: u32, texts: &Document) {
    let now = store.now;
    let mut new = Document::new();
    for (kind, (name, _)) in KINDS.iter().enumerate() {
        let Some(given) = text(texts, name) else { continue };
        let wanted = pieces(given);
        let factors = &mut store.patients.at_mut(patient).risk_factors;
        factors.retain(|one| one.kind != kind || wanted.contains(&one.piece.as_ref()));
        factors.iter_mut().filter(|one| one.kind == kind).for_each(|one| set_active(one, true, now));
        let is_known = |piece: &str| factors.iter().any(|one| one.kind == kind && one.piece.as_ref() == piece);
        let added: Vec<&str> = wanted.into_iter().filter(|piece| !is_known(piece)).collect();
        new.insert(name.to_string(), added.join(";").into());
    }
    add(store, patient, &new);
}

/// Switches a risk factor on or off.
pub fn set_active(factor: &mut RiskFactor, active: bool, now: i64) {
    if factor.active != active {
        factor.active = active;
        factor.updated = now;
    }
}

fn pieces(text: &str) -> Vec<&str> {
    text.split([',', ';', '/']).map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

//! Risk factors: free text, taken apart and shown as matches.

use serde_json::{Value, json};

use super::patients::find;
use crate::sandbox::Handler;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::Call;
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::patients::RiskFactor;

/// What the answer groups by, and what `type` calls it.
const KINDS: [(&str, &str); 3] = [("allergies", "allergy"), ("conditions", "condition"), ("medications", "medication")];

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "riskFactors" => list,
        "deactivateRiskFactor" => deactivate,
        "addRiskFactorText" => add_text,
        _ => return None,
    })
}

/// Adds what the texts hold. Everything matches, once it is processed.
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

fn set_active(factor: &mut RiskFactor, active: bool, now: i64) {
    if factor.active != active {
        factor.active = active;
        factor.updated = now;
    }
}

fn pieces(text: &str) -> Vec<&str> {
    text.split([',', ';', '/']).map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// One match. Allergies and conditions are shown in another shape than medications.
fn show(factor: &RiskFactor, patient: Uuid) -> Value {
    let name = capitalised(&factor.piece);
    match KINDS[factor.kind].1 {
        "medication" => json!({
            "id": factor.id.to_string(),
            "created_at": iso(factor.created),
            "updated_at": iso(factor.updated),
            "risk_factor_id": factor.entry.to_string(),
            "confidence": 1.0,
            "is_active": factor.active,
            "match_source": "text",
            "match_type": "product",
            "matched": true,
            "matched_via_synonym": false,
            "patient_id": patient.to_string(),
            "risk_factor_text_id": factor.text.to_string(),
            "text_chunk": factor.piece,
            "medication_detail": { "name": name, "ingredient_name": factor.piece },
        }),
        kind => json!({
            "id": factor.id.to_string(),
            "name": name,
            "type": kind,
            "original_name": factor.piece,
            "matched": true,
            "is_active": factor.active,
        }),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect()).unwrap_or_default()
}

fn list(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let patient = store.patients.at(find(store, call.id("patient_id"))?);
    let processed = store.now - store.assumptions.length(Switch::RiskFactorDelay);
    let wanted = call.text("type");
    let mut shown = Document::new();
    for (kind, (name, type_name)) in KINDS.iter().enumerate() {
        let here = wanted.is_none_or(|wanted| wanted == *type_name);
        let factors = patient.risk_factors.iter().filter(|one| here && one.kind == kind && one.created <= processed);
        shown.insert(name.to_string(), factors.map(|one| show(one, patient.id)).collect());
    }
    ok(shown)
}

fn deactivate(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    let now = store.now;
    let patient = store.patients.at_mut(place);
    let wanted = Uuid::read(call.id("risk_factor_id"));
    let id = patient.id;
    let Some(factor) = patient.risk_factors.iter_mut().find(|one| Some(one.id) == wanted) else {
        return Err(Refusal::not_found("This patient has no risk factor with this id."));
    };
    set_active(factor, false, now);
    let shown = show(factor, id);
    store.changed = true;
    ok(shown)
}

fn add_text(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    add(store, place, &call.params);
    created(json!({ "message": "Risk factor text added" }))
}

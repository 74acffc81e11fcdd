//! The risk factors of a patient, shown as matches.

use serde_json::json;

use super::patients::find;
use super::risk_texts::{KINDS, add, set_active};
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, texts};
use crate::sandbox::store::ids::Uuid;
use crate::sandbox::store::patients::RiskFactor;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "riskFactors" => list,
        "deactivateRiskFactor" => deactivate,
        "addRiskFactorText" => add_text,
        _ => return None,
    })
}

/// One match. Allergies and conditions are shown in another shape than medications.
fn show(factor: &RiskFactor, patient: Uuid, matched: bool) -> Document {
    let name = if matched { capitalised(&factor.piece) } else { factor.piece.to_string() };
    let piece = || factor.piece.to_string();
    let mut shown = match KINDS[factor.kind].1 {
        "medication" => {
            let mut shown = texts(&[
                ("id", factor.id.to_string()),
                ("created_at", iso(factor.created)),
                ("updated_at", iso(factor.updated)),
                ("risk_factor_id", factor.entry.to_string()),
                ("match_source", "text".into()),
                ("patient_id", patient.to_string()),
                ("risk_factor_text_id", factor.text.to_string()),
                ("text_chunk", piece()),
            ]);
            shown.insert("confidence".into(), if matched { 1.0 } else { 0.0 }.into());
            shown.insert("matched_via_synonym".into(), false.into());
            if matched {
                let detail = texts(&[("name", name), ("ingredient_name", piece())]);
                shown.insert("match_type".into(), "product".into());
                shown.insert("medication_detail".into(), detail.into());
            }
            shown
        }
        kind => texts(&[("id", factor.id.to_string()), ("name", name), ("type", kind.into()), ("original_name", piece())]),
    };
    shown.insert("matched".into(), matched.into());
    shown.insert("is_active".into(), factor.active.into());
    shown
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect()).unwrap_or_default()
}

fn list(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let patient = store.patients.at(find(store, call.id("patient_id"))?);
    let processed = store.now - store.assumptions.length(Switch::RiskFactorDelay);
    let wanted = call.text("type");
    let matched = store.assumptions.is(Switch::RiskFactorsMatch, "yes");
    let mut shown = Document::new();
    for (kind, (name, type_name)) in KINDS.iter().enumerate() {
        let here = wanted.is_none_or(|wanted| wanted == *type_name);
        let factors = patient.risk_factors.iter().filter(|one| here && one.kind == kind && one.created <= processed);
        shown.insert(name.to_string(), factors.map(|one| show(one, patient.id, matched)).collect());
    }
    ok(shown)
}

fn deactivate(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    let now = store.now;
    let matched = store.assumptions.is(Switch::RiskFactorsMatch, "yes");
    let patient = store.patients.at_mut(place);
    let wanted = Uuid::read(call.id("risk_factor_id"));
    let id = patient.id;
    let Some(factor) = patient.risk_factors.iter_mut().find(|one| Some(one.id) == wanted) else {
        return Err(Refusal::not_found("This patient has no risk factor with this id."));
    };
    set_active(factor, false, now);
    let shown = show(factor, id, matched);
    store.changed = true;
    ok(shown)
}

fn add_text(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(store, call.id("patient_id"))?;
    add(store, place, &call.params);
    created(json!({ "message": "Risk factor text added" }))
}

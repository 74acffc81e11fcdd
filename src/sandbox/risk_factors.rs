//! Risk factors: free text, taken apart and shown as matches.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::iso;
use super::document::{Document, text};
use super::ids::Random;
use super::patients::{Patient, find};

/// What the answer groups by, and what `type` calls it.
const KINDS: [(&str, &str); 3] = [("allergies", "allergy"), ("conditions", "condition"), ("medications", "medication")];

/// The matches of one patient, in the order of `KINDS`.
#[derive(Clone, Default)]
pub struct RiskFactors([Vec<Document>; 3]);

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "riskFactors" => list,
        "deactivateRiskFactor" => deactivate,
        "addRiskFactorText" => add_text,
        _ => return None,
    })
}

/// Adds what the texts hold. Everything matches, and at once: the sandbox has no background.
pub fn add(patient: &mut Patient, random: &mut Random, now: i64, texts: &Document) {
    for (place, (kind, _)) in KINDS.iter().enumerate() {
        let text_id = random.uuid();
        for piece in text(texts, kind).map(pieces).unwrap_or_default() {
            let entry = entry(place, piece, patient.id(), &text_id, random, now);
            patient.risk_factors.0[place].push(entry);
        }
    }
}

/// Puts the texts in the place of what there was of their kinds. What stays keeps its id, and is active again.
pub fn replace(patient: &mut Patient, random: &mut Random, now: i64, texts: &Document) {
    let mut new = Document::new();
    for (place, (kind, _)) in KINDS.iter().enumerate() {
        let Some(given) = text(texts, kind) else { continue };
        let entries = &mut patient.risk_factors.0[place];
        entries.retain(|entry| pieces(given).contains(&wording(entry)));
        entries.iter_mut().for_each(|entry| set_active(entry, true, now));
        let known: Vec<&str> = entries.iter().map(wording).collect();
        let added: Vec<&str> = pieces(given).into_iter().filter(|piece| !known.contains(piece)).collect();
        new.insert(kind.to_string(), added.join(";").into());
    }
    add(patient, random, now, &new);
}

fn set_active(entry: &mut Document, active: bool, now: i64) {
    let before = entry.insert("is_active".into(), active.into());
    if entry.contains_key("updated_at") && before != Some(active.into()) {
        entry.insert("updated_at".into(), iso(now).into());
    }
}

fn pieces(text: &str) -> Vec<&str> {
    text.split([',', ';', '/']).map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

fn wording(entry: &Document) -> &str {
    text(entry, "original_name").or(text(entry, "text_chunk")).unwrap_or_default()
}

/// One match. Allergies and conditions are shown in another shape than medications.
fn entry(place: usize, piece: &str, patient: &str, text_id: &str, random: &mut Random, now: i64) -> Document {
    let name = capitalised(piece);
    let entry = match KINDS[place].1 {
        "medication" => json!({
            "id": random.uuid(),
            "created_at": iso(now),
            "updated_at": iso(now),
            "risk_factor_id": random.uuid(),
            "confidence": 1.0,
            "is_active": true,
            "match_source": "text",
            "match_type": "product",
            "matched": true,
            "matched_via_synonym": false,
            "patient_id": patient,
            "risk_factor_text_id": text_id,
            "text_chunk": piece,
            "medication_detail": { "name": name, "ingredient_name": piece },
        }),
        kind => json!({
            "id": random.uuid(),
            "name": name,
            "type": kind,
            "original_name": piece,
            "matched": true,
            "is_active": true,
        }),
    };
    match entry {
        Value::Object(entry) => entry,
        _ => Document::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect()).unwrap_or_default()
}

fn list(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let patient = &sandbox.patients[find(sandbox, call)?];
    let wanted = call.text("type");
    let mut shown = Document::new();
    for ((name, kind), entries) in KINDS.iter().zip(&patient.risk_factors.0) {
        let here = wanted.is_none_or(|wanted| wanted == *kind);
        shown.insert(name.to_string(), if here { entries.iter().cloned().collect() } else { json!([]) });
    }
    ok(shown)
}

fn deactivate(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    let now = sandbox.now;
    let mut entries = sandbox.patients[place].risk_factors.0.iter_mut().flatten();
    let wanted = call.id("risk_factor_id");
    let Some(entry) = entries.find(|entry| text(entry, "id").is_some_and(|id| id.eq_ignore_ascii_case(wanted))) else {
        return Err(Refusal::not_found("This patient has no risk factor with this id."));
    };
    set_active(entry, false, now);
    ok(entry.clone())
}

fn add_text(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    add(&mut sandbox.patients[place], &mut sandbox.random, sandbox.now, &call.params);
    created(json!({ "message": "Risk factor text added" }))
}

//! Prescribers.

use serde_json::Value;

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::iso;
use super::document::{Document, filled, has, objects, text};
use super::ids::Random;
use super::qualifications;
use crate::model::prescribers as model;

#[derive(Clone)]
pub struct Prescriber {
    /// All but the qualifications.
    pub document: Document,
    /// State licences and others, oldest first.
    pub qualifications: Vec<Document>,
    /// Whether the account has the prescriber. Others are known elsewhere in Blend only.
    linked: bool,
}

impl Prescriber {
    pub fn id(&self) -> &str {
        text(&self.document, "id").unwrap_or_default()
    }

    pub fn show(&self) -> Document {
        let mut shown = self.document.clone();
        shown.insert("qualifications".into(), self.qualifications.iter().cloned().collect());
        shown
    }
}

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
pub fn seed(sandbox: &mut Sandbox) {
    for (list, linked) in [("prescribers", true), ("prescribers_elsewhere", false)] {
        for person in sandbox.catalogue.documents(list) {
            let id = text(&person, "id").unwrap_or_default().to_string();
            add(sandbox, id, &person, linked);
        }
    }
}

fn add(sandbox: &mut Sandbox, id: String, data: &Document, linked: bool) {
    let now = iso(sandbox.now);
    let mut document = filled::<model::Prescriber>(data);
    document.insert("id".into(), id.into());
    document.insert("created_at".into(), now.clone().into());
    document.insert("updated_at".into(), now.clone().into());
    document.insert("is_active".into(), data.get("is_active").cloned().unwrap_or(true.into()));
    document.insert("addresses".into(), addresses(data, &mut sandbox.random, &now));
    let mut prescriber = Prescriber { document, qualifications: Vec::new(), linked };
    for qualification in objects(data, "qualifications") {
        qualifications::add(&mut prescriber, &mut sandbox.random, qualification);
    }
    sandbox.prescribers.push(prescriber);
}

fn addresses(data: &Document, random: &mut Random, now: &str) -> Value {
    let kept = |given: &Document| {
        let mut address = filled::<model::PrescriberAddress>(given);
        address.insert("id".into(), random.uuid().into());
        address.insert("created_at".into(), now.into());
        address.insert("updated_at".into(), now.into());
        address.insert("type".into(), given.get("type").cloned().unwrap_or("practice".into()));
        address
    };
    objects(data, "addresses").map(kept).collect()
}

/// The prescriber whom Blend knows by an NPI, in this account or elsewhere: from now on the account has them.
pub fn link(sandbox: &mut Sandbox, npi: &str) -> Option<usize> {
    let place = sandbox.prescribers.iter().position(|prescriber| has(&prescriber.document, "npi", npi))?;
    sandbox.prescribers[place].linked = true;
    Some(place)
}

/// The prescriber of a request, and whether the request made them: a known NPI gives whoever has it,
/// whatever else was sent.
pub fn register(sandbox: &mut Sandbox, data: &Document) -> (usize, bool) {
    if let Some(place) = text(data, "npi").and_then(|npi| link(sandbox, npi)) {
        return (place, false);
    }
    let id = sandbox.random.uuid();
    add(sandbox, id, data, true);
    (sandbox.prescribers.len() - 1, true)
}

/// The place of a prescriber of the account.
pub fn place(sandbox: &Sandbox, field: &str, value: &str) -> Option<usize> {
    sandbox.prescribers.iter().position(|prescriber| prescriber.linked && has(&prescriber.document, field, value))
}

/// The id of a prescriber who has to be there. `path` is where the request names the prescriber.
pub fn known(sandbox: &Sandbox, id: &str, path: &str) -> Result<String, Refusal> {
    let place = place(sandbox, "id", id).ok_or_else(|| Refusal::field(path, "there is no such prescriber"))?;
    Ok(sandbox.prescribers[place].id().to_string())
}

/// The place of the prescriber whose id is in the path.
pub fn find(sandbox: &Sandbox, call: &Call<'_>) -> Result<usize, Refusal> {
    let missing = || Refusal::not_found("There is no prescriber with this id.");
    place(sandbox, "id", call.id("prescriber_id")).ok_or_else(missing)
}

/// The prescribers of the account, newest first.
pub fn all(sandbox: &Sandbox) -> impl Iterator<Item = &Prescriber> {
    sandbox.prescribers.iter().rev().filter(|prescriber| prescriber.linked)
}

fn list(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(all(sandbox).map(Prescriber::show).collect::<Value>())
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (place, new) = register(sandbox, &call.params);
    let shown = sandbox.prescribers[place].show();
    if new { created(shown) } else { ok(shown) }
}

fn get(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    ok(sandbox.prescribers[place].show())
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    let same = |npi: &str| sandbox.prescribers.iter().position(|prescriber| has(&prescriber.document, "npi", npi));
    if call.text("npi").and_then(same).is_some_and(|other| other != place) {
        return Err(Refusal::field("npi", "another prescriber has this NPI"));
    }
    let now = iso(sandbox.now);
    let mut changes = call.params.clone();
    if changes.contains_key("addresses") {
        changes.insert("addresses".into(), addresses(&call.params, &mut sandbox.random, &now));
    }
    changes.insert("updated_at".into(), now.into());
    let prescriber = &mut sandbox.prescribers[place];
    prescriber.document.extend(changes);
    ok(prescriber.show())
}

fn credentials(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("credentials"))
}

//! Compounding reasons.

use serde_json::{Value, json};

use crate::model::orders::CompoundingReason;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, filled, text};
use crate::sandbox::store::ids::Stream;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "compoundingReasons" => list,
        "createCompoundingReason" => create,
        "updateCompoundingReason" => update,
        _ => return None,
    })
}

/// Top level first, children below. An own reason stands at the top where its parent is filtered out.
fn list(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kind = |reason: &Document| if is_global(reason) { "global" } else { "customer" };
    let fits = |reason: &&Document| call.text("type").is_none_or(|wanted| kind(reason) == wanted);
    let reasons: Vec<&Document> = store.catalogue.reasons.iter().filter(fits).collect();
    let parent_of = |reason: &Document| reasons.iter().find(|parent| parent.get("id") == reason.get("parent_id")).copied();
    let with_children = |reason: &&Document| {
        let mut shown = (*reason).clone();
        let children: Vec<Value> = reasons
            .iter()
            .filter(|child| child.get("parent_id") == reason.get("id"))
            .map(|child| (*child).clone().into())
            .collect();
        shown.insert("subcategories".into(), children.into());
        Value::from(shown)
    };
    ok(reasons.iter().filter(|reason| parent_of(reason).is_none()).map(with_children).collect::<Vec<Value>>())
}

fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    call.required("name")?;
    may_be_parent(store, call, None)?;
    let mut reason = call.params.clone();
    reason.insert("id".into(), store.uuid(Stream::Orders).into());
    reason.insert("created_at".into(), iso(store.now).into());
    reason.insert("updated_at".into(), iso(store.now).into());
    reason.insert("is_global".into(), false.into());
    let mut reason = filled::<CompoundingReason>(&reason);
    reason.entry("parent_id").or_insert(Value::Null);
    store.changed = true;
    store.catalogue.reasons.push(reason.clone());
    created(reason)
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("reason_id");
    let Some(reason) = store.catalogue.reason(id) else {
        return Err(Refusal::not_found("There is no compounding reason with this id."));
    };
    if is_global(reason) {
        return Err(Refusal::new(403, "Only compounding reasons of your own can be changed."));
    }
    may_be_parent(store, call, Some(id))?;
    let now = iso(store.now);
    store.changed = true;
    let own = |reason: &&mut Document| text(reason, "id").is_some_and(|known| known.eq_ignore_ascii_case(id));
    let mut shown = json!({});
    if let Some(reason) = store.catalogue.reasons.iter_mut().find(own) {
        reason.extend(call.params.clone());
        reason.insert("updated_at".into(), now.into());
        shown = reason.clone().into();
    }
    ok(shown)
}

fn is_global(reason: &Document) -> bool {
    reason.get("is_global") == Some(&Value::Bool(true))
}

/// Reasons are two levels deep: a parent stands at the top, and what has children stays there.
fn may_be_parent(store: &Store, call: &Call<'_>, child: Option<&str>) -> Result<(), Refusal> {
    let Some(parent) = call.text("parent_id") else { return Ok(()) };
    let Some(found) = store.catalogue.reason(parent) else {
        return Err(Refusal::field("parent_id", "there is no compounding reason with this id"));
    };
    let is_child = |reason: &Document, id: &str| text(reason, "parent_id").is_some_and(|parent| parent.eq_ignore_ascii_case(id));
    let has_children = child.is_some_and(|child| store.catalogue.reasons.iter().any(|reason| is_child(reason, child)));
    let itself = child.is_some_and(|child| child.eq_ignore_ascii_case(parent));
    if itself || has_children || !found.get("parent_id").is_none_or(Value::is_null) {
        return Err(Refusal::field("parent_id", "reasons are nested one level deep"));
    }
    Ok(())
}

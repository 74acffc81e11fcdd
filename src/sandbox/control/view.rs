//! What a sandbox holds, at a glance.

use serde_json::{Value, json};

use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::Store;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, text, texts};
use crate::sandbox::store::orders::{Order, Status};
use crate::sandbox::store::tasks::Task;

/// The clock, and how much there is of what.
pub fn state(store: &Store) -> Value {
    let statuses: Document =
        Status::all().map(|status| (status.name().to_string(), store.orders.count_of(status).into())).collect();
    json!({
        "now": iso(store.now),
        "orders": statuses,
        "patients": store.patients.len(),
        "prescribers": store.prescribers.linked().count(),
        "prescriptions": store.prescriptions.len(),
        "stuck": store.orders.iter().filter(|order| order.stuck.is_some()).count(),
        "tasks": store.tasks.open().count(),
    })
}

/// Orders that cannot be filled, newest first, and why.
pub fn stuck(store: &Store) -> Value {
    let row = |order: &Order| {
        let stuck = order.stuck?;
        Some(
            json!({ "order": order.number.to_string(), "id": order.id.to_string(), "status": order.status.name(), "reason": stuck.reason() }),
        )
    };
    store.orders.iter().rev().filter_map(row).collect()
}

/// What the pharmacy has to do by hand.
pub fn tasks(store: &Store) -> Value {
    let row = |task: &Task| json!({ "id": task.id.to_string(), "name": task.about.name(), "order": store.orders.at(task.order).number.to_string(), "description": task.description });
    store.tasks.open().map(row).collect()
}

/// The newest orders, without anything about their patients.
pub fn orders(store: &Store, params: &Document) -> Result<Value, Refusal> {
    let wanted = text(params, "status");
    if wanted.is_some_and(|status| Status::read(status).is_none()) {
        let known: Vec<&str> = Status::all().map(Status::name).collect();
        return Err(Refusal::field("status", &format!("expected one of {}", known.join(", "))));
    }
    let limit = params.get("limit").and_then(Value::as_u64).unwrap_or(25).min(200) as usize;
    let fits = |order: &&Order| wanted.is_none_or(|status| order.status.name() == status);
    let row = |order: &Order| {
        let replacement = order.replacement.as_ref().map(|replacement| replacement.status.as_ref());
        let mut shown = texts(&[
            ("order", order.number.to_string()),
            ("id", order.id.to_string()),
            ("status", order.status.name().into()),
            ("created_at", iso(order.created)),
        ]);
        let texts = [
            ("external_id", order.external_id.as_deref()),
            ("stuck", order.stuck.map(|stuck| stuck.reason())),
            ("replacement", replacement),
        ];
        shown.extend(texts.map(|(name, text)| (name.to_string(), text.into())));
        shown.insert("cancellation_requested".into(), order.cancellation_requested.into());
        Value::from(shown)
    };
    Ok(store.orders.iter().rev().filter(fits).take(limit).map(row).collect())
}

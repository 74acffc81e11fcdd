//! Webhooks and mail. Nothing is ever delivered.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, created, ok};
use super::auth::USER_ID;
use super::call::Call;
use super::clock::iso;
use super::document::{Document, filled, has};
use crate::model::notifications::EmailSubscription;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "listWebhooks" => list_webhooks,
        "createWebhook" => create_webhook,
        "getWebhook" => get_webhook,
        "updateWebhook" => update_webhook,
        "deleteWebhook" => delete_webhook,
        "generateWebhookSecret" => generate_webhook_secret,
        "previewSample" => preview_sample,
        "sendSample" => send_sample,
        "getEmail" => get_email,
        "updateEmail" => update_email,
        "deactivateEmail" => deactivate_email,
        "eventTypes" => event_types,
        "listSubscriptions" => list_subscriptions,
        "createSubscription" => create_subscription,
        "deactivateSubscription" => deactivate_subscription,
        _ => return None,
    })
}

/// The events that a call subscribes to, each once, as they are shown.
fn events(sandbox: &Sandbox, call: &Call<'_>) -> Result<Value, Refusal> {
    let Some(codes) = call.params.get("event_codes").and_then(Value::as_array) else {
        return Err(Refusal::field("event_codes", "missing; give a list of event codes"));
    };
    let mut events: Vec<Value> = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let found = sandbox.catalogue.entry("events", "event_code", code.as_str().unwrap_or_default());
        let unknown = || Refusal::field(format!("event_codes[{place}]"), "there is no such event; see eventTypes");
        let event = Value::from(found.ok_or_else(unknown)?.clone());
        if !events.contains(&event) {
            events.push(event);
        }
    }
    Ok(events.into())
}

/// Checks a URL. It is not kept: no answer shows it, and nothing is delivered to it.
fn needs_https(call: &Call<'_>, name: &str) -> Result<(), Refusal> {
    let scheme = call.required(name)?.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https")) {
        return Ok(());
    }
    Err(Refusal::field(name, "expected a URL that begins with https://"))
}

/// Keeps a new subscription.
fn subscribe(sandbox: &mut Sandbox, kind: &str, events: Value) -> Value {
    let new = json!({
        "id": sandbox.random.uuid(),
        "created_at": iso(sandbox.now),
        "is_active": true,
        "type": kind,
        "user_id": USER_ID,
        "subscriptions": events,
    });
    sandbox.subscriptions.extend(new.as_object().cloned());
    new
}

/// Sets the events of a subscription, which switches it on.
fn resubscribe(subscription: &mut Document, events: Value) -> Value {
    subscription.insert("is_active".into(), true.into());
    subscription.insert("subscriptions".into(), events);
    subscription.clone().into()
}

fn list_webhooks(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.subscriptions.iter().filter(|one| has(one, "type", "webhook")).cloned().collect::<Value>())
}

fn create_webhook(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let events = events(sandbox, call)?;
    needs_https(call, "url")?;
    created(subscribe(sandbox, "webhook", events))
}

fn find_webhook(sandbox: &Sandbox, call: &Call<'_>) -> Result<usize, Refusal> {
    let is = |one: &Document| has(one, "type", "webhook") && has(one, "id", call.id("webhook_id"));
    sandbox.subscriptions.iter().position(is).ok_or_else(|| Refusal::not_found("There is no webhook with this id."))
}

fn get_webhook(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(sandbox, call)?;
    ok(sandbox.subscriptions[place].clone())
}

fn update_webhook(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(sandbox, call)?;
    let events = events(sandbox, call)?;
    needs_https(call, "url")?;
    ok(resubscribe(&mut sandbox.subscriptions[place], events))
}

fn delete_webhook(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(sandbox, call)?;
    sandbox.subscriptions.remove(place);
    ok(json!({ "message": "Webhook deleted" }))
}

fn generate_webhook_secret(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    let secret = sandbox.random.text(40, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    ok(json!({ "secret": secret }))
}

/// The made-up payload of an event.
fn sample(sandbox: &Sandbox, code: &str) -> Option<Value> {
    sandbox.catalogue.part("samples").get(code).cloned()
}

fn preview_sample(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let code = call.id("event_code");
    let payload = sample(sandbox, code).ok_or_else(|| Refusal::not_found("There is no sample of such an event."))?;
    ok(json!({ "event_code": code, "payload_preview": payload }))
}

fn send_sample(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let code = call.required("event_code")?;
    let unknown = || Refusal::field("event_code", "there is no sample of such an event");
    let payload = sample(sandbox, code).ok_or_else(unknown)?;
    needs_https(call, "webhook_url")?;
    ok(json!({
        "event_code": code,
        "payload_preview": payload,
        "message": "Sample webhook sent successfully",
        "webhook_url": call.text("webhook_url"),
    }))
}

/// The one mail subscription of the user, once there was one.
fn email(sandbox: &mut Sandbox) -> Option<&mut Document> {
    sandbox.subscriptions.iter_mut().find(|one| has(one, "type", "email"))
}

/// Sets which events are mailed, and gives the subscription.
fn mail(sandbox: &mut Sandbox, events: Value) -> Value {
    match email(sandbox) {
        Some(email) => resubscribe(email, events),
        None => subscribe(sandbox, "email", events),
    }
}

fn show_email(sandbox: &mut Sandbox) -> Result<Reply, Refusal> {
    match email(sandbox) {
        Some(email) => ok(filled::<EmailSubscription>(email)),
        None => ok(json!({ "is_active": false, "subscriptions": [] })),
    }
}

fn get_email(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    show_email(sandbox)
}

fn update_email(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let events = events(sandbox, call)?;
    mail(sandbox, events);
    show_email(sandbox)
}

fn deactivate_email(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    if let Some(email) = email(sandbox) {
        email.insert("is_active".into(), false.into());
    }
    ok(json!({ "message": "Email notifications deactivated" }))
}

fn event_types(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("events"))
}

fn list_subscriptions(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.subscriptions.iter().cloned().collect::<Value>())
}

fn create_subscription(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kind = call.required("type")?;
    let events = events(sandbox, call)?;
    if kind == "webhook" {
        needs_https(call, "url")?;
    }
    created(if kind == "email" { mail(sandbox, events) } else { subscribe(sandbox, kind, events) })
}

fn deactivate_subscription(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wanted = sandbox.subscriptions.iter_mut().find(|one| has(one, "id", call.id("subscription_id")));
    let Some(subscription) = wanted else {
        return Err(Refusal::not_found("There is no subscription with this id."));
    };
    subscription.insert("is_active".into(), false.into());
    ok(json!({ "message": "Subscription deactivated" }))
}

//! Webhooks and mail.

use serde_json::{Value, json};

use crate::model::notifications::EmailSubscription;
use crate::sandbox::http::answer::{Refusal, Reply, created, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::account::USER_ID;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::{Document, filled, has, object};
use crate::sandbox::store::ids::Stream;
use crate::sandbox::store::outbox::{Event, Subscription, host, is_loopback};

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
fn events(store: &Store, call: &Call<'_>) -> Result<Value, Refusal> {
    let Some(codes) = call.params.get("event_codes").and_then(Value::as_array) else {
        return Err(Refusal::field("event_codes", "missing; give a list of event codes"));
    };
    let mut events: Vec<Value> = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let found = store.catalogue.entry("events", "event_code", code.as_str().unwrap_or_default());
        let unknown = || Refusal::field(format!("event_codes[{place}]"), "there is no such event; see eventTypes");
        let event = Value::from(found.ok_or_else(unknown)?.clone());
        if !events.contains(&event) {
            events.push(event);
        }
    }
    Ok(events.into())
}

/// The URL of a webhook: https, but on this machine.
fn endpoint(call: &Call<'_>, name: &str) -> Result<String, Refusal> {
    let url = call.required(name)?;
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("https") => Ok(url.into()),
        Some("http") if is_loopback(&host(url)) => Ok(url.into()),
        _ => Err(Refusal::field(name, "expected a URL that begins with https://")),
    }
}

/// Keeps a new subscription.
fn subscribe(store: &mut Store, kind: &str, events: Value, url: Option<String>) -> Document {
    let new = object(json!({
        "id": store.uuid(Stream::Notifications).to_string(),
        "created_at": iso(store.now),
        "is_active": true,
        "type": kind,
        "user_id": USER_ID,
        "subscriptions": events,
    }));
    store.changed = true;
    store.outbox.subscriptions.push(Subscription { document: new.clone(), url });
    new
}

/// Sets the events of a subscription, which switches it on.
fn resubscribe(subscription: &mut Document, events: Value) -> Document {
    subscription.insert("is_active".into(), true.into());
    subscription.insert("subscriptions".into(), events);
    subscription.clone()
}

fn list_webhooks(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    let webhooks = store.outbox.subscriptions.iter().map(|one| &one.document).filter(|one| has(one, "type", "webhook"));
    ok(webhooks.cloned().collect::<Value>())
}

fn create_webhook(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let events = events(store, call)?;
    let url = endpoint(call, "url")?;
    created(subscribe(store, "webhook", events, Some(url)))
}

fn find_webhook(store: &Store, call: &Call<'_>) -> Result<usize, Refusal> {
    let is = |one: &Subscription| has(&one.document, "type", "webhook") && has(&one.document, "id", call.id("webhook_id"));
    store.outbox.subscriptions.iter().position(is).ok_or_else(|| Refusal::not_found("There is no webhook with this id."))
}

fn get_webhook(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(store, call)?;
    ok(store.outbox.subscriptions[place].document.clone())
}

fn update_webhook(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(store, call)?;
    let events = events(store, call)?;
    let url = endpoint(call, "url")?;
    store.changed = true;
    let subscription = &mut store.outbox.subscriptions[place];
    subscription.url = Some(url);
    ok(resubscribe(&mut subscription.document, events))
}

fn delete_webhook(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find_webhook(store, call)?;
    store.changed = true;
    store.outbox.subscriptions.remove(place);
    ok(json!({ "message": "Webhook deleted" }))
}

fn generate_webhook_secret(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let secret = store.streams.of(Stream::Notifications).text(40, ALPHABET);
    store.changed = true;
    store.outbox.secret = Some(secret.clone());
    ok(json!({ "secret": secret }))
}

/// The made-up payload of an event.
pub fn sample(store: &Store, code: &str) -> Option<Value> {
    store.catalogue.part("samples").get(code).cloned()
}

fn preview_sample(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let code = call.id("event_code");
    let payload = sample(store, code).ok_or_else(|| Refusal::not_found("There is no sample of such an event."))?;
    ok(json!({ "event_code": code, "payload_preview": payload }))
}

fn send_sample(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let code = call.required("event_code")?;
    let unknown = || Refusal::field("event_code", "there is no sample of such an event");
    let payload = sample(store, code).ok_or_else(unknown)?;
    let url = endpoint(call, "webhook_url")?;
    store.changed = true;
    let now = store.now;
    store.outbox.send(Event { code, data: &payload }, &url, now, store.streams.of(Stream::Faults));
    ok(json!({
        "event_code": code,
        "payload_preview": payload,
        "message": "Sample webhook sent successfully",
        "webhook_url": url,
    }))
}

/// The one mail subscription of the user, once there was one.
fn email(store: &mut Store) -> Option<&mut Document> {
    store.outbox.subscriptions.iter_mut().map(|one| &mut one.document).find(|one| has(one, "type", "email"))
}

/// Sets which events are mailed, and gives the subscription.
fn mail(store: &mut Store, events: Value) -> Document {
    store.changed = true;
    match email(store) {
        Some(email) => resubscribe(email, events),
        None => subscribe(store, "email", events, None),
    }
}

fn show_email(store: &mut Store) -> Result<Reply, Refusal> {
    match email(store) {
        Some(email) => ok(filled::<EmailSubscription>(email)),
        None => ok(json!({ "is_active": false, "subscriptions": [] })),
    }
}

fn get_email(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    show_email(store)
}

fn update_email(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let events = events(store, call)?;
    mail(store, events);
    show_email(store)
}

fn deactivate_email(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    store.changed = true;
    if let Some(email) = email(store) {
        email.insert("is_active".into(), false.into());
    }
    ok(json!({ "message": "Email notifications deactivated" }))
}

fn event_types(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.catalogue.part("events"))
}

fn list_subscriptions(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(store.outbox.subscriptions.iter().map(|one| one.document.clone()).collect::<Value>())
}

fn create_subscription(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kind = call.required("type")?;
    let events = events(store, call)?;
    let url = if kind == "webhook" { Some(endpoint(call, "url")?) } else { None };
    created(if kind == "email" { mail(store, events) } else { subscribe(store, kind, events, url) })
}

fn deactivate_subscription(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut all = store.outbox.subscriptions.iter_mut().map(|one| &mut one.document);
    let Some(subscription) = all.find(|one| has(one, "id", call.id("subscription_id"))) else {
        return Err(Refusal::not_found("There is no subscription with this id."));
    };
    subscription.insert("is_active".into(), false.into());
    store.changed = true;
    ok(json!({ "message": "Subscription deactivated" }))
}

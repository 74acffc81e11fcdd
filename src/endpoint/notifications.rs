//! Webhooks and other notifications.

use super::entry::{Endpoint, RetryClass};
use crate::model::notifications::*;

/// A webhook and mail are subscriptions too, by paths of their own.
const SUBSCRIPTIONS: &str = "/notifications";
const EACH: &str = "a repeat makes a second subscription, which delivers every event twice";

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get("listWebhooks", "/notifications/webhooks", "Lists the webhooks of the signed-in user.")
        .gives::<Vec<WebhookSubscription>>()
        .inferred(),
    Endpoint::post(
        "createWebhook",
        "/notifications/webhooks",
        "Subscribes an `https` endpoint of yours to events.\nThe endpoint accepts POST, answers 2xx within 10 seconds, and expects the same event more than once. Try it with `sendSample`.",
    )
    .takes::<NewWebhookSubscription>()
    .joins_in_flight()
    .gives::<WebhookSubscription>()
    .inferred()
    .retry(RetryClass::Never, EACH),
    Endpoint::get("getWebhook", "/notifications/webhooks/{webhook_id}", "Gets one webhook.")
        .gives::<WebhookSubscription>()
        .inferred(),
    Endpoint::put(
        "updateWebhook",
        "/notifications/webhooks/{webhook_id}",
        "Replaces the events and the URL of one webhook. Give both.",
    )
    .takes::<WebhookSubscriptionUpdate>()
    .conflicts_within(SUBSCRIPTIONS)
    .gives::<WebhookSubscription>()
    .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
    Endpoint::delete("deleteWebhook", "/notifications/webhooks/{webhook_id}", "Removes one webhook.")
        .inferred()
        .retry(RetryClass::Never, "nothing is known of a second deletion: it may be answered as an error"),
    Endpoint::post(
        "generateWebhookSecret",
        "/notifications/webhooks/secret",
        "Creates a secret. Every later delivery carries it as bearer token, so that your endpoint recognises Blend.\nWhether an earlier secret stops working is not known.",
    )
    .gives::<WebhookSecret>()
    .inferred()
    .retry(RetryClass::Never, "each call makes another secret, and a lost one may be the one that counts"),
    Endpoint::get(
        "previewSample",
        "/notifications/sample/{event_code}",
        "Gets a made-up payload of one event. Blend sends nothing to a webhook.",
    )
    .gives::<SampleWebhookPreview>(),
    Endpoint::post(
        "sendSample",
        "/notifications/sample",
        "Lets Blend send a made-up event to a URL, to try a webhook. If there is a secret, the event carries it.",
    )
    .takes::<SampleWebhookRequest>()
    .gives::<SampleWebhookResult>()
    .retry(RetryClass::Never, "each call sends one more event to the webhook"),
    Endpoint::get("getEmail", "/notifications/email", "Gets the events that Blend mails to the signed-in user.")
        .gives::<EmailSubscription>()
        .inferred(),
    Endpoint::put("updateEmail", "/notifications/email", "Sets the events that Blend mails to the signed-in user.")
        .takes::<EmailSubscriptionUpdate>()
        .conflicts_within(SUBSCRIPTIONS)
        .gives::<EmailSubscription>()
        .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
    Endpoint::delete("deactivateEmail", "/notifications/email", "Turns off all mail to the signed-in user.")
        .inferred()
        .retry(RetryClass::Never, "an old repeat could turn off mail that was turned on meanwhile"),
    Endpoint::get("eventTypes", "/notifications/events", "Lists the events that you can subscribe to.")
        .gives::<Vec<NotificationEventType>>()
        .inferred(),
    Endpoint::get("listSubscriptions", "/notifications", "Lists subscriptions of all kinds.")
        .gives::<Vec<NotificationSubscription>>()
        .deprecated("use `listWebhooks` and `getEmail`"),
    Endpoint::post("createSubscription", "/notifications", "Creates a subscription by webhook, e-mail or SMS. E-mail and SMS go to the signed-in user.")
        .takes::<NewNotificationSubscription>()
        .joins_in_flight()
        .gives::<NotificationSubscription>()
        .inferred()
        .deprecated("use `createWebhook` and `updateEmail`")
        .retry(RetryClass::Never, EACH),
    Endpoint::delete("deactivateSubscription", "/notifications/{subscription_id}", "Deactivates one subscription.")
        .inferred()
        .deprecated("use `deleteWebhook` and `deactivateEmail`")
        .retry(RetryClass::Never, "nothing is known of a second deactivation: it may be answered as an error"),
];

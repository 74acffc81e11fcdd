//! Webhooks and other notifications.

use blend_sdk_macros::model;

/// Code of an event. Open: `notifications.eventTypes` lists them all; `all` stands for every event.
#[model(known("all", "order.created", "order.shipped", "order.delivered", "order.stuck", "prescription.cancelled"))]
pub struct NotificationEventCode(pub String);

/// An event that can be subscribed to.
#[model(answer, open)]
pub struct NotificationEventType {
    /// A label for people.
    #[wire(example = "Order Created")]
    pub name: Option<String>,
    /// When it happens.
    pub description: Option<String>,
    pub event_code: Option<NotificationEventCode>,
}

/// A webhook with its events. No page shows its URL in an answer.
#[model(answer, open)]
pub struct WebhookSubscription {
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub is_active: Option<bool>,
    /// `webhook` here; `email` and `sms` are the others.
    #[wire(example = "webhook")]
    pub r#type: Option<String>,
    /// Who created it.
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub user_id: Option<String>,
    /// The events subscribed to.
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// A new webhook. The fields are those of its update.
#[model(request, inferred)]
pub struct NewWebhookSubscription {
    /// A flat list of codes; `all` for every event.
    #[wire(expected)]
    pub event_codes: Option<Vec<NotificationEventCode>>,
    /// Your endpoint, HTTPS. It has to take POST and answer 2xx within 10 seconds.
    #[wire(expected, example = "https://example.com/webhook")]
    pub url: Option<String>,
}

/// A webhook's events and URL, which replace those it has.
#[model(request)]
pub struct WebhookSubscriptionUpdate {
    /// A flat list of codes; `all` for every event.
    pub event_codes: Vec<NotificationEventCode>,
    /// Your endpoint.
    #[wire(example = "https://example.com/webhook")]
    pub url: String,
}

/// What webhook deliveries carry as bearer token. Keep it as safe as a password.
#[model(answer, open, inferred)]
pub struct WebhookSecret {
    /// Stands behind `Bearer ` in the Authorization header of deliveries.
    #[wire(inferred)]
    pub secret: Option<String>,
}

/// Which events are mailed to the user who is signed in.
#[model(answer, open)]
pub struct EmailSubscription {
    pub is_active: Option<bool>,
    /// The events that are mailed.
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// Which events to mail to the user who is signed in.
#[model(request)]
pub struct EmailSubscriptionUpdate {
    /// A flat list of codes; `all` for every event.
    pub event_codes: Vec<NotificationEventCode>,
}

/// A subscription of any kind.
///
/// @deprecated As the calls that return it.
#[model(answer, open)]
pub struct NotificationSubscription {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub is_active: Option<bool>,
    #[wire(values("webhook", "email", "sms"))]
    pub r#type: Option<String>,
    /// Who created it; for e-mail and SMS, who gets it.
    pub user_id: Option<String>,
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// A new subscription of any kind. E-mail and SMS go to the address and number of the user who is signed in.
///
/// @deprecated As the call that takes it.
#[model(request)]
pub struct NewNotificationSubscription {
    #[wire(values("webhook", "email", "sms"), example = "webhook")]
    pub r#type: Option<String>,
    /// A flat list of codes; `all` for every event.
    pub event_codes: Option<Vec<NotificationEventCode>>,
    /// Your endpoint; only for a webhook.
    #[wire(example = "https://example.com/webhook")]
    pub url: Option<String>,
}

/// Which sample to send, and where to.
#[model(request)]
pub struct SampleWebhookRequest {
    pub event_code: Option<NotificationEventCode>,
    /// The endpoint that gets it.
    #[wire(example = "https://example.com/webhook")]
    pub webhook_url: Option<String>,
}

/// A made-up payload. Its fields depend on the event.
#[model(answer, open)]
pub struct SamplePayload {}

/// A sample of an event's payload.
#[model(answer, open)]
pub struct SampleWebhookPreview {
    pub event_code: Option<NotificationEventCode>,
    /// That this is a delivery's `data` rather than all of it is inferred.
    #[wire(ts = "Record<string, unknown>")]
    pub payload_preview: Option<SamplePayload>,
}

/// What was sent, and where to.
#[model(answer, open)]
pub struct SampleWebhookResult {
    pub event_code: Option<NotificationEventCode>,
    /// The payload that was sent.
    #[wire(ts = "Record<string, unknown>")]
    pub payload_preview: Option<SamplePayload>,
    #[wire(example = "Sample webhook sent successfully")]
    pub message: Option<String>,
    /// The endpoint it was sent to.
    #[wire(example = "https://example.com/webhook")]
    pub webhook_url: Option<String>,
}

//! Webhooks and other notifications.

use blend_sdk_macros::model;

/// Code of an event. In requests, `all` stands for every event. Open: `notifications.eventTypes` lists all codes.
#[model(known("all", "order.created", "order.shipped", "order.delivered", "order.stuck", "prescription.cancelled"))]
pub struct NotificationEventCode(pub String);

/// An event that you can subscribe to.
#[model(answer, open)]
pub struct NotificationEventType {
    /// Name to show to people.
    #[wire(example = "Order Created")]
    pub name: Option<String>,
    /// When the event happens.
    pub description: Option<String>,
    pub event_code: Option<NotificationEventCode>,
}

/// A webhook with its events. No page of the documentation shows its URL in an answer.
#[model(answer, open)]
pub struct WebhookSubscription {
    #[wire(present, example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    /// Whether Blend sends events to it now.
    pub is_active: Option<bool>,
    /// `webhook`. Other kinds of subscription are `email` and `sms`.
    #[wire(example = "webhook")]
    pub r#type: Option<String>,
    /// Id of the user who created it.
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub user_id: Option<String>,
    /// The events that Blend sends.
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// A new webhook. Its fields are those of an update.
#[model(request, inferred)]
pub struct NewWebhookSubscription {
    /// The events, as a flat list of codes. `all` stands for every event.
    #[wire(expected)]
    pub event_codes: Option<Vec<NotificationEventCode>>,
    /// Your endpoint, an `https` URL. Blend sends a POST to it and expects a 2xx within 10 seconds.
    #[wire(expected, format = "Webhook", example = "https://example.com/webhook")]
    pub url: Option<String>,
}

/// The new events and the new URL of a webhook. They replace the old ones.
#[model(request)]
pub struct WebhookSubscriptionUpdate {
    /// The events, as a flat list of codes. `all` stands for every event.
    pub event_codes: Vec<NotificationEventCode>,
    /// Your endpoint, an `https` URL.
    #[wire(format = "Webhook", example = "https://example.com/webhook")]
    pub url: String,
}

/// The secret of your webhooks. Keep it as safe as a password.
#[model(answer, open, inferred)]
pub struct WebhookSecret {
    /// Every delivery carries it in its `Authorization` header, after `Bearer `.
    #[wire(inferred)]
    pub secret: Option<String>,
}

/// The events that Blend mails to the signed-in user.
#[model(answer, open)]
pub struct EmailSubscription {
    /// Whether Blend sends mail now.
    pub is_active: Option<bool>,
    /// The events that Blend mails.
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// The events that Blend has to mail to the signed-in user. They replace the old ones.
#[model(request)]
pub struct EmailSubscriptionUpdate {
    /// The events, as a flat list of codes. `all` stands for every event.
    pub event_codes: Vec<NotificationEventCode>,
}

/// A subscription of any kind.
///
/// @deprecated By Blend, like the methods that return it.
#[model(answer, open)]
pub struct NotificationSubscription {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    pub is_active: Option<bool>,
    #[wire(values("webhook", "email", "sms"))]
    pub r#type: Option<String>,
    /// Id of the user who created it; for `email` and `sms`, of the user who receives it.
    pub user_id: Option<String>,
    pub subscriptions: Option<Vec<NotificationEventType>>,
}

/// A new subscription of any kind. E-mail and SMS go to the signed-in user.
///
/// @deprecated By Blend, like the method that takes it.
#[model(request)]
pub struct NewNotificationSubscription {
    #[wire(values("webhook", "email", "sms"), example = "webhook")]
    pub r#type: Option<String>,
    /// The events, as a flat list of codes. `all` stands for every event.
    pub event_codes: Option<Vec<NotificationEventCode>>,
    /// Your endpoint, an `https` URL. Only for `webhook`.
    #[wire(format = "Webhook", example = "https://example.com/webhook")]
    pub url: Option<String>,
}

/// Which sample Blend has to send, and where to.
#[model(request)]
pub struct SampleWebhookRequest {
    /// The event of the sample.
    pub event_code: Option<NotificationEventCode>,
    /// The endpoint that receives the sample.
    #[wire(format = "Webhook", format_inferred, example = "https://example.com/webhook")]
    pub webhook_url: Option<String>,
}

/// A made-up payload. Its fields depend on the event.
#[model(answer, open, inline)]
pub struct SamplePayload {}

/// A sample of an event's payload.
#[model(answer, open)]
pub struct SampleWebhookPreview {
    #[wire(present)]
    pub event_code: Option<NotificationEventCode>,
    /// The made-up `data` of a delivery. That it is not the whole delivery is inferred.
    #[wire(present, ts = "Record<string, unknown>")]
    pub payload_preview: Option<SamplePayload>,
}

/// The sample that Blend sent, and where to.
#[model(answer, open)]
pub struct SampleWebhookResult {
    pub event_code: Option<NotificationEventCode>,
    /// The payload that Blend sent.
    #[wire(ts = "Record<string, unknown>")]
    pub payload_preview: Option<SamplePayload>,
    #[wire(example = "Sample webhook sent successfully")]
    pub message: Option<String>,
    /// The endpoint that received it.
    #[wire(example = "https://example.com/webhook")]
    pub webhook_url: Option<String>,
}

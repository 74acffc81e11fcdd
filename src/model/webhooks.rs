//! What Blend sends to a subscribed webhook.

use blend_sdk_macros::model;

/// A delivery to a webhook; `event_code` tells what `data` is. These are all events that Blend's documentation shows. Blend may
/// send others: an `UnknownWebhookEvent`. The envelope was read on one older page; that it always has both fields is inferred.
///
/// An event is a hint: get the order again before you act on it.
#[model(tag = "event_code")]
pub enum WebhookEvent {
    #[wire(example = "order.created")]
    OrderCreated(OrderCreatedEvent),
    #[wire(example = "order.shipped")]
    OrderShipped(OrderShippedEvent),
    #[wire(example = "order.delivered")]
    OrderDelivered(OrderDeliveredEvent),
    #[wire(example = "order.stuck")]
    OrderStuck(OrderStuckEvent),
    #[wire(example = "prescription.cancelled")]
    PrescriptionCancelled(PrescriptionCancelledEvent),
}

/// An order was created.
#[model(answer, open)]
pub struct OrderCreatedEvent {
    pub data: Option<OrderCreatedEventData>,
}

/// An order was shipped.
#[model(answer, open, inferred)]
pub struct OrderShippedEvent {
    pub data: Option<OrderShippedEventData>,
}

/// An order was delivered. The code was read; what `data` holds is not documented.
#[model(answer, open, inferred)]
pub struct OrderDeliveredEvent {
    #[wire(ts = "Record<string, unknown>")]
    pub data: Option<EventData>,
}

/// An order cannot be filled or needs attention. Known reasons: the refill is too early (this clears by itself), there is no active
/// prescription, no refill is left, or the pharmacy needs clarification. The code was read; what `data` holds is not documented.
#[model(answer, open, inferred)]
pub struct OrderStuckEvent {
    #[wire(ts = "Record<string, unknown>")]
    pub data: Option<EventData>,
}

/// Blend rejected a prescription. The code was read; what `data` holds is not documented.
#[model(answer, open, inferred)]
pub struct PrescriptionCancelledEvent {
    #[wire(ts = "Record<string, unknown>")]
    pub data: Option<EventData>,
}

/// Data of an event whose payload no page shows.
#[model(answer, open, inline)]
pub struct EventData {}

/// A created order, as an older page shows it.
#[model(answer, open)]
pub struct OrderCreatedEventData {
    /// Blend's id of the order, a UUID.
    pub id: Option<String>,
    /// When the order was created, with microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub created_at: Option<String>,
    /// When the order was last changed, with microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub updated_at: Option<String>,
    /// The order's page in Blend's dashboard.
    #[wire(example = "https://app.byblend.com/orders/0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub url: Option<String>,
    /// Blend's readable number of the order.
    #[wire(example = "ORD250316225537XHWD")]
    pub order_number: Option<String>,
    /// The patient's last name (inferred).
    #[wire(example = "Davis")]
    pub last_name: Option<String>,
    /// The patient's first name (inferred).
    #[wire(example = "Rodrigo")]
    pub first_name: Option<String>,
    /// The status by an older name, such as `Received`.
    #[wire(example = "Received")]
    pub status_name: Option<String>,
    /// The status by an older code, such as `N01`.
    #[wire(example = "N01")]
    pub status_code: Option<String>,
    /// The status as orders have it.
    #[wire(inferred)]
    pub status: Option<String>,
}

/// A shipped order, as the samples show it: without order id and without order number. Only the tracking number, and the shipment's
/// id at the end of `url`, say which order it is.
#[model(answer, open)]
pub struct OrderShippedEventData {
    /// The carrier's name, such as `USPS`.
    #[wire(example = "USPS")]
    pub carrier: Option<String>,
    /// With microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub created_at: Option<String>,
    /// With microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub updated_at: Option<String>,
    /// With microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub estimated_delivery_date: Option<String>,
    /// The service level's name, such as `Ground Advantage`.
    #[wire(example = "Ground Advantage")]
    pub service_level: Option<String>,
    /// `received` in the sample. Whether it is the status of the order or of the shipment is not documented.
    #[wire(example = "received")]
    pub status: Option<String>,
    #[wire(example = "9200190347375200504724")]
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    /// The shipment's page in Blend's dashboard.
    #[wire(example = "http://localhost:3000/shipments/46aaf265-60bb-4c34-bc08-be20e1628412")]
    pub url: Option<String>,
}

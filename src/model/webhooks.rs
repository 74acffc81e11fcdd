//! What Blend sends to a subscribed webhook.

use blend_sdk_macros::model;

/// A delivery, told apart by `event_code`. Blend may send events that are not listed here. The
/// envelope was read on one older page only; that both fields are always there is inferred.
#[model(tag = "event_code")]
pub enum WebhookEvent {
    #[wire(example = "order.created")]
    OrderCreated(OrderCreatedEvent),
    #[wire(example = "order.shipped")]
    OrderShipped(OrderShippedEvent),
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

/// What an older page shows of a created order.
#[model(answer, open)]
pub struct OrderCreatedEventData {
    /// The order's.
    pub id: Option<String>,
    /// With microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub created_at: Option<String>,
    /// With microseconds and without a time zone.
    #[wire(example = "2025-07-31T17:13:13.520283")]
    pub updated_at: Option<String>,
    /// The order's page in Blend's dashboard.
    #[wire(example = "https://app.byblend.com/orders/0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub url: Option<String>,
    #[wire(example = "ORD250316225537XHWD")]
    pub order_number: Option<String>,
    /// The patient's (inferred).
    #[wire(example = "Davis")]
    pub last_name: Option<String>,
    /// The patient's (inferred).
    #[wire(example = "Rodrigo")]
    pub first_name: Option<String>,
    /// Name of the status, of an older kind.
    #[wire(example = "Received")]
    pub status_name: Option<String>,
    /// Code of the status, of an older kind.
    #[wire(example = "N01")]
    pub status_code: Option<String>,
    /// The status as orders have it.
    #[wire(inferred)]
    pub status: Option<String>,
}

/// What the samples show of a shipped order: no order id and no order number. The tracking number
/// and the shipment's id at the end of `url` are all there is to find it by.
#[model(answer, open)]
pub struct OrderShippedEventData {
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
    #[wire(example = "Ground Advantage")]
    pub service_level: Option<String>,
    /// The sample says `received`; the order's or the shipment's is not documented.
    #[wire(example = "received")]
    pub status: Option<String>,
    #[wire(example = "9200190347375200504724")]
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    /// The shipment's page in Blend's dashboard.
    #[wire(example = "http://localhost:3000/shipments/46aaf265-60bb-4c34-bc08-be20e1628412")]
    pub url: Option<String>,
}

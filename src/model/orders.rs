//! Orders, their lines, shipping and history, and compounding reasons.

use blend_sdk_macros::model;

use super::common::{Address, Json, PatientReference};
use super::patients::{NewPatient, Patient};
use super::products::{NonPrescriptionProduct, OrderMaterial, PrescriptionProduct};

/// Status of an order, lower case. Open: Blend may add values. All but `cancelled` were read.
#[model(known("received", "paused", "exception", "picked", "verified", "shipped", "delivered", "cancelled"))]
pub struct OrderStatus(pub String);

/// Your own prepaid label. Works only on accounts with custom shipping enabled.
#[model]
pub struct CustomShipping {
    #[wire(example = "https://example.com/label.pdf")]
    pub label_url: Option<String>,
    #[wire(example = "TEST123456")]
    pub tracking_number: Option<String>,
    #[wire(example = "https://example.com/track/TEST123456")]
    pub tracking_url: Option<String>,
    #[wire(example = "UPS")]
    pub carrier: Option<String>,
}

/// Wanted carrier, service level, or both; overrides the account's default for this order. Blend
/// has to enable it first. With only a generic service level Blend picks the carrier; with both,
/// the service level must begin with the carrier.
#[model(at_least_one_inferred("carrier", "service_level"))]
pub struct ShippingPreference {
    /// A code, such as usps or ups.
    #[wire(example = "usps")]
    pub carrier: Option<String>,
    /// A code: of a carrier (`usps_ground_advantage`, `ups_ground`) or generic (`next_day`).
    #[wire(example = "usps_ground_advantage")]
    pub service_level: Option<String>,
}

/// Address as it comes back on an order.
#[model(answer)]
pub struct OrderAddress {
    #[wire(part, shared)]
    pub address: Address,
    pub id: Option<String>,
    #[wire(example = "shipping")]
    pub r#type: Option<String>,
}

/// Present once an order has shipped. Carrier and service level are display names here.
#[model(answer)]
pub struct Shipment {
    #[wire(example = "USPS")]
    pub carrier: Option<String>,
    #[wire(example = "0239CA06-9A71-4FFE-8A8D-5403540A19E7")]
    pub id: Option<String>,
    #[wire(example = "Ground Advantage")]
    pub service_level: Option<String>,
    #[wire(example = "2025-01-01T00:00:00Z")]
    pub shipped_at: Option<String>,
    #[wire(example = "9200190347375200467807")]
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
}

/// Compounding reason as shown on an ordered prescription product.
#[model(answer)]
pub struct OrderLineReason {
    #[wire(example = "00000000-0000-0000-0000-000000000201")]
    pub id: Option<String>,
    #[wire(example = "Palatability")]
    pub name: Option<String>,
    pub description: Option<String>,
}

/// Prescription product as ordered.
#[model(answer)]
pub struct OrderedPrescriptionProduct {
    #[wire(part)]
    pub product: PrescriptionProduct,
    /// Id of the order line (not of the product).
    pub order_item_id: Option<String>,
    /// Whether a prescription is matched to the line (meaning inferred).
    pub has_prescription: Option<bool>,
    #[wire(type_inferred, example = "2")]
    pub quantity: Option<i64>,
    pub reasons: Option<Vec<OrderLineReason>>,
}

/// Non-prescription product as ordered.
#[model(answer)]
pub struct OrderedNonPrescriptionProduct {
    #[wire(part)]
    pub product: NonPrescriptionProduct,
    /// Id of the order line (not of the product).
    pub order_item_id: Option<String>,
    #[wire(type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// Order material as ordered.
#[model(answer)]
pub struct OrderedOrderMaterial {
    #[wire(part)]
    pub product: OrderMaterial,
    /// Id of the order line (not of the material).
    pub order_item_id: Option<String>,
    #[wire(type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// Lines of an order, by kind.
#[model(answer)]
pub struct OrderProducts {
    pub prescription: Option<Vec<OrderedPrescriptionProduct>>,
    pub non_prescription: Option<Vec<OrderedNonPrescriptionProduct>>,
    pub order_material: Option<Vec<OrderedOrderMaterial>>,
}

/// A compounding reason, by its id.
#[model(request)]
pub struct ReasonReference {
    /// Id of the compounding reason (see `orders.compoundingReasons`).
    #[wire(expected)]
    pub id: Option<String>,
}

/// A prescription product to order. Name it by one of `id`, `sku` and `product_code`.
#[model(request, at_least_one("id", "sku", "product_code"))]
pub struct NewOrderPrescriptionProduct {
    pub id: Option<String>,
    /// Your own SKU.
    pub sku: Option<String>,
    pub product_code: Option<String>,
    /// How many, a whole number.
    #[wire(min = 1, range_inferred, type_inferred, example = "1")]
    pub quantity: Option<i64>,
    /// Why it is compounded.
    pub reasons: Option<Vec<ReasonReference>>,
}

/// A non-prescription product or an order material to order. Name it by one of `id` and `sku`.
#[model(request, at_least_one("id", "sku"))]
pub struct NewOrderProduct {
    pub id: Option<String>,
    /// Your own SKU.
    pub sku: Option<String>,
    /// How many, a whole number.
    #[wire(min = 1, range_inferred, type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// Products to order, by kind.
#[model(request)]
pub struct NewOrderProducts {
    pub prescription: Option<Vec<NewOrderPrescriptionProduct>>,
    pub non_prescription: Option<Vec<NewOrderProduct>>,
    pub order_material: Option<Vec<NewOrderProduct>>,
}

/// A patient in a request: new data creates one, an `id` or `external_id` alone points to an existing one.
#[model(by_keys)]
pub enum PatientInput {
    Reference(PatientReference),
    New(Box<NewPatient>),
}

/// A new order. Give `patient_id` or `patient`.
#[model(request, at_least_one("patient_id", "patient"))]
pub struct NewOrder {
    /// An existing patient.
    pub patient_id: Option<String>,
    /// A new patient, or a reference to an existing one.
    pub patient: Option<PatientInput>,
    /// Shipping address, where it is not the patient's.
    pub address: Option<Address>,
    /// Your own prepaid label; all its fields are required here.
    #[wire(all_required)]
    pub custom_shipping: Option<CustomShipping>,
    /// Helps matching prescriptions; a flat list of their ids.
    #[wire(format = "Uuid")]
    pub electronic_prescription_ids: Option<Vec<String>>,
    /// Your own key of the order, by which it can be addressed later. No slash in it, and neither
    /// the look of a UUID nor of an order number (`ORD...`).
    #[wire(format = "ExternalId", format_inferred, example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    pub products: Option<NewOrderProducts>,
    pub shipping: Option<ShippingPreference>,
}

/// A new order, and whether it may be merged.
#[model(request)]
pub struct OrdersCreateParams {
    /// True for a separate order even where the patient has an open one that Blend would merge
    /// this one into.
    #[wire(query, default_false)]
    pub force_new: Option<bool>,
    #[wire(part)]
    pub order: NewOrder,
}

/// What to change of an order: only what is sent changes (inferred).
#[model(request)]
pub struct OrderUpdate {
    pub address: Option<Address>,
    /// Your own prepaid label.
    pub custom_shipping: Option<CustomShipping>,
    /// Your own key of the order.
    #[wire(format = "ExternalId", format_inferred, example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    pub shipping: Option<ShippingPreference>,
}

/// What to change of an order, and whether the patient changes too.
#[model(request)]
pub struct OrdersUpdateParams {
    /// True to write the new address to the patient as well; otherwise only the order changes.
    #[wire(query, default_false, type_inferred)]
    pub update_patient: Option<bool>,
    #[wire(part)]
    pub order: OrderUpdate,
}

/// An order.
#[model(answer)]
pub struct Order {
    pub id: Option<String>,
    #[wire(example = "2025-03-15T12:00:00Z")]
    pub created_at: Option<String>,
    #[wire(example = "2025-03-15T12:00:00Z")]
    pub updated_at: Option<String>,
    pub address: Option<OrderAddress>,
    /// Your own label, where one was given.
    #[wire(shared)]
    pub custom_shipping: Option<CustomShipping>,
    pub customer_id: Option<String>,
    /// Your own key of the order.
    #[wire(example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    /// Whether this order replaces another.
    pub is_replacement: Option<bool>,
    /// Readable identifier made by Blend.
    #[wire(example = "ORD250312003548IAU4")]
    pub order_number: Option<String>,
    /// On a replacement, the replaced order.
    pub original_order_id: Option<String>,
    pub patient: Option<Patient>,
    /// Should equal the number of prescription lines.
    #[wire(example = "1")]
    pub prescription_count: Option<i64>,
    pub priority_requested: Option<bool>,
    /// Whether cancellation was asked for while picked or verified.
    pub cancellation_requested: Option<bool>,
    /// Orders made to replace this one.
    pub replacement_order_ids: Option<Vec<String>>,
    /// Why this order replaces another.
    #[wire(example = "Product arrived damaged")]
    pub replacement_reason: Option<String>,
    #[wire(deprecated)]
    pub replacement_requested: Option<bool>,
    #[wire(values("pending", "fulfilled", "declined", "cancelled"))]
    pub replacement_request_status: Option<String>,
    #[wire(example = "2025-01-01T00:00:00Z")]
    pub replacement_requested_at: Option<String>,
    #[wire(example = "Product arrived damaged")]
    pub replacement_requested_reason: Option<String>,
    pub shipments: Option<Vec<Shipment>>,
    #[wire(shared)]
    pub shipping: Option<ShippingPreference>,
    pub status: Option<OrderStatus>,
    pub products: Option<OrderProducts>,
}

/// Answer of order creation.
#[model(answer)]
pub struct CreatedOrder {
    #[wire(part)]
    pub order: Order,
    /// True when the request went into an existing order, which is then the one shown.
    pub merged_into_existing: Option<bool>,
}

/// Why an order already in process should be cancelled.
#[model(request)]
pub struct CancellationRequest {
    /// The meaning was read, the name of the field is inferred.
    #[wire(inferred, example = "Patient changed their mind")]
    pub comments: Option<String>,
}

/// Why an order should be replaced.
#[model(request, open, inferred)]
pub struct ReplacementRequest {
    #[wire(inferred, example = "Product arrived damaged")]
    pub reason: Option<String>,
}

/// The new quantity of one line.
#[model(request)]
pub struct OrderProductQuantityUpdate {
    /// Name and type of the field are inferred, the limit was read.
    #[wire(expected, min = 1, inferred, example = "2")]
    pub quantity: Option<i64>,
}

/// Which line, where a product stands on the order more than once.
#[model(request)]
pub struct OrderLineParams {
    /// Id of the order line, found on the lines of the order's `products`. Needed when the product
    /// is on the order more than once.
    #[wire(query)]
    pub order_item_id: Option<String>,
}

/// The new quantity, and which line.
#[model(request)]
pub struct OrdersUpdateProductQuantityParams {
    #[wire(part)]
    pub line: OrderLineParams,
    #[wire(part)]
    pub update: OrderProductQuantityUpdate,
}

/// Confirmation that a line was removed.
#[model(answer)]
pub struct RemovedProduct {
    #[wire(example = "Non_prescription product removed from order")]
    pub message: Option<String>,
}

/// One status that an order went through.
#[model(answer)]
pub struct OrderStatusHistoryEntry {
    /// Time in this status; the unit is not documented.
    #[wire(example = "10")]
    pub duration: Option<i64>,
    pub status: Option<OrderStatus>,
    #[wire(example = "2025-03-15T12:00:00Z")]
    pub updated_at: Option<String>,
    pub updated_by: Option<OrderStatusAuthor>,
}

/// Who changed a status.
#[model(answer)]
pub struct OrderStatusAuthor {
    pub id: Option<String>,
    #[wire(example = "John")]
    pub first_name: Option<String>,
    #[wire(example = "Doe")]
    pub last_name: Option<String>,
}

/// An order status by code and name.
#[model(answer, open, inferred)]
pub struct OrderStatusInfo {
    #[wire(inferred)]
    pub code: Option<String>,
    #[wire(inferred)]
    pub name: Option<String>,
}

/// The values that can go into a shipping preference. Their shape is not documented.
pub type ShippingOptions = Json;

/// A compounding reason.
#[model(answer)]
pub struct CompoundingReason {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    #[wire(example = "Adherence or Compliance")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// True for reasons provided by Blend, false for your own.
    pub is_global: Option<bool>,
    /// Id of the parent; null at top level.
    #[wire(nullable)]
    pub parent_id: Option<String>,
}

/// A top-level compounding reason with its children.
#[model(answer)]
pub struct CompoundingReasonWithSubcategories {
    #[wire(part)]
    pub reason: CompoundingReason,
    pub subcategories: Option<Vec<CompoundingReason>>,
}

/// A compounding reason of your own.
#[model(request)]
pub struct NewCompoundingReason {
    /// Short name.
    #[wire(expected, example = "Physical location")]
    pub name: Option<String>,
    /// Longer explanation.
    pub description: Option<String>,
    /// Parent to nest under; one of Blend's or one of your own.
    pub parent_id: Option<String>,
}

/// What to change of a compounding reason.
#[model(request)]
pub struct CompoundingReasonUpdate {
    #[wire(example = "Physical location")]
    pub name: Option<String>,
    pub description: Option<String>,
    pub parent_id: Option<String>,
}

/// Which orders, and which page of them.
#[model(request)]
pub struct OrdersListParams {
    /// Page number, from 1.
    #[wire(min = 1, range_inferred, example = "1")]
    pub page: Option<i64>,
    /// Orders on a page; 25 unless told.
    #[wire(max = 200, example = "25")]
    pub page_size: Option<i64>,
    /// Only orders in these statuses: an array, or one string with commas.
    #[wire(known_list("received", "paused", "exception", "picked", "verified", "shipped", "delivered", "cancelled"))]
    pub status: Option<String>,
}

/// Which compounding reasons.
#[model(request)]
pub struct OrdersCompoundingReasonsParams {
    /// Only those provided by Blend (`global`), or only your own (`customer`).
    #[wire(known("global", "customer"))]
    pub r#type: Option<String>,
}

//! Orders, their lines, shipping and history, and compounding reasons.

use blend_sdk_macros::model;

use super::common::{Address, Json, PatientReference};
use super::patients::{NewPatient, Patient};
use super::products::{NonPrescriptionProduct, OrderMaterial, PrescriptionProduct};

/// Status of an order. Open: Blend may add values. The documentation shows all of these but `cancelled`, which is inferred.
#[model(known("received", "paused", "exception", "picked", "verified", "shipped", "delivered", "cancelled"))]
pub struct OrderStatus(pub String);

/// Your own prepaid shipping label. Blend has to enable custom shipping for the account.
#[model]
pub struct CustomShipping {
    /// Where Blend finds the label.
    #[wire(example = "https://example.com/label.pdf")]
    pub label_url: Option<String>,
    #[wire(example = "TEST123456")]
    pub tracking_number: Option<String>,
    #[wire(example = "https://example.com/track/TEST123456")]
    pub tracking_url: Option<String>,
    /// The carrier's name, such as `UPS`.
    #[wire(example = "UPS")]
    pub carrier: Option<String>,
}

/// The carrier, the service level, or both. It overrides the account's default for this order. Blend has to enable this for the
/// account. With a generic service level alone, Blend chooses the carrier. With both, the service level must begin with the carrier.
#[model(at_least_one_inferred("carrier", "service_level"))]
pub struct ShippingPreference {
    /// The carrier's code, such as `usps` or `ups`.
    #[wire(example = "usps")]
    pub carrier: Option<String>,
    /// The service level's code: of one carrier (`usps_ground_advantage`, `ups_ground`) or generic (`next_day`).
    #[wire(example = "usps_ground_advantage")]
    pub service_level: Option<String>,
}

/// Address of an order.
#[model(answer)]
pub struct OrderAddress {
    #[wire(part)]
    pub address: Address,
    #[wire(present)]
    pub id: Option<String>,
    /// Kind of address. `shipping` is the only value in the documentation.
    #[wire(present, example = "shipping")]
    pub r#type: Option<String>,
}

/// A parcel of an order. An order has its shipments once it has shipped.
#[model(answer)]
pub struct Shipment {
    /// The carrier's name (not its code), such as `USPS`.
    #[wire(example = "USPS")]
    pub carrier: Option<String>,
    /// Blend's id of the shipment, a UUID in upper case.
    #[wire(present, example = "0239CA06-9A71-4FFE-8A8D-5403540A19E7")]
    pub id: Option<String>,
    /// The service level's name (not its code), such as `Ground Advantage`. A label of your own has none.
    #[wire(example = "Ground Advantage")]
    pub service_level: Option<String>,
    /// When it was shipped, ISO 8601.
    #[wire(present, example = "2025-01-01T00:00:00Z")]
    pub shipped_at: Option<String>,
    #[wire(example = "9200190347375200467807")]
    pub tracking_number: Option<String>,
    /// The carrier's page about the parcel.
    pub tracking_url: Option<String>,
}

/// Why an ordered prescription product is compounded.
#[model(answer)]
pub struct OrderLineReason {
    #[wire(present, example = "00000000-0000-0000-0000-000000000201")]
    pub id: Option<String>,
    #[wire(present, example = "Palatability")]
    pub name: Option<String>,
    pub description: Option<String>,
}

/// A prescription product on an order.
#[model(answer)]
pub struct OrderedPrescriptionProduct {
    #[wire(part)]
    pub product: PrescriptionProduct,
    /// Blend's id of the order line (not of the product), a UUID.
    pub order_item_id: Option<String>,
    /// Whether Blend has matched a prescription to the line (meaning inferred).
    pub has_prescription: Option<bool>,
    /// How many, a whole number.
    #[wire(present, type_inferred, example = "2")]
    pub quantity: Option<i64>,
    /// Why it is compounded.
    pub reasons: Option<Vec<OrderLineReason>>,
}

/// A non-prescription product on an order.
#[model(answer)]
pub struct OrderedNonPrescriptionProduct {
    #[wire(part)]
    pub product: NonPrescriptionProduct,
    /// Blend's id of the order line (not of the product), a UUID.
    pub order_item_id: Option<String>,
    /// How many, a whole number.
    #[wire(present, type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// An order material on an order.
#[model(answer)]
pub struct OrderedOrderMaterial {
    #[wire(part)]
    pub product: OrderMaterial,
    /// Blend's id of the order line (not of the material), a UUID.
    pub order_item_id: Option<String>,
    /// How many, a whole number.
    #[wire(present, type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// The lines of an order, by kind of product.
#[model(answer)]
pub struct OrderProducts {
    pub prescription: Option<Vec<OrderedPrescriptionProduct>>,
    pub non_prescription: Option<Vec<OrderedNonPrescriptionProduct>>,
    pub order_material: Option<Vec<OrderedOrderMaterial>>,
}

/// A compounding reason, by its id.
#[model(request)]
pub struct ReasonReference {
    /// Blend's id of the reason, from `orders.compoundingReasons`.
    #[wire(expected)]
    pub id: Option<String>,
}

/// A prescription product to order. Give at least one of `id`, `sku` and `product_code`.
#[model(request, at_least_one("id", "sku", "product_code"))]
pub struct NewOrderPrescriptionProduct {
    /// Blend's id of the product, a UUID.
    pub id: Option<String>,
    /// Your own SKU of the product.
    pub sku: Option<String>,
    /// Your own code of the product, as in electronic prescriptions.
    pub product_code: Option<String>,
    /// How many, a whole number.
    #[wire(min = 1, range_inferred, type_inferred, example = "1")]
    pub quantity: Option<i64>,
    /// Why it is compounded.
    pub reasons: Option<Vec<ReasonReference>>,
}

/// A non-prescription product or an order material to order. Give at least one of `id` and `sku`.
#[model(request, at_least_one("id", "sku"))]
pub struct NewOrderProduct {
    /// Blend's id of the product or material, a UUID.
    pub id: Option<String>,
    /// Your own SKU of the product or material.
    pub sku: Option<String>,
    /// How many, a whole number.
    #[wire(min = 1, range_inferred, type_inferred, example = "1")]
    pub quantity: Option<i64>,
}

/// Products to order, by kind of product.
#[model(request, at_least_one_inferred("prescription", "non_prescription", "order_material"))]
pub struct NewOrderProducts {
    pub prescription: Option<Vec<NewOrderPrescriptionProduct>>,
    pub non_prescription: Option<Vec<NewOrderProduct>>,
    pub order_material: Option<Vec<NewOrderProduct>>,
}

/// A patient in a request: `id` or `external_id` alone name an existing patient; with any other field it is a new patient.
#[model(by_keys)]
pub enum PatientInput {
    Reference(PatientReference),
    New(Box<NewPatient>),
}

/// A new order. It needs `patient_id` or `patient`.
#[model(request, at_least_one("patient_id", "patient"))]
pub struct NewOrder {
    /// Blend's id of the patient, a UUID.
    pub patient_id: Option<String>,
    /// A new patient, or an existing patient, by `id` or `external_id`.
    pub patient: Option<PatientInput>,
    /// The shipping address, if it is not the patient's.
    pub address: Option<Address>,
    /// Your own prepaid label. It needs all four fields here.
    #[wire(all_required)]
    pub custom_shipping: Option<CustomShipping>,
    /// Ids of the order's prescriptions, as a flat list. They help Blend to match prescriptions to the lines.
    #[wire(format = "Uuid")]
    pub electronic_prescription_ids: Option<Vec<String>>,
    /// Your own key of the order. Later you can get and change the order by it. It holds no slash and looks neither like a UUID nor
    /// like an order number (`ORD...`).
    #[wire(format = "ExternalId", format_inferred, example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    /// What to ship.
    #[wire(expected)]
    pub products: Option<NewOrderProducts>,
    pub shipping: Option<ShippingPreference>,
}

/// A new order, and whether Blend may merge it. It needs `patient_id` or `patient`.
#[model(request)]
pub struct OrdersCreateParams {
    /// True asks for a separate order, even if Blend could merge this one into an open order of the patient.
    #[wire(query, default_false)]
    pub force_new: Option<bool>,
    #[wire(part)]
    pub order: NewOrder,
}

/// What to change of an order. Only what you send changes (inferred).
#[model(request)]
pub struct OrderUpdate {
    pub address: Option<Address>,
    /// The new prepaid label.
    pub custom_shipping: Option<CustomShipping>,
    /// Your own new key of the order.
    #[wire(format = "ExternalId", format_inferred, example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    pub shipping: Option<ShippingPreference>,
}

/// What to change of an order, and whether the patient's address changes too.
#[model(request)]
pub struct OrdersUpdateParams {
    /// True writes the new address to the patient as well. Otherwise only the order changes.
    #[wire(query, default_false, type_inferred)]
    pub update_patient: Option<bool>,
    #[wire(part)]
    pub order: OrderUpdate,
}

/// An order.
#[model(answer)]
pub struct Order {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present, example = "2025-03-15T12:00:00Z")]
    pub created_at: Option<String>,
    #[wire(present, example = "2025-03-15T12:00:00Z")]
    pub updated_at: Option<String>,
    /// The shipping address.
    pub address: Option<OrderAddress>,
    /// Your own label, if you gave one.
    #[wire(shared)]
    pub custom_shipping: Option<CustomShipping>,
    /// Blend's id of your account at the pharmacy, a UUID (meaning presumed from the name).
    #[wire(present)]
    pub customer_id: Option<String>,
    /// Your own key of the order.
    #[wire(example = "my-system-128318AA2")]
    pub external_id: Option<String>,
    /// Whether this order replaces another.
    pub is_replacement: Option<bool>,
    /// Blend's readable number of the order, such as `ORD250312003548IAU4`.
    #[wire(present, example = "ORD250312003548IAU4")]
    pub order_number: Option<String>,
    /// The order that this order replaces.
    pub original_order_id: Option<String>,
    #[wire(present)]
    pub patient: Option<Patient>,
    /// How many prescription lines the order has.
    #[wire(example = "1")]
    pub prescription_count: Option<i64>,
    /// Whether `orders.prioritize` was called.
    pub priority_requested: Option<bool>,
    /// Whether cancellation was requested while the order was `picked` or `verified`. Only the newest pages show it.
    pub cancellation_requested: Option<bool>,
    /// The orders that replace this one.
    pub replacement_order_ids: Option<Vec<String>>,
    /// Why this order replaces another.
    #[wire(example = "Product arrived damaged")]
    pub replacement_reason: Option<String>,
    /// Look at `replacement_request_status` instead.
    #[wire(deprecated)]
    pub replacement_requested: Option<bool>,
    /// What Blend did with the request for a replacement.
    #[wire(values("pending", "fulfilled", "declined", "cancelled"))]
    pub replacement_request_status: Option<String>,
    /// When a replacement was requested, ISO 8601.
    #[wire(example = "2025-01-01T00:00:00Z")]
    pub replacement_requested_at: Option<String>,
    /// Why a replacement was requested.
    #[wire(example = "Product arrived damaged")]
    pub replacement_requested_reason: Option<String>,
    /// The parcels, once the order has shipped.
    pub shipments: Option<Vec<Shipment>>,
    /// The wanted carrier and service level.
    #[wire(shared)]
    pub shipping: Option<ShippingPreference>,
    #[wire(present)]
    pub status: Option<OrderStatus>,
    #[wire(present)]
    pub products: Option<OrderProducts>,
}

/// The order that Blend created, or the open order that Blend merged yours into.
#[model(answer)]
pub struct CreatedOrder {
    #[wire(part)]
    pub order: Order,
    /// True if Blend merged your order into an open order of the patient. This is then that older order.
    pub merged_into_existing: Option<bool>,
}

/// Why Blend should cancel an order that is already in process.
#[model(request, inferred)]
pub struct CancellationRequest {
    /// The reason. The name of the field is inferred.
    #[wire(inferred, example = "Patient changed their mind")]
    pub comments: Option<String>,
}

/// Why Blend should replace an order.
#[model(request, open, inferred)]
pub struct ReplacementRequest {
    /// Such as `Product arrived damaged`.
    #[wire(inferred, example = "Product arrived damaged")]
    pub reason: Option<String>,
}

/// The new quantity of one order line.
#[model(request)]
pub struct OrderProductQuantityUpdate {
    /// How many, a whole number. The limit was read; the name and the type of the field are inferred.
    #[wire(expected, min = 1, inferred, example = "2")]
    pub quantity: Option<i64>,
}

/// Which order line, if the product is on the order more than once.
#[model(request)]
pub struct OrderLineParams {
    /// Blend's id of the order line, from the order's `products`. Blend needs it if the product is on the order more than once.
    #[wire(query)]
    pub order_item_id: Option<String>,
}

/// The new quantity of one order line, and which line.
#[model(request, inferred)]
pub struct OrdersUpdateProductQuantityParams {
    #[wire(part)]
    pub line: OrderLineParams,
    #[wire(part)]
    pub update: OrderProductQuantityUpdate,
}

/// Confirmation that Blend removed the line.
#[model(answer)]
pub struct RemovedProduct {
    #[wire(example = "Non_prescription product removed from order")]
    pub message: Option<String>,
}

/// One status that an order had.
#[model(answer)]
pub struct OrderStatusHistoryEntry {
    /// How long the order had this status. The unit is not documented.
    #[wire(example = "10")]
    pub duration: Option<i64>,
    pub status: Option<OrderStatus>,
    #[wire(present, example = "2025-03-15T12:00:00Z")]
    pub updated_at: Option<String>,
    /// Who changed the status.
    pub updated_by: Option<OrderStatusAuthor>,
}

/// Who changed a status.
#[model(answer)]
pub struct OrderStatusAuthor {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(example = "John")]
    pub first_name: Option<String>,
    #[wire(example = "Doe")]
    pub last_name: Option<String>,
}

/// An order status, by code and name.
#[model(answer, open, inferred)]
pub struct OrderStatusInfo {
    #[wire(inferred)]
    pub code: Option<String>,
    #[wire(inferred)]
    pub name: Option<String>,
}

/// The values that a shipping preference may have. Their shape is not documented.
pub type ShippingOptions = Json;

/// A compounding reason.
#[model(answer)]
pub struct CompoundingReason {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    /// Short name, such as `Adherence or Compliance`.
    #[wire(example = "Adherence or Compliance")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// True for Blend's reasons, false for your own.
    pub is_global: Option<bool>,
    /// Blend's id of the parent reason. Null at the top level.
    #[wire(nullable)]
    pub parent_id: Option<String>,
}

/// A compounding reason of the top level, with its children.
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
    /// Blend's id of the parent reason. The parent may be Blend's or your own.
    pub parent_id: Option<String>,
}

/// What to change of a compounding reason. Only what you send changes (inferred).
#[model(request)]
pub struct CompoundingReasonUpdate {
    #[wire(example = "Physical location")]
    pub name: Option<String>,
    pub description: Option<String>,
    pub parent_id: Option<String>,
}

/// Which orders to list, and which page.
#[model(request)]
pub struct OrdersListParams {
    /// The page's number.
    #[wire(min = 1, range_inferred, example = "1")]
    pub page: Option<i64>,
    /// How many orders a page holds.
    #[wire(max = 200, default = "25", example = "25")]
    pub page_size: Option<i64>,
    /// Only orders in these statuses: one, an array, or one string with commas.
    #[wire(known_list("received", "paused", "exception", "picked", "verified", "shipped", "delivered", "cancelled"))]
    pub status: Option<String>,
}

/// Which compounding reasons to list.
#[model(request)]
pub struct OrdersCompoundingReasonsParams {
    /// Only Blend's reasons (`global`) or only your own (`customer`).
    #[wire(known("global", "customer"))]
    pub r#type: Option<String>,
}

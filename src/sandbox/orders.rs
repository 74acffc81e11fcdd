//! Orders.

use serde_json::{Value, json};

use super::answer::{Handler, Refusal, Reply, created, ok};
use super::call::Call;
use super::clock::{compact, iso};
use super::document::{Document, address, filled, has, text};
use super::{Sandbox, auth, fills, lines, patients};
use crate::model::orders as model;
use crate::rules::orders::{Action, reached};

pub const CUSTOMER_ID: &str = "5a4db0c0-0000-4000-8000-000000000002";

#[derive(Clone)]
pub struct Order {
    /// All but the patient, who may change meanwhile.
    pub document: Document,
    /// Id of the patient.
    pub patient: String,
    /// Ids of the prescriptions that came with the order, or came for it.
    pub prescriptions: Vec<String>,
    history: Vec<Stay>,
}

/// A time that an order spent in a status.
#[derive(Clone)]
struct Stay {
    status: String,
    since: i64,
    /// Who moved it there.
    by: Value,
}

impl Order {
    pub fn text(&self, name: &str) -> &str {
        text(&self.document, name).unwrap_or_default()
    }

    pub fn status(&self) -> &str {
        self.text("status")
    }

    /// Whether it has yet to leave the pharmacy.
    pub fn is_open(&self) -> bool {
        self.status() != "cancelled" && !reached(self.status(), "shipped")
    }

    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.document.insert(name.into(), value.into());
    }

    pub fn enter(&mut self, status: &str, now: i64, by: Value) {
        self.set("status", status);
        self.set("updated_at", iso(now));
        self.history.push(Stay { status: status.into(), since: now, by });
    }
}

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "create" => create,
        "get" => get,
        "update" => update,
        "cancel" | "pause" | "unpause" => change_status,
        "requestCancellation" => request_cancellation,
        "prioritize" => prioritize,
        "replace" => replace,
        "addProducts" => add_products,
        "updateProductQuantity" => update_product_quantity,
        "removeProduct" => remove_product,
        "statusHistory" => status_history,
        "statuses" => statuses,
        "shippingOptions" => shipping_options,
        _ => return None,
    })
}

/// An order as it is shown: with its patient.
pub fn show(sandbox: &Sandbox, order: &Order) -> Value {
    let mut shown = order.document.clone();
    let patient = patients::place(sandbox, "id", &order.patient);
    shown.insert("patient".into(), patient.map(|place| sandbox.patients[place].document.clone()).into());
    shown.into()
}

/// The place of an order by UUID, order number or external_id, in this order.
pub fn place(sandbox: &Sandbox, key: &str) -> Option<usize> {
    let by = |name: &&str| sandbox.orders.iter().rposition(|order| has(&order.document, name, key));
    ["id", "order_number", "external_id"].iter().find_map(by)
}

fn find(sandbox: &Sandbox, call: &Call<'_>) -> Result<usize, Refusal> {
    place(sandbox, call.id("order_id"))
        .ok_or_else(|| Refusal::not_found("There is no order with this id, number or external_id."))
}

/// The place of the call's order, if its status allows what the endpoint does.
fn act(sandbox: &Sandbox, call: &Call<'_>) -> Result<usize, Refusal> {
    let place = find(sandbox, call)?;
    let status = sandbox.orders[place].status();
    match call.endpoint.action {
        Some(action) if !action.allows(status) => {
            let allowed = action.allowed_from.join(", ");
            Err(Refusal::new(409, format!("An order that is {status} cannot {}. Allowed from: {allowed}.", undergo(action))))
        }
        _ => Ok(place),
    }
}

/// What an action does to an order, in words that follow "cannot".
fn undergo(action: &Action) -> &'static str {
    match action.name {
        "cancel" => "be cancelled",
        "request_cancellation" => "have its cancellation requested",
        "pause" => "be paused",
        "unpause" => "be unpaused",
        "prioritize" => "be prioritized",
        "replace" => "be replaced",
        "change products" => "have its products changed",
        _ => "be changed",
    }
}

/// The changed order as an answer. It may want other fills now, and leave some to others.
fn changed(sandbox: &mut Sandbox, place: usize) -> Result<Reply, Refusal> {
    let now = iso(sandbox.now);
    sandbox.orders[place].set("updated_at", now);
    let patient = sandbox.orders[place].patient.clone();
    fills::mark(sandbox, &patient);
    ok(show(sandbox, &sandbox.orders[place]))
}

fn list(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let statuses: Option<Vec<&str>> = call.text("status").map(|list| list.split(',').map(str::trim).collect());
    let wanted = |order: &&Order| statuses.as_ref().is_none_or(|statuses| statuses.contains(&order.status()));
    let page = call.page(sandbox.orders.iter().rev().filter(wanted))?;
    ok(page.map(|order| show(sandbox, order)).collect::<Vec<Value>>())
}

fn get(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = find(sandbox, call)?;
    ok(show(sandbox, &sandbox.orders[place]))
}

fn create(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (place, merged) = take(sandbox, &call.params, "", (None, None), call.flag("force_new"))?;
    let mut shown = show(sandbox, &sandbox.orders[place]);
    shown["merged_into_existing"] = merged.into();
    created(shown)
}

/// Takes a new order in. Gives its place, and whether it went into an existing one. `root` is where
/// the data stands in the request, `beside` the ids of the patient and the prescription that stand beside it.
pub fn take(
    sandbox: &mut Sandbox,
    data: &Document,
    root: &str,
    beside: (Option<&str>, Option<&str>),
    force_new: bool,
) -> Result<(usize, bool), Refusal> {
    fits_carrier(data, root)?;
    // All that may be refused comes before the patient: a refused order leaves no patient behind.
    let lines = match data.get("products").and_then(Value::as_object) {
        Some(products) => lines::resolve(sandbox, products, &format!("{root}products."))?,
        None => Vec::new(),
    };
    let patient = patient_of(sandbox, data, root, beside.0)?;

    let mergeable = |order: &Order| order.patient == patient && order.status() == "received";
    let existing = if force_new { None } else { sandbox.orders.iter().rposition(mergeable) };
    let place = existing.unwrap_or_else(|| {
        let order = new_order(sandbox, data, patient);
        sandbox.orders.push(order);
        sandbox.orders.len() - 1
    });
    let now = iso(sandbox.now);
    let order = &mut sandbox.orders[place];
    lines::put(&mut order.document, lines);
    order.set("updated_at", now);
    if let (Some(key), None) = (text(data, "external_id"), text(&order.document, "external_id")) {
        order.set("external_id", key);
    }
    let named = data.get("electronic_prescription_ids").and_then(Value::as_array).into_iter().flatten();
    order.prescriptions.extend(named.filter_map(Value::as_str).chain(beside.1).map(str::to_string));
    let patient = order.patient.clone();
    fills::mark(sandbox, &patient);
    Ok((place, existing.is_some()))
}

fn new_order(sandbox: &mut Sandbox, data: &Document, patient: String) -> Order {
    let now = sandbox.now;
    let suffix = sandbox.random.text(4, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    let home =
        patients::place(sandbox, "id", &patient).and_then(|place| sandbox.patients[place].document.get("address").cloned());
    let address = data.get("address").cloned().or(home).unwrap_or_default();
    let mut document = filled::<model::Order>(&Document::new());
    for name in ["external_id", "custom_shipping", "shipping"] {
        document.insert(name.into(), data.get(name).cloned().unwrap_or_default());
    }
    let mut order = Order { document, patient, prescriptions: Vec::new(), history: Vec::new() };
    order.set("id", sandbox.random.uuid());
    order.set("created_at", iso(now));
    order.set("address", shipping_address(sandbox, &address));
    order.set("customer_id", CUSTOMER_ID);
    order.set("order_number", format!("ORD{}{suffix}", compact(now)));
    for name in ["is_replacement", "priority_requested", "cancellation_requested", "replacement_requested"] {
        order.set(name, false);
    }
    order.set("replacement_order_ids", json!([]));
    order.set("shipments", json!([]));
    order.set("products", json!({ "prescription": [], "non_prescription": [], "order_material": [] }));
    order.enter("received", now, auth::author());
    order
}

/// The id of the patient that a new order is for. New data registers a patient, unless there is a patient_id.
fn patient_of(sandbox: &mut Sandbox, data: &Document, root: &str, beside: Option<&str>) -> Result<String, Refusal> {
    let path = format!("{root}patient_id");
    let mut given = data.get("patient").and_then(Value::as_object);
    let mut named = beside.map(str::to_string);
    if let Some(id) = text(data, "patient_id") {
        let id = patients::known(sandbox, "id", id, &path)?;
        if named.is_some_and(|beside| beside != id) {
            return Err(Refusal::field(path, "has to be the patient that the request names elsewhere"));
        }
        named = Some(id);
        given = given.filter(|given| patients::refers(given));
    }
    let patient = patients::agreed(sandbox, given, &format!("{root}patient."), named.as_deref())?;
    patient.ok_or_else(|| Refusal::field(path, "missing; give patient_id or patient"))
}

/// With carrier and service level both given, the level has to begin with the carrier.
fn fits_carrier(data: &Document, root: &str) -> Result<(), Refusal> {
    let Some(shipping) = data.get("shipping").and_then(Value::as_object) else { return Ok(()) };
    match (text(shipping, "carrier"), text(shipping, "service_level")) {
        (Some(carrier), Some(level)) if !level.starts_with(carrier) => {
            let path = format!("{root}shipping.service_level");
            Err(Refusal::field(path, "has to begin with the carrier, or leave the carrier out"))
        }
        _ => Ok(()),
    }
}

fn shipping_address(sandbox: &mut Sandbox, given: &Value) -> Value {
    let mut address = address(given);
    if let Value::Object(address) = &mut address {
        address.insert("id".into(), sandbox.random.uuid().into());
        address.insert("type".into(), "shipping".into());
    }
    address
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    // The rule is about where an order goes, and says nothing of the key that it is found by.
    let redirects = ["address", "custom_shipping", "shipping"].iter().any(|name| call.params.contains_key(*name));
    let place = if redirects { act(sandbox, call)? } else { find(sandbox, call)? };
    fits_carrier(&call.params, "")?;
    if let Some(given) = call.params.get("address") {
        let shipping = shipping_address(sandbox, given);
        sandbox.orders[place].set("address", shipping);
        let patient = patients::place(sandbox, "id", &sandbox.orders[place].patient);
        if let Some(patient) = patient.filter(|_| call.flag("update_patient")) {
            sandbox.patients[patient].document.insert("address".into(), address(given));
        }
    }
    for name in ["custom_shipping", "external_id", "shipping"] {
        if let Some(value) = call.params.get(name) {
            sandbox.orders[place].set(name, value.clone());
        }
    }
    changed(sandbox, place)
}

fn change_status(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    if let Some(status) = call.endpoint.action.and_then(|action| action.leads_to) {
        sandbox.orders[place].enter(status, sandbox.now, auth::author());
    }
    changed(sandbox, place)
}

fn request_cancellation(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    let order = &mut sandbox.orders[place];
    if order.document.get("cancellation_requested") == Some(&Value::Bool(true)) {
        return Err(Refusal::new(409, "The cancellation of this order was requested before. Once per order is allowed."));
    }
    order.set("cancellation_requested", true);
    changed(sandbox, place)
}

fn prioritize(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    sandbox.orders[place].set("priority_requested", true);
    changed(sandbox, place)
}

fn replace(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    let now = iso(sandbox.now);
    let order = &mut sandbox.orders[place];
    order.set("replacement_requested", true);
    order.set("replacement_request_status", "pending");
    order.set("replacement_requested_at", now);
    order.set("replacement_requested_reason", call.text("reason"));
    changed(sandbox, place)
}

fn add_products(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    let lines = lines::resolve(sandbox, &call.params, "")?;
    lines::put(&mut sandbox.orders[place].document, lines);
    changed(sandbox, place)
}

fn update_product_quantity(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    let Some(quantity) = call.count("quantity")? else {
        return Err(Refusal::field("quantity", "missing; give a whole number of at least 1"));
    };
    lines::set_quantity(&mut sandbox.orders[place].document, call, quantity)?;
    changed(sandbox, place)
}

fn remove_product(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let place = act(sandbox, call)?;
    lines::remove(&mut sandbox.orders[place].document, call)?;
    changed(sandbox, place)?;
    let kind = match call.id("product_type") {
        "prescription" => "Prescription",
        "non_prescription" => "Non_prescription",
        _ => "Order_material",
    };
    ok(json!({ "message": format!("{kind} product removed from order") }))
}

fn status_history(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let history = &sandbox.orders[find(sandbox, call)?].history;
    let ends = history.iter().skip(1).map(|next| next.since).chain([sandbox.now]);
    let entry = |(stay, end): (&Stay, i64)| {
        json!({
            // In seconds; the unit is not documented.
            "duration": (end - stay.since).max(0) / 1000,
            "status": stay.status,
            "updated_at": iso(stay.since),
            "updated_by": stay.by,
        })
    };
    ok(history.iter().zip(ends).map(entry).collect::<Vec<Value>>())
}

fn statuses(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("statuses"))
}

fn shipping_options(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(sandbox.catalogue.part("shipping_options"))
}

//! Taking new orders in: by themselves, or as part of a composite.
//!
//! All that may be refused comes first, as a plan. Carrying a plan out cannot fail, so a refused request leaves nothing behind.

use serde_json::Value;

use super::lines::{self, Wanted};
use super::patients::{self, Who};
use super::show_order::{self, show};
use crate::sandbox::http::answer::{Refusal, Reply, created};
use crate::sandbox::http::call::Call;
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::document::{Document, Packed, text};
use crate::sandbox::store::events;
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::orders::{By, Order, ShippingAddress, Status, Stay};

/// A new order that nothing speaks against.
pub struct Plan<'a> {
    data: &'a Document,
    lines: Vec<Wanted>,
    who: Who<'a>,
    force_new: bool,
    /// The id that a fixture brings along.
    pub id: Option<Uuid>,
}

impl<'a> Plan<'a> {
    /// The same for another patient.
    pub fn of(self, who: &Who<'a>) -> Plan<'a> {
        Plan { who: who.clone(), ..self }
    }
}

pub fn create(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let plan = plan(store, &call.params, "", None, call.flag("force_new"))?;
    let (place, merged) = carry_out(store, plan, None);
    let mut shown = show(store, place);
    shown.insert("merged_into_existing".into(), merged.into());
    created(shown)
}

/// Plans a new order. `root` is where the data stands in the request, `beside` the patient who stands beside it.
pub fn plan<'a>(
    store: &Store,
    data: &'a Document,
    root: &str,
    beside: Option<&Who<'a>>,
    force_new: bool,
) -> Result<Plan<'a>, Refusal> {
    fits_carrier(data, root)?;
    let products = data.get("products").and_then(Value::as_object);
    let lines = products.map(|products| lines::read(&store.catalogue, products, &format!("{root}products."))).transpose()?;
    let who = patient_of(store, data, root, beside)?;
    if let Some(key) = text(data, "external_id") {
        is_unused(store, key, None, root)?;
    }
    Ok(Plan { data, lines: lines.unwrap_or_default(), who, force_new, id: None })
}

/// With carrier and service level both given, the level has to begin with the carrier.
pub fn fits_carrier(data: &Document, root: &str) -> Result<(), Refusal> {
    let Some(shipping) = data.get("shipping").and_then(Value::as_object) else { return Ok(()) };
    let text = |name: &str| shipping.get(name).and_then(Value::as_str);
    match (text("carrier"), text("service_level")) {
        (Some(carrier), Some(level)) if !level.starts_with(carrier) => {
            let path = format!("{root}shipping.service_level");
            Err(Refusal::field(path, "has to begin with the carrier, or leave the carrier out"))
        }
        _ => Ok(()),
    }
}

/// Refuses an external_id that another order has, where that is assumed.
pub fn is_unused(store: &Store, key: &str, own: Option<u32>, root: &str) -> Result<(), Refusal> {
    let taken = store.orders.by_key(key).iter().any(|place| Some(*place) != own);
    if taken && store.assumptions.is(Switch::UniqueExternalId, "yes") {
        return Err(Refusal::field(format!("{root}external_id"), "another order has this external_id"));
    }
    Ok(())
}

/// The patient that a new order is for. Of a patient_id and the data of a new patient the patient_id counts.
fn patient_of<'a>(store: &Store, data: &'a Document, root: &str, beside: Option<&Who<'a>>) -> Result<Who<'a>, Refusal> {
    let path = format!("{root}patient_id");
    let mut given = data.get("patient").and_then(Value::as_object);
    let mut named = beside.cloned();
    if let Some(id) = text(data, "patient_id") {
        let place = patients::known_id(store, id, &path)?;
        if named.is_some_and(|beside| beside != Who::Known(place)) {
            return Err(Refusal::field(path, "has to be the patient that the request names elsewhere"));
        }
        named = Some(Who::Known(place));
        given = given.filter(|given| patients::refers(given));
    }
    let patient = patients::agreed(store, given, &format!("{root}patient."), named)?;
    patient.ok_or_else(|| Refusal::field(path, "missing; give patient_id or patient"))
}

/// Carries a plan out. Gives the order's place, and whether it went into an existing one. `prescription` came with it.
pub fn carry_out(store: &mut Store, plan: Plan<'_>, prescription: Option<Uuid>) -> (u32, bool) {
    store.changed = true;
    let patient = patients::make(store, &plan.who);
    let existing = store.patients.at(patient).mergeable.last().copied().filter(|_| !plan.force_new);
    let place = existing.unwrap_or_else(|| {
        let mut order = new_order(store, plan.data, patient);
        order.id = plan.id.unwrap_or(order.id);
        store.add_order(order)
    });
    let kept = if existing.is_some() { store.assumptions.get(Switch::MergeKeeps).to_string() } else { "lines".into() };
    let now = store.now;
    store.orders.at_mut(place).updated = now;
    if kept == "nothing" {
        return (place, true);
    }
    if let Some(key) = text(plan.data, "external_id")
        && (store.orders.at(place).external_id.is_none() || kept == "all")
    {
        store.orders.set_key(place, key);
    }
    if kept == "all" {
        take_over(store, place, plan.data);
    }
    let named = plan.data.get("electronic_prescription_ids").and_then(Value::as_array).into_iter().flatten();
    let named: Vec<Uuid> = named.filter_map(|id| Uuid::read(id.as_str()?)).chain(prescription).collect();
    store.orders.at_mut(place).named.extend(named);
    let serials: Vec<u32> = store.orders.at(place).lines.iter().map(|line| line.serial).collect();
    lines::put(store, place, plan.lines);
    // Lines that waited may have the fill of a prescription that is named only now.
    serials.into_iter().for_each(|serial| store.want_fill(place, serial));
    if existing.is_none() {
        events::order_created(store, place);
    }
    (place, existing.is_some())
}

/// Writes address and shipping of a merged request over those of the order.
fn take_over(store: &mut Store, place: u32, data: &Document) {
    let part = |name: &str| data.get(name).and_then(Value::as_object);
    if let Some(address) = part("address") {
        readdress(store, place, address);
    }
    let order = store.orders.at_mut(place);
    order.shipping = preference(data).map(Packed::of).or(order.shipping.take());
    order.custom_shipping = part("custom_shipping").map(Packed::of).or(order.custom_shipping.take());
}

/// Gives an order an address of its own.
pub fn readdress(store: &mut Store, place: u32, given: &Document) {
    let id = store.uuid(Stream::Orders);
    let order = store.orders.at(place);
    let old = show_order::address(order, &store.patients.at(order.patient).document());
    let order = store.orders.at_mut(place);
    order.address_id = id;
    order.address = ShippingAddress::Own(Packed::of(&patients::changed_address(old.as_ref(), given)));
}

/// The shipping preference of a request. One that names nothing is none.
pub fn preference(data: &Document) -> Option<&Document> {
    data.get("shipping").and_then(Value::as_object).filter(|shipping| !shipping.is_empty())
}

/// An order without lines.
pub fn new_order(store: &mut Store, data: &Document, patient: u32) -> Order {
    let now = store.now;
    let part = |name: &str| data.get(name).and_then(Value::as_object);
    let own = part("address").map(|address| ShippingAddress::Own(Packed::of(&patients::address(address))));
    let address_id = store.uuid(Stream::Orders);
    let id = store.uuid(Stream::Orders);
    let number = store.orders.new_number(store.streams.of(Stream::Orders), now);
    Order {
        id,
        number,
        created: now,
        updated: now,
        patient,
        external_id: text(data, "external_id").map(Into::into),
        status: Status::RECEIVED,
        address_id,
        address: own.unwrap_or(ShippingAddress::Home),
        custom_shipping: part("custom_shipping").map(Packed::of),
        shipping: preference(data).map(Packed::of),
        priority_requested: false,
        cancellation_requested: false,
        lines: Vec::new(),
        named: Vec::new(),
        history: vec![Stay { status: Status::RECEIVED, since: now, by: By::Account }],
        shipments: Vec::new(),
        replacement: None,
        replaces: None,
        stuck: None,
    }
}

//! The product lines of an order.

use serde_json::Value;

use crate::sandbox::http::answer::Refusal;
use crate::sandbox::http::call::Call;
use crate::sandbox::store::Store;
use crate::sandbox::store::catalogue::{Catalogue, KINDS, kind_of};
use crate::sandbox::store::document::{Document, objects, text, whole};
use crate::sandbox::store::ids::{Stream, Uuid};
use crate::sandbox::store::orders::{Line, Order};

/// A line that a request asks for.
pub struct Wanted {
    kind: usize,
    product: usize,
    quantity: i64,
    reasons: Vec<String>,
}

/// The lines that a request asks for. `root` is where the products stand in it.
pub fn read(catalogue: &Catalogue, products: &Document, root: &str) -> Result<Vec<Wanted>, Refusal> {
    let mut lines = Vec::new();
    for (kind, name) in KINDS.iter().enumerate() {
        for (place, wanted) in objects(products, name).enumerate() {
            let path = format!("{root}{name}[{place}]");
            let product = product(catalogue, kind, wanted, &path)?;
            let quantity = match wanted.get("quantity") {
                None => 1,
                Some(quantity) => {
                    whole(quantity).ok_or_else(|| Refusal::field(format!("{path}.quantity"), "expected a whole number"))?
                }
            };
            let reasons = if kind == 0 { reasons(catalogue, wanted, &path)? } else { Vec::new() };
            lines.push(Wanted { kind, product, quantity, reasons });
        }
    }
    Ok(lines)
}

/// The place of the product that a line names. What it names it by has to be that of one product.
fn product(catalogue: &Catalogue, kind: usize, wanted: &Document, path: &str) -> Result<usize, Refusal> {
    let mut found = None;
    for name in ["id", "sku", "product_code"] {
        let Some(value) = text(wanted, name) else { continue };
        let place = catalogue.find(kind, name, value).ok_or_else(|| {
            Refusal::field(format!("{path}.{name}"), &format!("there is no {} product with this {name}", KINDS[kind]))
        })?;
        if found.is_some_and(|found| found != place) {
            return Err(Refusal::field(format!("{path}.{name}"), "is that of another product than the line names before"));
        }
        found = Some(place);
    }
    found.ok_or_else(|| Refusal::field(path, "name the product by id or sku"))
}

fn reasons(catalogue: &Catalogue, wanted: &Document, path: &str) -> Result<Vec<String>, Refusal> {
    let mut ids = Vec::new();
    for (place, reason) in objects(wanted, "reasons").enumerate() {
        let found = text(reason, "id").and_then(|id| catalogue.reason(id)).and_then(|reason| text(reason, "id"));
        let missing = || Refusal::field(format!("{path}.reasons[{place}].id"), "there is no compounding reason with this id");
        ids.push(found.ok_or_else(missing)?.to_string());
    }
    Ok(ids)
}

/// Puts lines on an order.
pub fn put(store: &mut Store, order: u32, wanted: Vec<Wanted>) {
    for one in wanted {
        let id = store.uuid(Stream::Orders);
        let version = store.catalogue.products[one.product].version as u32;
        let of = store.orders.at_mut(order);
        let serial = of.lines.iter().map(|line| line.serial + 1).max().unwrap_or(0);
        of.lines.push(Line {
            id,
            serial,
            kind: one.kind,
            product: one.product as u32,
            version,
            quantity: one.quantity,
            reasons: one.reasons,
            matched: false,
            fill: None,
        });
        let created = of.created;
        store.days.add_line(created, one.product as u32);
        store.want_fill(order, serial);
    }
}

/// The new quantity of a line.
pub fn quantity(call: &Call<'_>) -> Result<i64, Refusal> {
    let quantity = call.count("quantity")?.and_then(|quantity| i64::try_from(quantity).ok());
    quantity.ok_or_else(|| Refusal::field("quantity", "missing; give a whole number of at least 1"))
}

/// Takes the line at a place off its order.
pub fn remove(store: &mut Store, order: u32, place: usize) {
    let of = store.orders.at(order);
    let (created, product, serial) = (of.created, of.lines[place].product, of.lines[place].serial);
    store.give_fill_back(order, serial);
    store.days.remove_line(created, product);
    store.orders.at_mut(order).lines.remove(place);
}

/// The place of the line that a call means.
pub fn find(store: &Store, order: &Order, call: &Call<'_>) -> Result<usize, Refusal> {
    let missing = || Refusal::not_found("This order has no such line.");
    let kind = kind_of(call.id("product_type")).ok_or_else(missing)?;
    let product = Uuid::read(call.id("id")).ok_or_else(missing)?;
    let item = call.text("order_item_id").map(Uuid::read);
    let fits = |line: &Line| {
        line.kind == kind
            && store.catalogue.products[line.product as usize].id == product
            && item.is_none_or(|item| item == Some(line.id))
    };
    let places: Vec<usize> = (0..order.lines.len()).filter(|place| fits(&order.lines[*place])).collect();
    match places[..] {
        [place] => Ok(place),
        [] => Err(missing()),
        _ => Err(Refusal::field("order_item_id", "missing; the product is on the order more than once")),
    }
}

/// The lines as they are shown, by kind.
pub fn show(store: &Store, order: &Order) -> Document {
    let of_kind = |kind: usize| {
        let lines = order.lines.iter().filter(move |line| line.kind == kind);
        lines.map(|line| Value::from(show_one(store, line))).collect::<Value>()
    };
    KINDS.iter().enumerate().map(|(kind, name)| (name.to_string(), of_kind(kind))).collect()
}

fn show_one(store: &Store, line: &Line) -> Document {
    let mut shown = store.catalogue.version(line.version as usize).clone();
    shown.insert("order_item_id".into(), line.id.into());
    if line.needs_prescription() {
        shown.insert("has_prescription".into(), line.matched.into());
    }
    shown.insert("quantity".into(), line.quantity.into());
    if line.needs_prescription() {
        let reason = |id: &String| {
            let found = store.catalogue.reason(id)?;
            let part = |name: &str| Some((name.to_string(), found.get(name)?.clone()));
            Some(["id", "name", "description"].into_iter().filter_map(part).collect::<Value>())
        };
        shown.insert("reasons".into(), line.reasons.iter().filter_map(reason).collect());
    }
    shown
}

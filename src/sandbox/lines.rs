//! The product lines of an order.

use serde_json::Value;

use super::Sandbox;
use super::answer::Refusal;
use super::call::Call;
use super::catalogue::{Catalogue, KINDS};
use super::document::{Document, objects, text, whole};
use super::ids::Random;

/// A line, and the kind of product on it.
pub type Line = (&'static str, Document);

/// The lines that a request asks for. `root` is where the products stand in it.
pub fn resolve(sandbox: &mut Sandbox, products: &Document, root: &str) -> Result<Vec<Line>, Refusal> {
    let mut lines = Vec::new();
    for kind in KINDS {
        for (place, wanted) in objects(products, kind).enumerate() {
            let path = format!("{root}{kind}[{place}]");
            lines.push((kind, line(&sandbox.catalogue, &mut sandbox.random, kind, wanted, &path)?));
        }
    }
    Ok(lines)
}

fn line(catalogue: &Catalogue, random: &mut Random, kind: &str, wanted: &Document, path: &str) -> Result<Document, Refusal> {
    let mut line = product(catalogue, kind, wanted, path)?.clone();
    line.insert("order_item_id".into(), random.uuid().into());
    let quantity = match wanted.get("quantity") {
        None => 1,
        Some(quantity) => whole(quantity).ok_or_else(|| Refusal::field(format!("{path}.quantity"), "expected a whole number"))?,
    };
    if kind == "prescription" {
        line.insert("has_prescription".into(), false.into());
    }
    line.insert("quantity".into(), quantity.into());
    if kind == "prescription" {
        line.insert("reasons".into(), reasons(catalogue, wanted, path)?);
    }
    Ok(line)
}

fn product<'a>(catalogue: &'a Catalogue, kind: &str, wanted: &Document, path: &str) -> Result<&'a Document, Refusal> {
    for name in ["id", "sku", "product_code"] {
        let Some(value) = text(wanted, name) else { continue };
        return catalogue
            .entry(kind, name, value)
            .ok_or_else(|| Refusal::field(format!("{path}.{name}"), &format!("there is no {kind} product with this {name}")));
    }
    Err(Refusal::field(path, "name the product by id or sku"))
}

fn reasons(catalogue: &Catalogue, wanted: &Document, path: &str) -> Result<Value, Refusal> {
    let mut shown: Vec<Value> = Vec::new();
    for (place, reason) in objects(wanted, "reasons").enumerate() {
        let found = text(reason, "id").and_then(|id| catalogue.reason(id));
        let found = found.ok_or_else(|| {
            Refusal::field(format!("{path}.reasons[{place}].id"), "there is no compounding reason with this id")
        })?;
        let part = |name: &str| (name.to_string(), found.get(name).cloned().unwrap_or_default());
        shown.push(["id", "name", "description"].map(part).into_iter().collect());
    }
    Ok(shown.into())
}

/// Puts lines on an order and counts the prescriptions anew.
pub fn put(order: &mut Document, lines: Vec<Line>) {
    for (kind, line) in lines {
        if let Some(list) = list(order, kind) {
            list.push(line.into());
        }
    }
    count(order);
}

fn count(order: &mut Document) {
    let lines = list(order, "prescription").map_or(0, |lines| lines.len());
    order.insert("prescription_count".into(), lines.into());
}

/// The lines that need a prescription.
pub fn of_prescriptions(order: &mut Document) -> &mut [Value] {
    list(order, "prescription").map_or(&mut [], Vec::as_mut_slice)
}

/// Changes the quantity of the line that a call means.
pub fn set_quantity(order: &mut Document, call: &Call<'_>, quantity: usize) -> Result<(), Refusal> {
    let (list, place) = find(order, call)?;
    list[place]["quantity"] = quantity.into();
    Ok(())
}

/// Takes the line that a call means off its order.
pub fn remove(order: &mut Document, call: &Call<'_>) -> Result<(), Refusal> {
    let (list, place) = find(order, call)?;
    list.remove(place);
    count(order);
    Ok(())
}

fn find<'a>(order: &'a mut Document, call: &Call<'_>) -> Result<(&'a mut Vec<Value>, usize), Refusal> {
    let missing = || Refusal::not_found("This order has no such line.");
    let list = list(order, call.id("product_type")).ok_or_else(missing)?;
    let is = |line: &Value, name: &str, value: &str| line[name].as_str().is_some_and(|id| id.eq_ignore_ascii_case(value));
    let item = call.text("order_item_id");
    let fits = |line: &Value| is(line, "id", call.id("id")) && item.is_none_or(|item| is(line, "order_item_id", item));
    let places: Vec<usize> = (0..list.len()).filter(|place| fits(&list[*place])).collect();
    match places[..] {
        [place] => Ok((list, place)),
        [] => Err(missing()),
        _ => Err(Refusal::field("order_item_id", "missing; the product is on the order more than once")),
    }
}

fn list<'a>(order: &'a mut Document, kind: &str) -> Option<&'a mut Vec<Value>> {
    order.get_mut("products")?.get_mut(kind)?.as_array_mut()
}

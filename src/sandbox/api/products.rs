//! The products of the catalogue.

use serde_json::Value;

use crate::sandbox::http::answer::{Refusal, Reply, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::http::route::Route;
use crate::sandbox::store::Store;
use crate::sandbox::store::catalogue::{KINDS, kind_of};
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::Document;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "listPrescription" | "listNonPrescription" | "listOrderMaterials" => page,
        "updatePrescription" | "updateNonPrescription" | "updateOrderMaterial" => update,
        _ => return None,
    })
}

/// The kind of product that a path is about: its second segment.
fn kind(path: &str) -> usize {
    path.split('/').nth(2).and_then(kind_of).unwrap_or_default()
}

/// The product that an update is about.
pub fn current(store: &Store, route: &Route) -> Option<Document> {
    let place = store.catalogue.find(kind(route.endpoint.path), "id", route.id("product_id"))?;
    Some(store.catalogue.product(place).clone())
}

fn list(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    let of_kind = |kind: usize| store.catalogue.of_kind(kind).cloned().collect::<Value>();
    ok(KINDS.iter().enumerate().map(|(kind, name)| (name.to_string(), of_kind(kind))).collect::<Document>())
}

fn page(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kind = kind(call.endpoint.path);
    let total = store.catalogue.of_kind(kind).count();
    call.page(store, total, store.catalogue.of_kind(kind), Document::clone)
}

fn update(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let missing = || Refusal::not_found("There is no product of this kind with this id.");
    let place = store.catalogue.find(kind(call.endpoint.path), "id", call.id("product_id")).ok_or_else(missing)?;
    // What an order names a product by has to name one only.
    for name in ["sku", "product_code"] {
        let Some(value) = call.text(name) else { continue };
        let found = (0..KINDS.len()).filter_map(|kind| store.catalogue.find(kind, name, value));
        if found.into_iter().any(|other| other != place) {
            return Err(Refusal::field(name, &format!("another product has this {name}")));
        }
    }
    let mut product = store.catalogue.product(place).clone();
    product.extend(call.params.clone());
    product.insert("updated_at".into(), iso(store.now).into());
    store.changed = true;
    store.catalogue.change(place, product.clone());
    ok(product)
}

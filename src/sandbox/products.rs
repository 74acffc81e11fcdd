//! The products of the catalogue.

use serde_json::Value;

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, ok};
use super::call::Call;
use super::catalogue::KINDS;
use super::clock::iso;
use super::document::has;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "list" => list,
        "listPrescription" | "listNonPrescription" | "listOrderMaterials" => page,
        "updatePrescription" | "updateNonPrescription" | "updateOrderMaterial" => update,
        _ => return None,
    })
}

/// The kind of product that a path is about: its second segment.
fn kind(call: &Call<'_>) -> &'static str {
    call.endpoint.path.split('/').nth(2).unwrap_or_default()
}

fn list(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(KINDS.into_iter().map(|kind| (kind, sandbox.catalogue.part(kind))).collect::<Value>())
}

fn page(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    ok(call.page(sandbox.catalogue.products(kind(call)))?.cloned().collect::<Value>())
}

fn update(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (kind, id, now) = (kind(call), call.id("product_id"), iso(sandbox.now));
    let missing = || Refusal::not_found("There is no product of this kind with this id.");
    sandbox.catalogue.entry(kind, "id", id).ok_or_else(missing)?;
    // What an order names a product by has to name one only.
    for name in ["sku", "product_code"] {
        let Some(value) = call.text(name) else { continue };
        let mut all = KINDS.into_iter().flat_map(|kind| sandbox.catalogue.products(kind));
        if all.any(|product| has(product, name, value) && !has(product, "id", id)) {
            return Err(Refusal::field(name, &format!("another product has this {name}")));
        }
    }
    let product = sandbox.catalogue.product_mut(kind, id).ok_or_else(missing)?;
    product.extend(call.params.clone());
    product.insert("updated_at".into(), now.into());
    ok(product.clone())
}

//! Which fill of a prescription each order line is kept, and taking it.

use serde_json::Value;

use super::clock::iso;
use super::document::{Document, has, objects, text};
use super::orders::Order;
use super::{Sandbox, lines};

/// A fill that is kept for a line.
struct Fill {
    order: usize,
    /// Among the order's prescription lines.
    line: usize,
    prescription: usize,
    medication: usize,
}

/// The fills that the open orders of a patient are kept: those of a prescription that an order names
/// go to it first, all others to the oldest order, from the oldest prescription.
fn kept(sandbox: &Sandbox, patient: &str) -> Vec<Fill> {
    let mut fills: Vec<Fill> = Vec::new();
    for by_name in [true, false] {
        for place in open_orders(sandbox, patient) {
            let order = &sandbox.orders[place];
            let products = order.document.get("products").and_then(Value::as_object);
            for (line, product) in products.into_iter().flat_map(|products| objects(products, "prescription")).enumerate() {
                if fills.iter().any(|fill| (fill.order, fill.line) == (place, line)) {
                    continue;
                }
                let found = text(product, "id").and_then(|product| free(sandbox, order, product, by_name, &fills));
                fills.extend(found.map(|(prescription, medication)| Fill { order: place, line, prescription, medication }));
            }
        }
    }
    fills
}

fn open_orders(sandbox: &Sandbox, patient: &str) -> impl Iterator<Item = usize> {
    (0..sandbox.orders.len()).filter(move |place| {
        let order = &sandbox.orders[*place];
        order.patient == patient && order.is_open()
    })
}

/// Where the medication stands that has a fill of a product left beside those that are kept.
fn free(sandbox: &Sandbox, order: &Order, product: &str, by_name: bool, fills: &[Fill]) -> Option<(usize, usize)> {
    let named = |prescription: &Document| order.prescriptions.iter().any(|id| has(prescription, "id", id));
    sandbox.prescriptions.iter().enumerate().find_map(|(place, prescription)| {
        if text(prescription, "patient_id") != Some(&order.patient) || by_name && !named(prescription) {
            return None;
        }
        let mut medications = objects(prescription, "medications").enumerate();
        let found = medications.find(|(medication, of)| {
            let taken = fills.iter().filter(|fill| (fill.prescription, fill.medication) == (place, *medication)).count();
            let left = of.get("fills_remaining").and_then(Value::as_u64).unwrap_or(0);
            has(of, "prescription_product_id", product) && left > taken as u64
        });
        found.map(|(medication, _)| (place, medication))
    })
}

/// Marks the lines of a patient's open orders that a prescription is there for.
pub fn mark(sandbox: &mut Sandbox, patient: &str) {
    let fills = kept(sandbox, patient);
    let orders: Vec<usize> = open_orders(sandbox, patient).collect();
    for order in orders {
        let marked = lines::of_prescriptions(&mut sandbox.orders[order].document).iter_mut().enumerate();
        for (line, document) in marked {
            document["has_prescription"] = fills.iter().any(|fill| (fill.order, fill.line) == (order, line)).into();
        }
    }
}

/// Takes what an order ships off its prescriptions.
pub fn dispense(sandbox: &mut Sandbox, order: usize) {
    let fills = kept(sandbox, &sandbox.orders[order].patient);
    for fill in fills.iter().filter(|fill| fill.order == order) {
        let prescription = &mut sandbox.prescriptions[fill.prescription];
        prescription.insert("updated_at".into(), iso(sandbox.now).into());
        let left = &mut prescription["medications"][fill.medication]["fills_remaining"];
        *left = left.as_u64().map(|left| left.saturating_sub(1)).into();
    }
}

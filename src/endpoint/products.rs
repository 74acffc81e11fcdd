//! Products and materials.

use super::entry::{Endpoint, RetryClass};
use crate::model::products::*;

const ABSOLUTE: &str = "it sets absolute values, so a repeat leaves what the first one left";

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get("list", "/products", "Gets all products and materials, by kind, in one answer.").gives::<Products>(),
    Endpoint::get(
        "listPrescription",
        "/products/prescription",
        "Lists prescription products, in pages.\nAwait it for one page, or iterate over it with `for await` for all of them.",
    )
    .may_take::<ProductsListParams>()
    .gives::<Vec<PrescriptionProduct>>()
    .paged(),
    Endpoint::get(
        "listNonPrescription",
        "/products/non_prescription",
        "Lists non-prescription products, in pages.\nAwait it for one page, or iterate over it with `for await` for all of them.",
    )
    .may_take::<ProductsListParams>()
    .gives::<Vec<NonPrescriptionProduct>>()
    .paged(),
    Endpoint::get(
        "listOrderMaterials",
        "/products/order_material",
        "Lists order materials, in pages.\nAwait it for one page, or iterate over it with `for await` for all of them.",
    )
    .may_take::<ProductsListParams>()
    .gives::<Vec<OrderMaterial>>()
    .paged(),
    Endpoint::put(
        "updatePrescription",
        "/products/prescription/{product_id}",
        "Changes a prescription product. Send only what changes, although the verb is PUT.",
    )
    .takes::<PrescriptionProductUpdate>()
    .gives::<PrescriptionProduct>()
    .retry(RetryClass::Replayable, ABSOLUTE),
    Endpoint::put(
        "updateNonPrescription",
        "/products/non_prescription/{product_id}",
        "Changes a non-prescription product. Send only what changes, although the verb is PUT.",
    )
    .takes::<NonPrescriptionProductUpdate>()
    .gives::<NonPrescriptionProduct>()
    .retry(RetryClass::Replayable, ABSOLUTE),
    Endpoint::put(
        "updateOrderMaterial",
        "/products/order_material/{product_id}",
        "Changes an order material. Send only what changes, although the verb is PUT.",
    )
    .takes::<OrderMaterialUpdate>()
    .gives::<OrderMaterial>()
    .retry(RetryClass::Replayable, ABSOLUTE),
];

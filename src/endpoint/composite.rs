//! Composite creation.

use super::entry::{Endpoint, ResourceKind, RetryClass};
use crate::model::composite::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[Endpoint::post(
    "create",
    "/prescriptions/electronic_prescriptions/composite",
    "Creates a prescription and an order in one request, and the patient and the prescriber if you give them.\nIf one part fails, Blend creates nothing. The prescription takes the patient and the prescriber that stand beside it; so does the order with the patient (inferred).\nIf the answer is lost, the outcome is `unknown`: `createOnce` finds out what happened. Otherwise give the order an `external_id`, and `force_new`, and look for that order. If you find it, Blend created everything.\nNothing here is known to satisfy the rules for prescribing controlled substances.",
)
.takes::<CompositeCreateParams>()
    .joins_in_flight()
    .created_once(ResourceKind::CompositeOrder)
.gives::<CompositeResult>()
.retry(RetryClass::Never, "a repeat may be a second prescription and a second order, which is a second shipment of a drug")];

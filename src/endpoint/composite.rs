//! Composite creation.

use super::entry::{Endpoint, RetryClass};
use crate::model::composite::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[Endpoint::post(
    "create",
    "/prescriptions/electronic_prescriptions/composite",
    "Creates a prescription and an order, and if need be patient and prescriber, in one request.\nAll or nothing: where anything fails, nothing is created. The prescription need not name the patient and prescriber that stand beside it; nor need the order name its patient (inferred).\nWith `force_new` and an order that has an `external_id`, a lost answer can be settled: finding the order tells that all of it was created.\nNothing here is shown to satisfy the rules for prescribing controlled substances.",
)
.takes::<CompositeCreateParams>()
    .joins_in_flight()
.gives::<CompositeResult>()
.retry(RetryClass::Never, "a repeat may be a second prescription and a second order, which is a second shipment of a drug")];

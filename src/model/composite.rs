//! Composite creation: prescription, order, patient and prescriber in one request.

use blend_sdk_macros::model;

use super::orders::{NewOrder, PatientInput};
use super::prescribers::NewPrescriber;
use super::prescriptions::NewElectronicPrescription;

/// Names an existing prescriber: by Blend's id or by NPI. Give at least one of the two.
#[model(request, at_least_one("id", "npi"))]
pub struct PrescriberReference {
    /// Blend's id of the prescriber, a UUID.
    pub id: Option<String>,
    #[wire(example = "1234567893")]
    pub npi: Option<String>,
}

/// A prescriber in a request: `id` or `npi` alone name an existing prescriber; with any other field it is a new prescriber.
#[model(by_keys)]
pub enum PrescriberInput {
    Reference(PrescriberReference),
    New(Box<NewPrescriber>),
}

/// What to create together. If one part fails, Blend creates nothing. Give any of the four.
#[model(
    request,
    supplies("patient", "prescriber"),
    at_least_one_inferred("patient", "prescriber", "electronic_prescription", "order")
)]
pub struct CompositeRequest {
    /// The patient of the prescription and of the order. The prescription then needs no `patient` of its own; nor does the order
    /// (inferred).
    pub patient: Option<PatientInput>,
    /// The prescriber of the prescription, which then needs no `prescriber` of its own.
    pub prescriber: Option<PrescriberInput>,
    pub electronic_prescription: Option<NewElectronicPrescription>,
    pub order: Option<NewOrder>,
}

/// What to create together, and whether Blend may merge the order.
#[model(request)]
pub struct CompositeCreateParams {
    /// True asks for a separate order, even if Blend could merge this one into an open order of the patient.
    #[wire(query, default_false)]
    pub force_new: Option<bool>,
    #[wire(part)]
    pub request: CompositeRequest,
}

/// What Blend did with one of the four.
#[model(answer, open)]
pub struct CompositeEntityResult {
    #[wire(present)]
    pub id: Option<String>,
    /// True if this request created it, false if Blend had it before.
    pub created: Option<bool>,
}

/// How many things a composite creation created, and how many it found.
#[model(answer)]
pub struct CompositeSummary {
    /// How many are new.
    #[wire(example = "3")]
    pub entities_created: Option<i64>,
    /// How many Blend had before.
    #[wire(example = "1")]
    pub entities_referenced: Option<i64>,
}

/// What Blend did with each part of the request, and a summary.
#[model(answer)]
pub struct CompositeResult {
    pub patient: Option<CompositeEntityResult>,
    pub prescriber: Option<CompositeEntityResult>,
    pub electronic_prescription: Option<CompositeEntityResult>,
    pub order: Option<CompositeEntityResult>,
    pub summary: Option<CompositeSummary>,
}

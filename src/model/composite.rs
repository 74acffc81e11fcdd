//! Composite creation: prescription, order, patient and prescriber in one request.

use blend_sdk_macros::model;

use super::orders::{NewOrder, PatientInput};
use super::prescribers::NewPrescriber;
use super::prescriptions::NewElectronicPrescription;

/// Points at an existing prescriber, by Blend's id or by NPI.
#[model(request, at_least_one("id", "npi"))]
pub struct PrescriberReference {
    pub id: Option<String>,
    #[wire(example = "1234567893")]
    pub npi: Option<String>,
}

/// A prescriber in a request: `id` or `npi` alone point to an existing one, more data create one.
#[model(by_keys)]
pub enum PrescriberInput {
    Reference(PrescriberReference),
    New(Box<NewPrescriber>),
}

/// What to create together: all of it or, where anything fails, nothing. Give any of the four.
#[model(request, supplies("patient", "prescriber"))]
pub struct CompositeRequest {
    /// The patient of the prescription, which then need not name one, and of the order, which need not either (inferred).
    pub patient: Option<PatientInput>,
    /// The prescriber of the prescription, which then need not name one.
    pub prescriber: Option<PrescriberInput>,
    pub electronic_prescription: Option<NewElectronicPrescription>,
    pub order: Option<NewOrder>,
}

/// What to create together, and whether the order may be merged.
#[model(request)]
pub struct CompositeCreateParams {
    /// True for a separate order even where the patient has an open one that Blend would merge
    /// this one into.
    #[wire(query, default_false)]
    pub force_new: Option<bool>,
    #[wire(part)]
    pub request: CompositeRequest,
}

/// What became of one of the four.
#[model(answer, open)]
pub struct CompositeEntityResult {
    pub id: Option<String>,
    /// True where this request made it, false where it was there before.
    pub created: Option<bool>,
}

/// How many things a composite creation made and found.
#[model(answer)]
pub struct CompositeSummary {
    #[wire(example = "3")]
    pub entities_created: Option<i64>,
    #[wire(example = "1")]
    pub entities_referenced: Option<i64>,
}

/// A key for each thing in the request, and a summary.
#[model(answer)]
pub struct CompositeResult {
    pub patient: Option<CompositeEntityResult>,
    pub prescriber: Option<CompositeEntityResult>,
    pub electronic_prescription: Option<CompositeEntityResult>,
    pub order: Option<CompositeEntityResult>,
    pub summary: Option<CompositeSummary>,
}

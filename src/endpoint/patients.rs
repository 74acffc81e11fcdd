//! Patients and their risk factors.

use super::entry::{Endpoint, ResourceKind, RetryClass};
use crate::model::common::{Json, RiskFactorText};
use crate::model::orders::Order;
use crate::model::patients::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "list",
        "/patients",
        "Lists patients, a page at a time.\nAwait it for one page, or iterate over it with `for await` for all patients.",
    )
    .may_take::<PatientsListParams>()
    .gives::<Vec<Patient>>()
    .paged(),
    Endpoint::post("create", "/patients", "Registers a new patient.")
        .takes::<NewPatient>()
    .joins_in_flight()
    .created_once(ResourceKind::Patient)
        .gives::<Patient>()
        .inferred()
        .retry(RetryClass::Never, "a repeat makes a second patient, and patients are not known to be found by external_id"),
    Endpoint::get("get", "/patients/{patient_id}", "Gets one patient.").gives::<Patient>().inferred(),
    Endpoint::put(
        "update",
        "/patients/{patient_id}",
        "Changes a patient. Send only what changes, although the verb is PUT.",
    )
    .takes::<PatientUpdate>()
    .gives::<Patient>()
    .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
    Endpoint::get("orders", "/patients/{patient_id}/orders", "Lists every order of one patient.").gives::<Vec<Order>>(),
    Endpoint::get("riskFactors", "/patients/{patient_id}/risk_factors", "Lists a patient's allergies, conditions and medications.")
        .may_take::<PatientsRiskFactorsParams>()
        .gives::<RiskFactors>(),
    Endpoint::delete(
        "deactivateRiskFactor",
        "/patients/{patient_id}/risk_factors/{risk_factor_id}",
        "Switches off one risk-factor match of a patient; nothing is erased.\nWhich id is meant is not documented: the match's own `id`, or its `risk_factor_id`. A wrong one could switch off an allergy. Check the answer.",
    )
    .gives::<RiskFactor>()
    .retry(RetryClass::Never, "which id is meant is not known, so a repeat could hit another entry"),
    Endpoint::post(
        "addRiskFactorText",
        "/patients/{patient_id}/risk_factor_text",
        "Hands over risk factors as free text; Blend parses it later, in the background.",
    )
    .takes::<RiskFactorText>()
    .gives::<Json>()
    .inferred()
    .retry(RetryClass::Never, "a repeat adds the same text a second time"),
    Endpoint::get(
        "guardianRelationshipTypes",
        "/patients/guardian_relationship_types",
        "Lists the values that `guardian_relationship` may have. The shape of an item is inferred.",
    )
    .gives::<Vec<GuardianRelationshipType>>()
    .inferred(),
];

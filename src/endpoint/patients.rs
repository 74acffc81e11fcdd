//! Patients and their risk factors.

use super::entry::{Endpoint, ResourceKind, RetryClass};
use crate::model::common::{Json, RiskFactorText};
use crate::model::orders::Order;
use crate::model::patients::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "list",
        "/patients",
        "Lists patients, in pages.\nAwait it for one page, or iterate over it with `for await` for all patients.",
    )
    .may_take::<PatientsListParams>()
    .gives::<Vec<Patient>>()
    .paged(),
    Endpoint::post("create", "/patients", "Registers a new patient.\nIf the answer is lost, the outcome is `unknown`: a second try may register the patient twice. `createOnce` finds out what happened.")
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
    Endpoint::get("orders", "/patients/{patient_id}/orders", "Lists all orders of one patient.").gives::<Vec<Order>>(),
    Endpoint::get("riskFactors", "/patients/{patient_id}/risk_factors", "Gets a patient's allergies, conditions and medications.")
        .may_take::<PatientsRiskFactorsParams>()
        .gives::<RiskFactors>(),
    Endpoint::delete(
        "deactivateRiskFactor",
        "/patients/{patient_id}/risk_factors/{risk_factor_id}",
        "Deactivates one risk factor of a patient. Blend erases nothing.\nWhich id is meant is not documented: the risk factor's `id` or its `risk_factor_id`. A wrong id could deactivate an allergy. Check the answer.",
    )
    .gives::<RiskFactor>()
    .retry(RetryClass::Never, "which id is meant is not known, so a repeat could hit another entry"),
    Endpoint::post(
        "addRiskFactorText",
        "/patients/{patient_id}/risk_factor_text",
        "Adds risk factors as free text. Blend parses the text later, in the background.",
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

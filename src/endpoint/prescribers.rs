//! Prescribers, their licences and supervisions.

use super::entry::{Endpoint, RetryClass};
use crate::model::common::Json;
use crate::model::prescribers::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get("list", "/prescribers", "Lists all prescribers of the account, in one answer.")
        .gives::<Vec<Prescriber>>()
        .inferred(),
    Endpoint::post(
        "create",
        "/prescribers",
        "Creates a prescriber, or links an existing prescriber by NPI.\nIf the account has a prescriber with that NPI, Blend returns that one. If Blend knows the NPI from elsewhere, it links that prescriber to the account and returns it: a mistyped NPI can attach a stranger. If NPI, last name or date of birth differ in the answer, `warnings` reports it.",
    )
    .takes::<NewPrescriber>()
    .joins_in_flight()
    .gives::<Prescriber>()
    .must_echo(&["npi", "last_name", "date_of_birth"])
    .known_by_npi()
    .retry(RetryClass::Replayable, "Blend documents that a known NPI gives the prescriber who is there, so a repeat makes no second one; without an NPI it counts as `never`"),
    Endpoint::get("get", "/prescribers/{prescriber_id}", "Gets one prescriber.").gives::<Prescriber>().inferred(),
    Endpoint::put(
        "update",
        "/prescribers/{prescriber_id}",
        "Changes a prescriber. Only what you send changes (inferred). Licences have methods of their own.",
    )
    .takes::<PrescriberUpdate>()
    .gives::<Prescriber>()
    .inferred()
    .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
    Endpoint::post(
        "createQualification",
        "/prescribers/{prescriber_id}/qualifications",
        "Adds a state licence or another qualification to a prescriber.",
    )
    .takes::<NewQualification>()
    .joins_in_flight()
    .gives::<Qualification>()
    .inferred()
    .retry(RetryClass::Never, "a repeat may make a second licence, or switch off one that was added meanwhile"),
    Endpoint::put(
        "updateQualification",
        "/prescribers/{prescriber_id}/qualifications/{qualification_id}",
        "Changes a licence or qualification. `qualificationId` is its id or its two-letter state.\nA new `license_number` deactivates the earlier licence of the state.",
    )
    .takes::<QualificationUpdate>()
    .gives::<Qualification>()
    .retry(RetryClass::Never, "it may be addressed by its state, whose licence a new number replaces: an old repeat could bring an old licence back"),
    Endpoint::delete(
        "deactivateQualification",
        "/prescribers/{prescriber_id}/qualifications/{qualification_id}",
        "Deactivates a licence or qualification. Blend erases nothing. `qualificationId` is its id or its two-letter state.\nThe answer may have no body (inferred): then it is `undefined`.",
    )
    .gives::<Qualification>()
    .maybe_empty()
    .inferred()
    .retry(RetryClass::Never, "it may be addressed by its state: a repeat could switch off the licence that replaced it"),
    Endpoint::get("supervisors", "/prescribers/{prescriber_id}/supervisors", "Lists the supervisors of a prescriber, with the state of each.")
        .gives::<Vec<Supervision>>()
        .inferred(),
    Endpoint::post(
        "createSupervision",
        "/prescribers/{prescriber_id}/supervisors",
        "Adds a supervisor of a prescriber, in one state. The supervisor needs a valid licence in some state, not necessarily in this one.",
    )
    .takes::<NewSupervision>()
    .joins_in_flight()
    .gives::<Supervision>()
    .inferred()
    .retry(RetryClass::Never, "a repeat may make a second supervision, or bring back one that was ended"),
    Endpoint::delete(
        "removeSupervision",
        "/prescribers/{prescriber_id}/supervisors/{supervisor_id}",
        "Ends a supervision in one state. How the request names the state is only a guess.",
    )
    .takes::<PrescribersRemoveSupervisionParams>()
    .gives::<Json>()
    .inferred()
    .retry(RetryClass::Never, "it is addressed by a state: a repeat could end a new supervision"),
    Endpoint::get("supervisees", "/prescribers/{prescriber_id}/supervisees", "Lists the prescribers that a prescriber supervises, with the state of each.")
        .gives::<Vec<Supervision>>()
        .inferred(),
    Endpoint::get("credentials", "/prescribers/credentials", "Lists the credentials that prescribers may hold.")
        .gives::<Vec<Credential>>()
        .inferred(),
];

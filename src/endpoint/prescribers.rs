//! Prescribers, their licences and supervisions.

use super::entry::{Endpoint, RetryClass};
use crate::model::common::Json;
use crate::model::prescribers::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get("list", "/prescribers", "Lists the prescribers of the account, all in one answer.")
        .gives::<Vec<Prescriber>>()
        .inferred(),
    Endpoint::post(
        "create",
        "/prescribers",
        "Creates a prescriber, or links one whom Blend knows by NPI.\nA prescriber of the account with that NPI is returned, one known elsewhere in Blend is linked to the account and returned: a mistyped NPI can attach a stranger. Where NPI, last name or date of birth come back other than they were sent, a warning tells.",
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
        "Changes a prescriber. Only what is sent changes (inferred). Licences have calls of their own.",
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
        "Changes a licence or qualification. `qualification_id` is its id or the two-letter state.\nA new `license_number` switches off the state's earlier licence.",
    )
    .takes::<QualificationUpdate>()
    .gives::<Qualification>()
    .retry(RetryClass::Never, "it may be addressed by its state, whose licence a new number replaces: an old repeat could bring an old licence back"),
    Endpoint::delete(
        "deactivateQualification",
        "/prescribers/{prescriber_id}/qualifications/{qualification_id}",
        "Switches off a licence or qualification; nothing is erased. `qualification_id` is its id or the two-letter state.\nThe answer may come without a body (inferred): then nothing is given.",
    )
    .gives::<Qualification>()
    .maybe_empty()
    .inferred()
    .retry(RetryClass::Never, "it may be addressed by its state: a repeat could switch off the licence that replaced it"),
    Endpoint::get("supervisors", "/prescribers/{prescriber_id}/supervisors", "Lists who supervises a prescriber, and in which state.")
        .gives::<Vec<Supervision>>()
        .inferred(),
    Endpoint::post(
        "createSupervision",
        "/prescribers/{prescriber_id}/supervisors",
        "Puts a prescriber under a supervisor in one state. The supervisor needs a valid licence in some state, not necessarily this one.",
    )
    .takes::<NewSupervision>()
    .joins_in_flight()
    .gives::<Supervision>()
    .inferred()
    .retry(RetryClass::Never, "a repeat may make a second supervision, or bring back one that was ended"),
    Endpoint::delete(
        "removeSupervision",
        "/prescribers/{prescriber_id}/supervisors/{supervisor_id}",
        "Ends a supervision in one state. How the state is passed is the least certain guess of all.",
    )
    .takes::<PrescribersRemoveSupervisionParams>()
    .gives::<Json>()
    .inferred()
    .retry(RetryClass::Never, "it is addressed by a state: a repeat could end a supervision that was made anew"),
    Endpoint::get("supervisees", "/prescribers/{prescriber_id}/supervisees", "Lists whom a prescriber supervises, and in which state.")
        .gives::<Vec<Supervision>>()
        .inferred(),
    Endpoint::get("credentials", "/prescribers/credentials", "Lists the credentials that prescribers may hold.")
        .gives::<Vec<Credential>>()
        .inferred(),
];

//! Electronic prescriptions.

use super::entry::{Endpoint, RetryClass};
use crate::model::prescriptions::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(
        "create",
        "/prescriptions/electronic_prescriptions",
        "Creates an electronic prescription, from an object or from a SCRIPT message (a string of XML).\nThe client sends XML as `application/xml`. Blend documents that it accepts XML, but not the media type: `{ headers: { \"content-type\": \"text/xml\" } }` among the options overrides it. Older pages show the path `/electronic_prescriptions`.\nThe client sends `written_at` and `units` as you give them. Nothing here is known to satisfy the rules for prescribing controlled substances.\nA prescription whose answer was lost cannot be found without its id. If this matters, use `composite.createOnce`, which looks for the order.",
    )
    .takes::<NewElectronicPrescription>()
    .joins_in_flight()
    .cannot_be_looked_up()
    .or_xml()
    .gives::<ElectronicPrescription>()
    .retry(RetryClass::Never, "a repeat is a second prescription, and a prescription whose answer was lost cannot be looked up"),
    Endpoint::get(
        "get",
        "/prescriptions/electronic_prescriptions/{electronic_prescription_id}",
        "Gets one electronic prescription. `medicationsOf(prescription)` reads its medications in all shapes that Blend returns.",
    )
    .gives::<ElectronicPrescription>(),
    Endpoint::get(
        "quantityUnits",
        "/prescriptions/quantity_units",
        "Lists the units that a medication's quantity may count.",
    )
    .gives::<Vec<QuantityUnit>>(),
];

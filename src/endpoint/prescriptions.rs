//! Electronic prescriptions.

use super::entry::{Endpoint, RetryClass};
use crate::model::prescriptions::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(
        "create",
        "/prescriptions/electronic_prescriptions",
        "Hands over an electronic prescription: an object, or a SCRIPT message as a string of XML.\nXML goes out as `application/xml`. That it is taken was read, its media type was not: the call's option `headers` overrides it, as in `{ headers: { \"content-type\": \"text/xml\" } }`. Older pages show the path `/electronic_prescriptions`.\n`written_at` and `units` are sent as given. Nothing here is shown to satisfy the rules for prescribing controlled substances.\nA prescription cannot be looked up without its id: where its answer must not get lost, use `composite.create` with an order that has an `external_id`, and `force_new`.",
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
        "Gets one electronic prescription. `medicationsOf(prescription)` reads its medications, in whichever shape they come.",
    )
    .gives::<ElectronicPrescription>(),
    Endpoint::get(
        "quantityUnits",
        "/prescriptions/quantity_units",
        "Lists the units that a medication's quantity may be counted in.",
    )
    .gives::<Vec<QuantityUnit>>(),
];

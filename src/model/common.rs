//! Models that several groups share.

use blend_sdk_macros::model;

use crate::check::{Kind, Wire};

/// JSON whose shape Blend does not document.
#[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Json(pub serde_json::Value);

impl std::fmt::Debug for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Json(..)")
    }
}

impl Wire for Json {
    const KIND: &'static Kind = &Kind::Any;
}

/// A postal address in the United States, unless `country` says otherwise.
#[model]
pub struct Address {
    /// Street and house number.
    #[wire(expected, example = "140 Lindgren Streets")]
    pub address_1: Option<String>,
    #[wire(expected, example = "North Consueloburgh")]
    pub city: Option<String>,
    #[wire(expected, example = "CA")]
    pub state: Option<String>,
    #[wire(expected, example = "02108")]
    pub zip_code: Option<String>,
    /// Apartment, suite or unit.
    #[wire(example = "Apt 227")]
    pub address_2: Option<String>,
    /// Country code, such as `US`.
    #[wire(example = "US")]
    pub country: Option<String>,
}

/// Names an existing patient: by Blend's id or by your own `external_id`. Give at least one of the two.
#[model(request, at_least_one("id", "external_id"))]
pub struct PatientReference {
    /// Blend's id of the patient, a UUID.
    #[wire(example = "b658f16f-819c-4503-aede-bd555fc4ebfb")]
    pub id: Option<String>,
    /// Your own id of the patient.
    #[wire(example = "HEALTHCO_PATIENT_9271227")]
    pub external_id: Option<String>,
}

/// Risk factors as free text, one text for each kind. Separate entries with commas, semicolons or slashes: `N/A` therefore counts as
/// two entries. Blend parses the text later and matches it to standard entries.
#[model(request)]
pub struct RiskFactorText {
    /// Such as `peanuts, tree nuts, shellfish`.
    #[wire(example = "peanuts, tree nuts, shellfish")]
    pub allergies: Option<String>,
    /// Such as `asthma, hypertension`.
    #[wire(example = "asthma, hypertension")]
    pub conditions: Option<String>,
    /// Such as `albuterol, levothyroxine`.
    #[wire(example = "albuterol, levothyroxine")]
    pub medications: Option<String>,
}

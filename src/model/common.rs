//! Parts that several groups share.

use blend_sdk_macros::model;

use crate::check::{Kind, Wire};

/// JSON of a shape that nobody documented.
#[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(any(feature = "sandbox", not(target_arch = "wasm32")), serde(transparent))]
pub struct Json(#[cfg(any(feature = "sandbox", not(target_arch = "wasm32")))] pub serde_json::Value);

impl std::fmt::Debug for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Json(..)")
    }
}

impl Wire for Json {
    const KIND: &'static Kind = &Kind::Any;
}

/// Postal address as sent in requests and as shown on a patient.
#[model]
pub struct Address {
    /// Street and number.
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
    /// Country code, such as US.
    #[wire(example = "US")]
    pub country: Option<String>,
}

/// Points at an existing patient by Blend's id or by your own external_id.
#[model(request, at_least_one("id", "external_id"))]
pub struct PatientReference {
    /// Blend's id of the patient.
    #[wire(example = "b658f16f-819c-4503-aede-bd555fc4ebfb")]
    pub id: Option<String>,
    /// Your own id of the patient.
    #[wire(example = "HEALTHCO_PATIENT_9271227")]
    pub external_id: Option<String>,
}

/// Unparsed risk factors, one text for each kind. Separate entries with commas, semicolons or
/// slashes; Blend parses them later and matches them to standard entries.
#[model(request)]
pub struct RiskFactorText {
    #[wire(example = "peanuts, tree nuts, shellfish")]
    pub allergies: Option<String>,
    #[wire(example = "asthma, hypertension")]
    pub conditions: Option<String>,
    #[wire(example = "albuterol, levothyroxine")]
    pub medications: Option<String>,
}

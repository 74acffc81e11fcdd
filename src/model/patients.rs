//! Patients and their risk factors.

use blend_sdk_macros::model;

use super::common::{Address, RiskFactorText};

/// How a guardian is related to a patient. Open: `patients.guardianRelationshipTypes` lists the other values.
#[model(known("parent", "legal_guardian", "other"))]
pub struct GuardianRelationship(pub String);

/// A patient. What a patient may lack stays optional, even if every example in the documentation shows it.
#[model(answer)]
pub struct Patient {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    #[wire(example = "Willard")]
    pub first_name: Option<String>,
    #[wire(example = "Moises")]
    pub middle_name: Option<String>,
    #[wire(example = "Donnelly")]
    pub last_name: Option<String>,
    #[wire(values("male", "female"))]
    pub gender: Option<String>,
    pub email: Option<String>,
    #[wire(example = "6417383445")]
    pub phone: Option<String>,
    #[wire(example = "1990-01-01")]
    pub date_of_birth: Option<String>,
    #[wire(example = "B49188319")]
    pub driver_license_number: Option<String>,
    #[wire(example = "CA")]
    pub driver_license_state: Option<String>,
    #[wire(example = "123456789")]
    pub ssn: Option<String>,
    #[wire(example = "en")]
    pub primary_language: Option<String>,
    /// The guardian's name, of a patient who is a minor.
    #[wire(example = "John Guardian")]
    pub guardian_name: Option<String>,
    #[wire(example = "6417383445")]
    pub guardian_phone: Option<String>,
    pub guardian_email: Option<String>,
    pub guardian_relationship: Option<GuardianRelationship>,
    /// Height in inches. Decimals are allowed.
    #[wire(type_inferred, example = "72")]
    pub height_inches: Option<f64>,
    /// Weight in pounds. Decimals are allowed.
    #[wire(type_inferred, example = "180")]
    pub weight_pounds: Option<f64>,
    /// Your own id of the patient. Blend uses it to match prescriptions.
    #[wire(example = "1234567890")]
    pub external_id: Option<String>,
    pub is_smoker: Option<bool>,
    pub is_diabetic: Option<bool>,
    pub is_pregnant: Option<bool>,
    /// Whether the patient accepts text messages (meaning presumed from the name).
    pub receive_sms: Option<bool>,
    /// Whether the patient accepts e-mail (meaning presumed from the name).
    pub receive_email: Option<bool>,
    #[wire(shared)]
    pub address: Option<Address>,
    /// Whether the patient is a minor. The age is not documented. The patient inside an order does not have it.
    pub is_minor: Option<bool>,
}

/// What a request may say about a patient beside the basics.
#[model(request, inline)]
pub struct PatientDetails {
    #[wire(example = "Moises")]
    pub middle_name: Option<String>,
    #[wire(values("male", "female"))]
    pub gender: Option<String>,
    #[wire(example = "B49188319")]
    pub driver_license_number: Option<String>,
    #[wire(example = "CA")]
    pub driver_license_state: Option<String>,
    #[wire(example = "en")]
    pub primary_language: Option<String>,
    /// The guardian's name. Blend needs it if the patient is a minor; the age is not documented. A new patient under 18 without it
    /// gets a warning.
    #[wire(of_minors, example = "John Guardian")]
    pub guardian_name: Option<String>,
    #[wire(example = "6417383445")]
    pub guardian_phone: Option<String>,
    pub guardian_email: Option<String>,
    pub guardian_relationship: Option<GuardianRelationship>,
    /// Height in inches. Decimals are allowed.
    #[wire(type_inferred, example = "72")]
    pub height_inches: Option<f64>,
    /// Weight in pounds. Decimals are allowed.
    #[wire(type_inferred, example = "180")]
    pub weight_pounds: Option<f64>,
    /// Your own id of the patient. Blend uses it to match prescriptions.
    #[wire(example = "1234567890")]
    pub external_id: Option<String>,
    /// Leave it out if nobody answered the question: `false` means "no".
    pub is_smoker: Option<bool>,
    /// Leave it out if nobody answered the question: `false` means "no".
    pub is_diabetic: Option<bool>,
    /// Leave it out if nobody answered the question: `false` means "no".
    pub is_pregnant: Option<bool>,
}

/// A new patient, for `patients.create`, or inside of a new order or prescription.
#[model(request)]
pub struct NewPatient {
    #[wire(expected, example = "Willard")]
    pub first_name: Option<String>,
    #[wire(expected, example = "Donnelly")]
    pub last_name: Option<String>,
    #[wire(expected, example = "willard.donnelly@example.com")]
    pub email: Option<String>,
    #[wire(expected, example = "6417383445")]
    pub phone: Option<String>,
    #[wire(expected, example = "1990-01-01")]
    pub date_of_birth: Option<String>,
    #[wire(expected)]
    pub address: Option<Address>,
    #[wire(example = "123456789")]
    pub ssn: Option<String>,
    /// Whether the patient accepts text messages (meaning presumed from the name).
    pub receive_sms: Option<bool>,
    /// Whether the patient accepts e-mail (meaning presumed from the name).
    pub receive_email: Option<bool>,
    /// Allergies, conditions and medications, as free text.
    pub risk_factors: Option<RiskFactorText>,
    #[wire(part)]
    pub details: PatientDetails,
}

/// What to change of a patient. Send only what changes.
#[model(request)]
pub struct PatientUpdate {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub date_of_birth: Option<String>,
    #[wire(inferred)]
    pub address: Option<Address>,
    #[wire(inferred, example = "123456789")]
    pub ssn: Option<String>,
    #[wire(inferred)]
    pub receive_sms: Option<bool>,
    #[wire(inferred)]
    pub receive_email: Option<bool>,
    #[wire(inferred)]
    pub risk_factors: Option<RiskFactorText>,
    #[wire(part)]
    pub details: PatientDetails,
}

/// A value that `guardian_relationship` may have.
#[model(answer, open, inferred)]
pub struct GuardianRelationshipType {
    #[wire(inferred)]
    pub code: Option<String>,
    #[wire(inferred)]
    pub name: Option<String>,
}

/// A patient's risk factors, by kind.
#[model(answer)]
pub struct RiskFactors {
    pub allergies: Option<Vec<RiskFactor>>,
    pub conditions: Option<Vec<RiskFactor>>,
    pub medications: Option<Vec<RiskFactor>>,
}

/// One risk factor of a patient. It has two shapes: allergies and conditions have `name`, `type`, `matched` and `original_name`;
/// medications have the fields about the match, and `medication_detail`.
#[model(answer)]
pub struct RiskFactor {
    pub id: Option<String>,
    /// Only allergies and conditions: probably the standard name.
    #[wire(example = "Penicillin")]
    pub name: Option<String>,
    /// `allergy` or `condition`, in the documentation.
    pub r#type: Option<String>,
    /// Only allergies and conditions: probably the patient's own words.
    #[wire(example = "Peniccillin")]
    pub original_name: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// Blend's id of the standard entry, which patients share.
    pub risk_factor_id: Option<String>,
    /// How well the text matches the standard entry, from 0 to 1. 1 counts as matched.
    #[wire(example = "0.95")]
    pub confidence: Option<f64>,
    /// Whether the risk factor still counts. `patients.deactivateRiskFactor` switches it off.
    pub is_active: Option<bool>,
    /// How Blend found the standard entry.
    #[wire(values("autocomplete", "text", "manual"))]
    pub match_source: Option<String>,
    /// Only medications. `product` is the only value in the documentation.
    #[wire(example = "product")]
    pub match_type: Option<String>,
    /// Whether it belongs to a standard entry.
    pub matched: Option<bool>,
    /// Whether a synonym of the standard entry matched.
    pub matched_via_synonym: Option<bool>,
    pub patient_id: Option<String>,
    /// Blend's id of the free text that it comes from.
    pub risk_factor_text_id: Option<String>,
    /// The part of the free text that matched.
    #[wire(example = "liothyronine")]
    pub text_chunk: Option<String>,
    pub medication_detail: Option<MedicationRiskFactorDetail>,
}

/// RxNorm names and numbers (RxCUI) of a matched medication. The numbers are strings too.
#[model(answer)]
pub struct MedicationRiskFactorDetail {
    #[wire(example = "estradiol valerate 3 MG Oral Tablet")]
    pub name: Option<String>,
    #[wire(example = "Benadryl")]
    pub brand_name: Option<String>,
    #[wire(example = "diphenhydramine")]
    pub ingredient_name: Option<String>,
    #[wire(example = "4083")]
    pub ingredient_rxcui: Option<String>,
    #[wire(example = "978941")]
    pub product_rxcui: Option<String>,
    #[wire(example = "978941")]
    pub clinical_product_rxcui: Option<String>,
    #[wire(example = "estradiol Oral Tablet")]
    pub scdf_name: Option<String>,
    #[wire(example = "372078")]
    pub scdf_rxcui: Option<String>,
    #[wire(example = "estradiol Oral Product")]
    pub scdg_name: Option<String>,
    #[wire(example = "1165185")]
    pub scdg_rxcui: Option<String>,
    #[wire(example = "SCDG:1165185|generic")]
    pub normalization_key: Option<String>,
}

/// Which page of the patients to list. The list of orders takes these two parameters; that this list takes them is inferred.
#[model(request)]
pub struct PatientsListParams {
    /// The page's number.
    #[wire(min = 1, range_inferred, inferred)]
    pub page: Option<i64>,
    /// How many patients a page holds.
    #[wire(min = 1, max = 200, range_inferred, inferred, default = "25")]
    pub page_size: Option<i64>,
}

/// Which risk factors to list.
#[model(request)]
pub struct PatientsRiskFactorsParams {
    /// Only one kind. The name was read; the values are inferred.
    #[wire(known("allergy", "condition", "medication"))]
    pub r#type: Option<String>,
}

//! Patients and their risk factors.

use blend_sdk_macros::model;

use super::common::{Address, RiskFactorText};

/// How a guardian is related to a patient. Open: the other values come from `patients.guardianRelationshipTypes`.
#[model(known("parent", "legal_guardian", "other"))]
pub struct GuardianRelationship(pub String);

/// A patient as Blend returns it. No field is documented as always present.
#[model(answer)]
pub struct Patient {
    pub id: Option<String>,
    pub created_at: Option<String>,
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
    /// Needed when the patient is a minor.
    #[wire(example = "John Guardian")]
    pub guardian_name: Option<String>,
    #[wire(example = "6417383445")]
    pub guardian_phone: Option<String>,
    pub guardian_email: Option<String>,
    pub guardian_relationship: Option<GuardianRelationship>,
    /// Height in inches.
    #[wire(type_inferred, example = "72")]
    pub height_inches: Option<f64>,
    /// Weight in pounds.
    #[wire(type_inferred, example = "180")]
    pub weight_pounds: Option<f64>,
    /// Your own id of the patient, used when matching prescriptions.
    #[wire(example = "1234567890")]
    pub external_id: Option<String>,
    pub is_smoker: Option<bool>,
    pub is_diabetic: Option<bool>,
    pub is_pregnant: Option<bool>,
    /// Whether the patient takes text messages (meaning presumed from the name).
    pub receive_sms: Option<bool>,
    /// Whether the patient takes e-mail (meaning presumed from the name).
    pub receive_email: Option<bool>,
    #[wire(shared)]
    pub address: Option<Address>,
    /// Whether the patient is a minor. The age limit is not documented. Absent on the patient inside an order.
    pub is_minor: Option<bool>,
}

/// What a request may say of a patient beside the basics.
#[model(request)]
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
    /// Needed when the patient is a minor (the age is not documented).
    #[wire(example = "John Guardian")]
    pub guardian_name: Option<String>,
    #[wire(example = "6417383445")]
    pub guardian_phone: Option<String>,
    pub guardian_email: Option<String>,
    pub guardian_relationship: Option<GuardianRelationship>,
    /// Height in inches.
    #[wire(type_inferred, example = "72")]
    pub height_inches: Option<f64>,
    /// Weight in pounds.
    #[wire(type_inferred, example = "180")]
    pub weight_pounds: Option<f64>,
    /// Your own id of the patient, used when matching prescriptions.
    #[wire(example = "1234567890")]
    pub external_id: Option<String>,
    pub is_smoker: Option<bool>,
    pub is_diabetic: Option<bool>,
    pub is_pregnant: Option<bool>,
}

/// A new patient, for `patients.create` or inside a new order.
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
    pub receive_sms: Option<bool>,
    pub receive_email: Option<bool>,
    pub risk_factors: Option<RiskFactorText>,
    #[wire(part)]
    pub details: PatientDetails,
}

/// What to change of a patient: send only that.
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

/// One value that `guardian_relationship` may have.
#[model(answer, open, inferred)]
pub struct GuardianRelationshipType {
    #[wire(inferred)]
    pub code: Option<String>,
    #[wire(inferred)]
    pub name: Option<String>,
}

/// Risk factors by kind.
#[model(answer)]
pub struct RiskFactors {
    pub allergies: Option<Vec<RiskFactor>>,
    pub conditions: Option<Vec<RiskFactor>>,
    pub medications: Option<Vec<RiskFactor>>,
}

/// The link between a patient and a risk factor. Two shapes occur in one answer: allergies and
/// conditions carry `name`, `type`, `matched` and `original_name`; medications carry the match
/// fields and `medication_detail`.
#[model(answer)]
pub struct RiskFactor {
    pub id: Option<String>,
    /// Allergies and conditions only; presumably the standard name.
    #[wire(example = "Penicillin")]
    pub name: Option<String>,
    /// `allergy` and `condition` were seen in answers.
    pub r#type: Option<String>,
    /// Allergies and conditions only; presumably the wording as first given.
    #[wire(example = "Peniccillin")]
    pub original_name: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// Id of the shared risk-factor entry in Blend's database.
    pub risk_factor_id: Option<String>,
    /// Score of the match; 1.0 counts as matched.
    #[wire(example = "0.95")]
    pub confidence: Option<f64>,
    /// Whether the match still counts; it can be switched off by hand.
    pub is_active: Option<bool>,
    #[wire(values("autocomplete", "text", "manual"))]
    pub match_source: Option<String>,
    /// Medications only; `product` is the one value seen.
    #[wire(example = "product")]
    pub match_type: Option<String>,
    /// Whether it is tied to a standard entry.
    pub matched: Option<bool>,
    pub matched_via_synonym: Option<bool>,
    pub patient_id: Option<String>,
    pub risk_factor_text_id: Option<String>,
    /// The piece of the text that matched.
    #[wire(example = "liothyronine")]
    pub text_chunk: Option<String>,
    pub medication_detail: Option<MedicationRiskFactorDetail>,
}

/// RxNorm identifiers and names of a matched medication. All strings, the RxCUI numbers too.
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

/// Which page of the patients. That the list takes these two is inferred from the orders list.
#[model(request)]
pub struct PatientsListParams {
    /// Page number, from 1.
    #[wire(min = 1, range_inferred, inferred)]
    pub page: Option<i64>,
    /// Patients on a page; 25 unless told.
    #[wire(min = 1, max = 200, range_inferred, inferred)]
    pub page_size: Option<i64>,
}

/// Which risk factors.
#[model(request)]
pub struct PatientsRiskFactorsParams {
    /// One kind only. The name was read, the values are inferred.
    #[wire(known("allergy", "condition", "medication"))]
    pub r#type: Option<String>,
}

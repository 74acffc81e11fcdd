//! Electronic prescriptions.

use blend_sdk_macros::model;

use super::orders::PatientInput;

/// A medication to prescribe. Name the product by `prescription_product_id` or by `product_code`.
#[model(request)]
pub struct NewMedication {
    /// Blend's id of the prescription product, a UUID.
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub prescription_product_id: Option<String>,
    /// Your own code of the prescription product.
    #[wire(example = "HC-RAPA31")]
    pub product_code: Option<String>,
    #[wire(example = "Levothyroxine")]
    pub drug_name: Option<String>,
    pub description: Option<String>,
    /// How much to dispense, counted in `units` (meaning presumed from the names). The example is a whole number; the client also
    /// sends fractions.
    #[wire(expected, example = "30")]
    pub quantity: Option<f64>,
    /// Code of the unit that `quantity` counts, from `prescriptions.quantityUnits`, such as `C48480`. The client sends it as you give
    /// it. Answers show the unit's term instead.
    #[wire(expected, example = "C48480")]
    pub units: Option<String>,
    /// For how many days the quantity lasts (meaning presumed from the name).
    #[wire(example = "30")]
    pub days_supply: Option<i64>,
    /// How often it may be dispensed again after the first time (meaning presumed from the name).
    #[wire(expected, example = "4")]
    pub refills: Option<i64>,
    /// Directions for use (SIG), such as `Take one capsule by mouth daily`.
    #[wire(expected, example = "Take one capsule by mouth daily")]
    pub sig: Option<String>,
    /// Whether the pharmacy may dispense a generic instead (meaning presumed from the name).
    pub substitution_allowed: Option<bool>,
    /// A note to the pharmacist (meaning presumed from an example).
    pub notes: Option<String>,
    /// When the prescription was written. The client sends it as you give it; the documented example has no time zone.
    #[wire(expected, example = "2025-04-25T00:00:00")]
    pub written_at: Option<String>,
}

/// The order that a prescription belongs to, by its id or by its number.
#[model(request)]
pub struct PrescriptionOrder {
    /// Blend's id of the order.
    #[wire(format = "None")]
    pub id: Option<String>,
    /// Blend's readable number of the order.
    #[wire(example = "ORD250312003548IAU4")]
    pub order_number: Option<String>,
}

/// An existing prescriber.
#[model(request)]
pub struct PrescriptionPrescriber {
    /// Blend's id of the prescriber, a UUID.
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub id: Option<String>,
}

/// A new electronic prescription. It needs `medication` or `medications`.
#[model(request, at_least_one("medication", "medications"))]
pub struct NewElectronicPrescription {
    /// One medication.
    pub medication: Option<NewMedication>,
    /// Several medications.
    pub medications: Option<Vec<NewMedication>>,
    /// The order, if you created it before. If you create it later, Blend matches the two.
    pub order: Option<PrescriptionOrder>,
    /// A new patient, or an existing patient, by `id` or `external_id`.
    #[wire(expected)]
    pub patient: Option<PatientInput>,
    #[wire(expected)]
    pub prescriber: Option<PrescriptionPrescriber>,
}

/// A medication on a stored prescription.
#[model(answer, open)]
pub struct Medication {
    #[wire(present)]
    pub id: Option<String>,
    pub customer_id: Option<String>,
    pub electronic_prescription_id: Option<String>,
    pub patient_id: Option<String>,
    pub prescriber_id: Option<String>,
    pub prescription_product_id: Option<String>,
    /// For how many days the quantity lasts (meaning presumed from the name).
    #[wire(example = "30")]
    pub days_supply: Option<i64>,
    pub description: Option<String>,
    #[wire(phi)]
    pub directions: Option<String>,
    #[wire(phi)]
    pub drug_name: Option<String>,
    /// When the prescription expires. The documented example has no time zone.
    #[wire(example = "2026-04-25T00:00:00")]
    pub expires_at: Option<String>,
    /// How often it may still be dispensed (meaning presumed from the name).
    #[wire(example = "3")]
    pub fills_remaining: Option<i64>,
    #[wire(phi, example = "Topical Rapamycin")]
    pub name: Option<String>,
    #[wire(example = "Please dispense 30 days supply")]
    pub notes: Option<String>,
    pub product_code: Option<String>,
    pub product_code_type: Option<String>,
    /// How much to dispense, counted in `units` (meaning presumed from the names).
    #[wire(example = "30")]
    pub quantity: Option<f64>,
    /// How often it may be dispensed again after the first time (meaning presumed from the name).
    #[wire(example = "2")]
    pub refills: Option<i64>,
    #[wire(example = "100721")]
    pub serial_number: Option<String>,
    /// Directions for use (SIG).
    pub sig: Option<String>,
    /// `new` is the only value in the documentation.
    #[wire(example = "new")]
    pub status: Option<String>,
    pub strength: Option<String>,
    pub substitution_allowed: Option<bool>,
    /// The unit's term, such as `Milliliter`. Requests use its code instead.
    #[wire(example = "Milliliter")]
    pub units: Option<String>,
    /// When the prescription was written. The documented example has no time zone.
    #[wire(example = "2025-04-25T00:00:00")]
    pub written_at: Option<String>,
}

/// The patient as the prescription names them. The documented list of fields may be incomplete.
#[model(answer, open)]
pub struct ElectronicPrescriptionPatient {
    /// Blend spells it without an underscore.
    pub patientid: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub last_name: Option<String>,
    #[wire(phi)]
    pub preferred_first_name: Option<String>,
    #[wire(phi)]
    pub preferred_last_name: Option<String>,
    pub date_of_birth: Option<String>,
    pub gender: Option<String>,
    pub address_1: Option<String>,
    pub address_2: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub zip_code: Option<String>,
    pub phone: Option<String>,
}

/// A stored electronic prescription. `medicationsOf(prescription)` reads its medications in all shapes that Blend returns.
#[model(answer, open)]
pub struct ElectronicPrescription {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    /// Blend's id of the patient's account at the pharmacy. Null until Blend has identified the patient.
    pub customer_id: Option<String>,
    /// Blend's id of the patient. Null until Blend has identified the patient.
    pub patient_id: Option<String>,
    /// Blend's id of the prescriber. Null until Blend has identified the prescriber.
    pub prescriber_id: Option<String>,
    /// Where it comes from. The documentation shows `api_json` and `surescripts`.
    #[wire(example = "api_json")]
    pub source: Option<String>,
    /// Kind of SCRIPT message. `NewRx` is the only value in the documentation.
    #[wire(example = "NewRx")]
    pub r#type: Option<String>,
    /// Newer answers have it.
    pub medications: Option<Vec<Medication>>,
    /// Older answers have it in place of `medications`.
    pub medication: Option<Medication>,
    pub reference_number: Option<String>,
    /// The patient as the prescription names them.
    pub patient: Option<ElectronicPrescriptionPatient>,
}

/// A unit that a medication's quantity may count.
#[model(answer)]
pub struct QuantityUnit {
    /// NCPDP/NCI code. Send it as a medication's `units`.
    #[wire(example = "C28253")]
    pub code: Option<String>,
    pub definition: Option<String>,
    /// The unit's name, such as `Milligram`.
    #[wire(example = "Milligram")]
    pub term: Option<String>,
    #[wire(example = "Quantity Unit of Measure")]
    pub r#type: Option<String>,
    /// Code of the subset that the unit belongs to. `C89510` is NCPDP's subset of quantity units.
    #[wire(example = "C89510")]
    pub type_code: Option<String>,
}

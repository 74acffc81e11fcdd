//! Electronic prescriptions.

use blend_sdk_macros::model;

use super::orders::PatientInput;

/// A medication to prescribe. Name the product by `prescription_product_id` or by `product_code`.
#[model(request)]
pub struct NewMedication {
    /// The Blend id of the prescription product.
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub prescription_product_id: Option<String>,
    /// Your own code of the prescription product.
    #[wire(example = "HC-RAPA31")]
    pub product_code: Option<String>,
    #[wire(example = "Levothyroxine")]
    pub drug_name: Option<String>,
    pub description: Option<String>,
    /// How much to dispense, counted in `units` (meaning presumed from the names). A whole number in the example; fractions
    /// are let through as a precaution.
    #[wire(expected, example = "30")]
    pub quantity: Option<f64>,
    /// Code of the unit that `quantity` counts in, out of `prescriptions.quantityUnits`. Sent as given, never
    /// translated; answers show the unit's term instead.
    #[wire(expected, example = "C48480")]
    pub units: Option<String>,
    /// For how many days the quantity lasts (meaning presumed from the name).
    #[wire(example = "30")]
    pub days_supply: Option<i64>,
    /// How often it may be dispensed again after the first time (meaning presumed from the name).
    #[wire(expected, example = "4")]
    pub refills: Option<i64>,
    /// Directions for use (SIG).
    #[wire(expected, example = "Take one capsule by mouth daily")]
    pub sig: Option<String>,
    /// Whether a generic may be dispensed instead (meaning presumed from the name).
    pub substitution_allowed: Option<bool>,
    /// A note to the pharmacist (meaning presumed from the example of an answer).
    pub notes: Option<String>,
    /// Date and time of writing, sent as given. The documented example has no time zone.
    #[wire(expected, example = "2025-04-25T00:00:00")]
    pub written_at: Option<String>,
}

/// The order that a prescription belongs to, by either of its keys.
#[model(request)]
pub struct PrescriptionOrder {
    #[wire(format = "None", ts = "Id")]
    pub id: Option<String>,
    #[wire(example = "ORD250312003548IAU4")]
    pub order_number: Option<String>,
}

/// A prescriber who exists in Blend.
#[model(request)]
pub struct PrescriptionPrescriber {
    #[wire(example = "0227d1e5-ba9a-42b5-8fe2-38882aa65708")]
    pub id: Option<String>,
}

/// A new electronic prescription. Give `medication` or `medications`.
#[model(request, at_least_one("medication", "medications"))]
pub struct NewElectronicPrescription {
    /// The one medication.
    pub medication: Option<NewMedication>,
    /// Several medications.
    pub medications: Option<Vec<NewMedication>>,
    /// An order made beforehand. An order may also be made afterwards: Blend matches them.
    pub order: Option<PrescriptionOrder>,
    #[wire(expected)]
    pub patient: Option<PatientInput>,
    #[wire(expected)]
    pub prescriber: Option<PrescriptionPrescriber>,
}

/// A medication on a stored prescription.
#[model(answer, open)]
pub struct Medication {
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
    /// Without a time zone in the documented example.
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
    /// Counted in `units` (meaning presumed from the names).
    #[wire(example = "30")]
    pub quantity: Option<f64>,
    #[wire(example = "2")]
    pub refills: Option<i64>,
    #[wire(example = "100721")]
    pub serial_number: Option<String>,
    /// Directions for use (SIG).
    pub sig: Option<String>,
    /// `new` is the one value seen.
    #[wire(example = "new")]
    pub status: Option<String>,
    pub strength: Option<String>,
    pub substitution_allowed: Option<bool>,
    /// The unit's term (`Milliliter`), not the code that requests use.
    #[wire(example = "Milliliter")]
    pub units: Option<String>,
    /// Without a time zone in the documented example.
    #[wire(example = "2025-04-25T00:00:00")]
    pub written_at: Option<String>,
}

/// A patient as the prescription message named them. The documentation stops after the phone.
#[model(answer, open)]
pub struct ElectronicPrescriptionPatient {
    /// Spelt without an underscore.
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

/// A stored electronic prescription. `medicationsOf(prescription)` reads its medications, whichever
/// of the shapes Blend answered in.
#[model(answer, open)]
pub struct ElectronicPrescription {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// The patient's customer; filled once the patient is identified.
    pub customer_id: Option<String>,
    /// Filled once the patient is identified.
    pub patient_id: Option<String>,
    /// Filled once the prescriber is identified.
    pub prescriber_id: Option<String>,
    /// Where it came from; `api_json` and `surescripts` were seen.
    #[wire(example = "api_json")]
    pub source: Option<String>,
    /// Kind of SCRIPT message; `NewRx` is the one value seen.
    #[wire(example = "NewRx")]
    pub r#type: Option<String>,
    /// In the newest answers.
    pub medications: Option<Vec<Medication>>,
    /// In older answers, in place of `medications`.
    pub medication: Option<Medication>,
    pub reference_number: Option<String>,
    pub patient: Option<ElectronicPrescriptionPatient>,
}

/// A unit that a medication's quantity may be counted in.
#[model(answer)]
pub struct QuantityUnit {
    /// NCPDP/NCI code, to be sent as a medication's `units`.
    #[wire(example = "C28253")]
    pub code: Option<String>,
    pub definition: Option<String>,
    #[wire(example = "Milligram")]
    pub term: Option<String>,
    #[wire(example = "Quantity Unit of Measure")]
    pub r#type: Option<String>,
    /// Code of the subset that the unit belongs to.
    #[wire(example = "C89510")]
    pub type_code: Option<String>,
}

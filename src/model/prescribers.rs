//! Prescribers.

use blend_sdk_macros::model;

use super::common::Address;

/// Address of a prescriber.
#[model]
pub struct PrescriberAddress {
    #[wire(part)]
    pub address: Address,
    /// Blend's id of the address, a UUID. Only answers have it.
    #[wire(present)]
    pub id: Option<String>,
    /// When it was created, ISO 8601. Only answers have it.
    #[wire(present)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601. Only answers have it.
    #[wire(present)]
    pub updated_at: Option<String>,
    /// Kind of address. `practice` is the only value in the documentation.
    #[wire(example = "practice")]
    pub r#type: Option<String>,
}

/// A credential of a prescriber.
#[model(open)]
pub struct PrescriberCredential {
    /// The credential's code, from `prescribers.credentials`, such as `MD`.
    #[wire(example = "MD")]
    pub credential_code: Option<String>,
}

/// A restriction on a prescriber. Where its id comes from is not documented.
#[model(open)]
pub struct PrescriberRestriction {
    pub id: Option<String>,
}

/// What a prescriber has beside name and NPI.
#[model(inline)]
pub struct PrescriberDetails {
    #[wire(example = "Moises")]
    pub middle_name: Option<String>,
    #[wire(example = "prescriber@example.com")]
    pub email: Option<String>,
    #[wire(example = "6417383445")]
    pub phone: Option<String>,
    #[wire(example = "1990-01-01")]
    pub date_of_birth: Option<String>,
    /// With a capital letter, unlike a patient's.
    #[wire(known("Male", "Female"), example = "Male")]
    pub gender: Option<String>,
    #[wire(example = "F91234563")]
    pub dea: Option<String>,
    /// Surescripts provider identifier. The example has 16 letters and digits.
    #[wire(example = "1234567890ABCDEF")]
    pub spi: Option<String>,
    #[wire(example = "B49188319")]
    pub driver_license_number: Option<String>,
    #[wire(example = "CA")]
    pub driver_license_state: Option<String>,
    pub is_active: Option<bool>,
    /// The credential as free text, apparently as the NPI registry shows it, such as `M.D./Ph.D`.
    #[wire(example = "M.D./Ph.D")]
    pub credential_npi: Option<String>,
    #[wire(shared)]
    pub addresses: Option<Vec<PrescriberAddress>>,
    #[wire(shared)]
    pub credentials: Option<Vec<PrescriberCredential>>,
    #[wire(shared)]
    pub restrictions: Option<Vec<PrescriberRestriction>>,
}

/// What a prescriber has in requests and in answers.
#[model(inline)]
pub struct PrescriberFields {
    #[wire(example = "Willard")]
    pub first_name: Option<String>,
    #[wire(example = "Donnelly")]
    pub last_name: Option<String>,
    /// It identifies a prescriber across Blend.
    #[wire(example = "1234567890")]
    pub npi: Option<String>,
    #[wire(part)]
    pub details: PrescriberDetails,
}

/// A prescriber of the account.
#[model(answer)]
pub struct Prescriber {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    #[wire(part)]
    pub fields: PrescriberFields,
    #[wire(inferred)]
    pub qualifications: Option<Vec<Qualification>>,
}

/// A state licence or another qualification. The documented answer has no id: address it by its state.
#[model(answer, open)]
pub struct Qualification {
    #[wire(inferred)]
    pub id: Option<String>,
    #[wire(example = "CA")]
    pub state: String,
    #[wire(example = "1234567890")]
    pub license_number: String,
    #[wire(example = "Nurse Practitioner, Family")]
    pub description: Option<String>,
    #[wire(example = "2025-03-15")]
    pub expiration_date: Option<String>,
    pub is_active: Option<bool>,
}

/// A new prescriber. If Blend knows the NPI, it returns the existing prescriber and creates no second one.
#[model(request)]
pub struct NewPrescriber {
    #[wire(expected, example = "Willard")]
    pub first_name: Option<String>,
    #[wire(expected, example = "Donnelly")]
    pub last_name: Option<String>,
    /// It identifies a prescriber across Blend. A mistyped NPI can attach a stranger to your account.
    #[wire(expected, example = "1234567893")]
    pub npi: Option<String>,
    #[wire(part)]
    pub details: PrescriberDetails,
    /// State licences and other qualifications.
    pub qualifications: Option<Vec<NewQualification>>,
}

/// What to change of a prescriber. Licences and qualifications have methods of their own.
#[model(request, inferred)]
pub struct PrescriberUpdate {
    #[wire(part)]
    pub fields: PrescriberFields,
}

/// A state licence or another qualification of a prescriber.
#[model(request)]
pub struct NewQualification {
    #[wire(example = "CA")]
    pub state: String,
    /// The licence's number in that state.
    #[wire(example = "1234567890")]
    pub license_number: String,
    /// Free text, such as `Nurse Practitioner, Family`. There is no list of kinds.
    #[wire(example = "Nurse Practitioner, Family")]
    pub description: Option<String>,
    #[wire(example = "2025-03-15")]
    pub expiration_date: Option<String>,
    pub is_active: Option<bool>,
}

/// A changed licence or qualification. A new `license_number` deactivates the earlier licence of the state.
#[model(request)]
pub struct QualificationUpdate {
    #[wire(part)]
    pub qualification: NewQualification,
}

/// Who supervises a prescriber, in one state.
#[model(request, inferred)]
pub struct NewSupervision {
    /// Blend's id of the supervising prescriber. The supervisor needs a valid licence in some state, not necessarily in this one.
    #[wire(expected, inferred, format_inferred)]
    pub supervisor_id: Option<String>,
    #[wire(expected, inferred, example = "CA")]
    pub state: Option<String>,
}

/// A supervision between two prescribers in one state.
#[model(answer, open, inferred)]
pub struct Supervision {
    #[wire(inferred)]
    pub id: Option<String>,
    #[wire(inferred)]
    pub prescriber_id: Option<String>,
    #[wire(inferred)]
    pub supervisor_id: Option<String>,
    #[wire(inferred)]
    pub state: Option<String>,
}

/// The state of the supervision to end.
#[model(request, inferred)]
pub struct PrescribersRemoveSupervisionParams {
    #[wire(query, expected, inferred, example = "CA")]
    pub state: Option<String>,
}

/// A credential that prescribers may hold.
#[model(answer, open, inferred)]
pub struct Credential {
    #[wire(inferred, example = "MD")]
    pub credential_code: Option<String>,
    #[wire(inferred)]
    pub name: Option<String>,
    #[wire(inferred)]
    pub description: Option<String>,
}

//! Prescribers.

use blend_sdk_macros::model;

use super::common::Address;

/// Address of a prescriber.
#[model]
pub struct PrescriberAddress {
    #[wire(part)]
    pub address: Address,
    /// Comes in answers.
    pub id: Option<String>,
    /// Comes in answers.
    pub created_at: Option<String>,
    /// Comes in answers.
    pub updated_at: Option<String>,
    /// Kind of address; `practice` is the one value seen.
    #[wire(example = "practice")]
    pub r#type: Option<String>,
}

/// A credential held by a prescriber.
#[model(open)]
pub struct PrescriberCredential {
    /// Code from the list of credentials.
    #[wire(example = "MD")]
    pub credential_code: Option<String>,
}

/// A restriction on a prescriber. Where the ids come from is not documented.
#[model(open)]
pub struct PrescriberRestriction {
    pub id: Option<String>,
}

/// What a prescriber has beside names and NPI.
#[model]
pub struct PrescriberDetails {
    #[wire(example = "Moises")]
    pub middle_name: Option<String>,
    #[wire(example = "prescriber@example.com")]
    pub email: Option<String>,
    #[wire(example = "6417383445")]
    pub phone: Option<String>,
    #[wire(example = "1990-01-01")]
    pub date_of_birth: Option<String>,
    /// Capitalised here (`Male`, `Female`), unlike a patient's.
    #[wire(example = "Male")]
    pub gender: Option<String>,
    #[wire(example = "F91234563")]
    pub dea: Option<String>,
    /// Surescripts provider identifier.
    #[wire(example = "1234567890ABCDEF")]
    pub spi: Option<String>,
    #[wire(example = "B49188319")]
    pub driver_license_number: Option<String>,
    #[wire(example = "CA")]
    pub driver_license_state: Option<String>,
    pub is_active: Option<bool>,
    /// Free text, apparently as the NPI registry shows it.
    #[wire(example = "M.D./Ph.D")]
    pub credential_npi: Option<String>,
    pub addresses: Option<Vec<PrescriberAddress>>,
    pub credentials: Option<Vec<PrescriberCredential>>,
    pub restrictions: Option<Vec<PrescriberRestriction>>,
}

/// What a prescriber has in requests and in answers.
#[model]
pub struct PrescriberFields {
    #[wire(example = "Willard")]
    pub first_name: Option<String>,
    #[wire(example = "Donnelly")]
    pub last_name: Option<String>,
    /// Identifies a prescriber across Blend.
    #[wire(example = "1234567890")]
    pub npi: Option<String>,
    #[wire(part)]
    pub details: PrescriberDetails,
}

/// A prescriber known to the account.
#[model(answer)]
pub struct Prescriber {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    #[wire(part, shared)]
    pub fields: PrescriberFields,
    #[wire(inferred)]
    pub qualifications: Option<Vec<Qualification>>,
}

/// A state licence or qualification. The documented answer shows no id, so the state is the practical key.
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

/// A new prescriber. Blend knows prescribers by NPI: a known one is returned instead of a second one made.
#[model(request)]
pub struct NewPrescriber {
    #[wire(expected, example = "Willard")]
    pub first_name: Option<String>,
    #[wire(expected, example = "Donnelly")]
    pub last_name: Option<String>,
    /// Identifies a prescriber across Blend. Mistyped, it may be a stranger's.
    #[wire(expected, example = "1234567893")]
    pub npi: Option<String>,
    #[wire(part)]
    pub details: PrescriberDetails,
    /// State licences and other qualifications.
    pub qualifications: Option<Vec<NewQualification>>,
}

/// What to change of a prescriber. Licences and qualifications have calls of their own.
#[model(request, inferred)]
pub struct PrescriberUpdate {
    #[wire(part)]
    pub fields: PrescriberFields,
}

/// A state licence or qualification of a prescriber.
#[model(request)]
pub struct NewQualification {
    #[wire(example = "CA")]
    pub state: String,
    /// Number of the licence in that state.
    #[wire(example = "1234567890")]
    pub license_number: String,
    /// Free text; there is no list of kinds.
    #[wire(example = "Nurse Practitioner, Family")]
    pub description: Option<String>,
    #[wire(example = "2025-03-15")]
    pub expiration_date: Option<String>,
    pub is_active: Option<bool>,
}

/// What to change of a licence or qualification. A new `license_number` switches off the state's earlier licence.
#[model(request)]
pub struct QualificationUpdate {
    #[wire(part)]
    pub qualification: NewQualification,
}

/// Who supervises a prescriber, in one state. The names of the fields were not read.
#[model(request, inferred)]
pub struct NewSupervision {
    /// The supervising prescriber. Needs a valid licence in some state, not necessarily this one.
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

/// Which supervision to end.
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

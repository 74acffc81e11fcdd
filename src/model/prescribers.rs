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

/// What a prescriber has in requests and in answers.
#[model]
pub struct PrescriberFields {
    #[wire(example = "Willard")]
    pub first_name: Option<String>,
    #[wire(example = "Moises")]
    pub middle_name: Option<String>,
    #[wire(example = "Donnelly")]
    pub last_name: Option<String>,
    #[wire(example = "prescriber@example.com")]
    pub email: Option<String>,
    #[wire(example = "6417383445")]
    pub phone: Option<String>,
    #[wire(example = "1990-01-01")]
    pub date_of_birth: Option<String>,
    /// Capitalised here (`Male`, `Female`), unlike a patient's.
    #[wire(example = "Male")]
    pub gender: Option<String>,
    /// Identifies a prescriber across Blend.
    #[wire(example = "1234567890")]
    pub npi: Option<String>,
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

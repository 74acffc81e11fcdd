//! What a field's name says by itself: its format, what to show about it, and whether it says something about a patient.

pub struct Entry {
    pub format: &'static str,
    /// The format was worked out from examples, not read.
    pub inferred: bool,
    pub phi: bool,
    /// The line about the format that a user sees when hovering.
    pub doc: &'static str,
}

/// What a field is, where its model says nothing about it.
pub fn about(name: &str) -> &'static str {
    match name {
        "id" => "Blend's id, a UUID.",
        "created_at" => "When it was created, ISO 8601.",
        "updated_at" => "When it was last changed, ISO 8601.",
        _ => "",
    }
}

const PHONE: &str = "Ten digits without formatting, such as 6175550123.";
const STATE: &str = "Two-letter code of a US state or territory.";

pub fn look_up(name: &str) -> Entry {
    let (format, inferred, phi, doc) = match name {
        "phone" => ("Phone", false, true, PHONE),
        "guardian_phone" => ("Phone", true, true, PHONE),
        "date_of_birth" => ("BirthDate", false, true, "A calendar date, YYYY-MM-DD, without a time or a zone."),
        "expiration_date" => ("Date", false, false, "A calendar date, YYYY-MM-DD."),
        "start_date" | "end_date" => ("Date", true, false, "A calendar date, YYYY-MM-DD."),
        "email" | "guardian_email" => ("Email", true, true, ""),
        "state" => ("State", true, true, STATE),
        "driver_license_state" => ("State", true, true, STATE),
        "zip_code" => ("Zip", true, true, "A string of five digits or ZIP+4; leading zeros matter."),
        "ssn" => ("Ssn", true, true, "Nine digits without dashes."),
        "npi" => ("Npi", true, false, "National Provider Identifier, ten digits, the last a check digit."),
        "dea" => ("Dea", true, false, "DEA registration number, two characters and seven digits."),
        "primary_language" => ("Language", false, true, "ISO 639-1 code, two lower-case letters."),
        "id" | "patient_id" | "order_item_id" | "prescription_product_id" | "supervisor_id" => ("Uuid", false, false, ""),
        "first_name"
        | "middle_name"
        | "last_name"
        | "gender"
        | "driver_license_number"
        | "guardian_name"
        | "guardian_relationship"
        | "address_1"
        | "address_2"
        | "city"
        | "height_inches"
        | "weight_pounds"
        | "is_smoker"
        | "is_diabetic"
        | "is_pregnant"
        | "is_minor"
        | "allergies"
        | "conditions"
        | "medications"
        | "original_name"
        | "text_chunk"
        | "password"
        | "access_token"
        | "refresh_token"
        | "secret"
        | "q"
        | "sig"
        | "notes"
        | "external_id" => ("None", false, true, ""),
        _ => ("None", false, false, ""),
    };
    Entry { format, inferred, phi, doc }
}

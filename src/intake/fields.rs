//! The fields of a form, by the names that Blend has for them.

use super::code::Code;
use super::kind::Kind;

/// One field of a form.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    /// What is said where it is missing. Blend is taken to need some on a create, so a form has to ask for them.
    pub missing: Option<Code>,
    /// Of a list's items: fields of which each item needs one.
    pub one_of: &'static [&'static str],
    /// The HTML attribute `autocomplete`; empty where nothing fits (WCAG 2.2, 1.3.5).
    pub autocomplete: &'static str,
}

#[derive(Debug)]
pub enum Shape {
    Value(Kind),
    Object(&'static [Field]),
    /// Any number of objects.
    List(&'static [Field]),
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Field { name, shape: Shape::Value(kind), missing: None, one_of: &[], autocomplete: "" }
    }

    const fn object(name: &'static str, fields: &'static [Field]) -> Self {
        Field { name, shape: Shape::Object(fields), ..Field::new(name, Kind::Text) }
    }

    /// A list of products, each of which is named by one of its fields.
    const fn list(name: &'static str, fields: &'static [Field], one_of: &'static [&'static str]) -> Self {
        Field { name, shape: Shape::List(fields), one_of, ..Field::new(name, Kind::Text) }
    }

    const fn needed(self) -> Self {
        self.missing(Code::Required)
    }

    const fn missing(self, code: Code) -> Self {
        Field { missing: Some(code), ..self }
    }

    const fn fills(self, autocomplete: &'static str) -> Self {
        Field { autocomplete, ..self }
    }
}

impl Kind {
    /// The HTML attribute `inputmode`: which keys a phone shows.
    pub fn inputmode(self) -> &'static str {
        match self {
            Kind::Phone => "tel",
            Kind::Email => "email",
            Kind::BirthDate | Kind::Zip | Kind::Ssn | Kind::Npi | Kind::Quantity => "numeric",
            Kind::Weight => "decimal",
            _ => "",
        }
    }
}

/// A postal address.
pub static ADDRESS: [Field; 6] = [
    Field::new("address_1", Kind::Text).needed().fills("address-line1"),
    Field::new("address_2", Kind::Text).fills("address-line2"),
    Field::new("city", Kind::Text).needed().fills("address-level2"),
    Field::new("state", Kind::State).needed().fills("address-level1"),
    Field::new("zip_code", Kind::Zip).needed().fills("postal-code"),
    Field::new("country", Kind::Country).fills("country"),
];

static RISK_FACTORS: [Field; 3] =
    [Field::new("allergies", Kind::Risks), Field::new("conditions", Kind::Risks), Field::new("medications", Kind::Risks)];

/// A new patient.
pub static PATIENT: [Field; 25] = [
    Field::new("first_name", Kind::Name).needed().fills("given-name"),
    Field::new("middle_name", Kind::Name).fills("additional-name"),
    Field::new("last_name", Kind::Name).missing(Code::LastNameMissing).fills("family-name"),
    Field::new("date_of_birth", Kind::BirthDate).needed().fills("bday"),
    Field::new("gender", Kind::Sex).fills("sex"),
    Field::new("email", Kind::Email).needed().fills("email"),
    Field::new("phone", Kind::Phone).needed().fills("tel-national"),
    Field::object("address", &ADDRESS).needed(),
    Field::new("guardian_name", Kind::Name).fills("section-guardian name"),
    Field::new("guardian_phone", Kind::Phone).fills("section-guardian tel-national"),
    Field::new("guardian_email", Kind::Email).fills("section-guardian email"),
    Field::new("guardian_relationship", Kind::Text),
    Field::new("height_inches", Kind::Height),
    Field::new("weight_pounds", Kind::Weight),
    Field::new("is_pregnant", Kind::YesNo),
    Field::new("is_smoker", Kind::YesNo),
    Field::new("is_diabetic", Kind::YesNo),
    Field::object("risk_factors", &RISK_FACTORS),
    Field::new("primary_language", Kind::Language).fills("language"),
    Field::new("driver_license_number", Kind::Text),
    Field::new("driver_license_state", Kind::State),
    Field::new("ssn", Kind::Ssn),
    Field::new("receive_sms", Kind::YesNo),
    Field::new("receive_email", Kind::YesNo),
    Field::new("external_id", Kind::Text),
];

static PRESCRIPTION_PRODUCT: [Field; 4] = [
    Field::new("id", Kind::Text),
    Field::new("sku", Kind::Text),
    Field::new("product_code", Kind::Text),
    Field::new("quantity", Kind::Quantity),
];

static PRODUCT: [Field; 3] =
    [Field::new("id", Kind::Text), Field::new("sku", Kind::Text), Field::new("quantity", Kind::Quantity)];

static PRODUCTS: [Field; 3] = [
    Field::list("prescription", &PRESCRIPTION_PRODUCT, &["id", "sku", "product_code"]),
    Field::list("non_prescription", &PRODUCT, &["id", "sku"]),
    Field::list("order_material", &PRODUCT, &["id", "sku"]),
];

/// A new order with its patient. The key of an order is the server's to give.
pub static ORDER: [Field; 3] = [
    Field::object("patient", &PATIENT).needed(),
    Field::object("address", &ADDRESS),
    Field::object("products", &PRODUCTS).missing(Code::ProductsRequired),
];

/// A prescriber. Blend knows one by the NPI.
pub static PRESCRIBER: [Field; 8] = [
    Field::new("first_name", Kind::Name).needed().fills("given-name"),
    Field::new("middle_name", Kind::Name).fills("additional-name"),
    Field::new("last_name", Kind::Name).needed().fills("family-name"),
    Field::new("npi", Kind::Npi).needed(),
    Field::new("dea", Kind::Dea),
    Field::new("email", Kind::Email).fills("email"),
    Field::new("phone", Kind::Phone).fills("tel-national"),
    Field::new("gender", Kind::PrescriberSex).fills("sex"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Kind as Wire, Model, Table};
    use crate::model::{common, orders, patients, prescribers};

    /// The model behind a field that holds an object or a list of them.
    fn inside(kind: &Wire) -> &'static Table {
        match kind {
            Wire::Object(table) => table,
            Wire::Array(item) => inside(item),
            Wire::Union(union) => match &union.pick {
                crate::check::Pick::ByKeys { other, .. } => other,
                crate::check::Pick::ByTag { .. } => panic!("no union by tag is asked for"),
            },
            _ => panic!("a value has no fields"),
        }
    }

    fn assert_known(fields: &[Field], table: &Table) {
        for field in fields {
            let place = table.find(field.name.as_bytes()).unwrap_or_else(|| panic!("Blend has no field {}", field.name));
            match field.shape {
                Shape::Value(_) => {}
                Shape::Object(own) | Shape::List(own) => assert_known(own, inside(table.at(place).unwrap().kind)),
            }
        }
    }

    #[test]
    fn every_field_is_one_of_blends() {
        assert_known(&PATIENT, patients::NewPatient::TABLE);
        assert_known(&ADDRESS, common::Address::TABLE);
        assert_known(&ORDER, orders::NewOrder::TABLE);
        assert_known(&PRESCRIBER, prescribers::NewPrescriber::TABLE);
    }

    #[test]
    fn every_field_of_a_new_patient_can_be_asked_for() {
        let names: Vec<_> = PATIENT.iter().map(|field| field.name).collect();
        for name in patients::NewPatient::TABLE.names() {
            assert!(names.contains(&name), "{name} is missing");
        }
    }

    #[test]
    fn what_the_client_warns_of_when_it_is_missing_is_needed_here() {
        for field in patients::NewPatient::TABLE.all().filter(|field| field.flags.has(crate::check::Flags::EXPECTED)) {
            let own = PATIENT.iter().find(|one| one.name == field.name).unwrap();
            // A mononym has no last name; the form warns of it.
            assert_eq!(own.missing == Some(Code::Required), field.name != "last_name", "{}", field.name);
        }
    }
}

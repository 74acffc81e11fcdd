//! Whether a looked-up resource is the one that the caller wants to create.

use crate::check::Object;
use crate::check::json::{as_string, field, fields, items};

/// Exactly the key, the same patient and the same lines.
pub(super) fn is_order(wanted: &Object<'_>, found: &str) -> bool {
    let found = Object(found);
    let patient = Object(found.get("patient").unwrap_or_default());
    same(wanted, &found, "external_id")
        && is_patient(wanted, &patient)
        && KINDS.iter().all(|kind| same_lines(wanted, &found, kind))
}

fn is_patient(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    if let Some(id) = wanted.string("patient_id") {
        return found.text("id").eq_ignore_ascii_case(&id);
    }
    if let Some(patient) = new_patient(wanted) {
        return differing(&patient, found) & IDENTITY == 0;
    }
    let patient = Object(wanted.get("patient").unwrap_or_default());
    if let Some(id) = patient.string("id") {
        return found.text("id").eq_ignore_ascii_case(&id);
    }
    same(&patient, found, "external_id")
}

/// The patient that an order brings along; none where it refers to one by id or key.
pub(super) fn new_patient<'a>(order: &Object<'a>) -> Option<Object<'a>> {
    let patient = Object(order.get("patient")?);
    let refers = order.has("patient_id") || patient.has("id") || !fields(patient.0).any(|(name, _)| name != "external_id");
    (!refers).then_some(patient)
}

/// Fields of a patient, one bit for each of `COMPARED`.
pub(super) type PatientFields = u8;
/// What is compared of a patient: first what tells one from others, then what each may change.
pub(super) static COMPARED: [&str; 7] =
    ["external_id", "date_of_birth", "first_name", "middle_name", "last_name", "phone", "email"];
pub(super) const KEY: PatientFields = 1;
pub(super) const IDENTITY: PatientFields = 0b1_1111;

/// The fields that are given and differ. Where no last name is given, the found patient has none either. Both texts come from
/// `JSON.stringify`, so equal values are equal text.
pub(super) fn differing(wanted: &Object<'_>, found: &Object<'_>) -> PatientFields {
    const NONE: &str = "\"\"";
    let mut fields = 0;
    for (place, name) in COMPARED.iter().enumerate() {
        let (own, other) = (wanted.get(name), found.get(name).unwrap_or(NONE));
        let is_needed = own.is_some() || *name == "last_name";
        let own = own.unwrap_or(NONE);
        let is_same = own == other || (*name == "email" && own.eq_ignore_ascii_case(other));
        fields |= PatientFields::from(is_needed && !is_same) << place;
    }
    fields
}

fn same(wanted: &Object<'_>, found: &Object<'_>, name: &str) -> bool {
    let wanted = wanted.string(name);
    wanted.is_some() && wanted == found.string(name)
}

const KINDS: [&str; 3] = ["prescription", "non_prescription", "order_material"];

fn same_lines(wanted: &Object<'_>, found: &Object<'_>, kind: &str) -> bool {
    let (wanted, mut found) = (lines(wanted, kind), lines(found, kind));
    wanted.len() == found.len()
        && wanted.iter().all(|line| {
            let line = Object(line);
            let index = found.iter().position(|other| is_line(&line, &Object(other)));
            index.map(|index| found.swap_remove(index)).is_some()
        })
}

fn lines<'a>(order: &Object<'a>, kind: &str) -> Vec<&'a str> {
    items(field(order.get("products").unwrap_or_default(), kind).unwrap_or_default())
}

/// Whether every name that the wanted line gives its product is the found one's, and so the quantity.
fn is_line(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    let mut named = false;
    for name in ["id", "sku", "product_code"] {
        if let Some(own) = wanted.get(name) {
            named = true;
            if as_string(own) != found.string(name) {
                return false;
            }
        }
    }
    named && wanted.integer("quantity").is_none_or(|quantity| found.integer("quantity") == Some(quantity))
}

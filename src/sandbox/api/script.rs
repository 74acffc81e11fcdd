//! Prescriptions that come as SCRIPT XML. A few elements are looked up by name; nothing is validated.

use serde_json::Value;

use super::new_prescriptions::{Doctor, Plan};
use super::patients::Who;
use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::Store;
use crate::sandbox::store::document::{Document, text};

/// Where a medication of a message stands in it, and what a request calls it.
const MEDICATION: [(&[&str], &str); 7] = [
    (&["DrugDescription"], "drug_name"),
    (&["ProductCode", "Code"], "product_code"),
    (&["Quantity", "QuantityUnitOfMeasure", "Code"], "units"),
    (&["Sig", "SigText"], "sig"),
    (&["Note"], "notes"),
    (&["WrittenDate", "Date"], "written_at"),
    (&["WrittenDate", "DateTime"], "written_at"),
];
const NUMBERS: [(&[&str], &str); 3] =
    [(&["Quantity", "Value"], "quantity"), (&["NumberOfRefills"], "refills"), (&["DaysSupply"], "days_supply")];

/// Plans the prescription of a message. Whom it does not find stays unidentified.
pub fn plan<'a>(store: &Store, xml: &str) -> Result<Plan<'a>, Refusal> {
    let missing = || Refusal::new(422, "The XML holds no MedicationPrescribed.");
    let prescribed = element(xml, &["MedicationPrescribed"]).ok_or_else(missing)?;
    let who = patient(store, element(xml, &["Patient"]).unwrap_or_default()).map(Who::Known);
    let npi = element_text(xml, &["Prescriber", "NPI"]);
    let doctor = npi.and_then(|npi| store.prescribers.by_npi(&npi)).filter(|place| store.prescribers.at(*place).linked);
    let given = medication(prescribed);
    let product = text(&given, "product_code").and_then(|code| store.catalogue.find(0, "product_code", code));
    let medications = vec![(given, product)];
    Ok(Plan { who, doctor: doctor.map(Doctor::Known), source: "surescripts", medications, order: None, id: None })
}

/// The place of the patient of a message: the oldest with both names and the birth date.
fn patient(store: &Store, named: &str) -> Option<u32> {
    let part = |path: &[&str]| element_text(named, path);
    let (last, first) = (part(&["LastName"])?, part(&["FirstName"])?);
    let born = part(&["DateOfBirth", "Date"])?;
    store.patients.by_person(&last, &first, &born)
}

fn medication(xml: &str) -> Document {
    let mut given = Document::new();
    for (path, name) in MEDICATION {
        given.extend(element_text(xml, path).map(|value| (name.to_string(), value.into())));
    }
    for (path, name) in NUMBERS {
        let number = element_text(xml, path).and_then(|value| value.parse::<serde_json::Number>().ok());
        given.extend(number.map(|number| (name.to_string(), Value::Number(number))));
    }
    given
}

/// The text of an element, with the five entities of XML resolved.
fn element_text(xml: &str, path: &[&str]) -> Option<String> {
    let mut text = element(xml, path)?.trim().to_string();
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, character);
    }
    Some(text)
}

/// What stands in the first element of a name, in the first one of the name before, and so on.
fn element<'a>(xml: &'a str, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(xml, |xml, name| {
        let mut tags = tags(xml);
        let (_, tag, begin) = tags.find(|(_, tag, _)| local_name(tag) == *name)?;
        if tag.ends_with('/') {
            return Some("");
        }
        let (end, ..) = tags.find(|(_, tag, _)| tag.strip_prefix('/').is_some_and(|tag| local_name(tag) == *name))?;
        xml.get(begin..end)
    })
}

/// Tags: where each begins, what is between its brackets, and where the text behind it begins.
fn tags(xml: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    xml.match_indices('<').filter_map(|(begin, _)| {
        let rest = &xml[begin + 1..];
        let length = rest.find(['<', '>'])?;
        rest[length..].starts_with('>').then(|| (begin, &rest[..length], begin + length + 2))
    })
}

/// The name of a tag, without its prefix and its attributes.
fn local_name(tag: &str) -> &str {
    let name = tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_elements_by_name() {
        let xml = "<A><Name>no</Name></A><B kind=\"x\"><Names>no</Names><Name>Tom &amp; &lt;Co&gt;</Name></B>";
        assert_eq!(element_text(xml, &["B", "Name"]).as_deref(), Some("Tom & <Co>"));
        assert_eq!(element_text(xml, &["Name"]).as_deref(), Some("no"));
        assert_eq!(element(xml, &["B", "Missing"]), None);
        assert_eq!(element("<B><Name>", &["B"]), None);
        let xml = "<x:A n:Name=\"no\"><!-- < --><x:Note/><x:Name\n Kind=\"a/b\">yes</x:Name ></x:A>";
        assert_eq!(element(xml, &["A", "Name"]), Some("yes"));
        assert_eq!(element(xml, &["A", "Note"]), Some(""));
        assert_eq!(element("a < b > c <", &["b"]), None);
    }
}

//! What the pharmacy has: products, compounding reasons, shipping options and other lists.
//!
//! It stands in `catalogue.json`; its ids are constants, the same for every seed.

use serde_json::Value;

use super::document::{Document, text};

const JSON: &str = include_str!("catalogue.json");

/// The kinds of products, as orders group them.
pub const KINDS: [&str; 3] = ["prescription", "non_prescription", "order_material"];

#[derive(Default)]
pub struct Catalogue {
    lists: Document,
    /// Blend's and the account's own, children beside their parents.
    pub reasons: Vec<Document>,
}

/// The catalogue, and the patients that a sandbox begins with.
pub fn load() -> (Catalogue, Vec<Document>) {
    let lists: Document = serde_json::from_str(JSON).unwrap_or_default();
    let documents = |name| -> Vec<Document> { items(&lists, name).iter().filter_map(|item| item.as_object().cloned()).collect() };
    let (reasons, people) = (documents("reasons"), documents("patients"));
    (Catalogue { lists, reasons }, people)
}

fn items<'a>(lists: &'a Document, name: &str) -> &'a [Value] {
    lists.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Catalogue {
    /// A part of the catalogue as it stands.
    pub fn part(&self, name: &str) -> Value {
        self.lists.get(name).cloned().unwrap_or_default()
    }

    /// All products of a kind.
    pub fn products(&self, kind: &str) -> impl Iterator<Item = &Document> {
        items(&self.lists, kind).iter().filter_map(Value::as_object)
    }

    pub fn reason(&self, id: &str) -> Option<&Document> {
        self.reasons.iter().find(|reason| text(reason, "id").is_some_and(|known| known.eq_ignore_ascii_case(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let (catalogue, people) = load();
        for kind in KINDS {
            assert!(catalogue.products(kind).count() >= 3, "{kind}");
        }
        for part in ["shipping_options", "statuses", "guardian_relationship_types"] {
            assert!(!catalogue.part(part).is_null(), "{part}");
        }
        let palatability = catalogue.reason("00000000-0000-0000-0000-000000000201").unwrap();
        assert_eq!(text(palatability, "name"), Some("Palatability"));
        assert!(people.len() >= 3);
        assert!(people.iter().all(|person| text(person, "email").unwrap().ends_with("@example.com")));
    }
}

//! What the pharmacy has: products, compounding reasons, shipping options and other lists.
//!
//! It stands in `catalogue.json`; its ids are constants, the same for every seed.

use serde_json::Value;

use super::document::{Document, has};

const JSON: &str = include_str!("catalogue.json");

/// The kinds of products, as orders group them.
pub const KINDS: [&str; 3] = ["prescription", "non_prescription", "order_material"];

#[derive(Clone)]
pub struct Catalogue {
    lists: Document,
    /// Blend's and the account's own, children beside their parents.
    pub reasons: Vec<Document>,
}

pub fn load() -> Catalogue {
    let mut catalogue = Catalogue { lists: serde_json::from_str(JSON).unwrap_or_default(), reasons: Vec::new() };
    catalogue.reasons = catalogue.documents("reasons");
    catalogue
}

fn items<'a>(lists: &'a Document, name: &str) -> &'a [Value] {
    lists.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Catalogue {
    /// A part of the catalogue as it stands.
    pub fn part(&self, name: &str) -> Value {
        self.lists.get(name).cloned().unwrap_or_default()
    }

    /// The objects of a list.
    pub fn documents(&self, name: &str) -> Vec<Document> {
        items(&self.lists, name).iter().filter_map(Value::as_object).cloned().collect()
    }

    /// The object of a list whose field has a value.
    pub fn entry(&self, name: &str, field: &str, value: &str) -> Option<&Document> {
        items(&self.lists, name).iter().filter_map(Value::as_object).find(|entry| has(entry, field, value))
    }

    /// All products of a kind.
    pub fn products(&self, kind: &str) -> impl Iterator<Item = &Document> {
        items(&self.lists, kind).iter().filter_map(Value::as_object)
    }

    pub fn product_mut(&mut self, kind: &str, id: &str) -> Option<&mut Document> {
        let products = self.lists.get_mut(kind)?.as_array_mut()?;
        products.iter_mut().filter_map(Value::as_object_mut).find(|product| has(product, "id", id))
    }

    pub fn reason(&self, id: &str) -> Option<&Document> {
        self.reasons.iter().find(|reason| has(reason, "id", id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::document::text;

    #[test]
    fn the_catalogue_is_whole() {
        let catalogue = load();
        for kind in KINDS {
            assert!(catalogue.products(kind).count() >= 3, "{kind}");
        }
        for part in ["shipping_options", "statuses", "guardian_relationship_types", "credentials", "quantity_units", "events"] {
            assert!(!catalogue.part(part).is_null(), "{part}");
        }
        for event in catalogue.documents("events") {
            let code = text(&event, "event_code").unwrap();
            assert_eq!(catalogue.part("samples").get(code).is_some(), code != "all", "{code}");
        }
        let palatability = catalogue.reason("00000000-0000-0000-0000-000000000201").unwrap();
        assert_eq!(text(palatability, "name"), Some("Palatability"));
        let people = ["patients", "prescribers", "prescribers_elsewhere"].map(|list| catalogue.documents(list)).concat();
        assert!(people.len() >= 7);
        assert!(people.iter().all(|person| text(person, "email").unwrap().ends_with("@example.com")));
    }
}

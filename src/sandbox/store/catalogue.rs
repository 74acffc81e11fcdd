//! What the pharmacy has: products, compounding reasons, shipping options and other lists.
//!
//! It stands in `catalogue.json`; its ids are constants, the same for every seed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{Document, has, text};
use super::ids::Uuid;

const WRITTEN: &[u8] = include_bytes!("catalogue.json");
static JSON: [u8; without_layout(WRITTEN).1] = {
    let (bytes, length) = without_layout(WRITTEN);
    *bytes.split_at(length).0.first_chunk().unwrap()
};

/// JSON without blanks and line breaks outside of strings, and its length. The package carries the catalogue three times.
const fn without_layout(written: &[u8]) -> ([u8; WRITTEN.len()], usize) {
    let mut bytes = [0; WRITTEN.len()];
    let (mut at, mut length, mut in_string) = (0, 0, false);
    while at < written.len() {
        let byte = written[at];
        if byte == b'"' && (at == 0 || written[at - 1] != b'\\') {
            in_string = !in_string;
        }
        if in_string || !byte.is_ascii_whitespace() {
            bytes[length] = byte;
            length += 1;
        }
        at += 1;
    }
    (bytes, length)
}

/// The kinds of products, as orders group them.
pub const KINDS: [&str; 3] = ["prescription", "non_prescription", "order_material"];

/// The place of a kind of product.
pub fn kind_of(name: &str) -> Option<usize> {
    KINDS.iter().position(|kind| *kind == name)
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Catalogue {
    #[serde(skip, default = "lists")]
    lists: Document,
    /// Blend's and the account's own, children beside their parents.
    pub reasons: Vec<Document>,
    pub products: Vec<Product>,
    /// Every state that a product was ever in: an order shows what it ordered.
    versions: Vec<Document>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Product {
    /// Its place in `KINDS`.
    pub kind: usize,
    pub id: Uuid,
    /// Its newest state.
    pub version: usize,
}

fn lists() -> Document {
    str::from_utf8(&JSON).ok().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

pub fn load() -> Catalogue {
    let mut catalogue = Catalogue { lists: lists(), reasons: Vec::new(), products: Vec::new(), versions: Vec::new() };
    catalogue.reasons = catalogue.documents("reasons");
    for (kind, name) in KINDS.iter().enumerate() {
        for product in catalogue.documents(name) {
            catalogue.add(kind, product);
        }
    }
    catalogue
}

impl Catalogue {
    /// A part of the catalogue as it stands.
    pub fn part(&self, name: &str) -> Value {
        self.lists.get(name).cloned().unwrap_or_default()
    }

    /// The names of a carrier and of a service level, as a shipment shows them. Without a known code, the first ones.
    pub fn shipping_names(&self, carrier: &str, level: &str) -> (String, String) {
        let list = |value: &'_ Value, name: &str| -> Vec<Value> { value[name].as_array().cloned().unwrap_or_default() };
        let options = self.lists.get("shipping_options").unwrap_or(&Value::Null);
        let carriers = options["carriers"].as_array().map_or(&[][..], Vec::as_slice);
        let is_wanted =
            |one: &&Value| one["code"].as_str().is_some_and(|code| code == carrier || level.starts_with(&format!("{code}_")));
        let Some(found) = carriers.iter().find(is_wanted).or(carriers.first()) else { return Default::default() };
        let levels = list(found, "service_levels");
        let generic = list(options, "service_levels");
        let known = levels.iter().chain(&generic).find(|one| one["code"] == level).or(levels.first());
        let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_string();
        (name(found), known.map(name).unwrap_or_default())
    }

    /// The objects of a list.
    pub fn documents(&self, name: &str) -> Vec<Document> {
        self.items(name).filter_map(Value::as_object).cloned().collect()
    }

    /// The object of a list whose field has a value.
    pub fn entry(&self, name: &str, field: &str, value: &str) -> Option<&Document> {
        self.items(name).filter_map(Value::as_object).find(|entry| has(entry, field, value))
    }

    fn items(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.lists.get(name).and_then(Value::as_array).into_iter().flatten()
    }

    /// Takes a product in, if it has an id.
    pub fn add(&mut self, kind: usize, product: Document) {
        if let Some(id) = text(&product, "id").and_then(Uuid::read) {
            self.products.push(Product { kind, id, version: self.versions.len() });
            self.versions.push(product);
        }
    }

    /// A product in one of its states.
    pub fn version(&self, version: usize) -> &Document {
        &self.versions[version]
    }

    /// A product as it is now.
    pub fn product(&self, place: usize) -> &Document {
        &self.versions[self.products[place].version]
    }

    /// The products of a kind, as they are now.
    pub fn of_kind(&self, kind: usize) -> impl Iterator<Item = &Document> {
        self.products.iter().filter(move |product| product.kind == kind).map(|product| &self.versions[product.version])
    }

    /// The place of the product of a kind whose field has a value.
    pub fn find(&self, kind: usize, field: &str, value: &str) -> Option<usize> {
        (0..self.products.len()).find(|place| self.products[*place].kind == kind && has(self.product(*place), field, value))
    }

    /// Changes a product. Orders keep the state that they were made with.
    pub fn change(&mut self, place: usize, product: Document) {
        self.products[place].version = self.versions.len();
        self.versions.push(product);
    }

    pub fn reason(&self, id: &str) -> Option<&Document> {
        self.reasons.iter().find(|reason| has(reason, "id", id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let catalogue = load();
        for kind in 0..KINDS.len() {
            assert!(catalogue.of_kind(kind).count() >= 3, "{kind}");
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

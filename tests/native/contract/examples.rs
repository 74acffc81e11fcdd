//! The vendor's examples of answers, read along the contract: which fields every one of them has.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{entries, items, target, text};

/// For each schema, how many examples show it, and how many of them have each field.
#[derive(Default)]
pub struct Examples(BTreeMap<String, (usize, BTreeMap<String, usize>)>);

impl Examples {
    /// Reads the files of `tests/contract/examples`, and what stands in the contract itself.
    pub fn of(document: &Value) -> Self {
        let mut examples = Examples::default();
        for (_, item) in entries(document, "paths") {
            for (_, operation) in item.as_object().into_iter().flatten() {
                let Some(id) = text(operation, "operationId") else { continue };
                for (_, answer) in entries(operation, "responses").filter(|(status, _)| status.starts_with('2')) {
                    let content = &answer["content"]["application/json"];
                    for example in content.get("example").into_iter().chain(file(id).as_ref()) {
                        examples.read(document, &content["schema"], id, example);
                    }
                }
            }
        }
        examples
    }

    /// Whether every example of a schema has a field. None where no example shows the schema.
    pub fn always(&self, schema: &str, field: &str) -> Option<bool> {
        let (times, fields) = self.0.get(schema)?;
        Some(fields.get(field) == Some(times))
    }

    fn read(&mut self, document: &Value, schema: &Value, name: &str, value: &Value) {
        let (named, schema) = target(document, schema);
        let name = named.unwrap_or(name);
        for item in value.as_array().into_iter().flatten() {
            self.read(document, &schema["items"], name, item);
        }
        let Some(object) = value.as_object() else { return };
        for part in items(schema, "allOf") {
            self.read(document, part, name, value);
        }
        let own: Vec<_> = entries(schema, "properties").collect();
        if own.is_empty() {
            return;
        }
        self.0.entry(name.into()).or_default().0 += 1;
        for (field, schema) in own {
            if let Some(value) = object.get(field).filter(|value| !value.is_null()) {
                let (_, fields) = self.0.entry(name.into()).or_default();
                *fields.entry(field.into()).or_default() += 1;
                self.read(document, schema, &format!("{name}.{field}"), value);
            }
        }
    }
}

/// The example of an operation's answer: that of `ordersCreate` stands in `orders-create.response.json`.
fn file(id: &str) -> Option<Value> {
    let name: String =
        id.chars().map(|char| if char.is_uppercase() { format!("-{}", char.to_lowercase()) } else { char.into() }).collect();
    let text = std::fs::read_to_string(format!("tests/contract/examples/{name}.response.json")).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// How many files of examples there are: each has to be an operation's.
#[test]
fn every_example_is_read() {
    let document = crate::document::read();
    let examples = Examples::of(&document);
    let files = std::fs::read_dir("tests/contract/examples").unwrap();
    let answers = files.filter(|file| file.as_ref().unwrap().path().to_string_lossy().ends_with(".response.json")).count();
    // Each of them is an order, or a list with one.
    assert_eq!(examples.0["Order"].0, answers);
    assert_eq!(examples.always("Order", "order_number"), Some(true));
    // The answer to `unpause` has none.
    assert_eq!(examples.always("Order", "address"), Some(false));
    assert_eq!(examples.always("User", "id"), None);
}

//! Reading and filling JSON documents.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::check::Model;

pub type Document = Map<String, Value>;

/// A document that is kept as its text: a hundred thousand of them take a tenth of the memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed(Box<str>);

impl Packed {
    pub fn of(document: &Document) -> Packed {
        Packed(serde_json::to_string(document).unwrap_or_default().into())
    }

    pub fn open(&self) -> Document {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

/// The value of a string field.
pub fn text<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    document.get(name)?.as_str()
}

/// The object of a field.
pub fn inner<'a>(document: &'a Document, name: &str) -> Option<&'a Document> {
    document.get(name)?.as_object()
}

/// Whether a string field has a value. Ids may be written in either case.
pub fn has(document: &Document, name: &str, value: &str) -> bool {
    text(document, name).is_some_and(|known| if name == "id" { known.eq_ignore_ascii_case(value) } else { known == value })
}

/// The objects of a list.
pub fn objects<'a>(document: &'a Document, name: &str) -> impl Iterator<Item = &'a Document> {
    document.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A whole number, also where it is written with a fraction of zero.
pub fn whole(value: &Value) -> Option<i64> {
    let float = || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64);
    value.as_i64().or_else(float)
}

/// The fields of a model that the values have, in the model's order.
pub fn filled<T: Model>(values: &Document) -> Document {
    let given = |name: &str| values.get(name).filter(|value| !value.is_null()).cloned();
    T::TABLE.all().filter_map(|field| Some((field.name.to_string(), given(field.name)?))).collect()
}

/// An object of texts. In the module it takes a third of what `json!` takes.
pub fn texts(fields: &[(&str, String)]) -> Document {
    fields.iter().map(|(name, text)| (name.to_string(), Value::from(text.as_str()))).collect()
}

/// The fields of an object literal.
pub fn object(value: Value) -> Document {
    match value {
        Value::Object(document) => document,
        _ => Document::new(),
    }
}

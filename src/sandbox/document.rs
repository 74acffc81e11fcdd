//! Reading and filling JSON documents.

use serde_json::{Map, Value};

use crate::check::Model;
use crate::model::common::Address;

pub type Document = Map<String, Value>;

/// The value of a string field.
pub fn text<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    document.get(name)?.as_str()
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

/// Every field of a model, in its order: from the values where they have it, and null otherwise.
pub fn filled<T: Model>(values: &Document) -> Document {
    T::TABLE.all().map(|field| (field.name.to_string(), values.get(field.name).cloned().unwrap_or_default())).collect()
}

/// An address as it is kept: every part is there, so that one may be null and none is missing.
pub fn address(value: &Value) -> Value {
    value.as_object().map(filled::<Address>).into()
}

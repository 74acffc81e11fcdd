//! The contract file, and finding one's way in it.

use serde_json::Value;

/// The contract, as JSON.
pub fn read() -> Value {
    let text = std::fs::read_to_string("tests/contract/blend-openapi.yaml").unwrap();
    yaml_serde::from_str(&text).unwrap()
}

/// What a schema is, where it stands for itself: references followed, and the name of the last one.
pub fn target<'d>(document: &'d Value, value: &'d Value) -> (Option<&'d str>, &'d Value) {
    let Some(reference) = text(value, "$ref") else { return (None, value) };
    let value = document.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference} leads nowhere"));
    let (name, value) = target(document, value);
    (name.or(reference.rsplit('/').next()), value)
}

pub fn text<'d>(value: &'d Value, key: &str) -> Option<&'d str> {
    value.get(key).and_then(Value::as_str)
}

/// Whether a mark is set.
pub fn is(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}

pub fn items<'d>(value: &'d Value, key: &str) -> impl Iterator<Item = &'d Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// A list of strings.
pub fn words<'d>(value: &'d Value, key: &str) -> impl Iterator<Item = &'d str> {
    items(value, key).filter_map(Value::as_str)
}

pub fn entries<'d>(value: &'d Value, key: &str) -> impl Iterator<Item = (&'d str, &'d Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// Whether a part of something was worked out, by either of the two ways to say so.
pub fn part_inferred(value: &Value, part: &str) -> bool {
    is(value, &format!("x-inferred-{part}")) || words(value, "x-inferred-parts").any(|inferred| inferred == part)
}

//! A JSON object whose fields are looked up by name.

use super::json;

/// The text of an object. In any other text, no field is found.
#[derive(Clone, Copy)]
pub struct Object<'a>(pub &'a str);

impl<'a> Object<'a> {
    /// The text of a field, of the last one where a key stands twice. None where it is null or missing.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        json::field(self.0, name).filter(|value| *value != "null")
    }

    /// Whether there is such a field that is not null.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a string.
    pub fn string(&self, name: &str) -> Option<String> {
        json::as_string(self.get(name)?)
    }

    /// The value of a string, or an empty text.
    pub fn text(&self, name: &str) -> String {
        self.string(name).unwrap_or_default()
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        json::as_integer(self.get(name)?)
    }

    /// Whether a field is true.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }
}

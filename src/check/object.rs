//! A JSON object whose fields are looked up by name.

use super::json;

/// The fields of an object: keys, and the bytes of the values.
pub struct Object<'a>(pub Vec<(String, &'a [u8])>);

impl<'a> Object<'a> {
    /// Reads an object; empty where the text is none.
    pub fn read(text: &'a [u8]) -> Self {
        Object(json::fields(text))
    }

    /// The bytes of a field; of the last one, where a key stands twice. None where it is null or missing.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        let mut found = None;
        for (key, value) in &self.0 {
            if key == name {
                found = Some(*value);
            }
        }
        found.filter(|value| *value != b"null")
    }

    /// Whether there is such a field that is not null.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a string.
    #[inline(never)]
    pub fn string(&self, name: &str) -> Option<String> {
        json::as_string(self.get(name)?)
    }

    /// The value of a string; empty where there is none.
    #[inline(never)]
    pub fn text(&self, name: &str) -> String {
        self.string(name).unwrap_or_default()
    }

    /// A whole number.
    #[inline(never)]
    pub fn integer(&self, name: &str) -> Option<i64> {
        json::as_integer(self.get(name)?)
    }

    /// Whether a field is true.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some(b"true")
    }
}

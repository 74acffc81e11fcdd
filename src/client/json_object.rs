//! A writer of JSON objects.

use crate::check::json::write_string;
use crate::check::push_number;

/// A JSON object that is being written, field by field, with the objects and arrays in it. Keys are plain and are not escaped.
pub(crate) struct JsonObject(String);

impl JsonObject {
    pub(crate) fn new() -> Self {
        // Most objects fit: a text that grows is copied each time.
        let mut text = String::with_capacity(512);
        text.push('{');
        JsonObject(text)
    }

    /// The whole object.
    pub(crate) fn close(mut self) -> String {
        self.end();
        self.0
    }

    /// Opens an object: as a field, or without a key as an item. Then `end`.
    pub(crate) fn object(&mut self, key: &str) {
        self.json(key, "{");
    }

    /// Ends the object that was opened last.
    pub(crate) fn end(&mut self) {
        self.0.push('}');
    }

    /// Opens an array. Then `end_array`.
    pub(crate) fn array(&mut self, key: &str) {
        self.json(key, "[");
    }

    pub(crate) fn end_array(&mut self) {
        self.0.push(']');
    }

    /// A field whose value is JSON already. Without a key it is an item.
    pub(crate) fn json(&mut self, key: &str, value: &str) {
        self.key(key);
        self.0.push_str(value);
    }

    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        write_string(&mut self.0, value);
    }

    /// A text that is left out where it is empty.
    pub(crate) fn text_if_any(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.text(key, value);
        }
    }

    /// A number, without a fraction.
    pub(crate) fn number(&mut self, key: &str, value: f64) {
        self.key(key);
        push_number(&mut self.0, value as i64);
    }

    pub(crate) fn flag(&mut self, key: &str, value: bool) {
        self.json(key, if value { "true" } else { "false" });
    }

    fn key(&mut self, key: &str) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
        if !key.is_empty() {
            self.0.push('"');
            self.0.push_str(key);
            self.0.push_str("\":");
        }
    }
}

/// A JSON array of values that are JSON already.
pub(crate) fn json_array(values: &[String]) -> String {
    let mut out = String::from("[");
    for value in values {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(value);
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn an_object_without_fields_is_empty() {
        assert_eq!(JsonObject::new().close(), "{}");
        assert_eq!(json_array(&[]), "[]");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "\\PC{0,30}", empty in "\\PC{0,2}", number in -1e15f64..1e15, flag: bool) {
            let mut object = JsonObject::new();
            object.text_if_any("empty", &empty);
            object.number("number", number);
            object.flag("flag", flag);
            object.object("inner");
            object.text("text", &text);
            object.end();
            object.json("list", &json_array(&["1".into(), "{}".into()]));
            object.array("items");
            object.object("");
            object.flag("first", true);
            object.end();
            object.text("", &text);
            object.end_array();
            let mut wanted = json!({
                "number": number.trunc() as i64, "flag": flag, "inner": { "text": text }, "list": [1, {}],
                "items": [{ "first": true }, text],
            });
            if !empty.is_empty() {
                wanted["empty"] = json!(empty);
            }
            prop_assert_eq!(serde_json::from_str::<Value>(&object.close()).unwrap(), wanted);
        }
    }
}

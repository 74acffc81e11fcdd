//! A writer of JSON objects.

use crate::check::json::write_string;
use crate::check::push_number;

/// A JSON object that is being written, field by field. Keys are plain and are not escaped.
pub(crate) struct JsonObject(String);

impl JsonObject {
    pub(crate) fn new() -> Self {
        JsonObject(String::from("{"))
    }

    /// The whole object.
    pub(crate) fn close(mut self) -> String {
        self.0.push('}');
        self.0
    }

    /// A field whose value is JSON already.
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
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
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
            let mut inner = JsonObject::new();
            inner.text("text", &text);
            let mut object = JsonObject::new();
            object.text_if_any("empty", &empty);
            object.number("number", number);
            object.flag("flag", flag);
            object.json("inner", &inner.close());
            object.json("list", &json_array(&["1".into(), "{}".into()]));
            let mut wanted = json!({ "number": number.trunc() as i64, "flag": flag, "inner": { "text": text }, "list": [1, {}] });
            if !empty.is_empty() {
                wanted["empty"] = json!(empty);
            }
            prop_assert_eq!(serde_json::from_str::<Value>(&object.close()).unwrap(), wanted);
        }
    }
}

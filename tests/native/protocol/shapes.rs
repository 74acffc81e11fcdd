//! Whether JSON is of a type that `protocol` declares.

use std::collections::BTreeSet;

use blend_sdk::client::ErrorClass;
use blend_sdk::client::protocol::{ALIASES, EFFECTS, EffectUnion, SHAPES, ShapeField};
use serde_json::{Map, Value};

/// Types that the package's hand-written declarations have, or the language.
const ISSUE: &[&str] = &["path", "code", "message"];
const FIELD_ERROR: &[&str] = &["path", "code"];
const CHECK_RESULT: &[&str] = &["issues", "warnings"];
const ACTION_VERDICT: &[&str] = &["action", "verdict", "basis"];

/// What goes in, or what only a user's runtime can give: no reply holds it.
const ONLY_IN: &[&str] = &["NetworkError", "CreationOptions"];

/// Which declared fields and effects were there.
#[derive(Default)]
pub struct SeenFields(BTreeSet<String>);

impl SeenFields {
    /// Fails where the value is not of the TypeScript type.
    pub fn check(&mut self, ts: &str, value: &Value, at: &str) {
        let fine = match ts {
            "string" => value.is_string(),
            "number" => value.is_i64(),
            "boolean" => value.is_boolean(),
            "unknown[]" => value.is_array(),
            "Outcome" => ["not_sent", "rejected", "unknown", "done"].iter().any(|outcome| value == outcome),
            "ErrorClass" => value.as_u64().is_some_and(|class| (class as usize) < ErrorClass::ALL.len()),
            "Record<string, string>" => value.as_object().is_some_and(|fields| fields.values().all(Value::is_string)),
            "(string | number)[]" => {
                value.as_array().is_some_and(|items| items.iter().all(|item| item.is_string() || item.is_u64()))
            }
            "Issue" => is_of(value, ISSUE),
            "RefusedField" => is_of(value, FIELD_ERROR),
            "ActionVerdict" => is_of(value, ACTION_VERDICT),
            "CheckResult" => {
                is_of(value, CHECK_RESULT) && {
                    self.check("Issue[]", &value["issues"], at);
                    self.check("Issue[]", &value["warnings"], at);
                    true
                }
            }
            "StartedCall" => {
                let mut effect = value.clone();
                if let Some(call) = effect.as_object_mut().unwrap().remove("call") {
                    self.check("number", &call, at);
                }
                return self.check("CallEffect", &effect, at);
            }
            "OpenedClient" => {
                let (key, inside) = value.as_object().unwrap().iter().next().unwrap();
                self.check(if key == "error" { "FailureJson" } else { "number" }, inside, at);
                (key == "error" || key == "client") && value.as_object().unwrap().len() == 1
            }
            "OpenedCreation" => {
                let mut effect = value.clone();
                match effect.as_object_mut().unwrap().remove("creation") {
                    Some(creation) => {
                        self.check("number", &creation, at);
                        return self.check("CreationEffect", &effect, at);
                    }
                    None => {
                        self.check("FailureJson", &effect["error"], at);
                        effect.as_object().unwrap().len() == 1
                    }
                }
            }
            _ => return self.check_declared(ts, value, at),
        };
        assert!(fine, "{at}: {value} is no {ts}");
    }

    fn check_declared(&mut self, ts: &str, value: &Value, at: &str) {
        if let Some(item) = ts.strip_suffix("[]") {
            let items = value.as_array().unwrap_or_else(|| panic!("{at}: {value} is no array"));
            return items.iter().for_each(|item_value| self.check(item, item_value, at));
        }
        if let Some(shape) = SHAPES.iter().find(|shape| shape.name == ts) {
            return self.check_fields(shape.name, shape.fields, value.as_object().unwrap(), at);
        }
        if let Some(union) = EFFECTS.iter().find(|union| union.name == ts) {
            return self.check_effect(union, value, at);
        }
        // A union of literals.
        let literals: Vec<Value> = ts.split(" | ").map(|literal| serde_json::from_str(literal).unwrap()).collect();
        assert!(literals.contains(value), "{at}: {value} is no {ts}");
    }

    fn check_effect(&mut self, union: &EffectUnion, value: &Value, at: &str) {
        let mut fields = value.as_object().unwrap_or_else(|| panic!("{at}: {value} is no effect")).clone();
        let code = fields.remove("do").and_then(|code| code.as_u64()).unwrap();
        let Some((effect, _, its)) = union.effects.iter().find(|(effect, ..)| *effect as u64 == code) else {
            panic!("{at}: {value} is no {}", union.name);
        };
        self.0.insert(format!("{effect:?}"));
        self.check_fields(&format!("{effect:?}"), its, &fields, at);
    }

    fn check_fields(&mut self, name: &str, fields: &[ShapeField], value: &Map<String, Value>, at: &str) {
        for key in value.keys() {
            assert!(fields.iter().any(|field| bare(field) == key), "{at}: {name} declares no {key}");
        }
        for field in fields {
            match value.get(bare(field)) {
                Some(inside) => {
                    self.0.insert(format!("{name}.{}", bare(field)));
                    self.check(field.ts, inside, &format!("{at}.{}", bare(field)));
                }
                None => assert!(field.name.ends_with('?'), "{at}: {name} lacks {}", field.name),
            }
        }
    }

    /// What is declared and was never there.
    pub fn unseen(&self) -> Vec<String> {
        let mut declared = Vec::new();
        for shape in SHAPES.iter().filter(|shape| !ONLY_IN.contains(&shape.name)) {
            declared.extend(shape.fields.iter().map(|field| format!("{}.{}", shape.name, bare(field))));
        }
        for (effect, _, fields) in EFFECTS.iter().flat_map(|union| union.effects) {
            declared.push(format!("{effect:?}"));
            declared.extend(fields.iter().map(|field| format!("{effect:?}.{}", bare(field))));
        }
        assert_eq!(ALIASES.len(), 3, "an alias that no check knows");
        declared.retain(|name| !self.0.contains(name));
        declared
    }
}

fn bare(field: &ShapeField) -> &str {
    field.name.trim_end_matches('?')
}

fn is_of(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|fields| fields.len() == keys.len() && keys.iter().all(|key| fields.contains_key(*key)))
}

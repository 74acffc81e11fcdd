//! What an OpenAPI file says, of version 3.0 or 3.1.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::facts::{DEPTH, Facets, Facts, operation, say};

const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What of a path the base URL of a client holds already.
const BASE: &str = "/api/v1";

pub fn read(text: &str) -> Result<Value> {
    let document: Value = yaml_serde::from_str(text).context("it is neither YAML nor JSON")?;
    match document["openapi"].as_str() {
        Some(version) if version.starts_with("3.0") || version.starts_with("3.1") => Ok(document),
        Some(version) => bail!("it is OpenAPI {version}; expected 3.0 or 3.1"),
        None => bail!("it has no field `openapi`; expected an OpenAPI file of version 3.0 or 3.1"),
    }
}

pub fn facts(document: &Value) -> Facts {
    let mut reader = Reader { document, facts: Facts::new() };
    let base = base(document);
    for (path, item) in entries(document.get("paths")) {
        let whole = format!("{base}{path}");
        let path = whole.strip_prefix(BASE).unwrap_or(&whole);
        for verb in VERBS {
            if let Some(found) = item.get(verb) {
                reader.operation(&operation(verb, path), item, found);
            }
        }
    }
    reader.facts
}

/// The path of the first server.
fn base(document: &Value) -> &str {
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| rest[at..].trim_end_matches('/'))
}

struct Reader<'d> {
    document: &'d Value,
    facts: Facts,
}

impl<'d> Reader<'d> {
    fn operation(&mut self, place: &str, item: &'d Value, found: &'d Value) {
        say(&mut self.facts, place.into(), Facets::default());
        for parameter in list(item.get("parameters")).chain(list(found.get("parameters"))) {
            let parameter = self.target(parameter);
            if let (Some("query"), Some(name)) = (parameter["in"].as_str(), parameter["name"].as_str()) {
                self.field(format!("{place} ?{name}"), &parameter["schema"], parameter["required"] == true, DEPTH);
            }
        }
        if let Some(body) = found.get("requestBody") {
            self.inside(&format!("{place} body"), json(self.target(body)), DEPTH);
        }
        for (_, answer) in entries(found.get("responses")).filter(|(status, _)| status.starts_with('2')) {
            self.inside(&format!("{place} answer"), json(self.target(answer)), DEPTH);
        }
    }

    fn field(&mut self, place: String, schema: &'d Value, required: bool, depth: usize) {
        self.inside(&place, schema, depth);
        let schema = self.target(schema);
        let facets = Facets { kind: self.kinds(schema), required, values: self.values(schema), ..Facets::default() };
        say(&mut self.facts, place, facets);
    }

    /// The fields of the objects that a schema leads to.
    fn inside(&mut self, place: &str, schema: &'d Value, depth: usize) {
        if depth == 0 {
            return;
        }
        let schema = self.target(schema);
        if let Some(items) = schema.get("items") {
            self.inside(&format!("{place}[]"), items, depth);
        }
        let required = self.required(schema);
        for (name, property) in self.properties(schema) {
            self.field(format!("{place}.{name}"), property, required.contains(&name), depth - 1);
        }
        for branch in ["anyOf", "oneOf"].iter().flat_map(|word| list(schema.get(word))) {
            self.inside(place, branch, depth);
        }
    }

    /// The properties of a schema and of its parts.
    fn properties(&self, schema: &'d Value) -> Vec<(&'d str, &'d Value)> {
        let own = entries(schema.get("properties"));
        let parts = list(schema.get("allOf")).flat_map(|part| self.properties(self.target(part)));
        own.chain(parts).collect()
    }

    /// The fields that have to be there. The contract of this repository marks those that it only expects.
    fn required(&self, schema: &'d Value) -> Vec<&'d str> {
        let own = list(schema.get("required")).chain(list(schema.get("x-inferred-required"))).filter_map(Value::as_str);
        own.chain(list(schema.get("allOf")).flat_map(|part| self.required(self.target(part)))).collect()
    }

    fn kinds(&self, schema: &'d Value) -> Vec<String> {
        let own = match &schema["type"] {
            Value::String(kind) => vec![kind.as_str()],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
            _ if schema.get("properties").is_some() => vec!["object"],
            _ if schema.get("enum").or(schema.get("const")).is_some() => vec!["string"],
            _ => vec![],
        };
        let mut kinds: Vec<String> = own.into_iter().map(String::from).collect();
        for part in ["allOf", "anyOf", "oneOf"].iter().flat_map(|word| list(schema.get(word))) {
            kinds.extend(self.kinds(self.target(part)).into_iter().filter(|kind| kind != "any"));
        }
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() { vec!["any".into()] } else { kinds }
    }

    /// The values of a closed set. One that was worked out is open.
    fn values(&self, schema: &'d Value) -> Vec<String> {
        if schema["x-inferred-enum"] == true {
            return Vec::new();
        }
        let own = list(schema.get("enum")).chain(schema.get("const"));
        let mut values: Vec<String> = own.filter_map(Value::as_str).map(String::from).collect();
        let parts = list(schema.get("allOf")).chain(schema.get("items"));
        values.extend(parts.flat_map(|part| self.values(self.target(part))));
        values.sort_unstable();
        values
    }

    /// What a schema is, if it is a reference.
    fn target(&self, value: &'d Value) -> &'d Value {
        let mut value = value;
        // A reference to itself ends somewhere.
        for _ in 0..DEPTH {
            let Some(reference) = value["$ref"].as_str() else { return value };
            match reference.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer)) {
                Some(found) => value = found,
                None => return &Value::Null,
            }
        }
        value
    }
}

fn json(value: &Value) -> &Value {
    &value["content"]["application/json"]["schema"]
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

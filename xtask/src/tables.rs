//! `tables.json`: the endpoint tables and the models that they reach, as data for the package's tests.

use blend_sdk::check::{Field, Flags, Kind, Pick, Table};
use blend_sdk::endpoint::{Auth, Endpoint, Fact, GROUPS, path_id, path_ids};
use serde_json::{Map, Value, json};

pub fn text() -> String {
    let mut models = Map::new();
    let mut operations = Vec::new();
    for group in GROUPS {
        for endpoint in group.endpoints {
            operations.push(operation(group.name, endpoint, &mut models));
        }
    }
    json!({ "operations": operations, "models": models }).to_string()
}

fn operation(group: &str, endpoint: &Endpoint, models: &mut Map<String, Value>) -> Value {
    let ids: Vec<Value> = path_ids(endpoint.path).into_iter().map(|id| path_id_of(id, models)).collect();
    if let Some(table) = endpoint.params {
        add(table, models);
    }
    json!({
        "group": group,
        "name": endpoint.name,
        "verb": endpoint.verb.name(),
        "path": endpoint.path,
        "ids": ids,
        "params": endpoint.params.map(|table| table.name),
        "paramsRequired": endpoint.is(Fact::BODY_REQUIRED),
        "answer": endpoint.answer.map(|answer| kind(answer, models)),
        "paged": endpoint.is(Fact::PAGED),
        "orXml": endpoint.is(Fact::OR_XML),
        "maybeEmpty": endpoint.is(Fact::MAYBE_EMPTY),
        "token": match endpoint.auth {
            Auth::None => "none",
            Auth::Access => "access",
            Auth::Refresh => "refresh",
        },
    })
}

fn path_id_of(name: &str, models: &mut Map<String, Value>) -> Value {
    let (of, format, _) = path_id(name);
    json!({ "name": name, "kind": kind(of, models), "format": format!("{format:?}") })
}

fn kind(of: &Kind, models: &mut Map<String, Value>) -> Value {
    match of {
        Kind::Any => json!({ "is": "any" }),
        Kind::String => json!({ "is": "string" }),
        Kind::Boolean => json!({ "is": "boolean" }),
        Kind::Number => json!({ "is": "number" }),
        Kind::Integer => json!({ "is": "integer" }),
        Kind::Range(range) => json!({ "is": "integer", "min": range.min, "max": range.max }),
        Kind::Values(values) => json!({ "is": "string", "known": values.known, "open": values.open, "list": values.list }),
        Kind::Array(item) => json!({ "is": "array", "item": kind(item, models) }),
        Kind::Object(table) => json!({ "is": "object", "model": add(table, models) }),
        Kind::Union(union) => match &union.pick {
            Pick::ByKeys { reference, other } => {
                json!({ "is": "union", "models": [add(reference, models), add(other, models)] })
            }
            Pick::ByTag { field, branches } => {
                let tags: Vec<&str> = branches.iter().map(|(tag, _)| *tag).collect();
                let names: Vec<&str> = branches.iter().map(|(_, table)| add(table, models)).collect();
                json!({ "is": "union", "tag": field, "tags": tags, "models": names })
            }
        },
    }
}

/// Adds a model with those that it names, and gives its name.
fn add(table: &Table, models: &mut Map<String, Value>) -> &'static str {
    if !models.contains_key(table.name) {
        let fields: Vec<Value> = table.all().map(|of| field(of, models)).collect();
        let mut rules = Vec::new();
        add_rules(table, &mut rules);
        models.insert(table.name.into(), json!({ "fields": fields, "atLeastOne": rules, "open": table.open }));
    }
    table.name
}

fn field(of: &Field, models: &mut Map<String, Value>) -> Value {
    json!({
        "name": of.name,
        "kind": kind(of.kind, models),
        "format": format!("{:?}", of.format),
        "example": of.example,
        "required": of.flags.has(Flags::REQUIRED),
        "present": of.flags.has(Flags::PRESENT),
        "expected": of.flags.has(Flags::EXPECTED),
        "nullable": of.flags.has(Flags::NULLABLE),
        "query": of.flags.has(Flags::QUERY),
        "allRequired": of.flags.has(Flags::ALL_REQUIRED),
        "defaultFalse": of.flags.has(Flags::DEFAULT_FALSE),
    })
}

/// The rules of a model and of its parts.
fn add_rules(table: &Table, rules: &mut Vec<Value>) {
    if let Some(rule) = table.at_least_one {
        rules.push(json!({ "fields": rule.fields, "inferred": rule.inferred }));
    }
    for part in table.parts {
        add_rules(part, rules);
    }
}

use serde_json::{Value, json};

use super::{differences, file, tables};

fn contract() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/contract/blend-openapi.yaml");
    file::read(&std::fs::read_to_string(path).expect("the contract")).expect("an OpenAPI file")
}

fn found(document: &Value) -> Vec<String> {
    differences(&file::facts(document), &tables::facts())
}

/// Turns a schema of version 3.1 into one of 3.0: no lists of types, no `const`.
fn older(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(older),
        Value::Object(fields) => {
            if let Some(Value::Array(kinds)) = fields.get("type").cloned() {
                fields.insert("nullable".into(), json!(kinds.contains(&json!("null"))));
                let kind = kinds.into_iter().find(|kind| kind != "null").unwrap_or_default();
                fields.insert("type".into(), kind);
            }
            if let Some(only) = fields.remove("const") {
                fields.insert("enum".into(), json!([only]));
            }
            fields.values_mut().for_each(older);
        }
        _ => {}
    }
}

/// What of this repository's own contract the tables tell differently on purpose.
const MEANT: [&str; 2] = [
    "POST /orders body.products | required | false | true (inferred)",
    "POST /prescriptions/electronic_prescriptions/composite body.order.products | required | false | true (inferred)",
];

#[test]
fn the_contract_of_this_repository_has_no_difference_that_is_not_meant() {
    assert_eq!(found(&contract()), MEANT);
}

#[test]
fn a_version_3_0_of_it_has_the_same_and_each_planted_change_is_found() {
    let mut document = contract();
    document["openapi"] = json!("3.0.3");
    older(&mut document);
    assert_eq!(found(&document), MEANT);

    // The same API by a server with a path.
    for (path, item) in std::mem::take(document["paths"].as_object_mut().expect("paths")) {
        document["paths"][path.trim_start_matches("/api/v1")] = item;
    }
    document["servers"] = json!([{"url": "https://api.byblend.com/api/v1"}]);
    assert_eq!(found(&document), MEANT);

    let paths = document["paths"].as_object_mut().expect("paths");
    let history = paths.remove("/orders/{order_id}/status_history").expect("an operation");
    paths.insert("/orders/{id}/history".into(), history);
    paths["/orders"]["get"]["parameters"][0]["required"] = json!(true);
    let renamed = paths["/orders"]["get"]["parameters"][0]["name"].as_str().expect("a name").to_string();
    let schemas = &mut document["components"]["schemas"];
    schemas["OrderStatusInfo"]["properties"]["planted"] = json!({"type": "integer"});
    schemas["Address"]["properties"]["zip_code"]["type"] = json!("integer");
    let lines: Vec<String> = found(&document).into_iter().filter(|line| !MEANT.contains(&line.as_str())).collect();
    let has = |expected: &str| assert!(lines.iter().any(|line| line == expected), "{expected} in {lines:#?}");
    has("GET /orders/{}/history | there | yes | no");
    has("GET /orders/{}/status_history | there | no | yes");
    has(&format!("GET /orders ?{renamed} | required | true | false"));
    has("GET /orders/statuses answer[].planted | there | yes | no");
    has("POST /patients body.address.zip_code | kind | integer | string");
    // The report names the moved operation once, not for each field of its answer.
    assert_eq!(lines.iter().filter(|line| line.contains("history")).count(), 2, "{lines:#?}");
}

#[test]
fn a_file_that_is_none_is_refused_with_a_reason() {
    for (text, reason) in
        [("swagger: '2.0'", "no field `openapi`"), ("openapi: 2.0.0", "OpenAPI 2.0.0"), ("{", "neither YAML nor JSON")]
    {
        let error = file::read(text).expect_err(text);
        assert!(format!("{error:#}").contains(reason), "{error:#}");
    }
}

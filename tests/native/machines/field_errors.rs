//! What a refusal's body tells of single fields: paths and codes, and never a word of it.

use blend_sdk::check::{Kind, Model, Pick, Table};
use blend_sdk::client::{Body, CallEvent, Head};
use blend_sdk::model::orders::OrdersCreateParams;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::fixture::{Fixture, said};

const SECRET: &str = "987-65-4321";

/// The whole error of a call that is answered so.
fn refused(operation: &'static str, params: &Value, status: u16, body: &str) -> Value {
    let mut fixture = Fixture::new();
    let args = json!([params]).to_string();
    let call = fixture.start(operation, &args, &json!({"validate": "off"})).unwrap();
    fixture.engine.step(call, CallEvent::HeadersReceived(Head::new(status, "[]")), 5.0, 0.0);
    match said(&fixture.engine.step(call, CallEvent::BodyReceived(Body::Text(body)), 7.0, 0.0)) {
        Some((false, error)) => error,
        other => panic!("no failure: {other:?}"),
    }
}

/// The field errors as `path code`.
fn fields(operation: &'static str, params: &Value, body: &Value) -> Vec<String> {
    let error = refused(operation, params, 422, &body.to_string());
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_string();
    let entries = error["fieldErrors"].as_array().cloned().unwrap_or_default();
    entries.iter().map(|entry| format!("{} {}", text(entry, "path"), text(entry, "code"))).collect()
}

fn order() -> Value {
    json!({ "patient": { "phone": SECRET, "address": {} }, "products": { "prescription": [{ "quantity": 0, "reasons": [{}] }] } })
}

#[test]
fn reads_the_shapes_of_the_sandbox() {
    let map = json!({ "message": "The request is not valid.", "errors": {
        "patient.phone": ["expected ten digits without formatting or country code, such as 6175550123"],
        "products.prescription[0].quantity": ["expected a whole number of at least 1"],
        "products.prescription[0]": ["give at least one of id, sku, product_code"],
        "patient": ["null is not allowed here: leave it out, or give an object"],
        "patient.email": ["missing, and Blend probably requires it; give a string"],
        "patient.gender": ["not a known value; known are male, female"],
        "products": ["expected an object, got a string"],
        "shipping": ["nobody knows"],
    } });
    let wanted = [
        "patient null",
        "patient.email required",
        "patient.gender invalid_value",
        "patient.phone invalid_format",
        "products wrong_kind",
        "products.prescription[0] at_least_one",
        "products.prescription[0].quantity out_of_range",
        "shipping invalid",
    ];
    let mut found = fields("orders.create", &order(), &map);
    found.sort();
    assert_eq!(found, wanted);
    let list = json!({ "error": "x", "errors": [{ "field": "patient.phone", "message": "missing; give a string" }] });
    assert_eq!(fields("orders.create", &order(), &list), ["patient.phone required"]);
}

#[test]
fn reads_the_shape_of_fastapi() {
    let entry = |loc: Value, kind: &str, msg: &str| json!({ "loc": loc, "type": kind, "msg": msg, "input": SECRET, "ctx": {} });
    let detail = json!({ "detail": [
        entry(json!(["body", "products", "prescription", 0, "quantity"]), "greater_than_equal", "Input should be greater than 0"),
        entry(json!(["body", "patient", "NewPatient", "phone"]), "string_pattern_mismatch", "String should match pattern"),
        entry(json!(["body", "patient", "last_name"]), "missing", "Field required"),
        entry(json!(["body", "patient", "shoe_size"]), "extra_forbidden", "Extra inputs are not permitted"),
        entry(json!(["body", "patient", "email"]), "value_error", "value is not a valid email address"),
        entry(json!(["body", "products", "prescription", 0, "reasons", 0, "id"]), "uuid_parsing", "Input should be a valid UUID"),
        entry(json!(["query", "force_new"]), "bool_parsing", "Input should be a valid boolean"),
        entry(json!(["body", "shipping", "carrier"]), "enum", "Input should be 'usps'"),
        entry(json!(["body", "patient", "gender"]), "literal_error", "Input should be 'male' or 'female'"),
        // Neither a place in the request nor a name.
        entry(json!(["body", "products", "prescription", 180, "quantity"]), "int_type", "Input should be a valid integer"),
        entry(json!(["body", SECRET]), "missing", "Field required"),
        entry(json!(["header", "authorization"]), "missing", "Field required"),
    ] });
    assert_eq!(
        fields("orders.create", &order(), &detail),
        [
            "products.prescription[0].quantity out_of_range",
            "patient.phone invalid_format",
            "patient.last_name required",
            "patient unknown_field",
            "patient.email invalid_format",
            "products.prescription[0].reasons[0].id invalid_format",
            "force_new wrong_kind",
            "shipping.carrier invalid_value",
            "patient.gender invalid_value",
            "products.prescription wrong_kind",
        ]
    );
    let old = json!({ "detail": [{ "loc": ["body", "page_size"], "msg": "ensure this value is less than or equal to 200", "type": "value_error.number.not_le" }] });
    assert_eq!(fields("orders.list", &json!({}), &old), ["page_size out_of_range"]);
}

#[test]
fn a_place_that_is_named_twice_is_one() {
    let entry = json!({ "loc": ["body", "patient"], "field": "patient.phone", "msg": "Field required" });
    assert_eq!(fields("orders.create", &order(), &json!({ "errors": [entry] })), ["patient.phone required"]);
    let entry = json!({ "loc": ["body", "patient", "phone"], "field": "phone", "msg": "Field required" });
    assert_eq!(fields("orders.create", &order(), &json!({ "errors": [entry] })), ["patient.phone required"]);
}

#[test]
fn reads_the_maps_of_flask() {
    let map = json!({
        "patient": { "phone": ["Missing data for required field."], "address": { "zip_code": ["Not a valid string."] } },
        "products": { "prescription": { "0": { "quantity": ["Not a valid integer.", "Must be greater than 0."] } } },
        "force_new": ["Not a valid boolean."],
        "shoe_size": ["Unknown field."],
    });
    let wanted = [
        "patient.phone required",
        "patient.address.zip_code wrong_kind",
        "products.prescription[0].quantity wrong_kind",
        "products.prescription[0].quantity out_of_range",
        "force_new wrong_kind",
    ];
    assert_eq!(fields("orders.create", &order(), &map), wanted);
    for frame in ["errors", "message", "detail"] {
        let framed = json!({ "code": 422, "status": "Unprocessable Entity", frame: { "json": map } });
        assert_eq!(fields("orders.create", &order(), &framed), wanted, "{frame}");
    }
}

#[test]
fn other_bodies_tell_nothing() {
    let params = order();
    for body in [
        "",
        "no",
        "<html>phone</html>",
        "null",
        "7",
        "[]",
        "{\"errors\":",
        r#"{"errors":{"patient":"#,
        r#"{"detail":"phone: missing"}"#,
    ] {
        assert_eq!(refused("orders.create", &params, 422, body).get("fieldErrors"), None, "{body}");
    }
    // An echo of the request is no error, and what is no field of this operation is none.
    for body in [
        json!({ "detail": "no", "body": { "patient": { "phone": "1" } } }),
        json!({ "type": "about:blank", "title": "no", "status": 422 }),
        json!({ "errors": { "npi": ["missing"] } }),
    ] {
        assert_eq!(fields("orders.create", &params, &body), Vec::<String>::new(), "{body}");
    }
    let body = json!({ "errors": { "patient": ["missing"] } }).to_string();
    for status in [401, 403, 404, 409, 413] {
        assert_eq!(refused("orders.create", &params, status, &body).get("fieldErrors"), None, "{status}");
    }
    for status in [400, 422] {
        let error = refused("orders.create", &params, status, &body);
        assert_eq!(error["fieldErrors"], json!([{ "path": "patient", "code": "required" }]));
        assert!(error["hint"].as_str().unwrap().contains("error.fieldErrors"), "{error}");
    }
}

#[test]
fn a_huge_or_deep_body_is_read_in_bounds() {
    let entry = json!({ "loc": ["body", "patient", "phone"], "msg": SECRET, "type": "missing" });
    let many = json!({ "detail": vec![entry; 100_000] });
    assert_eq!(fields("orders.create", &order(), &many).len(), 100);
    let mut deep = json!({ "phone": ["missing"] });
    for _ in 0..100 {
        deep = json!({ "patient": deep });
    }
    assert_eq!(fields("orders.create", &order(), &json!({ "errors": deep })), Vec::<String>::new());
    let broken = format!("{}{}", r#"{"errors":"#, "[".repeat(200_000));
    assert_eq!(refused("orders.create", &order(), 422, &broken).get("fieldErrors"), None);
}

fn names(table: &'static Table, found: &mut Vec<&'static str>) {
    for field in table.all() {
        if !found.contains(&field.name) {
            found.push(field.name);
            inside(field.kind, found);
        }
    }
}

fn inside(kind: &'static Kind, found: &mut Vec<&'static str>) {
    match kind {
        Kind::Array(item) => inside(item, found),
        Kind::Object(table) => names(table, found),
        Kind::Union(union) => {
            if let Pick::ByKeys { reference, other } = &union.pick {
                names(reference, found);
                names(other, found);
            }
        }
        _ => {}
    }
}

const CODES: [&str; 9] = [
    "null",
    "unknown_field",
    "at_least_one",
    "required",
    "invalid_value",
    "wrong_kind",
    "out_of_range",
    "invalid_format",
    "invalid",
];

/// A body of any shape, of the words of errors, names of fields, and values of a patient.
fn body() -> impl Strategy<Value = Value> {
    let word = || {
        prop::sample::select(vec![
            "errors",
            "detail",
            "message",
            "loc",
            "field",
            "path",
            "type",
            "msg",
            "code",
            "body",
            "patient",
            "phone",
            "address",
            "zip_code",
            "products",
            "prescription",
            "quantity",
            "patient.phone",
            "products.prescription[0].quantity",
            "0",
            "1",
            "missing",
            "987-65-4321",
            "Willard Donnelly",
            "p~tient",
            "patient.987654321",
            "products/prescription/180",
            "",
        ])
    };
    let leaf = prop_oneof![word().prop_map(Value::from), (0..200).prop_map(Value::from), Just(Value::Null)];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..6).prop_map(|fields| Value::from(
                fields.into_iter().map(|(key, value)| (key.to_string(), value)).collect::<Map<_, _>>()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn only_names_of_the_table_and_indexes_of_the_request_come_out(body in body()) {
        let mut known = Vec::new();
        names(OrdersCreateParams::TABLE, &mut known);
        let error = refused("orders.create", &order(), 422, &body.to_string());
        let entries = error["fieldErrors"].as_array().cloned().unwrap_or_default();
        prop_assert!(entries.len() <= 100);
        for entry in entries {
            prop_assert_eq!(entry.as_object().map(Map::len), Some(2));
            prop_assert!(CODES.contains(&entry["code"].as_str().unwrap()), "{entry}");
            let path = entry["path"].as_str().unwrap();
            prop_assert!(!path.is_empty());
            for part in path.split('.') {
                let name = part.strip_suffix("[0]").unwrap_or(part);
                prop_assert!(known.contains(&name), "{path}");
            }
        }
    }
}

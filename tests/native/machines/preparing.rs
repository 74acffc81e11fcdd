//! What goes out: exact URLs, queries and bodies, and what is refused before.

use blend_sdk::client::CallInput;
use blend_sdk::endpoint::{GROUPS, Verb, path_ids};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{Fixture, ID};
use super::flow::Spec;

fn url(operation: &'static str, args: &str) -> String {
    Fixture::new().sent(operation, args).0
}

#[test]
fn ids_stand_percent_encoded_in_the_path() {
    for (id, path) in [
        ("ORD250312003548IAU4", "ORD250312003548IAU4"),
        ("visit 2041", "visit%202041"),
        ("a/b", "a%2Fb"),
        ("../patients", "..%2Fpatients"),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        ("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80"),
        ("...", "..."),
        ("a:b@c;d=e&f+g,h", "a%3Ab%40c%3Bd%3De%26f%2Bg%2Ch"),
        ("~-._", "~-._"),
        ("a\\b", "a%5Cb"),
        ("a\nb", "a%0Ab"),
    ] {
        assert_eq!(url("orders.get", &json!([id]).to_string()), format!("GET /orders/{path}"));
        let args = json!([id, "prescription", ID, {"quantity": 2}]).to_string();
        let line = format!("PATCH /orders/{path}/products/prescription/{ID}");
        assert_eq!(url("orders.updateProductQuantity", &args), line);
    }
}

#[test]
fn ids_that_lead_elsewhere_are_refused() {
    let mut fixture = Fixture::new();
    for id in [json!(""), json!("."), json!(".."), json!("statuses"), json!("shipping_options"), json!(null), json!(7), json!({})]
    {
        for operation in ["orders.get", "orders.pause", "orders.statusHistory"] {
            for validate in ["documented", "strict", "off"] {
                let issues = fixture.issues(operation, &json!([id]).to_string(), &json!({"validate": validate}));
                assert_eq!(issues.len(), 1, "{operation} {id}");
                assert!(issues[0].starts_with("order_id: expected an id"), "{issues:?}");
            }
        }
    }
    fixture.issues("orders.get", "[]", &json!({}));
    for id in ["guardian_relationship_types", "..", ""] {
        fixture.issues("patients.get", &json!([id]).to_string(), &json!({"validate": "off"}));
    }
    // A word of another place is an id like any other.
    assert_eq!(url("orders.get", "[\"guardian_relationship_types\"]"), "GET /orders/guardian_relationship_types");
}

#[test]
fn a_patients_id_has_to_be_a_uuid_unless_nothing_is_checked() {
    let mut fixture = Fixture::new();
    let issues = fixture.issues("patients.get", "[\"visit-2041\"]", &json!({"validate": "strict"}));
    assert_eq!(issues.len(), 1);
    assert!(fixture.start("patients.get", "[\"visit-2041\"]", &json!({"validate": "off"})).is_ok());
}

#[test]
fn a_list_of_values_goes_as_an_array_or_as_a_comma_list() {
    assert_eq!(url("orders.list", r#"[{"status":"received,paused"}]"#), "GET /orders?status=received,paused");
    assert_eq!(url("orders.list", r#"[{"status":["received","paused"]}]"#), "GET /orders?status=received,paused");
    assert_eq!(url("orders.list", r#"[{"page":2,"page_size":200}]"#), "GET /orders?page=2&page_size=200");
    assert_eq!(url("orders.list", "[{}]"), "GET /orders");
    assert_eq!(url("orders.list", "[]"), "GET /orders");
    assert_eq!(
        url("search.all", r#"[{"q":"O'Neil & Söhne #1","limit":5}]"#),
        "GET /search?q=O%27Neil%20%26%20S%C3%B6hne%20%231&limit=5"
    );
}

#[test]
fn query_fields_are_cut_out_of_the_body_and_the_rest_is_left_as_it_was() {
    let order = r#""products" : {"prescription":[ {"sku":"1\u00e9","quantity":1.0e0} ]},"patient_id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708""#;
    let (line, body) = Fixture::new().sent("orders.create", &format!(r#"[{{{order},"force_new":true}}]"#));
    assert_eq!(line, "POST /orders?force_new=true");
    let rest = r#"{"products":{"prescription":[ {"sku":"1\u00e9","quantity":1.0e0} ]},"patient_id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708"}"#;
    assert_eq!(body.as_deref(), Some(rest));
    // Without a query field, the very bytes.
    let (line, body) = Fixture::new().sent("orders.create", &format!("[ {{{order}}} ]"));
    assert_eq!((line.as_str(), body), ("POST /orders", Some(format!("{{{order}}}"))));
    let (line, body) = Fixture::new().sent(
        "orders.updateProductQuantity",
        &format!(r#"["ORD1","prescription","{ID}",{{"order_item_id":"{ID}","quantity":3}}]"#),
    );
    assert_eq!(line, format!("PATCH /orders/ORD1/products/prescription/{ID}?order_item_id={ID}"));
    assert_eq!(body.as_deref(), Some("{\"quantity\":3}"));
    let (line, body) =
        Fixture::new().sent("orders.removeProduct", &format!(r#"["ORD1","non_prescription","{ID}",{{"order_item_id":"{ID}"}}]"#));
    assert_eq!(line, format!("DELETE /orders/ORD1/products/non_prescription/{ID}?order_item_id={ID}"));
    assert_eq!(body, None);
}

#[test]
fn a_default_of_false_is_left_out() {
    let update = |flag: &str| Fixture::new().sent("orders.update", &format!(r#"["ORD1",{{"external_id":"x"{flag}}}]"#));
    let body = Some("{\"external_id\":\"x\"}".to_string());
    assert_eq!(update(r#","update_patient":false"#), ("PUT /orders/ORD1".into(), body.clone()));
    assert_eq!(update(r#","update_patient":true"#), ("PUT /orders/ORD1?update_patient=true".into(), body));
}

#[test]
fn what_has_nothing_to_say_has_no_body() {
    assert_eq!(Fixture::new().sent("orders.pause", "[\"ORD1\"]"), ("PUT /orders/ORD1/pause".into(), None));
    let (line, body) = Fixture::new().sent("orders.requestCancellation", "[\"ORD1\"]");
    assert_eq!((line.as_str(), body), ("PUT /orders/ORD1/request_cancellation", None));
    let mut fixture = Fixture::new();
    for (operation, args) in [("orders.get", "[\"ORD1\"]"), ("orders.pause", "[\"ORD1\"]")] {
        let request = fixture.request(operation, args).unwrap();
        let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["accept", "authorization"]);
    }
    let request = fixture.request("orders.update", r#"["ORD1",{"external_id":"x"}]"#).unwrap();
    assert!(request.headers.contains(&("content-type".into(), "application/json".into())));
}

#[test]
fn missing_params_are_refused_where_they_are_needed() {
    let mut fixture = Fixture::new();
    assert_eq!(
        fixture.issues("orders.create", "[]", &json!({})),
        ["params: missing; give an object with the fields of this operation"]
    );
    fixture.issues("orders.create", "[]", &json!({"validate": "off"}));
    fixture.issues("search.all", "[]", &json!({}));
    for wrong in ["null", "7", "[]", "\"x\"", "true"] {
        for validate in ["documented", "off"] {
            fixture.issues("orders.create", &format!("[{wrong}]"), &json!({"validate": validate}));
        }
    }
}

#[test]
fn all_issues_come_at_once() {
    let args = r#"["..","drug",7,{"quantity":"two","colour":"red"}]"#;
    let issues = Fixture::new().issues("orders.updateProductQuantity", args, &json!({"validate": "strict"}));
    let paths: Vec<_> = issues.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(paths, ["order_id", "product_type", "id", "quantity", "colour"], "{issues:?}");
}

#[test]
fn what_is_only_inferred_warns_of_a_wrong_kind_and_of_an_unknown_field() {
    let mut fixture = Fixture::new();
    // That a quantity is a whole number is inferred.
    let args = json!([ID, "prescription", ID, {"quantity": "two"}]).to_string();
    let warnings = fixture.warnings("orders.updateProductQuantity", &args, &json!({}));
    assert_eq!(warnings, ["quantity: expected a whole number of at least 1, got a string"]);
    // No page shows the body of a supervision.
    let args = json!([ID, {"supervisor_id": ID, "state": "CA", "since": "2025-01-01"}]).to_string();
    let warnings = fixture.warnings("prescribers.createSupervision", &args, &json!({}));
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("since: unknown field"), "{warnings:?}");
    assert_eq!(fixture.issues("prescribers.createSupervision", &args, &json!({"validate": "strict"})).len(), 1);
}

#[test]
fn checks_are_as_strict_as_told() {
    let mut fixture = Fixture::new();
    // That a patient needs a name is inferred: a warning, and an issue where that was asked for.
    let args = r#"[{"first_name":"Willard"}]"#;
    let warnings = fixture.warnings("patients.create", args, &json!({}));
    assert!(warnings.iter().any(|line| line.starts_with("last_name: ")), "{warnings:?}");
    assert!(fixture.warnings("patients.create", args, &json!({"validate": "off"})).is_empty());
    let issues = fixture.issues("patients.create", args, &json!({"validate": "strict"}));
    assert!(issues.iter().any(|line| line.starts_with("last_name: ")), "{issues:?}");
    // What the vendor's pages rule out.
    let args = r#"[{"page_size":201}]"#;
    assert_eq!(fixture.issues("orders.list", args, &json!({})).len(), 1);
    assert!(fixture.start("orders.list", args, &json!({"validate": "off"})).is_ok());
    // Unknown fields.
    let args = r#"["ORD1",{"externalId":"x"}]"#;
    assert_eq!(fixture.issues("orders.update", args, &json!({})), [r#"externalId: unknown field; did you mean "external_id"?"#]);
    assert!(fixture.start("orders.update", args, &json!({"allowUnknownFields": true})).is_ok());
    assert!(fixture.start("orders.update", args, &json!({"validate": "off"})).is_ok());
}

#[test]
fn a_dry_check_says_what_a_call_would_say() {
    let mut fixture = Fixture::new();
    let operation = Spec::new("patients.create", "").number();
    let input = |args| CallInput { operation, args, options: "{}" };
    let check = fixture.engine.check(fixture.client, &input(r#"[{"first_name":"Willard","phone":"12"}]"#), 0.0);
    assert!(check.issues.iter().all(|issue| issue.path == "phone") && !check.issues.is_empty());
    let check = fixture.engine.check(fixture.client, &input(r#"[{"first_name":"Willard"}]"#), 0.0);
    assert!(check.issues.is_empty() && !check.warnings.is_empty());
    assert_eq!(fixture.engine.load(), (1, 0));
}

#[test]
fn a_raw_request_goes_out_as_it_was_given() {
    let mut fixture = Fixture::new();
    let args = r#"["post","/x/{one}/y/{two}",{"path":{"one":"a/b","two":"c"},"query":{"q":[1,"z"],"n":5,"f":false},"body":{"k":[ 1 ]}}]"#;
    let (line, body) = fixture.sent("request", args);
    assert_eq!(line, "POST /x/a%2Fb/y/c?q=1,z&n=5&f=false");
    assert_eq!(body.as_deref(), Some("{\"k\":[ 1 ]}"));
    assert_eq!(fixture.sent("request", r#"["DELETE","/x",{}]"#), ("DELETE /x".into(), None));
    assert_eq!(fixture.sent("request", r#"["PATCH","/x",{"body":[]}]"#), ("PATCH /x".into(), Some("[]".into())));
    // Null is leaving out.
    assert_eq!(fixture.sent("request", r#"["PUT","/x",{"query":{"a":null},"body":null}]"#), ("PUT /x".into(), None));
}

#[test]
fn a_raw_request_is_refused_with_all_its_issues() {
    let mut fixture = Fixture::new();
    let issues = fixture.issues("request", r#"["FETCH","//evil.example/x/{id}",{"path":{"id":".."},"quary":{}}]"#, &json!({}));
    let paths: Vec<_> = issues.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(paths, ["method", "path", "quary", "id"]);
    for path in [
        "https://evil.example",
        "//evil.example",
        "/\\\\evil.example",
        "x",
        "",
        "/a/../b",
        "/./a",
        "/a?b=c",
        "/a#b",
        "/%2e%2e/a",
        "/a\tb",
    ] {
        let args = json!(["GET", path, {}]).to_string();
        assert!(fixture.issues("request", &args, &json!({}))[0].starts_with("path: "), "{path}");
    }
    for ids in [json!({}), json!({"id": ""}), json!({"id": "."}), json!({"id": ".."}), json!({"id": 7}), json!({"id": null})] {
        let args = json!(["GET", "/x/{id}", {"path": ids}]).to_string();
        assert!(fixture.issues("request", &args, &json!({}))[0].starts_with("id: "), "{args}");
    }
    // Fetch would throw, and the error would speak of the network.
    assert!(fixture.issues("request", r#"["GET","/x",{"body":{"a":1}}]"#, &json!({}))[0].starts_with("body: "));
    // An id whose braces are not the whole segment would go out as it stands.
    assert!(fixture.issues("request", r#"["GET","/x/v{id}",{"path":{"id":"1"}}]"#, &json!({}))[0].starts_with("path: "));
}

/// Any key and value that JSON knows.
fn fields() -> impl Strategy<Value = Vec<(String, Value)>> {
    let value = prop_oneof![
        any::<i64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(|flag| json!(flag)),
        "\\PC{0,12}".prop_map(|text| json!(text)),
        proptest::collection::vec("\\PC{0,6}", 1..4).prop_map(|list| json!(list)),
        "\\PC{0,6}".prop_map(|text| json!({text.clone(): text})),
    ];
    proptest::collection::vec(("[a-zA-Z_&=?#/ é\"\\\\]{1,8}", value), 0..5)
}

fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                out.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// Whatever stands in ids and values, a request keeps its path's shape and reads back.
    #[test]
    fn no_value_changes_where_a_request_goes(id in "\\PC{1,30}", fields in fields()) {
        prop_assume!(!matches!(id.as_str(), "." | ".."));
        let query: serde_json::Map<String, Value> = fields.into_iter().collect();
        let args = json!(["PUT", "/a/{id}/b", {"path": {"id": id}, "query": query}]).to_string();
        let (line, _) = Fixture::new().sent("request", &args);
        let line = line.strip_prefix("PUT ").unwrap();
        prop_assert!(line.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte)), "{}", line);
        let (path, rest) = line.split_once('?').unwrap_or((line, ""));
        let segments: Vec<_> = path.split('/').collect();
        prop_assert_eq!(segments.len(), 4);
        prop_assert_eq!(decoded(segments[2]), id);
        let pairs: Vec<_> = rest.split('&').filter(|pair| !pair.is_empty()).collect();
        prop_assert_eq!(pairs.len(), query.len());
        for (pair, (key, value)) in pairs.iter().zip(&query) {
            let (name, text) = pair.split_once('=').unwrap();
            prop_assert_eq!(&decoded(name), key);
            let expected = match value {
                Value::String(text) => text.clone(),
                Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(","),
                other => other.to_string(),
            };
            prop_assert_eq!(decoded(text), expected);
        }
    }

    /// For every operation: with nothing checked, each field travels once, in the query or in the body.
    #[test]
    fn every_field_travels_once(fields in fields(), place in any::<usize>()) {
        let all = GROUPS.iter().flat_map(|group| group.endpoints.iter().map(move |endpoint| (group, endpoint)));
        let takers: Vec<_> = all.filter(|(_, endpoint)| endpoint.params.is_some()).collect();
        let (group, endpoint) = takers[place % takers.len()];
        let params: serde_json::Map<String, Value> = fields.into_iter().collect();
        let mut args: Vec<Value> = path_ids(endpoint.path).iter().map(|_| json!("prescription")).collect();
        args.push(json!(params));
        let name: &'static str = format!("{}.{}", group.name, endpoint.name).leak();
        let mut fixture = Fixture::new();
        let request = fixture.request_with(name, &json!(args).to_string(), &json!({"validate": "off"})).expect("nothing is checked");
        let query = request.url.split_once('?').map_or(0, |(_, query)| query.split('&').count());
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap_or("{}")).unwrap();
        prop_assert_eq!(query + body.as_object().unwrap().len(), params.len());
        if endpoint.verb == Verb::Get {
            prop_assert!(request.body.is_none());
        }
        for (key, value) in body.as_object().unwrap() {
            prop_assert_eq!(Some(value), params.get(key));
        }
    }
}

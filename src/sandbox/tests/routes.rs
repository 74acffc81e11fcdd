use serde_json::json;

use super::*;
use crate::check::{Field, Flags};
use crate::endpoint::GROUPS;

#[test]
fn every_operation_has_a_handler() {
    for group in GROUPS {
        for endpoint in group.endpoints {
            assert!(crate::sandbox::api::handler(group.name, endpoint.name).is_some(), "{}.{}", group.name, endpoint.name);
        }
    }
}

#[test]
fn unknown_paths_and_verbs_are_refused() {
    let mut client = Client::new();
    for target in
        ["", "/", "/nowhere", "/orders/", "/orders//pause", "/orders/a/b/c/d/e", "/api/v2/orders", "/api/v1", "/api/v1orders"]
    {
        assert!(client.send("GET", target, None).json(404)["message"].is_string(), "{target}");
    }
    let response = client.send("DELETE", "/orders", None);
    assert!(response.json(405)["message"].is_string());
    assert!(response.headers.contains(&("allow".into(), "GET, HEAD, POST".into())));
    assert_eq!(client.send("PUT", "/orders/statuses", None).status, 405, "a literal is no order");
    assert_eq!(client.send("OPTIONS", "/orders", None).status, 405);
}

#[test]
fn literals_win_over_ids_and_the_prefix_may_stand_in_front() {
    let mut client = Client::new();
    assert_eq!(client.get("/orders/statuses")[0]["code"], "received");
    assert_eq!(client.get("/api/v1/orders/statuses")[0]["name"], "Received");
    assert_eq!(client.get("/patients/guardian_relationship_types")[0]["code"], "parent");
    assert_eq!(client.send("GET", "/orders/nothing", None).status, 404);
}

#[test]
fn queries_are_decoded_and_checked() {
    let mut client = Client::new();
    assert_eq!(client.get("/search/patients?q=Testina+Sandboxer")["results"][0]["id"], TESTINA);
    assert_eq!(client.get("/search/patients?q=%54estina%20s&limit=1")["results"][0]["id"], TESTINA);
    assert_eq!(client.send("GET", "/search?limit=5", None).complaints(), ["q"]);
    assert_eq!(client.send("GET", "/search?q=a&limit=many", None).complaints(), ["limit"]);
    assert_eq!(client.send("GET", "/search?q=a&limit=101", None).complaints(), ["limit"]);
    assert_eq!(client.send("GET", "/orders?pagesize=5", None).complaints(), ["pagesize"]);
    assert_eq!(client.send("GET", "/orders?page=0", None).complaints(), ["page"]);
    assert_eq!(client.send("GET", "/orders?page_size=201", None).complaints(), ["page_size"]);
    assert_eq!(client.send("POST", "/orders?force_new=1", Some(&json!({ "patient_id": TESTINA }))).complaints(), ["force_new"]);
}

#[test]
fn bodies_are_checked() {
    let mut client = Client::new();
    let order = client.order(json!([{ "sku": "RX-MUP-01" }]));
    assert_eq!(client.send("POST", "/orders", None).status, 422);
    assert_eq!(client.send("POST", "/orders", Some(&json!([]))).status, 422);
    assert_eq!(client.send("POST", "/orders", Some(&json!({}))).status, 422);
    let with_query_field = json!({ "patient_id": TESTINA, "force_new": true });
    assert_eq!(client.send("POST", "/orders", Some(&with_query_field)).complaints(), ["force_new"]);
    let bad_phone = json!({ "patient": { "first_name": "A", "phone": "555-0101" } });
    assert_eq!(client.send("POST", "/orders", Some(&bad_phone)).complaints(), ["patient.phone"]);

    let authorization = format!("Bearer {}", client.token);
    let mut send = |content_type, body| {
        let target = format!("/orders/{}", text(&order["id"]));
        let request =
            Request { method: "PUT", target: &target, authorization: Some(&authorization), content_type, body, now: NOON };
        client.handle(request).status
    };
    assert_eq!(send(Some("application/json; charset=utf-8"), r#"{"external_id":"a"}"#), 200);
    assert_eq!(send(Some("text/plain"), r#"{"external_id":"a"}"#), 415);
    assert_eq!(send(None, r#"{"external_id":"a"}"#), 415);
    assert_eq!(send(Some("application/json"), r#"{"external_id":"#), 400);
}

/// Where every name is a guess, Blend's own names may be other ones.
#[test]
fn a_body_whose_fields_are_all_inferred_refuses_no_other_field() {
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints).filter(|endpoint| endpoint.has_body()) {
        let Some(table) = endpoint.params else { continue };
        let body: Vec<&Field> = table.all().filter(|field| !field.flags.has(Flags::QUERY)).collect();
        let guessed = !body.is_empty() && body.iter().all(|field| field.flags.has(Flags::INFERRED));
        assert!(!guessed || table.inferred, "{}", endpoint.name);
    }
}

#[test]
fn what_is_only_inferred_refuses_nothing() {
    let mut client = Client::new();
    let order = client.order(json!([{ "id": MUPIROCIN, "quantity": 0 }, { "id": MUPIROCIN, "quantity": -5 }]));
    let quantities: Vec<&Value> =
        order["products"]["prescription"].as_array().unwrap().iter().map(|line| &line["quantity"]).collect();
    assert_eq!(quantities, [0, -5]);
    assert_eq!(client.get("/reasons?type=other"), json!([]));
    for (path, body) in [
        ("qualifications", json!({ "state": "bogus", "license_number": "1" })),
        ("supervisors", json!({ "state": "bogus", "supervisor_id": PLACEBO })),
    ] {
        client.send("POST", &format!("/prescribers/{NOTREAL}/{path}"), Some(&body)).json(201);
    }
    let medication = json!({ "medication": { "drug_name": "A", "quantity": -5 } });
    assert_eq!(client.send("POST", PRESCRIPTIONS, Some(&medication)).json(201)["medications"][0]["quantity"], -5);
}

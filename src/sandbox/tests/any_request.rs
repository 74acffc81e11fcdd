//! Whatever comes in, the sandbox answers, and with JSON.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::endpoint::GROUPS;

/// One of each operation, in an order that makes all of them succeed.
#[test]
fn every_operation_answers_as_its_table_says() {
    let mut client = Client::new();
    let refresh = json!({ "email": client.sandbox.email(), "password": client.sandbox.password() });
    let tokens = client.send("POST", "/auth/login", Some(&refresh)).json(200);
    let access = std::mem::replace(&mut client.token, text(&tokens["refresh_token"]));
    client.send("POST", "/auth/refresh", None).json(200);
    client.token = access;
    client.get("/auth/verify");

    let order = client.order(json!([{ "id": MUPIROCIN, "reasons": [{ "id": PALATABILITY }] }, { "id": MUPIROCIN }]));
    let item = text(&order["products"]["prescription"][0]["order_item_id"]);
    let order = format!("/orders/{}", text(&order["id"]));
    let line = format!("{order}/products/prescription/{MUPIROCIN}?order_item_id={item}");
    let patient = format!("/patients/{TESTINA}");
    let allergy = text(&client.get(&format!("{patient}/risk_factors"))["allergies"][0]["id"]);
    let reason = text(&client.send("POST", "/reasons", Some(&json!({ "name": "Own" }))).json(201)["id"]);
    let prescriber = format!("/prescribers/{NOTREAL}");
    let prescription = text(&client.prescription(1)["id"]);
    let hook = json!({ "event_codes": ["order.created"], "url": "https://example.com/hook" });
    let webhook = text(&client.send("POST", "/notifications/webhooks", Some(&hook)).json(201)["id"]);
    let webhook = format!("/notifications/webhooks/{webhook}");
    let text_message = json!({ "type": "sms", "event_codes": ["order.stuck"] });
    let subscription = text(&client.send("POST", "/notifications", Some(&text_message)).json(201)["id"]);
    for (method, target, body) in [
        ("GET", "/orders".to_string(), Value::Null),
        ("GET", order.clone(), Value::Null),
        ("PUT", order.clone(), json!({ "shipping": { "carrier": "ups" } })),
        ("PUT", format!("{order}/pause"), Value::Null),
        ("PUT", format!("{order}/unpause"), Value::Null),
        ("PUT", format!("{order}/prioritize"), Value::Null),
        ("POST", format!("{order}/products"), json!({ "order_material": [{ "sku": "MAT-CRD-01" }] })),
        ("PATCH", line.clone(), json!({ "quantity": 2 })),
        ("DELETE", line, Value::Null),
        ("PUT", format!("{order}/replace"), json!({ "reason": "Product arrived damaged" })),
        ("GET", format!("{order}/status_history"), Value::Null),
        ("PUT", format!("{order}/cancel"), Value::Null),
        ("GET", "/orders/statuses".into(), Value::Null),
        ("GET", "/orders/shipping_options".into(), Value::Null),
        ("GET", "/reasons".into(), Value::Null),
        ("PUT", format!("/reasons/{reason}"), json!({ "name": "Other" })),
        ("GET", "/patients".into(), Value::Null),
        ("POST", "/patients".into(), json!({ "first_name": "Nova" })),
        ("GET", patient.clone(), Value::Null),
        (
            "PUT",
            patient.clone(),
            json!({ "address": { "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" } }),
        ),
        ("GET", format!("{patient}/orders"), Value::Null),
        ("DELETE", format!("{patient}/risk_factors/{allergy}"), Value::Null),
        ("POST", format!("{patient}/risk_factor_text"), json!({ "allergies": "dust" })),
        ("GET", "/patients/guardian_relationship_types".into(), Value::Null),
        ("GET", "/search?q=a".into(), Value::Null),
        ("GET", "/search/orders?q=test".into(), Value::Null),
        ("GET", "/search/patients?q=test".into(), Value::Null),
        ("GET", "/search/prescribers?q=test".into(), Value::Null),
        ("GET", "/search/products?q=a".into(), Value::Null),
        ("GET", "/search/tasks?q=a".into(), Value::Null),
        ("GET", "/prescribers".into(), Value::Null),
        (
            "POST",
            "/prescribers".into(),
            json!({ "npi": STRANGER_NPI, "addresses": [{ "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" }] }),
        ),
        (
            "POST",
            "/prescribers".into(),
            json!({ "first_name": "Nova", "addresses": [{ "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" }] }),
        ),
        ("GET", prescriber.clone(), Value::Null),
        ("PUT", prescriber.clone(), json!({ "phone": "5555550121" })),
        ("POST", format!("{prescriber}/qualifications"), json!({ "state": "NV", "license_number": "1" })),
        ("PUT", format!("{prescriber}/qualifications/NV"), json!({ "state": "NV", "license_number": "2" })),
        ("DELETE", format!("{prescriber}/qualifications/NV"), Value::Null),
        ("POST", format!("{prescriber}/supervisors"), json!({ "supervisor_id": PLACEBO, "state": "NV" })),
        ("GET", format!("{prescriber}/supervisors"), Value::Null),
        ("GET", format!("/prescribers/{PLACEBO}/supervisees"), Value::Null),
        ("DELETE", format!("{prescriber}/supervisors/{PLACEBO}?state=NV"), Value::Null),
        ("GET", "/prescribers/credentials".into(), Value::Null),
        ("GET", format!("{PRESCRIPTIONS}/{prescription}"), Value::Null),
        ("GET", "/prescriptions/quantity_units".into(), Value::Null),
        ("POST", format!("{PRESCRIPTIONS}/composite"), json!({ "patient": { "id": TESTINA }, "order": {} })),
        ("GET", "/products".into(), Value::Null),
        ("GET", "/products/prescription".into(), Value::Null),
        ("GET", "/products/non_prescription?page_size=1".into(), Value::Null),
        ("GET", "/products/order_material?page=2".into(), Value::Null),
        ("PUT", format!("/products/prescription/{MUPIROCIN}"), json!({ "product_code": "MUP1" })),
        ("PUT", format!("/products/non_prescription/{FISH_OIL}"), json!({ "sku": "OIL" })),
        ("PUT", format!("/products/order_material/{BROCHURE}"), json!({ "name": "Leaflet" })),
        ("GET", "/reports/daily".into(), Value::Null),
        ("GET", "/reports/orders?start_date=2025-03-01&end_date=2025-03-31".into(), Value::Null),
        ("GET", "/notifications/webhooks".into(), Value::Null),
        ("GET", webhook.clone(), Value::Null),
        ("PUT", webhook.clone(), json!({ "event_codes": ["all"], "url": "https://example.com/other" })),
        ("DELETE", webhook.clone(), Value::Null),
        ("POST", "/notifications/webhooks/secret".into(), Value::Null),
        ("GET", "/notifications/sample/order.shipped".into(), Value::Null),
        (
            "POST",
            "/notifications/sample".into(),
            json!({ "event_code": "order.stuck", "webhook_url": "https://example.com/hook" }),
        ),
        ("GET", "/notifications/email".into(), Value::Null),
        ("PUT", "/notifications/email".into(), json!({ "event_codes": ["order.shipped"] })),
        ("DELETE", "/notifications/email".into(), Value::Null),
        ("GET", "/notifications/events".into(), Value::Null),
        ("GET", "/notifications".into(), Value::Null),
        ("DELETE", format!("/notifications/{subscription}"), Value::Null),
    ] {
        let response = client.send(method, &target, Some(&body).filter(|body| !body.is_null()));
        assert!(response.status < 300, "{method} {target}: {}", response.body);
    }
    let picked = text(&client.order(json!([]))["id"]);
    client.advance(&picked).unwrap();
    client.put(&format!("/orders/{picked}/request_cancellation")).json(200);

    for group in GROUPS {
        for endpoint in group.endpoints {
            let operation = format!("{}.{}", group.name, endpoint.name);
            assert!(client.done.contains(&operation), "{operation} was not driven");
        }
    }
}

/// Targets that mostly lead somewhere: a template with something in place of its ids.
fn target() -> impl Strategy<Value = String> {
    let templates: Vec<&str> = GROUPS.iter().flat_map(|group| group.endpoints).map(|endpoint| endpoint.path).collect();
    let id = prop_oneof![
        Just(TESTINA.to_string()),
        Just("known".into()),
        Just(MUPIROCIN.into()),
        Just(PLACEBO.into()),
        Just("MA".into()),
        Just("order.shipped".into()),
        Just("prescription".into()),
        "\\PC{0,8}"
    ];
    let query = prop_oneof![
        Just(String::new()),
        "\\?(q|page|page_size|limit|status|type|force_new|order_item_id|include)=\\PC{0,8}",
        "\\?start_date=[0-9]{4}-0[1-9]-[012][0-9]&end_date=[0-9]{4}-0[1-9]-[012][0-9]",
        "\\?\\PC{0,20}"
    ];
    let known =
        (proptest::sample::select(templates), proptest::collection::vec(id, 3), query).prop_map(|(template, ids, query)| {
            let mut ids = ids.into_iter();
            let segments = template
                .split('/')
                .map(|segment| if segment.starts_with('{') { ids.next().unwrap() } else { segment.to_string() });
            segments.collect::<Vec<_>>().join("/") + &query
        });
    prop_oneof![4 => known, 1 => "\\PC{0,40}"]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        proptest::sample::select(vec![
            TESTINA,
            MUPIROCIN,
            FISH_OIL,
            PALATABILITY,
            "RX-MUP-01",
            "1990-01-01",
            "9999-12-31",
            "known",
            PLACEBO,
            STRANGER_NPI,
            "MA",
            "all",
            "https://example.com/hook",
            "C48480"
        ])
        .prop_map(Value::from),
    ];
    let key = proptest::sample::select(vec![
        "patient_id",
        "patient",
        "products",
        "prescription",
        "non_prescription",
        "id",
        "sku",
        "quantity",
        "reasons",
        "address",
        "city",
        "shipping",
        "carrier",
        "service_level",
        "external_id",
        "date_of_birth",
        "risk_factors",
        "allergies",
        "name",
        "parent_id",
        "other",
        "order",
        "prescriber",
        "electronic_prescription",
        "medication",
        "medications",
        "prescription_product_id",
        "refills",
        "written_at",
        "units",
        "npi",
        "qualifications",
        "addresses",
        "state",
        "license_number",
        "is_active",
        "supervisor_id",
        "event_codes",
        "url",
        "type",
        "product_code",
    ]);
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(key, value)| (key.to_string(), value)).collect())),
        ]
    })
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![3 => json_value().prop_map(|value| value.to_string()), 1 => "\\PC{0,60}", 1 => "(</?[A-Z]?(Patient|NPI|Quantity|Value|Sig)[> ]|[0-9]{0,3}){0,12}", 1 => Just(String::new())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_comes_in_panics(
        requests in proptest::collection::vec((
            prop_oneof![proptest::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE"]).prop_map(String::from), "\\PC{0,6}"],
            target(),
            body(),
            prop_oneof![9 => Just(NOON), 1 => any::<f64>()],
            prop_oneof![9 => Just("application/json"), 1 => Just("application/xml")],
            proptest::bool::weighted(0.95),
        ), 1..12),
    ) {
        let mut client = Client::new();
        let known = json!({ "patient_id": TESTINA, "external_id": "known", "products": { "prescription": [{ "id": MUPIROCIN }] } });
        client.send("POST", "/orders", Some(&known)).json(201);
        let authorization = format!("Bearer {}", client.token);
        for (method, target, body, now, content_type, signed_in) in &requests {
            let authorization = if *signed_in { Some(authorization.as_str()) } else { Some(body.as_str()) };
            let request = Request { method, target, authorization, content_type: Some(*content_type), body, now: *now };
            let response = client.handle(request);
            prop_assert!((200..500).contains(&response.status), "{method} {target}: {}", response.status);
            prop_assert!(serde_json::from_str::<Value>(&response.body).is_ok());
            let _ = client.sandbox.advance("known", *now);
        }
    }
}

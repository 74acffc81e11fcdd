use serde_json::json;

use super::*;

#[test]
fn a_snapshot_brings_everything_back() {
    let mut client = Client::new();
    client.control("populate", json!({ "patients": 30, "orders": 200 })).unwrap();
    client.control("fail", json!({ "status": 503, "operation": "orders.get", "times": 2 })).unwrap();
    client.prescription(0);
    let waiting = client.order(json!([{ "id": MUPIROCIN }, { "id": MUPIROCIN }]));
    let snapshot = client.sandbox.snapshot();

    let story = |client: &mut Client| {
        let mut seen = vec![client.send("GET", &format!("/orders/{}", text(&waiting["id"])), None).body];
        client.prescription(0);
        for target in ["/orders?page_size=200", "/patients?page_size=50", "/reports/daily", "/search?q=sampleton&limit=100"] {
            seen.push(client.get(target).to_string());
        }
        client.control("clock", json!({ "advance": "40d" })).unwrap();
        client.sign_in();
        seen.push(client.control("stuck", json!({})).unwrap().to_string());
        seen.push(client.order(json!([{ "id": MUPIROCIN }])).to_string().len().to_string());
        seen
    };
    let mut second = Client::stranger(99);
    second.sandbox.restore(&snapshot).unwrap();
    second.token = client.token.clone();
    assert_eq!(story(&mut second)[..6], story(&mut client)[..6]);
    assert_eq!(second.sandbox.password(), client.sandbox.password());

    client.sandbox.restore(&snapshot).unwrap();
    assert_eq!(client.sandbox.snapshot(), snapshot);
    assert!(client.sandbox.restore("{}").is_err() && client.sandbox.restore("no").is_err());
    let other = snapshot.replace("\"blend_sdk_sandbox\":1", "\"blend_sdk_sandbox\":2");
    assert!(client.sandbox.restore(&other).unwrap_err().contains("another version"));
}

/// JavaScript and jq know whole numbers only up to 2^53.
#[test]
fn a_snapshot_holds_no_number_that_javascript_would_round() {
    let mut client = Client::new();
    client.control("populate", json!({ "patients": 3, "orders": 20 })).unwrap();
    client.prescription(0);
    fn look(value: &Value, path: &str) {
        match value {
            Value::Number(number) => assert!(number.as_f64().is_some_and(|number| number.abs() < 9e15), "{path}: {number}"),
            Value::Array(items) => items.iter().for_each(|item| look(item, path)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| look(value, &format!("{path}.{name}"))),
            _ => {}
        }
    }
    look(&serde_json::from_str(&client.sandbox.snapshot()).unwrap(), "");
}

#[test]
fn a_reset_begins_anew_as_it_was_opened() {
    let options = object(json!({ "seed": 5, "patients": 3, "orders": 20, "assumptions": { "totals": "header" } }));
    let mut sandbox = Sandbox::open(options, NOON).unwrap();
    let before = sandbox.snapshot();
    sandbox.control("populate", object(json!({ "orders": 5 })), NOON).unwrap();
    sandbox.control("clock", object(json!({ "advance": "1d" })), NOON).unwrap();
    sandbox.reset(NOON).unwrap();
    assert_eq!(sandbox.snapshot(), before);
    let states = sandbox.control("state", Default::default(), NOON).unwrap();
    assert!(states["orders"].as_object().unwrap().values().all(|count| count.as_u64() > Some(0)), "every status: {states}");
}

#[test]
fn options_are_checked() {
    for (options, path) in [
        (json!({ "sed": 1 }), "sed"),
        (json!({ "orders": -1 }), "orders"),
        (json!({ "assumptions": { "nulls": "maybe" } }), "assumptions.nulls"),
        (json!({ "assumptions": [] }), "assumptions"),
        (json!({ "schedule": { "shipped": "soon" } }), "schedule.shipped"),
        (json!({ "fixture": { "people": [] } }), "fixture.people"),
        (json!({ "fixture": { "orders": [{ "patient_id": TESTINA, "status": "lost" }] } }), "fixture.orders[0].status"),
        (json!({ "fixture": { "patients": [{ "id": TESTINA }] } }), "fixture.patients[0].id"),
        (
            json!({ "fixture": { "products": { "order_material": [{ "name": "Own" }] } } }),
            "fixture.products.order_material[0].sku",
        ),
        (json!({ "fixture": { "patients": [{ "first_name": 5 }] } }), "fixture.patients[0].first_name"),
        (json!({ "fixture": { "patients": [{ "height_inches": {} }] } }), "fixture.patients[0].height_inches"),
        (json!({ "fixture": { "patients": [{ "frist_name": "Nova" }] } }), "fixture.patients[0].frist_name"),
        (json!({ "fixture": { "prescribers": [{ "last_name": [] }] } }), "fixture.prescribers[0].last_name"),
        (json!({ "fixture": { "prescribers": [{ "id": PLACEBO }] } }), "fixture.prescribers[0].id"),
        (json!({ "fixture": { "reasons": [{ "nam": "Own" }] } }), "fixture.reasons[0].nam"),
        (
            json!({ "fixture": { "products": { "prescription": [{ "name": "Own", "sku": "OWN", "colour": 1 }] } } }),
            "fixture.products.prescription[0].colour",
        ),
        (
            json!({ "fixture": { "prescriptions": [{ "medication": { "product_code": 5 } }] } }),
            "fixture.prescriptions[0].medication.product_code",
        ),
        (json!({ "fixture": { "orders": [{ "patient_id": TESTINA, "shipments": [] }] } }), "fixture.orders[0].shipments"),
        (json!({ "fixture": { "orders": [{ "patient_id": TESTINA, "id": 7 }] } }), "fixture.orders[0].id"),
    ] {
        let refused = Sandbox::open(object(options.clone()), NOON).err().unwrap_or_default();
        assert!(refused.starts_with(&format!("{path}:")), "{options}: {refused}");
    }
}

#[test]
fn a_fixture_brings_ids_of_its_own() {
    const OWN: &str = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
    let product = json!([{ "id": OWN, "name": "Own", "sku": "OWN", "product_code": "OWN" }]);
    let fixture = json!({
        "products": { "prescription": product, "non_prescription": product, "order_material": product },
        "reasons": [{ "id": OWN, "name": "Own" }],
        "patients": [{ "id": OWN, "first_name": "Nova", "external_id": "nova" }],
        "prescriptions": [{ "id": OWN, "medication": { "product_code": "OWN" }, "patient": { "external_id": "nova" } }],
        "orders": [{ "id": OWN, "patient_id": OWN, "external_id": "first", "status": "shipped", "products": { "prescription": [{ "sku": "OWN" }] } }],
    });
    let mut client = Client::new();
    client.sandbox = Sandbox::open(object(json!({ "fixture": fixture })), NOON).unwrap();
    client.sign_in();
    let order = client.get("/orders/first");
    assert_eq!((&order["status"], &order["shipments"].as_array().unwrap().len()), (&json!("shipped"), &1));
    assert_eq!(order["products"]["prescription"][0]["id"], OWN);
    assert_eq!((&order["id"], &client.get(&format!("{PRESCRIPTIONS}/{OWN}"))["id"]), (&json!(OWN), &json!(OWN)));
    // What every product has is there: the check of answers wants it.
    for kind in ["prescription", "non_prescription", "order_material"] {
        assert!(client.get(&format!("/products/{kind}")).as_array().unwrap().iter().any(|product| product["id"] == OWN));
    }
    assert!(client.get("/reasons").as_array().unwrap().iter().any(|reason| reason["id"] == OWN));
    // The vendor's own example of a new order, as it stands.
    let example: Value =
        serde_json::from_str(include_str!("../../../tests/contract/examples/orders-create.request.json")).unwrap();
    let made = client.send("POST", "/orders?force_new=true", Some(&example)).json(201);
    assert_eq!(
        (&made["patient"]["id"], &made["products"]["prescription"][0]["reasons"][0]["name"]),
        (&json!(OWN), &json!("Own"))
    );
    let update: Value =
        serde_json::from_str(include_str!("../../../tests/contract/examples/orders-update.request.json")).unwrap();
    client.send("PUT", "/orders/my-system-128318AA2", Some(&update)).json(200);
}

#[test]
fn a_command_refuses_what_it_would_ignore() {
    let mut client = Client::new();
    client.control("fail", json!({ "status": 500 })).unwrap();
    for (command, params, path) in [
        ("heal", json!({ "id": "abc" }), "id"),
        ("heal", json!({ "number": 1 }), "number"),
        ("clock", json!({ "advnce": "1h" }), "advnce"),
        ("populate", json!({ "orders": -1 }), "orders"),
        ("populate", json!({ "order": 1 }), "order"),
        ("ship", json!({ "order": 5 }), "order"),
        ("orders", json!({ "status": "nonsense" }), "status"),
        ("calls", json!({ "operation": "orders.mak" }), "operation"),
        ("trigger", json!({ "event": "order.shipped", "ordr": "x" }), "ordr"),
        ("state", json!({ "of": "orders" }), "of"),
    ] {
        let refused = client.control(command, params.clone()).unwrap_err();
        assert!(refused.starts_with(&format!("{path}:")), "{command} {params}: {refused}");
    }
    assert_eq!(client.control("faults", json!({})).unwrap().as_array().unwrap().len(), 1, "none was healed");
    client.control("heal", json!({ "id": null })).unwrap();
    assert_eq!(client.control("faults", json!({})).unwrap(), json!([]));
}

#[test]
fn of_a_refused_fixture_nothing_is_kept() {
    let mut client = Client::new();
    let before = client.sandbox.snapshot();
    let fixture = json!({ "patients": [{ "first_name": "Nova" }], "orders": [{ "patient_id": "none" }] });
    assert!(client.control("fixture", fixture).unwrap_err().starts_with("fixture.orders[0].patient_id:"));
    assert_eq!(client.sandbox.snapshot(), before);
}

#[test]
fn calls_are_kept_for_assertions() {
    let mut client = Client::new();
    client.order(json!([]));
    client.send("GET", "/nowhere", None);
    let calls = client.control("calls", json!({ "operation": "orders.create" })).unwrap();
    let shown = (&calls[0]["path"], &calls[0]["status"], calls[0]["body"].as_str().unwrap().contains(TESTINA));
    assert_eq!(shown, (&json!("/orders"), &json!(201), true));
    let all = client.control("calls", json!({})).unwrap();
    assert_eq!(all.as_array().unwrap().last().unwrap()["status"], 404);
    client.control("forget-calls", json!({})).unwrap();
    assert_eq!(client.control("calls", json!({})).unwrap(), json!([]));
    assert!(client.control("explode", json!({})).is_err());
}

#[test]
fn reads_change_nothing_and_writes_say_so() {
    let mut client = Client::new();
    let order = client.order(json!([]));
    assert!(client.sandbox.changed());
    let before = client.sandbox.snapshot();
    for target in ["/orders", "/patients", "/search?q=a", "/reports/daily", "/nowhere"] {
        assert!(!client.send("GET", target, None).changed, "{target}");
    }
    assert!(!client.send("PUT", &format!("/orders/{}/unpause", text(&order["id"])), None).changed, "it was refused");
    assert_eq!(client.sandbox.snapshot(), before);
}

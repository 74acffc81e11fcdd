use serde_json::json;

use super::*;

#[test]
fn creates_an_order_that_shows_what_was_asked_for() {
    let mut client = Client::new();
    let prescription = client.prescription(0);
    let body = json!({
        "patient_id": TESTINA,
        "external_id": "visit-2041",
        "electronic_prescription_ids": [prescription["id"], "BFCB96C9-F866-405E-A1B3-3ED031DFB423"],
        "shipping": { "carrier": "usps", "service_level": "usps_ground_advantage" },
        "products": {
            "prescription": [{ "product_code": "MUPIROCIN1", "quantity": 2, "reasons": [{ "id": PALATABILITY }] }, { "sku": "RX-TRE-05" }],
            "non_prescription": [{ "id": FISH_OIL }],
            "order_material": [{ "sku": "MAT-BRO-01" }],
        },
    });
    let order = client.send("POST", "/orders", Some(&body)).json(201);
    assert_eq!(order["merged_into_existing"], false);
    assert_eq!(order["status"], "received");
    assert_eq!(order["prescription_count"], 2);
    assert_eq!(order["patient"]["first_name"], "Testina");
    assert!(order["patient"].get("is_minor").is_none());
    assert_eq!(order["address"]["city"], "Boston");
    assert_eq!(order["address"]["type"], "shipping");
    let number = text(&order["order_number"]);
    assert!(number.starts_with("ORD250315120000") && number.len() == 19, "{number}");
    let line = &order["products"]["prescription"][0];
    assert_eq!(line["name"], "Mupirocin");
    assert_eq!(line["quantity"], 2);
    assert_eq!(line["has_prescription"], true);
    assert_eq!(line["reasons"][0]["name"], "Palatability");
    assert_eq!(order["products"]["prescription"][1]["has_prescription"], false);
    assert_eq!(order["products"]["order_material"][0]["current_stock"], 927);

    for key in [text(&order["id"]), text(&order["id"]).to_uppercase(), number, "visit-2041".into()] {
        assert_eq!(client.get(&format!("/orders/{key}"))["id"], order["id"], "{key}");
    }
    assert_eq!(client.get(&format!("/patients/{TESTINA}/orders"))[0]["id"], order["id"]);
}

#[test]
fn takes_a_patient_by_reference_or_as_new_data() {
    let mut client = Client::new();
    let mut order = |patient: Value| client.send("POST", "/orders", Some(&json!({ "patient": patient })));
    assert_eq!(order(json!({ "id": TESTINA })).json(201)["patient"]["id"], TESTINA);
    assert_eq!(order(json!({ "external_id": "SANDBOX-PATIENT-2" })).json(201)["patient"]["last_name"], "Dummysen");
    let new = json!({ "first_name": "Nova", "last_name": "Unreal", "address": { "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" } });
    let new = order(new).json(201);
    assert_eq!(new["patient"]["first_name"], "Nova");
    assert_eq!(new["address"]["city"], "Reno");
    assert_eq!(new["address"].get("address_2"), None);
    assert_eq!(order(json!({ "external_id": "nobody" })).complaints(), ["patient.external_id"]);
    assert_eq!(order(json!({})).complaints(), ["patient"]);
}

#[test]
fn an_order_is_for_one_patient() {
    let mut client = Client::new();
    let mut order = |patient: Value| client.send("POST", "/orders", Some(&json!({ "patient_id": TESTINA, "patient": patient })));
    assert_eq!(order(json!({ "external_id": "SANDBOX-PATIENT-1" })).json(201)["patient"]["id"], TESTINA);
    // The vendor's example has both, too.
    assert_eq!(order(json!({ "first_name": "Nova" })).json(201)["patient"]["id"], TESTINA);
    assert_eq!(order(json!({})).json(201)["patient"]["id"], TESTINA);
    assert_eq!(order(json!({ "external_id": "SANDBOX-PATIENT-2" })).complaints(), ["patient"]);
    assert_eq!(order(json!({ "external_id": "nobody" })).complaints(), ["patient.external_id"]);
}

#[test]
fn an_id_goes_before_a_number_and_a_number_before_a_key() {
    let mut client = Client::new();
    let order = client.order(json!([]));
    for name in ["id", "order_number"] {
        let body = json!({ "patient_id": TESTINA, "external_id": order[name] });
        client.send("POST", "/orders?force_new=true", Some(&body)).json(201);
        assert_eq!(client.get(&format!("/orders/{}", text(&order[name])))["id"], order["id"], "{name}");
    }
    let newest = |client: &mut Client| {
        let body = json!({ "patient_id": TESTINA, "external_id": "twice" });
        client.send("POST", "/orders?force_new=true", Some(&body)).json(201)["id"].clone()
    };
    newest(&mut client);
    let newest = newest(&mut client);
    assert_eq!(client.get("/orders/twice")["id"], newest);
}

#[test]
fn names_the_field_of_what_it_does_not_know() {
    let mut client = Client::new();
    let mut refused = |order: Value| client.send("POST", "/orders", Some(&order)).complaints();
    let line = |line: Value| json!({ "patient_id": TESTINA, "products": { "prescription": [{ "id": MUPIROCIN }, line] } });
    assert_eq!(refused(json!({ "patient_id": MUPIROCIN })), ["patient_id"]);
    assert_eq!(refused(json!({ "external_id": "visit-1" })), [""], "one of patient_id and patient is needed");
    assert_eq!(refused(line(json!({ "sku": "NOPE" }))), ["products.prescription[1].sku"]);
    assert_eq!(refused(line(json!({ "id": FISH_OIL }))), ["products.prescription[1].id"]);
    assert_eq!(refused(line(json!({ "sku": "RX-MUP-01", "quantity": 1.5 }))), ["products.prescription[1].quantity"]);
    let reasons = json!([{ "id": PALATABILITY }, { "id": TESTINA }]);
    assert_eq!(refused(line(json!({ "sku": "RX-MUP-01", "reasons": reasons }))), ["products.prescription[1].reasons[1].id"]);
    let mismatch = json!({ "carrier": "ups", "service_level": "usps_ground_advantage" });
    assert_eq!(refused(json!({ "patient_id": TESTINA, "shipping": mismatch })), ["shipping.service_level"]);
    let label = json!({ "carrier": "UPS", "tracking_number": "T" });
    let missing = refused(json!({ "patient_id": TESTINA, "custom_shipping": label }));
    assert_eq!(missing, ["custom_shipping.label_url", "custom_shipping.tracking_url"]);
    assert_eq!(client.get("/orders"), json!([]), "a refused order leaves nothing behind");
}

#[test]
fn merges_into_an_open_order_unless_told_otherwise() {
    let mut client = Client::new();
    let body =
        |key: &str| json!({ "patient_id": TESTINA, "external_id": key, "products": { "prescription": [{ "id": MUPIROCIN }] } });
    let first = client.send("POST", "/orders", Some(&body("a"))).json(201);
    let second = client.send("POST", "/orders", Some(&body("b"))).json(201);
    assert_eq!(second["merged_into_existing"], true);
    assert_eq!(second["id"], first["id"]);
    assert_eq!(second["external_id"], "a");
    assert_eq!(second["prescription_count"], 2);
    let third = client.send("POST", "/orders?force_new=true", Some(&body("c"))).json(201);
    assert_eq!(third["merged_into_existing"], false);
    assert_ne!(third["id"], first["id"]);
    assert_eq!(client.send("POST", "/orders?force_new=false", Some(&body("d"))).json(201)["id"], third["id"]);
    client.put("/orders/c/pause").json(200);
    assert_eq!(client.send("POST", "/orders", Some(&body("e"))).json(201)["id"], first["id"]);
}

#[test]
fn lists_the_newest_first() {
    let mut client = Client::new();
    let orders: Vec<Value> = (0..27).map(|_| client.order(json!([]))).collect();
    let page = client.get("/orders");
    assert_eq!(page.as_array().unwrap().len(), 25);
    assert_eq!(page[0]["id"], orders[26]["id"]);
    assert_eq!(client.get("/orders?page=2&page_size=26")[0]["id"], orders[0]["id"]);

    client.put(&format!("/orders/{}/pause", text(&orders[3]["id"]))).json(200);
    client.put(&format!("/orders/{}/cancel", text(&orders[5]["id"]))).json(200);
    for target in
        ["/orders?status=cancelled,paused", "/orders?status=paused&status=cancelled", "/orders?status=cancelled%2C%20paused"]
    {
        let ids: Vec<Value> = client.get(target).as_array().unwrap().iter().map(|order| order["id"].clone()).collect();
        assert_eq!(ids, [orders[5]["id"].clone(), orders[3]["id"].clone()], "{target}");
    }
    let response = client.send("GET", "/orders", None);
    assert_eq!(
        response.headers,
        [("content-type".to_string(), "application/json".to_string())],
        "no paging header is documented"
    );
}

#[test]
fn the_rules_of_the_statuses_hold() {
    let mut client = Client::new();
    let order = text(&client.order(json!([{ "id": MUPIROCIN }]))["id"]);
    let path = |action: &str| format!("/orders/{order}/{action}");
    assert_eq!(client.put(&path("unpause")).status, 409);
    assert_eq!(client.put(&path("request_cancellation")).status, 409);
    assert_eq!(client.put(&path("pause")).json(200)["status"], "paused");
    let again = client.put(&path("pause")).json(409);
    assert_eq!(again["message"], "An order that is paused cannot be paused. Allowed from: received, exception.");
    assert_eq!(client.send("POST", &path("products"), Some(&json!({}))).status, 409);
    assert_eq!(client.advance(&order).unwrap_err(), "An order that is paused does not move on.");
    assert_eq!(client.put(&path("unpause")).json(200)["status"], "received");
    assert_eq!(client.put(&path("prioritize")).json(200)["priority_requested"], true);

    assert_eq!(client.advance(&order).unwrap(), "picked");
    assert_eq!(client.put(&path("cancel")).status, 409);
    assert_eq!(client.put(&path("prioritize")).status, 409);
    let body = json!({ "comments": "changed their mind" });
    let asked = client.send("PUT", &path("request_cancellation"), Some(&body)).json(200);
    assert_eq!((&asked["status"], &asked["cancellation_requested"]), (&json!("picked"), &json!(true)));
    assert_eq!(client.put(&path("request_cancellation")).status, 409, "once per order");
}

#[test]
fn the_pharmacy_moves_an_order_on() {
    let mut client = Client::new();
    let order = text(&client.order(json!([{ "id": MUPIROCIN }]))["order_number"]);
    for status in ["picked", "verified", "shipped", "delivered"] {
        client.now += MINUTE;
        assert_eq!(client.advance(&order).unwrap(), status);
    }
    assert!(client.advance(&order).is_err());
    assert!(client.advance("nothing").is_err());
    let shown = client.get(&format!("/orders/{order}"));
    assert_eq!(shown["shipments"][0]["carrier"], "USPS");
    assert_eq!(shown["shipments"][0]["service_level"], "Ground Advantage");
    assert_eq!(shown["shipments"][0]["shipped_at"], "2025-03-15T12:03:00Z");

    client.now += 2.0 * MINUTE;
    let history = client.get(&format!("/orders/{order}/status_history"));
    let statuses: Vec<&str> = history.as_array().unwrap().iter().filter_map(|one| one["status"].as_str()).collect();
    assert_eq!(statuses, ["received", "picked", "verified", "shipped", "delivered"]);
    assert_eq!(history[0]["duration"], 60);
    assert_eq!(history[4]["duration"], 120);

    let replaced =
        client.send("PUT", &format!("/orders/{order}/replace"), Some(&json!({ "reason": "Product arrived damaged" }))).json(200);
    assert_eq!(replaced["replacement_request_status"], "pending");
    assert_eq!(replaced["replacement_requested_reason"], "Product arrived damaged");
    assert_eq!(replaced["status"], "delivered");
}

#[test]
fn a_shipment_follows_the_preference_or_the_label() {
    let mut client = Client::new();
    let mut shipment = |shipping: Value| {
        let order = client.order(json!([]));
        let path = format!("/orders/{}", text(&order["id"]));
        client.send("PUT", &path, Some(&shipping)).json(200);
        for _ in 0..3 {
            client.advance(&text(&order["id"])).unwrap();
        }
        client.get(&path)["shipments"][0].clone()
    };
    let by_level = shipment(json!({ "shipping": { "service_level": "ups_ground" } }));
    assert_eq!((&by_level["carrier"], &by_level["service_level"]), (&json!("UPS"), &json!("Ground")));
    let generic = shipment(json!({ "shipping": { "service_level": "next_day" } }));
    assert_eq!((&generic["carrier"], &generic["service_level"]), (&json!("USPS"), &json!("Next Day")));
    let label = shipment(json!({ "custom_shipping": { "carrier": "Courier", "tracking_number": "T1" } }));
    assert_eq!((&label["carrier"], &label["tracking_number"]), (&json!("Courier"), &json!("T1")));
}

#[test]
fn an_address_changes_until_the_order_is_verified() {
    let mut client = Client::new();
    let order = client.order(json!([]));
    let path = format!("/orders/{}", text(&order["id"]));
    let address = json!({ "address_1": "9 Other Street", "city": "Salem", "state": "MA", "zip_code": "01970" });
    let changed = client.send("PUT", &path, Some(&json!({ "address": address }))).json(200);
    assert_eq!(changed["address"]["city"], "Salem");
    assert_eq!(changed["address"]["address_2"], Value::Null, "an address is replaced as a whole");
    assert_eq!(changed["patient"]["address"]["city"], "Boston");
    let both = client.send("PUT", &format!("{path}?update_patient=true"), Some(&json!({ "address": address }))).json(200);
    assert_eq!(both["patient"]["address"]["city"], "Salem");

    client.advance(&text(&order["id"])).unwrap();
    assert_eq!(client.send("PUT", &path, Some(&json!({ "address": address }))).status, 200);
    client.advance(&text(&order["id"])).unwrap();
    let address = json!({ "address_1": "10 Other Street", "city": "Salem", "state": "MA", "zip_code": "01970" });
    let refused = client.send("PUT", &path, Some(&json!({ "address": address }))).json(409);
    assert_eq!(
        refused["message"],
        "An order that is verified cannot be changed. Allowed from: received, paused, exception, picked."
    );
    assert_eq!(client.send("PUT", &path, Some(&json!({ "external_id": "later" }))).json(200)["external_id"], "later");
}

#[test]
fn product_lines_come_and_go() {
    let mut client = Client::new();
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    let path = format!("/orders/{}/products", text(&order["id"]));
    let more = json!({ "prescription": [{ "id": MUPIROCIN }], "non_prescription": [{ "id": FISH_OIL }] });
    let order = client.send("POST", &path, Some(&more)).json(200);
    assert_eq!(order["prescription_count"], 2);
    assert_eq!(
        client.send("POST", &path, Some(&json!({ "prescription": [{ "sku": "NOPE" }] }))).complaints(),
        ["prescription[0].sku"]
    );

    let twice = format!("{path}/prescription/{MUPIROCIN}");
    let second = text(&order["products"]["prescription"][1]["order_item_id"]);
    assert_eq!(client.send("DELETE", &twice, None).complaints(), ["order_item_id"]);
    assert_eq!(client.send("PATCH", &twice, Some(&json!({ "quantity": 3 }))).complaints(), ["order_item_id"]);
    let changed = client.send("PATCH", &format!("{twice}?order_item_id={second}"), Some(&json!({ "quantity": 3 }))).json(200);
    assert_eq!(changed["products"]["prescription"][1]["quantity"], 3);
    assert_eq!(client.send("PATCH", &twice, Some(&json!({ "quantity": 0 }))).complaints(), ["quantity"]);
    assert_eq!(client.send("PATCH", &twice, Some(&json!({}))).complaints(), ["quantity"]);
    client.send("DELETE", &format!("{twice}?order_item_id={second}"), None).json(200);
    client.send("DELETE", &twice, None).json(200);
    assert_eq!(client.send("DELETE", &twice, None).status, 404);

    let oil = client.send("DELETE", &format!("{path}/non_prescription/{FISH_OIL}"), None).json(200);
    assert_eq!(oil["message"], "Non_prescription product removed from order");
    assert_eq!(client.send("DELETE", &format!("{path}/toys/{FISH_OIL}"), None).status, 404);
}

#[test]
fn compounding_reasons_are_global_or_own() {
    let mut client = Client::new();
    let global = client.get("/reasons");
    let adherence = global.as_array().unwrap().iter().find(|reason| reason["name"] == "Adherence or Compliance").unwrap();
    assert_eq!(adherence["subcategories"][0]["id"], PALATABILITY);
    let new = json!({ "name": "Physical location", "parent_id": adherence["id"] });
    let own = client.send("POST", "/reasons", Some(&new)).json(201);
    assert_eq!(own["is_global"], false);
    assert_eq!(client.get("/reasons?type=customer")[0]["id"], own["id"]);
    assert_eq!(client.get("/reasons?type=global"), global);

    let path = format!("/reasons/{}", text(&own["id"]));
    assert_eq!(client.send("PUT", &path, Some(&json!({ "description": "far away" }))).json(200)["name"], "Physical location");
    assert_eq!(client.send("PUT", &path, Some(&json!({ "parent_id": PALATABILITY }))).complaints(), ["parent_id"]);
    assert_eq!(client.send("PUT", &path, Some(&json!({ "parent_id": own["id"] }))).complaints(), ["parent_id"]);
    assert_eq!(client.send("POST", "/reasons", Some(&json!({}))).complaints(), ["name"]);
    assert_eq!(client.send("PUT", &format!("/reasons/{PALATABILITY}"), Some(&json!({ "name": "x" }))).status, 403);
    assert_eq!(client.send("PUT", "/reasons/none", Some(&json!({ "name": "x" }))).status, 404);
    let line = json!([{ "id": MUPIROCIN, "reasons": [{ "id": own["id"] }] }]);
    assert_eq!(client.order(line)["products"]["prescription"][0]["reasons"][0]["description"], "far away");
}

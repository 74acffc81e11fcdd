//! What is sent is kept as it was meant, or refused; what is given is in the contract.

use serde_json::json;

use super::*;

const NULLS: &str = "null";

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.iter().any(|(name, value)| name != "parent_id" && has_null(value)),
        _ => false,
    }
}

#[test]
fn what_has_no_value_is_left_out_or_null_as_it_is_assumed() {
    let mut client = Client::new();
    client.order(json!([{ "id": MUPIROCIN }]));
    client.prescription(1);
    let targets = ["/patients", "/orders", "/prescribers", "/search?q=a", "/products", "/reasons", "/notifications/email"];
    for target in targets {
        assert!(!has_null(&client.get(target)), "{target}");
    }
    client.assume(json!({ "nulls": "given" }));
    let order = client.get("/orders")[0].clone();
    assert_eq!(
        (&order["custom_shipping"], &order["external_id"], &order["patient"]["ssn"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert!(order.as_object().unwrap().contains_key("original_order_id"));
    assert!(!order["patient"].as_object().unwrap().contains_key("is_minor"), "{NULLS}");
}

#[test]
fn what_was_read_can_be_changed_and_written_back() {
    for nulls in ["omitted", "given"] {
        let mut client = Client::new();
        client.assume(json!({ "nulls": nulls }));
        let order = text(&client.order(json!([{ "id": MUPIROCIN }]))["id"]);
        for (path, field, value) in [
            (format!("/patients/{TESTINA}"), "phone", "5555550177"),
            (format!("/prescribers/{PLACEBO}"), "phone", "5555550178"),
            (format!("/orders/{order}"), "external_id", "visit-77"),
        ] {
            let mut read = client.get(&path);
            read[field] = value.into();
            let written = client.send("PUT", &path, Some(&read)).json(200);
            assert_eq!(written[field], value, "{path}");
            let again = client.get(&path);
            client.send("PUT", &path, Some(&again)).json(200);
        }
        let verified = format!("/orders/{order}");
        client.advance(&order).unwrap();
        client.advance(&order).unwrap();
        let mut read = client.get(&verified);
        read["external_id"] = "visit-78".into();
        assert_eq!(client.send("PUT", &verified, Some(&read)).json(200)["external_id"], "visit-78");
        read["status"] = "cancelled".into();
        assert_eq!(client.send("PUT", &verified, Some(&read)).complaints(), ["status"], "it would be lost");
    }
}

#[test]
fn nothing_of_another_kind_is_taken_in() {
    let mut client = Client::new();
    let path = format!("/patients/{TESTINA}");
    let before = client.get(&path);
    for (body, field) in [
        (json!({ "risk_factors": "latex" }), "risk_factors"),
        (json!({ "risk_factors": ["latex"] }), "risk_factors"),
        (json!({ "address": "1 Main St" }), "address"),
        (json!({ "height_inches": {} }), "height_inches"),
        (json!({ "weight_pounds": [1] }), "weight_pounds"),
        (json!({ "receive_sms": "yes" }), "receive_sms"),
        (json!({ "ssn": 123456789 }), "ssn"),
    ] {
        for target in [&path, "/patients"] {
            let method = if target == "/patients" { "POST" } else { "PUT" };
            assert_eq!(client.send(method, target, Some(&body)).complaints()[0], field, "{body}");
        }
    }
    assert_eq!(client.get(&path), before);
    let two = json!({ "prescription": [{ "id": MUPIROCIN, "sku": "RX-TRE-05" }] });
    let order = json!({ "patient_id": TESTINA, "products": two });
    assert_eq!(client.send("POST", "/orders", Some(&order)).complaints(), ["products.prescription[0].sku"]);
}

/// Values that no document rules out and nobody means, and where they stand.
fn odd() -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "first_name": "   " }), "first_name"),
        (json!({ "first_name": "A\u{0}" }), "first_name"),
        (json!({ "last_name": "A\u{202E}b" }), "last_name"),
        (json!({ "phone": "0000000000" }), "phone"),
        (json!({ "date_of_birth": "1800-01-01" }), "date_of_birth"),
        (json!({ "date_of_birth": "2099-01-01", "guardian_name": "G" }), "date_of_birth"),
        (json!({ "height_inches": -1 }), "height_inches"),
        (json!({ "ssn": "1" }), "ssn"),
    ]
}

#[test]
fn values_that_nobody_means_are_warned_of_refused_or_accepted() {
    let mut client = Client::new();
    client.assume(json!({ "expectedFields": "accept" }));
    for (body, field) in odd() {
        let answer = client.send("POST", "/patients", Some(&body));
        answer.json(201);
        assert!(answer.headers.contains(&("x-sandbox-warnings".into(), warned(&body, field))), "{:?}", answer.headers);
    }
    client.assume(json!({ "strictValues": "refuse" }));
    for (body, field) in odd() {
        assert_eq!(client.send("POST", "/patients", Some(&body)).complaints(), [field], "{body}");
    }
    let line = json!({ "patient_id": TESTINA, "products": { "prescription": [{ "id": MUPIROCIN, "quantity": 0 }] } });
    assert_eq!(client.send("POST", "/orders", Some(&line)).complaints(), ["products.prescription[0].quantity"]);
    client.assume(json!({ "strictValues": "accept" }));
    let answer = client.send("POST", "/patients", Some(&odd()[0].0));
    assert!(answer.headers.iter().all(|(name, _)| name != "x-sandbox-warnings"));
}

#[test]
fn an_address_abroad_needs_no_state_or_zip_of_the_united_states() {
    let mut client = Client::new();
    client.assume(json!({ "strictValues": "refuse", "expectedFields": "accept" }));
    let at = |country: &str| json!({ "address": { "state": "BC", "zip_code": "V6B 1A1", "country": country } });
    client.send("POST", "/patients", Some(&at("CA"))).json(201);
    for country in ["", "US", "usa"] {
        let refused = client.send("POST", "/patients", Some(&at(country))).complaints();
        assert_eq!(refused, ["address.state", "address.zip_code"], "{country}");
    }
}

#[test]
fn warnings_fit_into_a_header() {
    let mut client = Client::new();
    let key = "\u{8e}Testina \u{1F600}";
    let body = json!({ key: { key: "\u{16}" }, "nickname": "\u{16}" });
    let answer = client.send("PUT", &format!("/prescribers/{PLACEBO}"), Some(&body));
    answer.json(200);
    let header = answer.header("x-sandbox-warnings").unwrap();
    assert!(header.is_ascii() && header.contains("nickname") && !header.contains("Testina"), "{header}");
    let lines: Vec<Value> = (0..300).map(|_| json!({ "id": MUPIROCIN, "quantity": 0 })).collect();
    let answer = client.send("POST", "/orders", Some(&json!({ "patient_id": TESTINA, "products": { "prescription": lines } })));
    answer.json(201);
    let header = answer.header("x-sandbox-warnings").unwrap();
    assert!(header.len() < 1500 && header.ends_with(" more"), "{header}");
}

/// No value stands in the header, only fields.
fn warned(_: &Value, field: &str) -> String {
    field.to_string()
}

#[test]
fn fields_that_are_only_taken_to_be_needed_are_refused_where_it_is_assumed() {
    let mut client = Client::new();
    let nova = json!({ "first_name": "Nova" });
    client.send("POST", "/patients", Some(&nova)).json(201);
    client.assume(json!({ "expectedFields": "refuse" }));
    let missing = ["last_name", "email", "phone", "date_of_birth", "address"];
    assert_eq!(client.send("POST", "/patients", Some(&nova)).complaints(), missing);
    let order = json!({ "patient_id": TESTINA, "shipping": {} });
    assert_eq!(client.send("POST", "/orders", Some(&order)).complaints(), ["shipping", "products"]);
    client.assume(json!({ "expectedFields": "warn" }));
    let answer = client.send("POST", "/orders", Some(&order));
    assert_eq!(answer.json(201).get("shipping"), None, "a preference that names nothing is none");
    assert_eq!(answer.header("x-sandbox-warnings"), Some("shipping, products"));
}

#[test]
fn a_partial_address_loses_nothing() {
    let mut client = Client::new();
    client.assume(json!({ "expectedFields": "accept" }));
    let reno = json!({ "address": { "city": "Reno" } });
    let answer = client.send("POST", "/patients", Some(&reno));
    assert_eq!(answer.header("x-sandbox-warnings"), Some("address.address_1, address.state, address.zip_code"));
    assert_eq!(answer.json(201)["address"], json!({ "address_1": "", "city": "Reno", "state": "", "zip_code": "" }));
    let patient = format!("/patients/{TESTINA}");
    let order = format!("/orders/{}", text(&client.order(json!([]))["id"]));
    for path in [&patient, &order] {
        let mut expected = client.get(path)["address"].clone();
        let changed = client.send("PUT", path, Some(&reno)).json(200)["address"].clone();
        for (part, value) in [("city", &json!("Reno")), ("id", &changed["id"])].into_iter().filter(|(_, value)| !value.is_null())
        {
            expected[part] = value.clone();
        }
        assert_eq!(changed, expected);
    }
    let whole = json!({ "address": { "address_1": "2 Made-up Rd", "city": "Reno", "state": "NV", "zip_code": "89501" } });
    assert_eq!(
        client.send("PUT", &patient, Some(&whole)).json(200)["address"],
        whole["address"],
        "no part of the old one is left"
    );
    client.assume(json!({ "partialAddress": "refuse" }));
    assert_eq!(client.send("PUT", &patient, Some(&reno)).complaints()[0], "address.address_1");
    client.assume(json!({ "partialAddress": "accept" }));
    assert_eq!(client.send("PUT", &patient, Some(&reno)).header("x-sandbox-warnings"), None);
}

#[test]
fn unknown_fields_are_refused_where_the_fields_are_documented() {
    let mut client = Client::new();
    let patient = format!("/patients/{TESTINA}");
    let unknown = json!({ "nickname": "T", "created_at": "2020-01-01T00:00:00Z" });
    assert_eq!(client.send("PUT", &patient, Some(&unknown)).complaints(), ["created_at", "nickname"]);
    assert_eq!(client.send("GET", "/orders?colour=red", None).complaints(), ["colour"]);
    // Neither of these two has documented fields.
    let prescriber = format!("/prescribers/{PLACEBO}");
    let answer = client.send("PUT", &prescriber, Some(&json!({ "nickname": "P", "id": TESTINA })));
    assert_eq!((answer.json(200)["id"].as_str(), answer.header("x-sandbox-warnings")), (Some(PLACEBO), Some("id, nickname")));
    let answer = client.send("GET", "/prescribers?colour=red", None);
    assert_eq!((answer.status, answer.header("x-sandbox-warnings")), (200, Some("colour")));
    client.assume(json!({ "unknownFields": "refuse" }));
    assert_eq!(
        client.send("PUT", &prescriber, Some(&json!({ "nickname": "P", "id": TESTINA }))).complaints(),
        ["id", "nickname"]
    );
    client.assume(json!({ "unknownFields": "ignore" }));
    assert_eq!(client.send("PUT", &patient, Some(&unknown)).header("x-sandbox-warnings"), None);
}

#[test]
fn a_server_speaks_as_a_server() {
    let mut client = Client::new();
    for body in [json!({ "nickname": "x" }), json!({ "date_of_birth": "01/01/1990" }), json!({ "phone": null })] {
        let answer = client.send("PUT", &format!("/patients/{TESTINA}"), Some(&body));
        for word in ["allowUnknownFields", "blend-sdk", "of a Date"] {
            assert!(!answer.body.contains(word), "{}", answer.body);
        }
    }
    let head = client.send("HEAD", &format!("/patients/{TESTINA}"), None);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for target in ["/orders", "/patients", "/products/prescription"] {
        assert_eq!(client.send("GET", &format!("{target}?page_size=201"), None).complaints(), ["page_size"], "{target}");
        assert_eq!(client.get(&format!("{target}?page=4294967297")), json!([]), "{target}");
    }
}

#[test]
fn errors_are_written_as_it_is_assumed() {
    let mut client = Client::new();
    let mut wrong = |style: &str| {
        client.assume(json!({ "errorBody": style }));
        let body = json!({ "phone": "1" });
        client.send("PUT", &format!("/patients/{TESTINA}"), Some(&body)).body
    };
    let reason = "expected ten digits without formatting or country code, such as 6175550123";
    assert_eq!(wrong("detail"), json!({ "detail": format!("phone: {reason}") }).to_string());
    assert_eq!(wrong("text"), format!("phone: {reason}"));
    let list: Value = serde_json::from_str(&wrong("list")).unwrap();
    assert_eq!(list["errors"], json!([{ "field": "phone", "message": reason }]));
}

#[test]
fn of_several_with_one_external_id_the_assumed_one_is_meant() {
    let mut client = Client::new();
    let twice = |client: &mut Client, target: &str, body: Value| {
        [(); 2].map(|()| text(&client.send("POST", target, Some(&body)).json(201)["id"]))
    };
    let orders = twice(&mut client, "/orders?force_new=true", json!({ "patient_id": TESTINA, "external_id": "one" }));
    let patients = twice(&mut client, "/patients", json!({ "first_name": "Nova", "external_id": "one" }));
    let meant = |client: &mut Client| {
        let named = json!({ "patient": { "external_id": "one" } });
        let order = client.send("POST", "/orders?force_new=true", Some(&named)).json(201);
        (text(&client.get("/orders/one")["id"]), text(&order["patient"]["id"]))
    };
    assert_eq!(meant(&mut client), (orders[1].clone(), patients[1].clone()));
    client.assume(json!({ "externalId": "oldest" }));
    assert_eq!(meant(&mut client), (orders[0].clone(), patients[0].clone()));
    client.assume(json!({ "uniqueExternalId": "yes" }));
    let again = json!({ "patient_id": TESTINA, "external_id": "one" });
    assert_eq!(client.send("POST", "/orders?force_new=true", Some(&again)).complaints(), ["external_id"]);
    assert_eq!(client.send("POST", "/patients", Some(&json!({ "external_id": "one" }))).complaints(), ["external_id"]);
}

#[test]
fn lists_and_look_ups_are_as_it_is_assumed() {
    let mut client = Client::new();
    for key in ["a", "b", "c", "d", "e", "f"] {
        client.send("POST", "/orders?force_new=true", Some(&json!({ "patient_id": TESTINA, "external_id": key }))).json(201);
    }
    client.assume(json!({ "totals": "header", "shortPages": "yes" }));
    let page = client.send("GET", "/orders?page_size=4", None);
    assert_eq!(page.json(200).as_array().unwrap().len(), 3, "a short page");
    for (name, value) in [("x-total-count", "6"), ("x-page-size", "3"), ("x-total-pages", "2")] {
        assert!(page.headers.contains(&(name.into(), value.into())), "{:?}", page.headers);
    }
    client.assume(json!({ "lookupLag": "10s" }));
    assert_eq!(client.send("GET", "/orders/a", None).status, 404);
    assert_eq!(client.get("/orders"), json!([]));
    client.now += 10_000.0;
    assert_eq!(client.get("/orders/a")["external_id"], "a");
}

#[test]
fn what_survives_a_merge_is_assumed() {
    let body = json!({
        "patient_id": TESTINA,
        "external_id": "second",
        "shipping": { "carrier": "ups" },
        "products": { "prescription": [{ "id": MUPIROCIN }] },
    });
    for (kept, lines, key, carrier) in
        [("lines", 1, "first", "usps"), ("all", 1, "second", "ups"), ("nothing", 0, "first", "usps")]
    {
        let mut client = Client::new();
        client.assume(json!({ "mergeKeeps": kept }));
        let first = json!({ "patient_id": TESTINA, "external_id": "first", "shipping": { "carrier": "usps" } });
        client.send("POST", "/orders", Some(&first)).json(201);
        let merged = client.send("POST", "/orders", Some(&body)).json(201);
        assert_eq!(merged["merged_into_existing"], true);
        let shown = (&merged["prescription_count"], &merged["external_id"], &merged["shipping"]["carrier"]);
        assert_eq!(shown, (&json!(lines), &json!(key), &json!(carrier)), "{kept}");
    }
    let mut client = Client::new();
    client.assume(json!({ "mergeable": "never", "forbiddenAction": 422, "badToken": 422 }));
    client.send("POST", "/orders", Some(&body)).json(201);
    let second = client.send("POST", "/orders", Some(&body)).json(201);
    assert_eq!(second["merged_into_existing"], false);
    assert_eq!(client.put("/orders/second/unpause").status, 422);
    client.token = "not.a.token".into();
    assert_eq!(client.send("GET", "/orders", None).status, 422);
}

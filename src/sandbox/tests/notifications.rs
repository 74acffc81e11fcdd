use serde_json::json;

use super::*;

const WEBHOOKS: &str = "/notifications/webhooks";
const URL: &str = "https://example.com/hook";

fn codes(subscription: &Value) -> Vec<&str> {
    subscription["subscriptions"].as_array().unwrap().iter().map(|event| event["event_code"].as_str().unwrap()).collect()
}

#[test]
fn a_webhook_comes_and_goes() {
    let mut client = Client::new();
    assert_eq!(client.get(WEBHOOKS), json!([]));
    let new = json!({ "event_codes": ["order.shipped", "order.stuck"], "url": URL });
    let webhook = client.send("POST", WEBHOOKS, Some(&new)).json(201);
    assert_eq!((&webhook["type"], &webhook["is_active"]), (&json!("webhook"), &json!(true)));
    assert_eq!(codes(&webhook), ["order.shipped", "order.stuck"]);
    assert_eq!(webhook["subscriptions"][0]["name"], "Order Shipped");
    assert!(webhook.get("url").is_none(), "no page shows it");
    let path = format!("{WEBHOOKS}/{}", text(&webhook["id"]));
    assert_eq!(client.get(&path), webhook);

    let changed = client.send("PUT", &path, Some(&json!({ "event_codes": ["all"], "url": URL }))).json(200);
    assert_eq!((&changed["id"], codes(&changed)), (&webhook["id"], vec!["all"]));
    assert_eq!(client.get(WEBHOOKS), json!([changed]));
    client.send("DELETE", &path, None).json(200);
    assert_eq!(client.get(WEBHOOKS), json!([]));
    for method in ["GET", "DELETE"] {
        assert_eq!(client.send(method, &path, None).status, 404);
    }
}

#[test]
fn a_webhook_needs_events_that_there_are_and_https() {
    let mut client = Client::new();
    let mut refused = |body: Value| client.send("POST", WEBHOOKS, Some(&body)).complaints();
    assert_eq!(refused(json!({ "event_codes": ["all", "order.shiped"], "url": URL })), ["event_codes[1]"]);
    assert_eq!(refused(json!({ "event_codes": ["all"], "url": "http://example.com/hook" })), ["url"]);
    assert_eq!(refused(json!({ "event_codes": ["all"] })), ["url"]);
    assert_eq!(refused(json!({ "url": URL })), ["event_codes"]);
    assert_eq!(client.get(WEBHOOKS), json!([]));
}

#[test]
fn events_count_once_and_a_scheme_may_be_written_large() {
    let mut client = Client::new();
    let new = json!({ "event_codes": ["order.shipped", "order.stuck", "order.shipped"], "url": "HTTPS://example.com/hook" });
    assert_eq!(codes(&client.send("POST", WEBHOOKS, Some(&new)).json(201)), ["order.shipped", "order.stuck"]);
    let mail = json!({ "event_codes": ["all", "all"] });
    assert_eq!(codes(&client.send("PUT", "/notifications/email", Some(&mail)).json(200)), ["all"]);
    for url in ["https:/example.com", "ftp://example.com", "é", "httpsé//"] {
        let body = json!({ "event_codes": ["all"], "url": url });
        assert_eq!(client.send("POST", WEBHOOKS, Some(&body)).complaints(), ["url"], "{url}");
    }
}

#[test]
fn an_update_switches_a_subscription_on_again() {
    let mut client = Client::new();
    let body = json!({ "event_codes": ["all"], "url": URL });
    let webhook = text(&client.send("POST", WEBHOOKS, Some(&body)).json(201)["id"]);
    client.send("PUT", "/notifications/email", Some(&json!({ "event_codes": ["all"] }))).json(200);
    client.send("DELETE", &format!("/notifications/{webhook}"), None).json(200);
    client.send("DELETE", "/notifications/email", None).json(200);
    let path = format!("{WEBHOOKS}/{webhook}");
    assert_eq!(client.get(&path)["is_active"], false);
    assert_eq!(client.send("PUT", &path, Some(&body)).json(200)["is_active"], true);
    let email = client.send("PUT", "/notifications/email", Some(&json!({ "event_codes": ["all"] }))).json(200);
    assert_eq!(email["is_active"], true);
}

#[test]
fn every_secret_is_another() {
    let mut client = Client::new();
    let mut secret = || text(&client.send("POST", "/notifications/webhooks/secret", None).json(200)["secret"]);
    let (first, second) = (secret(), secret());
    assert!(first.len() >= 32);
    assert_ne!(first, second);
}

#[test]
fn there_is_a_sample_of_every_event() {
    let mut client = Client::new();
    let events = client.get("/notifications/events");
    assert_eq!(events[0]["event_code"], "all");
    for event in &events.as_array().unwrap()[1..] {
        let code = text(&event["event_code"]);
        let preview = client.get(&format!("/notifications/sample/{code}"));
        let body = json!({ "event_code": code, "webhook_url": URL });
        let sent = client.send("POST", "/notifications/sample", Some(&body)).json(200);
        assert_eq!(sent["payload_preview"], preview["payload_preview"]);
        assert_eq!((&sent["event_code"], &sent["webhook_url"]), (&json!(code), &json!(URL)));
        assert_eq!(sent["message"], "Sample webhook sent successfully");
    }
    assert_eq!(client.send("GET", "/notifications/sample/all", None).status, 404);
    let mut refused = |body: Value| client.send("POST", "/notifications/sample", Some(&body)).complaints();
    assert_eq!(refused(json!({ "event_code": "all", "webhook_url": URL })), ["event_code"]);
    assert_eq!(refused(json!({ "event_code": "order.created" })), ["webhook_url"]);
    assert_eq!(refused(json!({ "webhook_url": URL })), ["event_code"]);
}

#[test]
fn the_sample_of_a_shipment_names_no_order() {
    let mut client = Client::new();
    let preview = client.get("/notifications/sample/order.shipped");
    let mut keys: Vec<&String> = preview["payload_preview"].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "carrier",
            "created_at",
            "estimated_delivery_date",
            "service_level",
            "status",
            "tracking_number",
            "tracking_url",
            "updated_at",
            "url"
        ]
    );
    assert!(!text(&preview["payload_preview"]["url"]).contains("order"));
    // As a delivery, it is what the contract says of one.
    for code in ["order.shipped", "order.created"] {
        let sample = client.get(&format!("/notifications/sample/{code}"))["payload_preview"].clone();
        let delivery = json!({ "event_code": code, "data": sample }).to_string();
        let policy = Policy { direction: Direction::Answer, strict: true, allow_unknown: false, today: 20_000 };
        let report = check(delivery.as_bytes(), <crate::model::webhooks::WebhookEvent as crate::check::Wire>::KIND, policy);
        assert_eq!(report.issues, [], "{code}");
    }
}

#[test]
fn mail_is_set_and_switched_off() {
    let mut client = Client::new();
    assert_eq!(client.get("/notifications/email"), json!({ "is_active": false, "subscriptions": [] }));
    let mut set = |codes: Value| client.send("PUT", "/notifications/email", Some(&json!({ "event_codes": codes })));
    assert_eq!(codes(&set(json!(["order.created", "order.stuck"])).json(200)), ["order.created", "order.stuck"]);
    assert_eq!(set(json!(["order.shiped"])).complaints(), ["event_codes[0]"]);
    let email = set(json!(["order.shipped"])).json(200);
    assert_eq!((&email["is_active"], codes(&email)), (&json!(true), vec!["order.shipped"]));
    assert_eq!(client.get("/notifications/email"), email);
    client.send("DELETE", "/notifications/email", None).json(200);
    assert_eq!(client.get("/notifications/email")["is_active"], false);
}

#[test]
fn the_deprecated_calls_see_the_same_subscriptions() {
    let mut client = Client::new();
    let mut create = |body: Value| client.send("POST", "/notifications", Some(&body));
    let webhook = create(json!({ "type": "webhook", "event_codes": ["all"], "url": URL })).json(201);
    let email = create(json!({ "type": "email", "event_codes": ["order.stuck"] })).json(201);
    let again = create(json!({ "type": "email", "event_codes": ["order.shipped"] })).json(201);
    let sms = create(json!({ "type": "sms", "event_codes": ["order.shipped"] })).json(201);
    assert_eq!(again["id"], email["id"], "a user has one address");
    assert_eq!(create(json!({ "type": "webhook", "event_codes": ["all"] })).complaints(), ["url"]);
    assert_eq!(create(json!({ "event_codes": ["all"] })).complaints(), ["type"]);

    assert_eq!(client.get(WEBHOOKS), json!([webhook]));
    assert_eq!(codes(&client.get("/notifications/email")), ["order.shipped"]);
    assert_eq!(client.get("/notifications"), json!([webhook, again, sms]));

    for subscription in [&webhook, &email] {
        client.send("DELETE", &format!("/notifications/{}", text(&subscription["id"])), None).json(200);
    }
    assert_eq!(client.get("/notifications/email")["is_active"], false);
    assert_eq!(client.get(&format!("{WEBHOOKS}/{}", text(&webhook["id"])))["is_active"], false);
    assert_eq!(client.get("/notifications")[2], sms);
    assert_eq!(client.send("DELETE", &format!("/notifications/{TESTINA}"), None).status, 404);
}

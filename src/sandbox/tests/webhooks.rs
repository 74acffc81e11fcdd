use serde_json::json;

use super::*;

const HOOK: &str = "http://localhost:3000/hook";

fn due(client: &mut Client) -> Vec<Value> {
    client.sandbox.take_deliveries(client.now).into_iter().map(|due| serde_json::to_value(due).unwrap()).collect()
}

#[test]
fn events_go_to_those_who_subscribed() {
    let mut client = Client::new();
    let hook = json!({ "event_codes": ["order.created"], "url": HOOK });
    let webhook = client.send("POST", "/notifications/webhooks", Some(&hook)).json(201);
    let elsewhere = json!({ "event_codes": ["all"], "url": "https://example.com/hook" });
    client.send("POST", "/notifications/webhooks", Some(&elsewhere)).json(201);
    let insecure = json!({ "event_codes": ["all"], "url": "http://example.com/hook" });
    assert_eq!(client.send("POST", "/notifications/webhooks", Some(&insecure)).complaints(), ["url"]);
    let order = client.order(json!([]));
    client.ship(&order);
    let sent = due(&mut client);
    assert_eq!(sent.len(), 1, "shipped was not subscribed to, and example.com is not this machine");
    assert_eq!((&sent[0]["event"], &sent[0]["url"], &sent[0]["secret"]), (&json!("order.created"), &json!(HOOK), &Value::Null));
    let body: Value = serde_json::from_str(sent[0]["body"].as_str().unwrap()).unwrap();
    assert_eq!((&body["event_code"], &body["data"]["order_number"]), (&json!("order.created"), &order["order_number"]));
    assert_eq!(body["data"]["created_at"], "2025-03-15T12:00:00.000000");
    let states: Vec<Value> =
        client.control("deliveries", json!({})).unwrap().as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["refused", "refused", "sending"]);

    client.send("DELETE", &format!("/notifications/webhooks/{}", text(&webhook["id"])), None).json(200);
    client.order(json!([]));
    assert!(due(&mut client).is_empty());
}

#[test]
fn a_delivery_carries_the_secret_and_is_repeated() {
    let mut client = Client::new();
    let secret = client.send("POST", "/notifications/webhooks/secret", None).json(200)["secret"].clone();
    let sample = json!({ "event_code": "order.shipped", "webhook_url": HOOK });
    client.send("POST", "/notifications/sample", Some(&sample)).json(200);
    let sent = due(&mut client);
    assert_eq!(sent[0]["secret"], secret);
    client.sandbox.note_delivery(sent[0]["id"].as_u64().unwrap(), 500, client.now);
    assert!(due(&mut client).is_empty(), "not yet");
    client.now += 10_000.0;
    let again = due(&mut client);
    assert_eq!((&again[0]["id"], &again[0]["attempt"]), (&sent[0]["id"], &json!(2)));
    client.sandbox.note_delivery(again[0]["id"].as_u64().unwrap(), 204, client.now);
    assert_eq!(client.control("deliveries", json!({})).unwrap()[0]["state"], "delivered");
}

#[test]
fn deliveries_come_twice_shuffled_or_not_at_all() {
    let mut client = Client::new();
    client.control("webhooks", json!({ "to": "", "twice": true, "shuffled": true })).unwrap();
    let orders: Vec<Value> = (0..10).map(|_| client.order(json!([]))["order_number"].clone()).collect();
    let came: Vec<Value> = due(&mut client)
        .iter()
        .map(|one| serde_json::from_str::<Value>(one["body"].as_str().unwrap()).unwrap()["data"]["order_number"].clone())
        .collect();
    assert_eq!(came.len(), 20);
    let in_order: Vec<Value> = orders.iter().flat_map(|number| [number.clone(), number.clone()]).collect();
    assert_ne!(came, in_order);
    client.control("webhooks", json!({ "twice": false, "lose": 1 })).unwrap();
    client.order(json!([]));
    assert!(due(&mut client).is_empty());
    assert!(client.control("webhooks", json!({ "lose": 2 })).is_err());
    assert!(client.control("webhooks", json!({ "too": "" })).is_err());
}

#[test]
fn what_would_reach_nobody_is_refused() {
    let mut client = Client::new();
    for (options, path) in [
        (json!({ "to": "nonsense" }), "to"),
        (json!({ "to": 5 }), "to"),
        (json!({ "to": "ftp://localhost/hook" }), "to"),
        (json!({ "to": "https://receiver.example/hook" }), "to"),
        (json!({ "twice": "yes" }), "twice"),
        (json!({ "allow": 5 }), "allow"),
        (json!({ "secret": 5 }), "secret"),
    ] {
        let refused = client.control("webhooks", options.clone()).unwrap_err();
        assert!(refused.starts_with(&format!("{path}:")), "{options}: {refused}");
    }
    let allowed = json!({ "to": "https://receiver.example/hook", "allow": "receiver.example" });
    client.control("webhooks", allowed).unwrap();
    for url in ["nonsense", "https://elsewhere.example/hook"] {
        assert!(client.control("trigger", json!({ "event": "order.shipped", "url": url })).unwrap_err().starts_with("url:"));
    }
    let options = object(json!({ "webhooks": { "to": "nonsense" } }));
    assert!(Sandbox::open(options, NOON).err().unwrap_or_default().starts_with("webhooks.to:"));
}

#[test]
fn events_are_triggered_by_hand() {
    let mut client = Client::new();
    client.control("webhooks", json!({ "to": "" })).unwrap();
    client.control("trigger", json!({ "event": "order.shipped" })).unwrap();
    let order = client.order(json!([]))["id"].clone();
    client.control("trigger", json!({ "event": "order.stuck", "order": order })).unwrap();
    let names: Vec<Value> = due(&mut client).iter().map(|one| one["event"].clone()).collect();
    assert_eq!(names, ["order.shipped", "order.created", "order.stuck"]);
    let to_url = json!({ "event": "order.stuck", "order": order, "url": "http://localhost/hook" });
    assert_eq!(client.control("trigger", to_url).unwrap()["deliveries"], 1);
    let sent = due(&mut client);
    assert_eq!((&sent[0]["url"], sent.len()), (&json!("http://localhost/hook"), 1));
    assert!(sent[0]["body"].as_str().unwrap().contains(order.as_str().unwrap()), "of that order");
    let no_order = json!({ "event": "prescription.cancelled", "order": order });
    assert!(client.control("trigger", no_order).unwrap_err().starts_with("event:"));
    client.control("webhooks", json!({ "to": null })).unwrap();
    assert_eq!(client.control("trigger", json!({ "event": "order.shipped" })).unwrap()["deliveries"], 0, "nobody subscribed");
    let unknown = client.control("trigger", json!({ "event": "order.lost" })).unwrap_err();
    assert!(unknown.contains("order.delivered"), "{unknown}");
}

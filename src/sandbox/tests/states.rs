//! What happens at the pharmacy and as time passes.

use serde_json::json;

use super::*;

fn stuck(client: &mut Client) -> Vec<String> {
    let rows = client.control("stuck", json!({})).unwrap();
    rows.as_array().unwrap().iter().map(|row| text(&row["reason"])).collect()
}

fn events(client: &mut Client) -> Vec<String> {
    let rows = client.control("deliveries", json!({})).unwrap();
    rows.as_array().unwrap().iter().map(|row| text(&row["event"])).collect()
}

fn advance_clock(client: &mut Client, by: &str) {
    client.control("clock", json!({ "advance": by })).unwrap();
    client.sign_in();
}

#[test]
fn an_order_reaches_every_status() {
    let mut client = Client::new();
    client.control("webhooks", json!({ "to": "" })).unwrap();
    let order = text(&client.order(json!([]))["id"]);
    assert_eq!(client.control("ship", json!({ "order": order })).unwrap()["status"], "shipped");
    assert_eq!(client.control("advance", json!({ "order": order, "to": "delivered" })).unwrap()["status"], "delivered");
    assert!(client.control("ship", json!({ "order": order })).unwrap_err().contains("does not move on to shipped"));
    let other = text(&client.order(json!([]))["id"]);
    for status in ["exception", "paused", "picked", "cancelled", "shipped"] {
        assert_eq!(client.control("set", json!({ "order": other, "status": status })).unwrap()["status"], status);
        assert_eq!(client.get(&format!("/orders/{other}"))["status"], status);
    }
    assert_eq!(
        events(&mut client),
        ["order.created", "order.shipped", "order.delivered", "order.created", "order.stuck", "order.shipped"]
    );
    assert!(
        client.control("set", json!({ "order": other, "status": "lost" })).unwrap_err().starts_with("status: expected one of")
    );
}

#[test]
fn an_order_is_stuck_without_a_prescription_after_a_day() {
    let mut client = Client::new();
    client.control("webhooks", json!({ "to": "" })).unwrap();
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    advance_clock(&mut client, "23h 59m");
    assert!(stuck(&mut client).is_empty());
    advance_clock(&mut client, "1m");
    assert_eq!(stuck(&mut client), ["no active prescription"]);
    assert_eq!(events(&mut client), ["order.created", "order.stuck"]);
    assert_eq!(client.get("/search/tasks?q=stuck")["results"][0]["order_id"], order["id"]);
    client.assume(json!({ "stuckOrders": "hold" }));
    assert!(client.advance(&text(&order["id"])).unwrap_err().contains("stuck"));
    client.prescription(0);
    assert!(stuck(&mut client).is_empty(), "one arrived");
    assert_eq!(client.get("/search/tasks?q=stuck")["results"][0]["status_code"], "DONE");
    client.advance(&text(&order["id"])).unwrap();
}

#[test]
fn a_refill_that_is_too_early_clears_by_itself() {
    let mut client = Client::new();
    let medication = json!({ "prescription_product_id": MUPIROCIN, "refills": 1, "days_supply": 30 });
    let body = json!({ "medication": medication, "patient": { "id": TESTINA } });
    client.send("POST", PRESCRIPTIONS, Some(&body)).json(201);
    let first = client.order(json!([{ "id": MUPIROCIN }]));
    client.ship(&first);
    let second = client.order(json!([{ "id": MUPIROCIN }]));
    assert_eq!(second["products"]["prescription"][0]["has_prescription"], false);
    assert_eq!(stuck(&mut client), ["refill too early"]);
    advance_clock(&mut client, "22d");
    assert_eq!(stuck(&mut client), ["refill too early"]);
    advance_clock(&mut client, "12h");
    assert!(stuck(&mut client).is_empty());
    client.ship(&second);
    client.order(json!([{ "id": MUPIROCIN }]));
    assert_eq!(stuck(&mut client), ["no refills left"]);
}

#[test]
fn a_prescription_lapses_and_is_cancelled() {
    let mut client = Client::new();
    client.control("webhooks", json!({ "to": "" })).unwrap();
    let prescription = client.prescription(3);
    let path = format!("{PRESCRIPTIONS}/{}", text(&prescription["id"]));
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    let has = |client: &mut Client| {
        client.get(&format!("/orders/{}", text(&order["id"])))["products"]["prescription"][0]["has_prescription"].clone()
    };
    assert_eq!(has(&mut client), true);
    advance_clock(&mut client, "365d");
    assert_eq!((has(&mut client), &client.get(&path)["medications"][0]["status"]), (json!(false), &json!("expired")));
    assert_eq!(stuck(&mut client), ["prescription lapsed or cancelled"]);
    let newer = client.prescription(3);
    assert_eq!(has(&mut client), true);
    client.control("cancel-prescription", json!({ "prescription": newer["id"] })).unwrap();
    assert_eq!(has(&mut client), false);
    assert_eq!(events(&mut client).last().unwrap(), "order.stuck");
    assert!(events(&mut client).contains(&"prescription.cancelled".to_string()));
    assert!(client.control("cancel-prescription", json!({ "prescription": newer["id"] })).is_err(), "only once");
    let today = &client.get("/reports/daily")[29];
    assert_eq!(today["new_prescriptions"], 0, "cancelled ones do not count");
}

#[test]
fn cancellation_requests_are_answered() {
    let mut client = Client::new();
    for (outcome, status) in [("accepted", "cancelled"), ("declined", "picked")] {
        let order = text(&client.order(json!([]))["id"]);
        let answer = json!({ "order": order, "outcome": outcome });
        assert!(client.control("answer-cancellation", answer.clone()).is_err(), "nothing was asked");
        client.advance(&order).unwrap();
        client.put(&format!("/orders/{order}/request_cancellation")).json(200);
        assert_eq!(client.get("/search/tasks?q=cancellation")["results"][0]["status_code"], "NEW");
        assert_eq!(client.control("answer-cancellation", answer).unwrap()["status"], status);
        let shown = client.get(&format!("/orders/{order}"));
        assert_eq!((&shown["status"], &shown["cancellation_requested"]), (&json!(status), &json!(true)));
    }
    assert!(client.control("answer-cancellation", json!({ "order": "x", "outcome": "maybe" })).is_err());
}

#[test]
fn replacements_are_fulfilled_declined_and_cancelled() {
    let mut client = Client::new();
    for outcome in ["fulfilled", "declined", "cancelled"] {
        client.prescription(0);
        let order = client.order(json!([{ "id": MUPIROCIN }, { "id": MUPIROCIN }]));
        client.ship(&order);
        let path = format!("/orders/{}", text(&order["id"]));
        let body = json!({ "reason": "Product arrived damaged" });
        client.send("PUT", &format!("{path}/replace"), Some(&body)).json(200);
        let answer = json!({ "order": order["id"], "outcome": outcome, "orders": 2 });
        let made = client.control("answer-replacement", answer.clone()).unwrap()["orders"].clone();
        let shown = client.get(&path);
        assert_eq!((&shown["replacement_request_status"], &shown["replacement_order_ids"]), (&json!(outcome), &made));
        assert!(client.control("answer-replacement", answer).is_err(), "none is pending");
        assert_eq!(made.as_array().unwrap().len(), if outcome == "fulfilled" { 2 } else { 0 });
        for id in made.as_array().unwrap() {
            let new = client.get(&format!("/orders/{}", text(id)));
            assert_eq!((&new["is_replacement"], &new["original_order_id"]), (&json!(true), &order["id"]));
            assert_eq!(new["replacement_reason"], "Product arrived damaged");
            assert_eq!(new["prescription_count"], 1, "the lines are spread");
            assert_eq!(new["products"]["prescription"][0]["has_prescription"], true);
        }
    }
}

#[test]
fn a_schedule_moves_orders_on() {
    let mut client = Client::new();
    client.control("schedule", json!({ "picked": "2h", "verified": "30m", "shipped": "1d", "delivered": 86_400_000 })).unwrap();
    let order = text(&client.order(json!([]))["id"]);
    let paused = text(&client.order(json!([]))["id"]);
    client.put(&format!("/orders/{paused}/pause")).json(200);
    client.now += 150.0 * MINUTE;
    client.sign_in();
    assert_eq!(client.get(&format!("/orders/{order}"))["status"], "verified");
    advance_clock(&mut client, "3d");
    let history = client.get(&format!("/orders/{order}/status_history"));
    let shown: Vec<(String, String)> =
        history.as_array().unwrap().iter().map(|one| (text(&one["status"]), text(&one["updated_at"]))).collect();
    assert_eq!(shown[1], ("picked".into(), "2025-03-15T14:00:00Z".into()), "at its own time");
    assert_eq!(shown[4], ("delivered".into(), "2025-03-17T14:30:00Z".into()));
    assert_eq!(client.get(&format!("/orders/{paused}"))["status"], "paused");
    assert!(client.control("schedule", json!({ "paused": "1h" })).is_err());
}

#[test]
fn time_makes_tokens_lapse_and_minors_come_of_age() {
    let mut client = Client::new();
    let child = json!({ "first_name": "Minora", "date_of_birth": "2007-03-16", "guardian_name": "Mater" });
    let path = format!("/patients/{}", text(&client.send("POST", "/patients", Some(&child)).json(201)["id"]));
    assert_eq!(client.get(&path)["is_minor"], true);
    client.control("clock", json!({ "advance": "61m" })).unwrap();
    assert_eq!(client.send("GET", &path, None).status, 401);
    advance_clock(&mut client, "1d");
    assert_eq!(client.get(&path)["is_minor"], false);
    assert_eq!(client.control("clock", json!({ "set": "2026-01-01T00:00:00Z" })).unwrap()["now"], "2026-01-01T00:00:00Z");
    assert!(client.control("clock", json!({ "set": "2025-01-01" })).is_err(), "it does not go back");
    assert!(client.control("clock", json!({ "advance": "soon" })).is_err());
}

#[test]
fn risk_factors_are_processed_in_time() {
    let mut client = Client::new();
    client.assume(json!({ "riskFactorDelay": "5m" }));
    let path = format!("/patients/{TESTINA}/risk_factor");
    client.send("POST", &format!("{path}_text"), Some(&json!({ "allergies": "latex" }))).json(201);
    let count = |client: &mut Client| client.get(&format!("{path}s"))["allergies"].as_array().unwrap().len();
    let before = count(&mut client);
    client.now += 5.0 * MINUTE;
    assert_eq!(count(&mut client), before + 1);
}

#[test]
fn risk_factors_match_or_not_as_it_is_assumed() {
    let mut client = Client::new();
    let path = format!("/patients/{TESTINA}/risk_factor");
    let texts = json!({ "allergies": "latex", "medications": "aspirin" });
    client.send("POST", &format!("{path}_text"), Some(&texts)).json(201);
    let mut last = |kind: &str, assumed: &str| {
        client.assume(json!({ "riskFactorsMatch": assumed }));
        client.get(&format!("{path}s"))[kind].as_array().unwrap().last().unwrap().clone()
    };
    for (assumed, matched, name) in [("yes", true, "Latex"), ("no", false, "latex")] {
        let allergy = last("allergies", assumed);
        assert_eq!(
            (&allergy["matched"], &allergy["name"], &allergy["original_name"]),
            (&json!(matched), &json!(name), &json!("latex"))
        );
        let medication = last("medications", assumed);
        assert_eq!((&medication["matched"], medication.get("medication_detail").is_some()), (&json!(matched), matched));
    }
}

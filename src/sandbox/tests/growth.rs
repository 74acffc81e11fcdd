//! What a call costs does not grow with what is kept. Counted, not timed: how many orders, patients, prescriptions and
//! days were looked at.

use serde_json::json;

use super::*;

/// A client of a sandbox with so many orders, and a third as many patients.
fn client(orders: usize) -> Client {
    let mut client = Client::new();
    client.control("populate", json!({ "patients": orders / 3, "orders": orders })).unwrap();
    client
}

/// The work of one call.
fn work(client: &mut Client, method: &str, target: &str, body: Option<Value>) -> u64 {
    let before = client.sandbox.store.work();
    let answer = client.send(method, target, body.as_ref());
    assert!(answer.status < 300, "{target}: {}", answer.body);
    client.sandbox.store.work() - before
}

fn calls() -> Vec<(&'static str, &'static str, Option<Value>)> {
    let lines = json!({ "prescription": [{ "id": MUPIROCIN }] });
    let medication = json!({ "medication": { "prescription_product_id": MUPIROCIN }, "patient": { "id": TESTINA } });
    let composite = json!({
        "patient": { "first_name": "Nova" },
        "electronic_prescription": { "medication": { "prescription_product_id": MUPIROCIN } },
        "order": { "products": lines, "external_id": "composite" },
    });
    vec![
        ("POST", "/orders?force_new=true", Some(json!({ "patient_id": TESTINA, "external_id": "growth", "products": lines }))),
        ("POST", "/orders", Some(json!({ "patient_id": TESTINA, "products": lines }))),
        ("GET", "/orders/growth", None),
        ("PUT", "/orders/growth", Some(json!({ "external_id": "growth-2" }))),
        ("GET", "/orders?page_size=200", None),
        ("GET", "/orders?page_size=25&status=exception,cancelled", None),
        ("GET", "/patients?page_size=200", None),
        ("POST", PRESCRIPTIONS, Some(medication)),
        ("POST", "/prescriptions/electronic_prescriptions/composite?force_new=true", Some(composite)),
        ("GET", "/patients/40000000-0000-4000-8000-000000000001", None),
        ("PUT", "/patients/40000000-0000-4000-8000-000000000001", Some(json!({ "phone": "5555550177" }))),
        ("PUT", "/orders/growth-2/cancel", None),
        ("GET", "/reports/orders?start_date=2024-01-01&end_date=2026-01-01", None),
        ("GET", "/reports/daily", None),
    ]
}

#[test]
fn a_call_costs_the_same_at_a_hundred_times_the_orders() {
    let (mut few, mut many) = (client(1000), client(100_000));
    for (method, target, body) in calls() {
        let (little, much) = (work(&mut few, method, target, body.clone()), work(&mut many, method, target, body));
        assert!(much <= 2 * little, "{method} {target}: {little} at 1,000 orders, {much} at 100,000");
    }
    let xml = |client: &mut Client| {
        let before = client.sandbox.store.work();
        // Of somebody who is not there: no search ends early.
        let stranger = prescriptions::SCRIPT.replace("Testina", "Nobody");
        client.send_text(PRESCRIPTIONS, "application/xml", &stranger).json(201);
        client.sandbox.store.work() - before
    };
    assert!(xml(&mut many) <= 2 * xml(&mut few), "a prescription as XML");
    for target in ["/search/orders?q=sampleton", "/search?q=sampleton", "/search/patients?q=ada"] {
        let (little, much) = (work(&mut few, "GET", target, None), work(&mut many, "GET", target, None));
        assert!(much <= 110 * little, "{target}: {little} at 1,000 orders, {much} at 100,000");
    }
}

#[test]
fn many_orders_of_one_patient_cost_no_more() {
    let lines = json!({ "prescription": [{ "id": MUPIROCIN }] });
    let order = || json!({ "patient_id": TESTINA, "products": lines });
    let mut client = Client::new();
    let mut costs = Vec::new();
    for _ in 0..500 {
        let cost = work(&mut client, "POST", "/orders?force_new=true", Some(order()));
        client.prescription(1);
        costs.push(cost);
    }
    assert!(costs[499] <= 2 * costs[0], "{} at first, {} at last", costs[0], costs[499]);
}

#[test]
fn no_number_repeats_while_the_clock_stands_still() {
    let mut client = Client::new();
    let mut numbers = std::collections::HashSet::new();
    for _ in 0..20_000 {
        assert!(numbers.insert(text(&client.order(json!([]))["order_number"])));
    }
    for number in numbers.iter().take(100) {
        assert_eq!(client.get(&format!("/orders/{number}"))["order_number"], number.as_str());
    }
}

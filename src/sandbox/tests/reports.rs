use serde_json::json;

use super::*;

fn a_day_later(client: &mut Client) {
    client.now += 24.0 * 60.0 * MINUTE;
    client.sign_in();
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn counts_the_orders_of_some_days() {
    let mut client = Client::new();
    let mupirocin = json!([{ "id": MUPIROCIN }]);
    client.order(mupirocin.clone());
    let cancelled = client.order(mupirocin.clone());
    client.put(&format!("/orders/{}/cancel", text(&cancelled["id"]))).json(200);
    a_day_later(&mut client);
    let shipped = client.order(json!([{ "sku": "RX-TRE-05" }, { "id": MUPIROCIN, "quantity": 9 }]));
    client.ship(&shipped);
    client.order(json!([]));

    let both = client.get("/reports/orders?start_date=2025-03-15&end_date=2025-03-16");
    assert_eq!(both["date_range"], "2025-03-15 to 2025-03-16");
    assert_eq!(both["total_orders"], 4);
    let rows: Vec<(&str, i64)> = both["orders_by_status"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["status"].as_str().unwrap(), row["count"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [("received", 2), ("shipped", 1), ("cancelled", 1)]);
    let products = &both["orders_by_product"];
    assert_eq!(products["prescription"][0], json!({ "id": MUPIROCIN, "name": "Mupirocin", "count": 3 }));
    assert_eq!(products["prescription"][1]["count"], 1);
    assert_eq!(products["non_prescription"], json!([]));

    let second = client.get("/reports/orders?start_date=2025-03-16&end_date=2025-03-16");
    assert_eq!(second["total_orders"], 2);
    assert_eq!(client.get("/reports/orders?start_date=2025-03-17&end_date=2025-04-16")["total_orders"], 0);
    assert_eq!(client.get("/reports/orders?start_date=2024-03-17&end_date=2025-03-14")["total_orders"], 0);
}

#[test]
fn a_report_has_the_parts_that_it_is_asked_for() {
    let mut client = Client::new();
    let mut parts = |include: &str| {
        let report = client.get(&format!("/reports/orders?start_date=2025-03-15&end_date=2025-03-16{include}"));
        keys(&report)[1..].join(" ")
    };
    assert_eq!(parts(""), "total_orders orders_by_status orders_by_product");
    assert_eq!(parts("&include=products"), "orders_by_product");
    assert_eq!(parts("&include=status,count"), "total_orders orders_by_status");
    assert_eq!(parts("&include=count&include=products"), "total_orders orders_by_product");
    let mut refused = |query: &str| client.send("GET", &format!("/reports/orders?{query}"), None).complaints();
    assert_eq!(refused("start_date=2025-03-15"), ["end_date"]);
    assert_eq!(refused("start_date=yesterday&end_date=2025-03-15"), ["start_date"]);
}

#[test]
fn the_daily_report_leaves_out_what_was_cancelled() {
    let mut client = Client::new();
    client.prescription(0);
    client.order(json!([]));
    let cancelled = client.order(json!([]));
    client.put(&format!("/orders/{}/cancel", text(&cancelled["id"]))).json(200);
    a_day_later(&mut client);
    client.send("POST", "/patients", Some(&json!({ "first_name": "Nova" }))).json(201);
    client.order(json!([]));
    let report = client.get("/reports/daily?start_date=2025-03-14&end_date=2025-03-16");
    let row = |date: &str, patients: i64, prescriptions: i64, orders: i64| json!({ "date": date, "new_patients": patients, "new_prescriptions": prescriptions, "new_orders": orders });
    assert_eq!(report, json!([row("2025-03-14", 0, 0, 0), row("2025-03-15", 0, 1, 1), row("2025-03-16", 1, 0, 1)]));

    let recent = client.get("/reports/daily");
    assert_eq!((recent.as_array().unwrap().len(), &recent[29]), (30, &report[2]));
    assert_eq!(client.get("/reports/daily?start_date=2025-03-16&end_date=2025-03-15"), json!([]));
    let year = client.get("/reports/daily?start_date=2024-03-15&end_date=2025-03-15");
    assert_eq!(year.as_array().unwrap().len(), 366);
    let longer = "/reports/daily?start_date=2024-03-14&end_date=2025-03-15";
    assert_eq!(client.send("GET", longer, None).complaints(), ["start_date"]);
}

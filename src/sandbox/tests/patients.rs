use serde_json::json;

use super::*;

const ADDRESS: &str = r#"{"address_1":"5 Invented Way","city":"Boise","state":"ID","zip_code":"83702"}"#;

fn somebody(born: &str) -> Value {
    let address: Value = serde_json::from_str(ADDRESS).unwrap();
    json!({
        "first_name": "Nona",
        "last_name": "Madeup",
        "email": "nona.madeup@example.com",
        "phone": "5555550199",
        "date_of_birth": born,
        "address": address,
    })
}

#[test]
fn registers_and_changes_a_patient() {
    let mut client = Client::new();
    let patient = client.send("POST", "/patients", Some(&somebody("1990-01-01"))).json(201);
    assert_eq!(patient["is_minor"], false);
    assert_eq!(patient["created_at"], "2025-03-15T12:00:00Z");

    let path = format!("/patients/{}", text(&patient["id"]));
    assert_eq!(client.get(&path), patient);
    client.now += MINUTE;
    let changed = client.send("PUT", &path, Some(&json!({ "phone": "5555550198", "weight_pounds": 150.5 }))).json(200);
    assert_eq!(changed["phone"], "5555550198");
    assert_eq!(changed["weight_pounds"], 150.5);
    assert_eq!(changed["first_name"], "Nona");
    assert_eq!(changed["updated_at"], "2025-03-15T12:01:00Z");
    assert_eq!(client.send("PUT", &path, Some(&json!({ "phone": null }))).complaints(), ["phone"]);
    assert_eq!(client.send("GET", "/patients/0227d1e5-ba9a-42b5-8fe2-38882aa65708", None).status, 404);
}

#[test]
fn a_minor_needs_a_guardian() {
    let mut client = Client::new();
    let mut child = somebody("2015-01-01");
    assert_eq!(client.send("POST", "/patients", Some(&child)).complaints(), ["guardian_name"]);
    child["guardian_name"] = "Mater Madeup".into();
    let child = client.send("POST", "/patients", Some(&child)).json(201);
    assert_eq!(child["is_minor"], true);
    let order = json!({ "patient": somebody("2015-01-01") });
    assert_eq!(client.send("POST", "/orders", Some(&order)).complaints(), ["patient.guardian_name"]);
}

#[test]
fn lists_patients_by_the_page() {
    let mut client = Client::new();
    let seeded = client.get("/patients").as_array().unwrap().len();
    for _ in 0..30 {
        client.send("POST", "/patients", Some(&somebody("1990-01-01"))).json(201);
    }
    let mut count = |target| client.get(target).as_array().unwrap().len();
    assert_eq!(count("/patients"), 25);
    assert_eq!(count("/patients?page=2"), 5 + seeded);
    assert_eq!(count("/patients?page=3"), 0);
    assert_eq!(count("/patients?page_size=200"), 30 + seeded);
    assert_eq!(count("/patients?page_size=7&page=1"), 7);
    assert_eq!(count("/patients?page=9223372036854775807&page_size=200"), 0);
}

#[test]
fn takes_risk_factors_apart() {
    let mut client = Client::new();
    let mut patient = somebody("1990-01-01");
    patient["risk_factors"] = json!({ "allergies": "peanuts, tree nuts; shellfish/latex", "medications": "liothyronine" });
    let patient = client.send("POST", "/patients", Some(&patient)).json(201);
    let path = format!("/patients/{}", text(&patient["id"]));
    let factors = client.get(&format!("{path}/risk_factors"));
    let names: Vec<&str> = factors["allergies"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Peanuts", "Tree nuts", "Shellfish", "Latex"]);
    assert_eq!(factors["medications"][0]["medication_detail"]["ingredient_name"], "liothyronine");
    assert_eq!(factors["conditions"], json!([]));

    let only = client.get(&format!("{path}/risk_factors?type=medication"));
    assert_eq!(only["allergies"], json!([]));
    assert_eq!(only["medications"], factors["medications"]);
    let unknown = client.get(&format!("{path}/risk_factors?type=mood"));
    assert_eq!(unknown, json!({ "allergies": [], "conditions": [], "medications": [] }), "which types there are is inferred");

    let match_path = format!("{path}/risk_factors/{}", text(&factors["allergies"][1]["id"]));
    assert_eq!(client.send("DELETE", &match_path, None).json(200)["is_active"], false);
    let medication = format!("{path}/risk_factors/{}", text(&factors["medications"][0]["id"]));
    assert_eq!(client.send("DELETE", &medication, None).json(200)["is_active"], false);
    let by_entry = format!("{path}/risk_factors/{}", text(&factors["medications"][0]["risk_factor_id"]));
    assert_eq!(client.send("DELETE", &by_entry, None).status, 404);

    client.send("POST", &format!("{path}/risk_factor_text"), Some(&json!({ "conditions": "asthma" }))).json(201);
    client.send("PUT", &path, Some(&json!({ "risk_factors": { "allergies": "latex, dust" } }))).json(200);
    let after = client.get(&format!("{path}/risk_factors"));
    assert_eq!(after["conditions"][0]["original_name"], "asthma");
    assert_eq!(after["allergies"].as_array().unwrap().len(), 2);
    assert_eq!(after["allergies"][0], factors["allergies"][3], "what stays keeps its id");
}

#[test]
fn a_risk_factor_that_is_sent_again_is_active_again() {
    let mut client = Client::new();
    let path = format!("/patients/{TESTINA}");
    let put = |client: &mut Client| {
        let body = json!({ "risk_factors": { "allergies": "latex", "medications": "aspirin" } });
        client.send("PUT", &path, Some(&body)).json(200);
        client.get(&format!("{path}/risk_factors"))
    };
    let before = put(&mut client);
    for kind in ["allergies", "medications"] {
        let id = text(&before[kind][0]["id"]);
        client.send("DELETE", &format!("{path}/risk_factors/{id}"), None).json(200);
    }
    client.now += MINUTE;
    let after = put(&mut client);
    for kind in ["allergies", "medications"] {
        assert_eq!((&after[kind][0]["id"], &after[kind][0]["is_active"]), (&before[kind][0]["id"], &json!(true)), "{kind}");
    }
    assert_eq!(after["medications"][0]["updated_at"], "2025-03-15T12:01:00Z");
    client.now += MINUTE;
    assert_eq!(put(&mut client), after, "an active one stays as it is");
}

#[test]
fn what_was_made_for_a_patient_stays_as_it_was_when_they_move() {
    let mut client = Client::new();
    let (order, prescription) = (client.order(json!([])), client.prescription(0));
    let elsewhere = client.send("POST", "/patients", Some(&json!({ "first_name": "Nova" }))).json(201);
    let nowhere = json!({ "patient_id": elsewhere["id"] });
    let nowhere = client.send("POST", "/orders", Some(&nowhere)).json(201);
    let address: Value = serde_json::from_str(ADDRESS).unwrap();
    for patient in [TESTINA, elsewhere["id"].as_str().unwrap()] {
        let moved = json!({ "address": address, "last_name": "Newname" });
        client.send("PUT", &format!("/patients/{patient}"), Some(&moved)).json(200);
    }
    let after = client.get(&format!("/orders/{}", text(&order["id"])));
    assert_eq!((&after["address"], &after["patient"]["last_name"]), (&order["address"], &json!("Newname")));
    assert_eq!(client.get(&format!("/orders/{}", text(&nowhere["id"]))).get("address"), None);
    let shown = client.get(&format!("{PRESCRIPTIONS}/{}", text(&prescription["id"])));
    assert_eq!(shown["patient"], prescription["patient"]);
    assert_eq!(client.order(json!([]))["address"]["city"], "Boise");
}

use serde_json::json;

use super::*;

const COMPOSITE: &str = "/prescriptions/electronic_prescriptions/composite";

fn everything() -> Value {
    json!({
        "patient": { "first_name": "Nova", "last_name": "Unreal", "address": { "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" } },
        "prescriber": { "first_name": "Doc", "last_name": "Unreal", "npi": "1234567893" },
        "electronic_prescription": { "medication": { "prescription_product_id": MUPIROCIN, "refills": 2 } },
        "order": { "external_id": "visit-1", "products": { "prescription": [{ "id": MUPIROCIN }] } },
    })
}

#[test]
fn makes_all_four_and_ties_them_together() {
    let mut client = Client::new();
    let made = client.send("POST", COMPOSITE, Some(&everything())).json(201);
    assert_eq!(made["summary"], json!({ "entities_created": 4, "entities_referenced": 0 }));
    let prescription = client.get(&format!("{PRESCRIPTIONS}/{}", text(&made["electronic_prescription"]["id"])));
    assert_eq!(prescription["patient_id"], made["patient"]["id"]);
    assert_eq!(prescription["prescriber_id"], made["prescriber"]["id"]);
    let order = client.get("/orders/visit-1");
    assert_eq!(order["id"], made["order"]["id"]);
    assert_eq!(order["patient"]["id"], made["patient"]["id"]);
    assert_eq!(order["products"]["prescription"][0]["has_prescription"], true);
    client.ship(&order);
    let path = format!("{PRESCRIPTIONS}/{}", text(&made["electronic_prescription"]["id"]));
    assert_eq!(client.get(&path)["medications"][0]["fills_remaining"], 2);
}

#[test]
fn refers_to_who_is_there_and_has_a_key_for_what_was_sent() {
    let mut client = Client::new();
    let body = json!({ "patient": { "id": TESTINA }, "prescriber": { "npi": STRANGER_NPI }, "order": {} });
    let made = client.send("POST", COMPOSITE, Some(&body)).json(201);
    assert_eq!(made["patient"], json!({ "id": TESTINA, "created": false }));
    assert_eq!(made["prescriber"]["created"], false);
    assert_eq!(made["order"]["created"], true);
    assert_eq!(made["summary"], json!({ "entities_created": 1, "entities_referenced": 2 }));
    assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["patient", "prescriber", "order", "summary"]);

    let merged = client.send("POST", COMPOSITE, Some(&body)).json(201);
    assert_eq!(merged["order"], json!({ "id": made["order"]["id"], "created": false }));
    let forced = client.send("POST", &format!("{COMPOSITE}?force_new=true"), Some(&body)).json(201);
    assert_ne!(forced["order"]["id"], made["order"]["id"]);
    assert_eq!(forced["order"]["created"], true);

    let alone = json!({ "electronic_prescription": { "medication": { "drug_name": "A" }, "patient": { "id": TESTINA }, "prescriber": { "id": PLACEBO } } });
    let alone = client.send("POST", COMPOSITE, Some(&alone)).json(201);
    assert_eq!(alone.as_object().unwrap().keys().collect::<Vec<_>>(), ["electronic_prescription", "summary"]);
}

#[test]
fn leaves_nothing_behind_where_one_of_them_fails() {
    let mut client = Client::new();
    let waiting = client.order(json!([{ "id": MUPIROCIN }]));
    let state = |client: &mut Client| {
        let order = format!("/orders/{}", text(&waiting["id"]));
        let daily = "/reports/daily?start_date=2025-03-15&end_date=2025-03-15";
        ["/patients", "/prescribers", "/orders", daily, &order].map(|target| client.get(target))
    };
    let before = state(&mut client);
    let mut refused = |change: fn(&mut Value)| {
        let mut body = everything();
        change(&mut body);
        client.send("POST", COMPOSITE, Some(&body)).complaints()
    };
    assert_eq!(refused(|body| body["patient"] = json!({ "external_id": "nobody" })), ["patient.external_id"]);
    assert_eq!(refused(|body| body["prescriber"] = json!({ "id": TESTINA })), ["prescriber.id"]);
    assert_eq!(refused(|body| body["prescriber"] = json!({ "npi": "9999999912" })), ["prescriber.npi"]);
    assert_eq!(refused(|body| body["patient"] = json!({})), ["patient"]);
    assert_eq!(refused(|body| body["prescriber"] = json!({})), ["prescriber"]);
    let unknown = refused(|body| body["electronic_prescription"]["medication"] = json!({ "product_code": "NOPE" }));
    assert_eq!(unknown, ["electronic_prescription.medication.product_code"]);
    let unknown = refused(|body| body["order"]["products"]["prescription"][0] = json!({ "sku": "NOPE" }));
    assert_eq!(unknown, ["order.products.prescription[0].sku"]);
    // By then a stranger is linked, and the prescription has been matched to an order that waits.
    let late = refused(|body| {
        body["patient"] = json!({ "id": TESTINA });
        body["prescriber"]["npi"] = STRANGER_NPI.into();
        body["order"]["shipping"] = json!({ "carrier": "ups", "service_level": "usps_priority" });
    });
    assert_eq!(late, ["order.shipping.service_level"]);
    assert_eq!(client.send("POST", COMPOSITE, Some(&json!({}))).status, 422);
    assert_eq!(state(&mut client), before);
}

#[test]
fn two_keys_mean_one_person() {
    let mut client = Client::new();
    let npi = client.get(&format!("/prescribers/{PLACEBO}"))["npi"].clone();
    let mut send = |body: Value| client.send("POST", COMPOSITE, Some(&body));
    let same =
        json!({ "prescriber": { "id": PLACEBO, "npi": npi }, "patient": { "id": TESTINA, "external_id": "SANDBOX-PATIENT-1" } });
    assert_eq!(send(same).json(201)["summary"]["entities_referenced"], 2);
    for npi in [STRANGER_NPI, "1234567893"] {
        assert_eq!(send(json!({ "prescriber": { "id": PLACEBO, "npi": npi } })).complaints(), ["prescriber.npi"]);
    }
    for key in ["SANDBOX-PATIENT-2", "nobody"] {
        assert_eq!(send(json!({ "patient": { "id": TESTINA, "external_id": key } })).complaints(), ["patient.external_id"]);
    }
}

/// Another patient than Testina.
const OTHER: &str = "SANDBOX-PATIENT-2";

#[test]
fn all_parts_are_for_one_patient() {
    let mut client = Client::new();
    let waiting = client.order(json!([]));
    let mut send = |body: Value| client.send("POST", COMPOSITE, Some(&body));
    let medication = json!({ "drug_name": "A" });
    let (testina, other, new) = (json!({ "id": TESTINA }), json!({ "external_id": OTHER }), json!({ "first_name": "Nova" }));
    for another in [&other, &new] {
        let order = json!({ "patient": testina, "order": { "patient": another } });
        assert_eq!(send(order).complaints(), ["order.patient"]);
        let prescribed =
            json!({ "patient": testina, "electronic_prescription": { "medication": medication, "patient": another } });
        assert_eq!(send(prescribed).complaints(), ["electronic_prescription.patient"]);
        let both = json!({ "electronic_prescription": { "medication": medication, "patient": testina }, "order": { "patient": another } });
        assert_eq!(send(both).complaints(), ["order.patient"]);
    }
    assert_eq!(send(json!({ "patient": other, "order": { "patient_id": TESTINA } })).complaints(), ["order.patient_id"]);
    let link =
        json!({ "patient": other, "electronic_prescription": { "medication": medication, "order": { "id": waiting["id"] } } });
    assert_eq!(send(link).complaints(), ["electronic_prescription.order"]);
    let prescribers = json!({ "prescriber": { "id": PLACEBO }, "electronic_prescription": { "medication": medication, "prescriber": { "id": NOTREAL } } });
    assert_eq!(send(prescribers).complaints(), ["electronic_prescription.prescriber.id"]);

    let agreed = json!({
        "patient": testina,
        "prescriber": { "id": PLACEBO },
        "electronic_prescription": { "medication": medication, "patient": testina, "prescriber": { "id": PLACEBO }, "order": { "id": waiting["id"] } },
        "order": { "patient_id": TESTINA, "patient": { "external_id": "SANDBOX-PATIENT-1" } },
    });
    assert_eq!(send(agreed).json(201)["summary"]["entities_referenced"], 3, "the order is merged");
}

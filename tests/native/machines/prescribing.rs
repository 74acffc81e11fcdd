//! Prescriptions, prescribers and composites: what is particular to them.

use blend_sdk::client::Body;
use serde_json::{Value, json};

use super::fixture::{Fixture, ID};

const NPI: &str = "1234567893";

fn medication() -> Value {
    json!({"quantity": 30, "refills": 2, "sig": "once daily", "units": "C48480", "written_at": "2025-04-25T00:00:00"})
}

#[test]
fn a_prescription_may_be_a_string_of_xml() {
    let mut fixture = Fixture::new();
    let xml = "<?xml version=\"1.0\"?><Message>ü</Message>";
    let request = fixture.request("prescriptions.create", &json!([xml]).to_string()).expect("it is taken");
    assert_eq!(request.body.as_deref(), Some(xml));
    assert!(request.headers.contains(&("content-type".into(), "application/xml".into())));

    let own = json!({"headers": {"Content-Type": "text/xml; charset=utf-8"}});
    let headers = fixture.request_with("prescriptions.create", &json!([xml]).to_string(), &own).expect("it is taken").headers;
    let types: Vec<_> = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type")).collect();
    assert_eq!(types, [&("content-type".to_string(), "text/xml; charset=utf-8".to_string())]);
}

#[test]
fn a_string_that_is_no_xml_is_refused_and_not_repeated() {
    let mut fixture = Fixture::new();
    for text in ["", "  ", "Metformin 500 mg"] {
        let issues = fixture.issues("prescriptions.create", &json!([text]).to_string(), &json!({}));
        assert_eq!(issues, ["params: expected an object, or a SCRIPT message as a string of XML"]);
    }
    let issues = fixture.issues("orders.create", "[\"<Order/>\"]", &json!({}));
    assert_eq!(issues.len(), 1);
}

#[test]
fn a_prescription_goes_out_as_it_was_given() {
    let body = json!({"medications": [medication()], "patient": {"id": ID}, "prescriber": {"id": ID}});
    let (line, sent) = Fixture::new().sent("prescriptions.create", &json!([body]).to_string());
    assert_eq!(line, "POST /prescriptions/electronic_prescriptions");
    assert_eq!(sent, Some(body.to_string()));
}

#[test]
fn a_prescription_needs_a_medication_and_names_patient_and_prescriber() {
    let mut fixture = Fixture::new();
    let issues = fixture.issues("prescriptions.create", "[{}]", &json!({}));
    assert_eq!(issues, [": give at least one of medication, medications"]);
    let warnings = fixture.warnings("prescriptions.create", &json!([{"medication": medication()}]).to_string(), &json!({}));
    let paths: Vec<_> = warnings.iter().map(|line| line.split(':').next().unwrap_or_default()).collect();
    assert_eq!(paths, ["patient", "prescriber"]);
}

#[test]
fn the_parts_of_a_composite_need_not_name_what_stands_beside_them() {
    let mut fixture = Fixture::new();
    let prescription = json!({"medication": medication()});
    let order = json!({"products": {"order_material": [{"sku": "BROCHURE"}]}});
    let (patient, prescriber) = (json!({"external_id": "p-1"}), json!({"npi": NPI}));
    // Whether it stands before them or behind them.
    for args in [
        json!([{"patient": patient, "prescriber": prescriber, "electronic_prescription": prescription, "order": order}]),
        json!([{"electronic_prescription": prescription, "order": order, "prescriber": prescriber, "patient": patient}]),
    ] {
        assert_eq!(fixture.warnings("composite.create", &args.to_string(), &json!({"validate": "strict"})), [""; 0]);
    }

    let alone = json!([{"order": order, "prescriber": prescriber}]).to_string();
    assert_eq!(fixture.issues("composite.create", &alone, &json!({})), ["order: give at least one of patient_id, patient"]);
    let nothing = json!([{"order": order, "patient": null}]).to_string();
    assert_eq!(fixture.issues("composite.create", &nothing, &json!({})).len(), 2);
    let alone = json!([{"electronic_prescription": prescription, "patient": patient}]).to_string();
    let warnings = fixture.warnings("composite.create", &alone, &json!({}));
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("electronic_prescription.prescriber: missing"), "{warnings:?}");
}

#[test]
fn a_composite_is_checked_all_the_way_down() {
    let mut fixture = Fixture::new();
    let args = json!([{
        "force_new": true,
        "patient": {"first_name": "Ada", "phone": "617-555-0123"},
        "prescriber": {"npi": NPI, "qualifications": [{"state": "MA"}]},
        "electronic_prescription": {"medications": [{"quantity": "30"}]},
    }]);
    let issues = fixture.issues("composite.create", &args.to_string(), &json!({}));
    let paths: Vec<_> = issues.iter().map(|line| line.split(':').next().unwrap_or_default()).collect();
    assert_eq!(
        paths,
        ["patient.phone", "prescriber.qualifications[0].license_number", "electronic_prescription.medications[0].quantity"]
    );
    let (line, _) = fixture.sent("composite.create", &json!([{"force_new": true, "patient": {"id": ID}}]).to_string());
    assert_eq!(line, "POST /prescriptions/electronic_prescriptions/composite?force_new=true");
}

#[test]
fn a_prescriber_who_is_somebody_else_is_told_of() {
    let mut fixture = Fixture::new();
    let sent = json!([{"first_name": "Ada", "last_name": "Example", "npi": NPI, "date_of_birth": "1940-01-01"}]).to_string();
    let mut warned = |answer: Value| {
        let text = answer.to_string();
        let warnings = fixture.warnings_of("prescribers.create", &sent, &json!({}), Body::Text(&text));
        assert!(!warnings.concat().contains("Stranger"), "a warning holds a value");
        let paths = warnings.iter().map(|line| line.split(':').next().unwrap_or_default().to_string());
        paths.collect::<Vec<_>>()
    };
    assert_eq!(warned(json!({"last_name": "EXAMPLE ", "npi": NPI, "date_of_birth": "1940-01-01"})), [""; 0]);
    assert_eq!(
        warned(json!({"last_name": "Stranger", "npi": NPI, "date_of_birth": "1950-01-01"})),
        ["last_name", "date_of_birth"]
    );
    assert_eq!(warned(json!({"npi": "1093817465"})), ["npi"]);
    // What does not come back cannot differ.
    assert_eq!(warned(json!({"id": ID, "last_name": null})), [""; 0]);
}

#[test]
fn an_id_whose_format_is_a_guess_is_let_through_with_a_warning() {
    let mut fixture = Fixture::new();
    let warnings = fixture.warnings("notifications.getWebhook", "[\"17\"]", &json!({}));
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("webhook_id: expected a UUID"), "{warnings:?}");
    fixture.issues("products.updatePrescription", "[\"17\",{}]", &json!({}));
    // A word of the API is no id of a webhook.
    fixture.issues("notifications.getWebhook", "[\"secret\"]", &json!({}));
    fixture.issues("prescriptions.get", "[\"composite\"]", &json!({}));
}

#[test]
fn an_override_may_move_and_rename_what_the_contract_only_guesses() {
    let own = json!({"endpoints": {"prescribers.removeSupervision": {
        "verb": "POST",
        "path": "/supervisions/{supervisor_id}/{prescriber_id}/end",
        "params": {"state": {"name": "region", "in": "body"}},
    }}});
    let (line, body) = Fixture::with(own).sent("prescribers.removeSupervision", &json!([ID, ID, {"state": "CA"}]).to_string());
    assert_eq!(line, format!("POST /supervisions/{ID}/{ID}/end"));
    assert_eq!(body.as_deref(), Some("{\"region\":\"CA\"}"));
    let (line, body) = Fixture::new().sent("prescribers.removeSupervision", &json!([ID, ID, {"state": "CA"}]).to_string());
    assert_eq!((line, body), (format!("DELETE /prescribers/{ID}/supervisors/{ID}?state=CA"), None));
}

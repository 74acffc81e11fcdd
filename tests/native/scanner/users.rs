//! What a user meets, in examples: each line is how an issue or a warning reads.

use blend_sdk::check::{Direction, Kind, Policy, Wire, check};
use blend_sdk::model::common::{Address, PatientReference, RiskFactorText};
use blend_sdk::model::composite::CompositeCreateParams;
use blend_sdk::model::notifications::{SampleWebhookRequest, WebhookSubscriptionUpdate};
use blend_sdk::model::orders::{
    NewOrder, Order, OrderProductQuantityUpdate, OrderProducts, OrderStatusHistoryEntry, OrdersCompoundingReasonsParams,
    OrdersCreateParams, OrdersListParams,
};
use blend_sdk::model::patients::{NewPatient, PatientUpdate, RiskFactor};
use blend_sdk::model::prescribers::{PrescriberAddress, Qualification};
use blend_sdk::model::search::{SearchParams, SearchResults, TaskUser};

const REQUEST: Policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: 20_000 };
const STRICT: Policy = Policy { strict: true, ..REQUEST };
const ANSWER: Policy = Policy { direction: Direction::Answer, ..REQUEST };

/// Warnings in brackets.
fn said(text: &str, kind: &'static Kind, policy: Policy) -> Vec<String> {
    let report = check(text.as_bytes(), kind, policy);
    let issues = report.issues.iter().map(|issue| format!("{} {}: {}", issue.path, issue.code.name(), issue.message));
    let warnings = report.warnings.iter().map(|issue| format!("({} {}: {})", issue.path, issue.code.name(), issue.message));
    issues.chain(warnings).collect()
}

#[test]
fn a_misspelt_field_is_told_what_was_meant() {
    let near = said(r#"{"frist_name":"Willard","lastName":"Donnelly"}"#, PatientUpdate::KIND, REQUEST);
    assert_eq!(
        near,
        [
            r#"frist_name unknown_field: unknown field; did you mean "first_name"?"#,
            r#"lastName unknown_field: unknown field; did you mean "last_name"?"#,
        ]
    );
    let far = said(r#"{"shoe_size":43}"#, PatientUpdate::KIND, REQUEST);
    assert_eq!(far, ["shoe_size unknown_field: unknown field; leave it out, or allow it with allowUnknownFields"]);
    assert!(said(r#"{"shoe_size":43}"#, PatientUpdate::KIND, Policy { allow_unknown: true, ..REQUEST }).is_empty());
    // One letter is no slip of another.
    let short = said(r#"{"q":"Willard","p":1,"":2}"#, SearchParams::KIND, REQUEST);
    assert!(!short.is_empty() && short.iter().all(|line| line.contains("leave it out")), "{short:?}");
}

#[test]
fn a_path_leads_into_arrays() {
    let lines = said(
        r#"{"patient_id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708","products":{"prescription":[
            {"sku":"1","quantity":1},{"sku":"2","quantity":"2","reasons":[{"id":"00000000-0000-0000-0000-000000000201"},{"id":7}]}]}}"#,
        NewOrder::KIND,
        REQUEST,
    );
    assert_eq!(
        lines,
        [
            "products.prescription[1].reasons[1].id wrong_kind: expected a string, got a number",
            // That a quantity is a whole number is inferred.
            "(products.prescription[1].quantity wrong_kind: expected a whole number of at least 1, got a string)",
        ]
    );
}

#[test]
fn all_issues_come_in_one_go() {
    let lines = said(
        r#"{"phone":"(617) 555-0123","date_of_birth":"01/02/1990","is_smoker":"no","gender":"m","primary_language":"English"}"#,
        PatientUpdate::KIND,
        REQUEST,
    );
    let heads: Vec<_> = lines.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "phone invalid_format",
            "date_of_birth invalid_format",
            "is_smoker wrong_kind",
            "gender invalid_value",
            "primary_language invalid_format",
        ]
    );
}

#[test]
fn null_is_no_way_to_leave_a_field_out() {
    assert_eq!(
        said(r#"{"email":null,"address":null}"#, PatientUpdate::KIND, REQUEST),
        [
            "email null: null is not allowed here: leave it out, or give a string",
            "address null: null is not allowed here: leave it out, or give an object",
        ]
    );
    // What comes back may be null, unless it is required.
    assert!(said(r#"{"name":null,"medication_detail":null}"#, RiskFactor::KIND, ANSWER).is_empty());
    let lines = said(r#"{"state":null,"license_number":"1"}"#, Qualification::KIND, ANSWER);
    assert_eq!(lines, ["state null: expected a string, got null"]);
    assert_eq!(said("null", Order::KIND, ANSWER), [" null: expected an object, got null"]);
    assert_eq!(said("[{},null]", <Vec<RiskFactor>>::KIND, ANSWER), ["[1] null: expected an object, got null"]);
}

#[test]
fn what_every_example_has_is_missed_and_refuses_nothing() {
    assert!(said(r#"{"id":"1"}"#, TaskUser::KIND, ANSWER).is_empty());
    assert_eq!(said("{}", TaskUser::KIND, ANSWER), ["(id required: missing; expected a string)"]);
    assert_eq!(said(r#"{"id":null}"#, TaskUser::KIND, ANSWER), ["(id null: expected a string, got null)"]);
    // A value of another kind is another matter.
    assert_eq!(said(r#"{"id":1}"#, TaskUser::KIND, ANSWER), ["id wrong_kind: expected a string, got a number"]);
    // What is sent need not have it.
    assert!(said(r#"{"type":"practice"}"#, PrescriberAddress::KIND, REQUEST).iter().all(|line| !line.contains("(id ")));
}

#[test]
fn a_closed_set_refuses_and_an_open_one_warns() {
    assert_eq!(
        said(r#"{"gender":"Female","guardian_relationship":"aunt"}"#, PatientUpdate::KIND, REQUEST),
        [
            r#"gender misspelt_value: not a known value; did you mean "female"?"#,
            "(guardian_relationship invalid_value: not a known value; known are parent, legal_guardian, other)",
        ]
    );
    assert_eq!(
        said(r#"{"gender":1,"guardian_relationship":1}"#, PatientUpdate::KIND, REQUEST),
        [
            "gender wrong_kind: expected one of male, female, got a number",
            "guardian_relationship wrong_kind: expected a string, got a number",
        ]
    );
    assert!(!said(r#"{"type":"globol"}"#, OrdersCompoundingReasonsParams::KIND, REQUEST).is_empty());
    // New values may come back any time.
    assert!(said(r#"{"status":"teleported","updated_at":""}"#, OrderStatusHistoryEntry::KIND, ANSWER).is_empty());
}

#[test]
fn a_list_of_values_is_an_array_or_a_string_with_commas() {
    let list = |text| said(text, OrdersListParams::KIND, REQUEST);
    assert!(list(r#"{"status":["received","paused"]}"#).is_empty());
    assert!(list(r#"{"status":"received,paused"}"#).is_empty());
    assert_eq!(
        list(r#"{"status":["received","pausd"]}"#),
        [r#"(status[1] misspelt_value: not a known value; did you mean "paused"?)"#]
    );
    assert_eq!(list(r#"{"status":"received,pausd"}"#), [r#"(status misspelt_value: not a known value; did you mean "paused"?)"#]);
    assert_eq!(list(r#"{"status":1}"#), ["status wrong_kind: expected a string or an array of strings, got a number"]);
    assert_eq!(list(r#"{"status":[["paused"]]}"#), ["status[0] wrong_kind: expected a string, got an array"]);
}

#[test]
fn at_least_one_of_several_fields_is_wanted() {
    let products = r#""products":{"prescription":[{"sku":"1"}]}"#;
    let said_of = |text: &str, kind| said(&format!("{{{text}{products}}}"), kind, REQUEST);
    assert_eq!(said_of("", NewOrder::KIND), [" at_least_one: give at least one of patient_id, patient"]);
    // The rule holds just as well where the order is a part of the params.
    assert_eq!(
        said_of(r#""force_new":true,"#, OrdersCreateParams::KIND),
        [" at_least_one: give at least one of patient_id, patient"]
    );
    assert_eq!(
        said_of(r#""patient":{"id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708"},"shipping":{},"#, NewOrder::KIND),
        ["(shipping at_least_one: give at least one of carrier, service_level)"]
    );
}

#[test]
fn a_blank_in_a_needed_field_warns_as_a_missing_one_does() {
    let address = r#"{"address_1":"","city":"  ","state":"","zip_code":" "}"#;
    let blank = |name: &str| format!("({name} required: empty, and Blend probably requires it; give a string)");
    assert_eq!(said(address, Address::KIND, REQUEST), ["address_1", "city", "state", "zip_code"].map(blank));
    // Refused by a documented format, or not needed.
    let patient = said(r#"{"phone":"","middle_name":" ","guardian_email":""}"#, PatientUpdate::KIND, REQUEST);
    assert_eq!(
        patient,
        [
            "phone invalid_format: expected ten digits without formatting or country code, such as 6175550123",
            "(guardian_email invalid_format: expected an e-mail address)",
        ]
    );
    let events = said(r#"{"event_codes":[],"url":"https://example.com/hook"}"#, WebhookSubscriptionUpdate::KIND, REQUEST);
    assert_eq!(events, ["(event_codes required: empty, and Blend probably requires it; give an array)"]);
    assert_eq!(
        said(r#"{"external_id":" "}"#, PatientReference::KIND, REQUEST),
        ["( at_least_one: give at least one of id, external_id)"]
    );
    assert_eq!(said(r#"{"id":""}"#, PatientReference::KIND, STRICT).len(), 1);
    assert!(said(r#"{"prescription":[]}"#, OrderProducts::KIND, ANSWER).iter().all(|line| !line.contains("prescription ")));
}

#[test]
fn a_birth_date_is_neither_in_the_future_nor_before_1900() {
    // The policy's day is 2024-10-04.
    let born = |date: &str| said(&format!(r#"{{"date_of_birth":"{date}"}}"#), PatientUpdate::KIND, REQUEST);
    for date in ["1900-01-01", "2024-10-04", "2024-02-29"] {
        assert!(born(date).is_empty(), "{date}");
    }
    for date in ["1899-12-31", "2024-10-05", "2099-01-01", "0001-01-01"] {
        assert_eq!(born(date), ["(date_of_birth out_of_range: expected a day from 1900-01-01 to today)"], "{date}");
    }
    assert!(born("2024-02-30")[0].starts_with("date_of_birth invalid_format"));
}

#[test]
fn a_new_patient_under_18_needs_a_guardian() {
    let warns = |patient: &str, kind: &'static Kind| {
        let mut lines = said(patient, kind, REQUEST);
        lines.retain(|line| line.contains("guardian_name"));
        lines
    };
    let fix = "guardian_name required: a patient under 18 probably needs it; give a string)";
    assert_eq!(warns(r#"{"date_of_birth":"2006-10-05"}"#, NewPatient::KIND), [format!("({fix}")]);
    let behind = r#"{"patient":{"guardian_name":" ","date_of_birth":"2006-10-05","address":{"city":"Boston"}}}"#;
    assert_eq!(warns(behind, NewOrder::KIND), [format!("(patient.{fix}")]);
    for fine in [
        r#"{"date_of_birth":"2006-10-04"}"#,
        r#"{"date_of_birth":"2006-10-05","guardian_name":"Mater Madeup"}"#,
        r#"{"date_of_birth":"soon"}"#,
    ] {
        assert_eq!(warns(fine, NewPatient::KIND), Vec::<String>::new(), "{fine}");
    }
    // A change says nothing about the guardian whom the patient has.
    assert_eq!(warns(r#"{"date_of_birth":"2006-10-05"}"#, PatientUpdate::KIND), Vec::<String>::new());
}

#[test]
fn what_is_empty_as_a_whole_is_told() {
    let products = |text: &str| said(&format!(r#"{{"patient":{{"external_id":"P-1"}}{text}}}"#), NewOrder::KIND, REQUEST);
    assert_eq!(products(""), ["(products required: missing, and Blend probably requires it; give an object)"]);
    for empty in
        [r#","products":{}"#, r#","products":{"prescription":[]}"#, r#","products":{"prescription":[],"order_material":[]}"#]
    {
        let said = ["(products at_least_one: give at least one of prescription, non_prescription, order_material)"];
        assert_eq!(products(empty), said, "{empty}");
    }
    assert_eq!(products(r#","products":{"prescription":[],"order_material":[{"sku":"B"}]}"#), Vec::<String>::new());
    let composite = |text: &str| said(text, CompositeCreateParams::KIND, REQUEST);
    let any = "( at_least_one: give at least one of patient, prescriber, electronic_prescription, order)";
    assert_eq!(composite("{}"), [any]);
    assert_eq!(composite(r#"{"force_new":true}"#), [any]);
    let medication =
        composite(r#"{"electronic_prescription":{"medication":{},"patient":{"external_id":"P-1"},"prescriber":{}}}"#);
    let needed = ["quantity", "units", "refills", "sig", "written_at"];
    assert!(
        needed
            .iter()
            .all(|name| medication.iter().any(|line| line.starts_with(&format!("(electronic_prescription.medication.{name} "))))
    );
    let none = composite(r#"{"electronic_prescription":{"medications":[],"patient":{"external_id":"P-1"},"prescriber":{}}}"#);
    assert_eq!(none, ["(electronic_prescription at_least_one: give at least one of medication, medications)"]);
}

#[test]
fn a_field_in_the_wrong_place_is_told_where_it_belongs() {
    let lines = said(
        r#"{"order":{"patient":{"external_id":"P-1"},"products":{"prescription":[{"sku":"1"}]},"force_new":true}}"#,
        CompositeCreateParams::KIND,
        REQUEST,
    );
    assert_eq!(lines, ["order.force_new unknown_field: unknown field; it belongs at the top level"]);
}

#[test]
fn a_webhook_is_posted_to_over_https() {
    let url = |url: &str| said(&format!(r#"{{"event_codes":["all"],"url":"{url}"}}"#), WebhookSubscriptionUpdate::KIND, REQUEST);
    for fine in ["https://example.com/hook", "HTTPS://example.com", "http://localhost:3000/hook", "http://127.0.0.1:80/"] {
        assert!(url(fine).is_empty(), "{fine}");
    }
    for wrong in ["http://example.com/hook", "example.com", "ftp://example.com", ""] {
        let fix = "url invalid_format: expected a URL that begins with https://, or http://localhost for a sandbox";
        assert_eq!(url(wrong), [fix], "{wrong}");
    }
    let sample = said(r#"{"webhook_url":"http://example.com/hook"}"#, SampleWebhookRequest::KIND, REQUEST);
    assert!(sample[0].starts_with("(webhook_url invalid_format"), "{sample:?}");
}

#[test]
fn a_patient_of_an_order_is_a_reference_or_a_new_one() {
    let patient = |text: &str| {
        said(&format!(r#"{{"patient":{text},"products":{{"prescription":[{{"sku":"1"}}]}}}}"#), NewOrder::KIND, REQUEST)
    };
    assert!(patient(r#"{"external_id":"P-1"}"#).is_empty());
    assert_eq!(
        patient(r#"{"external_id":"P-1","first_name":"Willard"}"#),
        [
            "(patient.last_name required: missing, and Blend probably requires it; give a string)",
            "(patient.email required: missing, and Blend probably requires it; give a string)",
            "(patient.phone required: missing, and Blend probably requires it; give a string)",
            "(patient.date_of_birth required: missing, and Blend probably requires it; give a string)",
            "(patient.address required: missing, and Blend probably requires it; give an object)",
        ]
    );
    assert_eq!(patient(r#""P-1""#), ["patient wrong_kind: expected an object, got a string"]);
}

#[test]
fn a_search_result_is_told_by_its_tag() {
    let results = |text: &str| {
        let mut lines = said(&format!(r#"{{"results":[{text}]}}"#), SearchResults::KIND, ANSWER);
        // Without what every example has.
        lines.retain(|line| !line.starts_with('('));
        lines
    };
    assert!(results(r#"{"result_type":"patient","first_name":"Willard"}"#).is_empty());
    assert_eq!(
        results(r#"{"status":"received","first_name":"Willard","result_type":"patient"}"#),
        ["results[0].status unknown_field: unknown field; this version of blend-sdk does not know it"]
    );
    // What has a tag of its own, or none, is left alone.
    assert!(results(r#"{"result_type":"robot","first_name":1},{"first_name":1}"#).is_empty());
}

#[test]
fn all_of_a_new_custom_label_is_required() {
    let lines = said(
        r#"{"patient_id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708","custom_shipping":{"label_url":"https://example.com/label.pdf"},
            "products":{"prescription":[{"sku":"1"}]}}"#,
        NewOrder::KIND,
        REQUEST,
    );
    assert_eq!(
        lines,
        [
            "custom_shipping.tracking_number required: missing; give a string",
            "custom_shipping.tracking_url required: missing; give a string",
            "custom_shipping.carrier required: missing; give a string",
        ]
    );
}

#[test]
fn a_limit_that_was_read_refuses_and_an_inferred_one_warns() {
    assert_eq!(
        said(r#"{"page":0,"page_size":201}"#, OrdersListParams::KIND, REQUEST),
        [
            "page_size out_of_range: expected a whole number of at most 200",
            "(page out_of_range: expected a whole number of at least 1)",
        ]
    );
    assert_eq!(
        said(r#"{"quantity":0}"#, OrderProductQuantityUpdate::KIND, REQUEST),
        ["quantity out_of_range: expected a whole number of at least 1"]
    );
    assert_eq!(
        said(r#"{"quantity":1.5}"#, OrderProductQuantityUpdate::KIND, REQUEST),
        ["(quantity wrong_kind: expected a whole number of at least 1, got a number with a fraction)"]
    );
    // Some languages write whole numbers like this.
    assert!(said(r#"{"page":1.0,"page_size":2.5e1}"#, OrdersListParams::KIND, REQUEST).is_empty());
}

#[test]
fn strictly_what_was_inferred_refuses_too() {
    let text = r#"{"page":0,"status":"pausd"}"#;
    assert!(said(text, OrdersListParams::KIND, REQUEST).iter().all(|line| line.starts_with('(')));
    assert!(said(text, OrdersListParams::KIND, STRICT).iter().all(|line| !line.starts_with('(')));
    assert_eq!(said("{}", NewPatient::KIND, STRICT).len(), 6);
}

#[test]
fn what_is_taken_to_be_needed_is_not_missed_in_an_answer() {
    let strict = Policy { strict: true, ..ANSWER };
    assert!(said(r#"{"city":"Boston"}"#, Address::KIND, strict).is_empty());
    assert_eq!(said(r#"{"state":"MA"}"#, Qualification::KIND, ANSWER), ["license_number required: missing; expected a string"]);
}

#[test]
fn text_that_is_no_json_is_told_the_place() {
    let text = r#"{"allergies": undefined}"#;
    assert_eq!(said(text, RiskFactorText::KIND, REQUEST), ["allergies not_json: not JSON: not a JSON value, at byte 14"]);
    assert_eq!(
        said(r#"{"patient_id":"x""#, RiskFactorText::KIND, ANSWER).last().unwrap(),
        " not_json: not JSON: expected a comma or the closing bracket, at byte 17"
    );
}

#[test]
fn a_bottomless_document_is_refused() {
    let text = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let lines = said(&text, blend_sdk::model::orders::ShippingOptions::KIND, REQUEST);
    assert_eq!(lines, [" too_deep: nested more than 127 levels deep, at byte 127"]);
    assert!(said(&text[1..255], blend_sdk::model::orders::ShippingOptions::KIND, REQUEST).is_empty());
}

#[test]
fn a_key_that_is_no_plain_name_is_not_shown() {
    let lines = said(r#"{"Willard Donnelly":1}"#, PatientUpdate::KIND, REQUEST);
    assert_eq!(lines, ["<key> unknown_field: unknown field; leave it out, or allow it with allowUnknownFields"]);
}

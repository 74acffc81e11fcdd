//! Creations once, as far as the seam goes: what they do is tested with the machine.

use blend_sdk::client::{EffectCode, ErrorClass, EventCode};
use serde_json::{Value, json};

use super::seam::{NOW, Seam, does, number};

fn order() -> Value {
    json!({"external_id": "visit-1", "patient_id": "0227d1e5-ba9a-42b5-8fe2-38882aa65708", "force_new": true, "products": {"prescription": [{"sku": "A", "quantity": 1}]}})
}

fn patient() -> Value {
    json!({"external_id": "p-1", "first_name": "Ada", "last_name": "Example", "date_of_birth": "1990-01-01"})
}

fn open(seam: &mut Seam, operation: &str, params: &Value, options: Value) -> Value {
    let client = seam.client(json!({"accessToken": "secret"}));
    let payload =
        json!({"client": client, "operation": number(operation), "params": params.to_string(), "options": options.to_string()});
    seam.tell(EventCode::OpenCreation, payload)
}

/// A creation that is about to look: that is always its first effect.
fn looks(seam: &mut Seam, operation: &str, params: &Value, options: Value) -> (u64, Value) {
    seam.now = NOW;
    let effect = open(seam, operation, params, options);
    assert!(does(&effect, EffectCode::LookUp), "{effect}");
    (effect["creation"].as_u64().unwrap(), effect)
}

pub fn all(seam: &mut Seam) {
    an_order_is_looked_up_by_its_key(seam);
    a_patient_is_searched_by_date_of_birth(seam);
    a_patient_who_has_the_key(seam);
    nobody_knows_what_became_of_it(seam);
    what_is_wrong_with_it(seam);
}

fn an_order_is_looked_up_by_its_key(seam: &mut Seam) {
    let (creation, effect) = looks(seam, "orders.create", &order(), json!({"call": {"validate": "off"}}));
    assert_eq!((&effect["operation"], &effect["args"]), (&json!("orders.get"), &json!(["visit-1"])));
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": null}));
    assert!(does(&effect, EffectCode::Create), "{effect}");
    let effect = seam.tell(EventCode::CreateAnswerLost, json!({ "creation": creation }));
    assert!(does(&effect, EffectCode::LookUp), "{effect}");
    let effect = seam.tell(EventCode::LookUpFailed, json!({ "creation": creation }));
    assert!(does(&effect, EffectCode::Pause) && effect["ms"] == 500, "{effect}");
    let effect = seam.tell(EventCode::PauseEnded, json!({ "creation": creation }));
    assert!(does(&effect, EffectCode::LookUp), "{effect}");
    let mut found = order();
    found["patient"] = json!({"id": found["patient_id"]});
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": found.to_string()}));
    assert!(does(&effect, EffectCode::ReturnFound) && effect["path"] == json!([]), "{effect}");

    // Something else is there before anything was sent, or this process has made something else.
    let (creation, _) = looks(seam, "orders.create", &order(), json!({}));
    let found = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": "{}"}));
    let made = open(seam, "orders.create", &order(), json!({"sent": true, "made": "O", "madeOtherwise": true}));
    for effect in [found, made] {
        assert!(does(&effect, EffectCode::KeyTaken), "{effect}");
        let error = &effect["error"];
        assert_eq!((&error["outcome"], &error["issues"][0]["code"]), (&json!("not_sent"), &json!("taken")));
    }
    seam.tell(EventCode::ForgetCreation, json!({ "creation": creation }));
}

fn a_patient_is_searched_by_date_of_birth(seam: &mut Seam) {
    let (creation, effect) = looks(seam, "patients.create", &patient(), json!({}));
    assert_eq!((&effect["operation"], &effect["args"]), (&json!("search.patients"), &json!([{"q": "1990-01-01", "limit": 100}])));
    let found = json!({"results": [{}, patient()]}).to_string();
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": found}));
    assert!(does(&effect, EffectCode::ReturnFound) && effect["path"] == json!(["results", 1]), "{effect}");
    let (creation, _) = looks(seam, "patients.create", &patient(), json!({}));
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": r#"{"results":[]}"#}));
    assert!(does(&effect, EffectCode::Create), "{effect}");
    let effect = seam.tell(EventCode::CreateRefused, json!({ "creation": creation }));
    assert!(does(&effect, EffectCode::RethrowError), "{effect}");
}

fn a_patient_who_has_the_key(seam: &mut Seam) {
    let mut wanted = patient();
    wanted["phone"] = json!("6175550123");
    let mut found = wanted.clone();
    found["id"] = json!("P");
    found["phone"] = json!("6175550199");
    let (creation, _) = looks(seam, "patients.create", &wanted, json!({}));
    let results = json!({ "results": [found] }).to_string();
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": results}));
    assert!(does(&effect, EffectCode::KeyTaken), "{effect}");
    let error = &effect["error"];
    assert_eq!((&error["class"], &error["outcome"]), (&json!(ErrorClass::Taken as u8), &json!("not_sent")));
    assert_eq!((&effect["path"], &effect["differs"]), (&json!(["results", 0]), &json!(["phone"])));

    // What this process made is looked up by its id.
    let options = json!({"sent": true, "made": "P", "ifDifferent": "return"});
    let (creation, effect) = looks(seam, "patients.create", &wanted, options);
    assert_eq!((&effect["operation"], &effect["args"]), (&json!("patients.get"), &json!(["P"])));
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": found.to_string()}));
    assert!(does(&effect, EffectCode::ReturnFound) && effect["path"] == json!([]), "{effect}");
}

fn nobody_knows_what_became_of_it(seam: &mut Seam) {
    for (operation, params, search) in
        [("orders.create", order(), "by its external_id"), ("patients.create", patient(), "searched for the patient")]
    {
        // The caller's time is over, before and after it was sent.
        let (creation, _) = looks(seam, operation, &params, json!({}));
        let effect = seam.tell(EventCode::CreationTimedOut, json!({ "creation": creation }));
        assert!(does(&effect, EffectCode::RethrowError), "{effect}");
        let found = if operation == "orders.create" { Value::Null } else { json!("{}") };
        seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": found}));
        let effect = seam.tell(EventCode::CreationTimedOut, json!({ "creation": creation }));
        assert!(does(&effect, EffectCode::OutcomeUnknown), "{effect}");
        let error = &effect["error"];
        assert_eq!((&error["class"], &error["outcome"]), (&json!(ErrorClass::UnknownOutcome as u8), &json!("unknown")));
        assert_eq!(error["message"], "it was sent and its answer was lost; it cannot be found, which proves nothing");
        assert!(error["hint"].as_str().unwrap().contains(search), "{error}");

        let (creation, _) = looks(seam, operation, &params, json!({"sent": true, "lookFor": 0}));
        let effect = seam.tell(EventCode::LookUpFailed, json!({ "creation": creation }));
        assert_eq!(effect["error"]["message"], "it was sent before; looking for it failed");
    }
    let (creation, _) = looks(seam, "orders.create", &order(), json!({"sent": true}));
    let effect = seam.tell(EventCode::LookedUp, json!({"creation": creation, "found": "{}"}));
    assert!(effect["error"]["message"].as_str().unwrap().contains("other lines or another patient"), "{effect}");
}

fn what_is_wrong_with_it(seam: &mut Seam) {
    let opened = open(seam, "orders.create", &json!({}), json!({"lookFor": -1, "resend": "always"}));
    let paths: Vec<_> = opened["error"]["issues"].as_array().unwrap().iter().map(|issue| issue["path"].clone()).collect();
    assert_eq!(paths, ["", "options.resend", "options.lookFor", "external_id", "force_new"]);
    // What `createOnce` cannot create.
    let opened = open(seam, "reports.daily", &json!({}), json!({}));
    assert!(opened["error"].is_object(), "{opened}");
}

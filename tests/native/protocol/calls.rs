//! Calls from their start to their end.

use blend_sdk::client::{EffectCode, ErrorClass, EventCode};
use serde_json::{Value, json};

use super::seam::{Seam, does};

/// Nine headers, the media type and the number of all items among them.
fn headers(total: &str) -> String {
    json!(["application/json", "2", null, "req-7", null, total, null, null, null]).to_string()
}

fn call_of(started: &Value) -> u64 {
    started["call"].as_u64().unwrap_or_else(|| panic!("{started}"))
}

fn answered(seam: &mut Seam, call: u64, status: u16) -> Value {
    seam.tell(EventCode::HeadersReceived, json!({"call": call, "status": status, "headers": headers("41")}))
}

pub fn all(seam: &mut Seam) {
    let client = seam.client(json!({"accessToken": "secret", "baseURL": "http://localhost:4010/api/v1"}));
    a_create_in_three_events(seam, client);
    a_list_that_differs_from_its_documentation(seam, client);
    an_action_that_looks_first(seam, client);
    every_way_to_fail(seam, client);
    a_rate_limit(seam);
    a_repeat(seam, client);
    a_sign_in_of_the_users(seam);
    seam.tell(EventCode::CloseClient, json!({"client": client}));
    let gone = seam.start(client, "orders.list", json!([]), json!({}));
    assert!(does(&gone, EffectCode::Fail), "{gone}");
    let refused = json!({"options": json!({"maxRetrys": 1, "headers": {"a\n": "b"}}).to_string(), "inBrowser": true});
    let refused = seam.tell(EventCode::OpenClient, refused);
    assert_eq!(refused["error"]["issues"].as_array().unwrap().len(), 2, "{refused}");
}

fn a_create_in_three_events(seam: &mut Seam, client: u64) {
    let body =
        json!({"first_name": "Ada", "last_name": "Example", "date_of_birth": "1990-01-01", "guardian_relationship": "a new one"});
    let sent =
        seam.start(client, "patients.create", json!([body]), json!({"validate": "documented", "allowUnknownFields": true}));
    assert!(does(&sent, EffectCode::Send), "{sent}");
    assert_eq!(sent["url"], "http://localhost:4010/api/v1/patients");
    assert_eq!(sent["init"]["headers"]["authorization"], "Bearer secret");
    assert_eq!(sent["init"]["body"], json!(body.to_string()));
    assert_eq!(sent["attempt"], json!({"operation": "patients.create", "method": "POST", "path": "/patients", "attempt": 1}));
    let call = call_of(&sent);
    let read = answered(seam, call, 201);
    assert!(does(&read, EffectCode::ReadBody) && read["json"] == true && read["textWanted"] == false, "{read}");
    assert_eq!(read["timeout"], 60_000, "{read}");
    let done = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": ""}));
    assert!(does(&done, EffectCode::Succeed) && done["signedIn"] == false, "{done}");
    assert_eq!((&done["note"]["requestId"], &done["note"]["attempts"]), (&json!("req-7"), &json!(1)));
}

fn a_list_that_differs_from_its_documentation(seam: &mut Seam, client: u64) {
    let sent = seam.start(client, "orders.list", json!([{"status": "a new one"}]), json!({"checkResponses": "report"}));
    let call = call_of(&sent);
    answered(seam, call, 200);
    let done = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": "[7]"}));
    assert_eq!((&done["note"]["total"], done["note"]["drift"].as_array().map(Vec::len)), (&json!(41), Some(1)), "{done}");
    for (event, fails) in [(EventCode::EmptyBodyReceived, false), (EventCode::InvalidBodyReceived, true)] {
        let call = call_of(&seam.start(client, "orders.get", json!(["ORD1"]), json!({})));
        answered(seam, call, 200);
        let mut payload = json!({ "call": call });
        if fails {
            payload["bytes"] = json!(99);
        }
        let end = seam.tell(event, payload);
        assert_eq!(does(&end, EffectCode::Fail), fails, "{end}");
    }
}

fn an_action_that_looks_first(seam: &mut Seam, client: u64) {
    for (status, goes_on) in [("received", true), ("shipped", false)] {
        let look = seam.start(client, "orders.pause", json!(["ORD1"]), json!({"preflight": true}));
        assert!(does(&look, EffectCode::Preflight) && look["orderId"] == "ORD1", "{look}");
        let order = json!({ "status": status }).to_string();
        let next = seam.tell(EventCode::OrderSeen, json!({"call": call_of(&look), "order": order}));
        assert_eq!(does(&next, EffectCode::Send), goes_on, "{next}");
        if goes_on {
            seam.tell(EventCode::ForgetCall, json!({"call": call_of(&look)}));
        } else {
            assert_eq!(next["error"]["class"], json!(ErrorClass::InvalidTransition as u8), "{next}");
            assert_eq!((&next["error"]["outcome"], &next["error"]["attempts"]), (&json!("not_sent"), &json!(0)));
        }
    }
    // What changes nothing, and what no status rules, is not looked at.
    for (operation, args) in [("orders.get", json!(["ORD1"])), ("request", json!(["GET", "/x", {}]))] {
        let sent = seam.start(client, operation, args, json!({"preflight": true}));
        assert!(does(&sent, EffectCode::Send), "{sent}");
        seam.tell(EventCode::ForgetCall, json!({"call": call_of(&sent)}));
    }
}

fn every_way_to_fail(seam: &mut Seam, client: u64) {
    let refused = json!([{"code": "ECONNREFUSED", "address": "127.0.0.1", "port": 4010}]).to_string();
    for (event, class, outcome, attempts) in [
        (EventCode::AttemptTimedOut, ErrorClass::Timeout, "unknown", 1),
        (EventCode::TotalTimeoutReached, ErrorClass::Timeout, "unknown", 1),
        (EventCode::CallAborted, ErrorClass::Abort, "unknown", 1),
        (EventCode::AbortedBeforeSend, ErrorClass::Abort, "not_sent", 0),
        (EventCode::FetchMissing, ErrorClass::Connection, "not_sent", 0),
        (EventCode::BodyTooLarge, ErrorClass::Api, "unknown", 1),
        (EventCode::NetworkFailed, ErrorClass::Connection, "not_sent", 1),
        (EventCode::ResponseUnusable, ErrorClass::Connection, "unknown", 1),
    ] {
        let call = call_of(&seam.start(client, "orders.pause", json!(["ORD1"]), json!({"totalTimeout": 9, "maxRetries": 0})));
        let mut payload = json!({ "call": call });
        if event == EventCode::NetworkFailed {
            payload["errors"] = json!(refused);
        }
        if event == EventCode::ResponseUnusable {
            payload["why"] = json!("text() is missing");
        }
        let end = seam.tell(event, payload);
        let error = &end["error"];
        let facts = (&error["class"], &error["outcome"], &error["attempts"]);
        assert_eq!(facts, (&json!(class as u8), &json!(outcome), &json!(attempts)), "{event:?}: {end}");
    }
    let call = call_of(&seam.start(client, "orders.list", json!([{"status": "a new one"}]), json!({"maxRetries": 0})));
    answered(seam, call, 429);
    let end = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": "no"}));
    assert_eq!((&end["error"]["status"], &end["error"]["retryAfterMs"]), (&json!(429), &json!(2000)), "{end}");
    assert_eq!(end["error"]["warnings"].as_array().map(Vec::len), Some(1), "{end}");
    let call = call_of(&seam.start(client, "orders.list", json!([{}]), json!({})));
    answered(seam, call, 400);
    let body = json!({"errors": {"page": ["no"]}}).to_string();
    let end = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": body}));
    assert_eq!(end["error"]["fieldErrors"], json!([{"path": "page", "code": "invalid"}]), "{end}");
}

fn a_rate_limit(seam: &mut Seam) {
    let client = seam.client(json!({"accessToken": "t"}));
    let call = call_of(&seam.start(client, "orders.get", json!(["ORD1"]), json!({})));
    answered(seam, call, 429);
    let held = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": "no"}));
    assert!(does(&held, EffectCode::HoldBack) && held["ms"] == 2000, "{held}");
    // Another call of the session waits from the start, and behind it.
    let other = seam.start(client, "orders.get", json!(["ORD2"]), json!({}));
    let ms = other["ms"].as_f64().unwrap();
    assert!(does(&other, EffectCode::HoldBack) && (2050.0..2060.0).contains(&ms), "{other}");
    seam.now += 2060.0;
    for call in [call, call_of(&other)] {
        assert!(does(&seam.tell(EventCode::WaitEnded, json!({"call": call})), EffectCode::Send));
        seam.tell(EventCode::ForgetCall, json!({"call": call}));
    }
    seam.now += 100.0;
}

fn a_repeat(seam: &mut Seam, client: u64) {
    let call = call_of(&seam.start(client, "orders.get", json!(["ORD1"]), json!({})));
    answered(seam, call, 503);
    let wait = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": "no"}));
    assert!(does(&wait, EffectCode::Wait) && wait["ms"] == 2000, "{wait}");
    let sent = seam.tell(EventCode::WaitEnded, json!({"call": call}));
    assert_eq!(sent["attempt"]["attempt"], 2, "{sent}");
}

fn a_sign_in_of_the_users(seam: &mut Seam) {
    let client = seam.client(json!({"email": "a@example.com", "password": "b"}));
    let sent = seam.start(client, "auth.login", json!([]), json!({}));
    assert_eq!(sent["init"]["body"], r#"{"email":"a@example.com","password":"b"}"#);
    let call = call_of(&sent);
    answered(seam, call, 200);
    let done = seam.tell(EventCode::BodyReceived, json!({"call": call, "body": r#"{"access_token":"t"}"#}));
    assert_eq!(done["signedIn"], true, "{done}");
}

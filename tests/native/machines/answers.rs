//! What status, headers and body of an answer tell, and by which clock.

use blend_sdk::client::{Body, CallEffect, CallEvent, Head};
use serde_json::{Value, json};

use super::fixture::{Fixture, ID, lines, said};

fn head(status: u16) -> Head {
    Head::new(status, "[]")
}

/// What the call's end says, and whether it went well.
fn end(effect: CallEffect) -> (bool, Value) {
    said(&effect).unwrap_or_else(|| panic!("no end: {effect:?}"))
}

/// An action that looks at the order first, which takes five seconds.
fn paused(fixture: &mut Fixture) -> usize {
    let options = json!({"timeout": 1_000, "preflight": true});
    let call = fixture.start("orders.pause", "[\"ORD1\"]", &options).unwrap();
    let effect = fixture.engine.step(call, CallEvent::OrderSeen(r#"{"status":"received"}"#), 5_000.0, 0.0);
    assert!(matches!(effect, CallEffect::Send(_)), "{effect:?}");
    call
}

#[test]
fn the_time_of_an_attempt_begins_when_its_request_goes_out() {
    let mut fixture = Fixture::new();
    let call = paused(&mut fixture);
    let effect = fixture.engine.step(call, CallEvent::HeadersReceived(head(200)), 5_300.0, 0.0);
    assert!(matches!(effect, CallEffect::ReadBody { timeout: 700.0, .. }), "{effect:?}");
    let (ok, note) = end(fixture.engine.step(call, CallEvent::BodyReceived(Body::Text("{}")), 5_900.0, 0.0));
    assert_eq!((ok, &note["elapsedMs"]), (true, &json!(5_900)));

    // What took too long since then is late all the same.
    let call = paused(&mut fixture);
    fixture.engine.step(call, CallEvent::HeadersReceived(head(200)), 5_300.0, 0.0);
    let (_, error) = end(fixture.engine.step(call, CallEvent::BodyReceived(Body::Text("{}")), 6_100.0, 0.0));
    assert_eq!((&error["class"], &error["outcome"]), (&json!("TimeoutError"), &json!("done")));
}

#[test]
fn a_date_to_wait_for_is_read_by_the_clock_of_the_server() {
    let waits = |date: &str, now: f64| {
        let mut fixture = Fixture::new();
        let call = fixture.start("orders.get", "[\"ORD1\"]", &json!({})).unwrap();
        fixture.engine.step(
            call,
            CallEvent::HeadersReceived(Head::new(503, &json!([null, "Sun, 06 Nov 1994 08:49:37 GMT", date]).to_string())),
            now,
            0.0,
        );
        match fixture.engine.step(call, CallEvent::BodyReceived(Body::Text("")), now, 0.0) {
            CallEffect::Wait { ms } => ms,
            other => panic!("{other:?}"),
        }
    };
    const AT: f64 = 784_111_777_000.0;
    for clock in [-600_000.0, 0.0, 600_000.0] {
        assert_eq!(waits("Sun, 06 Nov 1994 08:49:30 GMT", AT - 7_000.0 + clock), 7_000.0);
    }
    // Where none is given, or none that can be read, there is no other than one's own.
    for none in ["", "soon"] {
        assert_eq!(waits(none, AT - 5_000.0), 5_000.0);
        assert_eq!(waits(none, AT + 5_000.0), 0.0);
    }
}

#[test]
fn the_number_of_all_items_is_digits_alone() {
    let total = |header: &str| {
        let mut fixture = Fixture::new();
        let call = fixture.start("orders.list", "[]", &json!({})).unwrap();
        fixture.engine.step(
            call,
            CallEvent::HeadersReceived(Head::new(200, &json!([null, null, null, null, null, header]).to_string())),
            0.0,
            0.0,
        );
        end(fixture.engine.step(call, CallEvent::BodyReceived(Body::Text("[]")), 0.0, 0.0)).1["total"].clone()
    };
    assert_eq!([total("0"), total("100"), total("007")], [json!(0), json!(100), json!(7)]);
    for header in ["2/100", "2, 100", "100 items", "1e3", "1.5", "-1", "+1", "0x10", "", "many"] {
        assert_eq!(total(header), Value::Null, "{header}");
    }
}

#[test]
fn nothing_where_an_object_is_due_is_drift() {
    let answered = |operation, args: &str, status: u16, check: &str| {
        let mut fixture = Fixture::new();
        let call = fixture.start(operation, args, &json!({"checkResponses": check})).unwrap();
        fixture.engine.step(call, CallEvent::HeadersReceived(head(status)), 0.0, 0.0);
        end(fixture.engine.step(call, CallEvent::BodyReceived(Body::Empty), 0.0, 0.0))
    };
    for (operation, args, what) in [
        ("orders.get", "[\"ORD1\"]", "an object"),
        ("orders.pause", "[\"ORD1\"]", "an object"),
        ("orders.list", "[]", "an array"),
    ] {
        for status in [200, 201] {
            let said = [format!(": expected {what}, got null")];
            let (ok, note) = answered(operation, args, status, "report");
            assert_eq!((ok, lines(&note["drift"])), (true, said.to_vec()), "{operation}");
            let (ok, error) = answered(operation, args, status, "throw");
            assert_eq!((ok, lines(&error["issues"])), (false, said.to_vec()), "{operation}");
            assert_eq!((&error["class"], &error["outcome"]), (&json!("ValidationError"), &json!("done")));
            assert!(answered(operation, args, status, "off").0);
        }
        for status in [204, 205] {
            assert!(answered(operation, args, status, "throw").0, "{operation} {status}");
        }
    }
    // Of a create, the caller needs the id.
    let create = json!([{"patient_id": ID}]).to_string();
    for (check, status, ok) in [("off", 200, false), ("off", 201, false), ("report", 201, false), ("throw", 204, true)] {
        let (went_well, error) = answered("orders.create", &create, status, check);
        assert_eq!(went_well, ok, "{check} {status}");
        if !ok {
            assert_eq!((&error["class"], &error["outcome"]), (&json!("APIError"), &json!("done")));
        }
    }
    // These may come without a body: of one no answer is known, of one any, and of one it is taken to be so.
    let ids = json!([ID, ID]).to_string();
    for (operation, args) in [
        ("notifications.deactivateEmail", "[]"),
        ("prescribers.deactivateQualification", ids.as_str()),
        ("patients.addRiskFactorText", &json!([ID, {"allergies": "x"}]).to_string()),
    ] {
        assert!(answered(operation, args, 200, "throw").0, "{operation}");
    }
}

//! The errors: class and outcome of each status, and that no value leaves by them.

use blend_sdk::client::{Body, CallEffect, CallEvent, Fault, Head};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{Fixture, said};

const NO_RETRY: &str = r#"{"maxRetries":0}"#;

fn options() -> Value {
    serde_json::from_str(NO_RETRY).unwrap()
}

fn head(status: u16) -> Head {
    Head::new(status, "[]")
}

fn failure(effect: CallEffect) -> Value {
    match said(&effect) {
        Some((false, error)) => error,
        _ => panic!("no failure: {effect:?}"),
    }
}

fn meets(operation: &'static str, args: &str, status: u16) -> Value {
    let mut fixture = Fixture::new();
    let call = fixture.start(operation, args, &options()).unwrap();
    fixture.engine.step(call, CallEvent::HeadersReceived(head(status)), 5.0, 0.0);
    failure(fixture.engine.step(call, CallEvent::BodyReceived(Body::Text("no")), 7.0, 0.0))
}

#[test]
fn each_status_has_its_class_and_outcome() {
    for (status, class, read, write) in [
        (301, "APIError", "rejected", "unknown"),
        (302, "APIError", "rejected", "unknown"),
        (304, "APIError", "rejected", "unknown"),
        (400, "BadRequestError", "rejected", "rejected"),
        (402, "APIError", "rejected", "rejected"),
        (403, "PermissionDeniedError", "rejected", "rejected"),
        (404, "NotFoundError", "rejected", "rejected"),
        (405, "APIError", "rejected", "rejected"),
        (408, "APIError", "unknown", "unknown"),
        (409, "ConflictError", "rejected", "rejected"),
        (418, "APIError", "rejected", "rejected"),
        (422, "UnprocessableEntityError", "rejected", "rejected"),
        (429, "RateLimitError", "rejected", "rejected"),
        (500, "InternalServerError", "unknown", "unknown"),
        (501, "InternalServerError", "unknown", "unknown"),
        (503, "InternalServerError", "unknown", "unknown"),
        (599, "InternalServerError", "unknown", "unknown"),
        (600, "APIError", "unknown", "unknown"),
    ] {
        for (operation, args, outcome, method, path) in [
            ("orders.get", "[\"ORD1\"]", read, "GET", "/orders/{order_id}"),
            ("orders.pause", "[\"ORD1\"]", write, "PUT", "/orders/{order_id}/pause"),
        ] {
            let error = meets(operation, args, status);
            let facts = ["class", "outcome", "operation", "method", "path"].map(|name| error[name].as_str().unwrap().to_string());
            assert_eq!(facts, [class, outcome, operation, method, path].map(String::from), "{status}");
            assert_eq!((&error["status"], &error["attempts"], &error["elapsedMs"]), (&json!(status), &json!(1), &json!(7)));
            assert_eq!(error["message"].as_str().unwrap().contains("baseURL"), status < 400, "a redirect names baseURL");
            let hint = error["hint"].as_str().unwrap_or_default();
            assert_eq!(hint.contains("look before"), method == "PUT" && outcome == "unknown", "{status} {operation}");
        }
    }
}

#[test]
fn a_guessed_path_that_is_not_there_says_so() {
    for status in [404, 405] {
        assert!(meets("orders.pause", "[\"ORD1\"]", status)["hint"].as_str().unwrap().contains("guess"));
        assert!(!meets("orders.unpause", "[\"ORD1\"]", status)["hint"].as_str().unwrap_or_default().contains("guess"));
    }
}

#[test]
fn the_cause_code_comes_out_of_a_fixed_list() {
    for (code, shown) in
        [("ECONNRESET", json!("ECONNRESET")), ("MARKER", Value::Null), ("econnreset", Value::Null), ("", Value::Null)]
    {
        let mut fixture = Fixture::new();
        let call = fixture.start("orders.get", "[\"ORD1\"]", &options()).unwrap();
        let error =
            failure(fixture.engine.step(call, CallEvent::Failed(Fault::Network(&json!([{"code": code}]).to_string())), 0.0, 0.0));
        assert_eq!(error["causeCode"], shown);
    }
}

/// Values that look like a patient's, a key's, or a token's, in every shape that could slip through a filter.
fn marker() -> impl Strategy<Value = String> {
    "[A-Z]{2}MARKER[A-Za-z0-9 @./<\"é]{0,20}"
}

const MARK: &str = "MARKER";

fn clean(text: &str) -> Result<(), TestCaseError> {
    prop_assert!(!text.contains(MARK), "{}", text);
    Ok(())
}

/// How a call may end.
#[derive(Clone, Debug)]
enum Ending {
    Status(u16),
    Network,
    Timeout,
    TotalTimeout,
    Abort,
    TooLarge,
    NoFetch,
    NotJson,
    Drift { throws: bool },
    Good,
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![
        (300u16..=600).prop_map(Ending::Status),
        Just(Ending::Network),
        Just(Ending::Timeout),
        Just(Ending::TotalTimeout),
        Just(Ending::Abort),
        Just(Ending::TooLarge),
        Just(Ending::NoFetch),
        Just(Ending::NotJson),
        any::<bool>().prop_map(|throws| Ending::Drift { throws }),
        Just(Ending::Good),
    ]
}

/// Ids and values of calls, all of them marked; nothing of it is refused.
fn call() -> impl Strategy<Value = (&'static str, String)> {
    (0usize..6, marker(), marker()).prop_map(|(which, one, two)| match which {
        0 => ("orders.get", json!([one]).to_string()),
        1 => ("orders.update", json!([one, {"external_id": two}]).to_string()),
        2 => ("patients.create", json!([{"first_name": one, "last_name": two, "guardian_relationship": "MARKER"}]).to_string()),
        3 => ("search.all", json!([{"q": one}]).to_string()),
        4 => (
            "request",
            json!(["PUT", "/x/{id}", {"path": {"id": one}, "query": {two: 1, "q": "MARKER"}, "body": {"k": "MARKER"}}])
                .to_string(),
        ),
        _ => ("orders.list", json!([{"status": "MARKER,received"}]).to_string()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn no_value_leaves_by_an_error_a_note_or_a_warning((operation, args) in call(), ending in ending(), header in marker(), code in marker()) {
        let mut fixture = Fixture::new();
        let check = match &ending {
            Ending::Drift { throws: true } => "throw",
            Ending::Drift { throws: false } => "report",
            _ => "off",
        };
        let options = json!({"maxRetries": 0, "checkResponses": check, "headers": {"x-mark": "MARKER"}, "totalTimeout": 9});
        let call = match fixture.start(operation, &args, &options) {
            Ok(call) => call,
            Err(error) => return clean(&error.to_string()),
        };
        // The id of a request is meant to be shown, where it is plain; these are not.
        let marked = |status| {
            let kind = format!("{header}; charset=MARKER");
            Head::new(status, &json!([kind, header, header, format!("{header} \u{e9}"), header, header]).to_string())
        };
        let answer = format!("{{\"MARKER-key\":\"MARKER\",\"id\":{{\"MARKER é\":1}},\"a MARKER\":[\"MARKER\"],\"error\":\"{MARK}\"}}");
        let errors = json!([{"code": code, "hostname": code, "address": code, "port": code, "url": code}]).to_string();
        let event = match &ending {
            Ending::Status(status) => {
                fixture.engine.step(call, CallEvent::HeadersReceived(marked(*status)), 0.0, 0.0);
                CallEvent::BodyReceived(Body::Text(&answer))
            }
            Ending::NotJson => {
                // A media type may be shown, but no more of the header.
                fixture.engine.step(call, CallEvent::HeadersReceived(Head::new(200, &json!(["text/html; boundary=MARKER", header]).to_string())), 0.0, 0.0);
                CallEvent::BodyReceived(Body::Invalid { bytes: 99.0 })
            }
            Ending::Drift { .. } | Ending::Good => {
                fixture.engine.step(call, CallEvent::HeadersReceived(marked(201)), 0.0, 0.0);
                CallEvent::BodyReceived(Body::Text(&answer))
            }
            Ending::Network => CallEvent::Failed(Fault::Network(&errors)),
            Ending::Timeout => CallEvent::Failed(Fault::Timeout),
            Ending::TotalTimeout => CallEvent::Failed(Fault::TotalTimeout),
            Ending::Abort => CallEvent::Failed(Fault::Abort),
            Ending::TooLarge => CallEvent::Failed(Fault::TooLarge),
            Ending::NoFetch => CallEvent::Failed(Fault::NoFetch),
        };
        let effect = fixture.engine.step(call, event, 0.0, 0.0);
        clean(&format!("{effect:?}"))?;
        match said(&effect) {
            Some((ok, said)) => {
                clean(&said.to_string())?;
                let path = said["path"].as_str().unwrap();
                prop_assert!(ok || !path.contains(char::is_uppercase), "{}", path);
            }
            None => prop_assert!(matches!(effect, CallEffect::AwaitSession | CallEffect::Wait { .. } | CallEffect::HoldBack { .. }), "{:?}", effect),
        }
    }

    /// An error before sending does not repeat the arguments either.
    #[test]
    fn no_value_leaves_by_an_issue(one in marker(), two in marker()) {
        let mut fixture = Fixture::new();
        for (operation, args) in [
            ("patients.create", json!([{"phone": one, "date_of_birth": two, "gender": "MARKER", "address": {"zip_code": 5, (format!("{two} x")): one}, "ssn": ["MARKER"]}])),
            ("patients.get", json!([one])),
            ("orders.updateProductQuantity", json!(["ORD1", one, two, {"quantity": "MARKER"}])),
            ("orders.list", json!([{"page": one, "status": {"MARKER x": 1}}])),
            ("request", json!([one, two, {"path": {"MARKER-id": 1}, "MARKER é": 1}])),
        ] {
            if let Err(error) = fixture.start(operation, &args.to_string(), &json!({})) {
                clean(&error.to_string())?;
            }
        }
    }
}

//! `endpoints`: a user's own verb, path, and place or name of a parameter.

use blend_sdk::client::{CallEffect, CallEvent, Fault};
use serde_json::{Value, json};

use super::fixture::{Fixture, error_of, lines, said};
use super::world::BASE;

fn refused(endpoints: Value) -> Vec<String> {
    let options = json!({"baseURL": BASE, "endpoints": endpoints}).to_string();
    let failure = blend_sdk::client::Engine::new().open(&options, false).expect_err("it was not refused");
    lines(&error_of(failure)["issues"])
}

fn fixture(operation: &str, own: Value) -> Fixture {
    Fixture::with(json!({"endpoints": {operation: own}}))
}

#[test]
fn verb_and_path_can_be_set_for_one_operation() {
    let mut fixture = fixture("orders.pause", json!({"verb": "post", "path": "/v2/orders/{order_id}/hold"}));
    assert_eq!(fixture.sent("orders.pause", "[\"a/b\"]"), ("POST /v2/orders/a%2Fb/hold".into(), None));
    assert_eq!(fixture.sent("orders.unpause", "[\"a\"]").0, "PUT /orders/a/unpause");
}

#[test]
fn a_parameter_can_be_renamed_and_moved() {
    let own = json!({"params": {"external_id": {"name": "key", "in": "query"}, "update_patient": {"in": "body"}}});
    let (line, body) =
        fixture("orders.update", own).sent("orders.update", r#"["ORD1",{"external_id":"x y","update_patient":true}]"#);
    assert_eq!((line.as_str(), body.as_deref()), ("PUT /orders/ORD1?key=x%20y", Some("{\"update_patient\":true}")));
    let own = json!({"params": {"page_size": {"name": "per_page"}}});
    assert_eq!(
        fixture("orders.list", own).sent("orders.list", r#"[{"page":1,"page_size":5}]"#).0,
        "GET /orders?page=1&per_page=5"
    );
    // A name alone leaves the rest of the body as it was.
    let own = json!({"params": {"external_id": {"name": "key"}}});
    let (_, body) = fixture("orders.update", own).sent("orders.update", r#"["ORD1",{"external_id":"\u00e9","shipping":{ }}]"#);
    assert_eq!(body.as_deref(), Some(r#"{"key":"\u00e9","shipping":{ }}"#));
}

#[test]
fn another_verb_moves_the_params_to_where_it_has_room_for_them() {
    let params = r#"[{"q":"x","limit":5}]"#;
    let (line, body) = fixture("search.all", json!({"verb": "POST"})).sent("search.all", params);
    assert_eq!((line.as_str(), body.as_deref()), ("POST /search", Some(r#"{"q":"x","limit":5}"#)));
    let (line, body) = fixture("orders.update", json!({"verb": "GET"})).sent("orders.update", r#"["ORD1",{"external_id":"x"}]"#);
    assert_eq!((line.as_str(), body), ("GET /orders/ORD1?external_id=x", None));
    // A GET has no body, wherever a user wants the parameter.
    let own = json!({"params": {"q": {"in": "body"}}});
    assert_eq!(fixture("search.all", own).sent("search.all", params), ("GET /search?q=x&limit=5".into(), None));
}

#[test]
fn an_override_does_not_change_what_may_be_repeated() {
    // By verb it would look like a read.
    let mut fixture = fixture("orders.pause", json!({"verb": "GET"}));
    let call = fixture.start("orders.pause", "[\"ORD1\"]", &json!({})).unwrap();
    let effect = fixture.engine.step(call, CallEvent::Failed(Fault::Network(r#"[{"code":"ECONNRESET"}]"#)), 0.0, 0.0);
    assert!(matches!(effect, CallEffect::Fail(_)));
}

#[test]
fn an_override_cannot_leave_the_origin() {
    for path in [
        "https://evil.example/x",
        "//evil.example",
        "evil",
        "/\\evil.example",
        "/a/../../b",
        "/a?x=1",
        "/a#x",
        "/%2e%2e/x",
        "",
        "/a b",
    ] {
        let issues = refused(json!({"orders.get": {"path": path}}));
        assert_eq!(issues.len(), 1, "{path}");
        assert!(issues[0].starts_with("options.endpoints.orders.get.path: "), "{issues:?}");
    }
    assert_eq!(refused(json!({"orders.get": {"path": "/orders/{id}"}})).len(), 1, "an id that the operation has not");
}

#[test]
fn all_faults_of_overrides_are_told_at_once_and_in_their_places() {
    let issues = refused(json!({
        "orders.get": {"verb": "FETCH", "path": "x", "colour": 1},
        "orders.gett": {},
        "nonsense": {},
        "orders.list": {"params": {"page": {"in": "header"}, "status": 7, "page_size": {"nmae": "x"}}},
        "orders.pause": "PUT /x",
    }));
    let paths: Vec<_> = issues.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "options.endpoints.orders.get.verb",
            "options.endpoints.orders.get.path",
            "options.endpoints.orders.get.colour",
            "options.endpoints",
            "options.endpoints",
            "options.endpoints.orders.list.params.page",
            "options.endpoints.orders.list.params.status",
            "options.endpoints.orders.list.params.page_size",
            "options.endpoints.orders.pause",
        ]
    );
    assert_eq!(refused(json!("x")), ["options.endpoints: expected an object"]);
}

#[test]
fn errors_show_the_path_of_the_override_with_its_braces() {
    let mut fixture = fixture("orders.pause", json!({"path": "/v2/{order_id}"}));
    let call = fixture.start("orders.pause", "[\"SECRET\"]", &json!({})).unwrap();
    let (_, error) = said(&fixture.engine.step(call, CallEvent::Failed(Fault::Abort), 0.0, 0.0)).unwrap();
    assert_eq!(error["path"], "/v2/{order_id}");
}

#[test]
fn a_path_of_ones_own_keeps_every_id() {
    for path in ["/orders/hold", "/orders/:order_id/hold", "/orders/{order_id}/{id}"] {
        let lines = refused(json!({"orders.pause": {"path": path}}));
        assert!(lines[0].contains("expected each id of the operation's own path"), "{lines:?}");
    }
}

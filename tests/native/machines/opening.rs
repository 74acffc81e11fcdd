//! Opening a client: options, base URLs, headers.

use blend_sdk::client::{Body, CallEffect, CallEvent, CallInput, Engine, Head, Request};
use blend_sdk::endpoint::number_of;
use serde_json::{Value, json};

use super::fixture::{Fixture, error_of, lines, said};

fn refused(options: Value) -> Vec<String> {
    let mut engine = Engine::new();
    let failure = engine.open(&options.to_string(), false).expect_err("it was not refused");
    assert_eq!(engine.load(), (0, 0));
    lines(&error_of(failure)["issues"])
}

/// What the first call of a client fails with, which opens all the same.
fn refused_at_the_first_call(options: &Value, browser: bool) -> Vec<String> {
    let mut engine = Engine::new();
    let client = engine.open(&options.to_string(), browser).expect("it did not open");
    let input = CallInput { operation: number_of("orders", "list"), args: "[]", options: "{}" };
    assert_eq!(engine.check(client, &input, 0.0).issues, []);
    let started = engine.start(client, &input, 0.0);
    assert_eq!(started.call, None);
    let (_, error) = said(&started.effect).expect("it went on");
    assert_eq!((&error["class"], &error["outcome"]), (&json!("ValidationError"), &json!("not_sent")));
    lines(&error["issues"])
}

fn sent(effect: CallEffect) -> Request {
    match effect {
        CallEffect::Send(request) => *request,
        other => panic!("no request: {other:?}"),
    }
}

#[test]
fn an_unknown_option_is_refused_with_what_was_meant() {
    assert_eq!(refused(json!({"maxRetrys": 1})), [r#"options.maxRetrys: unknown field; did you mean "maxRetries"?"#]);
    assert_eq!(refused(json!({"baseUrl": "https://x.example"})), [r#"options.baseUrl: unknown field; did you mean "baseURL"?"#]);
    assert!(refused(json!({"colour": 1}))[0].starts_with("options.colour: unknown field; "));
    // Of a call too; what is a client's alone is none of a call's.
    let mut fixture = Fixture::new();
    let issues = fixture.issues("orders.list", "[]", &json!({"timeuot": 5}));
    assert_eq!(issues, [r#"options.timeuot: unknown field; did you mean "timeout"?"#]);
    assert_eq!(fixture.issues("orders.list", "[]", &json!({"email": "a", "password": "b"})).len(), 2);
}

#[test]
fn options_have_their_limits() {
    for (options, path) in [
        (json!({"timeout": 0}), "timeout"),
        (json!({"timeout": "5"}), "timeout"),
        (json!({"timeout": 1.5}), "timeout"),
        (json!({"totalTimeout": -1}), "totalTimeout"),
        (json!({"maxRetries": -1}), "maxRetries"),
        (json!({"maxRetries": 21}), "maxRetries"),
        (json!({"validate": "loose"}), "validate"),
        (json!({"checkResponses": "always"}), "checkResponses"),
        (json!({"omit": "ssn"}), "omit"),
        (json!({"maxResponseBytes": 0}), "maxResponseBytes"),
        (json!({"headers": "x-a: b"}), "headers"),
        (json!({"headers": {"x-a": 5}}), "headers"),
    ] {
        let issues = Fixture::new().issues("orders.list", "[]", &options);
        assert!(issues.len() == 1 && issues[0].starts_with(&format!("options.{path}")), "{options}: {issues:?}");
        assert_eq!(refused(options).len(), 1);
    }
}

#[test]
fn all_faults_of_options_are_told_at_once() {
    let issues = refused(json!({
        "timeuot": 1, "maxRetries": 99, "baseURL": "http://api.example.com", "email": "a@example.com",
        "audit": "sometimes", "endpoints": {"x": {}},
    }));
    let paths: Vec<_> = issues.iter().map(|line| line.split(':').next().unwrap().trim_start_matches("options.")).collect();
    assert_eq!(paths, ["timeuot", "maxRetries", "audit", "baseURL", "password", "endpoints"]);
}

#[test]
fn what_is_wrong_in_this_runtime_only_waits_for_the_first_call() {
    assert!(Engine::new().open("{}", false).is_ok());
    assert_eq!(refused(json!({"password": "b"})), ["options.email: missing; email and password work only together"]);
    for name in ["password", "refreshToken"] {
        let mut options = json!({"email": "a@example.com", "password": "b"});
        if name == "refreshToken" {
            options = json!({"refreshToken": "c"});
        }
        assert!(refused_at_the_first_call(&options, true)[0].starts_with(&format!("options.{name}: not in a browser")));
        options["dangerouslyAllowBrowser"] = json!(true);
        assert!(Engine::new().open(&options.to_string(), true).is_ok());
    }
    let relative = json!({"baseURL": "/blend"});
    let expected = ["options.baseURL: expected a whole URL: a path alone works in browsers only"];
    assert_eq!(refused_at_the_first_call(&relative, false), expected);
}

#[test]
fn no_option_error_holds_a_credential() {
    let mut engine = Engine::new();
    let options = json!({"password": "MARKER", "accessToken": 7, "baseURL": "http://MARKER@x/MARKER", "refreshToken": ["MARKER"], "MARKER-secret": "MARKER", "logLevel": "MARKER"});
    let failure = engine.open(&options.to_string(), false).expect_err("it was not refused");
    let error = error_of(failure).to_string();
    assert!(!error.contains("MARKER"), "{error}");
}

#[test]
fn a_base_url_is_kept_and_a_slash_at_its_end_is_not_doubled() {
    for (base, url) in [
        ("https://x.example", "https://x.example/orders"),
        ("https://x.example/", "https://x.example/orders"),
        ("https://x.example/api/v1///", "https://x.example/api/v1/orders"),
        ("http://localhost:4010/api", "http://localhost:4010/api/orders"),
        ("http://127.0.0.1", "http://127.0.0.1/orders"),
        ("http://[::1]:80/a", "http://[::1]:80/a/orders"),
        ("/blend", "/blend/orders"),
        ("/", "/orders"),
    ] {
        let mut engine = Engine::new();
        let client = engine.open(&json!({"baseURL": base, "accessToken": "x"}).to_string(), true).unwrap();
        let started = engine.start(client, &CallInput { operation: number_of("orders", "list"), args: "[]", options: "{}" }, 0.0);
        assert_eq!(sent(started.effect).url, url);
    }
    let mut engine = Engine::new();
    let client = engine.open(r#"{"accessToken":"x"}"#, false).unwrap();
    let started = engine.start(client, &CallInput { operation: number_of("orders", "list"), args: "[]", options: "{}" }, 0.0);
    assert_eq!(sent(started.effect).url, "https://api.byblend.com/api/v1/orders");
    for wrong in [
        "",
        "//x",
        "http://x.example",
        "https://a@x.example",
        "https://x.example?a",
        "https://x.example#a",
        "ftp://x",
        "https://x .example",
        "x.example",
    ] {
        assert_eq!(refused(json!({"baseURL": wrong})).len(), 1, "{wrong}");
    }
    // No dots that lead elsewhere below the origin.
    assert_eq!(refused(json!({"baseURL": 7})).len(), 1);
}

#[test]
fn headers_are_added_and_authorization_stays_the_clients() {
    let mut fixture = Fixture::new();
    let options = json!({"headers": {"x-a": "1", "Authorization": "Basic evil", "AUTHORIZATION": "evil"}});
    let headers = fixture.request_with("orders.list", "[]", &options).unwrap().headers;
    let of = |name: &str| {
        headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("authorization"), ["Bearer given"]);
    assert_eq!(of("x-a"), ["1"]);
    // A user's own takes the place of the client's, in whatever case: two would be joined into one.
    let headers = fixture.request_with("orders.list", "[]", &json!({"headers": {"Accept": "text/csv"}})).unwrap().headers;
    let accepts: Vec<_> = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case("accept")).collect();
    assert_eq!(accepts.len(), 1, "{accepts:?}");
    assert_eq!(accepts[0].1, "text/csv");
}

#[test]
fn the_key_of_a_store_tells_origins_and_accounts_apart() {
    let mut engine = Engine::new();
    let mut account = |options: Value| {
        let client = engine.open(&options.to_string(), false).unwrap();
        let (origin, account) = engine.account(client);
        (origin.to_string(), account.to_string())
    };
    let one = account(json!({"baseURL": "https://x.example/api/v1", "email": "a@example.com", "password": "b"}));
    assert_eq!(one, account(json!({"baseURL": "https://x.example/api/v2", "email": "a@example.com", "password": "c"})));
    assert_ne!(one, account(json!({"baseURL": "https://y.example/api/v1", "email": "a@example.com", "password": "b"})));
    assert_ne!(one, account(json!({"baseURL": "https://x.example/api/v1", "email": "z@example.com", "password": "b"})));
    assert_ne!(one, account(json!({"baseURL": "https://x.example/api/v1", "accessToken": "t"})));
}

#[test]
fn behind_a_proxy_of_the_page_calls_carry_no_token_and_nobody_signs_in() {
    let open = |options: Value| {
        let mut engine = Engine::new();
        let client = engine.open(&options.to_string(), true).unwrap();
        let started = engine.start(client, &CallInput { operation: number_of("orders", "list"), args: "[]", options: "{}" }, 0.0);
        (engine, started)
    };
    let (mut engine, started) = open(json!({"baseURL": "/blend"}));
    let (call, request) = (started.call.unwrap(), sent(started.effect));
    assert_eq!(request.url, "/blend/orders");
    assert!(request.headers.iter().all(|(name, _)| name != "authorization"), "{:?}", request.headers);
    // There is nothing to renew.
    engine.step(call, CallEvent::HeadersReceived(Head::new(401, "[]")), 0.0, 0.0);
    let (_, error) = said(&engine.step(call, CallEvent::BodyReceived(Body::Text("")), 0.0, 0.0)).expect("no failure");
    assert_eq!(
        (&error["class"], &error["outcome"], &error["attempts"]),
        (&json!("AuthenticationError"), &json!("rejected"), &json!(1))
    );
    assert_eq!(error["message"], "the credentials were refused");

    // A client with credentials signs in. Without a proxy it needs some.
    for options in [
        json!({"baseURL": "/blend", "token": true}),
        json!({"baseURL": "/blend", "tokenStore": true}),
        json!({"baseURL": "/blend", "email": "a@example.com", "password": "b", "dangerouslyAllowBrowser": true}),
        json!({"baseURL": "/blend", "refreshToken": "c", "dangerouslyAllowBrowser": true}),
        json!({"baseURL": "https://api.example.com/api/v1"}),
        json!({}),
    ] {
        assert!(matches!(open(options.clone()).1.effect, CallEffect::AwaitSession), "{options}");
    }
    let headers = sent(open(json!({"baseURL": "/blend", "accessToken": "given"})).1.effect).headers;
    assert!(headers.contains(&("authorization".into(), "Bearer given".into())), "{headers:?}");
}

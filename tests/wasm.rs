//! The scanner and the bindings inside of wasm, in Node and in a browser: a 32-bit machine with
//! other limits, and real Responses, Headers and promises.
#![cfg(target_arch = "wasm32")]

use blend_sdk::check::{Code, Direction, Policy, check};
use blend_sdk::client::{EffectCode, ErrorClass, EventCode};
use blend_sdk::endpoint::{Endpoint, GROUPS, number_of};
use blend_sdk::wasm::client::{ask, send, sent};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Request, RequestInit, RequestRedirect, Response};

fn endpoint(group: &str, name: &str) -> Option<&'static Endpoint> {
    GROUPS.iter().find(|one| one.name == group)?.endpoints.iter().find(|endpoint| endpoint.name == name)
}

#[wasm_bindgen_test]
fn an_answer_of_the_vendor_is_as_documented() {
    let list = endpoint("orders", "list").and_then(|endpoint| endpoint.answer).unwrap();
    let text = include_str!("contract/examples/orders-list.response.json");
    let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: true, today: 20_000 };
    assert_eq!(check(text.as_bytes(), list, policy).issues, []);
}

#[wasm_bindgen_test]
fn a_wrong_kind_is_found_with_its_path() {
    let list = endpoint("orders", "list").and_then(|endpoint| endpoint.answer).unwrap();
    let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: true, today: 20_000 };
    let issues = check(br#"[{"id":"a"},{"products":{"prescription":[{"quantity":"2"}]}}]"#, list, policy).issues;
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].code, issues[0].path.as_str()), (Code::WrongKind, "[1].products.prescription[0].quantity"));
}

/// The number behind a key of flat JSON.
fn number(json: &str, key: &str) -> usize {
    let start = json.find(key).unwrap() + key.len();
    json[start..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// How an effect begins.
fn acts(act: EffectCode, rest: &str) -> String {
    format!("{{\"do\":{}{rest}", act as u8)
}

/// A client with an access token, and a call of its own: the call's number, and the effect that sends it.
fn begun() -> (usize, String) {
    let opened = ask(EventCode::OpenClient as u8, 0, 0.0, Some(r#"{"accessToken":"secret"}"#.into()), "", 0.0, 0.0);
    let client = number(&opened, "{\"client\":");
    let get = number_of("orders", "get").unwrap() as f64;
    let effect = ask(EventCode::StartCall as u8, client, get, Some(r#"["visit/1"]"#.into()), r#"{"timeout":500}"#, 0.0, 0.0);
    (number(&effect, "\"call\":"), effect)
}

#[wasm_bindgen_test]
fn options_that_cannot_be_used_are_told_by_name() {
    let opened = ask(EventCode::OpenClient as u8, 0, 0.0, Some(r#"{"maxRetrys":1}"#.into()), "", 0.0, 0.0);
    assert!(opened.contains("did you mean \\\"maxRetries\\\"?"), "{opened}");
}

#[wasm_bindgen_test]
fn a_call_goes_from_its_request_to_its_answer() {
    let (call, effect) = begun();
    assert!(
        effect.starts_with(&acts(EffectCode::Send, r#","url":"https://api.byblend.com/api/v1/orders/visit%2F1""#)),
        "{effect}"
    );
    assert!(effect.contains(r#""authorization":"Bearer secret""#) && effect.contains(r#""timeout":500"#), "{effect}");
    let effect = ask(EventCode::HeadersReceived as u8, call, 200.0, Some("[null]".into()), "", 1.0, 0.0);
    assert!(effect.starts_with(&acts(EffectCode::ReadBody, r#","json":true,"#)), "{effect}");
    let effect = ask(EventCode::BodyReceived as u8, call, 0.0, Some("{}".into()), "", 2.0, 0.0);
    assert!(effect.starts_with(&acts(EffectCode::Succeed, r#","note":{"warnings":[],"status":200,"#)), "{effect}");
}

#[wasm_bindgen_test]
fn a_refusal_is_read_off_status_and_headers() {
    let (call, _) = begun();
    ask(EventCode::HeadersReceived as u8, call, 404.0, Some(r#"["text/plain",null,null,"req-7"]"#.into()), "", 1.0, 0.0);
    let effect = ask(EventCode::BodyReceived as u8, call, 0.0, Some("no such order".into()), "", 2.0, 0.0);
    let class = format!("\"class\":{},", ErrorClass::NotFound as u8);
    assert!(effect.contains(&class) && effect.contains(r#""requestId":"req-7""#), "{effect}");
    assert!(!effect.contains("no such order") && !effect.contains("visit"), "{effect}");
}

/// Sends a request while fetch is a stand-in, and gives what came of it when that is over.
async fn fetched(fetch: &str) -> Option<Response> {
    js_sys::eval(&format!("globalThis.fetch = (request) => globalThis.fetching = ({fetch})(request)")).unwrap();
    let init = RequestInit::new();
    init.set_redirect(RequestRedirect::Manual);
    let request = Request::new_with_str_and_init("https://api.byblend.com/api/v1/orders", &init).unwrap();
    request.headers().set("authorization", "Bearer secret").unwrap();
    let number = send(request);
    let fetching = js_sys::eval("globalThis.fetching").unwrap().dyn_into::<js_sys::Promise>().unwrap();
    let _ = JsFuture::from(fetching).await;
    sent(number)
}

#[wasm_bindgen_test]
async fn gloo_net_sends_the_request_and_hands_over_the_engines_own_response() {
    let echo =
        "async (request) => new Response(request.method + ' ' + request.redirect + ' ' + request.headers.get('authorization'))";
    let response = fetched(echo).await.unwrap();
    let text = JsFuture::from(response.text().unwrap()).await.unwrap();
    assert_eq!(text.as_string().as_deref(), Some("GET manual Bearer secret"));

    // TypeScript has the error itself.
    assert!(fetched("async () => { throw new Error('ECONNRESET') }").await.is_none());
}

#[wasm_bindgen_test]
fn what_came_of_a_request_is_told_once_and_only_when_its_fetch_is_over() {
    js_sys::eval("globalThis.fetch = () => new Promise(() => {})").unwrap();
    let number = send(Request::new_with_str("https://api.byblend.com/api/v1/orders").unwrap());
    assert_ne!(send(Request::new_with_str("https://api.byblend.com/api/v1/orders").unwrap()), number);
    assert!(sent(number).is_none() && sent(number).is_none() && sent(1000).is_none());
}

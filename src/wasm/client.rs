//! The client's functions, and the one that sends.
//!
//! Everything goes across as text and numbers; an effect is JSON. `now` is in milliseconds since
//! 1970, `random` lies in 0..1.

use std::cell::RefCell;

use gloo_net::http::Request as GlooRequest;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, RequestRedirect, Response};

use crate::check::{json::write_string, write_issues};
use crate::client::{Body, Effect, Engine, Event, Fault, Head, News, Pager, Started, Step, TOTAL_HEADERS};

thread_local! {
    static ENGINE: RefCell<Engine> = const { RefCell::new(Engine::new()) };
    static PAGERS: RefCell<Vec<Option<Pager>>> = const { RefCell::new(Vec::new()) };
}

fn engine<T>(work: impl FnOnce(&mut Engine) -> T) -> T {
    ENGINE.with_borrow_mut(work)
}

/// Opens a client: `{"client":0}`, or `{"error":{...}}`.
#[wasm_bindgen]
pub fn open(options: &str, browser: bool) -> String {
    match engine(|engine| engine.open(options, browser)) {
        Ok(client) => format!("{{\"client\":{client}}}"),
        Err(failure) => {
            let mut out = String::from("{\"error\":");
            failure.write(&mut out);
            out.push_str("}}");
            out
        }
    }
}

#[wasm_bindgen]
pub fn close(client: usize) {
    engine(|engine| engine.close(client));
}

/// Begins a call; a negative number is a raw request.
#[wasm_bindgen]
pub fn start(client: usize, number: i32, args: &str, options: &str, now: f64) -> String {
    trip("start");
    started(engine(|engine| engine.start(client, usize::try_from(number).ok(), args, options, now)))
}

#[wasm_bindgen]
pub fn check(client: usize, number: usize, args: &str, options: &str) -> String {
    let report = engine(|engine| engine.check(client, number, args, options));
    let mut out = String::from("{\"issues\":");
    write_issues(&mut out, &report.issues);
    out.push_str(",\"warnings\":");
    write_issues(&mut out, &report.warnings);
    out.push('}');
    out
}

#[wasm_bindgen]
pub fn settled(call: usize, now: f64, random: f64) -> String {
    step(call, Event::Settled, now, random)
}

#[wasm_bindgen]
pub fn woke(call: usize, now: f64, random: f64) -> String {
    step(call, Event::Woke, now, random)
}

#[wasm_bindgen]
pub fn reading(call: usize, now: f64, random: f64) -> String {
    step(call, Event::Reading, now, random)
}

#[wasm_bindgen]
pub fn head(call: usize, response: &Response, redirected: bool, now: f64, random: f64) -> String {
    trip("head");
    let headers = response.headers();
    let read = |name: &str| headers.get(name).ok().flatten().unwrap_or_default();
    let request_id = ["x-request-id", "request-id", "x-correlation-id"].into_iter().map(read).find(|id| !id.is_empty());
    let head = Head {
        status: response.status(),
        redirect: redirected || response.status() == 0,
        content_type: read("content-type"),
        retry_after: read("retry-after"),
        request_id: request_id.unwrap_or_default(),
    };
    step(call, Event::Head(head), now, random)
}

/// The body was read: its text, nothing, or `bytes` of what is no JSON.
#[wasm_bindgen]
pub fn body(call: usize, text: Option<String>, bytes: f64, now: f64, random: f64) -> String {
    trip("body");
    let body = match &text {
        Some(text) => Body::Text(text),
        None if bytes == 0.0 => Body::Empty,
        None => Body::NotJson { bytes },
    };
    step(call, Event::Body(body), now, random)
}

#[wasm_bindgen]
pub fn failed(call: usize, fault: &str, code: &str, now: f64, random: f64) -> String {
    let fault = match fault {
        "timeout" => Fault::Timeout,
        "totalTimeout" => Fault::TotalTimeout,
        "abort" => Fault::Abort,
        "tooLarge" => Fault::TooLarge,
        "noFetch" => Fault::NoFetch,
        _ => Fault::Network(code),
    };
    step(call, Event::Failed(fault), now, random)
}

#[wasm_bindgen]
pub fn forget(call: usize) {
    engine(|engine| engine.forget(call));
}

/// The request of a call, for a `fetch` of the user's: `{"url":..,"method":..,"headers":{..},"body":..}`.
#[wasm_bindgen]
pub fn request(call: usize) -> String {
    let mut out = String::from("{\"url\":");
    let Some(request) = engine(|engine| engine.request(call)) else { return "{}".into() };
    write_string(&mut out, &request.url);
    out.push_str(",\"method\":");
    write_string(&mut out, request.method);
    out.push_str(",\"headers\":{");
    for (place, (name, value)) in request.headers.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_string(&mut out, name);
        out.push(':');
        write_string(&mut out, value);
    }
    out.push('}');
    if let Some(body) = &request.body {
        out.push_str(",\"body\":");
        write_string(&mut out, body);
    }
    out.push('}');
    out
}

/// Sends the request of a call through gloo-net, and resolves to the engine's own `Response`. Rejects
/// with the message of fetch's error, which the façade makes a code of the network layer.
#[wasm_bindgen]
pub async fn send(call: usize, signal: AbortSignal) -> Result<JsValue, JsValue> {
    let Some(request) = engine(|engine| engine.request(call)) else { return Err(JsValue::UNDEFINED) };
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&signal));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    init.set_cache(RequestCache::NoStore);
    // Some runtimes know no cache mode and refuse the request for it.
    let raw = web_sys::Request::new_with_str_and_init(&request.url, &init).or_else(|_| {
        init.set_cache(RequestCache::Default);
        web_sys::Request::new_with_str_and_init(&request.url, &init)
    })?;
    match GlooRequest::from(raw).send().await {
        Ok(response) => Ok(Response::from(response).into()),
        Err(gloo_net::Error::JsError(error)) => Err(JsValue::from_str(&error.message)),
        Err(_) => Err(JsValue::UNDEFINED),
    }
}

/// Starts the job that signs a client in: the name of its first step.
#[wasm_bindgen]
pub fn sign_in(client: usize, now: f64) -> String {
    name(engine(|engine| engine.sign_in(client, now))).into()
}

/// Begins the call of the job.
#[wasm_bindgen]
pub fn sign_in_call(client: usize, refresh: bool, options: &str, now: f64) -> String {
    let step = if refresh { Step::Refresh } else { Step::Login };
    started(engine(|engine| engine.sign_in_call(client, &step, options, now)))
}

#[wasm_bindgen]
pub fn signed_in(client: usize, now: f64) -> String {
    name(engine(|engine| engine.signed_in(client, now))).into()
}

#[wasm_bindgen]
pub fn loaded(client: usize, text: &str, now: f64) -> String {
    signing(client, News::Loaded(text), now)
}

#[wasm_bindgen]
pub fn asked(client: usize, token: Option<String>, now: f64) -> String {
    signing(client, News::Asked(token.as_deref()), now)
}

#[wasm_bindgen]
pub fn saved(client: usize, taken: bool, now: f64) -> String {
    signing(client, News::Saved(taken), now)
}

#[wasm_bindgen]
pub fn sign_out(client: usize) {
    engine(|engine| engine.sign_out(client));
}

#[wasm_bindgen]
pub fn snapshot(client: usize) -> String {
    engine(|engine| engine.snapshot(client))
}

#[wasm_bindgen]
pub fn restore(client: usize, text: &str, now: f64) {
    engine(|engine| engine.restore(client, text, now));
}

#[wasm_bindgen]
pub fn account(client: usize) -> String {
    engine(|engine| engine.account(client))
}

/// Begins to read a list: the number of its pager.
#[wasm_bindgen]
pub fn pager() -> usize {
    PAGERS.with_borrow_mut(|pagers| {
        let free = pagers.iter().position(Option::is_none).unwrap_or(pagers.len());
        if free == pagers.len() {
            pagers.push(None);
        }
        pagers[free] = Some(Pager::default());
        free
    })
}

/// Takes a page: `{"fresh":[1,0],"last":false,"stuck":false,"repeated":0}`.
#[wasm_bindgen]
pub fn turn(pager: usize, keys: &str, headers: &Headers) -> String {
    let total = TOTAL_HEADERS.iter().find_map(|name| headers.get(name).ok()??.trim().parse::<usize>().ok());
    PAGERS.with_borrow_mut(|pagers| {
        let Some(Some(pager)) = pagers.get_mut(pager) else { return "{\"fresh\":[],\"last\":true,\"repeated\":0}".into() };
        let turn = pager.turn(keys, total);
        let fresh: Vec<&str> = turn.fresh.iter().map(|fresh| if *fresh { "1" } else { "0" }).collect();
        format!(
            "{{\"fresh\":[{}],\"last\":{},\"stuck\":{},\"repeated\":{}}}",
            fresh.join(","),
            turn.last,
            turn.stuck,
            pager.repeated
        )
    })
}

#[wasm_bindgen]
pub fn close_pager(pager: usize) {
    PAGERS.with_borrow_mut(|pagers| {
        if let Some(place) = pagers.get_mut(pager) {
            *place = None;
        }
    });
}

fn step(call: usize, event: Event<'_>, now: f64, random: f64) -> String {
    write(None, engine(|engine| engine.step(call, event, now, random)))
}

fn signing(client: usize, news: News<'_>, now: f64) -> String {
    name(engine(|engine| engine.signing(client, news, now))).into()
}

fn started(started: Started) -> String {
    write(started.call, started.effect)
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Load => "load",
        Step::Ask => "ask",
        Step::Login => "login",
        Step::Refresh => "refresh",
        Step::Save => "save",
        Step::Over => "over",
    }
}

fn write(call: Option<usize>, effect: Effect) -> String {
    let mut out = match effect {
        Effect::Authorise { start } => format!("{{\"do\":\"authorise\",\"start\":{start}"),
        Effect::Send { timeout } => format!("{{\"do\":\"send\",\"timeout\":{}", timeout as i64),
        Effect::Read { json, text, most, timeout } => {
            format!("{{\"do\":\"read\",\"json\":{json},\"text\":{text},\"most\":{},\"timeout\":{}", most as i64, timeout as i64)
        }
        Effect::Wait { ms } => format!("{{\"do\":\"wait\",\"ms\":{}", ms as i64),
        Effect::Done { note } => format!("{{\"do\":\"done\",\"note\":{note}"),
        Effect::Fail { error, .. } => format!("{{\"do\":\"fail\",\"error\":{error}"),
    };
    if let Some(call) = call {
        out.push_str(&format!(",\"call\":{call}"));
    }
    out.push('}');
    out
}

#[cfg(not(feature = "test-panic"))]
fn trip(_phase: &str) {}

#[cfg(feature = "test-panic")]
thread_local! {
    static TRIP: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes the next call of a function panic: `start`, `head` or `body`.
#[cfg(feature = "test-panic")]
#[wasm_bindgen]
pub fn panic_in(phase: &str) {
    TRIP.replace(phase.into());
}

#[cfg(feature = "test-panic")]
#[allow(clippy::panic)]
fn trip(phase: &str) {
    if TRIP.with_borrow(|armed| armed == phase) {
        TRIP.replace(String::new());
        panic!("a panic that was asked for");
    }
}

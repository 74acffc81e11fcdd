//! The client's functions, and the one that sends.
//!
//! Few functions, and only text and numbers across: each costs glue on both sides. An effect is
//! JSON. `now` is in milliseconds since 1970, `random` lies in 0..1.

use std::cell::RefCell;

use gloo_net::http::Request as GlooRequest;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, RequestRedirect, Response};

use crate::check::{json::write_string, write_issues};
use crate::client::{
    Body, Effect, Engine, Event, Fault, Head, News, Pager, Started, Step, TOTAL_HEADERS, push_number, write_number,
};

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
    let mut out = String::from("{\"error\":");
    match engine(|engine| engine.open(options, browser)) {
        Ok(client) => {
            out.clear();
            out.push_str("{\"client\":");
            push_number(&mut out, client as f64);
        }
        Err(failure) => {
            failure.write(&mut out);
            out.push('}');
        }
    }
    out.push('}');
    out
}

/// Begins a call; a negative number is a raw request. With `check`, gives its issues and warnings instead.
#[wasm_bindgen]
pub fn start(client: usize, number: i32, args: &str, options: &str, now: f64, check: bool) -> String {
    trip("start");
    let number = usize::try_from(number).ok();
    if !check {
        return started(engine(|engine| engine.start(client, number, args, options, now)));
    }
    let report = engine(|engine| engine.check(client, number.unwrap_or_default(), args, options));
    let mut out = String::from("{\"issues\":");
    write_issues(&mut out, &report.issues);
    out.push_str(",\"warnings\":");
    write_issues(&mut out, &report.warnings);
    out.push('}');
    out
}

/// Tells a call what happened: `settled`, `woke`, `reading`, `forget`; `body` with its text, with
/// nothing, or with the bytes of what is no JSON; a fault, with a code of the network layer.
#[wasm_bindgen]
pub fn tell(call: usize, what: &str, text: Option<String>, bytes: f64, now: f64, random: f64) -> String {
    trip(what);
    let event = match what {
        "settled" => Event::Settled,
        "woke" => Event::Woke,
        "reading" => Event::Reading,
        "forget" => {
            engine(|engine| engine.forget(call));
            return String::new();
        }
        "body" => Event::Body(match &text {
            Some(text) => Body::Text(text),
            None if bytes == 0.0 => Body::Empty,
            None => Body::NotJson { bytes },
        }),
        "timeout" => Event::Failed(Fault::Timeout),
        "totalTimeout" => Event::Failed(Fault::TotalTimeout),
        "abort" => Event::Failed(Fault::Abort),
        "tooLarge" => Event::Failed(Fault::TooLarge),
        "noFetch" => Event::Failed(Fault::NoFetch),
        _ => Event::Failed(Fault::Network(text.as_deref().unwrap_or_default())),
    };
    step(call, event, now, random)
}

/// Tells a call that status and headers are here.
#[wasm_bindgen]
pub fn head(call: usize, response: &Response, redirected: bool, now: f64, random: f64) -> String {
    trip("head");
    let headers = response.headers();
    let read = |name: &str| headers.get(name).ok().flatten().unwrap_or_default();
    let mut request_id = read("x-request-id");
    if request_id.is_empty() {
        request_id = read("x-correlation-id");
    }
    let head = Head {
        status: response.status(),
        redirect: redirected || response.status() == 0,
        content_type: read("content-type"),
        retry_after: read("retry-after"),
        request_id,
    };
    step(call, Event::Head(head), now, random)
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

/// Begins the call of the job that signs a client in.
#[wasm_bindgen]
pub fn sign_in(client: usize, refresh: bool, options: &str, now: f64) -> String {
    let step = if refresh { Step::Refresh } else { Step::Login };
    started(engine(|engine| engine.sign_in_call(client, &step, options, now)))
}

/// A client's session. `begin`, `signed`, `loaded`, `asked` and `saved` give the next step of the
/// job that signs in; `snapshot` and `account` give text; `restore`, `out` and `close` give nothing.
#[wasm_bindgen]
pub fn session(client: usize, what: &str, text: Option<String>, now: f64) -> String {
    engine(|engine| {
        let given = text.as_deref().unwrap_or_default();
        let step = match what {
            "begin" => engine.sign_in(client, now),
            "signed" => engine.signed_in(client, now),
            "loaded" => engine.signing(client, News::Loaded(given), now),
            "asked" => engine.signing(client, News::Asked(text.as_deref()), now),
            "saved" => engine.signing(client, News::Saved(text.is_some()), now),
            "snapshot" => return engine.snapshot(client),
            "account" => return engine.account(client),
            "restore" => {
                engine.restore(client, given, now);
                return String::new();
            }
            "out" => {
                engine.sign_out(client);
                return String::new();
            }
            _ => {
                engine.close(client);
                return String::new();
            }
        };
        String::from(match step {
            Step::Load => "load",
            Step::Ask => "ask",
            Step::Login => "login",
            Step::Refresh => "refresh",
            Step::Save => "save",
            Step::Over => "over",
        })
    })
}

/// Without keys, begins to read a list (a negative `pager`) and gives the number of its pager, or
/// forgets a pager. With the keys of a page's items: `{"fresh":[1,0],"last":0,"stuck":0,"repeated":0}`.
#[wasm_bindgen]
pub fn turn(pager: i32, keys: Option<String>, headers: Option<Headers>) -> String {
    PAGERS.with_borrow_mut(|pagers| {
        let mut out = String::new();
        let Ok(number) = usize::try_from(pager) else {
            let free = pagers.iter().position(Option::is_none).unwrap_or(pagers.len());
            if free == pagers.len() {
                pagers.push(None);
            }
            pagers[free] = Some(Pager::default());
            push_number(&mut out, free as f64);
            return out;
        };
        let Some(place) = pagers.get_mut(number) else { return out };
        let (Some(pager), Some(keys)) = (place.as_mut(), keys) else {
            *place = None;
            return out;
        };
        let mut total = None;
        for name in TOTAL_HEADERS {
            let header = headers.as_ref().and_then(|headers| headers.get(name).ok().flatten());
            total = total.or(header.and_then(|text| text.parse().ok()));
        }
        let turn = pager.turn(&keys, total);
        out.push_str("{\"fresh\":[");
        for (place, fresh) in turn.fresh.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            out.push(if *fresh { '1' } else { '0' });
        }
        out.push(']');
        write_number(&mut out, "last", f64::from(u8::from(turn.last)));
        write_number(&mut out, "stuck", f64::from(u8::from(turn.stuck)));
        write_number(&mut out, "repeated", pager.repeated as f64);
        out.push('}');
        out
    })
}

fn step(call: usize, event: Event<'_>, now: f64, random: f64) -> String {
    write(None, engine(|engine| engine.step(call, event, now, random)))
}

fn started(started: Started) -> String {
    write(started.call, started.effect)
}

fn write(call: Option<usize>, effect: Effect) -> String {
    let mut out = String::from("{\"do\":\"");
    let (word, json) = match &effect {
        Effect::Authorise => ("authorise\"", ""),
        Effect::Send { .. } => ("send\"", ""),
        Effect::Read { .. } => ("read\"", ""),
        Effect::Wait { .. } => ("wait\"", ""),
        Effect::Done { note } => ("done\",\"note\":", note.as_str()),
        Effect::Fail { error, .. } => ("fail\",\"error\":", error.as_str()),
    };
    out.push_str(word);
    out.push_str(json);
    match effect {
        Effect::Send { timeout } => write_number(&mut out, "timeout", timeout),
        Effect::Wait { ms } => write_number(&mut out, "ms", ms),
        Effect::Read { json, text, most, timeout } => {
            write_number(&mut out, "json", f64::from(u8::from(json)));
            write_number(&mut out, "text", f64::from(u8::from(text)));
            write_number(&mut out, "most", most);
            write_number(&mut out, "timeout", timeout);
        }
        _ => {}
    }
    if let Some(call) = call {
        write_number(&mut out, "call", call as f64);
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

/// Makes the next call of a function panic: `start`, `head`, or an event of `tell`.
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

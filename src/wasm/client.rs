//! The client's functions, and those that send.
//!
//! Three functions, and little but text and numbers across: each function and each type costs glue on
//! both sides. An effect is JSON. `now` is in milliseconds since 1970, `random` lies in 0..1.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use gloo_net::http::{Request as GlooRequest, Response as GlooResponse};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Response;

use crate::check::{json::write_string, push_number, write_issues};
use crate::client::{
    Body, Effect, EffectCode, Engine, Event, EventCode, Failure, Fault, Head, News, Next, Once, OnceNews, Pager, Request, Slab,
    Started, Step, actions, arrival, own_ids, write_key, write_number, write_text,
};

struct State {
    engine: Engine,
    pagers: Slab<Pager>,
    onces: Slab<Once>,
}

static STATE: Mutex<State> = Mutex::new(State { engine: Engine::new(), pagers: Slab::new(), onces: Slab::new() });

/// Everything but sending. `number` is that of a client, a call, a creation or a pager.
///
/// - Of a client: `open` (`text` its options, `other` whether in a browser) gives `{"client":0}` or
///   `{"error":{..}}`; `start` (`text` the arguments, `more` the options, `other` the operation, negative
///   for a raw request) gives the first effect; `check` (the same) gives issues and warnings; `close`.
/// - Of its session: `begin`, `signed`, `loaded`, `asked` and `saved` give the next step of the job that
///   signs in; `signIn` (`other`: refresh, `more` the options) gives the first effect of its call;
///   `snapshot` and `account` give text; `restore`, `out`.
/// - Of a call: `settled`, `woke`, `reading`, `head` (the headers' values, in `other` the status), `body`
///   (its text; nothing; or in `other` the bytes of what is no JSON) and faults, with a code of the
///   network layer, give the next effect; `request` gives
///   `{"url":..,"method":..,"headers":{..},"body":..}`; `forget`.
/// - Of a creation once: `once` (`number` a client's, `text` the params, `more` its own options, `other` the
///   operation) gives `{"once":0,"sought":".."}` or `{"error":{..}}`; `looked` (`text` what was found),
///   `lookFailed`, `lookAgain`, `lost` and `refused` give `{"do":3,"number":500}`; `over` forgets it.
/// - Of an order: `actions` (`text` the order) gives `[{"action":..,"verdict":..,"basis":..}]`; `arrival` (`text` its
///   status, `more` a list of those that are wanted) gives `1` there, `0` never, or nothing on its way.
/// - `own` (`text` a list of ids) gives for each `1` where it is Blend's own, or `0`.
/// - Of a pager: `pager` gives a number; `turn` (`text` the keys of a page's items, `other` how many there
///   are in all, or negative) gives `{"fresh":[1,0],"last":0,"stuck":0,"repeated":0}`; `unread` forgets it.
#[wasm_bindgen]
pub fn ask(word: u8, number: usize, other: f64, text: Option<String>, more: &str, now: f64, random: f64) -> String {
    let Some(&word) = EventCode::ALL.get(usize::from(word)) else { return String::new() };
    trip(word);
    let given = text.as_deref().unwrap_or_default();
    // One thread, and a panic ends the instance: nobody finds it locked or poisoned.
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    let State { engine, pagers, onces } = &mut *state;
    let event = match word {
        EventCode::OpenClient => return opened(engine, given, other > 0.0),
        EventCode::StartCall => return started(engine.start(number, operation(other), given, more, now)),
        EventCode::CheckCall => return checked(engine, number, operation(other), given, more),
        EventCode::StartSignInCall => {
            let step = if other > 0.0 { Step::Refresh } else { Step::Login };
            return started(engine.sign_in_call(number, &step, more, now));
        }
        EventCode::SnapshotSession => return engine.snapshot(number),
        EventCode::DescribeAccount => return engine.account(number),
        EventCode::BeginSignIn => return stepped(engine.sign_in(number, now)),
        EventCode::SignInCallEnded => return stepped(engine.signed_in(number, now)),
        EventCode::TokensLoaded => return stepped(engine.signing(number, News::Loaded(given), now)),
        EventCode::TokenProvided => return stepped(engine.signing(number, News::Asked(text.as_deref()), now)),
        EventCode::TokensSaved => return stepped(engine.signing(number, News::Saved(text.is_some() || other > 0.0), now)),
        EventCode::RestoreSession => {
            engine.restore(number, given, now);
            return String::new();
        }
        EventCode::SignOut => {
            engine.sign_out(number);
            return String::new();
        }
        EventCode::CloseClient => {
            engine.close(number);
            return String::new();
        }
        EventCode::ForgetCall => {
            engine.forget(number);
            return String::new();
        }
        EventCode::Request => return engine.request(number, now).map(written).unwrap_or_default(),
        EventCode::OpenPager => return opened_pager(pagers),
        EventCode::TurnPage => {
            return turned(pagers, number, given, usize::try_from(other as i64).ok(), more.parse().unwrap_or(0));
        }
        EventCode::OpenCreation => return opened_once(engine, onces, number, operation(other), given, more, now),
        EventCode::LookedUp => return next(onces, number, OnceNews::Looked(text.as_deref()), now),
        EventCode::LookUpFailed => return next(onces, number, OnceNews::LookFailed, now),
        EventCode::PauseEnded => return next(onces, number, OnceNews::Woke, now),
        EventCode::CreateAnswerLost => return next(onces, number, OnceNews::Lost, now),
        EventCode::CreateRefused => return next(onces, number, OnceNews::Refused, now),
        EventCode::ForgetCreation => {
            onces.remove(number);
            return String::new();
        }
        EventCode::ListOrderActions => return actions(given),
        EventCode::OrderProgress => {
            return match arrival(given, more) {
                Some(true) => "1",
                Some(false) => "0",
                None => "",
            }
            .into();
        }
        EventCode::AreBlendIds => return own_ids(given),
        EventCode::ForgetPager => {
            pagers.remove(number);
            return String::new();
        }
        EventCode::HeadersReceived => Event::Head(Head::new(other as u16, given)),
        EventCode::SessionSettled => Event::Settled,
        EventCode::WaitEnded => Event::Woke,
        EventCode::ReadingStarted => Event::Reading,
        EventCode::BodyReceived => Event::Body(match &text {
            Some(text) => Body::Text(text),
            None if other == 0.0 => Body::Empty,
            None => Body::NotJson { bytes: other },
        }),
        EventCode::EmptyBodyReceived => Event::Body(Body::Empty),
        EventCode::InvalidBodyReceived => Event::Body(Body::NotJson { bytes: other }),
        EventCode::OrderSeen => return String::new(),
        EventCode::AttemptTimedOut => Event::Failed(Fault::Timeout),
        EventCode::TotalTimeoutReached => Event::Failed(Fault::TotalTimeout),
        EventCode::CallAborted | EventCode::AbortedBeforeSend => Event::Failed(Fault::Abort),
        EventCode::BodyTooLarge => Event::Failed(Fault::TooLarge),
        EventCode::FetchMissing => Event::Failed(Fault::NoFetch),
        EventCode::NetworkFailed => Event::Failed(Fault::Network(given)),
    };
    written_effect(None, engine.step(number, event, now, random))
}

/// A request on its way through gloo-net.
type Sending = Pin<Box<dyn Future<Output = Result<GlooResponse, gloo_net::Error>>>>;

thread_local! {
    static SENDING: RefCell<Slab<Sending>> = const { RefCell::new(Slab::new()) };
}

/// Sends a request through gloo-net, which calls fetch before this returns; gives its number for `sent`.
///
/// Whoever gave that fetch knows when it is over. So the future is polled then and not woken: the
/// queue of tasks that an `async fn` comes with is more code than all of gloo-net.
#[wasm_bindgen]
pub fn send(request: web_sys::Request) -> usize {
    let mut sending: Sending = Box::pin(GlooRequest::from(request).send());
    let _ = poll(&mut sending);
    SENDING.with_borrow_mut(|all| all.add(Box::new(sending)))
}

/// What came of a request whose fetch is over: the engine's own `Response`, or the message of fetch's
/// error, which the façade makes a code of the network layer.
#[wasm_bindgen]
pub fn sent(number: usize) -> JsValue {
    let came = SENDING.with_borrow_mut(|all| {
        let came = all.get(number).map(poll);
        all.remove(number);
        came
    });
    match came {
        Some(Poll::Ready(Ok(response))) => Response::from(response).into(),
        Some(Poll::Ready(Err(gloo_net::Error::JsError(error)))) => JsValue::from_str(&error.message),
        _ => JsValue::UNDEFINED,
    }
}

fn poll(sending: &mut Sending) -> Poll<Result<GlooResponse, gloo_net::Error>> {
    sending.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

fn operation(number: f64) -> Option<usize> {
    usize::try_from(number as i32).ok()
}

fn opened(engine: &mut Engine, options: &str, browser: bool) -> String {
    let client = match engine.open(options, browser) {
        Ok(client) => client,
        Err(failure) => return failed(&failure),
    };
    let mut out = String::from("{\"client\":");
    push_number(&mut out, client as i64);
    out.push('}');
    out
}

#[inline(never)]
fn checked(engine: &mut Engine, client: usize, operation: Option<usize>, args: &str, options: &str) -> String {
    let report = engine.check(client, operation.unwrap_or_default(), args, options);
    let mut out = String::from("{\"issues\":");
    write_issues(&mut out, &report.issues);
    write_key(&mut out, "warnings");
    write_issues(&mut out, &report.warnings);
    out.push('}');
    out
}

#[inline(never)]
fn opened_once(
    engine: &mut Engine,
    onces: &mut Slab<Once>,
    client: usize,
    operation: Option<usize>,
    params: &str,
    options: &str,
    now: f64,
) -> String {
    let once = match engine.once(client, operation.unwrap_or_default(), params, options, now) {
        Ok(once) => once,
        Err(failure) => return failed(&failure),
    };
    let mut out = String::from("{\"once\":");
    let sought = once.sought();
    push_number(&mut out, onces.add(Box::new(once)) as i64);
    write_text(&mut out, "sought", &sought);
    out.push('}');
    out
}

/// What could not be opened, as `{"error":{..}}`.
fn failed(failure: &Failure) -> String {
    let mut out = String::from("{\"error\":");
    failure.write(&mut out, failure.hint);
    out.push_str("}}");
    out
}

#[inline(never)]
fn next(onces: &mut Slab<Once>, number: usize, news: OnceNews<'_>, now: f64) -> String {
    let Some(once) = onces.get(number) else { return String::new() };
    let (act, number) = match once.step(news, now) {
        Next::Look => (EffectCode::LookUp, 0.0),
        Next::Create => (EffectCode::Create, 0.0),
        Next::Wait { ms } => (EffectCode::Wait, ms),
        Next::Found { place } => (EffectCode::ReturnFound, place as f64),
        Next::Taken => (EffectCode::KeyTaken, 0.0),
        Next::Fail => (EffectCode::Fail, 0.0),
        Next::Unknown { other } => (EffectCode::OutcomeUnknown, f64::from(u8::from(other))),
    };
    let mut out = String::from("{\"do\":");
    push_number(&mut out, act as i64);
    write_number(&mut out, "number", number);
    out.push('}');
    out
}

#[inline(never)]
fn written(request: Request) -> String {
    let mut out = String::from("{\"url\":");
    write_string(&mut out, &request.url);
    write_text(&mut out, "operation", &request.operation);
    write_text(&mut out, "path", &request.template);
    write_number(&mut out, "attempt", f64::from(request.attempt));
    write_text(&mut out, "method", request.method);
    write_key(&mut out, "headers");
    let mut before = '{';
    for (name, value) in &request.headers {
        out.push(before);
        write_string(&mut out, name);
        out.push(':');
        write_string(&mut out, value);
        before = ',';
    }
    out.push('}');
    if let Some(body) = &request.body {
        write_key(&mut out, "body");
        write_string(&mut out, body);
    }
    out.push('}');
    out
}

#[inline(never)]
fn opened_pager(pagers: &mut Slab<Pager>) -> String {
    let mut out = String::new();
    push_number(&mut out, pagers.add(Box::default()) as i64);
    out
}

#[inline(never)]
fn turned(pagers: &mut Slab<Pager>, number: usize, keys: &str, total: Option<usize>, page_size: usize) -> String {
    let Some(pager) = pagers.get(number) else { return String::new() };
    let turn = pager.turn(keys, total, page_size);
    let mut out = String::from("{\"fresh\":");
    let mut before = '[';
    for fresh in &turn.fresh {
        out.push(before);
        out.push(if *fresh { '1' } else { '0' });
        before = ',';
    }
    out.push_str(if turn.fresh.is_empty() { "[]" } else { "]" });
    write_number(&mut out, "last", f64::from(u8::from(turn.last)));
    write_number(&mut out, "stuck", f64::from(u8::from(turn.stuck)));
    write_number(&mut out, "repeated", pager.repeated as f64);
    out.push('}');
    out
}

fn started(started: Started) -> String {
    written_effect(started.call, started.effect)
}

fn stepped(step: Step) -> String {
    let act = match step {
        Step::Load => EffectCode::LoadTokens,
        Step::Ask => EffectCode::RequestToken,
        Step::Login => EffectCode::Login,
        Step::Refresh => EffectCode::Refresh,
        Step::Save => EffectCode::SaveTokens,
        Step::Over => EffectCode::EndSignIn,
    };
    let mut out = String::new();
    push_number(&mut out, act as i64);
    out
}

#[inline(never)]
fn written_effect(call: Option<usize>, effect: Effect) -> String {
    let mut out = String::from("{\"do\":");
    let (act, key, json) = match &effect {
        Effect::Authorise => (EffectCode::AwaitSession, "", ""),
        Effect::Send { .. } => (EffectCode::Send, "", ""),
        Effect::Read { .. } => (EffectCode::ReadBody, "", ""),
        Effect::Wait { .. } => (EffectCode::Wait, "", ""),
        Effect::Done { note } => (EffectCode::Succeed, ",\"note\":", note.as_str()),
        Effect::Fail { error, .. } => (EffectCode::Fail, ",\"error\":", error.as_str()),
    };
    push_number(&mut out, act as i64);
    out.push_str(key);
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
fn trip(_: EventCode) {}

#[cfg(feature = "test-panic")]
use std::cell::Cell;

#[cfg(feature = "test-panic")]
thread_local! {
    static TRIP: Cell<Option<EventCode>> = const { Cell::new(None) };
}

/// Makes `ask` panic when it is next told that.
#[cfg(feature = "test-panic")]
#[wasm_bindgen]
pub fn panic_in(word: u8) {
    TRIP.set(EventCode::ALL.get(usize::from(word)).copied());
}

#[cfg(feature = "test-panic")]
#[allow(clippy::panic)]
fn trip(word: EventCode) {
    if TRIP.get() == Some(word) {
        TRIP.set(None);
        panic!("a panic that was asked for");
    }
}

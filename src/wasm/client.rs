//! The client's functions. `client::protocol` says what goes through `ask`.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use gloo_net::http::{Request as GlooRequest, Response as GlooResponse};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Response;

use crate::client::{Core, EventCode, Slab, Slots};

static CORE: Mutex<Core> = Mutex::new(Core::new());

/// Takes an event and returns its reply. `generated/protocol.ts` has a typed function for each event.
///
/// One function, and only text and numbers: each function and each type more costs glue on both sides. `now` is in
/// milliseconds since 1970, `random` from 0 to 1.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "an object would cost glue for each of its fields")]
pub fn ask(event: u8, number: usize, other: f64, text: Option<String>, more: &str, now: f64, random: f64) -> String {
    let Some(&event) = EventCode::ALL.get(usize::from(event)) else { return String::new() };
    panic_if_asked(event);
    // One thread, and a panic ends the instance: it is never locked or poisoned.
    let mut core = CORE.lock().unwrap_or_else(PoisonError::into_inner);
    core.dispatch(event, &Slots { number, other, text: text.as_deref(), more, now, random })
}

/// A request on its way through gloo-net.
type Sending = Pin<Box<dyn Future<Output = Result<GlooResponse, gloo_net::Error>>>>;

thread_local! {
    static SENDING: RefCell<Slab<Sending>> = const { RefCell::new(Slab::new()) };
}

/// Sends a request through gloo-net, which calls fetch before this returns. Returns its number for `sent`.
///
/// TypeScript gave that fetch and knows when it is over. So the future is polled then and not woken: the queue of tasks that
/// comes with an `async fn` is more code than all of gloo-net.
#[wasm_bindgen]
pub fn send(request: web_sys::Request) -> usize {
    let mut sending: Sending = Box::pin(GlooRequest::from(request).send());
    let _ = poll(&mut sending);
    SENDING.with_borrow_mut(|all| all.add(Box::new(sending)))
}

/// The response to a request whose fetch is over. Undefined where fetch failed: TypeScript has the error.
#[wasm_bindgen]
pub fn sent(number: usize) -> Option<Response> {
    SENDING.with_borrow_mut(|all| {
        let response = all.get(number).map(poll);
        all.remove(number);
        match response {
            Some(Poll::Ready(Ok(response))) => Some(response.into()),
            _ => None,
        }
    })
}

fn poll(sending: &mut Sending) -> Poll<Result<GlooResponse, gloo_net::Error>> {
    sending.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[cfg(not(feature = "test-panic"))]
fn panic_if_asked(_: EventCode) {}

#[cfg(feature = "test-panic")]
use std::cell::Cell;

#[cfg(feature = "test-panic")]
thread_local! {
    static PANIC_IN: Cell<Option<EventCode>> = const { Cell::new(None) };
}

/// Makes `ask` panic at the next event with this number.
#[cfg(feature = "test-panic")]
#[wasm_bindgen]
pub fn panic_in(event: u8) {
    PANIC_IN.set(EventCode::ALL.get(usize::from(event)).copied());
}

#[cfg(feature = "test-panic")]
#[allow(clippy::panic)]
fn panic_if_asked(event: EventCode) {
    if PANIC_IN.get() == Some(event) {
        PANIC_IN.set(None);
        panic!("a test asked for this panic");
    }
}

//! The sandbox as the package sees it. An instance of the module holds one sandbox.

use std::cell::RefCell;

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::sandbox::{Request, Sandbox};

thread_local! {
    static SANDBOX: RefCell<Sandbox> = RefCell::new(Sandbox::new(0));
}

/// Begins anew, with a seed: a whole number from 0.
#[wasm_bindgen]
pub fn sandbox_open(seed: f64) {
    SANDBOX.replace(Sandbox::new(seed as u64));
}

/// E-mail address of the account.
#[wasm_bindgen]
pub fn sandbox_email() -> String {
    SANDBOX.with_borrow(|sandbox| sandbox.email().to_string())
}

/// Password of the account.
#[wasm_bindgen]
pub fn sandbox_password() -> String {
    SANDBOX.with_borrow(|sandbox| sandbox.password().to_string())
}

/// Answers a request with JSON text: `{status, headers: [[name, value]], body}`.
#[wasm_bindgen]
pub fn sandbox_handle(
    method: &str,
    target: &str,
    authorization: Option<String>,
    content_type: Option<String>,
    body: &str,
    now: f64,
) -> String {
    let (authorization, content_type) = (authorization.as_deref(), content_type.as_deref());
    let request = Request { method, target, authorization, content_type, body, now };
    SANDBOX.with_borrow_mut(|sandbox| sandbox.handle(&request).to_json())
}

/// Moves an order one status on, and gives the new one.
#[wasm_bindgen]
pub fn sandbox_advance(order: &str, now: f64) -> Result<String, JsError> {
    SANDBOX.with_borrow_mut(|sandbox| sandbox.advance(order, now)).map_err(|why| JsError::new(&why))
}

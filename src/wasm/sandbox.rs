//! The sandbox as the package sees it. An instance of the module holds one sandbox.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
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

/// A request as JavaScript gives it.
#[derive(serde::Deserialize)]
struct Asked {
    method: String,
    target: String,
    authorization: Option<String>,
    content_type: Option<String>,
    body: String,
    now: f64,
}

/// Answers `{method, target, authorization?, content_type?, body, now}` with `{status, headers: [[name, value]], body}`.
#[wasm_bindgen]
pub fn sandbox_handle(request: JsValue) -> Result<JsValue, JsError> {
    let asked: Asked = serde_wasm_bindgen::from_value(request)?;
    let request = Request {
        method: &asked.method,
        target: &asked.target,
        authorization: asked.authorization.as_deref(),
        content_type: asked.content_type.as_deref(),
        body: &asked.body,
        now: asked.now,
    };
    let response = SANDBOX.with_borrow_mut(|sandbox| sandbox.handle(&request));
    Ok(serde_wasm_bindgen::to_value(&response)?)
}

/// Moves an order one status on, and gives the new one.
#[wasm_bindgen]
pub fn sandbox_advance(order: &str, now: f64) -> Result<String, JsError> {
    SANDBOX.with_borrow_mut(|sandbox| sandbox.advance(order, now)).map_err(|why| JsError::new(&why))
}

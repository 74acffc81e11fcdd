//! The sandbox as the package sees it. An instance of the module holds one sandbox.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::sandbox::seam::SandboxRequest;
use crate::sandbox::{Request, Sandbox};

thread_local! {
    static SANDBOX: RefCell<Sandbox> = RefCell::new(Sandbox::new(0));
}

fn failed(why: String) -> JsError {
    JsError::new(&why)
}

/// Opens the sandbox, with options as JSON. Throws if they are wrong.
#[wasm_bindgen]
pub fn sandbox_open(options: &str, now: f64) -> Result<(), JsError> {
    SANDBOX.replace(Sandbox::open(serde_json::from_str(options)?, now).map_err(failed)?);
    Ok(())
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

/// Answers a `SandboxRequest` with a `Response`.
#[wasm_bindgen]
pub fn sandbox_handle(request: JsValue, now: f64) -> Result<JsValue, JsError> {
    let asked: SandboxRequest = serde_wasm_bindgen::from_value(request)?;
    let request = Request {
        method: &asked.method,
        target: &asked.target,
        authorization: asked.authorization.as_deref(),
        content_type: asked.content_type.as_deref(),
        body: &asked.body,
        now,
    };
    let response = SANDBOX.with_borrow_mut(|sandbox| sandbox.handle_failing(&request, asked.fail.as_deref()));
    Ok(serde_wasm_bindgen::to_value(&response)?)
}

/// Does what a name says, with params as JSON, and gives JSON. Throws where it cannot.
#[wasm_bindgen]
pub fn sandbox_control(name: &str, params: &str, now: f64) -> Result<String, JsError> {
    let params = serde_json::from_str(params)?;
    SANDBOX.with_borrow_mut(|sandbox| sandbox.control(name, params, now)).map(|given| given.to_string()).map_err(failed)
}

/// Whether the last control changed anything that a snapshot holds.
#[wasm_bindgen]
pub fn sandbox_changed() -> bool {
    SANDBOX.with_borrow(Sandbox::changed)
}

/// The whole sandbox as text.
#[wasm_bindgen]
pub fn sandbox_snapshot() -> String {
    SANDBOX.with_borrow(Sandbox::snapshot)
}

/// Puts a snapshot in the place of everything. Throws where it is none.
#[wasm_bindgen]
pub fn sandbox_restore(snapshot: &str) -> Result<(), JsError> {
    SANDBOX.with_borrow_mut(|sandbox| sandbox.restore(snapshot)).map_err(failed)
}

/// Returns the sandbox to its beginning.
#[wasm_bindgen]
pub fn sandbox_reset(now: f64) -> Result<(), JsError> {
    SANDBOX.with_borrow_mut(|sandbox| sandbox.reset(now)).map_err(failed)
}

/// Takes the deliveries that are due: a `Due[]`.
#[wasm_bindgen]
pub fn sandbox_take_deliveries(now: f64) -> Result<JsValue, JsError> {
    let due = SANDBOX.with_borrow_mut(|sandbox| sandbox.take_deliveries(now));
    Ok(serde_wasm_bindgen::to_value(&due)?)
}

/// Notes the status that a delivery was answered with, or 0.
#[wasm_bindgen]
pub fn sandbox_note_delivery(id: f64, status: u16, now: f64) {
    SANDBOX.with_borrow_mut(|sandbox| sandbox.note_delivery(id as u64, status, now));
}

/// When something is to be delivered next, on the caller's clock.
#[wasm_bindgen]
pub fn sandbox_next_due() -> Option<f64> {
    SANDBOX.with_borrow(Sandbox::next_due)
}

//! What commands take and give.

use serde_json::{Value, json};

use crate::sandbox::http::answer::Refusal;
use crate::sandbox::store::document::{Document, text};

/// The answer of a command that has nothing to tell.
pub fn ok() -> Result<Value, Refusal> {
    Ok(json!({ "ok": true }))
}

/// A text that has to be given.
pub fn required<'a>(params: &'a Document, name: &str) -> Result<&'a str, Refusal> {
    text(params, name).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::field(name, "missing; give a string"))
}

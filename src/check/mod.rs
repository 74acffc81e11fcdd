//! Checking JSON text along a model's table.
//!
//! The text is never turned into values: one scanner walks its bytes, so the very bytes that were
//! checked are sent, and an answer is checked over the bytes that the engine parsed.

pub mod json;
mod object;
pub mod packed;
mod report;
mod scan;
mod suggest;
mod table;
mod words;

pub use crate::rules::format::Format;
pub use object::Object;
pub use report::{Code, Issue, Report, is_plain, printable};
pub use scan::{Direction, Expected, Policy, check, check_at, check_parsed, check_text};
pub use suggest::{nearest, plain};
pub use table::*;
pub use words::push_number;

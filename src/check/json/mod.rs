//! Reading JSON text in place: tokens, skipping, and the few values that are needed as such.
//!
//! Strict: whatever RFC 8259 forbids is refused, and so are an unpaired surrogate, a number beyond
//! what a double holds, and nesting beyond `MAX_DEPTH`.

mod number;
mod reader;
mod values;

pub use number::Number;
pub use reader::{Fields, MAX_DEPTH, Reader, TOO_DEEP};
pub use values::{as_integer, as_string, field, fields, items, write_string};

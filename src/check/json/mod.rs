//! Reading JSON text in place: tokens, skipping, and the few values that are needed as such.
//!
//! It is strict: it refuses what RFC 8259 forbids, an unpaired surrogate, a number that no double can hold, and nesting
//! deeper than `MAX_DEPTH`.

mod number;
mod reader;
mod values;

pub use number::Number;
pub use reader::{Fields, MAX_DEPTH, Reader, TOO_DEEP};
pub use values::{as_integer, as_string, field, fields, items, write_string};

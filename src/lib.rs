//! The Blend pharmacy API: its models, rules and request logic.
//!
//! - [`client`]: one call, from arguments to answer, without any I/O.
//! - [`endpoint`]: the endpoint tables.
//! - [`model`]: the wire's types, each declared once under `#[model]`.
//! - `intake`: the rules of a patient intake form, and its parsers.
//! - [`rules`]: what pharmacy people know, such as order statuses and check digits.
//! - [`check`]: the tables behind the models, and the scanner that walks JSON text along them.
//! - `sandbox`: an emulator of the API, for tests and demos.

#![warn(unreachable_pub)]

pub mod check;
pub mod client;
pub mod endpoint;
#[cfg(any(feature = "intake", not(target_arch = "wasm32")))]
pub mod intake;
// `#[model]` puts what it derives into a block of its own, where `pub` cannot be reached.
#[allow(unreachable_pub)]
pub mod model;
pub mod rules;

#[cfg(any(feature = "sandbox", not(target_arch = "wasm32")))]
#[allow(unreachable_pub)]
pub mod sandbox;

/// Public for the tests of the bindings alone.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm;

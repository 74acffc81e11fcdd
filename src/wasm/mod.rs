//! Bindings only, no logic: what JavaScript calls.

#[cfg(feature = "client")]
mod client;

//! Bindings to JavaScript, without logic.

#[cfg(feature = "sandbox")]
mod sandbox;

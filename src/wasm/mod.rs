//! Bindings to JavaScript, without logic.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "sandbox")]
mod sandbox;

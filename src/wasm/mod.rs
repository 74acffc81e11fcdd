//! Bindings to JavaScript, without logic.

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "intake")]
pub mod intake;
#[cfg(feature = "sandbox")]
pub mod sandbox;

/// Half the code of the standard library's allocator. Memory stays as flat under churn, and time too.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

//! Runs wasm tests in Node or a headless browser: cargo's runner for wasm32.
//!
//! The command-line tool as a library, so that its version follows the lock file and nothing has to
//! be installed.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}

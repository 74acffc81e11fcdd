//! The build: cargo → wasm-bindgen → wasm-opt → declarations → `pkg/`.
//!
//! - `cargo run -p xtask -- build`: makes the npm package in `pkg/`.
//! - `cargo run -p xtask -- build --test-panic`: the same with an export that panics, in `pkg-test-panic/`.
//! - `cargo run -p xtask -- contract FILE`: compares an OpenAPI file of the API with the tables.
//! - `cargo run -p xtask -- sbom FILE`: writes which crates are in the package's wasm, as CycloneDX.
//! - `cargo run -p xtask -- check`: fails if `api.md` or the declarations in `api/` differ from what the build makes.

mod api;
mod contract;
mod declarations;
mod engine;
mod errors;
mod examples;
mod glue;
mod groups;
mod intake;
mod interface;
mod layout;
mod letters;
mod linked;
mod names;
mod notices;
mod operations;
mod package;
mod protocol;
mod routes;
mod sbom;
mod snapshot;
mod splice;
mod step;
mod streams;
mod tables;
mod translate;
mod typescript;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use layout::Layout;

fn main() -> ExitCode {
    // Without the backtrace that anyhow adds where the environment asks for one: the fault is a tool's or a file's.
    match command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["build"] => build(&Layout::new(false)?),
        ["build", "--test-panic"] => build(&Layout::new(true)?),
        ["check"] => check(&Layout::new(false)?),
        ["contract", file] => match contract::compare(file)? {
            true => Ok(()),
            false => bail!("the file and the tables differ"),
        },
        ["sbom", file] => step::write(Path::new(file), sbom::text(&Layout::new(false)?)?),
        _ => bail!("usage: xtask build [--test-panic] | check | contract FILE | sbom FILE"),
    }
}

fn build(layout: &Layout) -> Result<()> {
    layout.prepare()?;
    for module in wasm::MODULES {
        wasm::build(layout, module)?;
    }
    for module in translate::MODULES {
        translate::build(layout, module)?;
    }
    step::write(&layout.generated("operations.ts"), &operations::text()?)?;
    step::write(&layout.generated("routes.ts"), routes::text())?;
    step::write(&layout.generated("protocol.ts"), &protocol::text()?)?;
    step::write(&layout.generated("sandbox-seam.ts"), sandbox_seam())?;
    step::write(&layout.generated("tables.json"), tables::text())?;
    step::write(&layout.generated("intake.ts"), &intake::text()?)?;
    declare(layout)?;
    step::write(&layout.root.join("api.md"), &api::text()?)?;
    snapshot::write(layout)?;
    package::build(layout)?;
    if layout.test_panic {
        return Ok(());
    }
    layout.node(&["tests/package/sizes.mjs", "--report", &layout.out.to_string_lossy()])
}

/// Writes the generated declarations.
fn declare(layout: &Layout) -> Result<()> {
    step::write(&layout.generated("models.d.ts"), declarations::text()?)?;
    step::write(&layout.generated("groups.d.ts"), groups::text()?)?;
    step::write(&layout.generated("errors.d.ts"), errors::text()?)
}

fn check(layout: &Layout) -> Result<()> {
    let committed = std::fs::read_to_string(layout.root.join("api.md")).context("api.md cannot be read")?;
    if committed != api::text()? {
        bail!("api.md is not what the endpoint tables say: run `make build` and commit it");
    }
    declare(layout)?;
    snapshot::check(layout)
}

/// The types of what crosses between the sandbox and TypeScript.
fn sandbox_seam() -> String {
    let mut text = String::from("// Made by the build of src/sandbox/seam.rs.\n");
    for declaration in blend_sdk::sandbox::seam::declarations() {
        text.push_str(&format!("\n{declaration}\n"));
    }
    text
}

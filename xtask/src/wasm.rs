//! From Rust to an optimised wasm module and its glue.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::layout::{Layout, run};
use crate::names::Names;
use crate::{engine, step};

/// The wasm modules. Each is the same crate under the feature of its name.
pub const MODULES: [&str; 2] = ["client", "sandbox"];

/// What rustc enables for wasm32-unknown-unknown; Node 20 and all browsers of its time know these.
/// wasm-opt refuses a module that uses more, so a compiler update that enables more is noticed.
const FEATURES: [&str; 9] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What wasm-opt does. Together 5 % less than `-Oz` alone, compressed.
const OPTIMISE: [&str; 9] = [
    // LLVM's control flow is taken apart and put together anew, then optimised twice.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    // gzip finds what is alike by itself.
    "--skip-pass=local-cse",
    // How a load or store is aligned is a hint, which engines do not look at: without it more of them are alike.
    "--dealign",
    // It cuts the data where zeros are: smaller as such, and larger when compressed.
    "--skip-pass=memory-packing",
    "--one-caller-inline-max-function-size=50",
    // Nothing is at the first 1024 addresses: there ends the stack, which grows downwards.
    "--low-memory-unused",
];

/// Makes `generated/<module>.js`, its declarations, and the module by itself.
pub fn build(layout: &Layout, module: &str) -> Result<()> {
    let root = |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|name| layout.root.join(name)).collect() };
    let work = |suffix: &str| layout.work.join(format!("{module}{suffix}"));

    let compiled = work(".wasm");
    let sources = root(&["src", "macros", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "xtask/src/wasm.rs"]);
    step::unless_done(&work(".compiled"), &sources, std::slice::from_ref(&compiled), || compile(layout, module, &compiled))?;

    let mut inputs = root(&["Cargo.lock", "package-lock.json", "xtask/src"]);
    inputs.push(compiled.clone());
    let outputs = ["js", "d.ts", "wasm"].map(|extension| layout.generated(&format!("{module}.{extension}")));
    step::unless_done(&work(".bound"), &inputs, &outputs, || bind(layout, module, &compiled))
}

fn compile(layout: &Layout, module: &str, to: &Path) -> Result<()> {
    println!("compiling {module}");
    let mut features = module.to_string();
    if layout.test_panic {
        features.push_str(",test-panic");
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--quiet", "--profile", "wasm", "--target", "wasm32-unknown-unknown", "-p", "blend-sdk"])
        .args(["--features", &features])
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .arg("--target-dir")
        .arg(&layout.target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?)
        // The standard library's own messages about panics are a third of the module, and nobody
        // reads them: a panic is a trap, which the package answers with a fresh instance. Leaving
        // them out needs the standard library compiled anew, which is not stable yet.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(&layout.root))?;
    // Cargo has one name for the modules of all features, so the next one overwrites it.
    let built = layout.target.join("wasm32-unknown-unknown/wasm/blend_sdk.wasm");
    std::fs::copy(&built, to).with_context(|| format!("{} cannot be copied", built.display()))?;
    Ok(())
}

/// Panics that say nothing, and file names without the folders of this machine.
fn flags() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
        .context("neither CARGO_HOME nor HOME is set")?;
    let folder = home.join("registry/src");
    let registries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut flags = vec![
        "-Zunstable-options".into(),
        "-Cpanic=immediate-abort".into(),
        "-Zlocation-detail=none".into(),
        "-Zfmt-debug=none".into(),
        // Left out by rustc for size; here it makes the module smaller.
        "-Zinline-mir=yes".into(),
        // By measure: the default is 100, and at 20 the module is larger as well.
        "-Zinline-mir-hint-threshold=35".into(),
        "-Zmir-opt-level=2".into(),
        // Half of the default, which is far more than the deepest document takes: addresses of data are a byte shorter.
        "-Clink-arg=-zstack-size=524288".into(),
    ];
    for registry in registries {
        flags.push(format!("--remap-path-prefix={}/=", registry?.path().display()));
    }
    Ok(flags.join("\u{1f}"))
}

fn bind(layout: &Layout, module: &str, compiled: &Path) -> Result<()> {
    println!("optimising {module}");
    let mut output = Bindgen::new()
        .input_path(compiled)
        .out_name(module)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        // Every runtime that the package supports has it; else the glue looks and brings its own.
        .encode_into(EncodeInto::Always)
        .generate_output()
        .context("wasm-bindgen failed")?;
    if output.snippets().values().any(|list| !list.is_empty()) || !output.local_modules().is_empty() {
        bail!("{module}: a crate brings JavaScript snippets, which the package has no place for");
    }
    let bound = layout.work.join(format!("{module}.bound.wasm"));
    let optimised = layout.work.join(format!("{module}.optimised.wasm"));
    let mut names = Names::default();
    let wasm = output.wasm_mut();
    for import in wasm.imports.iter_mut() {
        import.module = names.module(&import.module);
        import.name = names.import(&import.name);
    }
    for export in wasm.exports.iter_mut() {
        export.name = names.export(&export.name);
    }
    std::fs::write(&bound, wasm.emit_wasm())?;

    let (from, to) = (bound.to_string_lossy(), optimised.to_string_lossy());
    let mut arguments = vec![&*from, "-o", &*to];
    arguments.extend(OPTIMISE);
    arguments.extend(FEATURES);
    arguments.extend(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    layout.tool("wasm-opt", &arguments)?;

    let declarations = output.ts().context("wasm-bindgen wrote no declarations")?;
    let glue = names.apply(output.js()).with_context(|| format!("wasm-bindgen's glue of {module}"))?;
    engine::write(layout, module, &glue, declarations, &std::fs::read(&optimised)?)
}

//! From Rust to an optimised wasm module and its glue.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use walrus::Module;
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::layout::{Layout, run};
use crate::names::Names;
use crate::{engine, step};

/// The wasm modules. Each is the same crate under the feature of its name.
pub const MODULES: [&str; 2] = ["client", "sandbox"];

/// Without reference types, JavaScript's values are numbers in wasm, by which the glue finds them in an array: 300 bytes less than a
/// table of references in wasm.
const TARGET: [&str; 1] = ["-Ctarget-feature=-reference-types"];

/// What rustc enables for wasm32-unknown-unknown, but for reference types; Node 20 and all browsers of its time know these.
/// wasm-opt refuses a module that uses more, so a compiler update that enables more is noticed.
const FEATURES: [&str; 7] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// The passes of wasm-opt. Together they give 5 % less than `-Oz` alone, compressed.
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

pub const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// Makes `generated/<module>.js`, its declarations, and the module by itself.
pub fn build(layout: &Layout, module: &str) -> Result<()> {
    let work = |suffix: &str| layout.work.join(format!("{module}{suffix}"));

    let compiled = work(".wasm");
    step::unless_done(&work(".compiled"), &sources(layout), std::slice::from_ref(&compiled), || {
        println!("compiling {module}");
        compile(layout, module, "wasm", &TARGET, &compiled)
    })?;

    let inputs = tools(layout, &compiled);
    let outputs = ["js", "d.ts", "wasm"].map(|extension| layout.generated(&format!("{module}.{extension}")));
    step::unless_done(&work(".bound"), &inputs, &outputs, || bind(layout, module, &compiled))?;
    Ok(())
}

/// What a module is compiled from.
pub fn sources(layout: &Layout) -> Vec<PathBuf> {
    let names = ["src", "macros", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "xtask/src/wasm.rs"];
    names.iter().map(|name| layout.root.join(name)).collect()
}

/// What makes of a compiled module what the package takes.
pub fn tools(layout: &Layout, compiled: &Path) -> Vec<PathBuf> {
    let mut inputs: Vec<PathBuf> =
        ["Cargo.lock", "package-lock.json", "xtask/src"].iter().map(|name| layout.root.join(name)).collect();
    inputs.push(compiled.into());
    inputs
}

/// Compiles the crate under the feature `module`, by a profile of Cargo.toml and with more flags for the compiler.
pub fn compile(layout: &Layout, module: &str, profile: &str, target: &[&str], to: &Path) -> Result<()> {
    let mut features = module.to_string();
    if layout.test_panic {
        features.push_str(",test-panic");
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--quiet", "--profile", profile, "--target", "wasm32-unknown-unknown", "-p", "blend-sdk"])
        .args(["--features", &features])
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .arg("--target-dir")
        .arg(&layout.target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(target)?)
        // The standard library's own messages about panics are a third of the module, and nobody
        // reads them: a panic is a trap, which the package answers with a fresh instance. Leaving
        // them out needs the standard library compiled anew, which is not stable yet.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(&layout.root))?;
    // Cargo has one name for the modules of all features, so the next one overwrites it.
    let built = layout.target.join(format!("wasm32-unknown-unknown/{profile}/blend_sdk.wasm"));
    std::fs::copy(&built, to).with_context(|| format!("{} cannot be copied", built.display()))?;
    Ok(())
}

/// Panics that say nothing, and file names without the folders of this machine.
fn flags(target: &[&str]) -> Result<String> {
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
    flags.extend(target.iter().map(|flag| flag.to_string()));
    for registry in registries {
        flags.push(format!("--remap-path-prefix={}/=", registry?.path().display()));
    }
    Ok(flags.join("\u{1f}"))
}

fn bind(layout: &Layout, module: &str, compiled: &Path) -> Result<()> {
    println!("optimising {module}");
    let bound = bound(layout, module, Bindgen::new().input_path(compiled), |_| Ok(()))?;
    let optimised = layout.work.join(format!("{module}.optimised.wasm"));
    let (from, to) = (bound.wasm.to_string_lossy(), optimised.to_string_lossy());
    layout.tool("wasm-opt", &[&[&*from, "-o", &*to], OPTIMISE.as_slice(), &FEATURES, &STRIP].concat())?;
    engine::write(layout, module, &bound, &std::fs::read(&optimised)?)
}

/// The output of wasm-bindgen for a module: the same module with short names outside, and the glue that knows them.
pub struct Bound {
    pub wasm: PathBuf,
    pub glue: String,
    pub declarations: String,
    /// What the module calls its memory.
    pub memory: String,
}

/// Runs wasm-bindgen. `change` may take something out of the module.
pub fn bound(layout: &Layout, name: &str, input: &mut Bindgen, change: impl FnOnce(&mut Module) -> Result<()>) -> Result<Bound> {
    let mut output = input
        .out_name(name)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        // Every runtime that the package supports has it; else the glue looks and brings its own.
        .encode_into(EncodeInto::Always)
        .generate_output()
        .context("wasm-bindgen failed")?;
    if output.snippets().values().any(|list| !list.is_empty()) || !output.local_modules().is_empty() {
        bail!("{name}: a crate brings JavaScript snippets, which the package has no place for");
    }
    let mut names = Names::default();
    let wasm = output.wasm_mut();
    change(wasm)?;
    for import in wasm.imports.iter_mut() {
        import.module = names.module(&import.module);
        import.name = names.import(&import.name);
    }
    for export in wasm.exports.iter_mut() {
        export.name = names.export(&export.name);
    }
    let path = layout.work.join(format!("{name}.bound.wasm"));
    std::fs::write(&path, wasm.emit_wasm())?;
    Ok(Bound {
        wasm: path,
        glue: names.apply(output.js()).with_context(|| format!("wasm-bindgen's glue of {name}"))?,
        declarations: output.ts().context("wasm-bindgen wrote no declarations")?.into(),
        memory: names.export("memory"),
    })
}

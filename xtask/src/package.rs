//! `pkg/`: bundles, declarations, package.json and what comes with them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::layout::Layout;
use crate::{notices, splice, step};

/// The entries of the package. Each may be imported and required.
pub const ENTRIES: [&str; 8] = ["index", "bulk", "intake", "intake-server", "js", "sandbox", "stores", "webhooks"];

/// For CommonJS, the platform is Node: there esbuild writes the names of the exports as Node's `import` finds them.
const ESM: [&str; 2] = ["--format=esm", "--platform=neutral"];
const CJS: [&str; 2] = ["--format=cjs", "--platform=node"];

/// Runtimes that compile no bytes. Each gets a bundle of the client that imports `blend.wasm`, as its `src/engine/module.<runtime>.ts` does.
const PRECOMPILED: [&str; 2] = ["workerd", "edge-light"];

/// What makes the entry `js` of the client's source: the engine in plain JavaScript, as `src/engine/*.js-engine.ts` say.
const PLAIN: &str = "--resolve-extensions=.js-engine.ts,.ts";

/// Parts of the client that need no engine. Each is a file of its own, which all forms of the client share: there is one copy of
/// the error classes, and bundlers take them without the engine.
const SHARED: [&str; 6] = ["errors", "guards", "call/caller", "call/page", "call/promise", "input/read"];

/// `require("blend-sdk")` gives the class itself, with all exports on it: both `const Blend = require(..)` and
/// `const { Blend } = require(..)` work. The mark tells compilers that `default` is among them.
const REQUIRED_AS_CLASS: &str = "--footer:js=module.exports=Object.defineProperty(Object.assign(module.exports.Blend,module.exports),\"__esModule\",{value:true});";

/// Files of the repository that come with the package: what the README links to, and the licences.
const COPIES: [&str; 7] =
    ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "api.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// The guides. They come with the package too, but for the page that is for contributors.
const GUIDES: &str = "docs";
const NO_GUIDE: &str = "architecture.md";

pub fn build(layout: &Layout) -> Result<()> {
    let mut inputs: Vec<PathBuf> = ["Cargo.toml", "Cargo.lock", "package-lock.json", "xtask/src"]
        .iter()
        .chain(&COPIES)
        .chain([&GUIDES])
        .map(|name| layout.root.join(name))
        .collect();
    inputs.push(layout.template.clone());
    step::unless_done(&layout.work.join("package.stamp"), &inputs, std::slice::from_ref(&layout.out), || assemble(layout))
}

fn assemble(layout: &Layout) -> Result<()> {
    println!("assembling {}", layout.out.display());
    if layout.out.exists() {
        fs::remove_dir_all(&layout.out)?;
    }
    fs::create_dir_all(layout.dist(""))?;
    shared(layout)?;
    for entry in ENTRIES {
        if exists(layout, "types", &format!("{entry}.d.ts")) {
            for extension in ["mjs", "cjs"] {
                let declarations = splice::declarations(&layout.template, entry, extension)?;
                fs::write(layout.dist(&format!("{entry}.d.{}", extension.replace("js", "ts"))), declarations)?;
            }
        }
        let source = source(entry);
        if source == "index" {
            let plain: &[&str] = if entry == "js" { &[PLAIN] } else { &[] };
            client(layout, plain, entry)?;
            apart(layout, "index", &[&CJS, plain, &[REQUIRED_AS_CLASS]].concat(), &format!("{entry}.cjs"))?;
        } else if exists(layout, "src", &format!("{source}.ts")) {
            bundle(layout, &source, &ESM, &format!("{entry}.mjs"))?;
            bundle(layout, &source, &CJS, &format!("{entry}.cjs"))?;
        }
    }
    for runtime in PRECOMPILED {
        let instead = format!("--resolve-extensions=.{runtime}.ts,.ts");
        let flags = ["--external:*.wasm", "--external:*.wasm?module", &instead];
        client(layout, &flags, runtime)?;
    }
    fs::copy(layout.generated("client.wasm"), layout.dist("blend.wasm"))?;
    fs::copy(layout.generated("client-wasm.js"), layout.dist("wasm.mjs"))?;
    // Of the sandbox, workerd has one, too: tests of workers run there.
    let flags = ["--format=esm", "--platform=neutral", "--external:*.wasm", "--resolve-extensions=.workerd.ts,.ts"];
    bundle(layout, &source("sandbox"), &flags, "sandbox.workerd.mjs")?;
    fs::copy(layout.generated("sandbox.wasm"), layout.dist("sandbox.wasm"))?;
    if layout.test_panic {
        bundle(layout, &source("panic"), &ESM, "panic.mjs")?;
    }
    if exists(layout, "src", "entries/cli.ts") {
        command(layout)?;
    }
    fs::write(layout.out.join("THIRD-PARTY-NOTICES.md"), notices::text(layout)?)?;
    let description = description(layout)?;
    fs::write(layout.out.join("package.json"), description)?;
    for name in COPIES {
        let from = layout.root.join(name);
        if from.exists() {
            fs::copy(from, layout.out.join(name))?;
        }
    }
    guides(layout)
}

/// The files of `SHARED`.
fn shared(layout: &Layout) -> Result<()> {
    for part in SHARED {
        let name = part.rsplit('/').next().unwrap_or(part);
        for (flags, extension) in [(&ESM, "mjs"), (&CJS, "cjs")] {
            apart(layout, part, flags, &format!("{name}.{extension}"))?;
        }
    }
    Ok(())
}

/// One form of the client, as an ES module. The class with the engine is a file of its own, so that the entry only hands on what
/// other files export: bundlers take no file that nobody asked for.
fn client(layout: &Layout, flags: &[&str], entry: &str) -> Result<()> {
    let class = format!("{entry}-client.mjs");
    apart(layout, "blend", &[&ESM, flags, &["--external:*/client-wasm.js"]].concat(), &class)?;
    let text = fs::read_to_string(layout.dist(&class))?;
    fs::write(layout.dist(&class), wasm_first(text)?)?;
    let name = format!("{entry}.mjs");
    apart(layout, "index", &[&ESM[..], &["--external:./blend.js"]].concat(), &name)?;
    let text = fs::read_to_string(layout.dist(&name))?;
    Ok(fs::write(layout.dist(&name), text.replace("./blend.js", &format!("./{class}")))?)
}

/// Bundles a source without what is `SHARED`, which it imports from the files beside it.
fn apart(layout: &Layout, entry: &str, flags: &[&str], name: &str) -> Result<()> {
    let names = SHARED.map(|part| part.rsplit('/').next().unwrap_or(part));
    let externals = names.map(|name| format!("--external:*/{name}.js"));
    let flags: Vec<&str> = flags.iter().copied().chain(externals.iter().map(String::as_str)).collect();
    bundle(layout, entry, &flags, name)?;
    let path = layout.dist(name);
    let extension = if name.ends_with(".cjs") { "cjs" } else { "mjs" };
    let mut text = fs::read_to_string(&path)?;
    for name in names {
        for folder in ["./", "../", "./call/", "../call/", "./input/", "../input/"] {
            text = text.replace(&format!("\"{folder}{name}.js\""), &format!("\"./{name}.{extension}\""));
        }
    }
    Ok(fs::write(&path, text)?)
}

/// The same script, with the import of the wasm's text in front of all others: in a bundle it then comes first, where it
/// compresses best.
fn wasm_first(text: String) -> Result<String> {
    const FROM: &str = "from\"../../generated/client-wasm.js\";";
    let Some(end) = text.find(FROM) else { return Ok(text) };
    let start = text[..end].rfind("import{").context("the wasm's text is not imported as expected")?;
    let import = text[start..end].to_string() + "from\"./wasm.mjs\";";
    Ok(import + &text[..start] + &text[end + FROM.len()..])
}

fn guides(layout: &Layout) -> Result<()> {
    let to = layout.out.join(GUIDES);
    fs::create_dir_all(&to)?;
    for entry in fs::read_dir(layout.root.join(GUIDES))? {
        let from = entry?.path();
        if let Some(name) = from.file_name().filter(|name| from.is_file() && *name != NO_GUIDE) {
            fs::copy(&from, to.join(name))?;
        }
    }
    Ok(())
}

/// Where the source of an entry stands below `src`, without its ending.
fn source(entry: &str) -> String {
    if matches!(entry, "index" | "js") { "index".into() } else { format!("entries/{entry}") }
}

fn exists(layout: &Layout, folder: &str, name: &str) -> bool {
    let exists = layout.template.join(folder).join(name).is_file();
    if !exists {
        println!("SKIPPED: {folder}/{name} does not exist yet, so the package is not complete");
    }
    exists
}

fn bundle(layout: &Layout, entry: &str, flags: &[&str], name: &str) -> Result<()> {
    let source = layout.template.join("src").join(format!("{entry}.ts"));
    let (source, to) = (source.to_string_lossy(), format!("--outfile={}", layout.dist(name).display()));
    // Short lines: Node prints the line that threw, and the wasm must not stand on it.
    let common = [
        "--bundle",
        "--minify",
        "--line-limit=160",
        "--target=es2022",
        "--legal-comments=none",
        "--external:node:*",
        "--log-level=warning",
    ];
    layout.tool("esbuild", &[&[&*source, &*to], common.as_slice(), flags].concat())
}

/// The command-line tool. It shares the code of the client's and the sandbox's entries, which stand beside it.
fn command(layout: &Layout) -> Result<()> {
    const SHEBANG: &str = "#!/usr/bin/env node\n";
    const SHARED: [(&str, &str); 2] = [("../index.js", "./index.mjs"), ("./sandbox.js", "./sandbox.mjs")];
    let externals = SHARED.map(|(source, _)| format!("--external:{source}"));
    // The page that it serves is taken in as text.
    let mut flags = vec!["--format=esm", "--platform=node", "--loader:.html=text", "--loader:.css=text", "--loader:.mjs=text"];
    flags.extend(externals.iter().map(String::as_str));
    bundle(layout, &source("cli"), &flags, "cli.mjs")?;

    let path = layout.dist("cli.mjs");
    let mut text = fs::read_to_string(&path)?;
    for (source, entry) in SHARED {
        let (import, there) = (format!("\"{source}\""), format!("\"{entry}\""));
        if !text.contains(&import) {
            bail!("cli.ts does not import {source}, which the package has as {entry}");
        }
        text = text.replace(&import, &there);
    }
    if !text.starts_with("#!") {
        text.insert_str(0, SHEBANG);
    }
    fs::write(&path, text)?;
    executable(&path)
}

#[cfg(unix)]
fn executable(path: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn executable(_: &std::path::Path) -> Result<()> {
    Ok(())
}

/// package.json with the workspace's version.
fn description(layout: &Layout) -> Result<String> {
    let path = layout.template.join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut package: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let version = package.get_mut("version").context("the template's package.json has no place for a version")?;
    *version = env!("CARGO_PKG_VERSION").into();
    Ok(serde_json::to_string_pretty(&package)? + "\n")
}

//! The generated files of one wasm module: `<module>.js`, `<module>.d.ts` and `<module>.wasm`.

use std::fmt::Write;

use anyhow::{Context, Result};

use crate::glue;
use crate::layout::Layout;
use crate::letters;
use crate::step;
use crate::streams;

/// Writes a module that runs nothing when it is imported: the wasm as text, and a factory that
/// makes a fresh instance with glue of its own at each call.
pub fn write(layout: &Layout, module: &str, glue: &str, declarations: &str, wasm: &[u8]) -> Result<()> {
    let exports = glue::exports(declarations).with_context(|| format!("wasm-bindgen's declarations of {module}"))?;
    let body = glue::with_fast_text(&shaken(layout, module, glue, &exports)?)?;
    let parts = glue::split(&body).with_context(|| format!("wasm-bindgen's glue of {module}"))?;

    let mut text = String::from("export const wasm = \"");
    text.push_str(&letters::encode(&streams::split(wasm)?));
    text.push_str("\";\n\n");
    // gloo-net's import calls `fetch`: the parameter hides the global one, which is else looked up at call time.
    text.push_str("export function createEngine(module, fetch = (request) => globalThis.fetch(request)) {\n");
    text.push_str(parts.body);
    let [imports, finish] = glue::START.map(|name| parts.local(name));
    let (imports, finish) = imports.zip(finish).context("the glue has no functions to start with")?;
    writeln!(text, "  {finish}(new WebAssembly.Instance(module, {imports}()), module);")?;
    text.push_str("  return {");
    for export in &exports {
        let local = parts.local(&export.name).with_context(|| format!("the glue does not export {}", export.name))?;
        write!(text, " {}: {local},", export.name)?;
    }
    text.push_str(" };\n}\n");

    step::write(&layout.generated(&format!("{module}.js")), text)?;
    step::write(&layout.generated(&format!("{module}.d.ts")), interface(&exports)?)?;
    step::write(&layout.generated(&format!("{module}.wasm")), wasm)
}

/// The glue without what only asynchronous loading needs. esbuild's output has one plain form,
/// whatever forms the glue was in.
fn shaken(layout: &Layout, module: &str, glue: &str, exports: &[glue::Export]) -> Result<String> {
    let file = |name: &str| layout.work.join(format!("{module}.{name}.js"));
    let (entry, result) = (file("entry"), file("shaken"));
    let mut names = glue::START.to_vec();
    std::fs::write(file("glue"), format!("{glue}\nexport {{ {} }};\n", names.join(", ")))?;
    names.extend(exports.iter().map(|export| export.name.as_str()));
    std::fs::write(&entry, format!("export {{ {} }} from \"./{module}.glue.js\";\n", names.join(", ")))?;
    let outfile = format!("--outfile={}", result.display());
    let flags = ["--bundle", "--format=esm", "--platform=neutral", "--target=es2022", "--log-level=warning", &outfile];
    layout.tool("esbuild", &[&[&*entry.to_string_lossy()], flags.as_slice()].concat())?;
    Ok(std::fs::read_to_string(result)?)
}

fn interface(exports: &[glue::Export]) -> Result<String> {
    let mut text = String::new();
    for export in exports {
        if let glue::Shape::Class(declaration) = &export.shape {
            writeln!(text, "{}declare {declaration}\n", export.doc)?;
        }
    }
    text.push_str("/** What the wasm module exports. */\nexport interface Engine {\n");
    for export in exports {
        match &export.shape {
            glue::Shape::Function(signature) => {
                for line in export.doc.lines() {
                    writeln!(text, "  {line}")?;
                }
                writeln!(text, "  {}{signature}", export.name)?;
            }
            glue::Shape::Class(_) => writeln!(text, "  {0}: typeof {0};", export.name)?,
        }
    }
    text.push_str("}\n\n/** A fresh instance. `fetch` takes the place of the global one inside. */\n");
    text.push_str("export function createEngine(module: WebAssembly.Module, fetch?: unknown): Engine;\n\n");
    text.push_str("/** The module's bytes as text, for `fromText`. */\nexport const wasm: string;\n");
    Ok(text)
}

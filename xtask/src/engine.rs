//! The generated files of one wasm module: `<module>.js`, `<module>.d.ts` and `<module>.wasm`.

use std::fmt::Write;

use anyhow::{Context, Result};

use crate::glue;
use crate::layout::Layout;
use crate::letters;
use crate::step;
use crate::streams;
use crate::wasm::Bound;

/// Writes a module that runs nothing when it is imported: the wasm as text, and a factory that
/// makes a fresh instance with glue of its own at each call.
pub fn write(layout: &Layout, module: &str, bound: &Bound, wasm: &[u8]) -> Result<()> {
    let exports = exports(module, bound)?;
    // A file of its own, which the package has first: compressed, it takes 1 KB less at the start of a script than in its middle.
    step::write(&layout.generated(&format!("{module}-wasm.js")), constant("wasm", &streams::split(wasm)?))?;
    let declaration = "/** The module as text, for `moduleFromText`. */\nexport const wasm: string;\n";
    step::write(&layout.generated(&format!("{module}-wasm.d.ts")), declaration)?;
    step::write(&layout.generated(&format!("{module}.js")), factory(layout, module, &bound.glue, &exports, &WASM)?)?;
    let mut declarations = interface(&exports)?;
    declarations
        .push_str("export function createEngine(module: WebAssembly.Module, fetch?: unknown, coders?: object): Engine;\n\n");
    step::write(&layout.generated(&format!("{module}.d.ts")), declarations)?;
    step::write(&layout.generated(&format!("{module}.wasm")), wasm)
}

/// A module in plain JavaScript.
pub struct Plain<'a> {
    /// The functions, with `asmFunc`, which makes an instance of them.
    pub functions: &'a str,
    /// What its memory holds at the start, and from which address on.
    pub data: &'a [u8],
    pub start: usize,
}

/// The same of a module in plain JavaScript: its memory's first contents as text, and the factory.
pub fn write_plain(layout: &Layout, name: &str, bound: &Bound, plain: &Plain<'_>) -> Result<()> {
    let exports = exports(name, bound)?;
    let mut text = constant("data", plain.data);
    // Around the functions: some have variables beside `asmFunc`, which shall be made on first use only.
    writeln!(text, "function instantiate(imports, data) {{\n{}", plain.functions)?;
    writeln!(text, "  const exports = asmFunc(imports);")?;
    writeln!(text, "  new Uint8Array(exports.{}.buffer).set(data, {});", bound.memory, plain.start)?;
    writeln!(text, "  return {{ exports }};\n}}\n")?;
    text.push_str(&factory(layout, name, &bound.glue, &exports, &PLAIN)?);
    step::write(&layout.generated(&format!("{name}.js")), text)?;
    let mut declarations = interface(&exports)?;
    declarations.push_str("export function createEngine(data: Uint8Array, fetch: unknown, coders: object): Engine;\n\n");
    declarations.push_str("/** What the memory holds at the start, as text, for `fromText`. */\nexport const data: string;\n");
    step::write(&layout.generated(&format!("{name}.d.ts")), declarations)
}

fn exports(module: &str, bound: &Bound) -> Result<Vec<glue::Export>> {
    glue::exports(&bound.declarations).with_context(|| format!("wasm-bindgen's declarations of {module}"))
}

fn constant(name: &str, bytes: &[u8]) -> String {
    format!("export const {name} = \"{}\";\n\n", letters::encode(bytes))
}

/// How `createEngine` makes an instance.
struct Start {
    /// Its first parameter: what an instance is made from.
    from: &'static str,
    /// The parameters behind it: gloo-net's import calls `fetch`, and the parameter hides the global one.
    more: &'static str,
    /// The function by which it passes text.
    pass_text: &'static str,
    /// The expression, given the name of the function that returns the imports.
    instance: fn(&str) -> String,
}

const WASM: Start = Start {
    from: "module",
    more: "fetch = (request) => globalThis.fetch(request), { TextDecoder, TextEncoder } = globalThis",
    pass_text: glue::PASS_TEXT,
    instance: |imports| format!("new WebAssembly.Instance(module, {imports}())"),
};

/// Some runtimes where plain JavaScript runs lack the two classes.
const PLAIN: Start = Start {
    from: "data",
    more: "fetch, { TextDecoder, TextEncoder }",
    pass_text: glue::PASS_TEXT_PLAINLY,
    instance: |imports| format!("instantiate({imports}(), data)"),
};

/// `createEngine`.
fn factory(layout: &Layout, module: &str, glue: &str, exports: &[glue::Export], start: &Start) -> Result<String> {
    let Start { from, more, pass_text, instance } = start;
    let body = glue::with_text(&glue::without_registry(&shaken(layout, module, glue, exports)?)?, pass_text)?;
    let parts = glue::split(&body).with_context(|| format!("wasm-bindgen's glue of {module}"))?;
    let mut text = format!("export function createEngine({from}, {more}) {{\n");
    text.push_str(parts.body);
    let [imports, finish] = glue::START.map(|name| parts.local(name));
    let (imports, finish) = imports.zip(finish).context("the glue has no functions to start with")?;
    writeln!(text, "  {finish}({}, {from});", instance(imports))?;
    text.push_str("  return {");
    for export in exports {
        let local = parts.local(&export.name).with_context(|| format!("the glue does not export {}", export.name))?;
        write!(text, " {}: {local},", export.name)?;
    }
    text.push_str(" };\n}\n");
    Ok(text)
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
    Ok(text)
}

//! From Rust to plain JavaScript, by way of wasm and binaryen's wasm2js: for where WebAssembly is missing or forbidden.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walrus::{ConstExpr, DataKind, Export, ExportItem, Module, ir::Value};
use wasm_bindgen_cli_support::Bindgen;

use crate::engine::{self, Plain};
use crate::layout::Layout;
use crate::step;
use crate::wasm::{self, Bound};

/// The modules that are translated: the same crate under the feature of that name. Their files are called `<module>-js`.
pub const MODULES: [&str; 2] = ["client", "intake"];

/// A wasm of the first edition, but for the copying of memory, which is a method in JavaScript.
const TARGET: [&str; 2] = ["-Ctarget-cpu=mvp", "-Ctarget-feature=+bulk-memory"];
const FEATURES: [&str; 4] = ["--mvp-features", "--enable-bulk-memory", "--enable-bulk-memory-opt", "--enable-mutable-globals"];

/// Not what is best for wasm: taking the control flow apart doubles the size of the JavaScript.
const OPTIMISE: [&str; 4] = ["-Oz", "--skip-pass=local-cse", "--one-caller-inline-max-function-size=50", "--low-memory-unused"];

/// Makes `generated/<module>-js.js` and its declarations.
pub fn build(layout: &Layout, module: &str) -> Result<()> {
    let work = |suffix: &str| layout.work.join(format!("{module}-js{suffix}"));
    let compiled = work(".wasm");
    let mut sources = wasm::sources(layout);
    sources.push(layout.root.join("xtask/src/translate.rs"));
    step::unless_done(&work(".compiled"), &sources, std::slice::from_ref(&compiled), || {
        println!("compiling {module} for JavaScript");
        wasm::compile(layout, module, "javascript", &TARGET, &compiled)
    })?;

    let inputs = wasm::tools(layout, &compiled);
    let outputs = [".js", ".d.ts", "-functions.js", "-functions.d.ts"].map(|end| layout.generated(&format!("{module}-js{end}")));
    step::unless_done(&work(".translated"), &inputs, &outputs, || translate(layout, module, &compiled))
}

fn translate(layout: &Layout, module: &str, compiled: &Path) -> Result<()> {
    println!("translating {module}");
    let name = format!("{module}-js");
    let mut data = Data::default();
    let bound = wasm::bound(layout, &name, Bindgen::new().input_path(compiled), |wasm| {
        remove_addresses(wasm);
        data.take(wasm)
    })?;
    let file = |suffix: &str| -> PathBuf { layout.work.join(format!("{name}.{suffix}")) };
    let (bare, optimised, script) = (&bound.wasm, file("optimised.wasm"), file("wasm2js.js"));
    let [bare, optimised, script] = [bare, &optimised, &script].map(|path| path.to_string_lossy());
    layout.tool("wasm-opt", &[&[&*bare, "-o", &*optimised], &OPTIMISE[..], &FEATURES, &wasm::STRIP].concat())?;
    layout.tool("wasm2js", &[&[&*optimised, "-o", &*script, "-Oz"], &FEATURES[..]].concat())?;
    let script = std::fs::read_to_string(&*script)?;
    let glue = glue(&bound.glue).with_context(|| format!("wasm-bindgen's glue of {name}"))?;
    let plain = Plain { functions: &sorted(&functions(&script)?)?, data: &data.bytes, start: data.start };
    engine::write_plain(layout, &name, &Bound { glue, ..bound }, &plain)
}

/// Removes the exports of the linker's addresses, such as `__heap_base`. The glue does not read them.
fn remove_addresses(module: &mut Module) {
    let is_address = |export: &&Export| matches!(export.item, ExportItem::Global(_));
    let addresses: Vec<_> = module.exports.iter().filter(is_address).map(|export| export.id()).collect();
    addresses.into_iter().for_each(|id| module.exports.delete(id));
}

/// What the module has in its memory at the start.
#[derive(Default)]
struct Data {
    start: usize,
    bytes: Vec<u8>,
}

impl Data {
    /// Takes it out of the module: wasm2js would write it in base64, and decode that with code of its own.
    fn take(&mut self, module: &mut Module) -> Result<()> {
        let mut segments: Vec<(usize, Vec<u8>)> = Vec::new();
        let ids: Vec<_> = module.data.iter().map(|segment| segment.id()).collect();
        for id in ids {
            let segment = module.data.get(id);
            let DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } = segment.kind else {
                bail!("a data segment without a fixed place");
            };
            segments.push((usize::try_from(offset)?, segment.value.clone()));
            module.data.delete(id);
        }
        segments.sort();
        self.start = segments.first().map_or(0, |(offset, _)| *offset);
        for (offset, bytes) in segments {
            self.bytes.resize(offset - self.start, 0);
            self.bytes.extend(bytes);
        }
        Ok(())
    }
}

/// The translated functions: wasm2js's module without its import and its exports, which are those of `asmFunc`.
fn functions(script: &str) -> Result<String> {
    // A module that imports nothing has no such line.
    let rest = script.strip_prefix("import * as a from 'a';\n").unwrap_or(script);
    if rest.lines().any(|line| line.starts_with("import ")) {
        bail!("wasm2js's module imports something in an unexpected form");
    }
    let (functions, _) = rest.split_once("\nvar retasmFunc = ").context("wasm2js's module does not end as expected")?;
    if !functions.contains("function asmFunc(imports)") {
        bail!("wasm2js's module has no asmFunc");
    }
    Ok(without_unused(functions))
}

/// Removes the names that wasm2js gives to all of `Math`, where nothing uses them. Minifiers keep them: a getter could run code.
fn without_unused(functions: &str) -> String {
    let is_unused = |line: &str| {
        let name = line.trim_start().strip_prefix("var Math_").and_then(|rest| rest.split(' ').next());
        name.is_some_and(|name| functions.matches(&format!("Math_{name}")).count() == 1)
    };
    functions.lines().filter(|line| !is_unused(line)).map(|line| format!("{line}\n")).collect()
}

/// The same with its functions by the number of their parameters, then by length: neighbours are alike, which gzip makes use of.
fn sorted(script: &str) -> Result<String> {
    const START: &str = "\n function ";
    const END: &str = "\n }\n";
    let (before, mut rest) = script.split_once(START).context("wasm2js wrote no functions")?;
    let mut functions = Vec::new();
    loop {
        let (function, after) = rest.split_once(END).context("a function of wasm2js has no end")?;
        functions.push(function);
        // Between two functions stands a line with a blank.
        let Some(next) = after.strip_prefix(' ').and_then(|after| after.strip_prefix(START)) else {
            rest = after;
            break;
        };
        rest = next;
    }
    if functions.len() < 2 {
        bail!("wasm2js writes something else between its functions");
    }
    functions.sort_by_key(|function| {
        let parameters = function.split(')').next().unwrap_or_default();
        (parameters.matches(',').count(), function.len())
    });
    let functions: Vec<String> = functions.iter().map(|function| format!("{START}{function}{END} ")).collect();
    Ok([before, &functions.concat(), "\n", rest].concat())
}

/// The glue knows by its length that a view of the memory is outdated: growing takes the old memory
/// away. In JavaScript the old one stays as it is, and growing makes another one.
fn glue(glue: &str) -> Result<String> {
    const CHANGES: [(&str, &str); 2] = [
        ("cachedUint8ArrayMemory0.byteLength === 0", "cachedUint8ArrayMemory0.buffer !== getDataViewMemory0().buffer"),
        ("cachedDataViewMemory0.buffer.detached === undefined && ", ""),
    ];
    let mut glue = glue.to_string();
    for (old, new) in CHANGES {
        if glue.matches(old).count() != 1 {
            bail!("it does not have `{old}` once");
        }
        glue = glue.replace(old, new);
    }
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_are_what_stands_between_import_and_exports() {
        let script = "import * as a from 'a';\nfunction asmFunc(imports) {}\n\nvar retasmFunc = asmFunc({});\nexport var a = 1;";
        assert_eq!(functions(script).unwrap(), "function asmFunc(imports) {}\n");
        assert!(functions("import * as b from 'b';\nfunction asmFunc(imports) {}\nvar retasmFunc = 1;").is_err());
        assert!(functions("import * as a from 'a';\nfunction asmFunc(imports) {}").is_err());
    }

    #[test]
    fn names_of_math_that_nothing_uses_are_removed() {
        let functions =
            "function asmFunc(imports) {\n var Math_abs = Math.abs;\n var Math_min = Math.min;\n return Math_abs;\n}\n";
        let expected = "function asmFunc(imports) {\n var Math_abs = Math.abs;\n return Math_abs;\n}\n";
        assert_eq!(without_unused(functions), expected);
    }

    #[test]
    fn functions_are_sorted_by_parameters_and_length() {
        let [long, two, short] =
            ["a(x) {\n  x = x + 1;", "b(x, y) {", "c(x) {"].map(|function| format!("\n function {function}\n }}\n "));
        let script = |functions: [&String; 3]| ["var z;\n", functions[0], functions[1], functions[2]].concat();
        let sorted_script = sorted(&script([&long, &two, &short])).unwrap();
        assert!(sorted_script.starts_with(&script([&short, &long, &two])));
        assert!(sorted("var z;\n").is_err());
    }

    #[test]
    fn glue_of_another_form_ends_the_build() {
        assert!(glue("cachedUint8ArrayMemory0.byteLength === 0").is_err());
    }
}

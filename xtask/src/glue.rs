//! Reading wasm-bindgen's glue and declarations.
//!
//! Both are texts that may change with any version of wasm-bindgen. So what is known is taken, and
//! everything else ends the build.

use anyhow::{Context, Result, bail};

/// The glue's functions before and behind the making of an instance: what the module imports, and
/// what is to be done with what it exports. `initSync`, which calls them, looks at much else.
pub const START: [&str; 2] = ["__wbg_get_imports", "__wbg_finalize_init"];

/// One thing that the Rust side exports.
pub struct Export {
    pub name: String,
    /// Its JSDoc, with a line break at the end, or nothing.
    pub doc: String,
    pub shape: Shape,
}

pub enum Shape {
    /// From the first parenthesis to the semicolon.
    Function(String),
    /// From `class` to the closing brace.
    Class(String),
}

/// The exports in wasm-bindgen's declarations, without those that load the module.
pub fn exports(declarations: &str) -> Result<Vec<Export>> {
    const LOADING: &str = "export type InitInput =";
    let (own, _) = declarations.split_once(LOADING).with_context(|| format!("`{LOADING}` is missing"))?;
    let mut exports = Vec::new();
    let mut doc = String::new();
    let mut lines = own.lines();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("export function ") {
            let (name, _) = rest.split_once('(').with_context(|| format!("unexpected line: {line}"))?;
            if !rest.ends_with(';') {
                bail!("a declaration over several lines: {line}");
            }
            let shape = Shape::Function(rest[name.len()..].to_string());
            exports.push(Export { name: name.to_string(), doc: std::mem::take(&mut doc), shape });
        } else if let Some(rest) = line.strip_prefix("export class ") {
            let name = rest.split_whitespace().next().unwrap_or_default().to_string();
            let mut class = line.trim_start_matches("export ").to_string();
            for line in lines.by_ref() {
                class.push('\n');
                class.push_str(line);
                if line == "}" {
                    break;
                }
            }
            exports.push(Export { name, doc: std::mem::take(&mut doc), shape: Shape::Class(class) });
        } else if line.starts_with("/**") || line.starts_with(" *") {
            doc.push_str(line);
            doc.push('\n');
        } else if !line.is_empty() && !line.starts_with("/* ") {
            bail!("unexpected line: {line}");
        }
    }
    Ok(exports)
}

/// A script whose exports stand in one statement at its end.
#[derive(Debug)]
pub struct Parts<'a> {
    pub body: &'a str,
    /// Names outside and inside.
    exports: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    /// What an export is called inside of the script.
    pub fn local(&self, name: &str) -> Option<&'a str> {
        self.exports.iter().find(|(outside, _)| *outside == name).map(|(_, inside)| *inside)
    }
}

/// Splits a script from its one export statement.
pub fn split(script: &str) -> Result<Parts<'_>> {
    const STATEMENT: &str = "\nexport {";
    let (body, rest) = script.split_once(STATEMENT).context("there is no `export { .. }`")?;
    let (names, after) = rest.split_once("};").context("`export {` is not closed")?;
    if !after.trim().is_empty() {
        bail!("something stands after the exports: {}", after.trim());
    }
    for line in body.lines() {
        let word = line.trim_start();
        if word.starts_with("export ") || word.starts_with("import ") || word.starts_with("import{") {
            bail!("an import or export of an unexpected form: {line}");
        }
    }
    for forbidden in ["import.meta", "import("] {
        if body.contains(forbidden) {
            bail!("`{forbidden}` has no meaning inside of a function's script");
        }
    }
    let exports = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let exports = exports.map(|name| name.split_once(" as ").map_or((name, name), |(inside, outside)| (outside, inside)));
    Ok(Parts { body: &script[..body.len() + 1], exports: exports.collect() })
}

/// How text is passed to wasm. The engine's encoder writes it into the module's memory at once, where wasm-bindgen copies byte by
/// byte as long as it is ASCII. Only other text needs a second piece.
pub const PASS_TEXT: &str = "
function passStringToWasm0(arg, malloc, realloc) {
  let size = arg.length;
  if (!size) return (WASM_VECTOR_LEN = 0), 1;
  let ptr = malloc(size, 1) >>> 0;
  const encode = (text, at) => cachedTextEncoder.encodeInto(text, getUint8ArrayMemory0().subarray(at, ptr + size));
  const { read, written } = encode(arg, ptr);
  WASM_VECTOR_LEN = written;
  if (read < arg.length) {
    ptr = realloc(ptr, size, (size = written + (arg.length - read) * 3), 1) >>> 0;
    WASM_VECTOR_LEN += encode(arg.slice(read), ptr + written).written;
    ptr = realloc(ptr, size, WASM_VECTOR_LEN, 1) >>> 0;
  }
  return ptr;
}
";

/// How text is passed to an engine in plain JavaScript. It may bring an encoder of its own, which has this method only.
pub const PASS_TEXT_PLAINLY: &str = "
function passStringToWasm0(arg, malloc) {
  const bytes = cachedTextEncoder.encode(arg);
  const ptr = malloc((WASM_VECTOR_LEN = bytes.length), 1) >>> 0;
  getUint8ArrayMemory0().set(bytes, ptr);
  return ptr;
}
";

/// The glue with one of these ways to pass text, which are shorter than its own.
pub fn with_text(glue: &str, pass_text: &str) -> Result<String> {
    let (before, rest) = glue
        .split_once("\nfunction passStringToWasm0(arg, malloc, realloc) {\n")
        .context("the glue passes text in another way")?;
    let (_, after) = rest.split_once("\n}\n").context("the glue passes text in another way")?;
    Ok([before, pass_text, after].concat())
}

/// The glue without its registry of Rust's closures. Rust drops each of them, so none is left for the garbage collector to
/// tell of; and to register one takes longer than to call it.
pub fn without_registry(glue: &str) -> Result<String> {
    let Some((before, rest)) = glue.split_once("\nvar CLOSURE_DTORS = ") else { return Ok(glue.into()) };
    let (_, after) = rest.split_once("wasm.").context("the glue registers closures in another way")?;
    let (_, after) = after.split_once(";\n").context("the glue registers closures in another way")?;
    let lines = [before, after].join("\n");
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim_start().starts_with("CLOSURE_DTORS.")).collect();
    let glue = lines.join("\n") + "\n";
    if glue.contains("CLOSURE_DTORS") {
        bail!("the glue uses its registry of closures in an unexpected way");
    }
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_of_closures_goes_with_its_uses() {
        let glue = "var a;\nvar CLOSURE_DTORS = new FinalizationRegistry((state) => wasm.k(state.a));\nfunction b() {\n  CLOSURE_DTORS.register(b);\n  return b;\n}\n";
        assert_eq!(without_registry(glue).unwrap(), "var a;\nfunction b() {\n  return b;\n}\n");
        assert_eq!(without_registry("var a;\n").unwrap(), "var a;\n");
        assert!(without_registry("var a;\nvar CLOSURE_DTORS = wasm.k;\nlet c = CLOSURE_DTORS;\n").is_err());
    }

    #[test]
    fn a_script_is_split_from_its_exports() {
        let parts = split("function a() {}\nclass B {}\nexport {\n  a,\n  B as C\n};\n").unwrap();
        assert_eq!(parts.body, "function a() {}\nclass B {}\n");
        assert_eq!((parts.local("a"), parts.local("C"), parts.local("B")), (Some("a"), Some("B"), None));
    }

    #[test]
    fn a_script_of_another_form_ends_the_build() {
        assert!(split("function a() {}\n").is_err());
        assert!(split("import x from \"y\";\nexport { x };\n").is_err());
        assert!(split("const here = import.meta.url;\nexport { here };\n").is_err());
        assert!(split("let a;\nexport { a };\nexport default a;\n").is_err());
        assert!(split("export const b = 1;\nlet a;\nexport { a };\n").is_err());
    }

    #[test]
    fn functions_and_classes_are_read_from_declarations() {
        let text = "/* eslint-disable */\n\n/**\n * Sends.\n */\nexport function send(url: string): Promise<any>;\n\n\
                    export class Box {\n  free(): void;\n}\n\nexport type InitInput = string;\n";
        let exports = exports(text).unwrap();
        assert_eq!(exports.len(), 2);
        assert_eq!(exports[0].doc, "/**\n * Sends.\n */\n");
        assert!(matches!(&exports[0].shape, Shape::Function(text) if text == "(url: string): Promise<any>;"));
        assert!(matches!(&exports[1].shape, Shape::Class(text) if text == "class Box {\n  free(): void;\n}"));
    }

    #[test]
    fn declarations_of_another_form_end_the_build() {
        assert!(exports("export enum A { B }\nexport type InitInput = string;\n").is_err());
        assert!(exports("export function a(): void;\n").is_err());
    }
}

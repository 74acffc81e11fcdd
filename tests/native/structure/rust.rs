//! The imports of Rust files: `use` with its trees, and paths in the code.

use std::collections::BTreeMap;
use std::path::Path;

use super::files;
use super::graph::Graph;

/// The graph of a crate. Tests inside of files are left out.
pub fn graph(root: &Path) -> Graph {
    let files = files(root, "rs");
    let modules: BTreeMap<Vec<String>, String> =
        files.iter().map(|file| (module(root, file), file.to_string_lossy().into_owned())).collect();
    let mut graph = Graph::default();
    for file in files.iter().filter(|file| !file.components().any(|part| part.as_os_str() == "tests")) {
        let name = file.to_string_lossy();
        graph.add_file(&name);
        let own = module(root, file);
        for path in paths(&code(&std::fs::read_to_string(file).unwrap())) {
            if let Some(target) = resolve(&modules, &own, &path).filter(|target| *target != name) {
                graph.add(&name, target);
            }
        }
    }
    graph
}

/// `src/check/json.rs` is `["check", "json"]`.
fn module(root: &Path, file: &Path) -> Vec<String> {
    let relative = file.strip_prefix(root).unwrap().with_extension("");
    let mut segments: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if matches!(segments.last().unwrap().as_str(), "mod" | "lib") {
        segments.pop();
    }
    segments
}

/// The text without comments, strings and the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut out = String::new();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        // What stands between quotation marks is every second piece.
        out.extend(line.split('"').step_by(2).flat_map(|piece| [piece, " "]));
        out.push('\n');
    }
    out
}

/// All paths of several segments, trees taken apart.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let tokens = tokens(code);
    let mut at = 0;
    while at < tokens.len() {
        let is_use = tokens[at] == "use";
        let is_path = is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::");
        if is_use || is_path {
            at = tree(&tokens, if is_use { at + 1 } else { at }, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads a path or a tree of paths from a token on, and returns where it ends.
fn tree(tokens: &[String], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = tree(tokens, at, &path, found);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1;
            }
            Some(token) if is_name(token) || token == "*" => {
                path.push(token.into());
                at += 1;
            }
            _ => break,
        }
        match tokens.get(at).map(String::as_str) {
            Some("::") => at += 1,
            _ => break,
        }
    }
    if tokens.get(at).is_some_and(|token| token == "as") {
        at += 2;
    }
    found.push(path);
    at.max(1)
}

fn is_name(token: &str) -> bool {
    token.chars().all(|char| char.is_alphanumeric() || char == '_')
}

fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = code.chars().peekable();
    while let Some(char) = chars.next() {
        if char.is_alphanumeric() || char == '_' {
            word.push(char);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        match char {
            ':' if chars.peek() == Some(&':') => {
                chars.next();
                tokens.push("::".into());
            }
            char if char.is_whitespace() => {}
            char => tokens.push(char.into()),
        }
    }
    tokens
}

/// The file that a path leads to, as seen from a module.
fn resolve<'a>(modules: &'a BTreeMap<Vec<String>, String>, own: &[String], path: &[String]) -> Option<&'a str> {
    let (mut module, mut rest) = match path.first().map(String::as_str)? {
        "crate" => (Vec::new(), &path[1..]),
        "super" | "self" => (own.to_vec(), path),
        // A module of the same folder's `mod.rs`.
        first if modules.contains_key(&[own, &[first.to_string()]].concat()) => (own.to_vec(), path),
        _ => return None,
    };
    while let Some(first) = rest.first() {
        match first.as_str() {
            "self" => {}
            "super" => {
                module.pop();
            }
            name => {
                module.push(name.into());
                if !modules.contains_key(&module) {
                    module.pop();
                    break;
                }
            }
        }
        rest = &rest[1..];
    }
    modules.get(&module).map(String::as_str)
}

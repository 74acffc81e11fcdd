//! The house: no circle among files, and each layer knows only those below it.
//!
//! rules ← check ← model ← endpoint ← client, intake, sandbox ← wasm. What a file imports is read from its text.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used)]

#[path = "structure/graph.rs"]
mod graph;
#[path = "structure/rust.rs"]
mod rust;
#[path = "structure/typescript.rs"]
mod typescript;

use std::path::{Path, PathBuf};

/// The layers, from the lowest. Those of one line do not know each other.
const LAYERS: &[&[&str]] = &[&["rules"], &["check"], &["model"], &["endpoint"], &["client", "intake", "sandbox"], &["wasm"]];

/// All files below a folder with that extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn no_circle_among_the_files_of_the_crate() {
    let graph = rust::graph(Path::new("src"));
    assert!(graph.count() > 60, "only {} files", graph.count());
    assert_eq!(graph.circles(), [] as [Vec<String>; 0]);
}

#[test]
fn each_layer_knows_only_those_below() {
    let layer = |file: &str| LAYERS.iter().position(|names| names.iter().any(|name| file.starts_with(&format!("src/{name}/"))));
    let folder = |file: &str| file.split('/').nth(1).unwrap_or_default().to_string();
    let graph = rust::graph(Path::new("src"));
    let mut wrong = Vec::new();
    for (from, to) in graph.edges() {
        let (Some(own), Some(other)) = (layer(from), layer(to)) else {
            assert!(from == "src/lib.rs", "{from} imports {to}, which is no layer");
            continue;
        };
        if other > own || (other == own && folder(from) != folder(to)) {
            wrong.push(format!("{from} imports {to}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_circle_among_the_files_of_the_package() {
    let graph = typescript::graph(Path::new("pkg-template/src"));
    assert!(graph.count() > 20, "only {} files", graph.count());
    assert_eq!(graph.circles(), [] as [Vec<String>; 0]);
}

#[test]
fn a_circle_is_found() {
    let mut graph = graph::Graph::default();
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("d", "e"), ("e", "e")] {
        graph.add(from, to);
    }
    assert_eq!(graph.circles(), [["b", "c", "d"].map(String::from).to_vec()]);
}

#[test]
fn imports_are_read_from_use_and_from_the_code() {
    let found = rust::paths("use a::{b, c::d}; fn f() { e::f(crate::g); Vec::<u8>::new(); }");
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a::b", "a::c::d", "e::f", "crate::g", "Vec"]);
}

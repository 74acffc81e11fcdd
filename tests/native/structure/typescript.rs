//! The imports of TypeScript files, those of types too.

use std::path::{Component, Path, PathBuf};

use super::files;
use super::graph::Graph;

/// The graph of a folder. What is imported from outside of it is left out.
pub fn graph(root: &Path) -> Graph {
    let mut graph = Graph::default();
    for file in files(root, "ts") {
        let name = file.to_string_lossy();
        graph.add_file(&name);
        let text = std::fs::read_to_string(&file).unwrap();
        for specifier in text.split("from \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let target = normal(&file.with_file_name(specifier)).with_extension("ts");
            if specifier.starts_with('.') && target.starts_with(root) && target.is_file() {
                graph.add(&name, &target.to_string_lossy());
            }
        }
    }
    graph
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

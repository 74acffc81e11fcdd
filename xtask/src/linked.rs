//! The crates whose code is in the package's wasm, as Cargo resolves them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::layout::Layout;

pub struct Crate {
    pub name: String,
    pub version: String,
    pub license: String,
    pub repository: String,
    pub authors: Vec<String>,
    folder: PathBuf,
}

/// All of them, by name. Proc macros are left out: they run at build time, and none of their code is linked.
pub fn crates(layout: &Layout) -> Result<Vec<Crate>> {
    let metadata = metadata(layout)?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let root = metadata["resolve"]["root"].as_str().context("cargo metadata names no root package")?;

    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        for dependency in nodes.get(id).into_iter().flat_map(|node| list(&node["deps"])) {
            let is_normal = list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
            let id = dependency["pkg"].as_str().context("a dependency without an id")?;
            if is_normal && !is_macro(packages[id]) && seen.insert(id) {
                open.push(id);
            }
        }
    }
    let mut crates: Vec<Crate> = seen.into_iter().map(|id| read(packages[id])).collect::<Result<_>>()?;
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(crates)
}

impl Crate {
    /// Its licence in full; for one that is offered under several, that of MIT where it is among them. None where the crate
    /// comes without a file.
    pub fn license_text(&self) -> Result<Option<String>> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        files.retain(|path| file_name(path).to_lowercase().starts_with("license"));
        files.sort_by_key(|path| !file_name(path).to_uppercase().contains("MIT"));
        files.first().map(|path| Ok(std::fs::read_to_string(path)?.trim().to_string())).transpose()
    }
}

fn metadata(layout: &Layout) -> Result<Value> {
    let features = "--features=client,sandbox,intake";
    let arguments = ["metadata", "--format-version=1", "--locked", "--filter-platform=wasm32-unknown-unknown", features];
    let output = Command::new("cargo").args(arguments).current_dir(&layout.root).output().context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata wrote no JSON")
}

fn is_macro(package: &Value) -> bool {
    list(&package["targets"]).any(|target| list(&target["kind"]).any(|kind| kind == "proc-macro"))
}

fn read(package: &Value) -> Result<Crate> {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_string();
    let name = text("name");
    if text("license").is_empty() {
        bail!("the crate {name} names no licence");
    }
    let manifest = PathBuf::from(text("manifest_path"));
    Ok(Crate {
        name,
        version: text("version"),
        license: text("license"),
        repository: text("repository"),
        authors: list(&package["authors"]).filter_map(Value::as_str).map(String::from).collect(),
        folder: manifest.parent().context("a manifest without a folder")?.to_path_buf(),
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

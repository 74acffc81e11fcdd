//! Steps that are skipped while nothing they depend on has changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Runs a step, unless it ran before with the same inputs and its outputs are still what it left.
/// Contents count, not times: a fresh checkout or a switched branch makes no difference.
pub fn unless_done(stamp: &Path, inputs: &[PathBuf], outputs: &[PathBuf], work: impl FnOnce() -> Result<()>) -> Result<()> {
    let before = digest(inputs)?;
    let line = |outputs: u64| format!("{before:016x} {outputs:016x}\n");
    if fs::read_to_string(stamp).is_ok_and(|text| digest(outputs).is_ok_and(|outputs| text == line(outputs))) {
        return Ok(());
    }
    work()?;
    fs::write(stamp, line(digest(outputs)?)).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// One number for the names and contents of files, and of all files in folders.
fn digest(paths: &[PathBuf]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        for file in files(path)? {
            file.hash(&mut hasher);
            fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// A file itself, or all files in a folder, sorted. Nothing for what does not exist.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    let nested: Vec<Vec<PathBuf>> = entries.iter().map(|entry| files(entry)).collect::<Result<_>>()?;
    Ok(nested.concat())
}

/// Writes a file, unless it already holds just that.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content.as_ref()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

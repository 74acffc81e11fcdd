//! `api/`: the committed public declarations. A change of them is visible in a diff, and gets a line in the changelog.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::layout::Layout;
use crate::package::ENTRIES;
use crate::{splice, step};

/// Renews the committed declarations.
pub fn write(layout: &Layout) -> Result<()> {
    entries(layout)?.into_iter().try_for_each(|(path, text)| step::write(&path, text))
}

/// Fails where the declarations of an entry are not the committed ones.
pub fn check(layout: &Layout) -> Result<()> {
    for (path, text) in entries(layout)? {
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let Some(line) = first_difference(&committed, &text) else { continue };
        let path = path.strip_prefix(&layout.root).unwrap_or(&path).display();
        bail!(
            "the public declarations are not those of {path}, from line {line} on. \
             If the change is meant, run `make build`, read `git diff api/`, write a line about it in CHANGELOG.md, and commit all of it"
        );
    }
    Ok(())
}

/// The file and the declarations of each entry.
fn entries(layout: &Layout) -> Result<Vec<(PathBuf, String)>> {
    let types = layout.template.join("types");
    let declared = ENTRIES.iter().filter(|entry| types.join(format!("{entry}.d.ts")).is_file());
    declared
        .map(|entry| {
            let text = splice::declarations(&layout.template, entry, "mjs")?;
            Ok((layout.root.join("api").join(format!("{entry}.d.ts")), text))
        })
        .collect()
}

/// The first line, from 1, that differs.
fn first_difference(committed: &str, text: &str) -> Option<usize> {
    if committed == text {
        return None;
    }
    let alike = committed.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
    Some(alike + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_found_by_its_line() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
    }
}

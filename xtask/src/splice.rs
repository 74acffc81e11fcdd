//! The package's declarations: a hand-written file with the generated ones it imports put in its
//! place, so that each entry has one self-contained file.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The declarations of one entry. `extension` is `mjs` or `cjs`: that of the entries beside it.
pub fn declarations(template: &Path, entry: &str, extension: &str) -> Result<String> {
    let root = template.join("types").join(format!("{entry}.d.ts"));
    let mut splice = Splice { extension, included: HashSet::from([root.clone()]), text: String::new() };
    splice.include(&root)?;
    if splice.text.contains("generated/") {
        bail!("{entry}.d.ts names a generated file in a way that cannot be spliced: use `import type {{ .. }} from`");
    }
    Ok(splice.text)
}

struct Splice<'a> {
    extension: &'a str,
    included: HashSet<PathBuf>,
    text: String,
}

impl Splice<'_> {
    /// Adds a file, then the generated files it names that are not there yet.
    fn include(&mut self, file: &Path) -> Result<()> {
        let source = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let mut wanted = Vec::new();
        for statement in statements(&source) {
            match specifier(&statement) {
                None => self.text.push_str(&statement),
                Some(name) => {
                    let other = resolve(file, name)?;
                    let generated = other.parent().is_some_and(|folder| folder.ends_with("generated"));
                    if !generated && !self.included.contains(&other) {
                        let stem = stem(name);
                        self.text.push_str(&statement.replace(name, &format!("./{stem}.{}", self.extension)));
                    } else if self.included.insert(other.clone()) {
                        wanted.push(other);
                    }
                }
            }
        }
        wanted.iter().try_for_each(|file| self.include(file))
    }
}

/// The declarations file that a relative specifier means.
fn resolve(from: &Path, name: &str) -> Result<PathBuf> {
    let mut path = from.to_path_buf();
    path.pop();
    for segment in name.split('/') {
        match segment {
            "." => {}
            ".." => {
                path.pop();
            }
            segment => path.push(stem(segment)),
        }
    }
    path.set_extension("d.ts");
    if !name.starts_with('.') || !path.is_file() {
        bail!("{} names {name}, which is no declarations file of the package", from.display());
    }
    Ok(path)
}

/// The last segment of a specifier without extensions.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split('.').next().unwrap_or(file)
}

/// The source in pieces: every `import` or `export .. from` is one of its own, up to its line's end.
fn statements(source: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.split_inclusive('\n') {
        let opens =
            ["import ", "export {", "export type {", "export *", "export type *"].iter().any(|word| line.starts_with(word));
        match pieces.last_mut() {
            Some(last) if open => last.push_str(line),
            _ => pieces.push(line.to_string()),
        }
        open = (open || opens) && !line.contains(';');
    }
    pieces
}

/// What an `import` or `export .. from` names.
fn specifier(statement: &str) -> Option<&str> {
    if !statement.starts_with("import ") && !statement.starts_with("export ") {
        return None;
    }
    let start = statement.find(" from \"").map(|place| place + 7)?;
    let rest = &statement[start..];
    Some(&rest[..rest.find('"')?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_over_several_lines_is_one_piece() {
        let pieces = statements("import type {\n  A,\n  B,\n} from \"../generated/models\";\nexport interface C {\n  a: A;\n}\n");
        assert_eq!(specifier(&pieces[0]), Some("../generated/models"));
        assert_eq!(pieces[1], "export interface C {\n");
        assert_eq!(specifier(&pieces[1]), None);
    }

    #[test]
    fn a_list_of_exports_stays() {
        let pieces = statements("export { A };\nexport * from \"./index\";\n");
        assert_eq!(pieces.iter().map(|piece| specifier(piece)).collect::<Vec<_>>(), [None, Some("./index")]);
    }
}

//! `THIRD-PARTY-NOTICES.md`: the crates in the package's wasm, with their licences in full.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::layout::Layout;
use crate::linked::{Crate, crates};

const HEAD: &str = "\
# Third-party notices

The package has no npm dependencies. Its WebAssembly, and the JavaScript that is translated from it, hold code of these
crates, and of the Rust standard library (MIT OR Apache-2.0, <https://github.com/rust-lang/rust>).

| Crate | Licence | Source |
| --- | --- | --- |
";

/// What the package can be given away under. A crate under anything else has to be looked at first.
const ALLOWED: [&str; 5] = ["MIT", "Apache-2.0", "Zlib", "Unlicense", "Unicode-3.0"];

/// How the terms of licences begin, behind the lines of the owners.
const TERMS: [&str; 3] = ["Permission is hereby", "This software is provided", "This is free and unencumbered"];

/// Of a line of a licence.
const WIDTH: usize = 120;

pub fn text(layout: &Layout) -> Result<String> {
    let crates = crates(layout)?;
    let mut text = String::from(HEAD);
    for one in &crates {
        check(one)?;
        text.push_str(&format!("| {} {} | {} | <{}> |\n", one.name, one.version, one.license, one.repository));
    }
    // Many crates share one text, but for the lines of their owners and for where lines end.
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &crates {
        let (owners, terms) = license(layout, one)?;
        users.entry(terms).or_default().push(format!("{}: {owners}", one.name));
    }
    for (terms, owners) in users {
        text.push_str(&format!("\n## Terms\n\n- {}\n\n```text\n{terms}\n```\n", owners.join("\n- ")));
    }
    Ok(text)
}

fn check(one: &Crate) -> Result<()> {
    let words = one.license.split(|char: char| char.is_whitespace() || "()/".contains(char));
    let unknown: Vec<&str> = words.filter(|word| !matches!(*word, "" | "OR" | "AND") && !ALLOWED.contains(word)).collect();
    if !unknown.is_empty() {
        bail!("the crate {} is under {}: look at it, then add it to ALLOWED in xtask/src/notices.rs", one.name, one.license);
    }
    Ok(())
}

/// Who owns the crate, and the terms behind that, as lines of one length.
fn license(layout: &Layout, one: &Crate) -> Result<(String, String)> {
    if let Some(text) = one.license_text()? {
        let start = TERMS.iter().filter_map(|begin| text.find(begin)).min().unwrap_or_default();
        let words: Vec<&str> = text[..start].split_whitespace().collect();
        let owners = words.join(" ");
        let owners = if owners.is_empty() { authors(one) } else { owners };
        return Ok((owners, wrapped(&text[start..])));
    }
    // The crate comes without a file. The text of this licence is the same for all, but for the line with the owner.
    let own = std::fs::read_to_string(layout.root.join("LICENSE-MIT"))?;
    let start = own.find(TERMS[0]).filter(|_| one.license.contains("MIT"));
    let Some(start) = start else { bail!("the crate {} comes without its licence", one.name) };
    Ok((authors(one), wrapped(&own[start..])))
}

fn authors(one: &Crate) -> String {
    if one.authors.is_empty() { format!("the authors of {}", one.name) } else { one.authors.join(", ") }
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + word.len() >= WIDTH {
            lines.push(word.into());
        } else {
            let space = if lines[last].is_empty() { "" } else { " " };
            lines[last].push_str(&format!("{space}{word}"));
        }
    }
    lines.join("\n")
}

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

pub fn text(layout: &Layout) -> Result<String> {
    let crates = crates(layout)?;
    let mut text = String::from(HEAD);
    for one in &crates {
        check(one)?;
        text.push_str(&format!("| {} {} | {} | <{}> |\n", one.name, one.version, one.license, one.repository));
    }
    // Many crates share one text.
    let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in &crates {
        users.entry(license(layout, one)?).or_default().push(&one.name);
    }
    for (license, names) in users {
        text.push_str(&format!("\n## {}\n\n```text\n{license}\n```\n", names.join(", ")));
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

fn license(layout: &Layout, one: &Crate) -> Result<String> {
    if let Some(text) = one.license_text()? {
        return Ok(text);
    }
    // The text is the same for all, but for the line with the owner.
    let own = std::fs::read_to_string(layout.root.join("LICENSE-MIT"))?;
    let text: Vec<&str> = own.trim().lines().skip_while(|line| !line.starts_with("Permission is hereby")).collect();
    if text.is_empty() || !one.license.contains("MIT") {
        bail!("the crate {} comes without its licence", one.name);
    }
    let owners = if one.authors.is_empty() { format!("the authors of {}", one.name) } else { one.authors.join(", ") };
    Ok(format!("Copyright (c) {owners}\n\n{}", text.join("\n")))
}

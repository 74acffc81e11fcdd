//! A software bill of materials for a release, in CycloneDX 1.6: the npm package, and the crates in its wasm.

use anyhow::Result;
use serde_json::{Value, json};

use crate::layout::Layout;
use crate::linked::crates;

pub fn text(layout: &Layout) -> Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let crates = crates(layout)?;
    let components: Vec<Value> = crates
        .iter()
        .map(|one| {
            let purl = format!("pkg:cargo/{}@{}", one.name, one.version);
            json!({
                "type": "library",
                "bom-ref": purl,
                "name": one.name,
                "version": one.version,
                "purl": purl,
                "licenses": [{ "expression": one.license.replace('/', " OR ") }],
                "externalReferences": [{ "type": "vcs", "url": one.repository }],
            })
        })
        .collect();
    let own = format!("pkg:npm/blend-sdk@{version}");
    let needs: Vec<Value> = components.iter().map(|component| component["bom-ref"].clone()).collect();
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": "blend-sdk",
                "version": version,
                "purl": own,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
        },
        "components": components,
        "dependencies": [{ "ref": own, "dependsOn": needs }],
    });
    Ok(serde_json::to_string_pretty(&bom)? + "\n")
}

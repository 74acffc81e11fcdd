//! `operations.ts`: what JavaScript must know of the endpoints before the wasm is there.

use anyhow::{Result, bail};
use blend_sdk::endpoint::{Endpoint, GROUPS, path_ids};

/// For each group its methods in table order: name, number of path ids, `p` if it takes params,
/// `*` if it is paged. An operation's number counts through the groups in order.
pub fn text() -> Result<String> {
    let mut text =
        String::from("// Written by the build from the endpoint tables.\nexport const operations: Record<string, string> = {\n");
    for group in GROUPS {
        let methods: Vec<String> = group.endpoints.iter().map(method).collect::<Result<_>>()?;
        text.push_str(&format!("  {}: \"{}\",\n", group.name, methods.join(",")));
    }
    text.push_str("};\n");
    Ok(text)
}

fn method(endpoint: &Endpoint) -> Result<String> {
    let (name, ids) = (endpoint.name, path_ids(endpoint.path).count());
    if name.is_empty() || !name.chars().all(|char| char.is_ascii_alphabetic()) || ids > 9 {
        bail!("{name} with {ids} path ids cannot be told apart in the string of its group");
    }
    let params = if endpoint.params.is_some() { "p" } else { "" };
    let paged = if endpoint.paged { "*" } else { "" };
    Ok(format!("{name}{ids}{params}{paged}"))
}

//! `operations.ts`: what JavaScript must know of the endpoints before the wasm is there.

use anyhow::{Result, bail};
use blend_sdk::check::{Kind, Model, Pick, Union, Wire};
use blend_sdk::client::{Act, ClientOptions, ErrorClass, HEADERS, REFRESH_LIFE, Word};
use blend_sdk::endpoint::{Endpoint, GROUPS, path_ids};
use blend_sdk::model::search::SearchResult;

/// For each group its methods in table order: name, number of path ids, `p` if it takes params,
/// `*` if it is paged, `!` if it is deprecated. An operation's number counts through the groups in order.
pub fn text() -> Result<String> {
    let mut text =
        String::from("// Written by the build from the endpoint tables.\nexport const operations: Record<string, string> = {\n");
    for group in GROUPS {
        let methods: Vec<String> = group.endpoints.iter().map(method).collect::<Result<_>>()?;
        text.push_str(&format!("  {}: \"{}\",\n", group.name, methods.join(",")));
    }
    text.push_str("};\n\n/** The values of `result_type` that the types list. */\n");
    text.push_str(&format!("export const searchResultTypes: readonly unknown[] = {:?};\n", search_result_types()?));
    let client: Vec<&str> = ClientOptions::TABLE.all().map(|field| field.name).collect();
    text.push_str("\n/** The options that are a client's alone. */\n");
    text.push_str(&format!("export const clientOptions: readonly string[] = {client:?};\n"));
    text.push_str("\n/** The headers of an answer that the engine looks at. */\n");
    text.push_str(&format!("export const answerHeaders: readonly string[] = {HEADERS:?};\n"));
    text.push_str("\n/** How long a refresh token lives, in milliseconds. */\n");
    text.push_str(&format!("export const refreshLife = {REFRESH_LIFE};\n"));
    let said = words(Word::ALL);
    text.push_str("\n/** What is said to the engine, by number: src/wasm/client.rs tells what it means. */\n");
    text.push_str(&format!("export const enum Word {{ {} }}\n", said.join(", ")));
    text.push_str("\n/** What the engine says to do next. */\n");
    text.push_str(&format!("export const enum Act {{ {} }}\n", words(Act::ALL).join(", ")));
    let classes: Vec<&str> = ErrorClass::ALL.iter().map(|class| class.name()).collect();
    text.push_str("\n/** The error classes that the engine tells of. */\n");
    text.push_str(&format!("export const enum ErrorClass {{ {} }}\n", classes.join(", ")));
    text.push_str("\n/** The words by name, for tests. */\n");
    text.push_str(&format!("export const words: readonly string[] = {said:?};\n"));
    Ok(text)
}

/// The names of an enum, in order, each with a small letter in front.
fn words(all: &[impl std::fmt::Debug]) -> Vec<String> {
    all.iter()
        .map(|word| {
            let name = format!("{word:?}");
            let (first, rest) = name.split_at(1);
            first.to_ascii_lowercase() + rest
        })
        .collect()
}

fn search_result_types() -> Result<Vec<&'static str>> {
    match SearchResult::KIND {
        Kind::Union(Union { pick: Pick::ByTag { branches, .. }, .. }) => Ok(branches.iter().map(|(tag, _)| *tag).collect()),
        _ => bail!("search results are not told apart by a field"),
    }
}

fn method(endpoint: &Endpoint) -> Result<String> {
    let (name, ids) = (endpoint.name, path_ids(endpoint.path).len());
    if name.is_empty() || !name.chars().all(|char| char.is_ascii_alphabetic()) || ids > 9 {
        bail!("{name} with {ids} path ids cannot be told apart in the string of its group");
    }
    let params = if endpoint.params.is_some() { "p" } else { "" };
    let paged = if endpoint.paged { "*" } else { "" };
    let deprecated = if endpoint.deprecated.is_empty() { "" } else { "!" };
    Ok(format!("{name}{ids}{params}{paged}{deprecated}"))
}

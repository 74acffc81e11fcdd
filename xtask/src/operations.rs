//! `operations.ts`: what JavaScript must know of the endpoints before the wasm is there.

use anyhow::{Result, bail};
use blend_sdk::check::{Kind, Model, Pick, Union, Wire};
use blend_sdk::client::{CallOptions, ClientOptions, HEADERS, REFRESH_LIFE};
use blend_sdk::endpoint::{Endpoint, Fact, GROUPS, path_id, path_ids};
use blend_sdk::model::search::SearchResult;

/// How TypeScript reads the list.
const READER: &str = r#"
/** An operation of the endpoint tables. */
export interface Operation {
  /** What the engine knows it by. */
  number: number;
  /** Such as `orders.create`. */
  name: string;
  /** Such as `create`. */
  method: string;
  /** How many path ids it takes. */
  ids: number;
  /** It takes a params object. */
  params: boolean;
  paged: boolean;
  deprecated: boolean;
  /** A second call joins the same one in flight. */
  joinsInFlight: boolean;
}

/** The groups, each with its operations in table order. */
export function* operationGroups(): Generator<[group: string, operations: Operation[]]> {
  let number = 0;
  for (const [group, list] of Object.entries(operations)) {
    const read = (item: string): Operation => {
      const [, method = "", ids, flags = ""] = /^(\D+)(\d)(.*)$/.exec(item) ?? [];
      const has = (flag: string) => flags.includes(flag);
      return {
        number: number++,
        name: `${group}.${method}`,
        method,
        ids: Number(ids),
        params: has("p"),
        paged: has("*"),
        deprecated: has("!"),
        joinsInFlight: has("+"),
      };
    };
    yield [group, list.split(",").map(read)];
  }
}
"#;

/// For each group its methods in table order: name, number of path ids, `p` if it takes params, `*` if it is paged, `!` if it
/// is deprecated, `+` if a second call joins the same one in flight.
pub fn text() -> Result<String> {
    let mut text = String::from(
        "// Written by the build from the endpoint tables.\n\n/** For `operationGroups`. */\nconst operations: Record<string, string> = {\n",
    );
    for group in GROUPS {
        let methods: Vec<String> = group.endpoints.iter().map(method).collect::<Result<_>>()?;
        text.push_str(&format!("  {}: \"{}\",\n", group.name, methods.join(",")));
    }
    text.push_str("};\n");
    text.push_str(READER);
    text.push_str(
        "\n/**\n * The operations that `createOnce` can carry out. Each with its key space, and where params and answer are not the\n * resource itself, with the field that holds it.\n */\n",
    );
    text.push_str("export const createdOnce: Readonly<Record<string, readonly [space: string, place?: string]>> = {\n");
    for group in GROUPS {
        for endpoint in group.endpoints {
            if let Some(kind) = endpoint.created_once {
                let place = if kind.place().is_empty() { String::new() } else { format!(", {:?}", kind.place()) };
                let (group, name, space) = (group.name, endpoint.name, kind.key_space());
                text.push_str(&format!("  \"{group}.{name}\": [{space:?}{place}],\n"));
            }
        }
    }
    text.push_str("};\n\n/** The values of `result_type` that the types list. */\n");
    text.push_str(&format!("export const searchResultTypes: readonly unknown[] = {:?};\n", search_result_types()?));
    let client: Vec<&str> = ClientOptions::TABLE.all().map(|field| field.name).collect();
    text.push_str("\n/** The options that are a client's alone. */\n");
    text.push_str(&format!("export const clientOptions: readonly string[] = {client:?};\n"));
    let call: Vec<&str> = CallOptions::TABLE.all().map(|field| field.name).collect();
    text.push_str("\n/** The options that a call has too. */\n");
    text.push_str(&format!("export const callOptions: readonly string[] = {call:?};\n"));
    text.push_str("\n/** What a path may hold where others have ids: kinds of products. */\n");
    text.push_str(&format!("export const pathWords: readonly string[] = {:?};\n", path_words()));
    text.push_str("\n/** The headers of an answer that the engine looks at. */\n");
    text.push_str(&format!("export const answerHeaders: readonly string[] = {HEADERS:?};\n"));
    text.push_str("\n/** How long a refresh token lives, in milliseconds. */\n");
    text.push_str(&format!("export const refreshLife = {REFRESH_LIFE};\n"));
    Ok(text)
}

fn path_words() -> Vec<&'static str> {
    let mut words = Vec::new();
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints) {
        for name in path_ids(endpoint.path) {
            if let Kind::Values(values) = path_id(name).0 {
                words.extend(values.known);
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

fn search_result_types() -> Result<Vec<&'static str>> {
    match SearchResult::KIND {
        Kind::Union(Union { pick: Pick::ByTag { branches, .. }, .. }) => Ok(branches.iter().map(|(tag, _)| *tag).collect()),
        _ => bail!("search results have no field that says their type"),
    }
}

fn method(endpoint: &Endpoint) -> Result<String> {
    let (name, ids) = (endpoint.name, path_ids(endpoint.path).len());
    if name.is_empty() || !name.chars().all(|char| char.is_ascii_alphabetic()) || ids > 9 {
        bail!("{name} with {ids} path ids cannot be written in the string of its group");
    }
    let params = if endpoint.params.is_some() { "p" } else { "" };
    let paged = if endpoint.is(Fact::PAGED) { "*" } else { "" };
    let deprecated = if endpoint.deprecated.is_empty() { "" } else { "!" };
    let joins = if endpoint.is(Fact::JOINS_IN_FLIGHT) { "+" } else { "" };
    Ok(format!("{name}{ids}{params}{paged}{deprecated}{joins}"))
}

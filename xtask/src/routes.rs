//! `routes.ts`: the operations with their paths, for the proxy and for `blend-sdk doctor`. The client does not need them.

use blend_sdk::check::{Field, Flags, Kind};
use blend_sdk::endpoint::{Endpoint, Fact, GROUPS, Verb};

const HEAD: &str = "\
// Written by the build from the endpoint tables.

/**
 * An operation each: its name, method and path. Behind the name `*` if it is paged, `~` if it is inferred. In braces, if it
 * takes params, those of the query: with `#` if it is a number, with `?` if it is a boolean.
 */
export const routes: readonly string[] = [
";

pub fn text() -> String {
    let mut text = String::from(HEAD);
    for group in GROUPS {
        for endpoint in group.endpoints {
            let paged = if endpoint.is(Fact::PAGED) { "*" } else { "" };
            let inferred = if endpoint.is(Fact::INFERRED) { "~" } else { "" };
            let (name, verb, path) = (endpoint.name, endpoint.verb.name(), endpoint.path);
            text.push_str(&format!("  \"{}.{name}{paged}{inferred} {verb} {path}{}\",\n", group.name, params(endpoint)));
        }
    }
    text + "];\n"
}

fn params(endpoint: &Endpoint) -> String {
    let Some(table) = endpoint.params else { return String::new() };
    let bodyless = matches!(endpoint.verb, Verb::Get | Verb::Delete);
    let marked: Vec<String> = table.all().filter(|field| bodyless || field.flags.has(Flags::QUERY)).map(marked).collect();
    format!(" {{{}}}", marked.join(" "))
}

fn marked(field: &Field) -> String {
    let mark = match field.kind {
        Kind::Number | Kind::Integer | Kind::Range(_) => "#",
        Kind::Boolean => "?",
        _ => "",
    };
    format!("{}{mark}", field.name)
}

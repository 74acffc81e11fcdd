//! `routes.ts`: which operation a method and a path mean, for the proxy.

use blend_sdk::check::{Field, Flags, Kind};
use blend_sdk::endpoint::{Endpoint, Fact, GROUPS, Verb};

/// Nobody needs a proxy for it: a page behind one has no credentials.
const LEFT_OUT: &str = "auth";

/// For each operation: its name, with `*` if it is paged; method; path; and, if it takes params, in braces those in the query that
/// are no text: `#` a number, `?` yes or no.
pub fn text() -> String {
    let mut text = String::from(
        "// Written by the build from the endpoint tables.\n\n/** Name, `*` where paged, method, path; in braces, where there are params, what of the query is a number (`#`) or a boolean (`?`). */\nexport const routes: readonly string[] = [\n",
    );
    for group in GROUPS.iter().filter(|group| group.name != LEFT_OUT) {
        for endpoint in group.endpoints {
            let paged = if endpoint.is(Fact::PAGED) { "*" } else { "" };
            let (name, verb, path) = (endpoint.name, endpoint.verb.name(), endpoint.path);
            text.push_str(&format!("  \"{}.{name}{paged} {verb} {path}{}\",\n", group.name, params(endpoint)));
        }
    }
    text + "];\n"
}

fn params(endpoint: &Endpoint) -> String {
    let Some(table) = endpoint.params else { return String::new() };
    let bodyless = matches!(endpoint.verb, Verb::Get | Verb::Delete);
    let marked: Vec<String> = table.all().filter(|field| bodyless || field.flags.has(Flags::QUERY)).filter_map(mark).collect();
    format!(" {{{}}}", marked.join(" "))
}

fn mark(field: &Field) -> Option<String> {
    let mark = match field.kind {
        Kind::Number | Kind::Integer | Kind::Range(_) => '#',
        Kind::Boolean => '?',
        _ => return None,
    };
    Some(format!("{}{mark}", field.name))
}

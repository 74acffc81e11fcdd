//! `api.md`: all methods with what is known of each, for people.

use std::fmt::Write;

use anyhow::Result;
use blend_sdk::check::Kind;
use blend_sdk::endpoint::{Endpoint, GROUPS};

use crate::groups::statuses;
use crate::typescript::{arguments, name_of};

const INTRODUCTION: &str = "# Methods

Written by the build from the endpoint tables: change those, run `make build` and commit this file.

- **Source**: `read` in Blend's documentation, or `inferred`: path, verb or body is a guess, which the option `endpoints` overrides.
- **Retries**, where it is not known whether Blend carried a request out: `read` requests are repeated; `replayable` ones are,
  while no later write to what may be the same thing has started in this client; `never` ones are not, without proof that the first
  was not carried out.
- **Allowed in**: the order statuses in which Blend takes the request.

Every method takes the call's options as its last argument.
";

pub fn text() -> Result<String> {
    let mut text = String::from(INTRODUCTION);
    for group in GROUPS {
        writeln!(text, "\n## blend.{}\n", group.name)?;
        text.push_str("| Method | Request | Gives | Source | Retries | Allowed in |\n| --- | --- | --- | --- | --- | --- |\n");
        for endpoint in group.endpoints {
            writeln!(text, "{}", row(endpoint)?)?;
        }
    }
    Ok(text)
}

fn row(endpoint: &Endpoint) -> Result<String> {
    let method = format!("`{}({})`", endpoint.name, arguments(endpoint).join(", "));
    let request = format!("`{} {}`", endpoint.verb.name(), endpoint.path);
    let gives = match (endpoint.answer, endpoint.paged) {
        (Some(Kind::Array(item)), true) => format!("pages of `{}`", name_of(item)?),
        (Some(kind), _) if endpoint.maybe_empty => format!("`{}` or nothing", name_of(kind)?),
        (Some(kind), _) => format!("`{}`", name_of(kind)?),
        (None, _) => "nothing".into(),
    };
    let source = match (endpoint.inferred, endpoint.deprecated) {
        (true, "") => "inferred".into(),
        (false, "") => "read".into(),
        (true, instead) => format!("inferred; deprecated: {instead}"),
        (false, instead) => format!("read; deprecated: {instead}"),
    };
    let retries = format!("{}: {}", endpoint.class.name(), endpoint.reason);
    let allowed = match endpoint.action {
        Some(action) if !action.allowed_from.is_empty() => {
            format!("{} ({})", statuses(action), if action.read { "read" } else { "inferred" })
        }
        _ => String::new(),
    };
    let cells = [method, request, gives, source, retries, allowed];
    Ok(format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")))
}

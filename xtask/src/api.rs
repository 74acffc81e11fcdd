//! `api.md`: all operations with what is known of each, and what the client has beside them, for people.

use std::fmt::Write;

use anyhow::Result;
use blend_sdk::check::Kind;
use blend_sdk::endpoint::{Endpoint, Fact, GROUPS};

use crate::groups::statuses;
use crate::typescript::{arguments, name_of};

const INTRODUCTION: &str = "# Methods

Written by the build from the endpoint tables: change those, run `make build` and commit this file.

- **Source**: Blend documents the operation (`read`), or this package guesses its path, verb or body (`inferred`). The option `endpoints` corrects a wrong guess.
- **Retries**: what the client does if nobody knows whether Blend carried out a request. It repeats a `read`. It repeats a `replayable` write,
  unless it has started a later write that may change the same thing. It repeats a `never` write only with proof that Blend did not carry out the first one.
- **Allowed in**: the order statuses in which Blend accepts the request.

Every operation takes the call's options as its last argument. The end of this page lists [what the client adds](#beside-the-operations).
";

/// By hand: no table knows them. The test `generated` compares them with the client.
const BESIDE: &str = "
## Beside the operations

| Method | What it does |
| --- | --- |
| `blend.auth.logout()` | forgets the session's tokens, here and in the token store; sends nothing |
| `blend.orders.createOnce(params, options)` | looks an order up by its `external_id`, and creates it where it is not there; never sends it again by itself |
| `blend.orders.waitFor(orderId, options)` | gets an order until it has reached a status, or passed it |
| `blend.orders.can(action, order)` | false only where a documented rule forbids the action; sends nothing |
| `blend.orders.actions(order)` | every action with its verdict, and what that rests on; sends nothing |
| `blend.patients.createOnce(params, options)` | as `orders.createOnce`, for a patient, who is recognised by `external_id`, date of birth and names; throws if phone or e-mail differ |
| `blend.composite.createOnce(params, options)` | as `orders.createOnce`, for a prescription with its order, by the key of the order; gives `{ order, found, result }` |
| `blend.<group>.check.<operation>(...)` | `issues` and `warnings` of an operation's arguments; sends nothing |
| `blend.request(method, path, input, options)` | any other call: signed in, with the same errors, but neither typed nor checked; only a GET is repeated where its outcome is unknown |
| `blend.withOptions(options)` | a client with other options; shares the session, unless credentials, `baseURL`, `endpoints` or `tokenStore` are given |
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
    text.push_str(BESIDE);
    Ok(text)
}

fn row(endpoint: &Endpoint) -> Result<String> {
    let method = format!("`{}({})`", endpoint.name, arguments(endpoint).join(", "));
    let request = format!("`{} {}`", endpoint.verb.name(), endpoint.path);
    let gives = match (endpoint.answer, endpoint.is(Fact::PAGED)) {
        (Some(Kind::Array(item)), true) => format!("pages of `{}`", name_of(item)?),
        (Some(kind), _) if endpoint.is(Fact::MAYBE_EMPTY) => format!("`{}` or nothing", name_of(kind)?),
        (Some(kind), _) => format!("`{}`", name_of(kind)?),
        (None, _) => "nothing".into(),
    };
    let source = match (endpoint.is(Fact::INFERRED), endpoint.deprecated) {
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

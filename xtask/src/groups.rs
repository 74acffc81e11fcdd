//! `groups.d.ts`: one interface for each group, with a documented method for each endpoint.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Result;
use blend_sdk::check::Kind;
use blend_sdk::endpoint::{Endpoint, Fact, GROUPS, Group};
use blend_sdk::rules::orders::Action;

use crate::examples;
use crate::typescript::{arguments, capital, doc, name_of, result};

pub fn text() -> Result<String> {
    let mut text = String::from("// Written by the build from the endpoint tables.\n");
    text.push_str(
        "import type { BlendPromise, CallOptions, CheckResult, Id, ListPromise, PagePromise } from \"../types/index\";\n",
    );
    writeln!(text, "import type {{ {} }} from \"./models\";", models()?.join(", "))?;
    for group in GROUPS {
        text.push_str(&interface(group)?);
    }
    text.push_str(&order_actions());
    Ok(text)
}

/// The operations that an order's status rules.
fn order_actions() -> String {
    let actions = GROUPS.iter().flat_map(|group| group.endpoints).filter(|endpoint| endpoint.action.is_some());
    let names: Vec<String> = actions.map(|endpoint| format!("\n  | \"{}\"", endpoint.name)).collect();
    format!(
        "\n/** An action on an order, by the name of its method in `blend.orders`. */\nexport type OrderAction ={};\n",
        names.concat()
    )
}

/// The models that the methods name.
fn models() -> Result<Vec<String>> {
    let mut names = BTreeSet::from(["OrderProductType".to_string()]);
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints) {
        names.extend(endpoint.params.map(|table| table.name.to_string()));
        if let Some(kind) = endpoint.answer.filter(|kind| !matches!(kind, Kind::Any)) {
            names.insert(name_of(kind)?.trim_end_matches("[]").to_string());
        }
    }
    Ok(names.into_iter().collect())
}

fn interface(group: &Group) -> Result<String> {
    let mut text = format!("\n/** The methods of `blend.{}`. */\nexport interface {}Group {{\n", group.name, capital(group.name));
    for endpoint in group.endpoints {
        text.push_str(&doc(&documentation(group, endpoint), "  ")?);
        let mut arguments = arguments(endpoint);
        arguments.push("options?: CallOptions".into());
        writeln!(text, "  {}({}): {};", endpoint.name, arguments.join(", "), result(endpoint)?)?;
    }
    text.push_str("  /** Checks the arguments of the same calls. Sends nothing. */\n  readonly check: {\n");
    for endpoint in group.endpoints {
        writeln!(text, "    {}({}): CheckResult;", endpoint.name, arguments(endpoint).join(", "))?;
    }
    text.push_str("  };\n}\n");
    Ok(text)
}

fn documentation(group: &Group, endpoint: &Endpoint) -> Vec<String> {
    let mut lines: Vec<String> = endpoint.doc.lines().map(String::from).collect();
    lines.push(String::new());
    lines.push(format!("`{} {}`", endpoint.verb.name(), endpoint.path));
    let mut more = Vec::new();
    if endpoint.is(Fact::INFERRED) {
        more.push("Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.".into());
    }
    more.push(format!("Retries: {}, because {}.", endpoint.class.name(), endpoint.reason));
    more.extend(endpoint.action.and_then(status_rule));
    if !endpoint.deprecated.is_empty() {
        more.push(format!("@deprecated By Blend: {}.", endpoint.deprecated));
    }
    // Last: all that stands behind this tag belongs to it.
    more.extend(examples::of(&format!("{}.{}", group.name, endpoint.name)).map(|code| format!("@example\n{code}")));
    for line in more {
        lines.push(String::new());
        lines.extend(line.lines().map(String::from));
    }
    lines
}

fn status_rule(action: &Action) -> Option<String> {
    if action.allowed_from.is_empty() {
        return None;
    }
    let source = if action.read { "documented" } else { "inferred" };
    let lead = action.leads_to.map(|status| format!(" It becomes `{status}` (inferred).")).unwrap_or_default();
    Some(format!("Allowed while the order is {} ({source}).{lead}", statuses(action)))
}

/// The statuses that an action is allowed in, each as code.
pub fn statuses(action: &Action) -> String {
    let names: Vec<String> = action.allowed_from.iter().map(|status| format!("`{status}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_of_an_operation() {
        let operation = |group: &Group, endpoint: &Endpoint| format!("{}.{}", group.name, endpoint.name);
        let known: Vec<String> =
            GROUPS.iter().flat_map(|group| group.endpoints.iter().map(|endpoint| operation(group, endpoint))).collect();
        for name in examples::names() {
            assert!(known.iter().any(|operation| operation == name), "{name}");
        }
    }
}

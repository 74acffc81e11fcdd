//! The option `endpoints`: another verb, path, or place or name of a parameter for an operation.

use super::text::{concat, split_at_byte};
use super::url;
use crate::check::{Code, Object, Report, json, printable};
use crate::endpoint::{Verb, number_of, operations, path_ids};

/// What a user changed about one operation: `{verb?, path?, params?: {name: {name?, in?}}}`, checked by `check`. Empty where
/// nothing was changed.
pub(super) struct Override<'a>(pub Object<'a>);

impl Override<'_> {
    pub(super) fn verb(&self) -> Option<Verb> {
        Verb::of(&self.0.text("verb"))
    }

    pub(super) fn path(&self) -> Option<String> {
        self.0.string("path")
    }

    /// The name on the wire of a parameter.
    pub(super) fn name(&self, param: &str) -> Option<String> {
        self.param(param).string("name")
    }

    /// Whether a parameter was moved into the query, or out of it.
    pub(super) fn query(&self, param: &str) -> Option<bool> {
        self.param(param).string("in").map(|place| place == "query")
    }

    pub(super) fn changes_params(&self) -> bool {
        json::fields(self.params().0).next().is_some()
    }

    fn param(&self, name: &str) -> Object<'_> {
        Object(self.params().get(name).unwrap_or_default())
    }

    fn params(&self) -> Object<'_> {
        Object(self.0.get("params").unwrap_or_default())
    }
}

/// Checks the option: an object of operations, each with its changes.
pub(super) fn check(text: &str, report: &mut Report) {
    const AT: &str = "options.endpoints";
    if !text.is_empty() && !text.starts_with('{') {
        report.refuse(AT, Code::WrongKind, "expected an object");
    }
    for (operation, value) in json::fields(text) {
        let Some(path) = path_of(&operation) else {
            let fix = "expected names of operations, such as orders.pause, as api.md lists them";
            report.refuse(AT, Code::UnknownField, fix);
            continue;
        };
        let at = concat(AT, ".", &operation);
        if !value.starts_with('{') {
            report.refuse(&at, Code::WrongKind, "expected an object with verb, path or params");
        }
        for (key, value) in json::fields(value) {
            let fault = match (&*key, json::as_string(value)) {
                ("verb", Some(verb)) => Verb::of(&verb).is_none().then_some("expected GET, POST, PUT, PATCH or DELETE"),
                ("path", Some(own)) => match url::template(&own) {
                    Err(fix) => Some(fix),
                    // Without an id, the path would mean all resources.
                    Ok(()) if !same_ids(&path_ids(&own), &path_ids(path)) => {
                        Some("expected each id of the operation's own path, in braces, such as {order_id}")
                    }
                    Ok(()) => None,
                },
                ("params", None) => {
                    check_params(value, &concat(&at, ".params.", ""), report);
                    None
                }
                _ => Some("expected verb, path or params"),
            };
            if let Some(fix) = fault {
                report.refuse(&concat(&at, ".", printable(&key)), Code::InvalidValue, fix);
            }
        }
    }
}

fn same_ids(own: &[&str], known: &[&str]) -> bool {
    own.len() == known.len() && own.iter().all(|id| known.contains(id))
}

fn check_params(text: &str, at: &str, report: &mut Report) {
    for (name, value) in json::fields(text) {
        let mut fields = json::fields(value).peekable();
        let known = fields.peek().is_some() && fields.all(|(key, _)| key == "name" || key == "in");
        if !known || !matches!(Object(value).text("in").as_str(), "" | "query" | "body") {
            let fix = "expected an object with name, and in: \"query\" or \"body\"";
            report.refuse(&concat(at, printable(&name), ""), Code::InvalidValue, fix);
        }
    }
}

fn path_of(operation: &str) -> Option<&'static str> {
    let (group, name) = split_at_byte(operation, b'.');
    Some(operations().get(number_of(group, name)?)?.endpoint.path)
}

//! `endpoints`: a user's own verb, path, and place or name of a parameter for an operation.

use super::text::{joined, parted};
use super::url;
use crate::check::{Code, Object, Report, json, printable};
use crate::endpoint::{Verb, by_number, number_of, path_ids};

/// What a user changed about one operation.
#[derive(Clone, Debug, Default)]
pub struct Override {
    pub verb: Option<Verb>,
    pub path: Option<String>,
    params: Vec<(String, Param)>,
}

#[derive(Clone, Debug, Default)]
struct Param {
    name: Option<String>,
    query: Option<bool>,
}

impl Override {
    /// The name on the wire of a parameter.
    pub fn name<'a>(&'a self, param: &'a str) -> &'a str {
        self.param(param).and_then(|param| param.name.as_deref()).unwrap_or(param)
    }

    /// Whether a parameter was moved into the query, or out of it.
    pub fn query(&self, param: &str) -> Option<bool> {
        self.param(param)?.query
    }

    pub fn changes_params(&self) -> bool {
        !self.params.is_empty()
    }

    fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|(param, _)| param == name).map(|(_, param)| param)
    }
}

/// Reads the `endpoints` option: operation → `{verb?, path?, params?: {name: {name?, in?}}}`.
pub fn read(text: &str, report: &mut Report) -> Vec<(String, Override)> {
    const AT: &str = "options.endpoints";
    let mut found = Vec::new();
    if !text.is_empty() && !text.starts_with('{') {
        report.refuse(AT, Code::WrongKind, "expected an object");
    }
    for (operation, value) in json::fields(text) {
        let operation = operation.value();
        let Some(path) = path_of(&operation) else {
            let fix = "expected names of operations, such as orders.pause, as api.md lists them";
            report.refuse(AT, Code::UnknownField, fix);
            continue;
        };
        let at = joined(AT, ".", &operation);
        let mut one = Override::default();
        if !value.starts_with('{') {
            report.refuse(&at, Code::WrongKind, "expected an object with verb, path or params");
        }
        for (key, value) in json::fields(value) {
            let key = key.value();
            let text = json::as_string(value);
            let fault = match (&*key, text) {
                ("verb", Some(verb)) => {
                    one.verb = Verb::of(&verb);
                    one.verb.is_none().then_some("expected GET, POST, PUT, PATCH or DELETE")
                }
                ("path", Some(own)) => match url::template(&own) {
                    Err(fix) => Some(fix),
                    Ok(()) if path_ids(&own).iter().any(|id| !path_ids(path).contains(id)) => {
                        Some("expected the ids of the operation's own path, such as {order_id}")
                    }
                    Ok(()) => {
                        one.path = Some(own);
                        None
                    }
                },
                ("params", None) => {
                    one.params = params(value, &joined(&at, ".params.", ""), report);
                    None
                }
                _ => Some("expected verb, path or params"),
            };
            if let Some(fix) = fault {
                report.refuse(&joined(&at, ".", printable(&key)), Code::InvalidValue, fix);
            }
        }
        found.push((operation.into_owned(), one));
    }
    found
}

fn params(text: &str, at: &str, report: &mut Report) -> Vec<(String, Param)> {
    let mut params = Vec::new();
    for (name, value) in json::fields(text) {
        let name = name.value();
        let given = Object(value);
        let place = given.text("in");
        let known = json::fields(value).all(|(key, _)| key.is("name") || key.is("in"));
        if json::fields(value).next().is_none() || !known || !matches!(place.as_str(), "" | "query" | "body") {
            let fix = "expected an object with name, and in: \"query\" or \"body\"";
            report.refuse(&joined(at, printable(&name), ""), Code::InvalidValue, fix);
        }
        params.push((name.into_owned(), Param { name: given.string("name"), query: given.has("in").then(|| place == "query") }));
    }
    params
}

fn path_of(operation: &str) -> Option<&'static str> {
    let (group, name) = parted(operation, b'.');
    by_number(number_of(group, name)?).map(|(_, endpoint)| endpoint.path)
}

//! `endpoints`: a user's own verb, path, and place or name of a parameter for an operation.

use super::url;
use crate::check::{Code, Issue, Object, json, printable};
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
pub fn read(text: &[u8], issues: &mut Vec<Issue>) -> Vec<(String, Override)> {
    let mut found = Vec::new();
    if !text.is_empty() && text[0] != b'{' {
        refuse(issues, "options.endpoints", "", "expected an object");
    }
    for (operation, value) in json::fields(text) {
        let mut at = String::from("options.endpoints");
        let Some(path) = path_of(&operation) else {
            refuse(issues, &at, "", "expected names of operations, such as orders.pause, as api.md lists them");
            continue;
        };
        at.push('.');
        at.push_str(&operation);
        let mut one = Override::default();
        if value.first() != Some(&b'{') {
            refuse(issues, &at, "", "expected an object with verb, path or params");
        }
        for (key, value) in json::fields(value) {
            let text = json::as_string(value);
            let fault = match (key.as_str(), text) {
                ("verb", Some(verb)) => {
                    one.verb = Verb::of(&verb);
                    one.verb.is_none().then_some("expected GET, POST, PUT, PATCH or DELETE")
                }
                ("path", Some(own)) => match url::template(&own) {
                    Err(fix) => Some(fix),
                    Ok(()) if path_ids(&own).any(|id| !path_ids(path).any(|known| known == id)) => {
                        Some("expected the ids of the operation's own path, such as {order_id}")
                    }
                    Ok(()) => {
                        one.path = Some(own);
                        None
                    }
                },
                ("params", None) => {
                    one.params = params(value, &at, issues);
                    None
                }
                _ => Some("expected verb, path or params"),
            };
            if let Some(fix) = fault {
                refuse(issues, &at, &key, fix);
            }
        }
        found.push((operation, one));
    }
    found
}

fn params(text: &[u8], operation: &str, issues: &mut Vec<Issue>) -> Vec<(String, Param)> {
    let mut params = Vec::new();
    let mut at = String::from(operation);
    at.push_str(".params");
    for (name, value) in json::fields(text) {
        let given = Object::read(value);
        let place = given.text("in");
        let known = given.0.iter().all(|(key, _)| key == "name" || key == "in");
        if given.0.is_empty() || !known || !matches!(place.as_str(), "" | "query" | "body") {
            refuse(issues, &at, &name, "expected an object with name, and in: \"query\" or \"body\"");
        }
        params.push((name, Param { name: given.string("name"), query: given.has("in").then(|| place == "query") }));
    }
    params
}

fn refuse(issues: &mut Vec<Issue>, at: &str, key: &str, fix: &str) {
    let mut path = String::from(at);
    if !key.is_empty() {
        path.push('.');
        path.push_str(printable(key));
    }
    issues.push(Issue { path, code: Code::InvalidValue, message: fix.into() });
}

fn path_of(operation: &str) -> Option<&'static str> {
    let (group, name) = operation.split_once('.')?;
    by_number(number_of(group, name)?).map(|(_, endpoint)| endpoint.path)
}

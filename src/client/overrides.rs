//! `endpoints`: a user's own verb, path, and place or name of a parameter for an operation.

use super::url;
use crate::check::{Code, Issue, json, nearest, printable};
use crate::endpoint::{GROUPS, Verb, path_ids};

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
    for (operation, value) in json::fields(text) {
        let mut at = format!("options.endpoints.{}", if is_operation_like(&operation) { operation.as_str() } else { "<key>" });
        let Some(path) = path_of(&operation) else {
            let names: Vec<String> = operations().map(|(name, _)| name).collect();
            let near = nearest(&operation, names.iter().map(String::as_str));
            let fix = near.map_or("expected an operation, such as orders.pause".into(), |near| format!("no such operation; did you mean \"{near}\"?"));
            issues.push(Issue { path: at, code: Code::UnknownField, message: fix });
            continue;
        };
        let mut one = Override::default();
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
                    one.params = params(value);
                    None
                }
                _ => Some("expected verb, path or params"),
            };
            if let Some(fix) = fault {
                at.push('.');
                at.push_str(printable(&key));
                issues.push(Issue { path: at.clone(), code: Code::InvalidValue, message: fix.into() });
            }
        }
        found.push((operation, one));
    }
    found
}

fn params(text: &[u8]) -> Vec<(String, Param)> {
    let param = |value: &[u8]| Param {
        name: json::field(value, "name").and_then(json::as_string),
        query: json::field(value, "in").and_then(json::as_string).map(|place| place == "query"),
    };
    json::fields(text).into_iter().map(|(name, value)| (name, param(value))).collect()
}

fn operations() -> impl Iterator<Item = (String, &'static str)> {
    GROUPS.iter().flat_map(|group| group.endpoints.iter().map(move |endpoint| (format!("{}.{}", group.name, endpoint.name), endpoint.path)))
}

fn path_of(operation: &str) -> Option<&'static str> {
    operations().find(|(name, _)| name == operation).map(|(_, path)| path)
}

fn is_operation_like(text: &str) -> bool {
    text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_')
}

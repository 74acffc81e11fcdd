//! `endpoints`: a user's own verb, path, and place or name of a parameter for an operation.

use super::text::{joined, parted};
use super::url;
use crate::check::{Code, Object, Report, json};
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
#[inline(never)]
pub fn read(text: &[u8], report: &mut Report) -> Vec<(String, Override)> {
    let mut found = Vec::new();
    for (operation, value) in json::fields(text) {
        let Some(path) = path_of(&operation) else {
            let fix = "expected names of operations, such as orders.pause, as api.md lists them";
            report.refuse("options.endpoints", Code::UnknownField, fix);
            continue;
        };
        match one(path, &Object::read(value)) {
            Ok(one) => found.push((operation, one)),
            Err(fix) => report.refuse(&joined("options.endpoints.", &operation, ""), Code::InvalidValue, fix),
        }
    }
    found
}

fn one(path: &str, given: &Object<'_>) -> Result<Override, &'static str> {
    let mut own = Override::default();
    for (key, value) in &given.0 {
        match key.as_str() {
            "verb" => {
                own.verb = Verb::of(&given.text("verb"));
                if own.verb.is_none() {
                    return Err("expected one of GET, POST, PUT, PATCH, DELETE as verb");
                }
            }
            "path" => {
                let template = given.text("path");
                url::template(&template)?;
                let ids = path_ids(path);
                for id in path_ids(&template) {
                    if !ids.contains(&id) {
                        return Err("expected no other ids in the path than the operation's own, such as {order_id}");
                    }
                }
                own.path = Some(template);
            }
            "params" => own.params = params(value),
            _ => return Err("expected verb, path or params"),
        }
    }
    Ok(own)
}

fn params(text: &[u8]) -> Vec<(String, Param)> {
    let mut params = Vec::new();
    for (name, value) in json::fields(text) {
        let given = Object::read(value);
        params.push((name, Param { name: given.string("name"), query: given.string("in").map(|place| place == "query") }));
    }
    params
}

fn path_of(operation: &str) -> Option<&'static str> {
    let (group, name) = parted(operation, b'.');
    by_number(number_of(group, name)?).map(|(_, endpoint)| endpoint.path)
}

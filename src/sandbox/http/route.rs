//! From method and target to an endpoint of the tables.

use super::answer::Refusal;
use crate::endpoint::{Endpoint, GROUPS, Group, Verb};

/// The endpoint that a request is for, and what its target says.
#[derive(Clone)]
pub struct Route {
    pub group: &'static Group,
    pub endpoint: &'static Endpoint,
    /// The ids of the path by name, decoded.
    pub ids: Vec<(&'static str, String)>,
    /// Decoded, in the order of the target.
    pub query: Vec<(String, String)>,
}

impl Route {
    /// `orders.create`
    pub fn operation(&self) -> String {
        format!("{}.{}", self.group.name, self.endpoint.name)
    }

    /// An id of the path; empty where the path has none of this name.
    pub fn id(&self, name: &str) -> &str {
        self.ids.iter().find(|(id, _)| *id == name).map_or("", |(_, value)| value)
    }
}

/// Finds the endpoint of a request: 404 for an unknown path, 405 for another verb of a known one.
pub fn find(method: &str, target: &str) -> Result<Route, Refusal> {
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.strip_prefix("/api/v1").filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);

    let mut fitting: Vec<Fit> =
        GROUPS.iter().flat_map(|group| group.endpoints.iter().filter_map(|endpoint| fit(group, endpoint, path))).collect();
    // Literal segments win over ids, so /orders/statuses is never the order named "statuses".
    let Some(literals) = fitting.iter().map(|fit| fit.literals.clone()).max() else {
        return Err(Refusal::not_found("There is no such path."));
    };
    fitting.retain(|fit| fit.literals == literals);

    let mut verbs: Vec<&str> = fitting.iter().map(|fit| fit.endpoint.verb.name()).collect();
    if verbs.contains(&"GET") {
        verbs.insert(1, "HEAD");
    }
    let allowed = verbs.join(", ");
    // HEAD asks for the headers of a GET.
    let verb = Verb::of(if method.eq_ignore_ascii_case("HEAD") { "GET" } else { method });
    match fitting.into_iter().find(|fit| Some(fit.endpoint.verb) == verb) {
        Some(fit) => Ok(Route { group: fit.group, endpoint: fit.endpoint, ids: fit.ids, query: pairs(query) }),
        None => Err(Refusal::new(405, format!("This path takes {allowed} only.")).header("allow", allowed)),
    }
}

/// A template that a path is made after.
struct Fit {
    group: &'static Group,
    endpoint: &'static Endpoint,
    ids: Vec<(&'static str, String)>,
    /// For each segment, whether it is literal.
    literals: Vec<bool>,
}

fn fit(group: &'static Group, endpoint: &'static Endpoint, path: &str) -> Option<Fit> {
    let mut fit = Fit { group, endpoint, ids: Vec::new(), literals: Vec::new() };
    let mut given = path.split('/');
    for wanted in endpoint.path.split('/') {
        let segment = given.next()?;
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => fit.ids.push((name, decode(segment, false))),
            None if wanted != segment => return None,
            None => {}
        }
        fit.literals.push(!wanted.starts_with('{'));
    }
    given.next().is_none().then_some(fit)
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decode(name, true), decode(value, true)))
        .collect()
}

/// Resolves percent signs; one that does not stand before two hexadecimal digits stays.
fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'+' if plus_is_space => out.push(b' '),
            b'%' => match bytes.get(at..at + 2).and_then(hexadecimal) {
                Some(decoded) => {
                    out.push(decoded);
                    at += 2;
                }
                None => out.push(b'%'),
            },
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let value = digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))?;
    u8::try_from(value).ok()
}

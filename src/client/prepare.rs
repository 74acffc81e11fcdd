//! From arguments to a request: checked, ids encoded, query and body cut out of the same text.

use super::options::{Settings, Validate};
use super::overrides::Override;
use super::url;
use crate::check::{Code, Direction, Field, Flags, Issue, Kind, Object, Policy, Report, check, check_at, json, printable};
use crate::endpoint::{Endpoint, Verb, is_sibling, path_id, path_ids};

/// What a call is for.
#[derive(Clone, Copy)]
pub enum Target {
    /// An operation of the table, with its group's name.
    Operation(&'static str, &'static Endpoint),
    /// Anything else, by verb and path.
    Raw,
}

impl Target {
    /// The operation, such as `orders.create`.
    pub fn name(&self) -> String {
        let Target::Operation(group, endpoint) = self else { return "request".into() };
        let mut name = String::from(*group);
        name.push('.');
        name.push_str(endpoint.name);
        name
    }
}

/// A request that may go out.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub verb: Verb,
    /// The path with its ids in braces: all that errors and logs ever show.
    pub template: String,
    /// Path and query behind the base URL.
    pub path: String,
    pub body: Option<String>,
    pub warnings: Vec<Issue>,
    /// What a write is about: the path up to its first id.
    pub thing: Option<String>,
}

impl Prepared {
    /// Whether a path leads to the thing that this is about, or to something below it.
    pub fn is_about(&self, path: &str) -> bool {
        let rest = self.thing.as_ref().and_then(|thing| path.strip_prefix(thing.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }
}

/// Checks the arguments of an operation. `args` is a JSON array: the path ids, then the params, if any.
pub fn operation(
    endpoint: &'static Endpoint,
    own: Option<&Override>,
    args: &str,
    settings: &Settings,
) -> Result<Prepared, Vec<Issue>> {
    let args = json::items(args.as_bytes());
    let template = own.and_then(|own| own.path.as_deref()).unwrap_or(endpoint.path);
    let verb = own.and_then(|own| own.verb).unwrap_or(endpoint.verb);
    let mut report = Report::default();

    let names: Vec<&str> = path_ids(endpoint.path).collect();
    let mut ids: Vec<(&str, String)> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let id = args.get(place).copied().unwrap_or(b"null");
        ids.push((name, check_id(endpoint, name, id, settings, &mut report)));
    }
    let params = args.get(names.len()).copied();
    check_params(endpoint, params, settings, &mut report);
    if !report.issues.is_empty() {
        return Err(report.issues);
    }

    let (mut path, thing) = fill(template, &ids);
    let body = split(endpoint, verb, own, params, &mut path);
    Ok(Prepared { verb, template: template.into(), path, body, warnings: report.warnings, thing })
}

fn policy(settings: &Settings) -> Policy {
    Policy {
        direction: Direction::Request,
        strict: settings.validate == Validate::Strict,
        allow_unknown: settings.allow_unknown_fields,
    }
}

fn check_id(endpoint: &Endpoint, name: &str, id: &[u8], settings: &Settings, report: &mut Report) -> String {
    let value = json::as_string(id).unwrap_or_default();
    let fault = if value.is_empty() {
        Some("expected an id, a string that is not empty")
    } else if value == "." || value == ".." {
        Some("expected an id; . and .. would lead to another path")
    } else if is_sibling(endpoint.path, name, &value) {
        Some("expected an id; this word is a path of the API itself, so it would reach another endpoint")
    } else {
        None
    };
    if let Some(fix) = fault {
        report.add(true, Issue { path: name.into(), code: Code::InvalidValue, message: fix.into() });
    } else if settings.validate != Validate::Off {
        let (kind, format) = path_id(name);
        let found = check_at(id, kind, policy(settings), name, Flags::NONE, format);
        report.issues.extend(found.issues);
        report.warnings.extend(found.warnings);
    }
    value
}

fn check_params(endpoint: &Endpoint, params: Option<&[u8]>, settings: &Settings, report: &mut Report) {
    let Some(table) = endpoint.params else { return };
    if params.is_none() && endpoint.body_required && endpoint.has_body() {
        let message = "missing; give an object with the fields of this operation".into();
        report.add(true, Issue { path: "params".into(), code: Code::Required, message });
        return;
    }
    let text = params.unwrap_or(b"{}");
    if settings.validate == Validate::Off {
        if text.first() != Some(&b'{') {
            report.add(true, Issue { path: "params".into(), code: Code::WrongKind, message: "expected an object".into() });
        }
        return;
    }
    let found = check(text, &Kind::Object(table), policy(settings));
    report.issues.extend(found.issues);
    report.warnings.extend(found.warnings);
}

/// The template with its ids filled in, and the path up to the first of them.
fn fill(template: &str, ids: &[(&str, String)]) -> (String, Option<String>) {
    let mut path = String::new();
    let mut thing = None;
    for segment in template.split('/').skip(1) {
        path.push('/');
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match ids.iter().find(|(id, _)| Some(*id) == name) {
            Some((_, value)) => {
                url::encode(&mut path, value, b"");
                thing.get_or_insert_with(|| path.clone());
            }
            None => path.push_str(segment),
        }
    }
    (path, thing)
}

/// Puts the query behind the path and gives the body.
fn split(endpoint: &Endpoint, verb: Verb, own: Option<&Override>, params: Option<&[u8]>, path: &mut String) -> Option<String> {
    let table = endpoint.params?;
    let bodyless = matches!(verb, Verb::Get | Verb::Delete);
    let params = params?;
    let mut rest: Vec<(String, &[u8])> = Vec::new();
    let mut cut = false;
    let mut query = Query { path, any: false };
    for (key, value) in json::fields(params) {
        let field = table.all().find(|field| field.name == key);
        let moved = own.and_then(|own| own.query(&key));
        // A GET has no body, wherever a user wants the parameter.
        if verb == Verb::Get || moved.unwrap_or(bodyless || field.is_some_and(|field| field.flags.has(Flags::QUERY))) {
            cut = true;
            if !is_default(field, value) {
                query.add(own.map_or(key.as_str(), |own| own.name(&key)), value);
            }
        } else {
            let name = own.map_or(key.as_str(), |own| own.name(&key)).to_string();
            rest.push((name, value));
        }
    }
    if bodyless && rest.is_empty() {
        return None;
    }
    if !cut && !own.is_some_and(Override::changes_params) {
        return Some(String::from_utf8_lossy(params).into_owned());
    }
    let mut body = String::from("{");
    for (place, (key, value)) in rest.iter().enumerate() {
        if place > 0 {
            body.push(',');
        }
        json::write_string(&mut body, key);
        body.push(':');
        body.push_str(&String::from_utf8_lossy(value));
    }
    body.push('}');
    Some(body)
}

/// Some server frameworks read `force_new=false` as true, so a default is better left out.
fn is_default(field: Option<&Field>, value: &[u8]) -> bool {
    value == b"null" || (value == b"false" && field.is_some_and(|field| field.flags.has(Flags::DEFAULT_FALSE)))
}

struct Query<'a> {
    path: &'a mut String,
    any: bool,
}

impl Query<'_> {
    fn add(&mut self, name: &str, value: &[u8]) {
        self.path.push(if self.any { '&' } else { '?' });
        self.any = true;
        url::encode(self.path, name, b"");
        self.path.push('=');
        let items = if value.first() == Some(&b'[') { json::items(value) } else { vec![value] };
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.path.push(',');
            }
            let text = json::as_string(item).unwrap_or_else(|| String::from_utf8_lossy(item).into_owned());
            url::encode(self.path, &text, b",");
        }
    }
}

/// Checks a `blend.request(verb, path, {path, query, body})`. `args` is a JSON array of the three.
pub fn raw(args: &str) -> Result<Prepared, Vec<Issue>> {
    let args = json::items(args.as_bytes());
    let text = |place: usize| args.get(place).copied().and_then(json::as_string).unwrap_or_default();
    let input = Object::read(args.get(2).copied().unwrap_or(b"{}"));
    let mut issues = Vec::new();
    let mut refuse = |path: &str, message: &str| {
        issues.push(Issue { path: path.into(), code: Code::InvalidValue, message: message.into() });
    };

    let verb = Verb::of(&text(0));
    if verb.is_none() {
        refuse("method", "expected GET, POST, PUT, PATCH or DELETE");
    }
    let template = text(1);
    if let Err(fix) = url::template(&template) {
        refuse("path", fix);
    }
    let given = Object::read(input.get("path").unwrap_or(b""));
    let mut ids = Vec::new();
    for name in path_ids(&template) {
        let value = given.text(name);
        if matches!(value.as_str(), "" | "." | "..") {
            refuse(printable(name), "expected an id, a string that is not empty");
        }
        ids.push((name, value));
    }
    if verb == Some(Verb::Get) && input.has("body") {
        refuse("body", "a GET has no body: leave it out, or give it as query");
    }
    for (key, _) in &input.0 {
        if !["path", "query", "body"].contains(&key.as_str()) {
            refuse(printable(key), "unknown field; expected path, query or body");
        }
    }
    let (mut path, thing) = fill(&template, &ids);
    let mut query = Query { path: &mut path, any: false };
    for (key, value) in Object::read(input.get("query").unwrap_or(b"")).0 {
        if value != b"null" {
            query.add(&key, value);
        }
    }
    let body = input.get("body").map(|body| String::from_utf8_lossy(body).into_owned());
    match verb {
        Some(verb) if issues.is_empty() => {
            Ok(Prepared { verb, template: template.clone(), path, body, warnings: Vec::new(), thing })
        }
        _ => Err(issues),
    }
}

//! From arguments to a request: checked, ids encoded, query and body cut out of the same text.

use super::options::{CallOptions, Settings, Validate};
use super::overrides::Override;
use super::text::{joined, parted};
use super::url;
use crate::check::{Code, Direction, Flags, Issue, Kind, Model, Object, Policy, Report, check_at, check_text, json, printable};
use crate::endpoint::{Endpoint, Verb, first_segment, is_sibling, path_id, path_ids};
use crate::rules::format::may_be_one;

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
        joined(group, ".", endpoint.name)
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
    /// What the body is; the user's own header may say otherwise.
    pub media: &'static str,
    pub warnings: Vec<Issue>,
}

impl Prepared {
    /// Whether a later write to a path may be about the same thing as this operation, or about something below it.
    pub fn is_about(&self, path: &str) -> bool {
        // A webhook and mail are subscriptions too, by paths of their own.
        const SUBSCRIPTIONS: &str = "/notifications";
        let shared = self.template.starts_with(SUBSCRIPTIONS);
        let before = if shared { SUBSCRIPTIONS } else { parted(&self.template, b'{').0 };
        let (Some(own), Some(other)) = (self.path.strip_prefix(before), path.strip_prefix(before)) else { return false };
        may_be_one(first_segment(own), first_segment(other))
    }
}

/// Checks the arguments of an operation. `args` is a JSON array: the path ids, then the params, if any.
pub fn operation(endpoint: &'static Endpoint, own: &Override, args: &str, settings: &Settings) -> Result<Box<Prepared>, Report> {
    let args = json::items(args);
    let mut report = Report::default();
    let names = path_ids(endpoint.path);
    let mut ids = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let id = args.get(place).copied().unwrap_or("null");
        ids.push(check_id(endpoint, name, id, settings, &mut report));
    }
    let params = args.get(names.len()).copied();
    check_params(endpoint, params, settings, &mut report);
    if !report.issues.is_empty() {
        return Err(report);
    }

    let template = own.path().unwrap_or_else(|| endpoint.path.into());
    let verb = own.verb().unwrap_or(endpoint.verb);
    let mut path = fill(&template, &names, &ids);
    let xml = params.filter(|params| is_xml(endpoint, params)).and_then(json::as_string);
    let media = if xml.is_some() { "application/xml" } else { JSON };
    let body = xml.or_else(|| split(endpoint, verb, own, params, &mut path));
    Ok(Box::new(Prepared { verb, template, path, body, media, warnings: report.warnings }))
}

const JSON: &str = "application/json";

/// Whether the params are one string that goes out as it is.
fn is_xml(endpoint: &Endpoint, params: &str) -> bool {
    endpoint.or_xml && params.starts_with('"')
}

fn policy(settings: &Settings) -> Policy {
    Policy {
        direction: Direction::Request,
        strict: settings.validate() == Validate::Strict,
        allow_unknown: settings.allow_unknown_fields(),
    }
}

const NO_ID: &str =
    "expected an id, a string that is not empty; . and .. and words that are paths of the API itself, such as statuses, are none";

#[inline(never)]
fn check_id(endpoint: &Endpoint, name: &str, id: &str, settings: &Settings, report: &mut Report) -> String {
    let value = json::as_string(id).unwrap_or_default();
    if matches!(value.as_str(), "" | "." | "..") || is_sibling(endpoint.path, name, &value) {
        report.refuse(name, Code::InvalidValue, NO_ID);
    } else if settings.validate() != Validate::Off {
        let (kind, format, flags) = path_id(name);
        report.absorb(check_at(id, kind, policy(settings), name, flags, format));
    }
    value
}

fn check_params(endpoint: &Endpoint, params: Option<&str>, settings: &Settings, report: &mut Report) {
    let Some(table) = endpoint.params else { return };
    let text = params.unwrap_or("{}");
    if params.is_none() && endpoint.body_required && endpoint.has_body() {
        report.refuse("params", Code::Required, "missing; give an object with the fields of this operation");
    } else if is_xml(endpoint, text) {
        if !json::as_string(text).unwrap_or_default().trim_ascii_start().starts_with('<') {
            report.refuse("params", Code::InvalidValue, "expected an object, or a SCRIPT message as a string of XML");
        }
    } else if settings.validate() != Validate::Off {
        let mut found = check_text(text, &Kind::Object(table), policy(settings));
        for issue in &mut found.issues {
            if issue.code == Code::UnknownField && CallOptions::TABLE.find(issue.path.as_bytes(), 0).is_some() {
                issue.message = "an option of the call: give it in the argument behind this one".into();
            }
        }
        report.absorb(found);
    } else if !text.starts_with('{') {
        report.refuse("params", Code::WrongKind, "expected an object");
    }
}

/// The template with its ids filled in.
fn fill(template: &str, names: &[&str], ids: &[String]) -> String {
    let mut path = String::new();
    let (mut literal, mut rest) = parted(template, b'{');
    loop {
        path.push_str(literal);
        if rest.is_empty() {
            return path;
        }
        let (segment, behind) = parted(rest, b'}');
        for (name, id) in names.iter().zip(ids) {
            if *name == segment {
                url::encode(&mut path, id, 0);
            }
        }
        (literal, rest) = parted(behind, b'{');
    }
}

/// Puts the query behind the path and gives the body.
#[inline(never)]
fn split(endpoint: &Endpoint, verb: Verb, own: &Override, params: Option<&str>, path: &mut String) -> Option<String> {
    let (table, params) = (endpoint.params?, params?);
    let bodyless = matches!(verb, Verb::Get | Verb::Delete);
    let mut cut = own.changes_params();
    let mut empty = true;
    let mut body = String::new();
    let mut any = false;
    for (key, value) in json::fields(params) {
        let flags = table.find(key.as_bytes(), 0).and_then(|place| table.at(place)).map_or(Flags::NONE, |field| field.flags);
        let own_name = own.name(&key);
        let name = own_name.as_deref().unwrap_or(&key);
        // A GET has no body, wherever a user wants the parameter.
        if verb == Verb::Get || own.query(&key).unwrap_or(bodyless || flags.has(Flags::QUERY)) {
            cut = true;
            // Some server frameworks read `force_new=false` as true, so a default is better left out.
            if value != "null" && (value != "false" || !flags.has(Flags::DEFAULT_FALSE)) {
                add_query(path, &mut any, name, value);
            }
        } else {
            body.push(if empty { '{' } else { ',' });
            json::write_string(&mut body, name);
            body.push(':');
            body.push_str(value);
            empty = false;
        }
    }
    if bodyless && empty {
        return None;
    }
    if !cut {
        // Nothing was cut out: the very text that was checked goes out.
        body.clear();
        body.push_str(params);
    } else {
        body.push_str(if empty { "{}" } else { "}" });
    }
    Some(body)
}

fn add_query(path: &mut String, any: &mut bool, name: &str, value: &str) {
    path.push(if *any { '&' } else { '?' });
    *any = true;
    url::encode(path, name, 0);
    path.push('=');
    let items = if value.starts_with('[') { json::items(value) } else { vec![value] };
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            path.push(',');
        }
        url::encode(path, json::as_string(item).as_deref().unwrap_or(item), b',');
    }
}

/// Checks a `blend.request(verb, path, {path, query, body})`. `args` is a JSON array of the three.
#[inline(never)]
pub fn raw(args: &str) -> Result<Box<Prepared>, Report> {
    let args = json::items(args);
    let text = |place: usize| args.get(place).copied().and_then(json::as_string).unwrap_or_default();
    let input = Object(args.get(2).copied().unwrap_or_default());
    let mut report = Report::default();

    let verb = Verb::of(&text(0));
    if verb.is_none() {
        report.refuse("method", Code::InvalidValue, "expected GET, POST, PUT, PATCH or DELETE");
    }
    let template = text(1);
    if let Err(fix) = url::template(&template) {
        report.refuse("path", Code::InvalidValue, fix);
    }
    let given = Object(input.get("path").unwrap_or_default());
    let names = path_ids(&template);
    let mut ids = Vec::new();
    for name in &names {
        let value = given.text(name);
        if matches!(value.as_str(), "" | "." | "..") {
            report.refuse(printable(name), Code::InvalidValue, NO_ID);
        }
        ids.push(value);
    }
    if verb == Some(Verb::Get) && input.has("body") {
        report.refuse("body", Code::InvalidValue, "a GET has no body: leave it out, or give it as query");
    }
    for (key, _) in json::fields(input.0) {
        if !matches!(&*key, "path" | "query" | "body") {
            report.refuse(printable(&key), Code::UnknownField, "unknown field; expected path, query or body");
        }
    }
    let mut path = fill(&template, &names, &ids);
    let mut any = false;
    for (key, value) in json::fields(input.get("query").unwrap_or_default()) {
        if value != "null" {
            add_query(&mut path, &mut any, &key, value);
        }
    }
    let body = input.get("body").map(String::from);
    match verb {
        Some(verb) if report.issues.is_empty() => {
            Ok(Box::new(Prepared { verb, template: url::shown(&template), path, body, media: JSON, warnings: Vec::new() }))
        }
        _ => Err(report),
    }
}

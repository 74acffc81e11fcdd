//! From arguments to a request: checks them, encodes ids, and cuts query and body out of the same text.

use super::options::{CallOptions, Settings, Validate};
use super::overrides::Override;
use super::prepared::{Prepared, Target};
use super::text::split_at_byte;
use super::url::{self, encode, shown};
use crate::check::{
    Code, Direction, Expected, Flags, Kind, Model, Object, Policy, Report, check_at, check_text, json, printable,
};
use crate::endpoint::{Endpoint, Fact, Operation, Verb, is_sibling, path_id, path_ids};

/// Where a client's requests go.
pub(super) struct Place<'a> {
    /// The base URL.
    pub(super) base: &'a str,
    /// The option `endpoints`, as JSON.
    pub(super) endpoints: &'a str,
}

/// What the caller gives.
pub(super) struct Given<'a> {
    /// A JSON array.
    pub(super) args: &'a str,
    pub(super) settings: &'a Settings,
    /// Days since 1970.
    pub(super) today: i32,
}

/// Checks the arguments of a call and makes its request of them.
pub(super) fn request(target: Target, place: &Place<'_>, given: &Given<'_>) -> Result<Box<Prepared>, Report> {
    let mut prepared = match target {
        Target::Raw => raw(place.base, given.args)?,
        Target::Operation(Operation { endpoint, .. }) => {
            let own = Object(place.endpoints).get(&target.name()).unwrap_or_default();
            operation(endpoint, place.base, &Override(Object(own)), given)?
        }
    };
    prepared.target = target;
    Ok(prepared)
}

/// `args` holds the path ids, then the params, if any.
fn operation(endpoint: &'static Endpoint, base: &str, own: &Override, given: &Given<'_>) -> Result<Box<Prepared>, Report> {
    let args = json::items(given.args);
    let mut report = Report::default();
    let names = path_ids(endpoint.path);
    let mut ids = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let id = args.get(index).copied().unwrap_or("null");
        ids.push(check_id(endpoint, name, id, given, &mut report));
    }
    let params = args.get(names.len()).copied();
    check_params(endpoint, params, given, &mut report);
    if !report.issues.is_empty() {
        return Err(report);
    }

    let template = own.path().unwrap_or_else(|| endpoint.path.into());
    let verb = own.verb().unwrap_or(endpoint.verb);
    let mut url = String::from(base);
    fill(&mut url, &template, &names, &ids);
    let xml = params.filter(|params| is_xml(endpoint, params)).and_then(json::as_string);
    let media = if xml.is_some() { "application/xml" } else { "application/json" };
    let body = xml.or_else(|| split(endpoint, verb, own, params, &mut url));
    let mut prepared = Prepared::new(verb, template, url, base.len());
    prepared.body = body;
    prepared.media = media;
    prepared.warnings = report.warnings;
    prepared.order_id = endpoint.action.and(ids.into_iter().next());
    Ok(prepared)
}

/// Whether the params are one string that goes out as it is.
fn is_xml(endpoint: &Endpoint, params: &str) -> bool {
    endpoint.is(Fact::OR_XML) && params.starts_with('"')
}

fn policy(given: &Given<'_>) -> Policy {
    Policy {
        direction: Direction::Request,
        strict: given.settings.validate() == Validate::Strict,
        allow_unknown: given.settings.allow_unknown_fields(),
        today: given.today,
    }
}

const NO_ID: &str = "expected an id, a string that is not empty; . and .. and words that are paths of the API itself, such as statuses, are not ids";

fn check_id(endpoint: &Endpoint, name: &str, id: &str, given: &Given<'_>, report: &mut Report) -> String {
    let value = json::as_string(id).unwrap_or_default();
    if matches!(value.as_str(), "" | "." | "..") || is_sibling(endpoint.path, name, &value) {
        report.refuse(name, Code::InvalidValue, NO_ID);
    } else if given.settings.validate() != Validate::Off {
        let (kind, format, flags) = path_id(name);
        report.absorb(check_at(id, &Expected { kind, format, flags }, policy(given), name));
    }
    value
}

fn check_params(endpoint: &Endpoint, params: Option<&str>, given: &Given<'_>, report: &mut Report) {
    let Some(table) = endpoint.params else { return };
    let text = params.unwrap_or("{}");
    if params.is_none() && endpoint.is(Fact::BODY_REQUIRED) && endpoint.has_body() {
        report.refuse("params", Code::Required, "missing; give an object with the fields of this operation");
    } else if is_xml(endpoint, text) {
        if !json::as_string(text).unwrap_or_default().trim_ascii_start().starts_with('<') {
            report.refuse("params", Code::InvalidValue, "expected an object, or a SCRIPT message as a string of XML");
        }
    } else if given.settings.validate() != Validate::Off {
        let mut found = check_text(text, &Kind::Object(table), policy(given));
        for issue in &mut found.issues {
            if issue.code == Code::UnknownField && CallOptions::TABLE.find(issue.path.as_bytes()).is_some() {
                issue.message = "this is an option of the call: give it in the argument behind this one".into();
            }
        }
        report.absorb(found);
    } else if !text.starts_with('{') {
        report.refuse("params", Code::WrongKind, "expected an object");
    }
}

/// Adds the template with its ids filled in.
fn fill(url: &mut String, template: &str, names: &[&str], ids: &[String]) {
    let (mut literal, mut rest) = split_at_byte(template, b'{');
    loop {
        url.push_str(literal);
        if rest.is_empty() {
            return;
        }
        let (segment, behind) = split_at_byte(rest, b'}');
        for (name, id) in names.iter().zip(ids) {
            if *name == segment {
                encode(url, id, 0);
            }
        }
        (literal, rest) = split_at_byte(behind, b'{');
    }
}

/// Adds the query to the URL and returns the body.
fn split(endpoint: &Endpoint, verb: Verb, own: &Override, params: Option<&str>, path: &mut String) -> Option<String> {
    let (table, params) = (endpoint.params?, params?);
    let bodyless = matches!(verb, Verb::Get | Verb::Delete);
    let mut cut = own.changes_params();
    let mut empty = true;
    let mut body = String::new();
    let mut any = false;
    for (key, value) in json::fields(params) {
        let flags = table.find(key.as_bytes()).and_then(|index| table.at(index)).map_or(Flags::NONE, |field| field.flags);
        let own_name = own.name(&key);
        let name = own_name.as_deref().unwrap_or(&key);
        // A GET has no body, even where a user wants the parameter there.
        if verb == Verb::Get || own.query(&key).unwrap_or(bodyless || flags.has(Flags::QUERY)) {
            cut = true;
            // Some server frameworks read `force_new=false` as true, so a default is left out.
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
    encode(path, name, 0);
    path.push('=');
    let items = if value.starts_with('[') { json::items(value) } else { vec![value] };
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            path.push(',');
        }
        encode(path, json::as_string(item).as_deref().unwrap_or(item), b',');
    }
}

/// Checks a `blend.request(verb, path, { path, query, body })`. `args` is a JSON array of the three.
fn raw(base: &str, args: &str) -> Result<Box<Prepared>, Report> {
    let args = json::items(args);
    let text = |index: usize| args.get(index).copied().and_then(json::as_string).unwrap_or_default();
    let input = Object(args.get(2).copied().unwrap_or_default());
    let (verb, template) = (Verb::of(&text(0)), text(1));
    let names = path_ids(&template);
    let given = Object(input.get("path").unwrap_or_default());
    let mut report = Report::default();
    check_raw(&input, verb, &template, &mut report);
    let mut ids = Vec::new();
    for name in &names {
        let id = given.text(name);
        if matches!(id.as_str(), "" | "." | "..") {
            report.refuse(printable(name), Code::InvalidValue, NO_ID);
        }
        ids.push(id);
    }
    let verb = match verb {
        Some(verb) if report.issues.is_empty() => verb,
        _ => return Err(report),
    };
    let mut url = String::from(base);
    fill(&mut url, &template, &names, &ids);
    let mut any = false;
    for (key, value) in json::fields(input.get("query").unwrap_or_default()) {
        if value != "null" {
            add_query(&mut url, &mut any, &key, value);
        }
    }
    let mut prepared = Prepared::new(verb, shown(&template), url, base.len());
    prepared.body = input.get("body").map(String::from);
    Ok(prepared)
}

fn check_raw(input: &Object<'_>, verb: Option<Verb>, template: &str, report: &mut Report) {
    if verb.is_none() {
        report.refuse("method", Code::InvalidValue, "expected GET, POST, PUT, PATCH or DELETE");
    }
    if let Err(fix) = url::template(template) {
        report.refuse("path", Code::InvalidValue, fix);
    }
    if verb == Some(Verb::Get) && input.has("body") {
        report.refuse("body", Code::InvalidValue, "a GET has no body: leave it out, or give it as query");
    }
    for (key, _) in json::fields(input.0) {
        if !matches!(&*key, "path" | "query" | "body") {
            report.refuse(printable(&key), Code::UnknownField, "unknown field; expected path, query or body");
        }
    }
}

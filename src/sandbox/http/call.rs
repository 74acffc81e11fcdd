//! A request, read and checked along its endpoint's table.

use serde_json::{Map, Value};

use super::answer::{Refusal, Reply};
use super::check::{Findings, Verdict, check_params, unknown_field};
use super::route::Route;
use crate::check::{Field, Flags, Kind, Table, printable};
use crate::endpoint::{Endpoint, Fact};
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::document::{Document, text, whole};

/// A request as it came in.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    pub method: &'a str,
    /// Path and query, with or without `/api/v1` in front.
    pub target: &'a str,
    pub authorization: Option<&'a str>,
    pub content_type: Option<&'a str>,
    pub body: &'a str,
    /// Milliseconds since 1970.
    pub now: f64,
}

/// What carries out one endpoint.
pub type Handler = fn(&mut Store, &Call<'_>) -> Result<Reply, Refusal>;

/// What a handler gets.
pub struct Call<'a> {
    pub endpoint: &'static Endpoint,
    route: &'a Route,
    /// The token that came along, good or not.
    pub token: Option<&'a str>,
    /// Body and query together.
    pub params: Document,
    /// The body where it is XML, which then is not in the params.
    pub xml: Option<&'a str>,
    /// The request as it came.
    pub request: &'a Request<'a>,
    /// Fields with values that nobody means.
    pub warnings: Vec<String>,
    /// Whether a list has one more at its top than when its first page was read.
    pub moved: bool,
}

impl<'a> Call<'a> {
    /// Reads query and body. `current` is what an update is about, as it is shown.
    pub fn read(
        store: &Store,
        route: &'a Route,
        token: Option<&'a str>,
        request: &'a Request<'a>,
        current: Option<Document>,
    ) -> Result<Call<'a>, Refusal> {
        let endpoint = route.endpoint;
        let mut call = Call {
            endpoint,
            route,
            token,
            params: Map::new(),
            xml: xml(endpoint, request)?,
            request,
            warnings: Vec::new(),
            moved: false,
        };
        let mut found = Findings::default();
        let inferred = endpoint.is(Fact::INFERRED) || endpoint.params.is_some_and(|table| table.inferred || table.open);
        let unknown = unknown_field(&store.assumptions, inferred);
        for (name, value) in &route.query {
            match query_field(endpoint, name) {
                Some(field) => add(&mut call.params, field, value),
                None => found.put(printable(name).into(), "this call takes no such query parameter", unknown),
            }
        }
        if endpoint.has_body() && call.xml.is_none() {
            for (name, value) in body(endpoint, request)? {
                match query_field(endpoint, &name) {
                    Some(field) => found.put(field.name.into(), "goes into the query string, not into the body", Verdict::Refuse),
                    None => drop(call.params.insert(name, value)),
                }
            }
        }
        if let Some(table) = endpoint.params.filter(|_| call.xml.is_none()) {
            if let (Some(current), Some(Kind::Object(answer))) = (current, endpoint.answer) {
                call.params = without_unchanged(
                    std::mem::take(&mut call.params),
                    Tables { request: table, answer },
                    &current,
                    "",
                    &mut |path| found.put(path, "is set by the server and cannot be changed here", unknown),
                );
            }
            check_params(table, &call.params, &store.assumptions, store.now, &mut found);
            // What the assumptions let through and no table knows is not kept.
            call.params.retain(|name, _| table.all().any(|field| field.name == name));
        }
        if !found.errors.is_empty() {
            return Err(Refusal::invalid(found.errors));
        }
        call.warnings = found.warnings;
        Ok(call)
    }

    /// An id of the path; empty where the path has none of this name.
    pub fn id(&self, name: &str) -> &str {
        self.route.id(name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        text(&self.params, name)
    }

    pub fn object(&self, name: &str) -> Option<&Document> {
        self.params.get(name)?.as_object()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.params.get(name) == Some(&Value::Bool(true))
    }

    /// A whole number of at least 1.
    pub fn count(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(value) = self.params.get(name) else { return Ok(None) };
        let count = whole(value).filter(|count| *count >= 1).and_then(|count| u64::try_from(count).ok());
        count.map(Some).ok_or_else(|| Refusal::field(name, "expected a whole number of at least 1"))
    }

    /// A text that has to be given.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::field(name, "missing; give a string"))
    }

    /// The page of a list that is asked for, shown. `total` is how many there are in all.
    pub fn page<T>(
        &self,
        store: &Store,
        total: usize,
        list: impl Iterator<Item = T>,
        show: impl FnMut(T) -> Document,
    ) -> Result<Reply, Refusal> {
        let asked = self.count("page_size")?.unwrap_or(25);
        let short = store.assumptions.is(Switch::ShortPages, "yes");
        let size = if short { asked - asked / 4 } else { asked }.min(200);
        let page = self.count("page")?.unwrap_or(1);
        let skipped = (page - 1).saturating_mul(size);
        let skipped = if self.moved { skipped.saturating_sub(1) } else { skipped };
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let shown: Vec<Value> = list.skip(skipped).take(size as usize).map(show).map(Value::from).collect();
        let mut reply = Reply { status: 200, body: shown.into(), headers: Vec::new() };
        if store.assumptions.is(Switch::Totals, "header") {
            let pages = (total as u64).div_ceil(size);
            let numbers = [("x-page", page), ("x-page-size", size), ("x-total-count", total as u64), ("x-total-pages", pages)];
            reply.headers.extend(numbers.map(|(name, number)| (name.to_string(), number.to_string())));
        }
        Ok(reply)
    }
}

/// What an object may hold on its way in, and on its way out.
#[derive(Clone, Copy)]
struct Tables {
    request: &'static Table,
    answer: &'static Table,
}

/// The changes of an update. Values that the caller read and sends back change nothing: fields that only answers have, and a
/// null for a missing value. With another value they would be lost: `lost` gets their paths.
fn without_unchanged(
    params: Document,
    tables: Tables,
    current: &Document,
    root: &str,
    lost: &mut impl FnMut(String),
) -> Document {
    const MOVING: [&str; 2] = ["updated_at", "is_minor"];
    let field_of = |table: &'static Table, name: &str| table.find(name.as_bytes()).and_then(|place| table.at(place));
    let mut changes = Document::new();
    for (name, value) in params {
        let known = current.get(&name).filter(|known| !known.is_null());
        let shown = printable(&name);
        let path = if root.is_empty() { shown.to_string() } else { format!("{root}.{shown}") };
        match (field_of(tables.request, &name), field_of(tables.answer, &name), value) {
            (Some(_), _, Value::Null) if known.is_none() => {}
            (Some(field), Some(shown), Value::Object(inner)) => {
                let inner = match (field.kind, shown.kind, known.and_then(Value::as_object)) {
                    (Kind::Object(request), Kind::Object(answer), Some(known)) => {
                        without_unchanged(inner, Tables { request, answer }, known, &path, lost)
                    }
                    _ => inner,
                };
                changes.insert(name, inner.into());
            }
            (Some(field), Some(shown), Value::Array(items)) => {
                let (Kind::Array(Kind::Object(request)), Kind::Array(Kind::Object(answer))) = (field.kind, shown.kind) else {
                    changes.insert(name, items.into());
                    continue;
                };
                let (nothing, tables) = (Document::new(), Tables { request, answer });
                let mut one = |(place, item): (usize, Value)| {
                    let known = known.and_then(|known| known.get(place)).and_then(Value::as_object).unwrap_or(&nothing);
                    match item {
                        Value::Object(item) => without_unchanged(item, tables, known, &format!("{path}[{place}]"), lost).into(),
                        other => other,
                    }
                };
                let items: Vec<Value> = items.into_iter().enumerate().map(&mut one).collect();
                changes.insert(name, items.into());
            }
            (None, Some(_), value) => {
                if !same(known.unwrap_or(&Value::Null), &value) && !MOVING.contains(&name.as_str()) {
                    lost(path);
                }
            }
            (_, _, value) => drop(changes.insert(name, value)),
        }
    }
    changes
}

/// Whether two values are the same, a null and nothing being one.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let part = |of: &Document, name: &str| of.get(name).cloned().unwrap_or_default();
            one.keys().chain(other.keys()).all(|name| same(&part(one, name), &part(other, name)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}

fn query_field(endpoint: &Endpoint, name: &str) -> Option<&'static Field> {
    let in_query = |field: &Field| !endpoint.has_body() || field.flags.has(Flags::QUERY);
    endpoint.params?.all().find(|field| field.name == name && in_query(field))
}

/// A query value as JSON of the field's kind. What does not fit stays a string, for the check to refuse.
fn add(params: &mut Document, field: &'static Field, text: &str) {
    let value = match field.kind {
        Kind::Boolean if text == "true" || text == "false" => Value::Bool(text == "true"),
        Kind::Integer | Kind::Range(_) | Kind::Number => text.parse::<serde_json::Number>().map_or(text.into(), Value::Number),
        Kind::Array(_) => text.split(',').collect(),
        _ => Value::from(text),
    };
    match (params.get_mut(field.name), value) {
        // A parameter that stands several times is one list.
        (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
        (Some(Value::String(list)), Value::String(more)) if matches!(field.kind, Kind::Values(values) if values.list) => {
            list.push(',');
            list.push_str(&more);
        }
        (_, value) => drop(params.insert(field.name.into(), value)),
    }
}

fn body(endpoint: &Endpoint, request: &Request<'_>) -> Result<Document, Refusal> {
    if request.body.is_empty() {
        if endpoint.is(Fact::BODY_REQUIRED) {
            return Err(Refusal::new(422, "This call needs a JSON body."));
        }
        return Ok(Map::new());
    }
    json_object(request.content_type, request.body)
}

/// The body of an endpoint that takes XML too, where it is XML.
fn xml<'a>(endpoint: &Endpoint, request: &Request<'a>) -> Result<Option<&'a str>, Refusal> {
    if !endpoint.is(Fact::OR_XML) || !media_type(request.content_type).to_ascii_lowercase().ends_with("xml") {
        return Ok(None);
    }
    match request.body.trim_start() {
        body if body.starts_with('<') => Ok(Some(body)),
        _ => Err(Refusal::new(400, "The body is not XML.")),
    }
}

fn media_type(content_type: Option<&str>) -> &str {
    content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim()
}

/// The JSON object that a body is.
pub fn json_object(content_type: Option<&str>, body: &str) -> Result<Document, Refusal> {
    if !media_type(content_type).eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(415, "A body is taken with the content type application/json only."));
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(params)) => Ok(params),
        Ok(_) => Err(Refusal::new(422, "The body has to be a JSON object.")),
        Err(error) => Err(Refusal::new(400, format!("The body is not JSON (line {}, column {}).", error.line(), error.column()))),
    }
}

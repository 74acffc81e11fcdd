//! A request, read and checked along its endpoint's table.

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::document::whole;
use super::route::Route;
use super::{Request, document};
use crate::check::{Direction, Field, Flags, Kind, Policy, Table, check, printable};
use crate::endpoint::Endpoint;

/// What a handler gets.
pub struct Call<'a> {
    pub endpoint: &'static Endpoint,
    ids: &'a [(&'static str, String)],
    /// The token that came along, good or not.
    pub token: Option<&'a str>,
    /// Body and query together.
    pub params: Map<String, Value>,
    /// The body where it is XML, which then is not in the params.
    pub xml: Option<&'a str>,
    /// The request as it came.
    pub request: &'a Request<'a>,
}

impl<'a> Call<'a> {
    /// Reads query and body. Refuses what the tables rule out; inferred rules refuse nothing.
    pub fn read(route: &'a Route, token: Option<&'a str>, request: &'a Request<'a>) -> Result<Call<'a>, Refusal> {
        let endpoint = route.endpoint;
        let mut errors = Vec::new();
        let mut params = Map::new();
        for (name, value) in &route.query {
            match query_field(endpoint, name) {
                Some(field) => add(&mut params, field, value),
                None => errors.push((printable(name).to_string(), "this call takes no such query parameter".to_string())),
            }
        }
        let xml = xml(endpoint, request)?;
        if endpoint.has_body() && xml.is_none() {
            for (name, value) in body(endpoint, request)? {
                match query_field(endpoint, &name) {
                    Some(field) => {
                        errors.push((field.name.to_string(), "goes into the query string, not into the body".to_string()))
                    }
                    None => {
                        params.insert(name, value);
                    }
                }
            }
        }
        if let Some(table) = endpoint.params.filter(|_| xml.is_none()) {
            errors.extend(faults(table, &params));
            // Where the whole table is inferred, a field that it lacks is no fault.
            params.retain(|name, _| table.all().any(|field| field.name == name));
        }
        if !errors.is_empty() {
            return Err(Refusal::invalid(errors));
        }
        Ok(Call { endpoint, ids: &route.ids, token, params, xml, request })
    }

    /// An id of the path; empty where the path has none of this name.
    pub fn id(&self, name: &str) -> &str {
        self.ids.iter().find(|(id, _)| *id == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        document::text(&self.params, name)
    }

    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.params.get(name)?.as_object()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.params.get(name) == Some(&Value::Bool(true))
    }

    /// A whole number of at least 1.
    pub fn count(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let Some(value) = self.params.get(name) else { return Ok(None) };
        let count = whole(value).filter(|count| *count >= 1).and_then(|count| usize::try_from(count).ok());
        count.map(Some).ok_or_else(|| Refusal::field(name, "expected a whole number of at least 1"))
    }

    /// A text that has to be given.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::field(name, "missing; give a string"))
    }

    /// The page of a list that is asked for.
    pub fn page<T>(&self, list: impl Iterator<Item = T>) -> Result<impl Iterator<Item = T>, Refusal> {
        let size = self.count("page_size")?.unwrap_or(25).min(200);
        let skipped = (self.count("page")?.unwrap_or(1) - 1).saturating_mul(size);
        Ok(list.skip(skipped).take(size))
    }
}

/// What the table rules out, as paths and reasons.
pub fn faults(table: &'static Table, params: &Map<String, Value>) -> Vec<(String, String)> {
    let text = Value::Object(params.clone()).to_string();
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false };
    let issues = check(text.as_bytes(), &Kind::Object(table), policy).issues;
    issues.into_iter().map(|issue| (issue.path, issue.message)).collect()
}

fn query_field(endpoint: &Endpoint, name: &str) -> Option<&'static Field> {
    let in_query = |field: &Field| !endpoint.has_body() || field.flags.has(Flags::QUERY);
    endpoint.params?.all().find(|field| field.name == name && in_query(field))
}

/// A query value as JSON of the field's kind. What does not fit stays a string, for the check to refuse.
fn add(params: &mut Map<String, Value>, field: &'static Field, text: &str) {
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
        (_, value) => {
            params.insert(field.name.into(), value);
        }
    }
}

fn body(endpoint: &Endpoint, request: &Request<'_>) -> Result<Map<String, Value>, Refusal> {
    if request.body.is_empty() {
        if endpoint.body_required {
            return Err(Refusal::new(422, "This call needs a JSON body."));
        }
        return Ok(Map::new());
    }
    json_object(request.content_type, request.body)
}

/// The body of an endpoint that takes XML too, where it is XML.
fn xml<'a>(endpoint: &Endpoint, request: &Request<'a>) -> Result<Option<&'a str>, Refusal> {
    if !endpoint.or_xml || !media_type(request.content_type).to_ascii_lowercase().ends_with("xml") {
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
pub fn json_object(content_type: Option<&str>, body: &str) -> Result<Map<String, Value>, Refusal> {
    if !media_type(content_type).eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(415, "A body is taken with the content type application/json only."));
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(params)) => Ok(params),
        Ok(_) => Err(Refusal::new(422, "The body has to be a JSON object.")),
        Err(error) => Err(Refusal::new(400, format!("The body is not JSON (line {}, column {}).", error.line(), error.column()))),
    }
}

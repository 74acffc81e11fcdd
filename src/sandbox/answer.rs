//! What a request is answered with.

use serde_json::{Map, Value, json};

use super::Sandbox;
use super::call::Call;

/// What carries out one endpoint.
pub type Handler = fn(&mut Sandbox, &Call<'_>) -> Result<Reply, Refusal>;

/// An answer as it goes out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// JSON text.
    pub body: String,
}

impl Response {
    fn new(status: u16, body: &Value) -> Response {
        Response { status, headers: vec![("content-type".into(), "application/json".into())], body: body.to_string() }
    }
}

/// A 2xx answer.
pub struct Reply {
    status: u16,
    body: Value,
}

impl Reply {
    pub fn into_response(self) -> Response {
        Response::new(self.status, &self.body)
    }
}

pub fn ok(body: impl Into<Value>) -> Result<Reply, Refusal> {
    Ok(Reply { status: 200, body: body.into() })
}

pub fn created(body: impl Into<Value>) -> Result<Reply, Refusal> {
    Ok(Reply { status: 201, body: body.into() })
}

/// A 4xx answer. It names fields and never repeats a value: logs of a test run are read by many.
#[derive(Debug)]
pub struct Refusal {
    status: u16,
    message: String,
    /// Paths into the params, and what is wrong there.
    errors: Vec<(String, String)>,
    header: Option<(&'static str, String)>,
}

impl Refusal {
    pub fn new(status: u16, message: impl Into<String>) -> Refusal {
        Refusal { status, message: message.into(), errors: Vec::new(), header: None }
    }

    pub fn not_found(message: &str) -> Refusal {
        Refusal::new(404, message)
    }

    pub fn unauthorised(message: &str) -> Refusal {
        Refusal::new(401, message).header("www-authenticate", "Bearer".into())
    }

    /// 422: fields that do not fit, each with the reason.
    pub fn invalid(errors: Vec<(String, String)>) -> Refusal {
        Refusal { errors, ..Refusal::new(422, "The request is not valid.") }
    }

    /// 422 over one field.
    pub fn field(path: impl Into<String>, reason: &str) -> Refusal {
        Refusal::invalid(vec![(path.into(), reason.into())])
    }

    pub fn header(mut self, name: &'static str, value: String) -> Refusal {
        self.header = Some((name, value));
        self
    }

    pub fn into_response(self) -> Response {
        let mut body = json!({ "message": self.message });
        if !self.errors.is_empty() {
            body["errors"] = by_path(self.errors);
        }
        let mut response = Response::new(self.status, &body);
        response.headers.extend(self.header.map(|(name, value)| (name.to_string(), value)));
        response
    }
}

fn by_path(errors: Vec<(String, String)>) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for (path, message) in errors {
        if let Value::Array(messages) = paths.entry(path).or_insert_with(|| json!([])) {
            messages.push(message.into());
        }
    }
    paths.into()
}

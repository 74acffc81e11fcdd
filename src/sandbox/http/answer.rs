//! What a request is answered with.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// An answer as it goes out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// JSON text, unless a fault made it something else.
    pub body: String,
    /// `orders.create`; empty where the path is none of the API's.
    pub operation: String,
    /// What is to happen to it on its way.
    pub network: Network,
    /// Whether the request changed anything that a snapshot holds.
    pub changed: bool,
}

/// What happens to an answer on its way, as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Network {
    /// Milliseconds.
    pub latency: i64,
    pub lost: bool,
    /// The answer never comes; or `headers` came, and its body does not.
    pub stalled: bool,
    pub headers: bool,
    pub truncated: bool,
}

impl Response {
    pub fn of_json(status: u16, body: &Value) -> Response {
        Response::of(status, "application/json", body.to_string())
    }

    pub fn of(status: u16, content_type: &str, body: String) -> Response {
        Response { status, headers: vec![("content-type".into(), content_type.into())], body, ..Response::default() }
    }
}

/// A 2xx answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
    pub headers: Vec<(String, String)>,
}

pub fn ok(body: impl Into<Value>) -> Result<Reply, Refusal> {
    Ok(Reply { status: 200, body: body.into(), headers: Vec::new() })
}

pub fn created(body: impl Into<Value>) -> Result<Reply, Refusal> {
    Ok(Reply { status: 201, body: body.into(), headers: Vec::new() })
}

/// A 4xx answer. It names fields and never repeats a value: logs of a test run are read by many.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
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

    pub fn unauthorised(status: u16, message: &str) -> Refusal {
        Refusal::new(status, message).header("www-authenticate", "Bearer".into())
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

    /// The same, where its paths stand below another one.
    pub fn below(mut self, parent: &str) -> Refusal {
        self.errors.iter_mut().for_each(|(path, _)| *path = format!("{parent}.{path}"));
        self
    }

    /// All of it as one text.
    pub fn text(&self) -> String {
        let errors: Vec<String> = self.errors.iter().map(|(path, reason)| format!("{path}: {reason}")).collect();
        if errors.is_empty() { self.message.clone() } else { errors.join("; ") }
    }

    /// In one of the styles that a server may write errors in.
    pub fn into_response(self, style: &str) -> Response {
        let mut response = match style {
            "text" => Response::of(self.status, "text/plain; charset=utf-8", self.text()),
            "detail" => Response::of_json(self.status, &json!({ "detail": self.text() })),
            "list" => {
                let row = |(path, message): &(String, String)| json!({ "field": path, "message": message });
                let errors: Vec<Value> = self.errors.iter().map(row).collect();
                Response::of_json(self.status, &json!({ "error": self.message, "errors": errors }))
            }
            _ if self.errors.is_empty() => Response::of_json(self.status, &json!({ "message": self.message })),
            _ => Response::of_json(self.status, &json!({ "message": self.message, "errors": by_path(self.errors) })),
        };
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

//! A signed-in client on which single requests are looked at before they go out.

use blend_sdk::client::{Body, Effect, Engine, ErrorClass, Event, Head, Request};
use serde_json::{Value, json};

use super::flow::Spec;
use super::world::BASE;

pub const ID: &str = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

/// What came of a call's arguments: the request and the call's number, or the error.
pub struct Desk {
    pub engine: Engine,
    pub client: usize,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with(json!({}))
    }

    /// With more options of the client.
    pub fn with(mut options: Value) -> Desk {
        if options["baseURL"].is_null() {
            options["baseURL"] = json!(BASE);
        }
        options["accessToken"] = json!("given");
        let mut engine = Engine::new();
        let client = engine.open(&options.to_string(), true).unwrap_or_else(|failure| panic!("{failure:?}"));
        Desk { engine, client }
    }

    pub fn start(&mut self, operation: &'static str, args: &str, options: &Value) -> Result<usize, Value> {
        let number = Spec::new(operation, args).number();
        let started = self.engine.start(self.client, number, args, &options.to_string(), 0.0);
        match started.effect {
            Effect::Fail { error, .. } => {
                assert!(started.call.is_none(), "an ended call has no number");
                Err(error_of(&error))
            }
            _ => Ok(started.call.expect("a call")),
        }
    }

    pub fn request(&mut self, operation: &'static str, args: &str) -> Result<Request, Value> {
        let call = self.start(operation, args, &json!({}))?;
        Ok(self.engine.request(call, 0.0).expect("a request"))
    }

    /// Verb and URL behind the base, then the body.
    pub fn sent(&mut self, operation: &'static str, args: &str) -> (String, Option<String>) {
        let request = self.request(operation, args).unwrap_or_else(|error| panic!("refused: {error}"));
        let path = request.url.strip_prefix(BASE).expect("behind the base");
        (format!("{} {path}", request.method), request.body)
    }

    /// The issues that refuse the arguments, as `path: message`.
    pub fn issues(&mut self, operation: &'static str, args: &str, options: &Value) -> Vec<String> {
        let before = self.engine.load();
        let error = self.start(operation, args, options).expect_err("it was not refused");
        assert_eq!((&error["class"], &error["outcome"]), (&json!("ValidationError"), &json!("not_sent")));
        assert_eq!(self.engine.load(), before, "a refused call stays behind");
        lines(&error["issues"])
    }

    /// The warnings that a success carries.
    pub fn warnings(&mut self, operation: &'static str, args: &str, options: &Value) -> Vec<String> {
        self.warnings_of(operation, args, options, Body::Empty)
    }

    /// The warnings that a success with this body carries.
    pub fn warnings_of(&mut self, operation: &'static str, args: &str, options: &Value, body: Body<'_>) -> Vec<String> {
        let call = self.start(operation, args, options).unwrap_or_else(|error| panic!("refused: {error}"));
        self.engine.step(call, Event::Head(Head::new(200, "[]")), 0.0, 0.0);
        match self.engine.step(call, Event::Body(body), 0.0, 0.0) {
            Effect::Done { note } => lines(&serde_json::from_str::<Value>(&note).expect("a note in JSON")["warnings"]),
            other => panic!("{other:?}"),
        }
    }
}

/// Issues as `path: message`.
pub fn lines(issues: &Value) -> Vec<String> {
    let text = |issue: &Value, name: &str| issue[name].as_str().unwrap_or_default().to_string();
    issues.as_array().into_iter().flatten().map(|issue| format!("{}: {}", text(issue, "path"), text(issue, "message"))).collect()
}

/// An error as the engine tells of it, its class by name.
pub fn error_of(error: &str) -> Value {
    let mut error: Value = serde_json::from_str(error).expect("an error in JSON");
    let class = error["class"].as_u64().expect("a class");
    error["class"] = json!(ErrorClass::ALL[class as usize].name());
    error
}

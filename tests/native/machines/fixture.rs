//! A signed-in client on which single requests are looked at before they go out.

use blend_sdk::client::{Body, CallEffect, CallEvent, CallInput, Engine, ErrorClass, Failure, Head, Request, Started, wire};
use serde_json::{Value, json};

use super::flow::Spec;
use super::world::BASE;

pub const ID: &str = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

/// What came of a call's arguments: the request and the call's number, or the error.
pub struct Fixture {
    pub engine: Engine,
    pub client: usize,
}

impl Fixture {
    pub fn new() -> Fixture {
        Fixture::with(json!({}))
    }

    /// With more options of the client.
    pub fn with(mut options: Value) -> Fixture {
        if options["baseURL"].is_null() {
            options["baseURL"] = json!(BASE);
        }
        options["accessToken"] = json!("given");
        let mut engine = Engine::new();
        let client = engine.open(&options.to_string(), true).unwrap_or_else(|failure| panic!("{failure:?}"));
        Fixture { engine, client }
    }

    fn begin(&mut self, operation: &'static str, args: &str, options: &Value) -> Result<Started, Value> {
        let number = Spec::new(operation, args).number();
        let started = self.engine.start(self.client, &CallInput { operation: number, args, options: &options.to_string() }, 0.0);
        match said(&started.effect) {
            Some((_, error)) => {
                assert!(started.call.is_none(), "an ended call has no number");
                Err(error)
            }
            None => Ok(started),
        }
    }

    pub fn start(&mut self, operation: &'static str, args: &str, options: &Value) -> Result<usize, Value> {
        Ok(self.begin(operation, args, options)?.call.expect("a call"))
    }

    /// The request of a call with options.
    pub fn request_with(&mut self, operation: &'static str, args: &str, options: &Value) -> Result<Request, Value> {
        match self.begin(operation, args, options)?.effect {
            CallEffect::Send(request) => Ok(*request),
            other => panic!("no request: {other:?}"),
        }
    }

    pub fn request(&mut self, operation: &'static str, args: &str) -> Result<Request, Value> {
        self.request_with(operation, args, &json!({}))
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
        self.warnings_of(operation, args, options, Body::Text(""))
    }

    /// The warnings that a success with this body carries.
    pub fn warnings_of(&mut self, operation: &'static str, args: &str, options: &Value, body: Body<'_>) -> Vec<String> {
        let call = self.start(operation, args, options).unwrap_or_else(|error| panic!("refused: {error}"));
        self.engine.step(call, CallEvent::HeadersReceived(Head::new(200, "[]")), 0.0, 0.0);
        let effect = self.engine.step(call, CallEvent::BodyReceived(body), 0.0, 0.0);
        match said(&effect) {
            Some((true, note)) => lines(&note["warnings"]),
            _ => panic!("{effect:?}"),
        }
    }
}

/// Issues as `path: message`.
pub fn lines(issues: &Value) -> Vec<String> {
    let text = |issue: &Value, name: &str| issue[name].as_str().unwrap_or_default().to_string();
    issues.as_array().into_iter().flatten().map(|issue| format!("{}: {}", text(issue, "path"), text(issue, "message"))).collect()
}

/// What TypeScript gets at the end of a call: whether it went well, and the note or the error, its class by name.
pub fn said(effect: &CallEffect) -> Option<(bool, Value)> {
    let mut json: Value = serde_json::from_str(&wire::call_effect(effect, None)).expect("an effect in JSON");
    if let Some(class) = json["error"]["class"].as_u64() {
        json["error"]["class"] = json!(ErrorClass::ALL[class as usize].name());
    }
    match effect {
        CallEffect::Succeed(_) => Some((true, json["note"].take())),
        CallEffect::Fail(_) => Some((false, json["error"].take())),
        _ => None,
    }
}

/// An error as TypeScript gets it.
pub fn error_of(failure: Box<Failure>) -> Value {
    said(&CallEffect::Fail(failure)).expect("an end").1
}

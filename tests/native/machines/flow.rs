//! A call on the façade's side: what it is for, how far it is, and how it ended.

use blend_sdk::endpoint::number_of;
use serde_json::{Value, json};

use super::server::Answer;

/// Codes that prove that there was no connection, where they name the host of the request.
pub const UNCONNECTED: [&str; 3] = ["ENOTFOUND", "EAI_AGAIN", "ConnectionRefused"];

/// Codes that say the same, of errors that do not name it, or name another one.
pub const UNPROVEN: [&str; 4] = ["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "FailedToOpenSocket"];

/// What the façade collects of an error with a code.
pub fn errors_of(code: &str) -> String {
    let error = match code {
        "" => return "[]".into(),
        "ENOTFOUND" | "EAI_AGAIN" => json!({"code": code, "hostname": "api.example.com"}),
        "ConnectionRefused" => json!({"code": code, "url": "https://api.example.com/api/v1/x?y=z"}),
        // The user's own collector.
        "ECONNREFUSED" => json!({"code": code, "address": "127.0.0.1", "port": 4318}),
        _ => json!({"code": code}),
    };
    json!([error]).to_string()
}

/// What a caller does with the headers of a success.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hand {
    /// Reads the body at once.
    Read,
    /// Takes the response unread.
    Unread,
}

/// A call to be made.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Such as `orders.get`; anything without a dot is a raw request.
    pub operation: &'static str,
    pub args: String,
    pub options: Value,
    pub hand: Hand,
    pub abort_at: Option<f64>,
}

impl Spec {
    pub fn new(operation: &'static str, args: &str) -> Spec {
        Spec { operation, args: args.into(), options: json!({}), hand: Hand::Read, abort_at: None }
    }

    pub fn with(mut self, options: Value) -> Spec {
        self.options = options;
        self
    }

    pub fn number(&self) -> Option<usize> {
        let (group, name) = self.operation.split_once('.')?;
        Some(number_of(group, name).expect("an operation of the table"))
    }
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct End {
    pub ok: bool,
    /// The note or the error.
    pub said: Value,
    /// The step of the world in which it ended: many things happen at the same time.
    pub step: usize,
    /// Handed over with its body unread.
    pub unread: bool,
}

impl End {
    pub fn text(&self, name: &str) -> &str {
        self.said[name].as_str().unwrap_or_default()
    }

    pub fn outcome(&self) -> &str {
        self.text("outcome")
    }

    pub fn class(&self) -> &str {
        self.text("class")
    }

    pub fn attempts(&self) -> usize {
        self.said["attempts"].as_u64().unwrap_or_default() as usize
    }
}

/// A call under way, of a user's or of a job's.
pub struct Flow {
    pub client: usize,
    pub spec: Spec,
    pub own: bool,
    pub call: Option<usize>,
    /// Counts the call's events: an event for an earlier wait is void.
    pub epoch: u32,
    pub answer: Answer,
    pub stopped: Option<Event>,
    /// The steps of the world in which the engine said to send.
    pub attempts: Vec<usize>,
    /// How many attempts there were when one had ended without it being known whether it was carried out.
    pub doubtful: Option<usize>,
    /// When each attempt went out.
    pub sends: Vec<f64>,
    /// Until when the server asked to wait, by the number of attempts.
    pub asked: Vec<(usize, f64)>,
    /// The step of the world in which it began.
    pub began: usize,
    pub end: Option<End>,
}

impl Flow {
    pub fn new(client: usize, spec: Spec, own: bool) -> Flow {
        Flow {
            client,
            spec,
            own,
            call: None,
            epoch: 0,
            answer: Answer::default(),
            stopped: None,
            attempts: Vec::new(),
            doubtful: None,
            sends: Vec::new(),
            asked: Vec::new(),
            began: 0,
            end: None,
        }
    }
}

/// An event that a flow may get.
#[derive(Clone, Debug)]
pub enum Event {
    Settled,
    Headers,
    Body,
    Network(&'static str),
    Timeout,
    TotalTimeout,
    Abort,
    Woke,
}

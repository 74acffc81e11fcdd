//! The sandbox, driven as a client drives it. Every 2xx answer is checked along its endpoint's
//! table, inferred rules and unknown fields included.

// Some tests hold a list of all operations.
#![allow(clippy::too_many_lines)]

mod any_request;
mod auth;
mod composite;
mod control;
mod faults;
mod growth;
mod honesty;
mod notifications;
mod orders;
mod patients;
mod prescribers;
mod prescriptions;
mod products;
mod reports;
mod routes;
mod search;
mod states;
mod webhooks;

use std::collections::BTreeSet;

use serde_json::Value;

use super::http::route;
use super::store::document::object;
use super::{Request, Response, Sandbox};
use crate::check::{Direction, Kind, Policy, check};

/// 2025-03-15T12:00:00Z
const NOON: f64 = 1_742_040_000_000.0;
const MINUTE: f64 = 60_000.0;
const MUPIROCIN: &str = "10000000-0000-4000-8000-000000000001";
const FISH_OIL: &str = "20000000-0000-4000-8000-000000000001";
const BROCHURE: &str = "30000000-0000-4000-8000-000000000001";
const TESTINA: &str = "40000000-0000-4000-8000-000000000001";
/// A prescriber with licences.
const PLACEBO: &str = "50000000-0000-4000-8000-000000000001";
/// A prescriber whose licence has lapsed.
const NOTREAL: &str = "50000000-0000-4000-8000-000000000002";
/// The NPI of a prescriber who is known elsewhere only.
const STRANGER_NPI: &str = "9000000098";
const PALATABILITY: &str = "00000000-0000-0000-0000-000000000201";

const PRESCRIPTIONS: &str = "/prescriptions/electronic_prescriptions";

/// A signed-in client of a sandbox.
struct Client {
    sandbox: Sandbox,
    token: String,
    now: f64,
    /// The operations that answered with a 2xx.
    done: BTreeSet<String>,
}

impl Client {
    fn new() -> Client {
        let mut client = Client::stranger(1);
        client.sign_in();
        client
    }

    fn sign_in(&mut self) {
        let body = serde_json::json!({ "email": self.sandbox.email(), "password": self.sandbox.password() });
        let answer = self.send("POST", "/auth/login", Some(&body)).json(200);
        self.token = answer["access_token"].as_str().unwrap().into();
    }

    fn stranger(seed: u64) -> Client {
        Client { sandbox: Sandbox::new(seed), token: String::new(), now: NOON, done: BTreeSet::new() }
    }

    fn send(&mut self, method: &str, target: &str, body: Option<&Value>) -> Response {
        let body = body.map(Value::to_string).unwrap_or_default();
        let bearer = format!("Bearer {}", self.token);
        let authorization = (!self.token.is_empty()).then_some(bearer.as_str());
        self.handle(Request { method, target, authorization, content_type: Some("application/json"), body: &body, now: self.now })
    }

    /// Sends a text of another content type.
    fn send_text(&mut self, target: &str, content_type: &str, body: &str) -> Response {
        let bearer = format!("Bearer {}", self.token);
        let (authorization, content_type) = (Some(bearer.as_str()), Some(content_type));
        self.handle(Request { method: "POST", target, authorization, content_type, body, now: self.now })
    }

    fn handle(&mut self, request: Request<'_>) -> Response {
        let response = self.sandbox.handle(&request);
        if response.status < 300 && response.network == Default::default() && request.method != "HEAD" {
            let route = route::find(request.method, request.target).ok().unwrap();
            let policy = Policy { direction: Direction::Answer, strict: true, allow_unknown: false, today: 20_000 };
            // Of three operations it is not known what they answer.
            let kind = route.endpoint.answer.unwrap_or(&Kind::Any);
            let report = check(response.body.as_bytes(), kind, policy);
            let operation = format!("{}.{}", route.group.name, route.endpoint.name);
            assert_eq!(report.issues, [], "{operation}");
            self.done.insert(operation);
        }
        response
    }

    /// Sets assumptions.
    fn assume(&mut self, assumptions: Value) {
        self.control("assumptions", assumptions).unwrap();
    }

    fn control(&mut self, name: &str, params: Value) -> Result<Value, String> {
        self.sandbox.control(name, object(params), self.now)
    }

    fn get(&mut self, target: &str) -> Value {
        self.send("GET", target, None).json(200)
    }

    fn put(&mut self, target: &str) -> Response {
        self.send("PUT", target, None)
    }

    /// A new order for Testina, kept apart from her others, with the given prescription lines.
    fn order(&mut self, prescriptions: Value) -> Value {
        let body = serde_json::json!({ "patient_id": TESTINA, "products": { "prescription": prescriptions } });
        self.send("POST", "/orders?force_new=true", Some(&body)).json(201)
    }

    /// A new prescription of Mupirocin for Testina.
    fn prescription(&mut self, refills: i64) -> Value {
        let medication = serde_json::json!({ "prescription_product_id": MUPIROCIN, "refills": refills });
        let body = serde_json::json!({ "medication": medication, "patient": { "id": TESTINA }, "prescriber": { "id": PLACEBO } });
        self.send("POST", PRESCRIPTIONS, Some(&body)).json(201)
    }

    fn ship(&mut self, order: &Value) {
        for _ in 0..3 {
            self.advance(order["id"].as_str().unwrap()).unwrap();
        }
    }

    fn advance(&mut self, order: &str) -> Result<String, String> {
        self.sandbox.advance(order, self.now)
    }
}

impl Response {
    fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The fields that a 422 complains about.
    fn complaints(&self) -> Vec<String> {
        self.json(422)["errors"].as_object().unwrap().keys().cloned().collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

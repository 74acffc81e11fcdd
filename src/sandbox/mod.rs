//! The sandbox: an emulator of the Blend API that keeps all data in memory.
//!
//! It routes by the endpoint tables and checks requests along the models' tables, so it knows no
//! path and no field but theirs. It does no I/O and has neither clock nor randomness of its own:
//! each request brings the time along, and the password and all ids follow from the seed.
//!
//! - `http`: from a request to an endpoint, and from what it gave to an answer.
//! - `api`: what each operation does.
//! - `pharmacy`: what happens beside the API, and as time passes.
//! - `store`: everything that is known, and how each part is found.
//! - `control`: what tests and people do to a sandbox, in process and below `/__sandbox/`.
//! - `world`: made-up people and orders, as many as are asked for.
//!
//! What the vendor does not document is a switch of `store::assumptions`, where one can be had. The rest of what is
//! assumed stands in docs/sandbox.md.

mod api;
mod control;
mod http;
mod pharmacy;
pub mod seam;
mod store;
#[cfg(test)]
mod tests;
mod world;

use serde_json::Value;

use http::answer::{Network, Refusal, Reply};
use http::call::Call;
use http::route::{self, Route};
use http::shape::shape;
use pharmacy::{stuck, time};
use seam::Due;
use store::assumptions::Switch;
use store::clock::{iso, millis};
use store::document::Document;
use store::faults::Fault;
use store::ids::Stream;
use store::journal::Entry;
use store::{Store, account};

pub use http::answer::Response;
pub use http::call::Request;

/// A pharmacy in memory.
pub struct Sandbox {
    store: Store,
    /// What the sandbox was opened with, for `reset`.
    opened: Document,
}

impl Sandbox {
    /// A sandbox with its catalogue, a few patients and prescribers, and no orders. The same seed gives the same password and ids.
    pub fn new(seed: u64) -> Sandbox {
        Sandbox { store: control::fresh(seed), opened: Document::new() }
    }

    /// A sandbox with options: `seed`, `assumptions`, `schedule`, `patients`, `orders`, `fixture`, `now` and those of webhooks.
    pub fn open(options: Document, now: f64) -> Result<Sandbox, String> {
        Ok(Sandbox { store: control::open(&options, now)?, opened: options })
    }

    /// E-mail address of the account.
    pub fn email(&self) -> &str {
        account::EMAIL
    }

    /// Password of the account. It follows from the seed.
    pub fn password(&self) -> &str {
        &self.store.account.password
    }

    /// Does what stands below `/__sandbox/`: gives JSON, or what is wrong.
    pub fn control(&mut self, name: &str, params: Document, now: f64) -> Result<Value, String> {
        self.turn_to(now);
        let given = control::run(&mut self.store, name, params);
        stuck::review(&mut self.store);
        given.map_err(|refusal| refusal.text())
    }

    /// The whole sandbox as text.
    pub fn snapshot(&self) -> String {
        control::snapshot(&self.store, &self.opened)
    }

    /// Puts a snapshot in the place of everything.
    pub fn restore(&mut self, snapshot: &str) -> Result<(), String> {
        (self.store, self.opened) = control::restore(snapshot)?;
        Ok(())
    }

    /// Returns the sandbox to its beginning.
    pub fn reset(&mut self, now: f64) -> Result<(), String> {
        self.store = control::open(&self.opened, now)?;
        self.store.changed = true;
        Ok(())
    }

    /// Takes the deliveries that are due.
    pub fn take_deliveries(&mut self, now: f64) -> Vec<Due> {
        self.turn_to(now);
        let store = &mut self.store;
        store.outbox.take(store.now, store.streams.of(Stream::Faults))
    }

    /// Notes what came of a delivery: its status, or 0 where there was no answer.
    pub fn note_delivery(&mut self, id: u64, status: u16, now: f64) {
        self.turn_to(now);
        self.store.changed = true;
        let now = self.store.now;
        self.store.outbox.note(id, status, now);
    }

    /// Whether the last request or control changed anything that a snapshot holds.
    pub fn changed(&self) -> bool {
        self.store.changed
    }

    /// When something happens next by itself, on the caller's clock.
    pub fn next_due(&self) -> Option<f64> {
        self.store.next_due().map(|due| (due - self.store.ahead) as f64)
    }

    /// Moves an order one status on. Gives the new status, or why there is none.
    pub fn advance(&mut self, order: &str, now: f64) -> Result<String, String> {
        let params = [("order".to_string(), Value::from(order))].into_iter().collect();
        let given = self.control("advance", params, now)?;
        Ok(given["status"].as_str().unwrap_or_default().to_string())
    }

    /// Sets the clock, and lets everything happen that is due.
    fn turn_to(&mut self, now: f64) {
        self.store.changed = false;
        let now = millis(now + self.store.ahead as f64);
        time::pass(&mut self.store, now);
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &Request<'_>) -> Response {
        self.handle_failing(request, None)
    }

    /// Answers a request which may bring a fault of its own: that of the header x-sandbox-fail.
    pub fn handle_failing(&mut self, request: &Request<'_>, fail: Option<&str>) -> Response {
        self.turn_to(request.now);
        let mut entry = Entry {
            at: iso(self.store.now),
            method: request.method.into(),
            target: request.target.into(),
            body: request.body.into(),
            ..Entry::default()
        };
        let mut response = match route::find(request.method, request.target) {
            Ok(route) => self.answer(&route, request, fail, &mut entry),
            Err(refusal) => self.refuse(refusal),
        };
        stuck::review(&mut self.store);
        if request.method.eq_ignore_ascii_case("HEAD") {
            response.body.clear();
        }
        entry.status = response.status;
        response.operation = entry.operation.clone();
        response.changed = self.store.changed;
        if !entry.warnings.is_empty() {
            response.headers.push(("x-sandbox-warnings".into(), in_a_header(&entry.warnings)));
        }
        self.store.journal.add(entry);
        response
    }

    fn refuse(&self, refusal: Refusal) -> Response {
        refusal.into_response(self.store.assumptions.get(Switch::ErrorBody))
    }

    /// Answers a request that an endpoint was found for, with the fault that hits it.
    fn answer(&mut self, route: &Route, request: &Request<'_>, fail: Option<&str>, entry: &mut Entry) -> Response {
        entry.operation = route.operation();
        entry.path = route.endpoint.path.into();
        let fault = match fail.map(Fault::read_words) {
            Some(Err((path, why))) => {
                let path = format!("x-sandbox-fail {path}");
                return self.refuse(Refusal::field(path.trim(), &why));
            }
            Some(Ok(fault)) => Some(fault),
            None => self.pick_fault(&entry.operation),
        };
        let Some(fault) = fault else { return self.carry_out(route, request, false, entry) };
        entry.fault = Some(fault.name());
        if fault.revoked
            && let Some(token) = api::auth::bearer(request.authorization)
        {
            self.store.changed = true;
            self.store.account.revoke(token);
        }
        let mut response = match fault.prevents() {
            true => Response::default(),
            false => self.carry_out(route, request, fault.moved, entry),
        };
        self.spoil(&mut response, &fault);
        response
    }

    fn pick_fault(&mut self, operation: &str) -> Option<Fault> {
        if self.store.faults.is_empty() {
            return None;
        }
        // Which call a fault hits next is part of what a snapshot holds.
        self.store.changed = true;
        self.store.faults.pick(operation, self.store.streams.of(Stream::Faults))
    }

    /// Makes an answer what a fault says.
    fn spoil(&mut self, response: &mut Response, fault: &Fault) {
        if let Some(status) = fault.status {
            let body = if fault.body.is_null() {
                serde_json::json!({ "message": "A fault that was asked for." })
            } else {
                fault.body.clone()
            };
            let body_text = body.as_str().map_or_else(|| body.to_string(), str::to_string);
            *response = Response::of(status, "application/json", body_text);
        }
        if fault.html {
            let status = fault.status.unwrap_or(if response.status == 0 { 200 } else { response.status });
            let page = "<!doctype html><html><head><title>Please wait</title></head><body><h1>Please wait</h1></body></html>";
            *response = Response::of(status, "text/html; charset=utf-8", page.into());
        }
        if fault.drifted {
            response.body = drifted(&response.body);
        }
        for (name, value) in &fault.headers {
            let name = name.to_ascii_lowercase();
            response.headers.retain(|(known, _)| *known != name);
            response.headers.push((name, value.as_str().unwrap_or_default().into()));
        }
        if response.status == 0 {
            response.status = 200;
        }
        response.network = Network {
            latency: fault.delay(self.store.streams.of(Stream::Faults)),
            lost: fault.lost,
            stalled: fault.stalled,
            headers: fault.stalled && fault.is_after(),
            truncated: fault.truncated,
        };
    }

    fn carry_out(&mut self, route: &Route, request: &Request<'_>, moved: bool, entry: &mut Entry) -> Response {
        let given = self.give(route, request, moved, entry);
        match given {
            Ok(mut reply) => {
                if let Some(kind) = route.endpoint.answer {
                    shape(&mut reply.body, kind, self.store.assumptions.is(Switch::Nulls, "given"));
                }
                let mut response = Response::of_json(reply.status, &reply.body);
                response.headers.extend(reply.headers);
                response
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    fn give(&mut self, route: &Route, request: &Request<'_>, moved: bool, entry: &mut Entry) -> Result<Reply, Refusal> {
        let token = api::auth::bearer(request.authorization);
        api::auth::authorise(&self.store, route.endpoint, token)?;
        let current = api::current(&self.store, route);
        let mut call = Call::read(&self.store, route, token, request, current)?;
        call.moved = moved;
        entry.warnings = std::mem::take(&mut call.warnings);
        match api::handler(route.group.name, route.endpoint.name) {
            Some(handle) => handle(&mut self.store, &call),
            None => Err(Refusal::new(501, "The sandbox does not answer this call yet.")),
        }
    }
}

/// Paths as a header has room for them. All of them stand in `calls`.
fn in_a_header(paths: &[String]) -> String {
    const MOST: usize = 20;
    let shown = paths.iter().take(MOST).map(String::as_str).collect::<Vec<&str>>().join(", ");
    match paths.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// An answer as a newer server might give it: with a field that nobody knows, a status that nobody knows, and an id of another kind.
fn drifted(body: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(body) else { return body.into() };
    let target = match &mut value {
        Value::Array(items) => items.first_mut(),
        other => Some(other),
    };
    if let Some(Value::Object(object)) = target {
        if object.contains_key("status") {
            object.insert("status".into(), "in_orbit".into());
        }
        if object.contains_key("id") {
            object.insert("id".into(), 7.into());
        }
        object.insert("added_by_a_newer_version".into(), true.into());
    }
    value.to_string()
}

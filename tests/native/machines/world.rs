//! The package's façade in virtual time: it performs the effects of calls and the steps of sign-in
//! jobs as `call.ts` and `session.ts` do, and picks at random among all that could happen next.

use blend_sdk::client::{Body as ReadBody, CallEffect, CallEvent, CallInput, Engine, Fault, Head, Request, Started};
use serde_json::{Value, json};

use super::fixture::said;
use super::flow::{End, Event, Flow, Hand, Spec, UNCONNECTED, errors_of};
use super::job::{Client, Job, Store};
use super::random::Random;
use super::server::{Answer, Body, Fate, Seen, Server};

pub const BASE: &str = "https://api.example.com/api/v1";

#[derive(Clone, Debug)]
pub(super) enum Todo {
    Start(usize),
    Go(usize, u32, Box<Request>),
    Arrive { flow: usize, epoch: u32, seen: Box<Seen>, fate: Fate, back: f64 },
    Answered { flow: usize, epoch: u32, answer: Box<Answer> },
    Tell(usize, u32, Event),
    Stop(usize, Event),
    Job(usize, Job),
    SignOut(usize),
    Revoke,
}

/// Decides what becomes of a request, and how many milliseconds it takes there and back.
pub type Planner = Box<dyn FnMut(&Seen, &mut Random) -> (Fate, f64)>;

pub struct World {
    pub engine: Engine,
    pub now: f64,
    pub random: Random,
    pub server: Server,
    pub stores: Vec<Store>,
    pub clients: Vec<Client>,
    pub flows: Vec<Flow>,
    pub planner: Planner,
    /// How long a step of the façade may take at the most: microtasks, locks, stores.
    pub slack: f64,
    todo: Vec<(f64, Todo)>,
    pub steps: usize,
    pub violations: Vec<String>,
}

impl World {
    pub fn new(seed: u64) -> World {
        World {
            engine: Engine::new(),
            now: 1_763_000_000_000.0,
            random: Random::new(seed),
            server: Server::default(),
            stores: Vec::new(),
            clients: Vec::new(),
            flows: Vec::new(),
            planner: Box::new(|_, _| (Fate::Honest, 20.0)),
            slack: 0.0,
            todo: Vec::new(),
            steps: 0,
            violations: Vec::new(),
        }
    }

    /// Every request gets what the list says in its turn; behind its end, an honest answer.
    pub fn script(&mut self, fates: Vec<Fate>) {
        let mut fates = fates.into_iter();
        self.planner = Box::new(move |seen, _| {
            if seen.is_login() || seen.is_refresh() {
                return (Fate::Honest, 20.0);
            }
            (fates.next().unwrap_or(Fate::Honest), 20.0)
        });
    }

    /// Opens a client; `options` need no base URL.
    pub fn open(&mut self, mut options: Value, store: Option<usize>) -> usize {
        options["baseURL"] = json!(BASE);
        for name in ["accessToken", "refreshToken"] {
            if let Some(token) = options[name].as_str() {
                self.server.known.insert(token.into());
            }
        }
        if store.is_some() {
            options["tokenStore"] = json!(true);
        }
        let number = self.engine.open(&options.to_string(), false).expect("good options");
        self.clients.push(Client::new(number, store));
        self.clients.len() - 1
    }

    pub fn client_with_password(&mut self) -> usize {
        self.open(json!({"email": "pharmacy@example.com", "password": "correct horse"}), None)
    }

    /// Plans a call so many milliseconds from now.
    pub fn call(&mut self, client: usize, spec: Spec, after: f64) -> usize {
        let flow = self.add(client, spec, false);
        if let Some(at) = self.flows[flow].spec.abort_at {
            self.later(at, Todo::Stop(flow, Event::Abort));
        }
        self.later(after, Todo::Start(flow));
        flow
    }

    pub(super) fn add(&mut self, client: usize, spec: Spec, own: bool) -> usize {
        self.flows.push(Flow::new(client, spec, own));
        self.flows.len() - 1
    }

    pub fn sign_out(&mut self, client: usize, after: f64) {
        self.later(after, Todo::SignOut(client));
    }

    /// Makes the server forget all refresh tokens.
    pub fn revoke(&mut self, after: f64) {
        self.later(after, Todo::Revoke);
    }

    pub(super) fn later(&mut self, after: f64, todo: Todo) {
        self.todo.push((self.now + after, todo));
    }

    pub(super) fn some_time(&mut self) -> f64 {
        match self.slack > 0.0 && self.random.chance(300) {
            true => (self.random.below(self.slack as usize) as f64).max(1.0),
            false => 0.0,
        }
    }

    /// Goes on until nothing is left to happen. Panics where that never comes.
    pub fn run(&mut self) {
        while !self.todo.is_empty() {
            self.steps += 1;
            assert!(self.steps < 20_000, "it never ends");
            let due: Vec<usize> = (0..self.todo.len()).filter(|place| self.todo[*place].0 <= self.now).collect();
            if due.is_empty() {
                let flows = &self.flows;
                self.todo.retain(|(_, todo)| match todo {
                    Todo::Tell(flow, epoch, _) => flows[*flow].epoch == *epoch && flows[*flow].end.is_none(),
                    Todo::Stop(flow, _) => flows[*flow].end.is_none(),
                    _ => true,
                });
                // Nothing to wait for but what is void.
                if self.todo.is_empty() {
                    break;
                }
                self.now = self.todo.iter().map(|(at, _)| *at).fold(f64::INFINITY, f64::min);
                continue;
            }
            let place = *self.random.pick(&due);
            let (_, todo) = self.todo.swap_remove(place);
            self.perform(todo);
        }
    }

    /// Runs, and closes all clients: nothing may be left behind.
    pub fn finish(&mut self) {
        self.run();
        for client in 0..self.clients.len() {
            self.engine.close(self.clients[client].number);
        }
        assert_eq!(self.engine.load(), (0, 0), "clients and calls left behind");
        assert!(self.flows.iter().all(|flow| flow.end.is_some()), "a caller waits for ever");
        assert!(self.server.violations.is_empty(), "{:?}", self.server.violations);
        assert!(self.violations.is_empty(), "{:?}", self.violations);
    }

    /// How a call ended. Runs the world before.
    pub fn end(&mut self, flow: usize) -> End {
        self.run();
        self.flows[flow].end.clone().expect("an end")
    }

    fn perform(&mut self, todo: Todo) {
        match todo {
            Todo::Start(flow) => {
                let Flow { client, spec, .. } = &self.flows[flow];
                let (number, spec) = (self.clients[*client].number, spec.clone());
                let started = self.engine.start(
                    number,
                    &CallInput { operation: spec.number(), args: &spec.args, options: &spec.options.to_string() },
                    self.now,
                );
                self.begin(flow, started);
            }
            Todo::Go(flow, epoch, request) => self.go(flow, epoch, &request),
            Todo::Arrive { flow, epoch, seen, fate, back } => {
                let answer = self.server.take(*seen, &fate);
                match fate {
                    Fate::AnswerLost(code) => self.later(back, Todo::Tell(flow, epoch, Event::Network(code))),
                    _ => self.later(back, Todo::Answered { flow, epoch, answer: Box::new(answer) }),
                }
            }
            Todo::Answered { flow, epoch, answer } => {
                if self.flows[flow].epoch == epoch && self.flows[flow].end.is_none() {
                    self.flows[flow].answer = *answer;
                    self.tell(flow, epoch, Event::Headers);
                }
            }
            Todo::Tell(flow, epoch, event) => self.tell(flow, epoch, event),
            Todo::Stop(flow, event) => {
                self.flows[flow].stopped.get_or_insert(event.clone());
                let epoch = self.flows[flow].epoch;
                if self.flows[flow].call.is_some() {
                    self.tell(flow, epoch, event);
                }
            }
            Todo::Job(client, job) => self.job(client, job),
            Todo::SignOut(client) => self.forget_session(client),
            Todo::Revoke => self.server.revoke_refresh_tokens(),
        }
    }

    /// A call has begun in the engine.
    pub(super) fn begin(&mut self, flow: usize, started: Started) {
        let it = &mut self.flows[flow];
        it.call = started.call;
        it.began = self.steps;
        if let (Some(limit), false) = (it.spec.options["totalTimeout"].as_f64(), it.own) {
            self.later(limit, Todo::Stop(flow, Event::TotalTimeout));
        }
        self.effect(flow, started.effect);
        // A signal may have been aborted before the call began.
        if let Some(event) = self.flows[flow].stopped.clone() {
            let epoch = self.flows[flow].epoch;
            self.tell(flow, epoch, event);
        }
    }

    fn tell(&mut self, flow: usize, epoch: u32, event: Event) {
        let it = &mut self.flows[flow];
        if it.epoch != epoch || it.end.is_some() {
            return;
        }
        let Some(call) = it.call else { return };
        it.epoch += 1;
        let answer = it.answer.clone();
        let doubt = match event {
            Event::Network(code) => !UNCONNECTED.contains(&code),
            Event::Headers => answer.redirect || matches!(answer.status, 300..=399 | 408 | 500..),
            _ => false,
        };
        if doubt {
            it.doubtful.get_or_insert(it.attempts.len());
        }
        let errors = if let Event::Network(code) = event { errors_of(code) } else { String::new() };
        let event = match &event {
            Event::Settled => CallEvent::SessionSettled,
            Event::Woke => CallEvent::WaitEnded,
            Event::Headers => {
                self.note_wait(flow, &answer);
                let kind = if matches!(answer.body, Body::Html) { "text/html; charset=utf-8" } else { "application/json" };
                let headers = json!([kind, answer.retry_after, null, "req-1"]).to_string();
                CallEvent::HeadersReceived(Head::new(if answer.redirect { 302 } else { answer.status }, &headers))
            }
            Event::Body => match &answer.body {
                Body::Text(text) => CallEvent::BodyReceived(ReadBody::Text(text)),
                Body::Empty => CallEvent::BodyReceived(ReadBody::Empty),
                Body::Html if (200..300).contains(&answer.status) => CallEvent::BodyReceived(ReadBody::Invalid { bytes: 1234.0 }),
                Body::Html => CallEvent::BodyReceived(ReadBody::Text("<html>")),
                Body::Cut => CallEvent::Failed(Fault::Network(r#"[{"code":"ECONNRESET"}]"#)),
                Body::TooLarge => CallEvent::Failed(Fault::TooLarge),
            },
            Event::Network(_) => CallEvent::Failed(Fault::Network(&errors)),
            Event::Timeout => CallEvent::Failed(Fault::Timeout),
            Event::TotalTimeout => CallEvent::Failed(Fault::TotalTimeout),
            Event::Abort => CallEvent::Failed(Fault::Abort),
        };
        let random = self.random.below(1000) as f64 / 1000.0;
        let effect = self.engine.step(call, event, self.now, random);
        self.effect(flow, effect);
    }

    fn note_wait(&mut self, flow: usize, answer: &Answer) {
        let asked = match answer.retry_after.parse::<f64>() {
            Ok(seconds) => self.now + seconds * 1000.0,
            // The one date that the planners use.
            Err(_) if answer.retry_after.contains("GMT") => http_date_of(&answer.retry_after),
            Err(_) => return,
        };
        let it = &mut self.flows[flow];
        it.asked.push((it.sends.len(), asked));
    }

    fn effect(&mut self, flow: usize, effect: CallEffect) {
        let epoch = self.flows[flow].epoch;
        match effect {
            CallEffect::AwaitSession => self.join(flow, epoch),
            CallEffect::Send(request) => {
                let step = self.steps;
                self.flows[flow].attempts.push(step);
                // It goes out a microtask later: others may come between.
                let soon = self.some_time().min(1.0);
                let timeout = request.timeout;
                self.later(soon, Todo::Go(flow, epoch, request));
                self.later(timeout, Todo::Tell(flow, epoch, Event::Timeout));
            }
            CallEffect::ReadBody { json, timeout, .. } => {
                if json && self.flows[flow].spec.hand == Hand::Unread {
                    self.engine.forget(self.flows[flow].call.expect("a call"));
                    self.over(flow, true, json!({}), true);
                } else {
                    let takes = self.some_time() * 3.0;
                    self.later(takes, Todo::Tell(flow, epoch, Event::Body));
                    self.later(timeout, Todo::Tell(flow, epoch, Event::Timeout));
                }
            }
            CallEffect::Wait { ms } | CallEffect::HoldBack { ms } => self.later(ms, Todo::Tell(flow, epoch, Event::Woke)),
            CallEffect::Succeed(_) | CallEffect::Fail(_) => {
                let (ok, said) = said(&effect).expect("an end");
                self.over(flow, ok, said, false);
            }
            CallEffect::Preflight { .. } => self.violations.push("nobody asked for a preflight".into()),
        }
    }

    fn over(&mut self, flow: usize, ok: bool, said: Value, unread: bool) {
        let it = &mut self.flows[flow];
        it.end = Some(End { ok, said, step: self.steps, unread });
        let (client, own, operation) = (it.client, it.own, it.spec.operation);
        if own {
            self.job_answered(client);
        } else if ok && !unread && matches!(operation, "auth.login" | "auth.refresh") {
            self.save_aside(client);
        }
    }

    fn go(&mut self, flow: usize, epoch: u32, request: &Request) {
        let it = &mut self.flows[flow];
        if it.epoch != epoch || it.end.is_some() {
            return;
        }
        it.sends.push(self.now);
        let header = |name: &str| request.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.clone());
        let Some(path) = request.url.strip_prefix(BASE) else {
            self.violations.push(format!("{} is not behind the base", request.url));
            return;
        };
        let seen = Seen {
            flow,
            at: self.now,
            method: request.method.into(),
            path: path.into(),
            bearer: header("authorization").map(|value| value.strip_prefix("Bearer ").expect("a bearer").to_string()),
            executed: false,
            status: 0,
        };
        let (fate, takes) = (self.planner)(&seen, &mut self.random);
        match fate {
            Fate::Lost(code) => self.later(takes, Todo::Tell(flow, epoch, Event::Network(code))),
            fate => {
                let there = (takes / 2.0).floor();
                let seen = Box::new(Seen { at: self.now + there, ..seen });
                self.later(there, Todo::Arrive { flow, epoch, seen, fate, back: takes - there });
            }
        }
    }

    pub(super) fn settle(&mut self, flow: usize, epoch: u32) {
        self.later(0.0, Todo::Tell(flow, epoch, Event::Settled));
    }
}

/// Milliseconds of an HTTP date on the day that the world begins.
fn http_date_of(text: &str) -> f64 {
    blend_sdk::rules::calendar::http_date(text).expect("a date")
}

/// The HTTP date of a time within the world's first days.
pub fn http_date(at: f64) -> String {
    let seconds = (at / 1000.0) as i64;
    let day = (seconds - 1_762_992_000) / 86_400;
    let rest = seconds.rem_euclid(86_400);
    format!("Thu, {} Nov 2025 {:02}:{:02}:{:02} GMT", 13 + day, rest / 3600, rest / 60 % 60, rest % 60)
}

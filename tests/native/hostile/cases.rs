//! Single cases: something comes in at one of the places where something can.

use std::ops::AddAssign;

use blend_sdk::check::json::write_string;
use blend_sdk::client::{
    Body, CallEffect, CallEvent, CallInput, CreateOnce, CreationEvent, CreationOptions, Engine, Fault, Head, Pager,
    SessionEffect, SessionEvent, Started, wire,
};
use blend_sdk::endpoint::{Endpoint, ResourceKind, number_of, operations, path_ids};
use serde_json::{Value, json};

use super::laws::{self, MARK};
use super::mutate::mutate;
use super::random::Random;

const BASE: &str = "https://api.example.com/api/v1";
const ID: &str = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
const NOW: f64 = 1_763_000_000_000.0;

/// How cases ended.
#[derive(Debug, Default)]
pub struct Ends {
    pub done: usize,
    pub failed: usize,
    pub refused: usize,
    pub waits: usize,
    pub sent: usize,
    pub signed_in: usize,
}

impl Ends {
    pub fn add(&mut self, other: Ends) {
        self.done.add_assign(other.done);
        self.failed.add_assign(other.failed);
        self.refused.add_assign(other.refused);
        self.waits.add_assign(other.waits);
        self.sent.add_assign(other.sent);
        self.signed_in.add_assign(other.signed_in);
    }
}

/// Where texts come from: a piece as it is, or damaged ones of the whole corpus.
enum Source<'a> {
    Piece(&'a [u8]),
    Corpus(&'a [Vec<u8>]),
}

pub struct Case<'a> {
    number: usize,
    random: Random,
    source: Source<'a>,
    ends: Ends,
}

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("case {}", self.number);
        }
    }
}

impl<'a> Case<'a> {
    pub fn new(number: usize, corpus: &'a [Vec<u8>]) -> Self {
        Case { number, random: Random::new(number as u64), source: Source::Corpus(corpus), ends: Ends::default() }
    }

    pub fn of(number: usize, piece: &'a [u8]) -> Self {
        Case { number, random: Random::new(number as u64), source: Source::Piece(piece), ends: Ends::default() }
    }

    pub fn run(mut self) -> Ends {
        match self.random.below(8) {
            0..=2 => self.answer(),
            3 => self.sign_in(),
            4 => self.arguments(),
            5 => self.raw(),
            6 => self.once(),
            _ => self.page(),
        }
        std::mem::take(&mut self.ends)
    }

    /// A text as it comes in: what JavaScript hands over is always UTF-8.
    fn text(&mut self) -> String {
        let bytes = match self.source {
            Source::Piece(piece) => piece.to_vec(),
            Source::Corpus(corpus) => {
                let mut bytes = self.random.pick(corpus).clone();
                for _ in 0..*self.random.pick(&[0, 0, 1, 1, 2, 4]) {
                    mutate(&mut self.random, &mut bytes, corpus);
                }
                bytes
            }
        };
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if self.random.chance(500) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.insert_str(*self.random.pick(&places), MARK);
        }
        text
    }

    /// A text as a string of JSON; now and then whatever it is.
    fn quoted(&mut self) -> String {
        let text = self.text();
        if self.random.chance(50) {
            return text;
        }
        let mut out = String::new();
        write_string(&mut out, &text);
        out
    }

    fn operation(&mut self) -> (usize, &'static Endpoint) {
        let number = self.random.below(operations().len());
        (number, operations()[number].endpoint)
    }

    fn options(&mut self) -> String {
        let check = *self.random.pick(&["off", "report", "throw"]);
        json!({ "validate": "off", "checkResponses": check, "maxRetries": self.random.below(3), "preflight": self.random.chance(100) }).to_string()
    }

    fn open(&mut self, engine: &mut Engine, more: &str) -> usize {
        let options = format!(r#"{{"baseURL":"{BASE}","email":"a@example.com","password":"p"{more}}}"#);
        engine.open(&options, false).unwrap()
    }

    /// Headers and bodies of all kinds, until the call ends.
    fn answer(&mut self) {
        let mut engine = Engine::new();
        let client = self.open(&mut engine, r#","accessToken":"a","refreshToken":"r""#);
        let (number, endpoint) = self.operation();
        let mut args = vec![json!(ID); path_ids(endpoint.path).len()];
        args.push(json!({ "npi": "1234567893" }));
        let options = self.options();
        let started =
            engine.start(client, &CallInput { operation: Some(number), args: &json!(args).to_string(), options: &options }, NOW);
        let mut effect = started.effect;
        let Some(call) = started.call else { panic!("{effect:?}") };
        let mut begun = NOW;
        for _ in 0..100 {
            laws::report(&effect);
            let random = self.random.below(1000) as f64 / 1000.0;
            let now = begun + self.random.below(100_000) as f64;
            effect = match effect {
                CallEffect::Succeed(_) => {
                    self.ends.done += 1;
                    return;
                }
                CallEffect::Fail(_) => {
                    self.ends.failed += 1;
                    return;
                }
                CallEffect::Wait { ms } | CallEffect::HoldBack { ms } => {
                    self.ends.waits += 1;
                    // Else it is held back again.
                    begun += 100_000.0 + ms;
                    let now = begun;
                    engine.step(call, CallEvent::WaitEnded, now, random)
                }
                CallEffect::AwaitSession => {
                    self.job(&mut engine, client, now);
                    engine.step(call, CallEvent::SessionSettled, now, random)
                }
                CallEffect::Preflight { .. } => {
                    let order = self.text();
                    engine.step(call, CallEvent::OrderSeen(&order), now, random)
                }
                CallEffect::Send(request) => {
                    laws::stays(&request, BASE, endpoint.path);
                    self.head(&mut engine, call, now, random)
                }
                CallEffect::ReadBody { .. } => self.body(&mut engine, call, now, random),
            };
        }
        panic!("it never ends: {effect:?}");
    }

    fn head(&mut self, engine: &mut Engine, call: usize, now: f64, random: f64) -> CallEffect {
        if self.random.chance(100) {
            let code = self.text();
            return engine.step(call, CallEvent::Failed(Fault::Network(&code)), now, random);
        }
        let values: Vec<String> = (0..self.random.below(9)).map(|_| self.quoted()).collect();
        let headers = format!("[{}]", values.join(","));
        let status = *self.random.pick(&[200, 200, 200, 201, 204, 0, 301, 400, 401, 408, 409, 422, 429, 429, 500, 503, 65_535]);
        engine.step(call, CallEvent::HeadersReceived(Head::new(status, &headers)), now, random)
    }

    fn body(&mut self, engine: &mut Engine, call: usize, now: f64, random: f64) -> CallEffect {
        let text = self.text();
        let event = match self.random.below(10) {
            0 => CallEvent::BodyReceived(Body::Empty),
            1 => CallEvent::BodyReceived(Body::Invalid { bytes: *self.random.pick(&[0.0, -1.0, 1e300, f64::NAN]) }),
            2 => CallEvent::Failed(Fault::Network(&text)),
            3 => CallEvent::Failed(Fault::TooLarge),
            _ => CallEvent::BodyReceived(Body::Text(&text)),
        };
        engine.step(call, event, now, random)
    }

    /// Tokens out of a sign-in, a store, and a function of the user's.
    fn sign_in(&mut self) {
        let mut engine = Engine::new();
        let more = *self.random.pick(&["", r#","tokenStore":true"#, r#","token":true"#, r#","refreshToken":"r""#]);
        let client = self.open(&mut engine, more);
        let now = NOW + self.random.below(10_000_000) as f64;
        self.job(&mut engine, client, now);
        // What it says of its tokens can be read again, and says the same then.
        let snapshot = engine.snapshot(client);
        let other = self.open(&mut engine, "");
        engine.restore(other, &snapshot, now);
        let [tokens, again] = [snapshot, engine.snapshot(other)].map(|text| {
            let read: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            (read["access"].clone(), read["refresh"].clone())
        });
        assert_eq!(tokens, again);
        if tokens.0.is_string() {
            self.ends.signed_in += 1;
        }
        laws::report(
            &engine.start(client, &CallInput { operation: number_of("orders", "list"), args: "[]", options: "{}" }, now).effect,
        );
    }

    /// The job that gets tokens, to its end.
    fn job(&mut self, engine: &mut Engine, client: usize, now: f64) {
        let mut step = engine.begin_sign_in(client, now);
        for _ in 0..20 {
            let text = self.text();
            step = match step {
                SessionEffect::EndSignIn => return,
                SessionEffect::LoadTokens => engine.step_session(client, SessionEvent::TokensLoaded(&text), now),
                SessionEffect::RequestToken => engine.step_session(
                    client,
                    SessionEvent::TokenProvided(self.random.chance(800).then_some(text.as_str())),
                    now,
                ),
                SessionEffect::SaveTokens => engine.step_session(client, SessionEvent::TokensSaved(self.random.chance(700)), now),
                SessionEffect::Login | SessionEffect::Refresh => {
                    let started = engine.sign_in_call(client, step == SessionEffect::Refresh, "{}", now);
                    let call = started.call.unwrap();
                    engine.step(call, CallEvent::HeadersReceived(Head::new(200, "[]")), now, 0.5);
                    laws::report(&engine.step(call, CallEvent::BodyReceived(Body::Text(&text)), now, 0.5));
                    engine.sign_in_call_ended(client, now)
                }
            };
        }
        panic!("the job never ends: {step:?}");
    }

    /// Ids, params and overrides.
    fn arguments(&mut self) {
        let mut engine = Engine::new();
        let (number, endpoint) = self.operation();
        let name = format!("{}.{}", operations()[number].group, endpoint.name);
        let (mut key, mut path) = (String::new(), String::new());
        write_string(&mut key, &name);
        let override_path = self.random.chance(300).then(|| self.text());
        write_string(&mut path, override_path.as_deref().unwrap_or(endpoint.path));
        let options = format!(
            r#"{{"baseURL":"{BASE}","email":"a@example.com","password":"p","accessToken":"a","refreshToken":"r","endpoints":{{{key}:{{"path":{path}}}}}}}"#
        );
        let client = match engine.open(&options, false) {
            Ok(client) => client,
            Err(failure) => {
                assert!(!failure.message.contains(MARK), "{}", failure.message);
                self.ends.refused += 1;
                return;
            }
        };
        let mut args: Vec<String> = path_ids(endpoint.path).iter().map(|_| self.quoted()).collect();
        args.push(if self.random.chance(500) { "{}".into() } else { self.text() });
        let args = format!("[{}]", args.join(","));
        let options = if self.random.chance(500) { "{}".into() } else { self.options() };
        laws::silent(&{
            let mut out = String::new();
            out.push_str(&wire::report(&engine.check(
                client,
                &CallInput { operation: Some(number), args: &args, options: &options },
                NOW,
            )));
            out
        });
        let started = engine.start(client, &CallInput { operation: Some(number), args: &args, options: &options }, NOW);
        laws::report(&started.effect);
        self.goes_out(&mut engine, started, override_path.as_deref().unwrap_or(endpoint.path));
    }

    /// A request by verb and path.
    fn raw(&mut self) {
        let mut engine = Engine::new();
        let client = self.open(&mut engine, r#","accessToken":"a""#);
        let template = if self.random.chance(500) { "/things/{id}/x".into() } else { self.text() };
        let mut path = String::new();
        write_string(&mut path, &template);
        let (id, query, body) = (self.quoted(), self.quoted(), self.quoted());
        let verb = *self.random.pick(&["GET", "POST", "delete", "PATCH"]);
        let args = format!(
            r#"["{verb}",{path},{{"path":{{"id":{id},"order_id":{id}}},"query":{{"q":{query},{query}:1}},"body":{body}}}]"#
        );
        let started = engine.start(client, &CallInput { operation: None, args: &args, options: "{}" }, NOW);
        laws::report(&started.effect);
        self.goes_out(&mut engine, started, &template);
    }

    fn goes_out(&mut self, engine: &mut Engine, started: Started, template: &str) {
        let mut effect = started.effect;
        if let CallEffect::Preflight { .. } = effect {
            let order = self.text();
            effect = engine.step(started.call.unwrap(), CallEvent::OrderSeen(&order), NOW, 0.5);
        }
        laws::report(&effect);
        match effect {
            CallEffect::Send(request) => {
                self.ends.sent += 1;
                laws::stays(&request, BASE, template);
            }
            CallEffect::Fail(_) => self.ends.refused += 1,
            other => panic!("{other:?}"),
        }
    }

    /// What is found when an order or a patient is looked up.
    fn once(&mut self) {
        let order = json!({ "external_id": "visit-1", "patient_id": ID, "products": { "prescription": [{ "sku": "S-1", "quantity": 1 }] } });
        let patient = json!({ "external_id": "visit-1", "first_name": "A", "last_name": "B", "date_of_birth": "1990-01-01" });
        let (kind, params) =
            if self.random.chance(500) { (ResourceKind::Order, order) } else { (ResourceKind::Patient, patient) };
        let sent = self.random.chance(500);
        let mut once =
            CreateOnce::new(kind, &params.to_string(), &CreationOptions { resend: false, look_for: 1000.0, sent }, NOW).unwrap();
        let text = self.text();
        once.step(CreationEvent::LookedUp(self.random.chance(900).then_some(text.as_str())), NOW);
        once.step(CreationEvent::AnswerLost, NOW);
        once.step(CreationEvent::LookedUp(Some(&text)), NOW + 500.0);
    }

    /// Pages of a list.
    fn page(&mut self) {
        let mut pager = Pager::default();
        for _ in 0..3 {
            let text = self.text();
            let total = self.random.chance(500).then(|| *self.random.pick(&[0, 1, 40, usize::MAX]));
            let turn = pager.turn(&text, total, *self.random.pick(&[0, 25, usize::MAX]));
            assert!(!(turn.last && turn.stuck));
        }
    }
}

//! All clients and calls of one instance, by number. JavaScript holds the numbers.

use super::call::{Call, Effect, Event};
use super::failure::{ErrorClass, Failure, Outcome};
use super::options::{self, Settings};
use super::overrides::{self, Override};
use super::prepare::{self, Target};
use super::session::{Credentials, News, Session, Step};
use super::url;
use crate::check::{Code, Issue, Object, Report, json};
use crate::endpoint::{Auth, by_number, number_of};

/// Things by number. No number is used twice: a late word about what is gone must reach nothing else.
struct Slab<T> {
    things: Vec<(usize, T)>,
    next: usize,
}

impl<T> Slab<T> {
    const fn new() -> Self {
        Slab { things: Vec::new(), next: 0 }
    }

    fn add(&mut self, thing: T) -> usize {
        let number = self.next;
        self.next += 1;
        self.things.push((number, thing));
        number
    }

    fn get(&mut self, number: usize) -> Option<&mut T> {
        self.things.iter_mut().find(|(own, _)| *own == number).map(|(_, thing)| thing)
    }

    fn remove(&mut self, number: usize) {
        self.things.retain(|(own, _)| *own != number);
    }
}

struct Client {
    base: String,
    endpoints: Vec<(String, Override)>,
    session: Session,
    /// Why the sign-in of the session's job failed.
    sign_in_failed: Option<Failure>,
}

struct Running {
    client: usize,
    call: Call,
}

/// A call that has begun.
pub struct Started {
    /// Its number; none where it ended at once.
    pub call: Option<usize>,
    pub effect: Effect,
}

/// The request of a call, as it goes out.
pub struct Request {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub struct Engine {
    clients: Slab<Client>,
    calls: Slab<Running>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    pub const fn new() -> Self {
        Engine { clients: Slab::new(), calls: Slab::new() }
    }

    /// Opens a client. `text` is its options as JSON, functions given as `true`.
    pub fn open(&mut self, text: &str, browser: bool) -> Result<usize, Box<Failure>> {
        let mut issues = options::issues(text, true);
        let given = Object::read(text.as_bytes());
        let mut refuse = |option: &str, fix: &str| {
            let path = joined("options.", option, "");
            issues.push(Issue { path, code: Code::InvalidValue, message: fix.into() });
        };
        let own = given.string("baseURL");
        let base = match url::base(own.as_deref().unwrap_or("https://api.byblend.com/api/v1"), browser) {
            Ok(base) => base,
            Err(fix) => {
                refuse("baseURL", fix);
                String::new()
            }
        };
        for (one, other) in [("email", "password"), ("password", "email")] {
            if given.has(one) && !given.has(other) {
                refuse(other, &joined("missing; ", one, " works only together with it"));
            }
        }
        for name in ["middleware", "onAudit"] {
            if given.has(name) {
                refuse(name, "not there yet in this version: leave it out rather than rely on it");
            }
        }
        for name in ["password", "refreshToken"] {
            if browser && given.has(name) && !given.is_true("dangerouslyAllowBrowser") {
                refuse(
                    name,
                    "not in a browser, where every visitor can read it: give accessToken or token() from your backend, or set dangerouslyAllowBrowser",
                );
            }
        }
        let endpoints = overrides::read(given.get("endpoints").unwrap_or(b""), &mut issues);
        if !issues.is_empty() {
            return Err(Box::new(Failure::validation("these options cannot be used", issues)));
        }
        let credentials = Credentials { email: given.text("email"), password: given.text("password"), asks: given.has("token") };
        let session = Session::new(credentials, given.text("accessToken"), given.text("refreshToken"), given.has("tokenStore"));
        Ok(self.clients.add(Client { base, endpoints, session, sign_in_failed: None }))
    }

    pub fn close(&mut self, client: usize) {
        self.clients.remove(client);
        self.calls.things.retain(|(_, running)| running.client != client);
    }

    /// Begins a call. `number` is the operation's; none for a raw request. `args` and `text` (its
    /// options) are JSON.
    pub fn start(&mut self, client: usize, number: Option<usize>, args: &str, text: &str, now: f64) -> Started {
        let over = |failure: Failure, operation: &str| Started { call: None, effect: ended(failure, operation) };
        let operation = number.and_then(by_number);
        let target = operation.map_or(Target::Raw, |(group, endpoint)| Target::Operation(group.name, endpoint));
        let name = target.name();
        let issues = options::issues(text, false);
        if !issues.is_empty() {
            return over(Failure::validation("these options cannot be used", issues), &name);
        }
        let settings = Settings::read(text);
        let Some(owner) = self.clients.get(client) else { return over(gone(Outcome::NotSent), &name) };
        let own = owner.endpoints.iter().find(|(operation, _)| *operation == name).map(|(_, own)| own);
        let prepared = match operation {
            Some((_, endpoint)) => prepare::operation(endpoint, own, args, &settings),
            None => prepare::raw(args),
        };
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(issues) => return over(Failure::validation("nothing was sent", issues), &name),
        };
        let mut call = Call::new(target, prepared, settings, now);
        let effect = call.authorise(&owner.session, now);
        if let Effect::Fail { .. } = effect {
            return Started { call: None, effect };
        }
        if call.is_write() {
            for (_, other) in self.calls.things.iter_mut().filter(|(_, other)| other.client == client) {
                other.call.superseded |= other.call.prepared().is_about(&call.prepared().path);
            }
        }
        Started { call: Some(self.calls.add(Running { client, call })), effect }
    }

    /// Issues and warnings of an operation's arguments; sends nothing.
    pub fn check(&mut self, client: usize, number: usize, args: &str, text: &str) -> Report {
        let Some((group, endpoint)) = by_number(number) else { return Report::default() };
        let name = Target::Operation(group.name, endpoint).name();
        let own = self.clients.get(client).and_then(|owner| owner.endpoints.iter().find(|(operation, _)| *operation == name));
        match prepare::operation(endpoint, own.map(|(_, own)| own), args, &Settings::read(text)) {
            Ok(prepared) => Report { issues: Vec::new(), warnings: prepared.warnings },
            Err(issues) => Report { issues, warnings: Vec::new() },
        }
    }

    /// Goes on with a call.
    pub fn step(&mut self, call: usize, event: Event<'_>, now: f64, random: f64) -> Effect {
        let Some(running) = self.calls.get(call) else { return ended(gone(Outcome::Unknown), "request") };
        let Some(owner) = self.clients.get(running.client) else { return ended(gone(Outcome::Unknown), "request") };
        let answer = match &event {
            Event::Body(super::call::Body::Text(text)) if running.call.signs_in() => Some((*text).to_string()),
            _ => None,
        };
        let effect = running.call.step(event, &mut owner.session, now, random);
        match &effect {
            Effect::Done { .. } => {
                if let Some(answer) = answer {
                    let login = running.call.auth() == Auth::None;
                    owner.session.adopt(&answer, running.call.generation, login, running.call.for_session, now);
                }
                self.calls.remove(call);
            }
            Effect::Fail { failure, .. } => {
                if running.call.auth() == Auth::None {
                    owner.session.login_failed(failure);
                }
                if running.call.for_session {
                    owner.sign_in_failed = Some((**failure).clone());
                }
                self.calls.remove(call);
            }
            _ => {}
        }
        effect
    }

    /// Forgets a call whose answer was handed over unread.
    pub fn forget(&mut self, call: usize) {
        self.calls.remove(call);
    }

    /// What goes out for a call at hand.
    pub fn request(&mut self, call: usize) -> Option<Request> {
        let running = self.calls.get(call)?;
        let owner = self.clients.get(running.client)?;
        let prepared = running.call.prepared();
        let mut headers = vec![("accept".to_string(), "application/json".to_string())];
        let mut body = prepared.body.clone();
        match running.call.auth() {
            Auth::Access | Auth::Refresh => headers.push(bearer(&running.call.token)),
            Auth::None => body = Some(login_body(owner.session.credentials())),
        }
        if body.is_some() {
            headers.push(("content-type".into(), "application/json".into()));
        }
        for (name, value) in &running.call.settings().headers {
            if !name.eq_ignore_ascii_case("authorization") {
                // Two of a name, in whatever case, would be joined into one.
                headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
                headers.push((name.clone(), value.clone()));
            }
        }
        Some(Request { method: prepared.verb.name(), url: joined(&owner.base, &prepared.path, ""), headers, body })
    }

    /// Starts the job that signs a client in.
    pub fn sign_in(&mut self, client: usize, now: f64) -> Step {
        self.clients.get(client).map_or(Step::Over, |owner| owner.session.begin(now))
    }

    /// Begins the call of the job: the sign-in, or the refresh. `text` is the client's options.
    pub fn sign_in_call(&mut self, client: usize, step: &Step, text: &str, now: f64) -> Started {
        let name = if *step == Step::Refresh { "refresh" } else { "login" };
        let started = self.start(client, number_of("auth", name), "[]", text, now);
        if let Some(running) = started.call.and_then(|call| self.calls.get(call)) {
            running.call.for_session = true;
        }
        if let (Effect::Fail { failure, .. }, Some(owner)) = (&started.effect, self.clients.get(client)) {
            owner.sign_in_failed = Some((**failure).clone());
        }
        started
    }

    /// Goes on with the job once its call has ended.
    pub fn signed_in(&mut self, client: usize, now: f64) -> Step {
        let failed = self.clients.get(client).and_then(|owner| owner.sign_in_failed.take());
        self.signing(client, failed.map_or(News::Answered, News::Failed), now)
    }

    /// What a client's session belongs to: origin and account. For the key of a token store.
    pub fn account(&mut self, client: usize) -> String {
        let Some(owner) = self.clients.get(client) else { return String::new() };
        let session = &owner.session;
        let account = [session.credentials().email.as_str(), session.refresh_token(), session.access()];
        joined(url::origin(&owner.base), "\n", account.into_iter().find(|name| !name.is_empty()).unwrap_or_default())
    }

    /// Goes on with the job.
    pub fn signing(&mut self, client: usize, news: News<'_>, now: f64) -> Step {
        self.clients.get(client).map_or(Step::Over, |owner| owner.session.step(news, now))
    }

    pub fn sign_out(&mut self, client: usize) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.sign_out();
        }
    }

    /// A client's tokens as text.
    pub fn snapshot(&mut self, client: usize) -> String {
        self.clients.get(client).map(|owner| owner.session.snapshot()).unwrap_or_default()
    }

    /// Gives a client the tokens of a snapshot.
    pub fn restore(&mut self, client: usize, text: &str, now: f64) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.restore(text, now);
        }
    }

    /// Clients and calls at hand: for tests of what is left behind.
    pub fn load(&self) -> (usize, usize) {
        (self.clients.things.len(), self.calls.things.len())
    }
}

fn joined(one: &str, two: &str, three: &str) -> String {
    let mut text = String::from(one);
    text.push_str(two);
    text.push_str(three);
    text
}

fn bearer(token: &str) -> (String, String) {
    ("authorization".into(), joined("Bearer ", token, ""))
}

fn login_body(credentials: &Credentials) -> String {
    let mut body = String::from("{\"email\":");
    json::write_string(&mut body, &credentials.email);
    body.push_str(",\"password\":");
    json::write_string(&mut body, &credentials.password);
    body.push('}');
    body
}

/// The number of a client or call is not known: it was closed, or has ended.
fn gone(outcome: Outcome) -> Failure {
    Failure::new(ErrorClass::Abort, outcome, "the call has ended before", "")
}

fn ended(failure: Failure, operation: &str) -> Effect {
    let mut error = String::new();
    failure.write(&mut error);
    super::failure::write_text(&mut error, "operation", operation);
    error.push('}');
    Effect::Fail { failure: Box::new(failure), error }
}

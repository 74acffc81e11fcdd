//! All clients and calls of one instance, by number. JavaScript holds the numbers.

use super::call::{Body, Call, Effect, Event};
use super::failure::{ErrorClass, Failure, Outcome};
use super::once::{Once, Thing};
use super::options::{self, Settings};
use super::overrides::{self, Override};
use super::prepare::{self, Prepared, Target};
use super::retry::Budget;
use super::session::{Credentials, News, Session, Step};
use super::slab::Slab;
use super::text::{joined, write_text};
use super::url;
use crate::check::{Code, Object, Report, json};
use crate::endpoint::{Auth, by_number, number_of};

struct Client {
    base: String,
    /// The option of that name.
    endpoints: String,
    session: Session,
    /// Why the sign-in of the session's job failed.
    sign_in_failed: Option<Box<Failure>>,
    budget: Budget,
}

/// A call that has begun.
pub struct Started {
    /// Its number; none where it ended at once.
    pub call: Option<usize>,
    pub effect: Effect,
}

/// The request of a call, as it goes out.
pub struct Request {
    pub operation: String,
    /// The path with its ids in braces.
    pub template: String,
    pub attempt: u32,
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub struct Engine {
    clients: Slab<Client>,
    calls: Slab<Call>,
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
    #[inline(never)]
    pub fn open(&mut self, text: &str, browser: bool) -> Result<usize, Box<Failure>> {
        let mut report = Report { issues: options::issues(text, true), warnings: Vec::new() };
        let given = Object(text);
        let mut refuse = |option: &str, fix: &str| {
            report.refuse(&joined("options.", option, ""), Code::InvalidValue, fix);
        };

        let own = given.string("baseURL");
        let base = url::base(own.as_deref().unwrap_or("https://api.byblend.com/api/v1"), browser);
        if let Err(fix) = base {
            refuse("baseURL", fix);
        }
        for (one, other) in [("email", "password"), ("password", "email")] {
            if given.has(one) && !given.has(other) {
                refuse(other, "missing; email and password work only together");
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
        let endpoints = given.get("endpoints").unwrap_or_default();
        overrides::check(endpoints, &mut report);
        if !report.issues.is_empty() {
            return Err(Failure::validation("these options cannot be used", report.issues));
        }
        let credentials = Credentials { email: given.text("email"), password: given.text("password"), asks: given.has("token") };
        let mut session =
            Session::new(credentials, given.text("accessToken"), given.text("refreshToken"), given.has("tokenStore"));
        let base = base.unwrap_or_default();
        session.unsigned = url::origin(&base).is_empty() && session.access().is_empty() && !session.can_renew();
        let client = Client { base, endpoints: endpoints.into(), session, sign_in_failed: None, budget: Budget::default() };
        Ok(self.clients.add(Box::new(client)))
    }

    /// Closes a client. Its calls do not outlive it.
    pub fn close(&mut self, client: usize) {
        self.clients.remove(client);
        while let Some(number) = self.calls.number(|call| call.client == client) {
            self.calls.remove(number);
        }
    }

    /// Begins a call. `number` is the operation's; none for a raw request. `args` and `text` (its
    /// options) are JSON.
    pub fn start(&mut self, client: usize, number: Option<usize>, args: &str, text: &str, now: f64) -> Started {
        let target = target(number);
        match self.begin(client, target, args, text, now) {
            Ok((_, effect @ Effect::Fail { .. })) => Started { call: None, effect },
            Ok((call, effect)) => Started { call: Some(self.calls.add(call)), effect },
            Err(failure) => Started { call: None, effect: ended(failure, target) },
        }
    }

    fn begin(
        &mut self,
        client: usize,
        target: Target,
        args: &str,
        text: &str,
        now: f64,
    ) -> Result<(Box<Call>, Effect), Box<Failure>> {
        let (prepared, settings) = self.prepare(client, target, args, text)?;
        let mut call = Call::new(client, target, prepared, settings, now);
        let owner = self.clients.get(client).ok_or_else(|| gone(Outcome::NotSent))?;
        let effect = call.authorise(&owner.session, now);
        if call.is_write() {
            for other in self.calls.all() {
                if other.client == client && other.prepared().is_about(&call.prepared().path) {
                    other.superseded = true;
                }
            }
        }
        Ok((call, effect))
    }

    fn prepare(
        &mut self,
        client: usize,
        target: Target,
        args: &str,
        text: &str,
    ) -> Result<(Box<Prepared>, Settings), Box<Failure>> {
        let issues = options::issues(text, false);
        if !issues.is_empty() {
            return Err(Failure::validation("these options cannot be used", issues));
        }
        let settings = Settings(text.into());
        let owner = self.clients.get(client).ok_or_else(|| gone(Outcome::NotSent))?;
        let prepared = match target {
            Target::Operation(_, endpoint) => {
                let own = Object(&owner.endpoints).get(&target.name()).unwrap_or_default();
                prepare::operation(endpoint, &Override(Object(own)), args, &settings)
            }
            Target::Raw => prepare::raw(args),
        };
        match prepared {
            Ok(prepared) => Ok((prepared, settings)),
            Err(report) => Err(refused(report)),
        }
    }

    /// Issues and warnings of an operation's arguments; sends nothing.
    pub fn check(&mut self, client: usize, number: usize, args: &str, text: &str) -> Report {
        match self.prepare(client, target(Some(number)), args, text) {
            Ok((prepared, _)) => Report { issues: Vec::new(), warnings: prepared.warnings },
            Err(failure) => Report { issues: failure.issues, warnings: failure.warnings },
        }
    }

    /// Begins to create a thing once. `params` are those of the create, whose checks are made first;
    /// `text` holds `resend`, `lookFor` in milliseconds, `sent`, where it was sent before, and the options of the `call`.
    pub fn once(&mut self, client: usize, number: usize, params: &str, text: &str, now: f64) -> Result<Once, Box<Failure>> {
        let target = target(Some(number));
        let thing = if matches!(target, Target::Operation("patients", _)) { Thing::Patient } else { Thing::Order };
        let options = Object(text);
        let own = options.get("call").unwrap_or("{}");
        let mut report = match self.prepare(client, target, &joined("[", params, "]"), own) {
            Ok(_) => Report::default(),
            Err(failure) => Report { issues: failure.issues, warnings: Vec::new() },
        };
        let resend = options.has("resend");
        if resend && options.text("resend") != "assume-unique" {
            report.refuse("options.resend", Code::InvalidValue, "expected assume-unique, or nothing");
        }
        let look_for = options.get("lookFor").map_or(Some(30_000), json::as_integer).filter(|ms| *ms >= 0);
        if look_for.is_none() {
            report.refuse("options.lookFor", Code::OutOfRange, "expected a whole number of milliseconds, at least 0");
        }
        let ms = look_for.unwrap_or_default() as f64;
        match Once::new(thing, params, resend, ms, options.is_true("sent"), now) {
            Ok(once) if report.issues.is_empty() => Ok(once),
            Ok(_) => Err(refused(report)),
            Err(more) => {
                report.issues.extend(more.issues);
                Err(refused(report))
            }
        }
    }

    /// Goes on with a call.
    pub fn step(&mut self, number: usize, event: Event<'_>, now: f64, random: f64) -> Effect {
        let Some(call) = self.calls.get(number) else { return ended(gone(Outcome::Unknown), Target::Raw) };
        let Some(owner) = self.clients.get(call.client) else { return ended(gone(Outcome::Unknown), Target::Raw) };
        let mut answer = "";
        if let Event::Body(Body::Text(text)) = &event
            && call.signs_in()
        {
            answer = text;
        }
        call.may_repeat = owner.budget.has_some();
        let effect = call.step(event, &mut owner.session, now, random);
        match &effect {
            Effect::Wait { .. } => {
                owner.budget.spend();
                return effect;
            }
            Effect::Done { .. } => {
                owner.budget.earn();
                let login = call.auth() == Auth::None;
                owner.session.adopt(answer, call.generation, login, call.for_session, now);
            }
            Effect::Fail { failure, .. } => {
                if call.auth() == Auth::None {
                    owner.session.login_failed(failure);
                }
                if call.for_session {
                    owner.sign_in_failed = Some(failure.clone());
                }
            }
            _ => return effect,
        }
        self.calls.remove(number);
        effect
    }

    /// Forgets a call whose answer was handed over unread.
    pub fn forget(&mut self, call: usize) {
        self.calls.remove(call);
    }

    /// What goes out for a call at hand, now.
    pub fn request(&mut self, number: usize, now: f64) -> Option<Request> {
        let call = self.calls.get(number)?;
        call.attempt_started = now;
        let owner = self.clients.get(call.client)?;
        let prepared = call.prepared();
        let mut headers = Vec::new();
        add_header(&mut headers, "accept", "application/json");
        let mut body = prepared.body.clone();
        if call.auth() == Auth::None {
            body = Some(login_body(owner.session.credentials()));
        } else if !call.token.is_empty() {
            add_header(&mut headers, "authorization", &joined("Bearer ", &call.token, ""));
        }
        if body.is_some() {
            add_header(&mut headers, "content-type", prepared.media);
        }
        for (name, value) in call.settings().headers() {
            if !name.eq_ignore_ascii_case("authorization") {
                add_header(&mut headers, &name, &json::as_string(value).unwrap_or_default());
            }
        }
        Some(Request {
            operation: call.name(),
            template: prepared.template.clone(),
            attempt: call.attempts(),
            method: prepared.verb.name(),
            url: joined(&owner.base, &prepared.path, ""),
            headers,
            body,
        })
    }

    /// Starts the job that signs a client in.
    pub fn sign_in(&mut self, client: usize, now: f64) -> Step {
        match self.clients.get(client) {
            Some(owner) => owner.session.begin(now),
            None => Step::Over,
        }
    }

    /// Begins the call of the job: the sign-in, or the refresh. `text` is the client's options.
    #[inline(never)]
    pub fn sign_in_call(&mut self, client: usize, step: &Step, text: &str, now: f64) -> Started {
        let name = if *step == Step::Refresh { "refresh" } else { "login" };
        let started = self.start(client, number_of("auth", name), "[]", text, now);
        match (&started.effect, started.call) {
            (Effect::Fail { failure, .. }, _) => {
                if let Some(owner) = self.clients.get(client) {
                    owner.sign_in_failed = Some(failure.clone());
                }
            }
            (_, Some(number)) => {
                if let Some(call) = self.calls.get(number) {
                    call.for_session = true;
                }
            }
            _ => {}
        }
        started
    }

    /// Goes on with the job once its call has ended.
    pub fn signed_in(&mut self, client: usize, now: f64) -> Step {
        let failed = self.clients.get(client).and_then(|owner| owner.sign_in_failed.take());
        self.signing(client, failed.map_or(News::Answered, News::Failed), now)
    }

    /// Goes on with the job.
    pub fn signing(&mut self, client: usize, news: News<'_>, now: f64) -> Step {
        match self.clients.get(client) {
            Some(owner) => owner.session.step(news, now),
            None => Step::Over,
        }
    }

    /// What a client's session belongs to: origin and account. For the key of a token store.
    pub fn account(&mut self, client: usize) -> String {
        let Some(owner) = self.clients.get(client) else { return String::new() };
        joined(url::origin(&owner.base), "\n", owner.session.account())
    }

    pub fn sign_out(&mut self, client: usize) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.sign_out();
        }
    }

    /// A client's tokens as text.
    pub fn snapshot(&mut self, client: usize) -> String {
        match self.clients.get(client) {
            Some(owner) => owner.session.snapshot(),
            None => String::new(),
        }
    }

    /// Gives a client the tokens of a snapshot.
    pub fn restore(&mut self, client: usize, text: &str, now: f64) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.restore(text, now);
        }
    }

    /// Clients and calls at hand: for tests of what is left behind.
    pub fn load(&self) -> (usize, usize) {
        (self.clients.count(), self.calls.count())
    }
}

fn target(number: Option<usize>) -> Target {
    match number.and_then(by_number) {
        Some((group, endpoint)) => Target::Operation(group.name, endpoint),
        None => Target::Raw,
    }
}

#[inline(never)]
fn add_header(headers: &mut Vec<(String, String)>, name: &str, value: &str) {
    for (known, old) in headers.iter_mut() {
        // Two of a name, in whatever case, would be joined into one.
        if known.eq_ignore_ascii_case(name) {
            *old = value.into();
            return;
        }
    }
    headers.push((name.into(), value.into()));
}

fn login_body(credentials: &Credentials) -> String {
    let mut body = String::from("{\"email\":");
    json::write_string(&mut body, &credentials.email);
    write_text(&mut body, "password", &credentials.password);
    body.push('}');
    body
}

fn refused(report: Report) -> Box<Failure> {
    let mut failure = Failure::validation("nothing was sent", report.issues);
    failure.warnings = report.warnings;
    failure
}

/// The number of a client or call is not known: it was closed, or has ended.
fn gone(outcome: Outcome) -> Box<Failure> {
    Failure::new(ErrorClass::Abort, outcome, "the call has ended before", "")
}

fn ended(failure: Box<Failure>, target: Target) -> Effect {
    let mut error = String::new();
    failure.write(&mut error, failure.hint);
    write_text(&mut error, "operation", &target.name());
    error.push('}');
    Effect::Fail { failure, error }
}

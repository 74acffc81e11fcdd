//! All clients and calls of one instance, by number. TypeScript holds the numbers.

use super::answer::Body;
use super::call::{Call, CallEffect, CallEvent};
use super::create_once::{CreateOnce, CreationOptions};
use super::failure::{ErrorClass, Failure, Outcome};
use super::options::{self, Settings};
use super::overrides;
use super::prepare::{self, Given, Place};
use super::prepared::{Prepared, Target};
use super::retry::Budget;
use super::session::{Credentials, Session, SessionEffect, SessionEvent};
use super::slab::Slab;
use super::text::concat;
use super::tokens::sendable;
use super::url::{self, Origin};
use super::wire;
use crate::check::{Code, Issue, Object, Report, json};
use crate::endpoint::{Auth, Endpoint, Operation, ResourceKind, number_by_auth, operations};

struct Client {
    base: String,
    /// The option of that name.
    endpoints: String,
    session: Session,
    /// Why the sign-in of the session's job failed.
    sign_in_failed: Option<Box<Failure>>,
    budget: Budget,
    /// What is wrong with its options in this runtime only. Each call fails with it: a client may be made where it makes none.
    unfit: Vec<Issue>,
}

/// What a call is made of.
#[derive(Clone, Copy)]
pub struct CallInput<'a> {
    /// The operation's number. None for a raw request.
    pub operation: Option<usize>,
    /// The arguments: a JSON array.
    pub args: &'a str,
    /// The options of the client and of the call together, as JSON.
    pub options: &'a str,
}

/// A call that has begun.
pub struct Started {
    /// Its number. None where it ended at once.
    pub call: Option<usize>,
    pub effect: CallEffect,
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

    /// Opens a client. `text` is its options as JSON, with functions given as `true`. Fails for what is wrong in every runtime.
    pub fn open(&mut self, text: &str, browser: bool) -> Result<usize, Box<Failure>> {
        let given = Object(text);
        let own = given.string("baseURL");
        let insecure = given.is_true("allowInsecureHTTP");
        let base = url::base(own.as_deref().unwrap_or("https://api.byblend.com/api/v1"), insecure);
        let mut report = Report { issues: options::issues(text, true), warnings: Vec::new() };
        if let Err(fix) = base {
            report.refuse("options.baseURL", Code::InvalidValue, fix);
        }
        check_credentials(&given, &mut report);
        let endpoints = given.get("endpoints").unwrap_or_default();
        overrides::check(endpoints, &mut report);
        if !report.issues.is_empty() {
            return Err(Failure::validation("these options cannot be used", report.issues));
        }
        let base = base.unwrap_or_default();
        let unfit = unfit(&given, &base, browser).issues;
        let credentials = Credentials { email: given.text("email"), password: given.text("password"), asks: given.has("token") };
        let (access, refresh) = (given.text("accessToken"), given.text("refreshToken"));
        let mut session = Session::new(credentials, access, refresh, given.has("tokenStore"));
        session.unsigned = Origin::of(&base).is_none() && session.access().is_empty() && !session.can_renew();
        let client = Client {
            base,
            endpoints: endpoints.into(),
            session,
            sign_in_failed: None,
            budget: Budget::new(given.integer("retryBudget")),
            unfit,
        };
        Ok(self.clients.add(Box::new(client)))
    }

    /// Closes a client. Its calls end with it.
    pub fn close(&mut self, client: usize) {
        self.clients.remove(client);
        while let Some(number) = self.calls.number(|call| call.client() == client) {
            self.calls.remove(number);
        }
    }

    /// Starts a call.
    pub fn start(&mut self, client: usize, input: &CallInput<'_>, now: f64) -> Started {
        match self.begin(client, input, now) {
            Ok((_, effect @ CallEffect::Fail(_))) => Started { call: None, effect },
            Ok((call, effect)) => Started { call: Some(self.calls.add(call)), effect },
            Err(mut failure) => {
                failure.operation = target(input.operation).name();
                Started { call: None, effect: CallEffect::Fail(failure) }
            }
        }
    }

    fn begin(&mut self, client: usize, input: &CallInput<'_>, now: f64) -> Result<(Box<Call>, CallEffect), Box<Failure>> {
        let owner = self.clients.get(client).ok_or_else(|| gone(Outcome::NotSent))?;
        if !owner.unfit.is_empty() {
            return Err(Failure::validation("these options cannot be used here", owner.unfit.clone()));
        }
        let (prepared, settings) = self.prepare(client, input, now)?;
        let is_write = prepared.is_write();
        let path = prepared.path().to_string();
        let mut call = Call::new(client, prepared, settings, now);
        let owner = self.clients.get(client).ok_or_else(|| gone(Outcome::NotSent))?;
        let effect = call.begin(&mut owner.session, now);
        for other in self.calls.all() {
            if is_write && other.client() == client && other.prepared().conflicts_with(&path) {
                other.supersede();
            }
        }
        Ok((call, effect))
    }

    fn prepare(&mut self, client: usize, input: &CallInput<'_>, now: f64) -> Result<(Box<Prepared>, Settings), Box<Failure>> {
        let issues = options::issues(input.options, false);
        if !issues.is_empty() {
            return Err(Failure::validation("these options cannot be used", issues));
        }
        let settings = Settings(input.options.into());
        let owner = self.clients.get(client).ok_or_else(|| gone(Outcome::NotSent))?;
        let place = Place { base: &owner.base, endpoints: &owner.endpoints };
        let given = Given { args: input.args, settings: &settings, today: (now / 86_400_000.0) as i32 };
        match prepare::request(target(input.operation), &place, &given) {
            Ok(prepared) => Ok((prepared, settings)),
            Err(report) => Err(Failure::refused(report)),
        }
    }

    /// Issues and warnings of an operation's arguments. Sends nothing.
    pub fn check(&mut self, client: usize, input: &CallInput<'_>, now: f64) -> Report {
        match self.prepare(client, input, now) {
            Ok((prepared, _)) => Report { issues: Vec::new(), warnings: prepared.warnings },
            Err(failure) => Report { issues: failure.issues, warnings: failure.warnings },
        }
    }

    /// Starts a creation. `args` are the params of the create, whose checks are made first. `options` is the JSON of
    /// `CreationOptions` (see `protocol`).
    pub fn create_once(&mut self, client: usize, input: &CallInput<'_>, now: f64) -> Result<CreateOnce, Box<Failure>> {
        let Target::Operation(Operation { endpoint: Endpoint { created_once: Some(kind), .. }, .. }) = target(input.operation)
        else {
            return Err(gone(Outcome::NotSent));
        };
        let (params, options) = (input.args, Object(input.options));
        let create = CallInput {
            operation: input.operation,
            args: &concat("[", params, "]"),
            options: options.get("call").unwrap_or("{}"),
        };
        let mut report = match self.prepare(client, &create, now) {
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
        let any_contact = options.has("ifDifferent");
        if any_contact && (*kind != ResourceKind::Patient || options.text("ifDifferent") != "return") {
            report.refuse("options.ifDifferent", Code::InvalidValue, "expected return, for a patient only, or nothing");
        }
        let look_for = look_for.unwrap_or_default() as f64;
        let own = CreationOptions { resend, look_for, sent: options.is_true("sent") };
        match CreateOnce::new(*kind, params, &own, now) {
            Ok(mut creation) if report.issues.is_empty() => {
                creation.any_contact = any_contact;
                creation.made = options.string("made");
                creation.made_otherwise = options.is_true("madeOtherwise");
                Ok(creation)
            }
            Ok(_) => Err(Failure::refused(report)),
            Err(more) => {
                report.issues.extend(more.issues);
                Err(Failure::refused(report))
            }
        }
    }

    /// Goes on with a call.
    pub fn step(&mut self, number: usize, event: CallEvent<'_>, now: f64, random: f64) -> CallEffect {
        let Some(call) = self.calls.get(number) else { return CallEffect::Fail(gone(Outcome::Unknown)) };
        let Some(owner) = self.clients.get(call.client()) else { return CallEffect::Fail(gone(Outcome::Unknown)) };
        let mut answer = "";
        if let CallEvent::BodyReceived(Body::Text(text)) = &event
            && call.prepared().signs_in()
        {
            answer = text;
        }
        call.allow_repeat(owner.budget.has_some());
        let effect = call.step(event, &mut owner.session, now, random);
        match &effect {
            CallEffect::Wait { .. } => {
                owner.budget.spend();
                return effect;
            }
            CallEffect::Succeed(_) => {
                owner.budget.earn();
                owner.session.pace.succeed(now);
                owner.session.adopt(&call.sign_in(answer), now);
            }
            CallEffect::Fail(failure) => {
                if call.prepared().auth() == Auth::None {
                    owner.session.login_failed(failure);
                }
                if call.is_for_session() {
                    owner.sign_in_failed = Some(failure.for_waiting_call());
                }
            }
            _ => return effect,
        }
        self.forget(number);
        effect
    }

    /// Forgets a call that goes no further.
    pub fn forget(&mut self, number: usize) {
        if let Some(call) = self.calls.get(number)
            && let Some(slot) = call.slot()
            && let Some(owner) = self.clients.get(call.client())
        {
            owner.session.pace.give_back(slot);
        }
        self.calls.remove(number);
    }

    /// Starts the job that signs a client in.
    pub fn begin_sign_in(&mut self, client: usize, now: f64) -> SessionEffect {
        match self.clients.get(client) {
            Some(owner) => owner.session.begin(now),
            None => SessionEffect::EndSignIn,
        }
    }

    /// Starts the job's call: the login, or the refresh. `text` is the client's options.
    pub fn sign_in_call(&mut self, client: usize, refresh: bool, text: &str, now: f64) -> Started {
        let auth = if refresh { Auth::Refresh } else { Auth::None };
        let started = self.start(client, &CallInput { operation: number_by_auth(auth), args: "[]", options: text }, now);
        if let CallEffect::Fail(failure) = &started.effect
            && let Some(owner) = self.clients.get(client)
        {
            owner.sign_in_failed = Some(failure.for_waiting_call());
        }
        if let Some(call) = started.call.and_then(|number| self.calls.get(number)) {
            call.sign_in_for_session();
        }
        started
    }

    /// Goes on with the job once its call has ended.
    pub fn sign_in_call_ended(&mut self, client: usize, now: f64) -> SessionEffect {
        let failed = self.clients.get(client).and_then(|owner| owner.sign_in_failed.take());
        self.step_session(client, failed.map_or(SessionEvent::SignedIn, SessionEvent::SignInFailed), now)
    }

    /// Goes on with the job.
    pub fn step_session(&mut self, client: usize, event: SessionEvent<'_>, now: f64) -> SessionEffect {
        match self.clients.get(client) {
            Some(owner) => owner.session.step(event, now),
            None => SessionEffect::EndSignIn,
        }
    }

    /// What a client's session belongs to: origin and account.
    pub fn account(&mut self, client: usize) -> (&str, &str) {
        match self.clients.get(client) {
            Some(owner) => (url::origin(&owner.base), owner.session.account()),
            None => ("", ""),
        }
    }

    pub fn sign_out(&mut self, client: usize) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.sign_out();
        }
    }

    /// A client's tokens as text.
    pub fn snapshot(&mut self, client: usize) -> String {
        match self.clients.get(client) {
            Some(owner) => wire::tokens(owner.session.tokens()),
            None => String::new(),
        }
    }

    /// Gives a client the tokens of a snapshot.
    pub fn restore(&mut self, client: usize, text: &str, now: f64) {
        if let Some(owner) = self.clients.get(client) {
            owner.session.restore(text, now);
        }
    }

    /// How many clients and calls there are: for tests of what is left behind.
    pub fn load(&self) -> (usize, usize) {
        (self.clients.count(), self.calls.count())
    }
}

/// What does not work in this runtime: credentials that are not safe in a browser, a path without a page.
fn unfit(given: &Object<'_>, base: &str, browser: bool) -> Report {
    let mut report = Report::default();
    if !browser && Origin::of(base).is_none() {
        report.refuse("options.baseURL", Code::InvalidValue, "expected a whole URL: a path alone works in browsers only");
    }
    for name in ["password", "refreshToken"] {
        if browser && given.has(name) && !given.is_true("dangerouslyAllowBrowser") {
            let fix = "not in a browser, where every visitor can read it: give accessToken or token() from your backend, or set dangerouslyAllowBrowser";
            report.refuse(&concat("options.", name, ""), Code::InvalidValue, fix);
        }
    }
    report
}

/// Which credentials go together.
fn check_credentials(given: &Object<'_>, report: &mut Report) {
    for (one, other) in [("email", "password"), ("password", "email")] {
        if given.has(one) && !given.has(other) {
            let fix = "missing; email and password work only together";
            report.refuse(&concat("options.", other, ""), Code::InvalidValue, fix);
        }
    }
    for name in ["accessToken", "refreshToken"] {
        if given.has(name) && sendable(&given.text(name)).is_empty() {
            let fix = "no header can carry it: expected one line, without letters beyond Latin-1";
            report.refuse(&concat("options.", name, ""), Code::Unsendable, fix);
        }
    }
}

fn target(number: Option<usize>) -> Target {
    number.and_then(|number| operations().get(number)).map_or(Target::Raw, Target::Operation)
}

/// The number of a client or call is not known: it was closed, or has ended.
fn gone(outcome: Outcome) -> Box<Failure> {
    Failure::new(ErrorClass::Abort, outcome, "the call has ended before", "")
}

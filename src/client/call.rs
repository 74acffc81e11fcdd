//! One call: prepare → authorise → send → judge → retry → hand over.

use super::failure::{ErrorClass, Failure, LOOK_FIRST, NO_LOOK, Outcome};
use super::fault::Fault;
use super::head::{CONTENT_TYPE, DATE, Head, REQUEST_ID, RETRY_AFTER, TOTAL, media_type, request_id};
use super::options::{CheckResponses, Settings};
use super::prepare::{Prepared, Target};
use super::retry;
use super::session::{Session, Want};
use super::text::{write_key, write_number, write_text};
use crate::check::json::{as_string, field};
use crate::check::{Code, Direction, Issue, Policy, check_text, push_number, write_issues};
use crate::endpoint::{Auth, Class, Verb};
use crate::rules::calendar::digits;
use crate::rules::identifiers::is_npi;

/// What happened since the last effect.
pub enum Event<'a> {
    /// The session's job is over, well or not.
    Settled,
    /// Status and headers are here.
    Head(Head),
    /// The body was read.
    Body(Body<'a>),
    /// Somebody wants the body of a success now, perhaps long after its headers came.
    Reading,
    Failed(Fault<'a>),
    /// The wait is over.
    Woke,
}

pub enum Body<'a> {
    /// JSON that was parsed, or the text of a failure; empty where `Read` did not ask for the text.
    Text(&'a str),
    Empty,
    /// No JSON where JSON is due.
    NotJson {
        bytes: f64,
    },
}

/// What to do next.
#[derive(Debug)]
pub enum Effect {
    /// Wait for the session's job, starting it where none is in flight. Then `Settled`.
    Authorise,
    /// Send the request. Then `Head` or `Failed`.
    Send { timeout: f64 },
    /// Read the body: as JSON, or as the text of a failure. Then `Body` or `Failed`.
    Read { json: bool, text: bool, most: f64, timeout: f64 },
    /// Then `Woke`.
    Wait { ms: f64 },
    /// Hand over the answer, with this note (JSON) about the call.
    Done { note: String },
    /// Throw this error (JSON).
    Fail { failure: Box<Failure>, error: String },
}

pub struct Call {
    /// The number of its client.
    pub client: usize,
    target: Target,
    prepared: Box<Prepared>,
    pub(super) settings: Settings,
    started: f64,
    /// When the request of the attempt was asked for: before it, the façade may have looked at the order.
    pub attempt_started: f64,
    head_at: f64,
    pub(super) attempts: u32,
    pub(super) sent: bool,
    /// What became of the attempts before.
    past: Outcome,
    pub(super) head: Head,
    /// The token that this attempt carries, and its generation.
    pub token: String,
    pub generation: u32,
    /// The session's round when this call began to wait.
    round: u32,
    renewed: bool,
    /// How the last attempt failed: its body is being read, or it is to be repeated.
    pending: Option<Box<Failure>>,
    /// A later write to what may be the same thing has started in this client.
    pub superseded: bool,
    /// The client has repeats left.
    pub may_repeat: bool,
    /// It signs in for others; its end is told to the session.
    pub for_session: bool,
}

impl Call {
    pub fn new(client: usize, target: Target, prepared: Box<Prepared>, settings: Settings, now: f64) -> Box<Self> {
        Box::new(Call {
            client,
            target,
            prepared,
            settings,
            started: now,
            attempt_started: now,
            head_at: now,
            attempts: 0,
            sent: false,
            past: Outcome::NotSent,
            head: Head::default(),
            token: String::new(),
            generation: 0,
            round: 0,
            renewed: false,
            pending: None,
            superseded: false,
            may_repeat: true,
            for_session: false,
        })
    }

    pub fn auth(&self) -> Auth {
        match self.target {
            Target::Operation(_, endpoint) => endpoint.auth,
            Target::Raw => Auth::Access,
        }
    }

    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn class(&self) -> Class {
        match self.target {
            // Without an NPI, a repeat makes a second one.
            Target::Operation(_, endpoint) if endpoint.known_by_npi && !self.has_npi() => Class::Never,
            Target::Operation(_, endpoint) => endpoint.class,
            Target::Raw if self.prepared.verb == Verb::Get => Class::Read,
            Target::Raw => Class::Never,
        }
    }

    fn has_npi(&self) -> bool {
        self.sent_field("npi").and_then(as_string).is_some_and(|npi| is_npi(npi.as_bytes()))
    }

    /// The bytes of a field of the body.
    fn sent_field(&self, name: &str) -> Option<&str> {
        field(self.prepared.body.as_deref()?, name)
    }

    pub fn is_write(&self) -> bool {
        self.class() != Class::Read
    }

    /// Whether the answer holds tokens that the session wants.
    pub fn signs_in(&self) -> bool {
        matches!(self.target, Target::Operation("auth", endpoint) if endpoint.auth != Auth::Access)
    }

    /// The first effect, and the next one whenever the session has settled.
    pub fn authorise(&mut self, session: &Session, now: f64) -> Effect {
        self.sent = false;
        if self.auth() == Auth::Access {
            let want = session.want(now);
            if want != Want::Ready {
                // Of the job in flight too, the end is news.
                self.round = session.round - u32::from(want == Want::Join);
                return Effect::Authorise;
            }
        }
        self.send(session, now)
    }

    fn send(&mut self, session: &Session, now: f64) -> Effect {
        // The later write may have begun during the wait.
        if self.superseded
            && self.past == Outcome::Unknown
            && self.class() == Class::Replayable
            && let Some(failure) = self.pending.take()
        {
            return self.fail(failure, now);
        }
        if let Some(failure) = self.lacks_credentials(session) {
            return self.fail(failure, now);
        }
        // Kept, because the request is built a moment later: the session may have moved on by then.
        self.token = if self.auth() == Auth::Refresh { session.refresh_token() } else { session.access() }.into();
        self.generation = session.generation;
        self.attempts += 1;
        self.head = Head::default();
        self.sent = true;
        Effect::Send { timeout: self.settings.timeout() }
    }

    /// `auth.login` and `auth.refresh` go out with what the client has; without it they do not go out.
    fn lacks_credentials(&self, session: &Session) -> Option<Box<Failure>> {
        let hint = match self.auth() {
            Auth::None if !session.credentials().can_login() => "give the client email and password",
            Auth::Refresh if session.refresh_token().is_empty() => "sign in first, or give the client refreshToken",
            _ => return None,
        };
        Some(Failure::new(ErrorClass::Authentication, Outcome::NotSent, "there are no credentials for that", hint))
    }

    pub fn step(&mut self, event: Event<'_>, session: &mut Session, now: f64, random: f64) -> Effect {
        match event {
            Event::Settled => match session.failure_since(self.round) {
                Some(failure) => self.fail(failure, now),
                // What the job left has to do while it lives: to ask again could go on for ever.
                None if session.fresh(now, 0.0) => self.send(session, now),
                None => self.authorise(session, now),
            },
            Event::Head(head) => self.judge(head, now),
            Event::Body(body) => match self.pending.take() {
                Some(failure) => self.after_failure(failure, session, now, random),
                None => self.after_success(body, now),
            },
            Event::Reading => {
                self.attempt_started += now - self.head_at;
                self.read(now)
            }
            Event::Failed(fault) => {
                // A refusal is known by its status, whatever becomes of its body.
                let refused = self.sent && self.head.status >= 300;
                let only_body = matches!(fault, Fault::Network(_) | Fault::Timeout | Fault::TooLarge);
                match self.pending.take_if(|_| refused && only_body) {
                    Some(failure) => self.after_failure(failure, session, now, random),
                    None => self.fault(&fault, now, random),
                }
            }
            Event::Woke => self.authorise(session, now),
        }
    }

    /// Status and headers are here: what to do with the body.
    fn judge(&mut self, head: Head, now: f64) -> Effect {
        let status = head.status;
        let good = (200..300).contains(&status);
        self.pending = (!good).then(|| self.refused(status));
        self.head = head;
        self.head_at = now;
        self.read(now)
    }

    fn read(&self, now: f64) -> Effect {
        let json = self.pending.is_none();
        let text = !json
            || self.settings.check_responses() != CheckResponses::Off
            || self.signs_in()
            || matches!(self.target, Target::Operation(_, endpoint) if !endpoint.compares.is_empty());
        let timeout = (self.settings.timeout() - (now - self.attempt_started)).max(1.0);
        Effect::Read { json, text, most: self.settings.max_response_bytes(), timeout }
    }

    fn refused(&self, status: u16) -> Box<Failure> {
        let mut failure = Failure::status(status, self.is_write());
        if let (404 | 405, Target::Operation(_, endpoint)) = (status, self.target)
            && endpoint.inferred
        {
            failure.hint = "check the id; if it is right: the path or verb of this operation is a guess, not read in Blend's documentation, and the client's endpoints option can put it right";
        }
        // A sign-in, or a call through a proxy that signs it.
        if status == 401 && self.token.is_empty() {
            failure.message = "the credentials were refused".into();
        }
        failure
    }

    fn after_failure(&mut self, mut failure: Box<Failure>, session: &mut Session, now: f64, random: f64) -> Effect {
        failure.retry_after = retry::retry_after(&self.head.first(RETRY_AFTER), &self.head.first(DATE), now);
        let status = self.head.status;
        if status == 401 && self.auth() == Auth::Access && !self.renewed && session.can_renew() {
            self.renewed = true;
            session.reject(self.generation);
            self.past = self.past.max(failure.outcome);
            self.pending = Some(failure);
            return self.authorise(session, now);
        }
        let proof = status == 429;
        let passing = matches!(status, 408 | 429 | 500..=599);
        self.retry_or_fail(failure, passing, proof, now, random)
    }

    /// Sends again where that is safe and worth it.
    pub(super) fn retry_or_fail(&mut self, failure: Box<Failure>, passing: bool, proof: bool, now: f64, random: f64) -> Effect {
        let safe = match self.class() {
            Class::Read => true,
            Class::Replayable => proof || !self.superseded,
            Class::Never => proof,
        };
        if passing
            && safe
            && self.may_repeat
            && self.attempts <= self.settings.max_retries()
            && let Some(ms) = retry::wait(self.attempts, failure.retry_after, random)
        {
            self.sent = false;
            self.past = self.past.max(failure.outcome);
            self.pending = Some(failure);
            return Effect::Wait { ms };
        }
        self.fail(failure, now)
    }

    fn after_success(&mut self, body: Body<'_>, now: f64) -> Effect {
        // A long parse blocks the timer, so the clock is looked at once more.
        if now - self.attempt_started > self.settings.timeout() {
            return self.fault(&Fault::Timeout, now, 0.0);
        }
        match body {
            Body::NotJson { bytes } => {
                let kind = media_type(&self.head.first(CONTENT_TYPE));
                let mut message = String::from("Blend answered ");
                push_number(&mut message, self.head.status.into());
                message.push_str(" with ");
                message.push_str(kind);
                message.push_str(" (");
                push_number(&mut message, bytes as i64);
                message.push_str(" bytes) where JSON is due");
                let hint = "something between here and Blend may have answered; check baseURL";
                self.fail(self.spoilt(ErrorClass::Api, &message, hint), now)
            }
            Body::Text(text) => self.check_answer(text, now),
            Body::Empty => self.check_answer("", now),
        }
    }

    /// Blend did what was asked; only the answer is no good.
    fn spoilt(&self, class: ErrorClass, message: &str, hint: &'static str) -> Box<Failure> {
        let mut failure = Failure::new(class, Outcome::Done, message, hint);
        failure.status = Some(self.head.status);
        failure
    }

    /// `text` is empty where there was no body, which counts as null.
    fn check_answer(&mut self, text: &str, now: f64) -> Effect {
        self.compare(text);
        let empty = text.is_empty();
        let may_be_empty = matches!(self.head.status, 204 | 205);
        let kind = match self.target {
            Target::Operation(_, endpoint) if !(empty && (may_be_empty || endpoint.maybe_empty)) => endpoint.answer,
            _ => None,
        };
        let (Some(kind), true) = (kind, self.settings.check_responses() != CheckResponses::Off) else {
            return self.done(now, String::new());
        };
        let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: false };
        let mut found = check_text(if empty { "null" } else { text }, kind, policy);
        // What only warns, a field that examples always have and this answer lacks, never fails the call.
        if self.settings.check_responses() == CheckResponses::Throw && !found.issues.is_empty() {
            let mut failure = self.spoilt(ErrorClass::Validation, "", "");
            let refused = Failure::validation("Blend's answer is not as documented", found.issues);
            (failure.message, failure.issues) = (refused.message, refused.issues);
            return self.fail(failure, now);
        }
        found.issues.append(&mut found.warnings);
        if found.issues.is_empty() {
            return self.done(now, String::new());
        }
        let mut drift = String::from(",\"drift\":");
        write_issues(&mut drift, &found.issues);
        self.done(now, drift)
    }

    /// Warns of what came back other than it was sent.
    #[inline(never)]
    fn compare(&mut self, answer: &str) {
        let Target::Operation(_, endpoint) = self.target else { return };
        for name in endpoint.compares {
            let (sent, came) = (self.sent_field(name).and_then(as_string), field(answer, name).and_then(as_string));
            if let (Some(sent), Some(came)) = (sent, came)
                && !sent.trim_ascii().eq_ignore_ascii_case(came.trim_ascii())
            {
                let message =
                    "came back other than it was sent: Blend may have given somebody else; look before you use this one";
                self.prepared.warnings.push(Issue { path: (*name).into(), code: Code::Mismatch, message: message.into() });
            }
        }
    }

    fn done(&mut self, now: f64, extra: String) -> Effect {
        let mut note = String::from("{\"warnings\":");
        write_issues(&mut note, &self.prepared.warnings);
        note.push_str(&extra);
        write_number(&mut note, "status", f64::from(self.head.status));
        if let Some(total) = digits(self.head.first(TOTAL).as_bytes()) {
            write_number(&mut note, "total", total);
        }
        self.write_facts(&mut note, None, now);
        Effect::Done { note }
    }

    /// What a success and an error tell alike, and the closing brace.
    fn write_facts(&self, out: &mut String, route: Option<(&str, &str)>, now: f64) {
        let (method, path) = route.unwrap_or((self.prepared.verb.name(), &self.prepared.template));
        write_text(out, "operation", &self.name());
        write_text(out, "method", method);
        write_text(out, "path", path);
        write_text(out, "requestId", request_id(&self.head.first(REQUEST_ID)));
        write_number(out, "attempts", f64::from(self.attempts));
        write_number(out, "elapsedMs", (now - self.started).max(0.0));
        out.push('}');
    }

    pub fn name(&self) -> String {
        self.target.name()
    }

    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) fn fail(&self, failure: Box<Failure>, now: f64) -> Effect {
        let mut failure = failure;
        if self.past > failure.outcome {
            failure.outcome = self.past;
        }
        // A redirect has a hint of its own for writes.
        if failure.outcome == Outcome::Unknown && self.is_write() && failure.status.is_none_or(|status| status >= 400) {
            failure.hint = if matches!(self.target, Target::Operation("prescriptions", _)) { NO_LOOK } else { LOOK_FIRST };
        }
        if failure.outcome == Outcome::Done && self.is_write() {
            failure.hint = "Blend carried it out: do not send it again";
        }
        let error = self.error(&failure, now);
        Effect::Fail { failure, error }
    }

    /// The statuses that the operation is allowed in, where they are stated.
    fn allowed(&self) -> String {
        let mut text = String::new();
        if let Target::Operation(_, endpoint) = self.target
            && let Some(action) = endpoint.action
        {
            for status in action.allowed_from {
                text.push_str(if text.is_empty() { "allowed while " } else { ", " });
                text.push_str(status);
            }
        }
        text
    }

    /// The error as JSON.
    pub fn error(&self, failure: &Failure, now: f64) -> String {
        let mut out = String::new();
        let allowed = self.allowed();
        let warnings = &self.prepared.warnings;
        let hint = match failure.status {
            Some(409) if !allowed.is_empty() => &allowed,
            Some(400 | 422) if !warnings.is_empty() => "error.warnings tells what looked wrong before it was sent",
            _ => failure.hint,
        };
        failure.write(&mut out, hint);
        if !warnings.is_empty() {
            write_key(&mut out, "warnings");
            write_issues(&mut out, warnings);
        }
        self.write_facts(&mut out, failure.route, now);
        out
    }
}

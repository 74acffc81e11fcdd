//! One call: preflight → authorise → send → judge → retry → hand over.

use super::answer::{self, Body};
use super::failure::{ErrorClass, Failure, Outcome, RequestFacts};
use super::fault::Fault;
use super::field_errors;
use super::head::{DATE, Head, REQUEST_ID, RETRY_AFTER, TOTAL, request_id};
use super::hint;
use super::network::NetworkFault;
use super::options::{CheckResponses, Settings};
use super::order_status;
use super::prepared::Prepared;
use super::request::Request;
use super::retry;
use super::session::{Session, SignIn, Want};
use crate::check::{Issue, Kind, Report};
use crate::endpoint::{Auth, Endpoint, Fact, RetryClass, Verb};
use crate::rules::calendar::digits;

/// What happened since the last effect.
pub enum CallEvent<'a> {
    /// The order that `Preflight` asked for, as JSON.
    OrderSeen(&'a str),
    /// The session's job is over, well or not.
    SessionSettled,
    HeadersReceived(Head),
    BodyReceived(Body<'a>),
    Failed(Fault<'a>),
    WaitEnded,
}

/// What to do next.
#[derive(Debug)]
pub enum CallEffect {
    /// Get the order before an action on it. Then `OrderSeen`.
    Preflight {
        order_id: String,
    },
    /// Wait for the session's job, and start it where none is in flight. Then `SessionSettled`.
    AwaitSession,
    /// Then `HeadersReceived` or `Failed`.
    Send(Box<Request>),
    /// Read the body: as JSON, or as the text of a failure. Then `BodyReceived` or `Failed`.
    ReadBody {
        json: bool,
        text_wanted: bool,
        max_bytes: f64,
        timeout: f64,
    },
    /// Then `WaitEnded`.
    Wait {
        ms: f64,
    },
    /// Wait for the rate limit, which is no repeat. Then `WaitEnded`.
    HoldBack {
        ms: f64,
    },
    Succeed(Box<CallNote>),
    Fail(Box<Failure>),
}

/// What there is to know about a call that went well.
#[derive(Debug)]
pub struct CallNote {
    pub warnings: Vec<Issue>,
    /// Where the answer is not as documented.
    pub drift: Vec<Issue>,
    pub status: u16,
    /// How many items a list has in all, where a header tells.
    pub total: Option<f64>,
    pub operation: String,
    pub request: RequestFacts,
    /// A user asked for this sign-in.
    pub signed_in: bool,
}

pub(crate) struct Call {
    /// The number of its client.
    client: usize,
    prepared: Box<Prepared>,
    settings: Settings,
    started: f64,
    attempt_started: f64,
    attempts: u32,
    /// How many of them were answered by a 429.
    limited: u32,
    /// When the request may go out, while the call is held back.
    slot: Option<f64>,
    /// The request of this attempt was ordered.
    sent: bool,
    /// The outcome of the attempts before.
    past: Outcome,
    head: Head,
    /// The attempt carries a token, of this generation.
    has_token: bool,
    generation: u32,
    /// The session's round when this call began to wait.
    round: u32,
    renewed: bool,
    /// How the last attempt failed, while its body is read or the call waits to send again.
    pending: Option<Box<Failure>>,
    superseded: bool,
    may_repeat: bool,
    for_session: bool,
}

/// How many 429s one call waits for.
const MOST_LIMITED: u32 = 10;

impl Call {
    pub(crate) fn new(client: usize, prepared: Box<Prepared>, settings: Settings, now: f64) -> Box<Self> {
        Box::new(Call {
            client,
            prepared,
            settings,
            started: now,
            attempt_started: now,
            attempts: 0,
            limited: 0,
            slot: None,
            sent: false,
            past: Outcome::NotSent,
            head: Head::default(),
            has_token: false,
            generation: 0,
            round: 0,
            renewed: false,
            pending: None,
            superseded: false,
            may_repeat: true,
            for_session: false,
        })
    }

    pub(crate) fn client(&self) -> usize {
        self.client
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// When the request may go out, while the call is held back.
    pub(crate) fn slot(&self) -> Option<f64> {
        self.slot
    }

    /// The session's job waits for this call.
    pub(crate) fn sign_in_for_session(&mut self) {
        self.for_session = true;
    }

    pub(crate) fn is_for_session(&self) -> bool {
        self.for_session
    }

    /// Its answer, as the session takes it.
    pub(crate) fn sign_in<'a>(&self, answer: &'a str) -> SignIn<'a> {
        let is_login = self.prepared.auth() == Auth::None;
        SignIn { answer, generation: self.generation, is_login, for_session: self.for_session }
    }

    /// A later write to what may be the same thing has started in this client.
    pub(crate) fn supersede(&mut self) {
        self.superseded = true;
    }

    /// Whether the client has repeats left.
    pub(crate) fn allow_repeat(&mut self, allowed: bool) {
        self.may_repeat = allowed;
    }

    /// The first effect.
    pub(crate) fn begin(&mut self, session: &mut Session, now: f64) -> CallEffect {
        match &self.prepared.order_id {
            Some(id) if self.settings.preflight() => CallEffect::Preflight { order_id: id.clone() },
            _ => self.authorise(session, now),
        }
    }

    pub(crate) fn step(&mut self, event: CallEvent<'_>, session: &mut Session, now: f64, random: f64) -> CallEffect {
        match event {
            CallEvent::OrderSeen(order) => {
                match self.prepared.endpoint().and_then(|endpoint| order_status::forbidden(endpoint, order)) {
                    Some(failure) => self.fail(failure, now),
                    None => self.authorise(session, now),
                }
            }
            CallEvent::SessionSettled => match session.failure_since(self.round) {
                Some(failure) => self.fail(failure, now),
                // The token may be about to end. But to ask for another one again could go on for ever.
                None if session.fresh(now, 0.0) => self.send(session, now),
                None => self.authorise(session, now),
            },
            CallEvent::HeadersReceived(head) => self.judge(head, now),
            CallEvent::BodyReceived(body) => match self.pending.take() {
                Some(mut failure) => {
                    failure.field_errors = self.field_errors(&body);
                    self.after_failure(failure, session, now, random)
                }
                None => self.after_success(body, now),
            },
            CallEvent::Failed(fault) => {
                // A refusal is known by its status, whatever happens to its body.
                let refused = self.sent && self.head.status >= 300;
                let only_body = matches!(fault, Fault::Network(_) | Fault::Timeout | Fault::TooLarge);
                match self.pending.take_if(|_| refused && only_body) {
                    Some(failure) => self.after_failure(failure, session, now, random),
                    None => self.end(&fault, now, random),
                }
            }
            CallEvent::WaitEnded => self.authorise(session, now),
        }
    }

    /// Sends with a token that is fresh, or waits for one.
    fn authorise(&mut self, session: &mut Session, now: f64) -> CallEffect {
        self.sent = false;
        if self.prepared.auth() == Auth::Access {
            let want = session.want(now);
            if want != Want::Ready {
                // The end of the job in flight is news too.
                self.round = session.round - u32::from(want == Want::Join);
                return CallEffect::AwaitSession;
            }
        }
        self.send(session, now)
    }

    fn send(&mut self, session: &mut Session, now: f64) -> CallEffect {
        // The later write may have begun during the wait.
        if self.superseded
            && self.past == Outcome::Unknown
            && self.prepared.retry_class() == RetryClass::Replayable
            && let Some(failure) = self.pending.take()
        {
            return self.fail(failure, now);
        }
        if let Some(ms) = self.held_back(session, now) {
            return CallEffect::HoldBack { ms };
        }
        let auth = self.prepared.auth();
        if let Some(failure) = session.lacks_credentials(auth) {
            return self.fail(failure, now);
        }
        let (token, login) = match auth {
            Auth::None => ("", Some(session.credentials())),
            Auth::Refresh => (session.refresh_token(), None),
            Auth::Access => (session.access(), None),
        };
        self.has_token = !token.is_empty();
        self.generation = session.generation;
        self.attempts += 1;
        self.attempt_started = now;
        self.head = Head::default();
        self.sent = true;
        let mut request = Request::new(&self.prepared, &self.settings, token, login);
        request.operation = self.prepared.target.name();
        request.attempt = self.attempts;
        CallEffect::Send(request)
    }

    /// How long the session's pace has this request wait.
    fn held_back(&mut self, session: &mut Session, now: f64) -> Option<f64> {
        let slot = session.pace.reserve(self.slot, now);
        self.slot = (slot > now).then_some(slot);
        self.slot.map(|slot| slot - now)
    }

    /// Status and headers are here. The body follows, of a failure too.
    fn judge(&mut self, head: Head, now: f64) -> CallEffect {
        // A part of an answer is none.
        let good = (200..300).contains(&head.status) && head.status != 206;
        self.pending = (!good).then(|| self.refused(head.status));
        self.head = head;
        self.read(now)
    }

    fn read(&self, now: f64) -> CallEffect {
        let json = self.pending.is_none();
        let text_wanted = !json
            || self.settings.check_responses() != CheckResponses::Off
            || self.prepared.signs_in()
            || self.prepared.endpoint().is_some_and(|endpoint| !endpoint.must_echo.is_empty());
        let timeout = (self.settings.timeout() - (now - self.attempt_started)).max(1.0);
        CallEffect::ReadBody { json, text_wanted, max_bytes: self.settings.max_response_bytes(), timeout }
    }

    fn refused(&self, status: u16) -> Box<Failure> {
        let mut failure = Failure::status(status, self.prepared.is_write());
        // A sign-in, or a call through a proxy that signs it.
        if status == 401 && !self.has_token {
            failure.message = "the credentials were refused".into();
        }
        failure
    }

    /// The fields that the body of a refusal names.
    fn field_errors(&self, body: &Body<'_>) -> Vec<Issue> {
        match (body, self.head.status, self.prepared.endpoint().and_then(|endpoint| endpoint.params)) {
            (Body::Text(text), 400 | 422, Some(table)) => field_errors::read(text, table, self.prepared.body()),
            _ => Vec::new(),
        }
    }

    fn after_failure(&mut self, mut failure: Box<Failure>, session: &mut Session, now: f64, random: f64) -> CallEffect {
        failure.retry_after = retry::retry_after(&self.head.first(RETRY_AFTER), &self.head.first(DATE), now);
        let status = self.head.status;
        if status == 401 && self.prepared.auth() == Auth::Access && !self.renewed && session.can_renew() {
            self.renewed = true;
            session.reject(self.generation);
            self.past = self.past.max(failure.outcome);
            self.pending = Some(failure);
            return self.authorise(session, now);
        }
        match status {
            429 => self.slow_down(failure, session, now, random),
            408 | 500..=599 => self.retry_or_fail(failure, false, now, random),
            _ => self.fail(failure, now),
        }
    }

    /// After a 429, which Blend did not carry out: the whole session waits. That is no repeat, but not without end.
    fn slow_down(&mut self, failure: Box<Failure>, session: &mut Session, now: f64, random: f64) -> CallEffect {
        if self.limited < MOST_LIMITED
            && self.settings.max_retries() > 0
            && let Some(ms) = retry::wait(self.limited + 1, failure.retry_after, random)
        {
            self.limited += 1;
            session.pace.limit(self.attempt_started, now + ms, now);
            self.sent = false;
            self.past = self.past.max(failure.outcome);
            self.pending = Some(failure);
            return self.authorise(session, now);
        }
        self.fail(failure, now)
    }

    /// Sends again where that is safe and worth it. `proof` says that Blend did not carry out this attempt.
    fn retry_or_fail(&mut self, mut failure: Box<Failure>, proof: bool, now: f64, random: f64) -> CallEffect {
        let safe = match self.prepared.retry_class() {
            RetryClass::Read => true,
            RetryClass::Replayable => proof || !self.superseded,
            RetryClass::Never => proof,
        };
        let repeats = self.attempts - self.limited;
        if safe
            && repeats <= self.settings.max_retries()
            && let Some(ms) = retry::wait(repeats, failure.retry_after, random)
        {
            if !self.may_repeat {
                failure.message.push_str("; it was not sent again, since the client's repeats are used up (retryBudget)");
                return self.fail(failure, now);
            }
            self.sent = false;
            self.past = self.past.max(failure.outcome);
            self.pending = Some(failure);
            return CallEffect::Wait { ms };
        }
        self.fail(failure, now)
    }

    /// What ended the attempt without an answer ends the call, or leads to another attempt.
    fn end(&mut self, fault: &Fault<'_>, now: f64, random: f64) -> CallEffect {
        if fault.is_before_fetch() && self.sent {
            self.attempts -= 1;
            self.sent = false;
        }
        let outcome = match (self.sent, self.head.status) {
            (false, _) => Outcome::NotSent,
            (true, 0) => Outcome::Unknown,
            (true, status) => Outcome::of_status(status, self.prepared.is_write()),
        };
        let Fault::Network(errors) = fault else { return self.fail(fault.failure(outcome, &self.settings), now) };
        let network = NetworkFault::of(errors, &self.prepared.url);
        let proof = network.proves_not_sent && outcome == Outcome::Unknown;
        let failure = network.failure(if proof { Outcome::NotSent } else { outcome });
        if outcome == Outcome::Done && self.prepared.is_write() {
            return self.fail(failure, now);
        }
        self.retry_or_fail(failure, proof, now, random)
    }

    fn after_success(&mut self, body: Body<'_>, now: f64) -> CallEffect {
        // A long parse blocks the timer, so the clock is checked once more.
        if now - self.attempt_started > self.settings.timeout() {
            return self.end(&Fault::Timeout, now, 0.0);
        }
        let is_empty = matches!(body, Body::Empty);
        let text = match body {
            Body::Text(text) => text,
            Body::Empty => "",
            Body::Invalid { bytes } => {
                let hint = "something between here and Blend may have answered; check baseURL";
                let message = answer::not_json(&self.head, bytes);
                let failure = Failure::new(ErrorClass::Api, Outcome::Done, &message, hint);
                return self.fail_answered(failure, now);
            }
        };
        let Some(endpoint) = self.prepared.endpoint() else { return self.succeed(Vec::new(), now) };
        if is_empty && self.needs_body(endpoint) {
            let failure = Failure::new(ErrorClass::Api, Outcome::Done, "the answer has no body", "");
            return self.fail_answered(failure, now);
        }
        let mut warnings = std::mem::take(&mut self.prepared.warnings);
        answer::compare(endpoint.must_echo, self.prepared.body(), text, &mut warnings);
        self.prepared.warnings = warnings;
        let check = self.settings.check_responses();
        let may_be_empty = endpoint.is(Fact::MAYBE_EMPTY) || matches!(self.head.status, 204 | 205);
        let mut drift = match endpoint.answer {
            Some(kind) if check != CheckResponses::Off && !(text.is_empty() && may_be_empty) => answer::drift(text, kind),
            _ => Report::default(),
        };
        if drift.issues.is_empty() || check == CheckResponses::Report {
            drift.issues.append(&mut drift.warnings);
            return self.succeed(drift.issues, now);
        }
        let mut failure = Failure::validation("Blend's answer is not as documented", drift.issues);
        failure.outcome = Outcome::Done;
        self.fail_answered(failure, now)
    }

    /// Whether an answer without a body is useless: that of a create, whose id the caller needs.
    fn needs_body(&self, endpoint: &Endpoint) -> bool {
        let is_known = endpoint.answer.is_some_and(|kind| !matches!(kind, Kind::Any));
        let may_be_empty = !is_known || endpoint.is(Fact::MAYBE_EMPTY) || matches!(self.head.status, 204 | 205);
        self.prepared.verb == Verb::Post && !self.prepared.signs_in() && !may_be_empty
    }

    fn succeed(&mut self, drift: Vec<Issue>, now: f64) -> CallEffect {
        CallEffect::Succeed(Box::new(CallNote {
            warnings: std::mem::take(&mut self.prepared.warnings),
            drift,
            status: self.head.status,
            total: digits(self.head.first(TOTAL).as_bytes()),
            operation: self.prepared.target.name(),
            request: self.facts(None, now),
            signed_in: self.prepared.signs_in() && !self.for_session,
        }))
    }

    /// Blend carried it out. Only its answer is unusable.
    fn fail_answered(&mut self, mut failure: Box<Failure>, now: f64) -> CallEffect {
        failure.status = Some(self.head.status);
        self.fail(failure, now)
    }

    fn fail(&mut self, mut failure: Box<Failure>, now: f64) -> CallEffect {
        failure.outcome = failure.outcome.max(self.past);
        failure.warnings = std::mem::take(&mut self.prepared.warnings);
        hint::improve(&mut failure, &self.prepared);
        failure.operation = self.prepared.target.name();
        failure.request = Some(self.facts(failure.route, now));
        CallEffect::Fail(failure)
    }

    /// `route` is that of the sign-in, where that failed.
    fn facts(&self, route: Option<(&'static str, &'static str)>, now: f64) -> RequestFacts {
        let (method, path) = route.unwrap_or((self.prepared.verb.name(), &self.prepared.template));
        RequestFacts {
            method,
            path: path.into(),
            request_id: request_id(&self.head.first(REQUEST_ID)).into(),
            attempts: self.attempts,
            elapsed: (now - self.started).max(0.0),
        }
    }
}

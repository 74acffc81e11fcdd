//! One call: preflight → authorise → send → judge → retry → hand over.

mod judge;
mod repeat;

use super::answer::Body;
use super::failure::{Failure, Outcome, RequestFacts};
use super::fault::Fault;
use super::head::{Head, REQUEST_ID, TOTAL, request_id};
use super::hint;
use super::options::Settings;
use super::order_status;
use super::prepared::Prepared;
use super::request::Request;
use super::session::{Session, SignIn, Want};
use crate::check::Issue;
use crate::endpoint::{Auth, RetryClass};
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
    /// Tokens that this call asked for, because Blend refused the one it had.
    renewals: u32,
    /// How the last attempt failed, while its body is read or the call waits to send again.
    pending: Option<Box<Failure>>,
    superseded: bool,
    may_repeat: bool,
    for_session: bool,
}

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
            renewals: 0,
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

    /// This client has started a later write that may change the same thing.
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

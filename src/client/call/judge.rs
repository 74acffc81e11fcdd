//! What an answer says: its status, then its body.

use super::{Call, CallEffect};
use crate::check::{Issue, Kind, Report};
use crate::client::answer::{self, Body};
use crate::client::failure::{ErrorClass, Failure, Outcome};
use crate::client::fault::Fault;
use crate::client::field_errors;
use crate::client::head::Head;
use crate::client::options::CheckResponses;
use crate::endpoint::{Endpoint, Fact, Verb};

impl Call {
    /// Status and headers are here. The body follows, of a failure too.
    pub(super) fn judge(&mut self, head: Head, now: f64) -> CallEffect {
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
    pub(super) fn field_errors(&self, body: &Body<'_>) -> Vec<Issue> {
        match (body, self.head.status, self.prepared.endpoint().and_then(|endpoint| endpoint.params)) {
            (Body::Text(text), 400 | 422, Some(table)) => field_errors::read(text, table, self.prepared.body()),
            _ => Vec::new(),
        }
    }

    pub(super) fn after_success(&mut self, body: Body<'_>, now: f64) -> CallEffect {
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

    /// Blend carried it out. Only its answer is unusable.
    fn fail_answered(&mut self, mut failure: Box<Failure>, now: f64) -> CallEffect {
        failure.status = Some(self.head.status);
        self.fail(failure, now)
    }
}

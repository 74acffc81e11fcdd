//! After an attempt that failed: a new token, a slower session, another attempt, or the end.

use super::{Call, CallEffect};
use crate::client::failure::{Failure, Outcome};
use crate::client::fault::Fault;
use crate::client::head::{DATE, RETRY_AFTER};
use crate::client::network::NetworkFault;
use crate::client::retry;
use crate::client::session::Session;
use crate::endpoint::{Auth, RetryClass};

/// How many 429s one call waits for.
const MOST_LIMITED: u32 = 10;

impl Call {
    pub(super) fn after_failure(
        &mut self,
        mut failure: Box<Failure>,
        session: &mut Session,
        now: f64,
        random: f64,
    ) -> CallEffect {
        failure.retry_after = retry::retry_after(&self.head.first(RETRY_AFTER), &self.head.first(DATE), now);
        let status = self.head.status;
        if status == 401 && self.prepared.auth() == Auth::Access && session.may_renew(self.renewals) {
            self.renewals += 1;
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
    pub(super) fn end(&mut self, fault: &Fault<'_>, now: f64, random: f64) -> CallEffect {
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
}

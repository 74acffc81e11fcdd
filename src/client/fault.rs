//! What ends an attempt without an answer.

use super::call::{Call, Effect};
use super::failure::{ErrorClass, Failure, Outcome, cause, is_certificate};
use super::text::joined;
use crate::check::push_number;

pub enum Fault<'a> {
    /// The connection failed, with a code of the network layer where there is one.
    Network(&'a str),
    Timeout,
    TotalTimeout,
    Abort,
    TooLarge,
    /// There is no `fetch`.
    NoFetch,
}

impl Call {
    pub(super) fn fault(&mut self, fault: &Fault<'_>, now: f64, random: f64) -> Effect {
        let outcome = match (self.sent, self.head.status) {
            (false, _) => Outcome::NotSent,
            (true, 0) => Outcome::Unknown,
            (true, status) => Outcome::of_status(status, self.is_write()),
        };
        let failure = match fault {
            Fault::Network(code) => return self.network(code, outcome, now, random),
            Fault::Timeout => Failure::new(
                ErrorClass::Timeout,
                outcome,
                &limit("no whole answer within ", self.settings.timeout(), " ms (timeout)"),
                "raise timeout, or look whether Blend is up",
            ),
            Fault::TotalTimeout => Failure::new(
                ErrorClass::Timeout,
                outcome,
                &limit("not finished within ", self.settings.total_timeout(), " ms (totalTimeout)"),
                "raise totalTimeout, or look whether Blend is up",
            ),
            Fault::Abort => Failure::new(ErrorClass::Abort, outcome, "aborted by its signal", ""),
            Fault::TooLarge => {
                let message =
                    limit("the answer is larger than ", self.settings.max_response_bytes(), " bytes (maxResponseBytes)");
                Failure::new(ErrorClass::Api, outcome, &message, "ask for fewer items, or raise maxResponseBytes")
            }
            Fault::NoFetch => {
                self.attempts -= 1;
                Failure::new(ErrorClass::Connection, Outcome::NotSent, "this runtime has no fetch", "give the client a fetch")
            }
        };
        self.fail(failure, now)
    }

    fn network(&mut self, code: &str, outcome: Outcome, now: f64, random: f64) -> Effect {
        let (code, before_connecting) = cause(code);
        let certificate = is_certificate(code);
        let proof = before_connecting && outcome == Outcome::Unknown;
        let (message, hint) = match code {
            "ECONNREFUSED" | "ConnectionRefused" => {
                ("the connection was refused", "nothing listens there: check host and port of baseURL")
            }
            "ENOTFOUND" => ("the host was not found", "check the host of baseURL, and the network"),
            "EAI_AGAIN" => ("the host could not be looked up", "check the network"),
            _ if certificate => ("the host's certificate is not trusted", "check the host of baseURL, and this machine's clock"),
            _ => (
                "the connection failed",
                "check the network; in a browser, CORS or a content security policy may have blocked it",
            ),
        };
        let mut failure = Failure::new(ErrorClass::Connection, if proof { Outcome::NotSent } else { outcome }, message, hint);
        failure.cause_code = code;
        if failure.outcome == Outcome::Done && self.is_write() {
            return self.fail(failure, now);
        }
        self.retry_or_fail(failure, true, proof, now, random)
    }
}

fn limit(before: &str, number: f64, after: &str) -> String {
    let mut digits = String::new();
    push_number(&mut digits, number as i64);
    joined(before, &digits, after)
}

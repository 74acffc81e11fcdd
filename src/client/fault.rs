//! What ends an attempt without an answer.

use super::failure::{ErrorClass, Failure, Outcome};
use super::options::Settings;
use super::text::concat;
use crate::check::push_number;

pub enum Fault<'a> {
    /// Fetch failed, with the JSON of a `NetworkError[]`.
    Network(&'a str),
    Timeout,
    TotalTimeout,
    Abort,
    /// The signal was aborted before fetch was called.
    AbortBeforeSend,
    TooLarge,
    NoFetch,
}

impl Fault<'_> {
    /// Whether the request that the engine ordered was never handed to fetch.
    pub(super) fn is_before_fetch(&self) -> bool {
        matches!(self, Fault::AbortBeforeSend | Fault::NoFetch)
    }

    /// The failure of what ends a call at once. That of the network is `NetworkFault`'s.
    pub(super) fn failure(&self, outcome: Outcome, settings: &Settings) -> Box<Failure> {
        let (class, message, hint) = match self {
            Fault::Timeout => (
                ErrorClass::Timeout,
                limit("no complete answer within ", settings.timeout(), " ms (timeout)"),
                "raise timeout, or check whether Blend is up",
            ),
            Fault::TotalTimeout => (
                ErrorClass::Timeout,
                limit("not finished within ", settings.total_timeout(), " ms (totalTimeout)"),
                "raise totalTimeout, or check whether Blend is up",
            ),
            Fault::TooLarge => (
                ErrorClass::Api,
                limit("the answer is larger than ", settings.max_response_bytes(), " bytes (maxResponseBytes)"),
                "ask for fewer items, or raise maxResponseBytes",
            ),
            Fault::NoFetch => (ErrorClass::Connection, "this runtime has no fetch".into(), "give the client a fetch"),
            Fault::Network(_) | Fault::Abort | Fault::AbortBeforeSend => (ErrorClass::Abort, "aborted by its signal".into(), ""),
        };
        Failure::new(class, outcome, &message, hint)
    }
}

fn limit(before: &str, number: f64, after: &str) -> String {
    let mut digits = String::new();
    push_number(&mut digits, number as i64);
    concat(before, &digits, after)
}

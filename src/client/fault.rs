//! What ends an attempt without an answer.

use super::failure::{ErrorClass, Failure, Outcome};
use super::options::Settings;
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
    /// What fetch gave cannot be used as a Response, and why.
    NoResponse(&'a str),
}

impl Fault<'_> {
    /// Whether the request that the engine ordered was never handed to fetch.
    pub(super) fn is_before_fetch(&self) -> bool {
        matches!(self, Fault::AbortBeforeSend | Fault::NoFetch)
    }

    /// The failure of what ends a call at once. That of the network is `NetworkFault`'s.
    pub(super) fn failure(&self, outcome: Outcome, settings: &Settings) -> Box<Failure> {
        let (class, before, limit, after, hint) = match self {
            Fault::Timeout => (
                ErrorClass::Timeout,
                "no complete answer within ",
                settings.timeout(),
                " ms (timeout)",
                "raise timeout, or check whether Blend is up",
            ),
            Fault::TotalTimeout => (
                ErrorClass::Timeout,
                "not finished within ",
                settings.total_timeout(),
                " ms (totalTimeout)",
                "raise totalTimeout, or check whether Blend is up",
            ),
            Fault::TooLarge => (
                ErrorClass::Api,
                "the answer is larger than ",
                settings.max_response_bytes(),
                " bytes (maxResponseBytes)",
                "ask for fewer items, or raise maxResponseBytes",
            ),
            Fault::NoFetch => (ErrorClass::Connection, "this runtime has no fetch", 0.0, "", "give the client a fetch"),
            Fault::NoResponse(_) => (
                ErrorClass::Connection,
                "fetch gave no Response: ",
                0.0,
                "",
                "a mock of fetch has to give a Response, or an object with status, headers.get() and text()",
            ),
            Fault::Network(_) | Fault::Abort | Fault::AbortBeforeSend => {
                (ErrorClass::Abort, "aborted by its signal", 0.0, "", "")
            }
        };
        let mut failure = Failure::new(class, outcome, before, hint);
        if let Fault::NoResponse(why) = self {
            failure.message.push_str(why);
        }
        if !after.is_empty() {
            push_number(&mut failure.message, limit as i64);
            failure.message.push_str(after);
        }
        failure
    }
}

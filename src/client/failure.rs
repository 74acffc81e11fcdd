//! How a call fails: the class and fields of the error that JavaScript throws.

use super::text::{write_key, write_number, write_text};
use super::word::words;
use crate::check::{Issue, push_number, write_issues};

/// What happened to the request. In order: of several attempts the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing left this machine, or no connection came about.
    NotSent,
    /// Blend refused it: a 4xx but 408.
    Rejected,
    /// It may have been carried out, or not.
    Unknown,
    /// Blend carried it out; only its answer was no good.
    Done,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Outcome::NotSent => "not_sent",
            Outcome::Rejected => "rejected",
            Outcome::Unknown => "unknown",
            Outcome::Done => "done",
        }
    }

    /// What a status says.
    pub fn of_status(status: u16, write: bool) -> Outcome {
        match status {
            200..=299 => Outcome::Done,
            408 => Outcome::Unknown,
            400..=499 => Outcome::Rejected,
            300..=399 if !write => Outcome::Rejected,
            _ => Outcome::Unknown,
        }
    }
}

words! {
    /// The error classes of the package that the engine tells of, by their numbers.
    ErrorClass:
    Api BadRequest Authentication PermissionDenied NotFound Conflict UnprocessableEntity RateLimit InternalServer
    Connection Timeout Abort Validation SessionExpired Paging InvalidTransition UnknownOutcome
}

impl ErrorClass {
    /// For the build and for tests: names stay out of the wasm.
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::Api => "APIError",
            ErrorClass::BadRequest => "BadRequestError",
            ErrorClass::Authentication => "AuthenticationError",
            ErrorClass::PermissionDenied => "PermissionDeniedError",
            ErrorClass::NotFound => "NotFoundError",
            ErrorClass::Conflict => "ConflictError",
            ErrorClass::UnprocessableEntity => "UnprocessableEntityError",
            ErrorClass::RateLimit => "RateLimitError",
            ErrorClass::InternalServer => "InternalServerError",
            ErrorClass::Connection => "ConnectionError",
            ErrorClass::Timeout => "TimeoutError",
            ErrorClass::Abort => "AbortError",
            ErrorClass::Validation => "ValidationError",
            ErrorClass::SessionExpired => "SessionExpiredError",
            ErrorClass::Paging => "PagingError",
            ErrorClass::InvalidTransition => "InvalidTransitionError",
            ErrorClass::UnknownOutcome => "UnknownOutcomeError",
        }
    }
}

/// Why a call failed. Holds no value of the request or the answer.
#[derive(Clone, Debug)]
pub struct Failure {
    pub class: ErrorClass,
    pub outcome: Outcome,
    /// What happened, without the operation's name.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
    pub status: Option<u16>,
    /// Method and path, where another request failed than the call's own: the sign-in before it.
    pub route: Option<(&'static str, &'static str)>,
    /// A code of the network layer, out of a fixed list.
    pub cause_code: &'static str,
    /// How long Blend asked to wait, in milliseconds.
    pub retry_after: Option<f64>,
    pub issues: Vec<Issue>,
    /// Of refused arguments, what refuses nothing.
    pub warnings: Vec<Issue>,
}

impl Failure {
    #[inline(never)]
    pub fn new(class: ErrorClass, outcome: Outcome, message: &str, hint: &'static str) -> Box<Self> {
        Box::new(Failure {
            class,
            outcome,
            message: message.into(),
            hint,
            status: None,
            route: None,
            cause_code: "",
            retry_after: None,
            issues: Vec::new(),
            warnings: Vec::new(),
        })
    }

    /// A status that is no success.
    pub fn status(status: u16, write: bool) -> Box<Self> {
        let mut row = &REFUSED;
        for one in &STATUSES {
            if one.0 == status || one.0 == status / 100 {
                row = one;
            }
        }
        let (_, class, message, hint) = *row;
        let mut failure = Failure::new(class, Outcome::of_status(status, write), message, hint);
        failure.status = Some(status);
        if write && failure.outcome == Outcome::Unknown {
            failure.hint = if status < 400 { REDIRECTED } else { LOOK_FIRST };
        }
        failure
    }

    /// Arguments or options that were refused; nothing was sent.
    pub fn validation(message: &str, issues: Vec<Issue>) -> Box<Self> {
        let mut failure = Failure::new(ErrorClass::Validation, Outcome::NotSent, message, "");
        for (place, issue) in issues.iter().take(3).enumerate() {
            failure.message.push_str(if place == 0 { ": " } else { "; " });
            if !issue.path.is_empty() {
                failure.message.push_str(&issue.path);
                failure.message.push_str(": ");
            }
            failure.message.push_str(&issue.message);
        }
        if issues.len() > 3 {
            failure.message.push_str("; and more, see error.issues");
        }
        failure.issues = issues;
        failure
    }

    /// The fields as JSON, without the closing brace: the call adds what it knows.
    /// `hint` is the failure's own, or one that knows more.
    pub fn write(&self, out: &mut String, hint: &str) {
        out.push_str("{\"class\":");
        push_number(out, self.class as i64);
        out.push_str(",\"outcome\":\"");
        out.push_str(self.outcome.name());
        out.push('"');
        write_text(out, "message", &self.message);
        write_text(out, "hint", hint);
        write_text(out, "causeCode", self.cause_code);
        if let Some(status) = self.status {
            write_number(out, "status", f64::from(status));
        }
        if let Some(wait) = self.retry_after {
            write_number(out, "retryAfterMs", wait);
        }
        if !self.issues.is_empty() {
            write_key(out, "issues");
            write_issues(out, &self.issues);
        }
    }
}

type Row = (u16, ErrorClass, &'static str, &'static str);

/// Any other status.
const REFUSED: Row = (0, ErrorClass::Api, "Blend answered with a status that means no success", "");

/// What a status says and what to do about it; for all of a hundred by their first digit.
const STATUSES: [Row; 10] = [
    (
        3,
        ErrorClass::Api,
        "Blend answered with a redirect, which is not followed: check baseURL",
        "baseURL has to be the API's own address, with its path, as in https://api.byblend.com/api/v1",
    ),
    (400, ErrorClass::BadRequest, "Blend could not read the request", "error.unsafe() holds Blend's own words"),
    (
        401,
        ErrorClass::Authentication,
        "Blend refused the access token",
        "check the credentials; error.unsafe() holds Blend's own words",
    ),
    (
        403,
        ErrorClass::PermissionDenied,
        "this account may not do that",
        "ask Blend to enable it, or check which account signs in",
    ),
    (404, ErrorClass::NotFound, "Blend knows no such thing, or this account may not see it", "check the id, where there is one"),
    (408, ErrorClass::Api, "Blend gave up waiting for the request", ""),
    (409, ErrorClass::Conflict, "the request does not fit the state that the thing is in", "get it anew and look at its status"),
    (
        422,
        ErrorClass::UnprocessableEntity,
        "Blend refused the values of the request",
        "error.unsafe() holds Blend's own words; they may repeat a patient's data",
    ),
    (429, ErrorClass::RateLimit, "too many requests", "slow down; retryAfterMs tells how long Blend asks to wait, where it does"),
    (5, ErrorClass::InternalServer, "Blend failed inside", ""),
];

/// For a prescription whose fate is not known: nobody can look it up.
pub const NO_LOOK: &str = "it may or may not have been carried out, and cannot be looked up: ask Blend. Next time, composite.create with an order that has an external_id, and force_new: where that is found, all of it was created";

/// For any other write whose fate is not known.
pub const LOOK_FIRST: &str = "it may or may not have been carried out: look before you send it again";

/// For a write that was answered with a redirect.
const REDIRECTED: &str =
    "check baseURL, which has to be the API's own address; and look before you send it again: it may have been carried out";

/// The codes of the network layer that an error may carry. Anything else could hold a value.
const CAUSES: [&str; 22] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "ECONNRESET",
    "ECONNABORTED",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_SOCKET",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
    "ConnectionClosed",
    "FailedToOpenSocket",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "ERR_TLS_CERT_ALTNAME_INVALID",
];

/// Whether a listed code says that a certificate is not trusted.
pub fn is_certificate(code: &str) -> bool {
    CAUSES[16..].contains(&code)
}

/// The listed code that equals `code`, and whether it proves that no connection came about.
pub fn cause(code: &str) -> (&'static str, bool) {
    match CAUSES.iter().position(|known| *known == code) {
        Some(place) => (CAUSES[place], place < 5),
        None => ("", false),
    }
}

//! How a call fails: the class and the fields of the error that TypeScript throws.

use super::cause::Cause;
use crate::check::{Issue, Report};

/// What happened to the request. Of several attempts the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing left this machine, or there was no connection.
    NotSent,
    /// Blend refused it: a 4xx but 408.
    Rejected,
    /// It may have been carried out, or not.
    Unknown,
    /// Blend carried it out. Only its answer is unusable.
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

    /// The outcome that a status tells.
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

/// Declares the error classes: variant, number and name in one list.
macro_rules! error_classes {
    ($($variant:ident $name:literal)*) => {
        /// The error classes of the package that the engine names. They cross the seam by number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorClass { $($variant),* }

        impl ErrorClass {
            /// By number.
            pub const ALL: &[ErrorClass] = &[$(ErrorClass::$variant),*];

            /// For the build and for tests: the names stay out of the wasm.
            pub fn name(self) -> &'static str {
                match self { $(ErrorClass::$variant => $name),* }
            }
        }
    };
}

error_classes! {
    Api "APIError"
    BadRequest "BadRequestError"
    Authentication "AuthenticationError"
    PermissionDenied "PermissionDeniedError"
    NotFound "NotFoundError"
    Conflict "ConflictError"
    UnprocessableEntity "UnprocessableEntityError"
    RateLimit "RateLimitError"
    InternalServer "InternalServerError"
    Connection "ConnectionError"
    Timeout "TimeoutError"
    Abort "AbortError"
    Validation "ValidationError"
    SessionExpired "SessionExpiredError"
    Paging "PagingError"
    InvalidTransition "InvalidTransitionError"
    UnknownOutcome "UnknownOutcomeError"
    Taken "TakenError"
}

/// The request that failed or went well, without a value of it.
#[derive(Debug)]
pub struct RequestFacts {
    pub method: &'static str,
    /// With its ids in braces.
    pub path: String,
    pub request_id: String,
    pub attempts: u32,
    /// Milliseconds since the call began.
    pub elapsed: f64,
}

/// Why a call failed. Holds no value of the request or the answer.
#[derive(Debug)]
pub struct Failure {
    pub class: ErrorClass,
    pub outcome: Outcome,
    /// What happened, without the operation's name.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
    /// The statuses that an order needs for the operation. They take the place of the hint.
    pub(super) allowed_from: &'static [&'static str],
    pub status: Option<u16>,
    /// Method and path of the sign-in, where that failed and not the call's own request.
    pub route: Option<(&'static str, &'static str)>,
    /// The code of the network layer.
    pub(super) cause: Option<&'static Cause>,
    /// How long Blend asked to wait, in milliseconds.
    pub retry_after: Option<f64>,
    pub issues: Vec<Issue>,
    /// The fields that Blend refused. Their messages are empty.
    pub field_errors: Vec<Issue>,
    /// What looked wrong and refused nothing.
    pub warnings: Vec<Issue>,
    /// Empty where the failure is no call's.
    pub operation: String,
    /// None where the call failed before it had a request.
    pub request: Option<RequestFacts>,
}

impl Failure {
    pub fn new(class: ErrorClass, outcome: Outcome, message: &str, hint: &'static str) -> Box<Self> {
        Box::new(Failure {
            class,
            outcome,
            message: message.into(),
            hint,
            allowed_from: &[],
            status: None,
            route: None,
            cause: None,
            retry_after: None,
            issues: Vec::new(),
            field_errors: Vec::new(),
            warnings: Vec::new(),
            operation: String::new(),
            request: None,
        })
    }

    /// The failure of a sign-in, for one of the calls that wait for it.
    pub(super) fn for_waiting_call(&self) -> Box<Self> {
        let mut failure = Failure::new(self.class, self.outcome, &self.message, self.hint);
        failure.status = self.status;
        failure.route = self.route;
        failure.cause = self.cause;
        failure.retry_after = self.retry_after;
        failure
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
        if write && status < 400 {
            failure.hint = REDIRECTED;
        }
        failure
    }

    /// Arguments or options that were refused. Nothing was sent.
    pub fn validation(message: &str, issues: Vec<Issue>) -> Box<Self> {
        let mut failure = Failure::new(ErrorClass::Validation, Outcome::NotSent, message, "");
        for (index, issue) in issues.iter().take(3).enumerate() {
            failure.message.push_str(if index == 0 { ": " } else { "; " });
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

    /// The same, with the warnings of the report.
    pub fn refused(report: Report) -> Box<Self> {
        let mut failure = Failure::validation("nothing was sent", report.issues);
        failure.warnings = report.warnings;
        failure
    }
}

type Row = (u16, ErrorClass, &'static str, &'static str);

/// Any other status.
const REFUSED: Row = (0, ErrorClass::Api, "Blend answered with a status that means no success", "");

/// What a status says and what to do about it; for all of a hundred by their first digit.
const STATUSES: [Row; 12] = [
    (
        3,
        ErrorClass::Api,
        "Blend answered with a redirect, which is not followed: check baseURL",
        "baseURL must be the API's own address with its path, as in https://api.byblend.com/api/v1",
    ),
    (206, ErrorClass::Api, "only a part of the answer came", "something between here and Blend may have cut it; check baseURL"),
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
    (404, ErrorClass::NotFound, "Blend does not know it, or this account may not see it", "check the id"),
    (408, ErrorClass::Api, "Blend gave up waiting for the request", ""),
    (409, ErrorClass::Conflict, "its current state does not allow the request", "get it again and look at its status"),
    (
        421,
        ErrorClass::Api,
        "the server at baseURL does not go by this host name",
        "check baseURL; a sandbox takes another name with --allow-host",
    ),
    (
        422,
        ErrorClass::UnprocessableEntity,
        "Blend refused the values of the request",
        "error.unsafe() holds Blend's own words; they may repeat a patient's data",
    ),
    (429, ErrorClass::RateLimit, "too many requests", "slow down; retryAfterMs says how long Blend asks to wait"),
    (5, ErrorClass::InternalServer, "Blend failed inside", ""),
];

/// For a write that was answered with a redirect.
const REDIRECTED: &str =
    "check baseURL, which must be the API's own address, and look before you send it again: it may have been carried out";

//! A request that may go out, and what its endpoint says about it.

use super::text::{concat, split_at_byte};
use crate::check::Issue;
use crate::check::json::{as_string, field};
use crate::endpoint::{Auth, Endpoint, Fact, Operation, RetryClass, Verb, first_segment};
use crate::rules::format::may_be_one;
use crate::rules::identifiers::is_npi;

/// What a call is for.
#[derive(Clone, Copy)]
pub enum Target {
    /// An operation of the tables.
    Operation(&'static Operation),
    /// `blend.request`: any verb and path.
    Raw,
}

impl Target {
    /// The operation, such as `orders.create`.
    pub fn name(&self) -> String {
        let Target::Operation(operation) = self else { return "request".into() };
        concat(operation.group, ".", operation.endpoint.name)
    }
}

/// A request that may go out.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) target: Target,
    pub(crate) verb: Verb,
    pub(crate) url: String,
    /// The path with its ids in braces: all that errors and logs ever show.
    pub(crate) template: String,
    /// Where path and query begin in the URL, behind the base URL.
    path_at: usize,
    pub(crate) body: Option<String>,
    /// What the body is. The user's own header may say otherwise.
    pub(crate) media: &'static str,
    /// The order that it acts on, where its status allows or forbids that.
    pub(crate) order_id: Option<String>,
    pub(crate) warnings: Vec<Issue>,
}

impl Prepared {
    /// `path_at` is where path and query begin in the URL.
    pub(crate) fn new(verb: Verb, template: String, url: String, path_at: usize) -> Box<Self> {
        Box::new(Prepared {
            target: Target::Raw,
            verb,
            url,
            template,
            path_at,
            body: None,
            media: "application/json",
            order_id: None,
            warnings: Vec::new(),
        })
    }

    pub(crate) fn endpoint(&self) -> Option<&'static Endpoint> {
        match self.target {
            Target::Operation(operation) => Some(operation.endpoint),
            Target::Raw => None,
        }
    }

    pub(crate) fn auth(&self) -> Auth {
        self.endpoint().map_or(Auth::Access, |endpoint| endpoint.auth)
    }

    /// Whether the answer holds tokens for the session.
    pub(crate) fn signs_in(&self) -> bool {
        self.auth() != Auth::Access
    }

    pub(crate) fn retry_class(&self) -> RetryClass {
        match self.endpoint() {
            // Without an NPI, a repeat makes a second one.
            Some(endpoint) if endpoint.is(Fact::KNOWN_BY_NPI) && !self.has_npi() => RetryClass::Never,
            Some(endpoint) => endpoint.class,
            None if self.verb == Verb::Get => RetryClass::Read,
            None => RetryClass::Never,
        }
    }

    pub(crate) fn is_write(&self) -> bool {
        self.retry_class() != RetryClass::Read
    }

    fn has_npi(&self) -> bool {
        field(self.body(), "npi").and_then(as_string).is_some_and(|npi| is_npi(npi.as_bytes()))
    }

    /// Path and query.
    pub(crate) fn path(&self) -> &str {
        self.url.get(self.path_at..).unwrap_or_default()
    }

    /// The text of the body, or an empty text.
    pub(crate) fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }

    /// Whether a later write to a path may be about the same thing as this request, or about something below it.
    pub(crate) fn conflicts_with(&self, path: &str) -> bool {
        let shared = self.endpoint().map_or("", |endpoint| endpoint.conflicts_within);
        let is_shared = !shared.is_empty() && self.path().starts_with(shared);
        let before = if is_shared { shared } else { split_at_byte(&self.template, b'{').0 };
        let (Some(own), Some(other)) = (self.path().strip_prefix(before), path.strip_prefix(before)) else { return false };
        may_be_one(first_segment(own), first_segment(other))
    }
}

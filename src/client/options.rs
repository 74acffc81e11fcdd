//! The options of a client and of a call. Declared like the wire's models, so that they are checked
//! and typed the same way: an unknown option is refused with a did-you-mean.

use blend_sdk_macros::model;

use crate::check::{
    Code, Direction, Expected, Flags, Format, Issue, Kind, Model, Object, Policy, Table, Wire, check_at, is_plain, json,
};

/// A value that stays in JavaScript: a function, a signal, an object of the user's.
#[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Opaque;

impl Wire for Opaque {
    const KIND: &'static Kind = &Kind::Any;
}

/// What can be set for all calls of a client, and again for one call.
#[model(camel)]
pub struct CallOptions {
    /// Milliseconds for each attempt: connecting, headers, and body. 60,000 unless told.
    #[wire(min = 1)]
    pub timeout: Option<i64>,
    /// Milliseconds for everything: signing in, all attempts, and the waits between them; hooks of yours take their own
    /// time. Of a list each page is a call of its own. No limit unless told.
    #[wire(min = 1)]
    pub total_timeout: Option<i64>,
    /// How often to try again, at the most, where a repeat is safe. 2 unless told.
    #[wire(min = 0, max = 20)]
    pub max_retries: Option<i64>,
    /// Ends the call. Also works on the waits, the sign-in and later pages.
    #[wire(ts = "AbortSignal")]
    pub signal: Option<Opaque>,
    /// Used in place of the global `fetch`; always called as `(url, init)`.
    #[wire(ts = "(url: string, init: RequestInit) => Promise<Response>")]
    pub fetch: Option<Opaque>,
    /// Headers to add. `authorization` is the client's own.
    #[wire(ts = "Record<string, string>")]
    pub headers: Option<Opaque>,
    /// `documented` refuses what the vendor's pages rule out and reports the rest in `warnings`;
    /// `strict` refuses what is only inferred too; `off` checks nothing.
    #[wire(values("documented", "strict", "off"), ts = "\"documented\" | \"strict\" | \"off\"")]
    pub validate: Option<String>,
    /// Send fields that are not in the documentation. False unless told.
    pub allow_unknown_fields: Option<bool>,
    /// Compare answers with the documented shapes: `report` calls `onDrift`, `throw` fails the call. Off unless told.
    #[wire(values("off", "report", "throw"), ts = "\"off\" | \"report\" | \"throw\"")]
    pub check_responses: Option<String>,
    /// Told where an answer is not as documented: operation, JSON path and kinds, never values.
    #[wire(ts = "(drift: Drift) => void")]
    pub on_drift: Option<Opaque>,
    /// Fields dropped from every answer, at any depth, by name: `["ssn", "driver_license_number"]`.
    #[wire(ts = "string[]")]
    pub omit: Option<Vec<String>>,
    /// Largest answer that is read, in bytes. 64 MB unless told.
    #[wire(min = 1)]
    pub max_response_bytes: Option<i64>,
    /// Look at the order's status before an action on it, and fail with an `InvalidTransitionError` where a documented
    /// rule forbids the action. Costs one more request. False unless told.
    pub preflight: Option<bool>,
    /// Anything of yours; it comes back in hooks. Never sent.
    #[wire(ts = "unknown")]
    pub context: Option<Opaque>,
    /// How many pages to fetch ahead while a list is iterated. 0 unless told.
    #[wire(min = 0, max = 10)]
    pub prefetch: Option<i64>,
}

/// What is set for a client alone.
#[model(camel)]
pub struct ClientOptions {
    /// E-mail address of a Blend account. With `password`; in Node also from `BLEND_EMAIL`.
    #[wire(format = "None")]
    pub email: Option<String>,
    /// In Node also from `BLEND_PASSWORD`.
    pub password: Option<String>,
    /// An access token got elsewhere. In Node also from `BLEND_ACCESS_TOKEN`.
    pub access_token: Option<String>,
    /// A refresh token got elsewhere.
    pub refresh_token: Option<String>,
    /// Asked for an access token whenever one is needed. No `tokenStore` keeps what it gives: keep it yourself.
    #[wire(ts = "() => string | Promise<string>")]
    pub token: Option<Opaque>,
    /// Keeps the session outside of this process, unless `token` gives it, and what `createOnce` has sent. In memory unless
    /// told.
    #[wire(ts = "TokenStore")]
    pub token_store: Option<Opaque>,
    /// Origin and path of the API: https, or this machine itself; in browsers also a path on the page's own origin.
    #[wire(ts = "string")]
    pub base_url: Option<String>,
    /// Other verbs, paths and parameter places for single endpoints, by operation: for those whose
    /// path is inferred. Paths only, never URLs.
    #[wire(ts = "Record<string, EndpointOverride>")]
    pub endpoints: Option<Opaque>,
    /// Functions `(request, next)` around each attempt, the first outermost.
    #[wire(ts = "Middleware[]")]
    pub middleware: Option<Opaque>,
    /// Told of the end of each call, for an audit log: what was asked, and whose ids were disclosed. No values.
    #[wire(ts = "(event: AuditEvent) => void | Promise<void>")]
    pub on_audit: Option<Opaque>,
    /// `required` waits for `onAudit` before a call ends; where it fails, what was read is withheld.
    #[wire(values("required"), ts = "\"required\"")]
    pub audit: Option<String>,
    /// Give `onAudit` your own keys as they are. Unless told, their SHA-256 stands for them.
    pub audit_external_ids: Option<bool>,
    /// Where log lines go. The console unless told.
    #[wire(ts = "Logger")]
    pub logger: Option<Opaque>,
    /// The least level that is logged. `warn` unless told; in Node also from `BLEND_LOG`.
    #[wire(values("debug", "info", "warn", "error", "off"), ts = "\"debug\" | \"info\" | \"warn\" | \"error\" | \"off\"")]
    pub log_level: Option<String>,
    /// Allow a password or refresh token in a browser, where every visitor can read it.
    pub dangerously_allow_browser: Option<bool>,
}

static ALL: Table = Table {
    supplies: &[],
    fields: &[],
    parts: &[ClientOptions::TABLE, CallOptions::TABLE],
    at_least_one: None,
    open: false,
    #[cfg(not(target_arch = "wasm32"))]
    name: "BlendOptions",
    #[cfg(not(target_arch = "wasm32"))]
    doc: "",
    inferred: false,
    #[cfg(not(target_arch = "wasm32"))]
    inline: true,
    #[cfg(not(target_arch = "wasm32"))]
    declaration: "",
    #[cfg(not(target_arch = "wasm32"))]
    returned: "",
};
static CLIENT: Kind = Kind::Object(&ALL);

/// What is wrong with a client's or a call's options.
pub(super) fn issues(text: &str, client: bool) -> Vec<Issue> {
    let kind = if client { &CLIENT } else { <CallOptions as Wire>::KIND };
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false };
    let mut issues = check_at(text, &Expected { kind, format: Format::None, flags: Flags::NONE }, policy, "options").issues;
    if let Some(headers) = Object(text).get("headers")
        && let Some((code, message)) = headers_fault(headers)
    {
        issues.push(Issue { path: "options.headers".into(), code, message: message.into() });
    }
    issues
}

/// What is wrong with the option `headers` (JSON): fetch would fail because of it.
fn headers_fault(headers: &str) -> Option<(Code, &'static str)> {
    let mut is_object = headers.starts_with('{');
    let mut is_sendable = true;
    for (name, value) in json::fields(headers) {
        match json::as_string(value) {
            Some(value) => is_sendable &= is_header_name(&name) && is_header_value(&value),
            None => is_object = false,
        }
    }
    match (is_object, is_sendable) {
        (false, _) => Some((Code::WrongKind, "expected a plain object of names and strings")),
        (_, false) => Some((
            Code::Unsendable,
            "a name or value that no header can have: a name is a word, a value is one line without letters beyond Latin-1",
        )),
        _ => None,
    }
}

/// A token of RFC 9110.
fn is_header_name(name: &str) -> bool {
    !name.is_empty() && is_plain(name, usize::MAX, b"!#$%&'*+-.^_`|~")
}

/// Whether fetch takes a header with this value: one line of Latin-1. Blanks around it are fine, since fetch removes them.
pub(super) fn is_header_value(value: &str) -> bool {
    // In UTF-8, what is beyond Latin-1 begins with a byte above 0xC3.
    value.trim_ascii().bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..=0xC3))
}

/// Checks of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validate {
    Documented,
    Strict,
    Off,
}

/// Checks of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckResponses {
    Off,
    Report,
    Throw,
}

/// The options of one call: the client's, overlaid with the call's. They stay the text that `issues`
/// found nothing wrong with, and are read where they count.
#[derive(Clone, Debug)]
pub(super) struct Settings(pub String);

impl Settings {
    fn given(&self) -> Object<'_> {
        Object(&self.0)
    }

    fn number(&self, name: &str, default: i64) -> f64 {
        self.given().integer(name).unwrap_or(default) as f64
    }

    pub(super) fn timeout(&self) -> f64 {
        self.number("timeout", 60_000)
    }

    pub(super) fn total_timeout(&self) -> f64 {
        self.number("totalTimeout", 0)
    }

    pub(super) fn max_retries(&self) -> u32 {
        self.number("maxRetries", 2) as u32
    }

    pub(super) fn max_response_bytes(&self) -> f64 {
        self.number("maxResponseBytes", 64 << 20)
    }

    pub(super) fn preflight(&self) -> bool {
        self.given().is_true("preflight")
    }

    pub(super) fn allow_unknown_fields(&self) -> bool {
        self.given().is_true("allowUnknownFields")
    }

    pub(super) fn validate(&self) -> Validate {
        match self.given().text("validate").as_str() {
            "strict" => Validate::Strict,
            "off" => Validate::Off,
            _ => Validate::Documented,
        }
    }

    pub(super) fn check_responses(&self) -> CheckResponses {
        match self.given().text("checkResponses").as_str() {
            "report" => CheckResponses::Report,
            "throw" => CheckResponses::Throw,
            _ => CheckResponses::Off,
        }
    }

    pub(super) fn headers(&self) -> json::Fields<'_> {
        json::fields(self.given().get("headers").unwrap_or_default())
    }
}

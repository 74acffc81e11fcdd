//! The options of a client and of a call. They are declared like the wire's models, so that they are checked and typed the
//! same way: an unknown option is refused with a did-you-mean.

use blend_sdk_macros::model;

use crate::check::{
    Code, Direction, Expected, Flags, Format, Issue, Kind, Model, Object, Policy, Table, Wire, check_at, is_plain, json,
};

/// A value that stays in JavaScript: a function, a signal, an object.
#[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Opaque;

impl Wire for Opaque {
    const KIND: &'static Kind = &Kind::Any;
}

/// The options that a client sets for all its calls, and that a call can set again.
#[model(camel)]
pub struct CallOptions {
    /// Milliseconds for each attempt: connecting, headers, and body.
    #[wire(min = 1, default = "60_000")]
    pub timeout: Option<i64>,
    /// Milliseconds for the whole call: signing in, all attempts, and the waits between them. The time of your hooks is not
    /// limited. Each page of a list is a call.
    #[wire(min = 1, default = "no limit")]
    pub total_timeout: Option<i64>,
    /// How often a call is sent again at most, where a repeat is safe.
    #[wire(min = 0, max = 20, default = "2")]
    pub max_retries: Option<i64>,
    /// Ends the call, also during its waits, its sign-in, and later pages.
    #[wire(ts = "AbortSignal")]
    pub signal: Option<Opaque>,
    /// Takes the place of the global `fetch`. It is always called as `(url, init)`.
    #[wire(ts = "(url: string, init: RequestInit) => Promise<Response>", default = "globalThis.fetch")]
    pub fetch: Option<Opaque>,
    /// Headers to add. The client sets `authorization` itself.
    #[wire(ts = "Record<string, string>")]
    pub headers: Option<Opaque>,
    /// `documented` refuses what Blend's documentation rules out and reports the rest in `warnings`. `strict` also refuses what
    /// is only inferred. `off` checks nothing.
    #[wire(values("documented", "strict", "off"), ts = "\"documented\" | \"strict\" | \"off\"", default = "\"documented\"")]
    pub validate: Option<String>,
    /// Sends fields that are not in the documentation.
    #[wire(default = "false")]
    pub allow_unknown_fields: Option<bool>,
    /// Compares answers with the documented shapes. `report` calls `onDrift`, `throw` fails the call.
    #[wire(values("off", "report", "throw"), ts = "\"off\" | \"report\" | \"throw\"", default = "\"off\"")]
    pub check_responses: Option<String>,
    /// Called for each place where an answer is not as documented, with operation, JSON path and kinds, never values.
    #[wire(ts = "(drift: Drift) => void")]
    pub on_drift: Option<Opaque>,
    /// Names of fields to drop from every answer, at any depth: `["ssn", "driver_license_number"]`.
    #[wire(ts = "string[]")]
    pub omit: Option<Vec<String>>,
    /// The largest answer that is read, in bytes.
    #[wire(min = 1, default = "64 MB")]
    pub max_response_bytes: Option<i64>,
    /// Gets the order before an action on it, and fails with an `InvalidTransitionError` where a documented rule forbids the
    /// action. It costs one more request.
    #[wire(default = "false")]
    pub preflight: Option<bool>,
    /// Any value of yours. Hooks get it. It is never sent.
    #[wire(ts = "unknown")]
    pub context: Option<Opaque>,
    /// How many pages are fetched ahead while a list is iterated.
    #[wire(min = 0, max = 10, default = "0")]
    pub prefetch: Option<i64>,
}

/// The options that only a client has.
#[model(camel)]
pub struct ClientOptions {
    /// The e-mail address of a Blend account, together with `password`. In Node also from `BLEND_EMAIL`.
    #[wire(format = "None")]
    pub email: Option<String>,
    /// The password of the account. In Node also from `BLEND_PASSWORD`.
    pub password: Option<String>,
    /// An access token from elsewhere. In Node also from `BLEND_ACCESS_TOKEN`.
    pub access_token: Option<String>,
    /// A refresh token from elsewhere.
    pub refresh_token: Option<String>,
    /// Returns an access token. The client calls it whenever it needs one. No `tokenStore` keeps it: keep it yourself.
    #[wire(ts = "() => string | Promise<string>")]
    pub token: Option<Opaque>,
    /// Keeps the session outside of this process, unless `token` is set, and what `createOnce` has sent.
    #[wire(ts = "TokenStore", default = "memory")]
    pub token_store: Option<Opaque>,
    /// Origin and path of the API: https, or http on this machine itself. In browsers also a path on the page's own origin.
    #[wire(ts = "string", default = "\"https://api.byblend.com/api/v1\"")]
    pub base_url: Option<String>,
    /// Another verb, path, or place of a parameter, by operation: for operations whose path is inferred. Paths only, never
    /// URLs.
    #[wire(ts = "Record<string, EndpointOverride>")]
    pub endpoints: Option<Opaque>,
    /// Functions `(request, next)` around each attempt. The first one is the outermost.
    #[wire(ts = "Middleware[]")]
    pub middleware: Option<Opaque>,
    /// Called at the end of each call, for an audit log, with what was asked and whose ids were disclosed. No values.
    #[wire(ts = "(event: AuditEvent) => void | Promise<void>")]
    pub on_audit: Option<Opaque>,
    /// `required` waits for `onAudit` before a call ends. If it fails, the call fails and what was read is withheld.
    #[wire(values("required"), ts = "\"required\"")]
    pub audit: Option<String>,
    /// Gives `onAudit` your own keys as they are, and not their SHA-256.
    #[wire(default = "false")]
    pub audit_external_ids: Option<bool>,
    /// Where log lines go.
    #[wire(ts = "Logger", default = "console")]
    pub logger: Option<Opaque>,
    /// The least level that is logged. In Node also from `BLEND_LOG`.
    #[wire(
        values("debug", "info", "warn", "error", "off"),
        ts = "\"debug\" | \"info\" | \"warn\" | \"error\" | \"off\"",
        default = "\"warn\""
    )]
    pub log_level: Option<String>,
    /// Allows a password or refresh token in a browser, where every visitor can read it.
    #[wire(default = "false")]
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

/// The options of one call: those of the client, with the call's own on top. They stay text, which `issues` has checked, and
/// are read where they are needed.
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

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

/// The options of one call. A client takes them too, as the defaults of all its calls.
#[model(camel)]
pub struct CallOptions {
    /// Time limit of each attempt, in milliseconds: connecting, headers and body.
    #[wire(min = 1, default = "60_000")]
    pub timeout: Option<i64>,
    /// Time limit of the whole call, in milliseconds: signing in, all attempts, and the waits between them. Your own hooks do not
    /// count. Each page of a list is a call of its own. By default there is no limit.
    #[wire(min = 1)]
    pub total_timeout: Option<i64>,
    /// How often the client repeats a request, at most, if a repeat is safe.
    #[wire(min = 0, max = 20, default = "2")]
    pub max_retries: Option<i64>,
    /// Ends the call, also while it waits or signs in, and later pages of a list.
    #[wire(ts = "AbortSignal")]
    pub signal: Option<Opaque>,
    /// Your own `fetch`. The client calls it as `(url, init)`. By default it uses the global one.
    #[wire(ts = "(url: string, init: RequestInit) => Promise<Response>")]
    pub fetch: Option<Opaque>,
    /// More headers for the request. The client sets `authorization` itself.
    #[wire(ts = "Record<string, string>")]
    pub headers: Option<Opaque>,
    /// How the client checks arguments before it sends them. `documented` refuses what Blend's documentation rules out, and reports
    /// in `warnings` what breaks a rule that is only inferred. `strict` refuses both. `off` checks nothing.
    #[wire(values("documented", "strict", "off"), default = "\"documented\"", ts = "\"documented\" | \"strict\" | \"off\"")]
    pub validate: Option<String>,
    /// True sends fields that the documentation does not have.
    #[wire(default = "false")]
    pub allow_unknown_fields: Option<bool>,
    /// Compares answers with the documentation. `report` calls `onDrift` for each difference. `throw` fails the call, but only reports
    /// a missing field that nothing but the documentation's examples shows.
    #[wire(values("off", "report", "throw"), default = "\"off\"", ts = "\"off\" | \"report\" | \"throw\"")]
    pub check_responses: Option<String>,
    /// Called for each place where an answer is not as documented, with operation, JSON path and kinds, never with a value. Without it
    /// the client logs them.
    #[wire(ts = "(drift: Drift) => void")]
    pub on_drift: Option<Opaque>,
    /// Names of fields that the client removes from answers, at any depth, such as `["ssn", "driver_license_number"]`.
    #[wire(ts = "string[]")]
    pub omit: Option<Vec<String>>,
    /// The largest answer that the client reads, in bytes.
    #[wire(min = 1, default = "67_108_864")]
    pub max_response_bytes: Option<i64>,
    /// True looks at an order's status before an action on it. The call throws an `InvalidTransitionError` if a documented rule forbids
    /// the action. It costs one more request.
    #[wire(default = "false")]
    pub preflight: Option<bool>,
    /// Any value of yours. Hooks get it; the client never sends it.
    #[wire(ts = "unknown")]
    pub context: Option<Opaque>,
    /// How many pages the client gets ahead while you iterate over a list.
    #[wire(min = 0, max = 10, default = "0")]
    pub prefetch: Option<i64>,
}

/// The options that only a client takes.
#[model(camel)]
pub struct ClientOptions {
    /// E-mail address of a Blend account, together with `password`. Node also takes it from `BLEND_EMAIL`.
    #[wire(format = "None")]
    pub email: Option<String>,
    /// Password of the account. Node also takes it from `BLEND_PASSWORD`.
    pub password: Option<String>,
    /// An access token that you have from elsewhere. Node also takes it from `BLEND_ACCESS_TOKEN`.
    pub access_token: Option<String>,
    /// A refresh token that you have from elsewhere.
    pub refresh_token: Option<String>,
    /// Returns an access token. The client calls it when it needs one, and keeps the token in no `tokenStore`.
    #[wire(ts = "() => string | Promise<string>")]
    pub token: Option<Opaque>,
    /// Keeps the session outside of this process (not what `token` returns), and the keys that `createOnce` sent. By default both stay
    /// in memory.
    #[wire(ts = "TokenStore")]
    pub token_store: Option<Opaque>,
    /// Origin and path of the API: `https`, or `http` for this machine. In browsers also a path on the page's own origin, such as
    /// `/blend`. Node also takes it from `BLEND_BASE_URL`.
    #[wire(default = "\"https://api.byblend.com/api/v1\"", ts = "string")]
    pub base_url: Option<String>,
    /// How many repeats all calls of the client have together. Ten successes earn one back. If Blend is down, this keeps many callers
    /// from keeping it down. Waiting for a rate limit (429) costs none.
    #[wire(min = 0, max = 1_000_000, default = "20")]
    pub retry_budget: Option<i64>,
    /// True allows plain `http` to hosts of a private network: a name without dots such as `http://sandbox:4010`, `.internal`, `.local`,
    /// or a private IPv4 address. Patients' data and tokens then travel in the clear. Node also takes it from
    /// `BLEND_ALLOW_INSECURE_HTTP=1`.
    #[wire(default = "false")]
    pub allow_insecure_http: Option<bool>,
    /// Another verb, path, or place of a parameter, by operation. Use it if an inferred path turns out to be wrong. Give paths, never
    /// URLs: `{ "orders.pause": { verb: "POST", path: "/orders/{order_id}/hold" } }`.
    #[wire(ts = "Record<string, EndpointOverride>")]
    pub endpoints: Option<Opaque>,
    /// Functions `(request, next)` that run around each attempt. The first one is the outermost.
    #[wire(ts = "Middleware[]")]
    pub middleware: Option<Opaque>,
    /// Called at the end of each call, for an audit log. The event has the operation, the outcome and the disclosed ids, and no values.
    #[wire(ts = "(event: AuditEvent) => void | Promise<void>")]
    pub on_audit: Option<Opaque>,
    /// `required` waits for `onAudit` before a call ends. If `onAudit` fails, the call throws and withholds the answer.
    #[wire(values("required"), ts = "\"required\"")]
    pub audit: Option<String>,
    /// True passes your own ids to `onAudit` as they are. Otherwise it gets their SHA-256.
    #[wire(default = "false")]
    pub audit_external_ids: Option<bool>,
    /// Where log lines go. By default to the console.
    #[wire(ts = "Logger")]
    pub logger: Option<Opaque>,
    /// The lowest level that the client logs. Node also takes it from `BLEND_LOG`.
    #[wire(
        values("debug", "info", "warn", "error", "off"),
        default = "\"warn\"",
        ts = "\"debug\" | \"info\" | \"warn\" | \"error\" | \"off\""
    )]
    pub log_level: Option<String>,
    /// True allows a password or a refresh token in a browser, where every visitor can read it.
    #[wire(default = "false")]
    pub dangerously_allow_browser: Option<bool>,
}

static ALL: Table = Table {
    supplies: &[],
    fields: &[],
    parts: &[ClientOptions::TABLE, CallOptions::TABLE],
    at_least_one: None,
    open: false,
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
    let policy = Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: 0 };
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

//! All JSON that crosses to TypeScript is written here. `protocol` declares its types.

use super::call::{CallEffect, CallNote};
use super::create_once::{CreateOnce, CreationEffect, get_operation};
use super::failure::{Failure, RequestFacts};
use super::json_object::{JsonObject, json_array};
use super::order_status::{self, ActionVerdict, OrderProgress};
use super::pager::Turn;
use super::protocol::EffectCode;
use super::recognise::{COMPARED, PatientFields};
use super::request::Request;
use super::session::SessionEffect;
use super::text::concat;
use super::tokens::Tokens;
use super::url;
use crate::check::json::write_string;
use crate::check::{Issue, Report, push_number};

/// A number by itself.
pub(super) fn number(number: usize) -> String {
    let mut out = String::new();
    push_number(&mut out, number as i64);
    out
}

pub(super) fn flags(flags: &[bool]) -> String {
    let mut written = Vec::new();
    for flag in flags {
        written.push(String::from(if *flag { "true" } else { "false" }));
    }
    json_array(&written)
}

/// `OpenedClient`, and an `OpenedCreation` that failed.
pub(super) fn opened(opened: Result<usize, Box<Failure>>) -> String {
    let mut json = JsonObject::new();
    match opened {
        Ok(client) => json.number("client", client as f64),
        Err(error) => failure(&mut json, &error),
    }
    json.close()
}

/// `CheckResult`.
pub fn report(report: &Report) -> String {
    let mut json = JsonObject::new();
    issues(&mut json, "issues", &report.issues);
    issues(&mut json, "warnings", &report.warnings);
    json.close()
}

fn issues(json: &mut JsonObject, key: &str, issues: &[Issue]) {
    json.array(key);
    for issue in issues {
        json.object("");
        json.text("path", &issue.path);
        json.text("code", issue.code.name());
        json.text_if_any("message", &issue.message);
        json.end();
    }
    json.end_array();
}

/// The field `error` with a `FailureJson`.
fn failure(json: &mut JsonObject, failure: &Failure) {
    json.object("error");
    json.number("class", f64::from(failure.class as u8));
    json.text("outcome", failure.outcome.name());
    json.text("message", &failure.message);
    json.text_if_any("hint", &order_status::allowed(failure.allowed_from).unwrap_or_else(|| failure.hint.into()));
    if let Some(cause) = failure.cause {
        json.text("causeCode", cause.code);
    }
    if let Some(status) = failure.status {
        json.number("status", f64::from(status));
    }
    if let Some(wait) = failure.retry_after {
        json.number("retryAfterMs", wait);
    }
    for (key, list) in [("issues", &failure.issues), ("warnings", &failure.warnings), ("fieldErrors", &failure.field_errors)] {
        if !list.is_empty() {
            issues(json, key, list);
        }
    }
    json.text_if_any("operation", &failure.operation);
    if let Some(request) = &failure.request {
        request_facts(json, request);
    }
    json.end();
}

fn request_facts(json: &mut JsonObject, request: &RequestFacts) {
    json.text("method", request.method);
    json.text("path", &request.path);
    json.text_if_any("requestId", &request.request_id);
    json.number("attempts", f64::from(request.attempts));
    json.number("elapsedMs", request.elapsed);
}

/// `CallEffect`, and `StartedCall` with the number of a call that goes on.
pub fn call_effect(effect: &CallEffect, call: Option<usize>) -> String {
    let mut json = JsonObject::new();
    match effect {
        CallEffect::Preflight { order_id } => {
            put(&mut json, EffectCode::Preflight);
            json.text("orderId", order_id);
        }
        CallEffect::AwaitSession => put(&mut json, EffectCode::AwaitSession),
        CallEffect::Send(request) => {
            put(&mut json, EffectCode::Send);
            send(&mut json, request);
        }
        CallEffect::ReadBody { json: is_json, text_wanted, max_bytes, timeout } => {
            put(&mut json, EffectCode::ReadBody);
            json.flag("json", *is_json);
            json.flag("textWanted", *text_wanted);
            json.number("maxBytes", *max_bytes);
            json.number("timeout", *timeout);
        }
        CallEffect::Wait { ms } => {
            put(&mut json, EffectCode::Wait);
            json.number("ms", *ms);
        }
        CallEffect::HoldBack { ms } => {
            put(&mut json, EffectCode::HoldBack);
            json.number("ms", *ms);
        }
        CallEffect::Succeed(of) => {
            put(&mut json, EffectCode::Succeed);
            note(&mut json, of);
            json.flag("signedIn", of.signed_in);
        }
        CallEffect::Fail(error) => {
            put(&mut json, EffectCode::Fail);
            failure(&mut json, error);
        }
    }
    if let Some(call) = call {
        json.number("call", call as f64);
    }
    json.close()
}

fn put(json: &mut JsonObject, effect: EffectCode) {
    json.number("do", f64::from(effect as u8));
}

fn send(json: &mut JsonObject, request: &Request) {
    json.text("url", &request.url);
    json.object("init");
    json.text("method", request.method);
    json.object("headers");
    for (name, value) in &request.headers {
        json.text(name, value);
    }
    json.end();
    if let Some(body) = &request.body {
        json.text("body", body);
    }
    json.end();
    json.object("attempt");
    json.text("operation", &request.operation);
    json.text("method", request.method);
    json.text("path", &request.template);
    json.number("attempt", f64::from(request.attempt));
    json.end();
    json.number("timeout", request.timeout);
}

/// The field `note` with a `CallNote`.
fn note(json: &mut JsonObject, note: &CallNote) {
    json.object("note");
    issues(json, "warnings", &note.warnings);
    if !note.drift.is_empty() {
        issues(json, "drift", &note.drift);
    }
    json.number("status", f64::from(note.status));
    if let Some(total) = note.total {
        json.number("total", total);
    }
    json.text("operation", &note.operation);
    request_facts(json, &note.request);
    json.end();
}

/// `SessionEffect`.
pub(super) fn session_effect(effect: &SessionEffect, tokens: &str) -> String {
    let (code, has_tokens) = match effect {
        SessionEffect::LoadTokens => (EffectCode::LoadTokens, false),
        SessionEffect::RequestToken => (EffectCode::RequestToken, false),
        SessionEffect::Login => (EffectCode::Login, false),
        SessionEffect::Refresh => (EffectCode::Refresh, false),
        SessionEffect::SaveTokens => (EffectCode::SaveTokens, true),
        SessionEffect::EndSignIn => (EffectCode::EndSignIn, true),
    };
    let mut json = JsonObject::new();
    put(&mut json, code);
    if has_tokens {
        json.text("tokens", tokens);
    }
    json.close()
}

/// The tokens as text, for a token store, and for a fresh engine after a panic.
pub(super) fn tokens(tokens: &Tokens) -> String {
    let mut json = JsonObject::new();
    json.number("version", 1.0);
    json.text_if_any("access", &tokens.access);
    json.text_if_any("refresh", &tokens.refresh);
    for (key, at) in [("expires", tokens.expires), ("refreshExpires", tokens.refresh_expires), ("ahead", Some(tokens.ahead))] {
        if let Some(at) = at {
            json.number(key, at);
        }
    }
    json.close()
}

/// `SessionAccount`.
pub(super) fn account(origin: &str, account: &str) -> String {
    let mut json = JsonObject::new();
    json.text("origin", origin);
    json.text("account", account);
    json.flag("isPlainHTTP", url::is_plain_http(origin));
    json.close()
}

/// `CreationEffect`, and `OpenedCreation` with the number of the creation.
pub(super) fn creation_effect(effect: &CreationEffect, creation: &CreateOnce, number: Option<usize>) -> String {
    let mut json = JsonObject::new();
    match effect {
        CreationEffect::LookUp => {
            put(&mut json, EffectCode::LookUp);
            look_up(&mut json, creation);
        }
        CreationEffect::Create => put(&mut json, EffectCode::Create),
        CreationEffect::Pause { ms } => {
            put(&mut json, EffectCode::Pause);
            json.number("ms", *ms);
        }
        CreationEffect::ReturnFound { index } => {
            put(&mut json, EffectCode::ReturnFound);
            json.json("path", &found_path(*index));
        }
        CreationEffect::KeyTaken { index, fields } => {
            put(&mut json, EffectCode::KeyTaken);
            failure(&mut json, &creation.key_taken());
            if *fields > 0 {
                json.json("path", &found_path(*index));
                json.json("differs", &field_names(*fields));
            }
        }
        CreationEffect::RethrowError => put(&mut json, EffectCode::RethrowError),
        CreationEffect::OutcomeUnknown { .. } => {
            put(&mut json, EffectCode::OutcomeUnknown);
            failure(&mut json, &creation.outcome_unknown());
        }
    }
    if let Some(number) = number {
        json.number("creation", number as f64);
    }
    json.close()
}

/// Where in the looked-up answer it stands.
fn found_path(index: Option<usize>) -> String {
    index.map_or("[]".into(), |index| concat("[\"results\",", &number(index), "]"))
}

fn field_names(fields: PatientFields) -> String {
    let mut names = Vec::new();
    for (place, name) in COMPARED.iter().enumerate() {
        if fields >> place & 1 == 1 {
            names.push(concat("\"", name, "\""));
        }
    }
    json_array(&names)
}

/// The operation that looks a resource up, and its arguments.
fn look_up(json: &mut JsonObject, creation: &CreateOnce) {
    let mut argument = String::new();
    let mut operation = "search.patients";
    if creation.searches() {
        let mut params = JsonObject::new();
        params.text("q", &creation.lookup_key());
        params.number("limit", 100.0);
        argument = params.close();
    } else {
        operation = get_operation(creation.kind());
        write_string(&mut argument, &creation.lookup_key());
    }
    json.text("operation", operation);
    json.json("args", &json_array(&[argument]));
}

/// `ActionVerdict[]`.
pub(super) fn actions(actions: &[ActionVerdict]) -> String {
    let mut written = Vec::new();
    for action in actions {
        let mut json = JsonObject::new();
        json.text("action", action.action);
        json.text("verdict", action.verdict.name());
        json.text("basis", action.basis);
        written.push(json.close());
    }
    json_array(&written)
}

pub(super) fn order_progress(progress: OrderProgress) -> String {
    let text = match progress {
        OrderProgress::Reached => "\"reached\"",
        OrderProgress::Missed => "\"missed\"",
        OrderProgress::Pending => "\"pending\"",
    };
    text.into()
}

/// `PageTurn`. `repeated` is the pager's.
pub(super) fn turn(turn: &Turn, repeated: usize) -> String {
    let mut json = JsonObject::new();
    json.json("fresh", &flags(&turn.fresh));
    json.flag("last", turn.last);
    json.flag("stuck", turn.stuck);
    json.number("repeated", repeated as f64);
    json.close()
}

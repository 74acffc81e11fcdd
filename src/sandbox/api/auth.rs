//! Signing in.

use serde_json::json;

use crate::check::Model;
use crate::endpoint::{Auth, Endpoint};
use crate::model::auth::LoginRequest;
use crate::sandbox::http::answer::{Refusal, Reply, ok};
use crate::sandbox::http::call::{Call, Handler, json_object};
use crate::sandbox::http::check::{Findings, check_params};
use crate::sandbox::store::Store;
use crate::sandbox::store::account::{EMAIL, Use, user};
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::clock::iso;
use crate::sandbox::store::document::text;
use crate::sandbox::store::ids::Stream;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "login" => login,
        "refresh" => refresh,
        "verify" => verify,
        _ => return None,
    })
}

/// The token of an Authorization header.
pub fn bearer(authorization: Option<&str>) -> Option<&str> {
    let (scheme, token) = authorization?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Refuses a request without the token that its endpoint wants.
pub fn authorise(store: &Store, endpoint: &Endpoint, token: Option<&str>) -> Result<(), Refusal> {
    let use_for = match endpoint.auth {
        Auth::None => return Ok(()),
        Auth::Refresh => Use::Refresh,
        Auth::Access => Use::Access,
    };
    let Some(token) = token else {
        return Err(Refusal::unauthorised(401, "This call needs a token: Authorization: Bearer <token>."));
    };
    // Verify tells about a bad token instead of refusing it.
    if endpoint.path == "/auth/verify" || store.account.knows(token, use_for, store.now) {
        return Ok(());
    }
    let status = store.assumptions.number(Switch::BadToken) as u16;
    Err(Refusal::unauthorised(
        status,
        match use_for {
            Use::Refresh => "The token is not a valid refresh token, or it has lapsed.",
            Use::Access => "The token is not a valid access token, or it has lapsed.",
        },
    ))
}

fn login(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let credentials = json_object(call.request.content_type, call.request.body)?;
    let mut found = Findings::default();
    check_params(LoginRequest::TABLE, &credentials, &store.assumptions, store.now, &mut found);
    let mut errors = found.errors;
    for name in ["email", "password"] {
        if !credentials.contains_key(name) && !errors.iter().any(|(path, _)| path == name) {
            errors.push((name.into(), "missing; give a string".into()));
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors));
    }
    let email_fits = text(&credentials, "email").is_some_and(|email| email.eq_ignore_ascii_case(EMAIL));
    if !email_fits || text(&credentials, "password") != Some(&store.account.password) {
        return Err(Refusal::unauthorised(401, "E-mail or password is wrong."));
    }
    let access = issue(store, Use::Access);
    let refresh = issue(store, Use::Refresh);
    ok(json!({
        "access_token": access,
        "refresh_token": refresh,
        "expires_at": iso(store.now + Use::Refresh.life()),
        "user": user(),
    }))
}

fn refresh(store: &mut Store, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(json!({ "access_token": issue(store, Use::Access) }))
}

fn verify(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let valid = call.token.is_some_and(|token| store.account.knows(token, Use::Access, store.now));
    ok(if valid { json!({ "valid": true, "user": user() }) } else { json!({ "valid": false }) })
}

fn issue(store: &mut Store, use_for: Use) -> String {
    store.changed = true;
    store.account.issue(store.streams.of(Stream::Account), use_for, store.now)
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn takes_the_token_of_a_bearer_header_only() {
        assert_eq!(bearer(Some("Bearer abc")), Some("abc"));
        assert_eq!(bearer(Some("bearer  abc ")), Some("abc"));
        assert_eq!(bearer(Some("Basic abc")), None);
        assert_eq!(bearer(Some("abc")), None);
        assert_eq!(bearer(None), None);
    }
}

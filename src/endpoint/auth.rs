//! Authentication.

use super::entry::{Auth, Endpoint, RetryClass};
use crate::model::auth::{LoginResponse, RefreshResponse, VerifyResponse};

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(
        "login",
        "/auth/login",
        "Signs in with the client's e-mail and password, and replaces the client's session.\nCalls sign in by themselves when they need to; this is for checking credentials early.",
    )
    .gives::<LoginResponse>()
    .authorised_by(Auth::None)
    .retry(RetryClass::Read, "signing in twice leaves one more token and nothing else"),
    Endpoint::post(
        "refresh",
        "/auth/refresh",
        "Trades the session's refresh token for a new access token, and replaces the one in use.\nNo new refresh token comes back, so the one of the login is used on: it lives for 7 days.",
    )
    .gives::<RefreshResponse>()
    .authorised_by(Auth::Refresh)
    .retry(RetryClass::Read, "a second refresh gives one more access token and nothing else"),
    Endpoint::get("verify", "/auth/verify", "Checks the access token in use and tells whose it is.").gives::<VerifyResponse>(),
];

//! Authentication.

use super::entry::{Auth, Endpoint, RetryClass};
use crate::model::auth::{LoginResponse, RefreshResponse, VerifyResponse};

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(
        "login",
        "/auth/login",
        "Signs in with the client's e-mail and password, and replaces the client's session.\nEvery call signs in by itself when it needs to. Use this to check credentials early.",
    )
    .gives::<LoginResponse>()
    .authorised_by(Auth::None)
    .retry(RetryClass::Read, "signing in twice leaves one more token and nothing else"),
    Endpoint::post(
        "refresh",
        "/auth/refresh",
        "Gets a new access token for the session's refresh token, and uses it from now on.\nEvery call does this by itself when it needs to. The refresh token stays the same; it expires 7 days after the login.",
    )
    .gives::<RefreshResponse>()
    .authorised_by(Auth::Refresh)
    .retry(RetryClass::Read, "a second refresh gives one more access token and nothing else"),
    Endpoint::get("verify", "/auth/verify", "Checks the access token in use, and returns whose it is.").gives::<VerifyResponse>(),
];

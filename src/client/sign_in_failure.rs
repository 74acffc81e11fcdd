//! Why a call could not be signed in.

use super::failure::{ErrorClass, Failure, Outcome};

const LOGIN: (&str, &str) = ("POST", "/auth/login");

pub(super) fn no_credentials() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "there are no credentials",
        "give the client email and password, accessToken, refreshToken or token(); in Node, BLEND_EMAIL and BLEND_PASSWORD, or BLEND_ACCESS_TOKEN, work as well",
    )
}

pub(super) fn nothing_to_sign_in_with(hint: &'static str) -> Box<Failure> {
    Failure::new(ErrorClass::Authentication, Outcome::NotSent, "there are no credentials for that", hint)
}

pub(super) fn no_token_given() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "token() returned no access token",
        "it must return, or resolve to, a string that is not empty and that a header can carry: one line, no letters beyond Latin-1",
    )
}

pub(super) fn no_token_answered() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "Blend's answer to the sign-in has no access token",
        "check baseURL: something else than Blend's API may have answered",
    )
}

pub(super) fn credentials_refused() -> Box<Failure> {
    let mut failure = Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "Blend refused the e-mail or the password",
        "check both; this client does not try them again",
    );
    failure.status = Some(401);
    failure.route = Some(LOGIN);
    failure
}

pub(super) fn expired() -> Box<Failure> {
    Failure::new(
        ErrorClass::SessionExpired,
        Outcome::NotSent,
        "the session is over and cannot be renewed",
        "sign in again, or give the client email and password",
    )
}

/// The call that waited was never sent, however the sign-in ended.
pub(super) fn before_sending(mut failure: Box<Failure>) -> Box<Failure> {
    failure.outcome = Outcome::NotSent;
    failure.message.insert_str(0, "signing in failed: ");
    if matches!(failure.status, Some(404 | 405)) {
        failure.hint = "check baseURL: it must be the API's own address with its path, as in https://api.byblend.com/api/v1";
    }
    failure.route = Some(LOGIN);
    failure
}

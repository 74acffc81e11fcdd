//! The tokens of a session, and how long they live.

use super::jwt::lifetime;
use super::options::is_header_value;
use crate::check::Object;

/// An access token is renewed so many milliseconds before its end. For a short life it is half of that life. One call
/// renews it, and the others go on with it. In the last quarter of that time all calls wait.
const AHEAD: f64 = 120_000.0;
/// How long an access token lives that does not say so (documented).
const ACCESS_LIFE: f64 = 60.0 * 60_000.0;
/// How long a refresh token lives (documented), and so a session in a token store.
pub const REFRESH_LIFE: f64 = 7.0 * 24.0 * 60.0 * 60_000.0;

#[derive(Clone, Default)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    /// When the access token ends, in milliseconds since 1970. Unknown where a user gave it.
    pub(crate) expires: Option<f64>,
    /// How long before that it is renewed, in milliseconds.
    pub(crate) ahead: f64,
    pub(crate) refresh: String,
    pub(crate) refresh_expires: Option<f64>,
}

impl Tokens {
    pub(super) fn given(access: String, refresh: String) -> Self {
        Tokens { access, refresh, ..Tokens::default() }
    }

    /// What `wire::tokens` wrote. A token that no header can carry is left out.
    pub(super) fn from_snapshot(text: &str) -> Self {
        let given = Object(text);
        let time = |name: &str| given.integer(name).map(|at| at as f64);
        let token = |name: &str| sendable(&given.text(name)).to_string();
        Tokens {
            access: token("access"),
            expires: time("expires"),
            ahead: time("ahead").unwrap_or(AHEAD),
            refresh: token("refresh"),
            refresh_expires: time("refreshExpires"),
        }
    }

    pub(super) fn adopt_access(&mut self, access: &str, now: f64) {
        let life = lifetime(access).unwrap_or(ACCESS_LIFE);
        self.access = access.into();
        self.expires = Some(now + life);
        self.ahead = AHEAD.min(life / 2.0);
    }

    pub(super) fn adopt_refresh(&mut self, refresh: &str, now: f64) {
        self.refresh_expires = Some(now + lifetime(refresh).unwrap_or(REFRESH_LIFE));
        self.refresh = refresh.into();
    }

    /// Whether there is an access token that lives for longer than `margin` milliseconds.
    pub(super) fn is_fresh(&self, now: f64, margin: f64) -> bool {
        !self.access.is_empty() && self.expires.is_none_or(|at| at - margin > now)
    }

    pub(super) fn can_refresh(&self, now: f64) -> bool {
        !self.refresh.is_empty() && self.refresh_expires.is_none_or(|at| at > now)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.access.is_empty() && self.refresh.is_empty()
    }

    /// Whether its access token ends later, or the other has none.
    pub(super) fn is_newer_than(&self, other: &Tokens, now: f64) -> bool {
        other.access.is_empty() || self.expires.unwrap_or(now) > other.expires.unwrap_or(0.0)
    }
}

/// A token as a header can carry it, without blanks and scheme around it. Empty where no header can: it would fail every call.
pub(super) fn sendable(token: &str) -> &str {
    let token = if is_header_value(token) { token.trim_ascii() } else { "" };
    // Copied from a header: the client writes the scheme itself.
    match token.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer ") => rest.trim_ascii(),
        _ => token,
    }
}

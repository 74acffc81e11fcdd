//! The session: which token a call carries, and how to get a new one.
//!
//! One job at a time gets tokens, for all calls that wait. Like a call it is a machine of events and effects.

use std::cell::Cell;

use super::failure::{ErrorClass, Failure};
use super::pace::Pace;
use super::sign_in_failure as failure;
use super::tokens::{Tokens, sendable};
use crate::check::Object;
use crate::endpoint::Auth;

/// After a renewal that failed, calls go on for so long with a token that still lives.
const COOL_DOWN: f64 = 10_000.0;
/// How many tokens from the store a call tries.
const MOST_FROM_STORE: u32 = 2;

/// What a client has to sign in with.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    pub(crate) email: String,
    pub(crate) password: String,
    /// A function of the user's gives tokens.
    pub(crate) asks: bool,
}

impl Credentials {
    pub(crate) fn can_login(&self) -> bool {
        !self.email.is_empty() && !self.password.is_empty()
    }
}

/// What the job wants done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEffect {
    /// Read the token store. Then `TokensLoaded`.
    LoadTokens,
    /// Call the user's `token()`. Then `TokenProvided`.
    RequestToken,
    /// Make the call that signs in. Then `SignedIn` or `SignInFailed`.
    Login,
    /// Make the call that refreshes. The same follows.
    Refresh,
    /// Write the token store. Then `TokensSaved`.
    SaveTokens,
    /// It is over, well or not. The calls that wait go on.
    EndSignIn,
}

/// What a call that needs a token has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    Ready,
    /// Wait for the job in flight.
    Join,
    /// Start one, then wait for it.
    Start,
}

/// What happened in the job.
pub enum SessionEvent<'a> {
    /// What the store held, as `wire::tokens` wrote it, or an empty text.
    TokensLoaded(&'a str),
    /// What the user's function gave. None where it failed.
    TokenProvided(Option<&'a str>),
    /// Whether the store took the tokens. It does not where another process was quicker.
    TokensSaved(bool),
    /// The sign-in or refresh was answered, and its tokens were adopted.
    SignedIn,
    SignInFailed(Box<Failure>),
}

/// A login or refresh that was answered.
pub(crate) struct SignIn<'a> {
    pub(crate) answer: &'a str,
    /// The session's generation when it was sent.
    pub(crate) generation: u32,
    pub(crate) is_login: bool,
    /// The session's job sent it, and not a user.
    pub(crate) for_session: bool,
}

pub(crate) struct Session {
    credentials: Credentials,
    /// The name of the account, also in a token store: the e-mail, or else the token that was given.
    account: String,
    tokens: Tokens,
    /// Counts the access tokens and the sign-outs, so that news of an old token do not harm a new one. Zero where there was
    /// never a token.
    pub(crate) generation: u32,
    /// Counts the jobs, so that a call knows the end of the one that it waited for.
    pub(crate) round: u32,
    stored: bool,
    /// Another process got the access token.
    from_store: bool,
    /// Calls carry no token: a proxy on the page's own origin adds it.
    pub(crate) unsigned: bool,
    job: Option<SessionEffect>,
    /// A job was asked for and has not begun. It may have to wait for a lock.
    called_for: Cell<bool>,
    /// The generation at the start of the job's effect. What it brings is dropped if that was overtaken.
    job_generation: u32,
    /// The generation that the last sign-out began.
    signed_out: u32,
    /// The last token that Blend refused: a store may still hold it.
    rejected: String,
    failed: Option<(u32, Box<Failure>)>,
    /// Until then a token that still lives is not renewed, because that has just failed.
    cooling: f64,
    /// Blend refused e-mail and password. Another try could lock the account.
    login_refused: bool,
    pub(crate) pace: Pace,
}

impl Session {
    pub(crate) fn new(credentials: Credentials, access: String, refresh: String, stored: bool) -> Self {
        let generation = u32::from(!access.is_empty() || !refresh.is_empty());
        let account = [&credentials.email, &refresh, &access].into_iter().find(|text| !text.is_empty());
        let account = account.cloned().unwrap_or_default();
        Session {
            credentials,
            account,
            tokens: Tokens::given(sendable(&access).into(), sendable(&refresh).into()),
            generation,
            round: 0,
            stored,
            from_store: false,
            unsigned: false,
            job: None,
            called_for: Cell::new(false),
            job_generation: 0,
            signed_out: 0,
            rejected: String::new(),
            failed: None,
            cooling: 0.0,
            login_refused: false,
            pace: Pace::default(),
        }
    }

    pub(crate) fn access(&self) -> &str {
        &self.tokens.access
    }

    pub(crate) fn refresh_token(&self) -> &str {
        &self.tokens.refresh
    }

    pub(crate) fn account(&self) -> &str {
        &self.account
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// `auth.login` and `auth.refresh` go out with what the client has. Without it they do not go out.
    pub(crate) fn lacks_credentials(&self, auth: Auth) -> Option<Box<Failure>> {
        match auth {
            Auth::None if !self.credentials.can_login() => {
                Some(failure::nothing_to_sign_in_with("give the client email and password"))
            }
            Auth::Refresh if self.tokens.refresh.is_empty() => {
                Some(failure::nothing_to_sign_in_with("sign in first, or give the client refreshToken"))
            }
            _ => None,
        }
    }

    /// What to do before a request can carry an access token.
    pub(crate) fn want(&self, now: f64) -> Want {
        let busy = self.job.is_some();
        let ahead = self.tokens.ahead;
        let margin = match now < self.cooling {
            true => 0.0,
            false if busy || self.called_for.get() => ahead / 4.0,
            false => ahead,
        };
        if self.unsigned || self.fresh(now, margin) {
            return Want::Ready;
        }
        self.called_for.set(!busy);
        if busy { Want::Join } else { Want::Start }
    }

    /// Whether there is an access token that lives for longer than `margin` milliseconds.
    pub(crate) fn fresh(&self, now: f64, margin: f64) -> bool {
        self.tokens.is_fresh(now, margin)
    }

    /// Whether there is nothing to renew.
    fn renewed(&self, now: f64) -> bool {
        self.fresh(now, self.tokens.ahead)
    }

    /// Why a job after `round` failed.
    pub(crate) fn failure_since(&self, round: u32) -> Option<Box<Failure>> {
        self.failed.as_ref().filter(|(failed, _)| *failed > round).map(|(_, failure)| failure.for_waiting_call())
    }

    /// Blend refused the access token of a generation.
    pub(crate) fn reject(&mut self, generation: u32) {
        // A second call finds it taken away.
        if generation == self.generation && !self.tokens.access.is_empty() {
            self.rejected = std::mem::take(&mut self.tokens.access);
        }
    }

    /// Whether a call that asked for so many tokens may ask for another. One is enough, but not if it is another process's: that
    /// one may have ended long ago.
    pub(crate) fn may_renew(&self, renewals: u32) -> bool {
        (renewals == 0 || self.from_store && renewals <= MOST_FROM_STORE) && self.can_renew()
    }

    /// Whether there is a way to another access token.
    pub(crate) fn can_renew(&self) -> bool {
        self.stored || self.credentials.asks || self.credentials.can_login() || !self.tokens.refresh.is_empty()
    }

    /// Starts the job.
    pub(crate) fn begin(&mut self, now: f64) -> SessionEffect {
        self.round += 1;
        self.called_for.set(false);
        let step = if self.stored { SessionEffect::LoadTokens } else { self.decide(now) };
        self.go(step)
    }

    /// Goes on with the job.
    pub(crate) fn step(&mut self, event: SessionEvent<'_>, now: f64) -> SessionEffect {
        let Some(doing) = self.job.clone() else { return SessionEffect::EndSignIn };
        let overtaken = self.job_generation != self.generation;
        let next = match (doing, event) {
            (SessionEffect::SaveTokens, SessionEvent::TokensSaved(false)) => SessionEffect::LoadTokens,
            (SessionEffect::SaveTokens, _) => SessionEffect::EndSignIn,
            // There was a sign-in or sign-out in the meantime.
            _ if overtaken => self.decide(now),
            (SessionEffect::LoadTokens, SessionEvent::TokensLoaded(text)) => {
                self.restore(text, now);
                self.decide(now)
            }
            (SessionEffect::RequestToken, SessionEvent::TokenProvided(Some(token))) if !sendable(token).is_empty() => {
                self.adopt_access(sendable(token), now);
                SessionEffect::EndSignIn
            }
            (SessionEffect::RequestToken, _) => self.fail(now, failure::no_token_given()),
            (SessionEffect::Login | SessionEffect::Refresh, SessionEvent::SignedIn) if !self.renewed(now) => {
                self.fail(now, failure::no_token_answered())
            }
            (SessionEffect::Login | SessionEffect::Refresh, SessionEvent::SignedIn) if self.stored => SessionEffect::SaveTokens,
            // No call waits for it any more. The next one starts a new job.
            (_, SessionEvent::SignInFailed(failure)) if failure.class == ErrorClass::Abort => SessionEffect::EndSignIn,
            (SessionEffect::Refresh, SessionEvent::SignInFailed(failure)) => self.refresh_failed(failure, now),
            (SessionEffect::Login, SessionEvent::SignInFailed(failure)) => {
                self.fail(now, if self.login_refused { failure::credentials_refused() } else { failure::before_sending(failure) })
            }
            _ => SessionEffect::EndSignIn,
        };
        self.go(next)
    }

    fn go(&mut self, step: SessionEffect) -> SessionEffect {
        self.job = (step != SessionEffect::EndSignIn).then(|| step.clone());
        self.job_generation = self.generation;
        step
    }

    fn decide(&mut self, now: f64) -> SessionEffect {
        if self.renewed(now) {
            return SessionEffect::EndSignIn;
        }
        if self.credentials.asks {
            return SessionEffect::RequestToken;
        }
        if self.tokens.can_refresh(now) {
            return SessionEffect::Refresh;
        }
        self.decide_without_refresh(now)
    }

    fn decide_without_refresh(&mut self, now: f64) -> SessionEffect {
        if self.credentials.can_login() {
            if !self.login_refused {
                return SessionEffect::Login;
            }
            return self.fail(now, failure::credentials_refused());
        }
        self.fail(now, if self.generation == 0 { failure::no_credentials() } else { failure::expired() })
    }

    fn refresh_failed(&mut self, failure: Box<Failure>, now: f64) -> SessionEffect {
        let dead = refuses(&failure);
        if dead {
            self.tokens.refresh.clear();
        }
        // A passing failure can wait while the token at hand lives.
        if self.credentials.can_login() && failure.status.is_some() && (dead || !self.fresh(now, 0.0)) {
            return self.decide_without_refresh(now);
        }
        self.fail(now, if dead { failure::expired() } else { failure::before_sending(failure) })
    }

    /// A login has failed, the job's or one that a user asked for.
    pub(crate) fn login_failed(&mut self, failure: &Failure) {
        self.login_refused |= refuses(failure);
    }

    /// The job has failed. No call fails because of it while the token at hand lives.
    fn fail(&mut self, now: f64, failure: Box<Failure>) -> SessionEffect {
        if self.fresh(now, 0.0) {
            self.cooling = now + COOL_DOWN;
        } else {
            self.failed = Some((self.round, failure));
        }
        SessionEffect::EndSignIn
    }

    /// Takes the tokens of a login or refresh. What is not in the answer stays. An answer that was overtaken is dropped. A login
    /// that a user asked for yields to nothing but a sign-out.
    pub(crate) fn adopt(&mut self, sign_in: &SignIn<'_>, now: f64) {
        let newest = if sign_in.is_login && !sign_in.for_session { self.signed_out } else { self.generation };
        if sign_in.generation < newest {
            return;
        }
        let given = Object(sign_in.answer);
        let (refresh, access) = (given.text("refresh_token"), given.text("access_token"));
        if !sendable(&refresh).is_empty() {
            self.tokens.adopt_refresh(sendable(&refresh), now);
        }
        if !sendable(&access).is_empty() {
            self.adopt_access(sendable(&access), now);
        }
        if sign_in.for_session {
            self.job_generation = self.generation;
        }
        self.login_refused &= !sign_in.is_login;
    }

    fn adopt_access(&mut self, access: &str, now: f64) {
        self.tokens.adopt_access(access, now);
        self.from_store = false;
        self.generation += 1;
    }

    /// Forgets all tokens. The next call signs in again, if it can.
    pub(crate) fn sign_out(&mut self) {
        self.tokens = Tokens::default();
        self.generation += 1;
        self.signed_out = self.generation;
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Takes the tokens of a snapshot, where they are newer than those at hand.
    pub(crate) fn restore(&mut self, text: &str, now: f64) {
        let mut loaded = Tokens::from_snapshot(text);
        if loaded.access == self.rejected {
            loaded.access.clear();
        }
        if loaded.is_empty() || !loaded.is_newer_than(&self.tokens, now) {
            return;
        }
        if loaded.access != self.tokens.access {
            self.from_store = true;
            self.generation += 1;
        }
        self.tokens = loaded;
    }
}

/// Whether Blend refused what the sign-in sent, so that it is of no use to send it again.
fn refuses(failure: &Failure) -> bool {
    matches!(failure.status, Some(400 | 401 | 403 | 422))
}

//! The session: which token a call carries, and how to come by a new one.
//!
//! One job at a time gets tokens, whoever waits for it. Like a call it is a machine: it says what
//! to do next, and is told what came of it.

use std::cell::Cell;

use super::failure::{ErrorClass, Failure, Outcome};
use super::jwt::lifetime;
use super::text::{write_number, write_text};
use crate::check::Object;

/// How long before its end a token is renewed, in milliseconds; of a short life it is the half. One call
/// renews it, while others go on with it; in the last quarter of that time all wait.
const AHEAD: f64 = 120_000.0;
/// After a renewal that failed, calls go on for so long with a token that still lives.
const COOL_DOWN: f64 = 10_000.0;
/// How long an access token lives that does not tell (documented).
const ACCESS_LIFE: f64 = 60.0 * 60_000.0;
/// How long a refresh token lives (documented), and so a session in a token store.
pub const REFRESH_LIFE: f64 = 7.0 * 24.0 * 60.0 * 60_000.0;

/// What a client was given to sign in with.
#[derive(Clone, Default)]
pub struct Credentials {
    pub email: String,
    pub password: String,
    /// Tokens come from a function of the user's.
    pub asks: bool,
}

impl Credentials {
    pub fn can_login(&self) -> bool {
        !self.email.is_empty() && !self.password.is_empty()
    }
}

#[derive(Clone, Default)]
struct Tokens {
    access: String,
    /// When the access token lapses, in milliseconds since 1970; never, where it was given from outside.
    expires: Option<f64>,
    /// How long before that it is renewed, in milliseconds.
    ahead: f64,
    refresh: String,
    refresh_expires: Option<f64>,
}

/// What the one job in flight is to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read the token store.
    Load,
    /// Ask the user's function for a token.
    Ask,
    Login,
    Refresh,
    /// Write the token store.
    Save,
    /// It is over, well or not; whoever waited may go on.
    Over,
}

/// What a call that needs a token has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Ready,
    /// Wait for the job in flight.
    Join,
    /// Start one, then wait for it.
    Start,
}

/// What came of a step.
pub enum News<'a> {
    /// What the store held, as `Session::snapshot` wrote it; empty where it held nothing.
    Loaded(&'a str),
    /// What the user's function gave; none where it failed.
    Asked(Option<&'a str>),
    /// Whether the store took the tokens: not, where somebody else was quicker.
    Saved(bool),
    /// The sign-in or refresh was answered; its tokens were adopted by then.
    Answered,
    Failed(Box<Failure>),
}

pub struct Session {
    credentials: Credentials,
    /// What tells the account apart, in a token store too: the e-mail, or else the token that was given.
    account: String,
    tokens: Tokens,
    /// Counts the access tokens and the sign-outs, so that what is about an old one does no harm to a
    /// new one. Zero where there never was a token.
    pub generation: u32,
    /// Counts the jobs, so that a caller knows the end of the one that it waited for.
    pub round: u32,
    stored: bool,
    /// Calls carry no token: a proxy on the page's own origin adds what is needed.
    pub unsigned: bool,
    job: Option<Step>,
    /// A job was asked for and has not begun: whoever starts it may have to wait for a lock.
    called_for: Cell<bool>,
    /// The generation at the start of the job's step: what it brings is dropped if that was overtaken.
    job_generation: u32,
    /// The generation that the last sign-out began.
    signed_out: u32,
    /// The last token that Blend refused: a store may still hold it.
    rejected: String,
    failed: Option<(u32, Box<Failure>)>,
    /// Until when a token that still lives is not renewed, because that has just failed.
    cooling: f64,
    /// Blend refused e-mail and password: asking again could lock the account.
    login_refused: bool,
}

impl Session {
    pub fn new(credentials: Credentials, access: String, refresh: String, stored: bool) -> Self {
        let generation = u32::from(!access.is_empty() || !refresh.is_empty());
        let account = [&credentials.email, &refresh, &access].into_iter().find(|text| !text.is_empty());
        let account = account.cloned().unwrap_or_default();
        let tokens = Tokens { access, refresh, ..Tokens::default() };
        Session {
            credentials,
            account,
            tokens,
            generation,
            round: 0,
            stored,
            unsigned: false,
            job: None,
            called_for: Cell::new(false),
            job_generation: 0,
            signed_out: 0,
            rejected: String::new(),
            failed: None,
            cooling: 0.0,
            login_refused: false,
        }
    }

    pub fn access(&self) -> &str {
        &self.tokens.access
    }

    pub fn refresh_token(&self) -> &str {
        &self.tokens.refresh
    }

    pub fn account(&self) -> &str {
        &self.account
    }

    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What to do before a request can carry an access token.
    pub fn want(&self, now: f64) -> Want {
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

    /// Whether there is an access token that lives for longer than `margin`.
    pub fn fresh(&self, now: f64, margin: f64) -> bool {
        !self.tokens.access.is_empty() && self.tokens.expires.is_none_or(|at| at - margin > now)
    }

    /// Whether there is nothing to renew.
    fn renewed(&self, now: f64) -> bool {
        self.fresh(now, self.tokens.ahead)
    }

    /// Why the job failed that a caller joined in the round after `round`.
    pub fn failure_since(&self, round: u32) -> Option<Box<Failure>> {
        self.failed.as_ref().filter(|(failed, _)| *failed > round).map(|(_, failure)| failure.clone())
    }

    /// Blend refused the access token of a generation.
    pub fn reject(&mut self, generation: u32) {
        // Whoever comes second finds it taken away.
        if generation == self.generation && !self.tokens.access.is_empty() {
            self.rejected = std::mem::take(&mut self.tokens.access);
        }
    }

    /// Whether there is any way to another access token than the one at hand.
    #[inline(never)]
    pub fn can_renew(&self) -> bool {
        self.stored || self.credentials.asks || self.credentials.can_login() || !self.tokens.refresh.is_empty()
    }

    /// Starts the job.
    pub fn begin(&mut self, now: f64) -> Step {
        self.round += 1;
        self.called_for.set(false);
        let step = if self.stored { Step::Load } else { self.decide(now) };
        self.go(step)
    }

    /// Goes on with the job.
    pub fn step(&mut self, news: News<'_>, now: f64) -> Step {
        let Some(doing) = self.job.clone() else { return Step::Over };
        let overtaken = self.job_generation != self.generation;
        let next = match (doing, news) {
            (Step::Save, News::Saved(false)) => Step::Load,
            (Step::Save, _) => Step::Over,
            // Somebody signed in or out meanwhile.
            _ if overtaken => self.decide(now),
            (Step::Load, News::Loaded(text)) => {
                self.restore(text, now);
                self.decide(now)
            }
            (Step::Ask, News::Asked(Some(token))) if !sendable(token).is_empty() => {
                self.adopt_access(sendable(token), now);
                Step::Over
            }
            (Step::Ask, _) => self.fail(now, nothing_given()),
            (Step::Login | Step::Refresh, News::Answered) if !self.renewed(now) => self.fail(now, nothing_answered()),
            (Step::Login | Step::Refresh, News::Answered) if self.stored => Step::Save,
            // Nobody waits for it any more: whoever comes now begins anew.
            (_, News::Failed(failure)) if failure.class == ErrorClass::Abort => Step::Over,
            (Step::Refresh, News::Failed(failure)) => self.refresh_failed(failure, now),
            (Step::Login, News::Failed(failure)) => {
                self.fail(now, if self.login_refused { refused() } else { before_sending(failure) })
            }
            _ => Step::Over,
        };
        self.go(next)
    }

    fn go(&mut self, step: Step) -> Step {
        self.job = (step != Step::Over).then(|| step.clone());
        self.job_generation = self.generation;
        step
    }

    fn decide(&mut self, now: f64) -> Step {
        if self.renewed(now) {
            return Step::Over;
        }
        if self.credentials.asks {
            return Step::Ask;
        }
        if !self.tokens.refresh.is_empty() && self.tokens.refresh_expires.is_none_or(|at| at > now) {
            return Step::Refresh;
        }
        self.decide_without_refresh(now)
    }

    fn decide_without_refresh(&mut self, now: f64) -> Step {
        if self.credentials.can_login() {
            if !self.login_refused {
                return Step::Login;
            }
            return self.fail(now, refused());
        }
        self.fail(now, if self.generation == 0 { missing() } else { expired() })
    }

    fn refresh_failed(&mut self, failure: Box<Failure>, now: f64) -> Step {
        let dead = refuses(&failure);
        if dead {
            self.tokens.refresh.clear();
        }
        // What only passes can wait while the token at hand lives.
        if self.credentials.can_login() && failure.status.is_some() && (dead || !self.fresh(now, 0.0)) {
            return self.decide_without_refresh(now);
        }
        self.fail(now, if dead { expired() } else { before_sending(failure) })
    }

    /// A login has failed, the job's or one that a user asked for.
    pub fn login_failed(&mut self, failure: &Failure) {
        self.login_refused |= refuses(failure);
    }

    /// The job has failed. That is nobody's failure while the token at hand lives.
    fn fail(&mut self, now: f64, failure: Box<Failure>) -> Step {
        if self.fresh(now, 0.0) {
            self.cooling = now + COOL_DOWN;
        } else {
            self.failed = Some((self.round, failure));
        }
        Step::Over
    }

    /// Takes the tokens of a login or refresh that was sent in a generation; what is not in the answer
    /// stays. An answer that was overtaken is dropped. A login that a user asked for, rather than the
    /// job, yields to nothing but a sign-out.
    pub fn adopt(&mut self, answer: &str, generation: u32, login: bool, job: bool, now: f64) {
        let newest = if login && !job { self.signed_out } else { self.generation };
        if generation < newest {
            return;
        }
        let given = Object(answer);
        let refresh = given.text("refresh_token");
        if !sendable(&refresh).is_empty() {
            self.tokens.refresh_expires = Some(now + lifetime(&refresh).unwrap_or(REFRESH_LIFE));
            self.tokens.refresh = sendable(&refresh).into();
        }
        let access = given.text("access_token");
        if !sendable(&access).is_empty() {
            self.adopt_access(sendable(&access), now);
        }
        if job {
            self.job_generation = self.generation;
        }
        self.login_refused &= !login;
    }

    fn adopt_access(&mut self, access: &str, now: f64) {
        self.tokens.access = access.into();
        let life = lifetime(access).unwrap_or(ACCESS_LIFE);
        self.tokens.expires = Some(now + life);
        self.tokens.ahead = AHEAD.min(life / 2.0);
        self.generation += 1;
    }

    /// Forgets all tokens. Calls sign in again, where they can.
    pub fn sign_out(&mut self) {
        self.tokens = Tokens::default();
        self.generation += 1;
        self.signed_out = self.generation;
    }

    /// The tokens as text: for a token store, and for a fresh instance after a panic.
    pub fn snapshot(&self) -> String {
        let mut out = String::from("{\"version\":1");
        write_text(&mut out, "access", &self.tokens.access);
        write_text(&mut out, "refresh", &self.tokens.refresh);
        let tokens = &self.tokens;
        for (key, at) in [("expires", tokens.expires), ("refreshExpires", tokens.refresh_expires), ("ahead", Some(tokens.ahead))]
        {
            if let Some(at) = at {
                write_number(&mut out, key, at);
            }
        }
        out.push('}');
        out
    }

    /// Takes tokens that `snapshot` wrote, where they are newer than those at hand.
    pub fn restore(&mut self, text: &str, now: f64) {
        let given = Object(text);
        let time = |name: &str| given.integer(name).map(|at| at as f64);
        let mut loaded = Tokens {
            access: sendable(&given.text("access")).into(),
            expires: time("expires"),
            ahead: time("ahead").unwrap_or(AHEAD),
            refresh: sendable(&given.text("refresh")).into(),
            refresh_expires: time("refreshExpires"),
        };
        if loaded.access == self.rejected {
            loaded.access.clear();
        }
        let newer = loaded.expires.unwrap_or(now) > self.tokens.expires.unwrap_or(0.0);
        if loaded.refresh.is_empty() && loaded.access.is_empty() || !(newer || self.tokens.access.is_empty()) {
            return;
        }
        if loaded.access != self.tokens.access {
            self.generation += 1;
        }
        self.tokens = loaded;
    }
}

/// A token as a header can carry it, without blanks around it. Empty where no header can: kept, it would fail every
/// call until it lapses.
#[inline(never)]
fn sendable(token: &str) -> &str {
    let token = token.trim_ascii();
    let fits = token.chars().all(|letter| matches!(letter, ' '..='~' | '\u{80}'..='\u{ff}'));
    if fits { token } else { "" }
}

const LOGIN: (&str, &str) = ("POST", "/auth/login");

fn missing() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "there are no credentials",
        "give the client email and password, accessToken, refreshToken or token(); in Node, BLEND_EMAIL and BLEND_PASSWORD or BLEND_ACCESS_TOKEN do as well",
    )
}

fn nothing_given() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "token() gave no access token",
        "token() has to return, or resolve to, a string that is not empty and that a header can carry: one line, no letters beyond Latin-1",
    )
}

fn nothing_answered() -> Box<Failure> {
    Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "Blend's answer to the sign-in held no access token",
        "check baseURL: something else than Blend's API may have answered",
    )
}

fn refused() -> Box<Failure> {
    let mut failure = Failure::new(
        ErrorClass::Authentication,
        Outcome::NotSent,
        "Blend refused the e-mail or the password",
        "check both; they are not tried again by this client",
    );
    failure.status = Some(401);
    failure.route = Some(LOGIN);
    failure
}

fn expired() -> Box<Failure> {
    Failure::new(
        ErrorClass::SessionExpired,
        Outcome::NotSent,
        "the session is over and cannot be renewed",
        "sign in again, or give the client email and password",
    )
}

/// Whether Blend refused what was sent to sign in, so that sending it again is of no use.
fn refuses(failure: &Failure) -> bool {
    matches!(failure.status, Some(400 | 401 | 403 | 422))
}

/// The call that waited was never sent, whatever became of the sign-in.
fn before_sending(mut failure: Box<Failure>) -> Box<Failure> {
    failure.outcome = Outcome::NotSent;
    failure.message.insert_str(0, "signing in failed: ");
    if matches!(failure.status, Some(404 | 405)) {
        failure.hint = "check baseURL: it has to be the API's own address, with its path, as in https://api.byblend.com/api/v1";
    }
    failure.route = Some(LOGIN);
    failure
}

//! A server that gives out tokens which lapse, and counts what it saw and what it carried out.

use std::collections::{HashMap, HashSet};

use serde_json::json;

/// What happens to one request.
#[derive(Clone, Debug)]
pub enum Fate {
    /// The server answers as it should.
    Honest,
    /// It never arrives: there is no connection, or it breaks before.
    Lost(&'static str),
    /// It gets there, and its answer is lost.
    AnswerLost(&'static str),
    /// Something answers with this status. Some carry the request out all the same.
    Status { status: u16, retry_after: String, executed: bool },
    /// A browser hides a redirect.
    HiddenRedirect { executed: bool },
    /// It is carried out, but its answer is no good.
    Spoilt(Spoilt),
}

/// How the body of a success may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    Html,
    Empty,
    Cut,
    TooLarge,
}

/// What comes back.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub redirect: bool,
    pub retry_after: String,
    pub body: Body,
}

#[derive(Clone, Debug, Default)]
pub enum Body {
    #[default]
    Empty,
    Text(String),
    Html,
    /// The connection breaks in it.
    Cut,
    TooLarge,
}

/// A request as the server sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub flow: usize,
    pub at: f64,
    pub method: String,
    /// Behind the base.
    pub path: String,
    pub bearer: Option<String>,
    pub executed: bool,
    pub status: u16,
}

impl Seen {
    pub fn is_login(&self) -> bool {
        self.path == "/auth/login"
    }

    pub fn is_refresh(&self) -> bool {
        self.path == "/auth/refresh"
    }
}

/// What a test lets the server be.
#[derive(Clone, Debug)]
pub struct ServerBehaviour {
    /// How long its access tokens live, in milliseconds.
    pub life: f64,
    /// Tokens tell how long they live.
    pub jwt: bool,
    /// How far its clock goes before that of the clients, in milliseconds.
    pub skew: f64,
    /// What stands in its tokens where a JWT has its payload.
    pub payload: Option<&'static str>,
    /// Tokens that tell live shorter than they tell, by this factor.
    pub honest_life: f64,
    /// Every access token is refused.
    pub deaf: bool,
    /// E-mail and password are refused.
    pub wrong_password: bool,
    /// Answers to sign-ins hold no access token.
    pub forgetful: bool,
}

impl Default for ServerBehaviour {
    fn default() -> Self {
        ServerBehaviour {
            life: 3_600_000.0,
            jwt: false,
            skew: 0.0,
            payload: None,
            honest_life: 1.0,
            deaf: false,
            wrong_password: false,
            forgetful: false,
        }
    }
}

#[derive(Default)]
pub struct Server {
    pub behaviour: ServerBehaviour,
    access: HashMap<String, f64>,
    refresh: HashSet<String>,
    /// Every token ever given out or known from the start.
    pub known: HashSet<String>,
    given: usize,
    newest: String,
    pub log: Vec<Seen>,
    pub violations: Vec<String>,
}

impl Server {
    pub fn allow_access(&mut self, token: &str, until: f64) {
        self.access.insert(token.into(), until);
        self.known.insert(token.into());
    }

    pub fn allow_refresh(&mut self, token: &str) {
        self.refresh.insert(token.into());
        self.known.insert(token.into());
    }

    /// Forgets a token, as an administrator may.
    pub fn revoke(&mut self, token: &str) {
        self.access.remove(token);
        self.refresh.remove(token);
    }

    pub fn revoke_refresh_tokens(&mut self) {
        self.refresh.clear();
    }

    /// A request has arrived.
    pub fn take(&mut self, mut seen: Seen, fate: &Fate) -> Answer {
        if seen.bearer.as_ref().is_some_and(|token| !self.known.contains(token)) {
            self.violations.push(format!("{} {} carries a token that nobody gave: {:?}", seen.method, seen.path, seen.bearer));
        }
        let (answer, executed) = self.answer(&seen, fate);
        (seen.executed, seen.status) = (executed, answer.status);
        self.log.push(seen);
        answer
    }

    fn answer(&mut self, seen: &Seen, fate: &Fate) -> (Answer, bool) {
        match fate {
            Fate::Status { status, retry_after, executed: false } => {
                let body = Body::Text("{\"message\":\"no\"}".into());
                return (Answer { status: *status, retry_after: retry_after.clone(), body, ..Answer::default() }, false);
            }
            Fate::HiddenRedirect { executed: false } => {
                return (Answer { status: 0, redirect: true, ..Answer::default() }, false);
            }
            _ => {}
        }
        let honest = self.honest(seen);
        let executed = (200..300).contains(&honest.status);
        let answer = match fate {
            Fate::Spoilt(spoilt) if executed => Answer {
                body: match spoilt {
                    Spoilt::Html => Body::Html,
                    Spoilt::Empty => Body::Empty,
                    Spoilt::Cut => Body::Cut,
                    Spoilt::TooLarge => Body::TooLarge,
                },
                ..honest
            },
            Fate::Status { status, retry_after, .. } if executed => {
                Answer { status: *status, retry_after: retry_after.clone(), ..Answer::default() }
            }
            Fate::HiddenRedirect { .. } if executed => Answer { status: 0, redirect: true, ..Answer::default() },
            _ => honest,
        };
        (answer, executed)
    }

    fn honest(&mut self, seen: &Seen) -> Answer {
        let no = |status| Answer { status, body: Body::Text("{\"message\":\"no\"}".into()), ..Answer::default() };
        let yes = |body: serde_json::Value| Answer { status: 200, body: Body::Text(body.to_string()), ..Answer::default() };
        let bearer = seen.bearer.clone().unwrap_or_default();
        if seen.is_login() {
            if self.behaviour.wrong_password {
                return no(401);
            }
            let refresh = self.name("refresh");
            self.allow_refresh(&refresh);
            let access = self.give_access(seen.at);
            return yes(match self.behaviour.forgetful {
                true => json!({"user": {}}),
                false => json!({"access_token": access, "refresh_token": refresh, "user": {}}),
            });
        }
        if seen.is_refresh() {
            if !self.refresh.contains(&bearer) {
                return no(401);
            }
            let access = self.give_access(seen.at);
            return yes(if self.behaviour.forgetful { json!({}) } else { json!({"access_token": access}) });
        }
        if self.behaviour.deaf || self.access.get(&bearer).is_none_or(|until| *until <= seen.at) {
            return no(401);
        }
        yes(json!({"id": "0227d1e5-ba9a-42b5-8fe2-38882aa65708"}))
    }

    fn name(&mut self, kind: &str) -> String {
        self.given += 1;
        format!("{kind}-{}", self.given)
    }

    pub fn give_access(&mut self, now: f64) -> String {
        let mut token = self.name("access");
        if self.behaviour.jwt {
            let seconds = ((now + self.behaviour.skew) / 1000.0) as i64;
            let life = (self.behaviour.life / 1000.0) as i64;
            let payload = json!({"iat": seconds, "exp": seconds + life}).to_string();
            token = format!("e30.{}.{token}", base64url(payload.as_bytes()));
        }
        if let Some(payload) = self.behaviour.payload {
            token = format!("e30.{payload}.{token}");
        }
        self.newest.clone_from(&token);
        self.allow_access(&token, now + self.behaviour.life * self.behaviour.honest_life);
        token
    }

    /// The access token that was given out last.
    pub fn newest(&self) -> &str {
        &self.newest
    }

    pub fn logins(&self) -> usize {
        self.log.iter().filter(|seen| seen.is_login()).count()
    }

    pub fn refreshes(&self) -> usize {
        self.log.iter().filter(|seen| seen.is_refresh()).count()
    }

    pub fn seen(&self, flow: usize) -> impl Iterator<Item = &Seen> {
        self.log.iter().filter(move |seen| seen.flow == flow)
    }

    pub fn executed(&self, flow: usize) -> usize {
        self.seen(flow).filter(|seen| seen.executed).count()
    }
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut held = 0u32;
        for place in 0..3 {
            held = held << 8 | u32::from(chunk.get(place).copied().unwrap_or(0));
        }
        for place in 0..=chunk.len() {
            out.push(char::from(LETTERS[(held >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

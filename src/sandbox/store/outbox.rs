//! Subscriptions, and the deliveries that go to them. Sending is done outside: this says what to send, and when.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::document::{Document, has, objects};
use super::ids::Random;
use crate::sandbox::seam::Due;

/// Waits before the second and each later attempt, in milliseconds. After the last one a delivery has failed.
const BACKOFF: [i64; 5] = [10_000, 60_000, 600_000, 3_600_000, 21_600_000];
/// Deliveries that are over are forgotten, the oldest first.
const MOST_KEPT: usize = 1000;

#[derive(Clone, Serialize, Deserialize)]
pub struct Subscription {
    /// As it is shown: no answer has the URL.
    pub document: Document,
    pub url: Option<String>,
}

impl Subscription {
    fn wants(&self, event: &str) -> bool {
        let listed = |one: &Document| has(one, "event_code", "all") || has(one, "event_code", event);
        has(&self.document, "type", "webhook")
            && self.document.get("is_active") == Some(&Value::Bool(true))
            && objects(&self.document, "subscriptions").any(listed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Waiting,
    Sending,
    Delivered,
    Failed,
    /// Lost on the way, as it was asked for.
    Lost,
    /// Its target is not on this machine, and was not allowed by name.
    Refused,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sending => "sending",
            State::Delivered => "delivered",
            State::Failed => "failed",
            State::Lost => "lost",
            State::Refused => "refused",
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Delivery {
    event: String,
    /// The whole body, as text.
    body: String,
    /// Empty for the receiver that the sandbox was opened with.
    url: String,
    attempts: usize,
    /// When it is to be sent next.
    due: i64,
    state: State,
    /// The status of the last attempt; 0 where there was no answer.
    status: u16,
}

/// How deliveries go wrong on purpose.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Manners {
    pub shuffled: bool,
    pub twice: bool,
    /// The part of all that is lost, from 0 to 1.
    pub lose: f64,
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Outbox {
    pub subscriptions: Vec<Subscription>,
    /// What each delivery carries as bearer token.
    pub secret: Option<String>,
    /// A receiver of all events: a function, or a URL.
    pub forward: Option<String>,
    pub manners: Manners,
    /// Hosts beside this machine that may be called.
    pub allowed: Vec<String>,
    next: u64,
    /// What is waiting or on its way.
    open: BTreeMap<u64, Delivery>,
    /// What of it is waiting: when it is due, and its id.
    waiting: BTreeSet<(i64, u64)>,
    /// What is over, oldest first.
    over: VecDeque<(u64, Delivery)>,
}

/// What happened.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    pub code: &'a str,
    pub data: &'a Value,
}

impl Outbox {
    /// Sends an event to everyone who subscribed to it.
    pub fn publish(&mut self, event: &str, data: &Value, now: i64, random: &mut Random) {
        let wanted = self.subscriptions.iter().filter(|one| one.wants(event)).filter_map(|one| one.url.clone());
        for url in wanted.chain(self.forward.clone()).collect::<Vec<String>>() {
            self.send(Event { code: event, data }, &url, now, random);
        }
    }

    /// Sends an event to one URL.
    pub fn send(&mut self, event: Event<'_>, url: &str, now: i64, random: &mut Random) {
        let body = json!({ "event_code": event.code, "data": event.data }).to_string();
        let lost = self.manners.lose > 0.0 && random.fraction() < self.manners.lose;
        let state = match (lost, url.is_empty() || self.may_call(url)) {
            (true, _) => State::Lost,
            (false, true) => State::Waiting,
            (false, false) => State::Refused,
        };
        for _ in 0..if self.manners.twice { 2 } else { 1 } {
            let delivery = Delivery {
                event: event.code.into(),
                body: body.clone(),
                url: url.into(),
                attempts: 0,
                due: now,
                state,
                status: 0,
            };
            self.next += 1;
            self.put(self.next, delivery);
        }
    }

    fn put(&mut self, id: u64, delivery: Delivery) {
        if delivery.state == State::Waiting {
            self.waiting.insert((delivery.due, id));
            self.open.insert(id, delivery);
            return;
        }
        self.over.push_back((id, delivery));
        if self.over.len() > MOST_KEPT {
            self.over.pop_front();
        }
    }

    fn may_call(&self, url: &str) -> bool {
        may_call(url, &self.allowed)
    }

    /// How many deliveries were made so far.
    pub fn made(&self) -> u64 {
        self.next
    }

    /// Whether there is anybody to send to, or something to send.
    pub fn has_receivers(&self) -> bool {
        self.forward.is_some() || !self.waiting.is_empty() || self.subscriptions.iter().any(|one| one.url.is_some())
    }

    /// When the next delivery is due.
    pub fn due(&self) -> Option<i64> {
        self.waiting.first().map(|(due, _)| *due)
    }

    /// Takes what is due.
    pub fn take(&mut self, now: i64, random: &mut Random) -> Vec<Due> {
        let mut due = Vec::new();
        while let Some((at, id)) = self.waiting.first().copied().filter(|(at, _)| *at <= now) {
            self.waiting.remove(&(at, id));
            let Some(delivery) = self.open.get_mut(&id) else { continue };
            delivery.state = State::Sending;
            delivery.attempts += 1;
            due.push(Due {
                id,
                event: delivery.event.clone(),
                url: delivery.url.clone(),
                body: delivery.body.clone(),
                attempt: delivery.attempts,
                secret: self.secret.clone(),
            });
        }
        if self.manners.shuffled {
            for last in (1..due.len()).rev() {
                due.swap(last, random.below(last + 1));
            }
        }
        due
    }

    /// Notes what came of an attempt: its status, or 0 where there was no answer.
    pub fn note(&mut self, id: u64, status: u16, now: i64) {
        let Some(mut delivery) = self.open.remove(&id) else { return };
        delivery.status = status;
        delivery.state = match BACKOFF.get(delivery.attempts.saturating_sub(1)) {
            _ if (200..300).contains(&status) => State::Delivered,
            Some(wait) => {
                delivery.due = now + wait;
                State::Waiting
            }
            None => State::Failed,
        };
        self.put(id, delivery);
    }

    /// Makes everything that waits for its next attempt due.
    pub fn hurry(&mut self, now: i64) {
        let ids: Vec<u64> = std::mem::take(&mut self.waiting).into_iter().map(|(_, id)| id).collect();
        for id in ids {
            if let Some(mut delivery) = self.open.remove(&id) {
                delivery.due = delivery.due.min(now);
                self.put(id, delivery);
            }
        }
    }

    /// A delivery that was on its way at the time of the snapshot waits again.
    pub fn reopen(&mut self) {
        for (id, delivery) in &mut self.open {
            delivery.state = State::Waiting;
            self.waiting.insert((delivery.due, *id));
        }
    }

    /// All deliveries that are known, oldest first.
    pub fn list(&self) -> Value {
        let show = |(id, delivery): (&u64, &Delivery)| {
            json!({
                "id": id,
                "event": delivery.event,
                "url": delivery.url,
                "state": delivery.state.name(),
                "attempts": delivery.attempts,
                "status": delivery.status,
                "body": delivery.body,
            })
        };
        self.over.iter().map(|(id, delivery)| (id, delivery)).chain(&self.open).map(show).collect()
    }
}

/// Whether a URL is on this machine, or its host was allowed by name.
pub fn may_call(url: &str, allowed: &[String]) -> bool {
    let host = host(url);
    is_loopback(&host) || allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host))
}

/// The host of a URL, without port, brackets and user.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((address, _)) => address.to_ascii_lowercase(),
        None => host.split(':').next().unwrap_or_default().to_ascii_lowercase(),
    }
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_what_is_allowed_are_called() {
        let outbox = Outbox { allowed: vec!["receiver".into()], ..Outbox::default() };
        for url in ["http://localhost:3000/hook", "https://127.0.0.1/", "http://[::1]:80/x", "http://receiver:8080/"] {
            assert!(outbox.may_call(url), "{url}");
        }
        for url in [
            "https://example.com/hook",
            "http://localhost@example.com/",
            "http://127.0.0.1.example.com",
            "http://localhost.evil/",
            "",
        ] {
            assert!(!outbox.may_call(url), "{url}");
        }
    }

    #[test]
    fn a_delivery_is_tried_six_times() {
        let mut outbox = Outbox { forward: Some(String::new()), ..Outbox::default() };
        let mut random = Random::new(1);
        outbox.publish("order.created", &json!({}), 0, &mut random);
        let mut now = 0;
        for attempt in 1..=6 {
            assert_eq!(outbox.due(), Some(now));
            assert_eq!(outbox.take(now, &mut random)[0].attempt, attempt);
            assert!(outbox.take(now, &mut random).is_empty(), "it is on its way");
            outbox.note(1, 503, now);
            now += BACKOFF.get(attempt - 1).copied().unwrap_or_default();
        }
        assert_eq!(outbox.due(), None);
        assert_eq!(outbox.list()[0]["state"], "failed");
    }
}

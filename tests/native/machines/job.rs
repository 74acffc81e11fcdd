//! The façade's side of the one job that gets tokens, as in `session.ts`, and the token store.

use blend_sdk::client::{SessionEffect, SessionEvent};
use serde_json::json;

use super::flow::Spec;
use super::world::{Todo, World};

/// What a client has on the façade's side.
#[derive(Default)]
pub struct Client {
    pub number: usize,
    pub store: Option<usize>,
    /// Those who wait for the job; none where there is no job.
    waiters: Option<Vec<(usize, u32)>>,
    version: Option<u64>,
    /// How many jobs have begun.
    pub jobs: usize,
}

impl Client {
    pub fn new(number: usize, store: Option<usize>) -> Client {
        Client { number, store, ..Client::default() }
    }
}

/// A token store with versions.
#[derive(Default)]
pub struct Store {
    pub held: Option<(String, u64)>,
    pub writes: u64,
    /// Out of a thousand accesses, how many fail.
    pub fails: usize,
    /// Somebody else is always quicker.
    pub stubborn: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Job {
    Begin,
    Loaded,
    Asked,
    /// The snapshot that is to be written, and whether the job waits for it.
    Save(String, bool),
    Finish,
}

impl World {
    /// A flow waits for the job of its client, which starts where there is none.
    pub(super) fn join(&mut self, flow: usize, epoch: u32) {
        let client = self.flows[flow].client;
        match &mut self.clients[client].waiters {
            Some(waiters) => waiters.push((flow, epoch)),
            none => {
                *none = Some(vec![(flow, epoch)]);
                self.clients[client].jobs += 1;
                let lock = self.some_time();
                self.later(lock, Todo::Job(client, Job::Begin));
            }
        }
    }

    pub(super) fn job(&mut self, client: usize, job: Job) {
        let number = self.clients[client].number;
        let store = self.clients[client].store;
        let fails = store.is_some_and(|store| self.random.chance(self.stores[store].fails));
        let step = match job {
            Job::Begin => self.engine.begin_sign_in(number, self.now),
            Job::Loaded => {
                let held = store.and_then(|store| self.stores[store].held.clone()).filter(|_| !fails);
                self.clients[client].version = held.as_ref().map(|(_, version)| *version);
                let text = held.map(|(text, _)| text).unwrap_or_default();
                self.engine.step_session(number, SessionEvent::TokensLoaded(&text), self.now)
            }
            Job::Asked => {
                let token = (!fails && !self.server.behaviour.wrong_password).then(|| self.server.give_access(self.now));
                self.engine.step_session(number, SessionEvent::TokenProvided(token.as_deref()), self.now)
            }
            Job::Save(text, waits) => {
                let taken = fails || self.write(client, text);
                if !waits {
                    return;
                }
                self.engine.step_session(number, SessionEvent::TokensSaved(taken), self.now)
            }
            Job::Finish => {
                for (flow, epoch) in self.clients[client].waiters.take().expect("waiters") {
                    self.settle(flow, epoch);
                }
                return;
            }
        };
        self.take_step(client, step);
    }

    fn take_step(&mut self, client: usize, step: SessionEffect) {
        let number = self.clients[client].number;
        let soon = self.some_time();
        match &step {
            SessionEffect::LoadTokens => self.later(soon, Todo::Job(client, Job::Loaded)),
            SessionEffect::RequestToken => self.later(soon, Todo::Job(client, Job::Asked)),
            SessionEffect::SaveTokens => {
                let text = self.engine.snapshot(number);
                self.later(soon, Todo::Job(client, Job::Save(text, true)));
            }
            SessionEffect::EndSignIn => self.later(soon, Todo::Job(client, Job::Finish)),
            SessionEffect::Login | SessionEffect::Refresh => {
                if self.flows.iter().any(|flow| flow.own && flow.client == client && flow.end.is_none()) {
                    self.violations.push("two sign-ins of one client at a time".into());
                }
                let refresh = step == SessionEffect::Refresh;
                let name = if refresh { "auth.refresh" } else { "auth.login" };
                let flow = self.add(client, Spec::new(name, "[]"), true);
                let started = self.engine.sign_in_call(number, refresh, &json!({}).to_string(), self.now);
                self.begin(flow, started);
            }
        }
    }

    /// The call of a client's job has ended.
    pub(super) fn job_answered(&mut self, client: usize) {
        let step = self.engine.sign_in_call_ended(self.clients[client].number, self.now);
        self.take_step(client, step);
    }

    /// After an explicit sign-in the façade writes the store too, and nobody waits for it.
    pub(super) fn save_aside(&mut self, client: usize) {
        if self.clients[client].store.is_some() {
            let text = self.engine.snapshot(self.clients[client].number);
            let soon = self.some_time();
            self.later(soon, Todo::Job(client, Job::Save(text, false)));
        }
    }

    fn write(&mut self, client: usize, text: String) -> bool {
        let Some(store) = self.clients[client].store else { return true };
        let version = self.clients[client].version;
        let store = &mut self.stores[store];
        if store.stubborn || store.held.as_ref().map(|(_, version)| *version) != version {
            return false;
        }
        store.writes += 1;
        store.held = Some((text, store.writes));
        true
    }

    pub(super) fn forget_session(&mut self, client: usize) {
        self.engine.sign_out(self.clients[client].number);
        if let Some(store) = self.clients[client].store {
            self.stores[store].held = None;
        }
    }
}

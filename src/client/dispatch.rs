//! From the events of `protocol` to the machines, and from their effects to JSON.

use super::answer::Body;
use super::call::CallEvent;
use super::create_once::{CreateOnce, CreationEvent};
use super::engine::{CallInput, Engine, Started};
use super::fault::Fault;
use super::head::Head;
use super::order_status::{actions, are_blend_ids, order_progress};
use super::pager::Pager;
use super::protocol::EventCode;
use super::session::SessionEvent;
use super::slab::Slab;
use super::wire;
use crate::rules::calendar::digits;

/// What comes with an event. `protocol` says what each event puts where.
pub struct Slots<'a> {
    pub number: usize,
    pub other: f64,
    pub text: Option<&'a str>,
    pub more: &'a str,
    /// Milliseconds since 1970.
    pub now: f64,
    /// From 0 to 1.
    pub random: f64,
}

impl<'a> Slots<'a> {
    fn text(&self) -> &'a str {
        self.text.unwrap_or_default()
    }

    /// None where it is negative.
    fn other_number(&self) -> Option<usize> {
        usize::try_from(self.other as i64).ok()
    }

    fn input(&self) -> CallInput<'a> {
        CallInput { operation: self.other_number(), args: self.text(), options: self.more }
    }

    fn flag(&self) -> bool {
        self.other > 0.0
    }
}

/// All that one instance holds.
pub struct Core {
    engine: Engine,
    creations: Slab<CreateOnce>,
    pagers: Slab<Pager>,
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}

impl Core {
    pub const fn new() -> Self {
        Core { engine: Engine::new(), creations: Slab::new(), pagers: Slab::new() }
    }

    /// Takes an event and returns its reply, as `protocol` declares it.
    pub fn dispatch(&mut self, event: EventCode, slots: &Slots<'_>) -> String {
        use EventCode::*;
        let Slots { number, more, now, .. } = *slots;
        let (engine, text) = (&mut self.engine, slots.text());
        match event {
            OpenClient => return wire::opened(engine.open(text, slots.flag())),
            CheckCall => return wire::report(&engine.check(number, &slots.input(), now)),
            StartCall => return started(&engine.start(number, &slots.input(), now)),
            StartSignInCall => return started(&engine.sign_in_call(number, slots.flag(), more, now)),
            SnapshotSession => return engine.snapshot(number),
            DescribeAccount => {
                let (origin, account) = engine.account(number);
                return wire::account(origin, account);
            }
            OpenCreation => return self.open_creation(slots),
            ListOrderActions => return wire::actions(&actions(text)),
            OrderProgress => return wire::order_progress(order_progress(text, more)),
            AreBlendIds => return wire::flags(&are_blend_ids(text)),
            OpenPager => return wire::number(self.pagers.add(Box::default())),
            TurnPage => return self.turn_page(slots),
            CloseClient => engine.close(number),
            ForgetCall => engine.forget(number),
            RestoreSession => engine.restore(number, text, now),
            SignOut => engine.sign_out(number),
            ForgetCreation => self.creations.remove(number),
            ForgetPager => self.pagers.remove(number),
            BeginSignIn | SignInCallEnded | TokensLoaded | TokenProvided | TokensSaved => return self.session(event, slots),
            LookedUp => return self.creation(slots, CreationEvent::LookedUp(slots.text)),
            LookUpFailed => return self.creation(slots, CreationEvent::LookUpFailed),
            PauseEnded => return self.creation(slots, CreationEvent::PauseEnded),
            CreateAnswerLost => return self.creation(slots, CreationEvent::AnswerLost),
            CreateRefused => return self.creation(slots, CreationEvent::Refused),
            CreationTimedOut => return self.creation(slots, CreationEvent::TimedOut),
            event => {
                if let Some(event) = call_event(event, slots) {
                    return wire::call_effect(&engine.step(number, event, now, slots.random), None);
                }
            }
        }
        String::new()
    }

    fn session(&mut self, event: EventCode, slots: &Slots<'_>) -> String {
        let (engine, client, now) = (&mut self.engine, slots.number, slots.now);
        let effect = match event {
            EventCode::BeginSignIn => engine.begin_sign_in(client, now),
            EventCode::SignInCallEnded => engine.sign_in_call_ended(client, now),
            EventCode::TokensLoaded => engine.step_session(client, SessionEvent::TokensLoaded(slots.text()), now),
            EventCode::TokenProvided => engine.step_session(client, SessionEvent::TokenProvided(slots.text), now),
            _ => engine.step_session(client, SessionEvent::TokensSaved(slots.flag()), now),
        };
        wire::session_effect(&effect, &engine.snapshot(client))
    }

    fn open_creation(&mut self, slots: &Slots<'_>) -> String {
        let creation = match self.engine.create_once(slots.number, &slots.input(), slots.now) {
            Ok(creation) => Box::new(creation),
            Err(failure) => return wire::opened(Err(failure)),
        };
        let number = self.creations.next_number();
        let opened = wire::creation_effect(&creation.first(), &creation, Some(number));
        self.creations.add(creation);
        opened
    }

    fn creation(&mut self, slots: &Slots<'_>, event: CreationEvent<'_>) -> String {
        let Some(creation) = self.creations.get(slots.number) else { return String::new() };
        let effect = creation.step(event, slots.now);
        wire::creation_effect(&effect, creation, None)
    }

    fn turn_page(&mut self, slots: &Slots<'_>) -> String {
        let Some(pager) = self.pagers.get(slots.number) else { return String::new() };
        let page_size = digits(slots.more.as_bytes()).unwrap_or_default() as usize;
        let turn = pager.turn(slots.text(), slots.other_number(), page_size);
        wire::turn(&turn, pager.repeated)
    }
}

fn started(started: &Started) -> String {
    wire::call_effect(&started.effect, started.call)
}

/// The event of a call, where it is one.
fn call_event<'a>(event: EventCode, slots: &Slots<'a>) -> Option<CallEvent<'a>> {
    let fault = match event {
        EventCode::OrderSeen => return Some(CallEvent::OrderSeen(slots.text())),
        EventCode::SessionSettled => return Some(CallEvent::SessionSettled),
        EventCode::HeadersReceived => {
            return Some(CallEvent::HeadersReceived(Head::new(slots.other as u16, slots.text())));
        }
        EventCode::BodyReceived => return Some(CallEvent::BodyReceived(Body::Text(slots.text()))),
        EventCode::EmptyBodyReceived => return Some(CallEvent::BodyReceived(Body::Empty)),
        EventCode::InvalidBodyReceived => return Some(CallEvent::BodyReceived(Body::Invalid { bytes: slots.other })),
        EventCode::WaitEnded => return Some(CallEvent::WaitEnded),
        EventCode::AttemptTimedOut => Fault::Timeout,
        EventCode::TotalTimeoutReached => Fault::TotalTimeout,
        EventCode::CallAborted => Fault::Abort,
        EventCode::AbortedBeforeSend => Fault::AbortBeforeSend,
        EventCode::BodyTooLarge => Fault::TooLarge,
        EventCode::FetchMissing => Fault::NoFetch,
        EventCode::ResponseUnusable => Fault::NoResponse(slots.text()),
        EventCode::NetworkFailed => Fault::Network(slots.text()),
        _ => return None,
    };
    Some(CallEvent::Failed(fault))
}

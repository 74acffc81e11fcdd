//! Creating a resource once: looked up before the first request, sent once, and after a lost answer looked up until it is
//! found or the time is up. Not finding it proves nothing: Blend does not say when a new one can be seen, nor what survives
//! a merge.

use super::failure::{ErrorClass, Failure, Outcome};
use super::recognise::{IDENTITY, KEY, PatientFields, Wanted, differing, is_order};
use super::text::concat;
use crate::check::json::{field, items};
use crate::check::{Code, Issue, Object, Report, is_plain};
use crate::endpoint::ResourceKind;
use crate::rules::format::{is_blends, is_uuid};

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum CreationEffect {
    /// Look the resource up. Then `LookedUp` or `LookUpFailed`.
    LookUp,
    /// Send the create. Then `AnswerLost` or `Refused`. A success needs no more advice.
    Create,
    /// Then `PauseEnded`.
    Pause { ms: f64 },
    /// It exists: the resource that was looked up, or the result of a search at this index.
    ReturnFound { index: Option<usize> },
    /// Fail: another order has the key, or the patient that was looked up, who differs in these fields. Nothing was sent.
    KeyTaken { index: Option<usize>, fields: PatientFields },
    /// Fail with the error of the last request. Nothing was made.
    RethrowError,
    /// Fail: nobody knows what became of it.
    OutcomeUnknown { other_found: bool },
}

const ORDER_TAKEN: CreationEffect = CreationEffect::KeyTaken { index: None, fields: 0 };

/// What happened.
pub enum CreationEvent<'a> {
    /// The answer of the look-up (JSON). None where Blend does not know it.
    LookedUp(Option<&'a str>),
    LookUpFailed,
    /// The create was sent, and its answer is lost.
    AnswerLost,
    /// The create was certainly not carried out.
    Refused,
    PauseEnded,
    /// The caller's time is over.
    TimedOut,
}

/// The longest pause between two look-ups, in milliseconds.
const LONGEST: f64 = 8000.0;

pub struct CreateOnce {
    kind: ResourceKind,
    /// The params of the create.
    params: String,
    /// Another phone or e-mail of the patient is accepted.
    pub(super) any_contact: bool,
    /// Until it was looked up: Blend's id of what this process made under the key.
    pub(super) made: Option<String>,
    /// This process made it from other params.
    pub(super) made_otherwise: bool,
    /// How long to look after each create, in milliseconds.
    look_for: f64,
    /// How many creates may follow the first one.
    resends: u32,
    sent: u32,
    /// This creation has sent it.
    sent_here: bool,
    /// Something else was found under the key.
    other_found: bool,
    /// The last look-up failed.
    blind: bool,
    looks: u32,
    until: f64,
}

/// The options of a creation.
pub struct CreationOptions {
    pub resend: bool,
    /// Milliseconds.
    pub look_for: f64,
    /// A create with this key was sent before.
    pub sent: bool,
}

/// What a look-up found under the key. In a search, it is the result at the index.
enum Found {
    Nothing,
    It(Option<usize>),
    OtherOrder,
    Patient(Option<usize>, PatientFields),
}

impl CreateOnce {
    pub fn new(kind: ResourceKind, params: &str, options: &CreationOptions, now: f64) -> Result<Self, Report> {
        let mut report = Report::default();
        check(kind, params, options.resend, &mut report);
        if !report.issues.is_empty() {
            return Err(report);
        }
        Ok(CreateOnce {
            kind,
            params: params.into(),
            any_contact: false,
            made: None,
            made_otherwise: false,
            look_for: options.look_for,
            resends: if options.resend { 2 } else { 0 },
            sent: u32::from(options.sent),
            sent_here: false,
            other_found: false,
            blind: false,
            looks: 0,
            until: now + options.look_for,
        })
    }

    pub fn kind(&self) -> ResourceKind {
        self.kind
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted::of(self.kind, &self.params)
    }

    /// Whether the look-up is a search, and not by Blend's id or by the key of an order.
    pub fn searches(&self) -> bool {
        self.kind == ResourceKind::Patient && self.made.is_none()
    }

    /// What it is looked up by: an id, the key of an order, the text of a search.
    pub fn lookup_key(&self) -> String {
        let name = if self.searches() { "date_of_birth" } else { "external_id" };
        self.made.clone().unwrap_or_else(|| self.wanted().own.text(name))
    }

    pub fn first(&self) -> CreationEffect {
        // Of a patient, only some fields are compared.
        let is_other = self.made_otherwise && self.made.is_some() && self.kind != ResourceKind::Patient;
        if is_other { ORDER_TAKEN } else { CreationEffect::LookUp }
    }

    pub fn step(&mut self, event: CreationEvent<'_>, now: f64) -> CreationEffect {
        match event {
            CreationEvent::LookedUp(_) => self.blind = false,
            CreationEvent::LookUpFailed => self.blind = true,
            _ => {}
        }
        let failed_early = self.sent == 0 || self.made.is_some();
        match event {
            CreationEvent::LookedUp(found) => self.looked_up(found, now),
            CreationEvent::LookUpFailed | CreationEvent::TimedOut if failed_early => CreationEffect::RethrowError,
            CreationEvent::LookUpFailed => self.go_on(now),
            CreationEvent::Refused if self.sent <= 1 => CreationEffect::RethrowError,
            // Of several creates, the last may be refused because an earlier one was carried out.
            CreationEvent::Refused | CreationEvent::AnswerLost => {
                self.looks = 0;
                self.until = now + self.look_for;
                CreationEffect::LookUp
            }
            CreationEvent::PauseEnded => CreationEffect::LookUp,
            CreationEvent::TimedOut => CreationEffect::OutcomeUnknown { other_found: self.other_found },
        }
    }

    fn looked_up(&mut self, found: Option<&str>, now: f64) -> CreationEffect {
        let matched = found.map_or(Found::Nothing, |found| self.compare(found));
        let is_again = self.made.take().is_some();
        match matched {
            Found::It(index) => return CreationEffect::ReturnFound { index },
            // It cannot be seen yet.
            Found::Nothing if is_again => return CreationEffect::LookUp,
            Found::Nothing if self.sent == 0 => return self.create(now),
            Found::Nothing => {}
            Found::OtherOrder if self.sent == 0 => return ORDER_TAKEN,
            Found::Patient(index, fields) if !self.sent_here => return CreationEffect::KeyTaken { index, fields },
            _ => self.other_found = true,
        }
        // An order that was created long ago may have changed since. A pause does not make it the same again.
        if self.other_found && !self.sent_here {
            return CreationEffect::OutcomeUnknown { other_found: true };
        }
        self.go_on(now)
    }

    /// Whether what was looked up is the resource, or another one with its key.
    fn compare(&self, found: &str) -> Found {
        let wanted = self.wanted();
        if self.kind != ResourceKind::Patient {
            // What this process made is the order, however it has changed since.
            let is_it = self.made.is_some() || is_order(&wanted, found);
            return if is_it { Found::It(None) } else { Found::OtherOrder };
        }
        let searches = self.searches();
        let results = if searches { items(field(found, "results").unwrap_or_default()) } else { vec![found] };
        let mut matched = Found::Nothing;
        for (index, result) in results.into_iter().enumerate() {
            let index = searches.then_some(index);
            let fields = differing(&wanted.own, &Object(result));
            let is_person = fields & IDENTITY == 0;
            if fields == 0 || (is_person && self.any_contact) {
                return Found::It(index);
            }
            // Another person may have the key by chance, but not where it was sent before.
            let was_sent = !searches || (fields & KEY == 0 && self.sent > 0 && !self.sent_here);
            if is_person || was_sent {
                matched = Found::Patient(index, fields);
            }
        }
        matched
    }

    fn create(&mut self, now: f64) -> CreationEffect {
        self.sent += 1;
        self.sent_here = true;
        self.until = now + self.look_for;
        CreationEffect::Create
    }

    /// It was sent and is not found: waits, or gives up.
    fn go_on(&mut self, now: f64) -> CreationEffect {
        if now >= self.until {
            if self.resends == 0 {
                return CreationEffect::OutcomeUnknown { other_found: self.other_found };
            }
            self.resends -= 1;
            return self.create(now);
        }
        let ms = f64::from(500u32 << self.looks.min(4)).min(LONGEST).min(self.until - now);
        self.looks += 1;
        CreationEffect::Pause { ms }
    }

    /// The failure of `KeyTaken`.
    pub(super) fn key_taken(&self) -> Box<Failure> {
        if self.kind == ResourceKind::Patient {
            let message = "nothing was sent: there is a patient with this key, who differs in the fields of error.differs";
            let hint = "look at that patient; ifDifferent: \"return\" returns it as it is";
            return Failure::new(ErrorClass::Taken, Outcome::NotSent, message, hint);
        }
        let message = "there is an order with this key already, of another patient or with other fields; look at it before you take another key";
        let issue = Issue { path: key_path(self.kind).into(), code: Code::Taken, message: message.into() };
        Failure::validation("nothing was sent", vec![issue])
    }

    /// The failure of `OutcomeUnknown`.
    pub(super) fn outcome_unknown(&self) -> Box<Failure> {
        let mut message =
            String::from(if self.sent_here { "it was sent and its answer was lost; " } else { "it was sent before; " });
        message.push_str(match (self.other_found, self.blind) {
            (true, _) if self.kind == ResourceKind::Patient => "there is one with another phone or e-mail",
            (true, _) => "there is one with other lines or another patient, perhaps changed since",
            (_, true) => "looking for it failed",
            _ => "it cannot be found, which proves nothing",
        });
        let hint = match self.kind {
            ResourceKind::Order | ResourceKind::CompositeOrder => {
                "do not send it again before somebody has looked for the order by its external_id, and in patients.orders, since it may have been merged without its key; else ask Blend, with requestId. error.unsafe().params holds the create's params"
            }
            ResourceKind::Patient => {
                "do not send it again before somebody has searched for the patient at Blend. error.unsafe().params holds the create's params"
            }
        };
        Failure::new(ErrorClass::UnknownOutcome, Outcome::Unknown, &message, hint)
    }
}

/// The operation that gets a resource by Blend's id, and an order by its key.
pub(super) fn get_operation(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Order | ResourceKind::CompositeOrder => "orders.get",
        ResourceKind::Patient => "patients.get",
    }
}

fn key_path(kind: ResourceKind) -> &'static str {
    if kind == ResourceKind::CompositeOrder { "order.external_id" } else { "external_id" }
}

/// What the params need, beyond what the create itself asks for, so that the resource can be recognised.
fn check(kind: ResourceKind, params: &str, resend: bool, report: &mut Report) {
    let wanted = Wanted::of(kind, params);
    if let Some(code) = key_fault(&wanted.own.text("external_id")) {
        report.refuse(
            key_path(kind),
            code,
            match code {
                Code::Uuid => {
                    "Blend takes a UUID for its own id of an order: put a word in front, as in `visit-${crypto.randomUUID()}`"
                }
                _ => "give a key of your own, which you keep: 1 to 64 of A-Z a-z 0-9 . _ -, not like an order number (ORD...)",
            },
        );
    }
    let is_patient = kind == ResourceKind::Patient;
    let person = if is_patient { Some(wanted.own) } else { wanted.new_patient() };
    let root = match kind {
        ResourceKind::Patient => "",
        ResourceKind::CompositeOrder if wanted.own.has("patient") => "order.patient.",
        _ => "patient.",
    };
    if let Some(person) = person {
        for (name, or) in [("date_of_birth", "date_of_birth"), ("last_name", "first_name")] {
            if !person.has(name) && !person.has(or) {
                report.refuse(&concat(root, name, ""), Code::Required, "missing; the patient is recognised by it");
            }
        }
    }
    if is_patient {
        if resend {
            report.refuse("options.resend", Code::InvalidValue, "leave it out: a patient is never sent again");
        }
    } else if (resend || kind == ResourceKind::CompositeOrder) && !wanted.params.is_true("force_new") {
        report.refuse(
            "force_new",
            Code::Required,
            "give true: without it the order may go into another open order of the patient and lose its key",
        );
    }
}

/// What is wrong with a key. A good one Blend takes neither for its own id nor for anything else, and it needs no escaping.
fn key_fault(key: &str) -> Option<Code> {
    if key.is_empty() {
        return Some(Code::Required);
    }
    if is_uuid(key.as_bytes()) {
        return Some(Code::Uuid);
    }
    let is_good = is_plain(key, 64, b"._-") && key.bytes().any(|byte| byte != b'.') && !is_blends(key.as_bytes());
    (!is_good).then_some(Code::InvalidValue)
}

#[cfg(test)]
mod tests;

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
mod tests {
    use super::*;

    const PARAMS: &str = r#"{"force_new":true,"external_id":"visit-1","patient_id":"P","products":{"prescription":[{"sku":"A","quantity":2},{"sku":"A","quantity":1}]}}"#;

    fn order(external_id: &str, patient: &str, lines: &str) -> String {
        format!(
            r#"{{"id":"O","external_id":"{external_id}","patient":{{"id":"{patient}"}},"products":{{"prescription":[{lines}],"order_material":[]}}}}"#
        )
    }

    fn once(resend: bool, sent: bool) -> CreateOnce {
        CreateOnce::new(ResourceKind::Order, PARAMS, &CreationOptions { resend, look_for: 30_000.0, sent }, 0.0).unwrap()
    }

    /// A creation of other params, and no more than one look-up after it was sent.
    fn new(kind: ResourceKind, params: &str, resend: bool, sent: bool) -> Result<CreateOnce, Report> {
        CreateOnce::new(kind, params, &CreationOptions { resend, look_for: 1.0, sent }, 0.0)
    }

    const LINES: &str = r#"{"id":"L1","sku":"A","quantity":1},{"id":"L2","sku":"A","quantity":2}"#;

    #[test]
    fn it_looks_first_and_sends_once() {
        let mut once = once(false, false);
        assert_eq!(once.step(CreationEvent::LookedUp(None), 0.0), CreationEffect::Create);
        assert_eq!(once.step(CreationEvent::AnswerLost, 1.0), CreationEffect::LookUp);
        let mut now = 1.0;
        let mut looks = 1;
        loop {
            match once.step(CreationEvent::LookedUp(None), now) {
                CreationEffect::Pause { ms } => now += ms,
                CreationEffect::OutcomeUnknown { other_found: false } => break,
                other => panic!("{other:?}"),
            }
            assert_eq!(once.step(CreationEvent::PauseEnded, now), CreationEffect::LookUp);
            looks += 1;
        }
        assert_eq!((now, looks), (30_001.0, 8));
    }

    #[test]
    fn an_order_is_the_one_only_with_its_key_its_patient_and_its_lines() {
        let found = |text: &str| once(false, true).step(CreationEvent::LookedUp(Some(text)), 0.0);
        let later = |text: &str| {
            let mut once = once(false, false);
            once.step(CreationEvent::LookedUp(None), 0.0);
            once.step(CreationEvent::AnswerLost, 0.0);
            once.step(CreationEvent::LookedUp(Some(text)), 0.0)
        };
        assert_eq!(found(&order("visit-1", "p", LINES)), CreationEffect::ReturnFound { index: None });
        for other in [
            order("visit-2", "P", LINES),
            order("visit-1", "Q", LINES),
            order("visit-1", "P", r#"{"sku":"A","quantity":3}"#),
            order("visit-1", "P", r#"{"sku":"A","quantity":2},{"sku":"A","quantity":2}"#),
            order("visit-1", "P", &format!(r#"{LINES},{{"sku":"B","quantity":1}}"#)),
            order("visit-1", "P", ""),
            r#"{"patient":{"id":"P"}}"#.into(),
            "[]".into(),
        ] {
            // Sent by somebody before, and another one now; sent just now, it may still be seen.
            assert_eq!(found(&other), CreationEffect::OutcomeUnknown { other_found: true }, "{other}");
            assert!(matches!(later(&other), CreationEffect::Pause { .. }), "{other}");
            // Before anything was sent, it keeps another order from being made under the key.
            assert_eq!(once(false, false).step(CreationEvent::LookedUp(Some(&other)), 0.0), ORDER_TAKEN);
        }
    }

    #[test]
    fn what_was_sent_before_is_never_sent_again() {
        let mut once = once(false, true);
        let mut now = 0.0;
        loop {
            match once.step(CreationEvent::LookUpFailed, now) {
                CreationEffect::Pause { ms } => now += ms,
                next => break assert_eq!(next, CreationEffect::OutcomeUnknown { other_found: false }),
            }
        }
    }

    #[test]
    fn only_who_says_so_sends_again_and_three_times_at_the_most() {
        let mut once = once(true, false);
        let mut now = 0.0;
        let mut creates = 0;
        let mut next = once.step(CreationEvent::LookedUp(None), now);
        loop {
            next = match next {
                CreationEffect::Create => {
                    creates += 1;
                    once.step(if creates == 2 { CreationEvent::Refused } else { CreationEvent::AnswerLost }, now)
                }
                CreationEffect::LookUp => once.step(CreationEvent::LookedUp(None), now),
                CreationEffect::Pause { ms } => {
                    now += ms;
                    once.step(CreationEvent::PauseEnded, now)
                }
                last => break assert_eq!((last, creates), (CreationEffect::OutcomeUnknown { other_found: false }, 3)),
            };
        }
    }

    #[test]
    fn what_was_refused_at_first_fails_and_a_look_that_fails_sends_nothing() {
        let mut one = once(false, false);
        one.step(CreationEvent::LookedUp(None), 0.0);
        assert_eq!(one.step(CreationEvent::Refused, 0.0), CreationEffect::RethrowError);
        assert_eq!(once(false, false).step(CreationEvent::LookUpFailed, 0.0), CreationEffect::RethrowError);
    }

    #[test]
    fn a_patient_is_recognised_by_key_birth_date_and_name_together() {
        let params = r#"{"external_id":"p-1","date_of_birth":"1990-01-01","last_name":"Example"}"#;
        let mut once = new(ResourceKind::Patient, params, false, false).unwrap();
        assert_eq!(once.lookup_key(), "1990-01-01");
        let person =
            |key: &str, name: &str| format!(r#"{{"external_id":"{key}","date_of_birth":"1990-01-01","last_name":"{name}"}}"#);
        let results =
            format!(r#"{{"results":[{},{},{}]}}"#, person("p-2", "Example"), person("p-1", "Other"), person("p-1", "Example"));
        assert_eq!(once.step(CreationEvent::LookedUp(Some(&results)), 0.0), CreationEffect::ReturnFound { index: Some(2) });
        assert_eq!(once.step(CreationEvent::LookedUp(Some(r#"{"results":[]}"#)), 0.0), CreationEffect::Create);
    }

    #[test]
    fn an_order_that_brings_its_patient_along_is_the_one_of_that_person() {
        const LINE: &str = r#""products":{"prescription":[{"sku":"A","quantity":1}]}"#;
        let found = |wanted: &str, patient: &str| {
            let params = format!(r#"{{"external_id":"visit-1","patient":{wanted},{LINE}}}"#);
            let answer = format!(r#"{{"external_id":"visit-1","patient":{patient},{LINE}}}"#);
            let mut once = new(ResourceKind::Order, &params, false, true).unwrap();
            once.step(CreationEvent::LookedUp(Some(&answer)), 0.0) == CreationEffect::ReturnFound { index: None }
        };
        const ADA: &str = r#"{"first_name":"Ada","last_name":"Example","date_of_birth":"1990-01-01"}"#;
        assert!(found(ADA, &ADA.replace('{', r#"{"id":"P","external_id":"p-1","#)));
        for (from, to) in [("Ada", "Eve"), ("Example", "Other"), ("1990", "1991")] {
            assert!(!found(ADA, &ADA.replace(from, to)), "{to}");
        }
        let keyed = ADA.replace('{', r#"{"external_id":"p-1","#);
        assert!(found(&keyed, &keyed));
        assert!(!found(&keyed, ADA));
        // References.
        assert!(found(r#"{"external_id":"p-1"}"#, &keyed));
        assert!(!found(r#"{"external_id":"p-2"}"#, &keyed));
        assert!(found(r#"{"id":"P"}"#, r#"{"id":"p"}"#));
        let report = new(ResourceKind::Order, r#"{"external_id":"a","patient":{"gender":"female"}}"#, false, false).err();
        let paths: Vec<_> = report.unwrap().issues.into_iter().map(|issue| issue.path.to_string()).collect();
        assert_eq!(paths, ["patient.date_of_birth", "patient.last_name"]);
    }

    #[test]
    fn a_patient_is_compared_in_what_is_given_and_always_in_the_last_name() {
        const ADA: &str = r#"{"external_id":"p-1","date_of_birth":"1990-01-01","first_name":"Ada","last_name":"Example","phone":"1","email":"A@example.com"}"#;
        let looked_up = |params: &str, found: &str, any_contact: bool, sent: bool| {
            let mut once = new(ResourceKind::Patient, params, false, sent).unwrap();
            once.any_contact = any_contact;
            once.step(CreationEvent::LookedUp(Some(&format!(r#"{{"results":[{{}},{found}]}}"#))), 0.0)
        };
        let is_it = CreationEffect::ReturnFound { index: Some(1) };
        let differs = |fields| CreationEffect::KeyTaken { index: Some(1), fields };
        let other = |from: &str, to: &str| ADA.replace(from, to);
        assert_eq!(looked_up(ADA, &other("A@", "a@"), false, false), is_it);
        assert_eq!(looked_up(ADA, &other(r#""1""#, r#""2""#), false, false), differs(1 << 5));
        assert_eq!(looked_up(ADA, &other(r#""1""#, "null"), false, true), differs(1 << 5));
        assert_eq!(looked_up(ADA, &other(r#""1""#, r#""2""#), true, false), is_it);
        assert_eq!(looked_up(&other(r#","phone":"1""#, ""), ADA, false, false), is_it);
        // Another name: by chance, or somebody changed what was sent before.
        let mononym = other(r#","last_name":"Example""#, "");
        for (wanted, found) in [(ADA, &*mononym), (&*mononym, ADA)] {
            assert_eq!(looked_up(wanted, found, true, false), CreationEffect::Create);
            assert_eq!(looked_up(wanted, found, true, true), differs(1 << 4));
        }
        for none in ["null", r#""""#] {
            assert_eq!(looked_up(&mononym, &other(r#""Example""#, none), false, false), is_it);
        }
    }

    #[test]
    fn what_this_process_made_is_looked_up_by_its_id() {
        let again = |kind, params: &str, otherwise: bool, found: Option<&str>| {
            let mut once = new(kind, params, false, true).unwrap();
            once.made = Some("ID".into());
            once.made_otherwise = otherwise;
            let first = once.first();
            if first != CreationEffect::LookUp {
                return first;
            }
            assert_eq!((once.lookup_key().as_str(), once.searches()), ("ID", false));
            once.step(CreationEvent::LookedUp(found), 0.0)
        };
        let order = |otherwise, found| again(ResourceKind::Order, PARAMS, otherwise, found);
        // An order may have changed since.
        assert_eq!(order(false, Some("{}")), CreationEffect::ReturnFound { index: None });
        assert_eq!(order(false, None), CreationEffect::LookUp);
        assert_eq!(order(true, None), ORDER_TAKEN);
        const ADA: &str = r#"{"external_id":"p-1","date_of_birth":"1990-01-01","last_name":"Example"}"#;
        let patient = |found: &str| again(ResourceKind::Patient, ADA, true, Some(found));
        assert_eq!(patient(ADA), CreationEffect::ReturnFound { index: None });
        assert_eq!(patient(&ADA.replace("1990", "1991")), CreationEffect::KeyTaken { index: None, fields: 2 });
        assert_eq!(patient(&ADA.replace("p-1", "p-2")), CreationEffect::KeyTaken { index: None, fields: 1 });
        // Where that look-up fails, nothing was sent.
        let mut once = once(false, true);
        once.made = Some("ID".into());
        assert_eq!(once.step(CreationEvent::LookUpFailed, 0.0), CreationEffect::RethrowError);
    }

    #[test]
    fn an_order_in_a_composite_takes_the_patient_beside_it() {
        const LINE: &str = r#""products":{"prescription":[{"sku":"A","quantity":1}]}"#;
        const ADA: &str = r#"{"first_name":"Ada","date_of_birth":"1990-01-01"}"#;
        let composite = |order: &str, beside: &str| {
            let params = format!(r#"{{"force_new":true,"order":{{"external_id":"visit-1"{order},{LINE}}}{beside}}}"#);
            new(ResourceKind::CompositeOrder, &params, false, true)
        };
        let found = |order: &str, beside: &str, patient: &str| {
            let answer = format!(r#"{{"external_id":"visit-1","patient":{patient},{LINE}}}"#);
            let mut once = composite(order, beside).unwrap();
            assert_eq!(once.lookup_key(), "visit-1");
            once.step(CreationEvent::LookedUp(Some(&answer)), 0.0) == CreationEffect::ReturnFound { index: None }
        };
        let ada = format!(r#","patient":{ADA}"#);
        let eve = ADA.replace("Ada", "Eve");
        for (order, beside) in [(&*ada, ""), ("", &*ada), (&*ada, r#","patient":{"id":"Q"}"#)] {
            assert!(found(order, beside, ADA));
            assert!(!found(order, beside, &eve));
        }
        assert!(found(r#","patient_id":"P""#, &ada, r#"{"id":"p"}"#));
        assert!(!found(r#","patient_id":"P""#, &ada, ADA));
        let paths = |order: &str, beside: &str| {
            let report = composite(order, beside).err().unwrap();
            report.issues.into_iter().map(|issue| issue.path).collect::<Vec<_>>()
        };
        let ageless = r#","patient":{"first_name":"Ada"}"#;
        assert_eq!(paths(ageless, ""), ["order.patient.date_of_birth"]);
        assert_eq!(paths("", ageless), ["patient.date_of_birth"]);
        let report = new(ResourceKind::CompositeOrder, r#"{"order":{}}"#, false, false).err().unwrap();
        assert_eq!(report.issues.iter().map(|issue| &*issue.path).collect::<Vec<_>>(), ["order.external_id", "force_new"]);
    }

    #[test]
    fn keys_that_blend_could_mistake_are_refused() {
        for key in ["", ".", "..", "a/b", "a b", "é", "ORD1", "0227d1e5-ba9a-42b5-8fe2-38882aa65708", &"x".repeat(65)] {
            let params = format!(r#"{{"external_id":"{key}"}}"#);
            let report = new(ResourceKind::Order, &params, false, false).err().unwrap();
            assert_eq!(report.issues[0].path, "external_id", "{key}");
        }
        // Order numbers are written in capitals.
        for key in ["visit_2041.b-7", "order-2041", "ord1"] {
            assert!(new(ResourceKind::Order, &format!(r#"{{"external_id":"{key}"}}"#), false, false).is_ok(), "{key}");
        }
        assert!(new(ResourceKind::Order, r#"{"external_id":"a"}"#, true, false).is_err());
        assert!(new(ResourceKind::Patient, r#"{"external_id":"a"}"#, false, false).is_err());
    }
}

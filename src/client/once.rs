//! Creating a thing once: looked up before the first request, sent once, and after a lost answer
//! looked up until it is found or the time is up. That it is not found proves nothing: Blend does
//! not say when a new thing can be seen, nor what survives a merge.

use crate::check::json::{as_string, field, fields, items};
use crate::check::{Code, Object, Report, is_plain};
use crate::rules::format::is_blends;

/// What is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An order, got by its `external_id`.
    Order,
    /// A patient, searched by date of birth.
    Patient,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// Look the thing up. Then `Looked` or `LookFailed`.
    Look,
    /// Send the create. Then `Lost` or `Refused`; a success needs no more advice.
    Create,
    /// Then `Woke`.
    Wait { ms: f64 },
    /// It is there: what was looked up, or of search results the one at this place.
    Found { place: usize },
    /// Before anything was sent: another thing has the key.
    Taken,
    /// Fail with the error that was had last; nothing was made.
    Fail,
    /// Nobody knows what became of it. `other` tells that something else has its key.
    Unknown { other: bool },
}

/// What happened.
pub enum News<'a> {
    /// The answer of the look-up; none where there is no such thing.
    Looked(Option<&'a str>),
    LookFailed,
    /// The create was sent, and what became of it is not known; or it was done, and its answer is lost.
    Lost,
    /// The create was certainly not carried out.
    Refused,
    Woke,
}

/// The longest wait between two looks, in milliseconds.
const LONGEST: f64 = 8000.0;

pub struct Once {
    thing: Thing,
    /// The params of the create.
    wanted: String,
    /// How long to look after each create, in milliseconds.
    look_for: f64,
    /// How many creates may follow the first one.
    resends: u32,
    sent: u32,
    /// It was sent by this very creation.
    mine: bool,
    /// Something else was found under the key.
    other: bool,
    looks: u32,
    until: f64,
}

impl Once {
    /// `sent` tells that a create with this key was sent before, and what became of it is not known.
    pub fn new(thing: Thing, params: &str, resend: bool, look_for: f64, sent: bool, now: f64) -> Result<Self, Report> {
        let mut report = Report::default();
        let wanted = Object(params);
        if !is_key(&wanted.text("external_id")) {
            report.refuse(
                "external_id",
                Code::Required,
                "give a key of your own, which you keep: 1 to 64 of A-Z a-z 0-9 . _ -, looking neither like a UUID nor like an order number (ORD...)",
            );
        }
        let is_order = thing == Thing::Order;
        if let Some(person) = if is_order { new_patient(&wanted) } else { Some(Object(params)) } {
            for path in ["patient.date_of_birth", "patient.last_name"] {
                let name = &path["patient.".len()..];
                if !person.has(name) {
                    report.refuse(if is_order { path } else { name }, Code::Required, "missing; the patient is recognised by it");
                }
            }
        }
        if resend && thing == Thing::Patient {
            report.refuse("options.resend", Code::InvalidValue, "leave it out: a patient is never sent again");
        } else if resend && !wanted.is_true("force_new") {
            report.refuse(
                "force_new",
                Code::Required,
                "give true: without it a repeat may go into another open order of the patient",
            );
        }
        if !report.issues.is_empty() {
            return Err(report);
        }
        let (resends, sent) = (if resend { 2 } else { 0 }, u32::from(sent));
        Ok(Once {
            thing,
            wanted: params.into(),
            look_for,
            resends,
            sent,
            mine: false,
            other: false,
            looks: 0,
            until: now + look_for,
        })
    }

    /// What to look the thing up by: the key of an order, the text of a search.
    pub fn sought(&self) -> String {
        let name = if self.thing == Thing::Order { "external_id" } else { "date_of_birth" };
        Object(&self.wanted).text(name)
    }

    pub fn step(&mut self, news: News<'_>, now: f64) -> Next {
        match news {
            News::Looked(found) => match found.and_then(|found| self.place(found)) {
                Some(place) => Next::Found { place },
                None if self.sent > 0 => {
                    self.other |= found.is_some() && self.thing == Thing::Order;
                    // What was sent long ago may have been changed since: it becomes no other by waiting.
                    if self.other && !self.mine { Next::Unknown { other: true } } else { self.go_on(now) }
                }
                None if found.is_some() && self.thing == Thing::Order => Next::Taken,
                None => self.create(now),
            },
            News::LookFailed if self.sent == 0 => Next::Fail,
            News::LookFailed => self.go_on(now),
            News::Refused if self.sent <= 1 => Next::Fail,
            // Of several creates, the last was refused perhaps because an earlier one was carried out.
            News::Refused | News::Lost => {
                self.looks = 0;
                self.until = now + self.look_for;
                Next::Look
            }
            News::Woke => Next::Look,
        }
    }

    fn create(&mut self, now: f64) -> Next {
        self.sent += 1;
        self.mine = true;
        self.until = now + self.look_for;
        Next::Create
    }

    /// It was sent and is not found: waits, or gives up.
    fn go_on(&mut self, now: f64) -> Next {
        if now >= self.until {
            if self.resends == 0 {
                return Next::Unknown { other: self.other };
            }
            self.resends -= 1;
            return self.create(now);
        }
        let ms = f64::from(500u32 << self.looks.min(4)).min(LONGEST).min(self.until - now);
        self.looks += 1;
        Next::Wait { ms }
    }

    /// Where the thing stands in what was looked up, if it is there.
    fn place(&self, found: &str) -> Option<usize> {
        let wanted = Object(&self.wanted);
        if self.thing == Thing::Order {
            return is_order(&wanted, found).then_some(0);
        }
        let results = field(found, "results")?;
        items(results).iter().position(|result| is_person(&wanted, &Object(result)))
    }
}

/// A key that Blend takes neither for its own id nor for anything else, and that needs no escaping.
fn is_key(key: &str) -> bool {
    is_plain(key, 64, b"._-") && key.bytes().any(|byte| byte != b'.') && !is_blends(key.as_bytes())
}

/// Exactly the key, the same patient and the same lines.
fn is_order(wanted: &Object<'_>, found: &str) -> bool {
    let found = Object(found);
    let patient = Object(found.get("patient").unwrap_or_default());
    same(wanted, &found, "external_id")
        && is_patient(wanted, &patient)
        && KINDS.iter().all(|kind| same_lines(wanted, &found, kind))
}

fn is_patient(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    if let Some(id) = wanted.string("patient_id") {
        return found.text("id").eq_ignore_ascii_case(&id);
    }
    if let Some(patient) = new_patient(wanted) {
        // The order's own key is compared beside it.
        return ["external_id", "first_name"].iter().all(|name| !patient.has(name) || same(&patient, found, name))
            && is_born(&patient, found);
    }
    let patient = Object(wanted.get("patient").unwrap_or_default());
    if let Some(id) = patient.string("id") {
        return found.text("id").eq_ignore_ascii_case(&id);
    }
    same(&patient, found, "external_id")
}

/// The patient that an order brings along; none where it refers to one by id or key.
fn new_patient<'a>(order: &Object<'a>) -> Option<Object<'a>> {
    let patient = Object(order.get("patient")?);
    let refers = order.has("patient_id") || patient.has("id") || !fields(patient.0).any(|(name, _)| name != "external_id");
    (!refers).then_some(patient)
}

/// Key, date of birth and last name are all given, and equal.
fn is_person(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    same(wanted, found, "external_id") && is_born(wanted, found)
}

fn is_born(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    same(wanted, found, "date_of_birth") && same(wanted, found, "last_name")
}

fn same(wanted: &Object<'_>, found: &Object<'_>, name: &str) -> bool {
    let wanted = wanted.string(name);
    wanted.is_some() && wanted == found.string(name)
}

const KINDS: [&str; 3] = ["prescription", "non_prescription", "order_material"];

fn same_lines(wanted: &Object<'_>, found: &Object<'_>, kind: &str) -> bool {
    let (wanted, mut found) = (lines(wanted, kind), lines(found, kind));
    wanted.len() == found.len()
        && wanted.iter().all(|line| {
            let line = Object(line);
            let place = found.iter().position(|other| is_line(&line, &Object(other)));
            place.map(|place| found.swap_remove(place)).is_some()
        })
}

fn lines<'a>(order: &Object<'a>, kind: &str) -> Vec<&'a str> {
    items(field(order.get("products").unwrap_or_default(), kind).unwrap_or_default())
}

/// Whether every name that the wanted line gives its product is the found one's, and so the quantity.
fn is_line(wanted: &Object<'_>, found: &Object<'_>) -> bool {
    let mut named = false;
    for name in ["id", "sku", "product_code"] {
        if let Some(own) = wanted.get(name) {
            named = true;
            if as_string(own) != found.string(name) {
                return false;
            }
        }
    }
    named && wanted.integer("quantity").is_none_or(|quantity| found.integer("quantity") == Some(quantity))
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

    fn once(resend: bool, sent: bool) -> Once {
        Once::new(Thing::Order, PARAMS, resend, 30_000.0, sent, 0.0).unwrap()
    }

    const LINES: &str = r#"{"id":"L1","sku":"A","quantity":1},{"id":"L2","sku":"A","quantity":2}"#;

    #[test]
    fn it_looks_first_and_sends_once() {
        let mut once = once(false, false);
        assert_eq!(once.step(News::Looked(None), 0.0), Next::Create);
        assert_eq!(once.step(News::Lost, 1.0), Next::Look);
        let mut now = 1.0;
        let mut looks = 1;
        loop {
            match once.step(News::Looked(None), now) {
                Next::Wait { ms } => now += ms,
                Next::Unknown { other: false } => break,
                other => panic!("{other:?}"),
            }
            assert_eq!(once.step(News::Woke, now), Next::Look);
            looks += 1;
        }
        assert_eq!((now, looks), (30_001.0, 8));
    }

    #[test]
    fn an_order_is_the_one_only_with_its_key_its_patient_and_its_lines() {
        let found = |text: &str| once(false, true).step(News::Looked(Some(text)), 0.0);
        let later = |text: &str| {
            let mut once = once(false, false);
            once.step(News::Looked(None), 0.0);
            once.step(News::Lost, 0.0);
            once.step(News::Looked(Some(text)), 0.0)
        };
        assert_eq!(found(&order("visit-1", "p", LINES)), Next::Found { place: 0 });
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
            assert_eq!(found(&other), Next::Unknown { other: true }, "{other}");
            assert!(matches!(later(&other), Next::Wait { .. }), "{other}");
            // Before anything was sent, it keeps another order from being made under the key.
            assert_eq!(once(false, false).step(News::Looked(Some(&other)), 0.0), Next::Taken);
        }
    }

    #[test]
    fn what_was_sent_before_is_never_sent_again() {
        let mut once = once(false, true);
        let mut now = 0.0;
        loop {
            match once.step(News::LookFailed, now) {
                Next::Wait { ms } => now += ms,
                next => break assert_eq!(next, Next::Unknown { other: false }),
            }
        }
    }

    #[test]
    fn only_who_says_so_sends_again_and_three_times_at_the_most() {
        let mut once = once(true, false);
        let mut now = 0.0;
        let mut creates = 0;
        let mut next = once.step(News::Looked(None), now);
        loop {
            next = match next {
                Next::Create => {
                    creates += 1;
                    once.step(if creates == 2 { News::Refused } else { News::Lost }, now)
                }
                Next::Look => once.step(News::Looked(None), now),
                Next::Wait { ms } => {
                    now += ms;
                    once.step(News::Woke, now)
                }
                last => break assert_eq!((last, creates), (Next::Unknown { other: false }, 3)),
            };
        }
    }

    #[test]
    fn what_was_refused_at_first_fails_and_a_look_that_fails_sends_nothing() {
        let mut one = once(false, false);
        one.step(News::Looked(None), 0.0);
        assert_eq!(one.step(News::Refused, 0.0), Next::Fail);
        assert_eq!(once(false, false).step(News::LookFailed, 0.0), Next::Fail);
    }

    #[test]
    fn a_patient_is_recognised_by_key_birth_date_and_name_together() {
        let params = r#"{"external_id":"p-1","date_of_birth":"1990-01-01","last_name":"Example"}"#;
        let mut once = Once::new(Thing::Patient, params, false, 1.0, false, 0.0).unwrap();
        assert_eq!(once.sought(), "1990-01-01");
        let person =
            |key: &str, name: &str| format!(r#"{{"external_id":"{key}","date_of_birth":"1990-01-01","last_name":"{name}"}}"#);
        let results =
            format!(r#"{{"results":[{},{},{}]}}"#, person("p-2", "Example"), person("p-1", "Other"), person("p-1", "Example"));
        assert_eq!(once.step(News::Looked(Some(&results)), 0.0), Next::Found { place: 2 });
        assert_eq!(once.step(News::Looked(Some(r#"{"results":[]}"#)), 0.0), Next::Create);
    }

    #[test]
    fn an_order_that_brings_its_patient_along_is_the_one_of_that_person() {
        const LINE: &str = r#""products":{"prescription":[{"sku":"A","quantity":1}]}"#;
        let found = |wanted: &str, patient: &str| {
            let params = format!(r#"{{"external_id":"visit-1","patient":{wanted},{LINE}}}"#);
            let answer = format!(r#"{{"external_id":"visit-1","patient":{patient},{LINE}}}"#);
            let mut once = Once::new(Thing::Order, &params, false, 1.0, true, 0.0).unwrap();
            once.step(News::Looked(Some(&answer)), 0.0) == Next::Found { place: 0 }
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
        let report =
            Once::new(Thing::Order, r#"{"external_id":"a","patient":{"first_name":"Ada"}}"#, false, 1.0, false, 0.0).err();
        let paths: Vec<_> = report.unwrap().issues.into_iter().map(|issue| issue.path.to_string()).collect();
        assert_eq!(paths, ["patient.date_of_birth", "patient.last_name"]);
    }

    #[test]
    fn keys_that_blend_could_mistake_are_refused() {
        for key in ["", ".", "..", "a/b", "a b", "é", "ORD1", "0227d1e5-ba9a-42b5-8fe2-38882aa65708", &"x".repeat(65)] {
            let params = format!(r#"{{"external_id":"{key}"}}"#);
            let report = Once::new(Thing::Order, &params, false, 1.0, false, 0.0).err().unwrap();
            assert_eq!(report.issues[0].path, "external_id", "{key}");
        }
        // Order numbers are written in capitals.
        for key in ["visit_2041.b-7", "order-2041", "ord1"] {
            assert!(Once::new(Thing::Order, &format!(r#"{{"external_id":"{key}"}}"#), false, 1.0, false, 0.0).is_ok(), "{key}");
        }
        assert!(Once::new(Thing::Order, r#"{"external_id":"a"}"#, true, 1.0, false, 0.0).is_err());
        assert!(Once::new(Thing::Patient, r#"{"external_id":"a"}"#, false, 1.0, false, 0.0).is_err());
    }
}

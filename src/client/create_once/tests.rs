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

//! Stories of repeats: what is sent again, what is not, and what the caller gets.

use blend_sdk::client::{Body, CallEffect, CallEvent, CallInput, Engine, Fault, Head};
use blend_sdk::endpoint::GROUPS;
use serde_json::{Value, json};

use super::fixture::{ID as UUID, said};
use super::flow::{End, Hand, Spec, UNCONNECTED, UNPROVEN};
use super::server::{Fate, Spoilt};
use super::world::{World, http_date};

fn get() -> Spec {
    Spec::new("orders.get", "[\"ORD1\"]")
}

fn pause() -> Spec {
    Spec::new("orders.pause", "[\"ORD1\"]")
}

fn update() -> Spec {
    Spec::new("orders.update", "[\"ORD1\",{\"external_id\":\"mine\"}]")
}

fn status(code: u16) -> Fate {
    Fate::Status { status: code, retry_after: String::new(), executed: false }
}

fn after(code: u16, retry_after: &str) -> Fate {
    Fate::Status { status: code, retry_after: retry_after.into(), executed: false }
}

/// A signed-in client, and a call whose attempts meet what the list says.
fn meets(spec: Spec, fates: Vec<Fate>) -> (End, World) {
    let mut world = World::new(1);
    world.server.allow_access("given", f64::INFINITY);
    let client = world.open(json!({"accessToken": "given"}), None);
    world.script(fates);
    let flow = world.call(client, spec, 0.0);
    let end = world.end(flow);
    world.finish();
    (end, world)
}

/// Class (or `ok`), outcome, attempts.
fn end_of(spec: Spec, fates: Vec<Fate>) -> (String, String, usize) {
    let (end, _) = meets(spec, fates);
    let class = if end.ok { "ok" } else { end.class() };
    (class.into(), end.outcome().into(), end.attempts())
}

fn is(end: (String, String, usize), class: &str, outcome: &str, attempts: usize) {
    assert_eq!((end.0.as_str(), end.1.as_str(), end.2), (class, outcome, attempts));
}

#[test]
fn a_read_is_repeated_as_often_as_set() {
    is(end_of(get(), vec![status(503), status(500)]), "ok", "", 3);
    is(end_of(get(), vec![status(503); 9]), "InternalServerError", "unknown", 3);
    for retries in 0..=5usize {
        let spec = get().with(json!({"maxRetries": retries}));
        assert_eq!(end_of(spec, vec![status(502); 99]).2, retries + 1);
    }
}

#[test]
fn a_read_is_repeated_where_its_body_got_lost() {
    is(end_of(get(), vec![Fate::Spoilt(Spoilt::Cut), Fate::AnswerLost("ECONNRESET")]), "ok", "", 3);
}

#[test]
fn what_cannot_pass_by_itself_is_not_repeated() {
    for code in [301, 400, 403, 404, 405, 409, 410, 415, 422] {
        assert_eq!(end_of(get(), vec![status(code)]).2, 1, "{code}");
    }
}

#[test]
fn a_write_of_class_never_is_repeated_only_with_proof_that_it_was_not_carried_out() {
    is(end_of(pause(), vec![status(429), status(429)]), "ok", "", 3);
    for code in UNCONNECTED {
        is(end_of(pause(), vec![Fate::Lost(code)]), "ok", "", 2);
        is(end_of(pause(), vec![Fate::Lost(code); 9]), "ConnectionError", "not_sent", 3);
    }
    for code in ["ECONNRESET", "", "ETIMEDOUT", "EHOSTUNREACH"].into_iter().chain(UNPROVEN) {
        is(end_of(pause(), vec![Fate::Lost(code)]), "ConnectionError", "unknown", 1);
        is(end_of(pause(), vec![Fate::AnswerLost(code)]), "ConnectionError", "unknown", 1);
    }
    for code in [408, 500, 502, 503, 504] {
        assert_eq!(end_of(pause(), vec![status(code)]).1, "unknown");
        assert_eq!(end_of(pause(), vec![status(code)]).2, 1);
    }
    is(end_of(pause(), vec![Fate::HiddenRedirect { executed: true }]), "APIError", "unknown", 1);
    is(end_of(pause(), vec![status(307)]), "APIError", "unknown", 1);
}

#[test]
fn a_write_whose_answer_is_no_good_is_done_and_not_repeated() {
    for spoilt in [Spoilt::Html, Spoilt::Cut, Spoilt::TooLarge] {
        let (class, outcome, attempts) = end_of(pause(), vec![Fate::Spoilt(spoilt)]);
        assert_eq!((outcome.as_str(), attempts), ("done", 1), "{spoilt:?} {class}");
    }
    is(end_of(pause(), vec![Fate::Spoilt(Spoilt::Empty)]), "ok", "", 1);
}

#[test]
fn a_401_is_proof_once() {
    let mut world = World::new(2);
    let client = world.client_with_password();
    world.script(vec![status(401), status(401)]);
    let flow = world.call(client, pause(), 0.0);
    let end = world.end(flow);
    assert_eq!((end.class(), end.outcome(), end.attempts()), ("AuthenticationError", "rejected", 2));
    world.finish();
}

#[test]
fn a_replayable_write_is_repeated_like_a_read() {
    is(end_of(update(), vec![status(503), Fate::AnswerLost("ECONNRESET")]), "ok", "", 3);
    is(end_of(update(), vec![status(503); 9]), "InternalServerError", "unknown", 3);
}

/// A write meets 503; another call starts so many milliseconds later. How the first ends, and how often it is seen.
fn overtaken(first: Spec, later: Spec, after: f64) -> (End, usize) {
    let mut world = World::new(3);
    world.server.allow_access("given", f64::INFINITY);
    let client = world.open(json!({"accessToken": "given"}), None);
    // The first waits for at least two seconds.
    world.script(vec![Fate::Status { status: 503, retry_after: "2".into(), executed: true }]);
    let first = world.call(client, first.with(json!({"validate": "off"})), 0.0);
    world.call(client, later.with(json!({"validate": "off"})), after);
    let end = world.end(first);
    let seen = world.server.seen(first).count();
    world.finish();
    (end, seen)
}

/// Before the 503 is there, and while the repeat waits for its time.
const MOMENTS: [f64; 2] = [5.0, 500.0];

fn is_overtaken(first: &Spec, later: &Spec) {
    for after in MOMENTS {
        let (end, seen) = overtaken(first.clone(), later.clone(), after);
        let about = format!("{} {}, {} {} after {after}: {end:?}", first.operation, first.args, later.operation, later.args);
        assert_eq!((end.class(), end.outcome(), seen), ("InternalServerError", "unknown", 1), "{about}");
        assert!(end.text("hint").contains("look before"), "{about}");
    }
}

fn is_repeated(first: &Spec, later: &Spec) {
    for after in MOMENTS {
        let (end, seen) = overtaken(first.clone(), later.clone(), after);
        assert!(end.ok && seen == 2, "{} {}, {} {} after {after}", first.operation, first.args, later.operation, later.args);
    }
}

#[test]
fn a_replayable_write_is_not_repeated_once_a_later_write_to_the_same_thing_has_begun() {
    let raw = Spec::new("request", r#"["PUT","/orders/{id}/pause",{"path":{"id":"ORD1"}}]"#);
    let literal = Spec::new("request", r#"["PUT","/orders/ORD1/pause",{}]"#);
    for later in [update(), pause(), raw, literal] {
        is_overtaken(&update(), &later);
    }
}

#[test]
fn a_read_or_a_write_to_something_else_does_not_stop_a_repeat() {
    let other = Spec::new("orders.pause", "[\"ORD11\"]");
    let reason = Spec::new("orders.createCompoundingReason", "[{\"name\":\"allergy\"}]");
    let create = Spec::new("orders.create", "[{}]");
    for later in [get(), other, reason, create] {
        is_repeated(&update(), &later);
    }
}

#[test]
fn what_has_no_id_is_overtaken_by_any_later_write_to_what_it_is_part_of() {
    let email = || Spec::new("notifications.updateEmail", r#"[{"events":["all"]}]"#);
    let webhook = || Spec::new("notifications.updateWebhook", &json!([UUID, {}]).to_string());
    let npi = |npi: &str| Spec::new("prescribers.create", &json!([{"npi": npi}]).to_string());
    let args = json!([UUID, {}]).to_string();
    for (first, later) in [
        (email(), email()),
        (email(), Spec::new("notifications.deactivateEmail", "[]")),
        (email(), Spec::new("request", r#"["DELETE","/notifications/email",{}]"#)),
        // A webhook and mail are subscriptions too, by paths of their own.
        (email(), Spec::new("notifications.createSubscription", "[{}]")),
        (email(), Spec::new("notifications.deactivateSubscription", &json!([UUID]).to_string())),
        (webhook(), Spec::new("notifications.deactivateSubscription", &json!([UUID]).to_string())),
        (webhook(), Spec::new("notifications.deleteWebhook", &json!([UUID]).to_string())),
        (npi("1234567893"), npi("1234567893")),
        (npi("1234567893"), Spec::new("prescribers.update", &args)),
    ] {
        is_overtaken(&first, &later);
    }
    for other in [Spec::new("patients.update", &args), Spec::new("request", r#"["POST","/notifications_of_old",{}]"#)] {
        is_repeated(&email(), &other);
    }
}

#[test]
fn what_may_be_the_same_thing_by_another_name_stops_a_repeat() {
    let update = |id: &str| Spec::new("orders.update", &json!([id, {"external_id": "mine"}]).to_string());
    let pause = |id: &str| Spec::new("orders.pause", &json!([id]).to_string());
    let names = [UUID, "ORD250312003548IAU4", "visit-2041"];
    for one in names {
        is_overtaken(&update(one), &pause(&one.to_uppercase()));
        is_overtaken(&update(&one.to_uppercase()), &pause(one));
        for other in names {
            is_overtaken(&update(one), &pause(other));
        }
    }
    for (one, other) in [
        (UUID, "0227d1e5-ba9a-42b5-8fe2-38882aa65709"),
        ("ORD250312003548IAU4", "ORD250312003548IAU5"),
        ("visit-2041", "visit-2042"),
        ("visit-2041", "visit-20411"),
    ] {
        is_repeated(&update(one), &pause(other));
    }
    let product = |id: &str| Spec::new("products.updatePrescription", &json!([id, {}]).to_string());
    is_overtaken(&product(UUID), &product(&UUID.to_uppercase()));
    is_repeated(&product(UUID), &product("0227d1e5-ba9a-42b5-8fe2-38882aa65709"));
}

#[test]
fn a_refusal_after_a_doubtful_attempt_leaves_the_outcome_in_doubt() {
    is(end_of(update(), vec![status(503), status(409)]), "ConflictError", "unknown", 2);
    is(
        end_of(update(), vec![Fate::AnswerLost(""), Fate::Lost("ENOTFOUND"), Fate::Lost("ENOTFOUND")]),
        "ConnectionError",
        "unknown",
        3,
    );
    // Carried out for certain, by the last attempt.
    is(end_of(update(), vec![status(503), Fate::Spoilt(Spoilt::Html)]), "APIError", "done", 2);
}

#[test]
fn what_was_refused_before_is_not_called_unsent() {
    // Refused with 429; then it waits, and is aborted.
    let mut spec = pause();
    spec.abort_at = Some(100.0);
    is(end_of(spec, vec![after(429, "9")]), "AbortError", "rejected", 1);
    let unsent = [0; 3].map(|_| Fate::Lost("ENOTFOUND"));
    is(end_of(pause(), [vec![status(429)], unsent.to_vec()].concat()), "ConnectionError", "rejected", 4);
}

#[test]
fn retry_after_is_obeyed_in_both_forms() {
    let now = World::new(1).now;
    for (header, at_least, at_most) in [
        ("3".into(), 3_000.0, 3_000.0),
        ("0".into(), 0.0, 500.0),
        (http_date(now + 7_000.0), 5_000.0, 7_500.0),
        (http_date(now - 7_000.0), 0.0, 500.0),
        ("soon".into(), 0.0, 500.0),
        ("-5".into(), 0.0, 500.0),
        (" 2 ".into(), 2_000.0, 2_000.0),
    ] {
        for code in [429, 503] {
            let (end, world) = meets(get(), vec![after(code, &header)]);
            let sends = &world.flows[0].sends;
            let waited = sends[1] - sends[0] - 20.0;
            assert!(end.ok && waited >= at_least && waited <= at_most + 1.0, "{header}: {waited}");
        }
    }
}

#[test]
fn a_wait_of_more_than_a_minute_is_the_callers_to_decide() {
    let now = World::new(1).now;
    for header in ["61".to_string(), "86400".into(), "999999999".into(), "99999999999".into(), http_date(now + 120_000.0)] {
        let (end, _) = meets(get(), vec![after(429, &header)]);
        assert_eq!((end.class(), end.attempts()), ("RateLimitError", 1), "{header}");
        assert!(end.said["retryAfterMs"].as_f64().unwrap() > 60_000.0, "{header}: {end:?}");
    }
}

#[test]
fn a_refusal_whose_body_got_lost_is_still_that_refusal() {
    // By hand: the answers of the world's server have whole bodies.
    let begin = |spec: Spec| {
        let mut engine = Engine::new();
        let options = json!({"baseURL": "https://x.example", "accessToken": "given", "email": "a", "password": "b"});
        let client = engine.open(&options.to_string(), false).unwrap();
        let call =
            engine.start(client, &CallInput { operation: spec.number(), args: &spec.args, options: "{}" }, 0.0).call.unwrap();
        (engine, call)
    };
    let head = |status| CallEvent::HeadersReceived(Head::new(status, "[]"));
    let faults = || [Fault::Network(r#"[{"code":"ECONNRESET"}]"#), Fault::TooLarge, Fault::Timeout];
    for (status, class, outcome) in
        [(404, "NotFoundError", "rejected"), (503, "InternalServerError", "unknown"), (409, "ConflictError", "rejected")]
    {
        for fault in faults() {
            let (mut engine, call) = begin(pause());
            engine.step(call, head(status), 0.0, 0.0);
            let (_, error) = said(&engine.step(call, CallEvent::Failed(fault), 0.0, 0.0)).expect("no failure");
            assert_eq!((&error["class"], &error["outcome"]), (&json!(class), &json!(outcome)));
        }
    }
    for fault in faults() {
        let (mut engine, call) = begin(pause());
        engine.step(call, head(429), 0.0, 0.5);
        assert!(matches!(engine.step(call, CallEvent::Failed(fault), 0.0, 0.5), CallEffect::HoldBack { .. }));
        let (mut engine, call) = begin(pause());
        engine.step(call, head(401), 0.0, 0.0);
        assert!(matches!(engine.step(call, CallEvent::Failed(Fault::TooLarge), 0.0, 0.0), CallEffect::AwaitSession));
    }
    // Aborted while the body of a refusal is read: what is known is kept.
    for (fault, class) in [(Fault::Abort, "AbortError"), (Fault::TotalTimeout, "TimeoutError")] {
        let (mut engine, call) = begin(pause());
        engine.step(call, head(404), 0.0, 0.0);
        let (_, error) = said(&engine.step(call, CallEvent::Failed(fault), 0.0, 0.0)).expect("no failure");
        assert_eq!((&error["class"], &error["outcome"]), (&json!(class), &json!("rejected")));
    }
    // A repeat that goes well has nothing left of the attempt before.
    let (mut engine, call) = begin(get());
    engine.step(call, head(500), 0.0, 0.0);
    assert!(matches!(engine.step(call, CallEvent::Failed(Fault::Network("[]")), 0.0, 0.0), CallEffect::Wait { .. }));
    assert!(matches!(engine.step(call, CallEvent::WaitEnded, 0.0, 0.0), CallEffect::Send(_)));
    assert!(matches!(engine.step(call, head(200), 0.0, 0.0), CallEffect::ReadBody { json: true, .. }));
    assert!(matches!(engine.step(call, CallEvent::BodyReceived(Body::Empty), 0.0, 0.0), CallEffect::Succeed(_)));
}

#[test]
fn outcomes_of_faults_by_the_moment_they_strike() {
    let aborted = |at: f64, spec: Spec| Spec { abort_at: Some(at), ..spec };
    is(end_of(aborted(0.0, pause()), vec![Fate::Honest]).tap_unsent(), "AbortError", "unknown", 1);
    is(end_of(aborted(15.0, pause()), vec![Fate::Honest]), "AbortError", "unknown", 1);
    is(end_of(pause().with(json!({"timeout": 10})), vec![]), "TimeoutError", "unknown", 1);
    is(end_of(pause().with(json!({"totalTimeout": 10})), vec![]), "TimeoutError", "unknown", 1);
    // Before it is sent: while it signs in.
    let mut world = World::new(4);
    let client = world.client_with_password();
    let flow = world.call(client, aborted(5.0, pause()), 0.0);
    let end = world.end(flow);
    assert_eq!((end.class(), end.outcome(), end.attempts()), ("AbortError", "not_sent", 0));
    world.finish();
}

/// The scheduler may strike before the start or after the send.
trait Unsent {
    fn tap_unsent(self) -> Self;
}

impl Unsent for (String, String, usize) {
    fn tap_unsent(mut self) -> Self {
        if self.1 == "not_sent" {
            self.1 = "unknown".into();
            self.2 = 1;
        }
        self
    }
}

#[test]
fn a_response_handed_over_unread_leaves_nothing_behind() {
    assert!(meets(Spec { hand: Hand::Unread, ..pause() }, vec![]).0.ok);
}

#[test]
fn a_late_word_about_a_call_that_is_gone_reaches_no_other() {
    let mut world = World::new(5);
    world.server.allow_access("given", f64::INFINITY);
    let client = world.open(json!({"accessToken": "given"}), None);
    let number = world.clients[client].number;
    let start = |world: &mut World| {
        world.engine.start(number, &CallInput { operation: get().number(), args: "[\"ORD1\"]", options: "{}" }, 0.0).call.unwrap()
    };
    let gone = start(&mut world);
    world.engine.forget(gone);
    let other = start(&mut world);
    assert!(matches!(world.engine.step(gone, CallEvent::BodyReceived(Body::Empty), 0.0, 0.0), CallEffect::Fail(_)));
    world.engine.forget(gone);
    assert_eq!(world.engine.load(), (1, 1));
    world.engine.forget(other);
    // A call does not outlive its client.
    start(&mut world);
    world.finish();
}

#[test]
fn every_operation_is_repeated_by_its_class_alone() {
    for group in GROUPS {
        for endpoint in group.endpoints {
            if group.name == "auth" {
                continue;
            }
            let name: &'static str = format!("{}.{}", group.name, endpoint.name).leak();
            let ids = blend_sdk::endpoint::path_ids(endpoint.path).into_iter().map(|id| match id {
                "product_type" => json!("prescription"),
                _ => json!("0227d1e5-ba9a-42b5-8fe2-38882aa65708"),
            });
            let mut args: Vec<Value> = ids.collect();
            args.extend(endpoint.params.map(|_| json!({"npi": "1234567893"})));
            let spec = || Spec::new(name, &json!(args).to_string()).with(json!({"validate": "off"}));
            let attempts = if endpoint.class.name() == "never" { 1 } else { 3 };
            is(end_of(spec(), vec![status(500); 9]), "InternalServerError", "unknown", attempts);
            // A 429 was not carried out, whatever it is, and to wait for a rate limit is no repeat.
            is(end_of(spec(), vec![status(429); 10]), "ok", "", 11);
            is(end_of(spec(), vec![status(429); 11]), "RateLimitError", "rejected", 11);
            let unrepeated = spec().with(json!({"validate": "off", "maxRetries": 0}));
            is(end_of(unrepeated, vec![status(429)]), "RateLimitError", "rejected", 1);
        }
    }
}

#[test]
fn a_prescriber_without_an_npi_is_never_created_twice() {
    let spec = |body: Value| Spec::new("prescribers.create", &json!([body]).to_string()).with(json!({"validate": "off"}));
    let none = json!({"last_name": "Example"});
    for body in [none, json!({"npi": ""}), json!({"npi": null}), json!({"npi": 1234567893}), json!({"npi": "1234567890"})] {
        is(end_of(spec(body), vec![status(500); 9]), "InternalServerError", "unknown", 1);
    }
    is(end_of(spec(json!({"npi": "1234567893"})), vec![status(500); 9]), "InternalServerError", "unknown", 3);
}

#[test]
fn a_client_has_so_many_repeats_and_earns_more_by_success() {
    let mut world = World::new(1);
    world.server.allow_access("given", f64::INFINITY);
    let client = world.open(json!({"accessToken": "given"}), None);
    let mut call = |fates: Vec<Fate>| {
        world.script(fates);
        let flow = world.call(client, get(), 0.0);
        world.end(flow).attempts()
    };
    // Twenty repeats, two for each call; then none.
    for _ in 0..10 {
        assert_eq!(call(vec![status(503); 3]), 3);
    }
    assert_eq!(call(vec![status(503)]), 1);
    // Ten calls that go well are worth one.
    for _ in 0..10 {
        assert_eq!(call(vec![]), 1);
    }
    assert_eq!(call(vec![status(503), status(503)]), 2);
}

#[test]
fn a_lost_prescription_is_told_how_to_be_settled_next_time() {
    let args = json!([{"medication": {}}]).to_string();
    let spec = Spec::new("prescriptions.create", &args).with(json!({"validate": "off"}));
    let (end, _) = meets(spec, vec![status(503)]);
    assert_eq!(end.outcome(), "unknown");
    assert!(end.text("hint").contains("composite.create"), "{}", end.text("hint"));
}

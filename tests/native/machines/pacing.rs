//! Calls that the rate limit holds back: they end early, there are too many of them, or the clock is set back.

use blend_sdk::client::{Body, CallEffect, CallEvent, CallInput, Engine, Fault, Head, Started};
use serde_json::json;

use super::flow::Spec;
use super::world::BASE;

/// Milliseconds since 1970.
const TODAY: f64 = 1.8e12;
const HOUR: f64 = 3_600_000.0;

struct Pharmacy {
    engine: Engine,
    client: usize,
    get: Spec,
}

impl Pharmacy {
    fn new() -> Pharmacy {
        let mut engine = Engine::new();
        let options = json!({"baseURL": BASE, "accessToken": "given"}).to_string();
        let client = engine.open(&options, false).unwrap_or_else(|failure| panic!("{failure:?}"));
        Pharmacy { engine, client, get: Spec::new("orders.get", r#"["ORD1"]"#) }
    }

    fn start(&mut self, now: f64) -> (usize, CallEffect) {
        let input = CallInput { operation: self.get.number(), args: &self.get.args, options: "{}" };
        let Started { call, effect } = self.engine.start(self.client, &input, now);
        (call.expect("a call"), effect)
    }

    fn step(&mut self, call: usize, event: CallEvent<'_>, now: f64) -> CallEffect {
        self.engine.step(call, event, now, 0.0)
    }

    /// A call that is answered by a 429, which asks for two seconds.
    fn limited(&mut self, now: f64) -> usize {
        let (call, _) = self.start(now);
        self.step(call, CallEvent::HeadersReceived(Head::new(429, r#"[null,"2"]"#)), now);
        assert_eq!(held(&self.step(call, CallEvent::BodyReceived(Body::Text("")), now)), Some(2000.0));
        call
    }

    fn succeed(&mut self, call: usize, now: f64) {
        self.step(call, CallEvent::HeadersReceived(Head::new(200, "[]")), now);
        let end = self.step(call, CallEvent::BodyReceived(Body::Text("{}")), now);
        assert!(matches!(end, CallEffect::Succeed(_)), "{end:?}");
    }
}

/// How long a call is held back. None where its request goes out.
fn held(effect: &CallEffect) -> Option<f64> {
    match effect {
        CallEffect::HoldBack { ms } => Some(*ms),
        CallEffect::Send(_) => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_call_waits_for_a_clock_that_was_set_back() {
    let mut pharmacy = Pharmacy::new();
    let (call, effect) = pharmacy.start(TODAY);
    assert_eq!(held(&effect), None);
    pharmacy.succeed(call, TODAY);
    let before = TODAY - HOUR;
    assert_eq!(held(&pharmacy.start(before).1), None);
    // Nor a call that was held back before.
    let call = pharmacy.limited(before + 1.0);
    assert_eq!(held(&pharmacy.step(call, CallEvent::WaitEnded, before - HOUR)), None);
    // The next one goes at the rate that is known.
    assert!(held(&pharmacy.start(before - HOUR + 1.0).1).is_some_and(|ms| ms < 100.0));
}

#[test]
fn what_ends_while_it_is_held_back_holds_nobody_back() {
    for forgotten in [false, true] {
        let mut pharmacy = Pharmacy::new();
        pharmacy.limited(TODAY);
        let calls: Vec<usize> = (0..200).map(|_| pharmacy.start(TODAY + 1.0).0).collect();
        for call in calls {
            match forgotten {
                true => pharmacy.engine.forget(call),
                false => drop(pharmacy.step(call, CallEvent::Failed(Fault::Abort), TODAY + 2.0)),
            }
        }
        let waits = [(); 3].map(|()| held(&pharmacy.start(TODAY + 3.0).1).unwrap_or_default());
        assert!(waits.is_sorted() && waits[2] > waits[1] && waits[2] < 2500.0, "{waits:?}");
    }
}

/// Twice as many calls as are allowed, each with five seconds: half of them go out, and nothing of the allowed rate is lost.
#[test]
fn calls_that_run_out_of_time_starve_none() {
    const PATIENCE: f64 = 5000.0;
    let mut pharmacy = Pharmacy::new();
    pharmacy.limited(TODAY);
    let begin = TODAY + 2000.0;
    // The time of each call's next event, whether its patience is over by then, and its number.
    let (mut waiting, mut sent): (Vec<(f64, bool, usize)>, Vec<f64>) = (Vec::new(), Vec::new());
    for now in (0..880).map(|tick| begin + f64::from(tick) * 25.0) {
        while let Some(place) = waiting.iter().position(|(at, ..)| *at <= now) {
            let (_, is_over, call) = waiting.swap_remove(place);
            if is_over {
                pharmacy.step(call, CallEvent::Failed(Fault::TotalTimeout), now);
            } else {
                assert_eq!(held(&pharmacy.step(call, CallEvent::WaitEnded, now)), None);
                sent.push(now);
            }
        }
        let (call, effect) = pharmacy.start(now);
        match held(&effect) {
            Some(ms) => waiting.push((now + ms.min(PATIENCE), ms > PATIENCE, call)),
            None => sent.push(now),
        }
    }
    // The first gap allows twenty in a second.
    let late = sent.iter().filter(|at| **at > begin + 12_000.0).count();
    assert!(late > 190, "{late} requests in the last ten seconds");
}

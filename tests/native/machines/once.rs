//! Creating an order once, on the sandbox, under every fault a network and a server can have: the
//! patient never gets more of a product than was asked for.

use std::collections::BTreeMap;

use blend_sdk::client::{CreateOnce, CreationEffect, CreationEvent, CreationOptions};
use blend_sdk::endpoint::ResourceKind;
use blend_sdk::sandbox::{Request, Sandbox};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A patient of the sandbox's own.
const PATIENT: &str = "40000000-0000-4000-8000-000000000001";
const KEY: &str = "visit-2041";
const LOOK_FOR: f64 = 30_000.0;

/// What becomes of a create.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Answered,
    /// It never arrives.
    LostBefore,
    /// It is carried out, and the answer is lost, or is a 5xx.
    LostAfter,
    /// It is carried out when nobody looks for it any more.
    Late,
    /// A 429: not carried out.
    TooMany,
    /// A 422: not carried out.
    Refused,
}

/// What a look-up sees.
#[derive(Clone, Copy, Debug)]
enum Sight {
    Clear,
    /// A recent write is not visible yet.
    Lagging,
    /// A 5xx, a timeout.
    Failing,
}

#[derive(Clone, Debug)]
struct Scenario {
    fates: Vec<Fate>,
    sights: Vec<Sight>,
    /// The patient has an open order, which a new one is merged into without its key.
    open_order: bool,
    /// Somebody else's order has the key.
    taken: bool,
    force_new: bool,
    resend: bool,
    /// How often the caller tries, whatever comes of it.
    tries: usize,
    quantity: i64,
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let fate = prop_oneof![
        Just(Fate::Answered),
        Just(Fate::LostBefore),
        Just(Fate::LostAfter),
        Just(Fate::Late),
        Just(Fate::TooMany),
        Just(Fate::Refused)
    ];
    let sight = prop_oneof![Just(Sight::Clear), Just(Sight::Lagging), Just(Sight::Failing)];
    let lists = (prop::collection::vec(fate, 1..6), prop::collection::vec(sight, 1..40));
    (lists, any::<[bool; 4]>(), 1usize..5, 1i64..4).prop_map(|((fates, sights), flags, tries, quantity)| {
        let [open_order, taken, force_new, resend] = flags;
        Scenario { fates, sights, open_order, taken, force_new, resend: resend && force_new, tries, quantity }
    })
}

const OPENED: f64 = 1_736_931_600_000.0;

struct Pharmacy {
    sandbox: Sandbox,
    token: String,
    now: f64,
    /// Creates that are carried out when everybody has gone.
    late: Vec<String>,
}

impl Pharmacy {
    fn new() -> Self {
        let mut sandbox = Sandbox::new(7);
        let login = json!({"email": sandbox.email(), "password": sandbox.password()}).to_string();
        let request = Request {
            method: "POST",
            target: "/auth/login",
            content_type: Some("application/json"),
            body: &login,
            now: OPENED,
            ..Request::default()
        };
        let answer: Value = serde_json::from_str(&sandbox.handle(&request).body).unwrap();
        let token = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        Pharmacy { sandbox, token, now: 0.0, late: Vec::new() }
    }

    fn ask(&mut self, method: &str, target: &str, body: &str) -> (u16, String) {
        let request = Request {
            method,
            target,
            body,
            authorization: Some(&self.token),
            content_type: (!body.is_empty()).then_some("application/json"),
            // Slowly, so that the token lasts however often the caller waits.
            now: OPENED + self.now / 100.0,
        };
        let response = self.sandbox.handle(&request);
        (response.status, response.body)
    }

    fn create(&mut self, params: &str) -> u16 {
        let mut body: Value = serde_json::from_str(params).unwrap();
        let force_new = body.as_object_mut().unwrap().remove("force_new") == Some(json!(true));
        let (status, said) = self.ask("POST", if force_new { "/orders?force_new=true" } else { "/orders" }, &body.to_string());
        assert_eq!(status, 201, "{said}");
        status
    }

    /// How many of each product were ordered for the patient.
    fn ordered(&mut self) -> BTreeMap<String, i64> {
        let (_, body) = self.ask("GET", &format!("/patients/{PATIENT}/orders"), "");
        let orders: Vec<Value> = serde_json::from_str(&body).unwrap();
        let mut units = BTreeMap::new();
        for order in orders {
            for lines in order["products"].as_object().unwrap().values() {
                for line in lines.as_array().unwrap() {
                    *units.entry(line["sku"].as_str().unwrap().to_string()).or_default() += line["quantity"].as_i64().unwrap();
                }
            }
        }
        units
    }
}

/// The result that the caller gets.
#[derive(Debug, PartialEq)]
enum End {
    Order,
    Failed,
    Unknown,
}

struct Run {
    pharmacy: Pharmacy,
    ends: Vec<End>,
    asked: i64,
    before: i64,
    creates: usize,
}

const SKU: &str = "RX-MUP-01";

/// A caller, and the façade's loop: it notes the key before it sends.
struct Caller<'a> {
    scenario: &'a Scenario,
    pharmacy: Pharmacy,
    params: String,
    fates: Vec<Fate>,
    sights: Vec<Sight>,
    /// The key is known to be sent.
    noted: bool,
    creates: usize,
}

impl Caller<'_> {
    /// One call of `createOnce`, to its end.
    fn call(&mut self) -> End {
        let options = CreationOptions { resend: self.scenario.resend, look_for: LOOK_FOR, sent: self.noted };
        let mut creation = CreateOnce::new(ResourceKind::Order, &self.params, &options, self.pharmacy.now).unwrap();
        let before = self.creates;
        let mut effect = CreationEffect::LookUp;
        loop {
            self.pharmacy.now += 10.0;
            effect = match effect {
                CreationEffect::LookUp => self.look_up(&mut creation),
                CreationEffect::Create => match self.create() {
                    Some(event) => creation.step(event, self.pharmacy.now),
                    None => return End::Order,
                },
                CreationEffect::Pause { ms } => {
                    assert!(ms > 0.0 && ms <= 8000.0);
                    self.pharmacy.now += ms;
                    creation.step(CreationEvent::PauseEnded, self.pharmacy.now)
                }
                CreationEffect::ReturnFound { .. } => return End::Order,
                CreationEffect::OutcomeUnknown { .. } => return End::Unknown,
                CreationEffect::KeyTaken { .. } => return End::Failed,
                CreationEffect::RethrowError => {
                    self.noted &= self.creates == before;
                    return End::Failed;
                }
            };
        }
    }

    fn look_up(&mut self, creation: &mut CreateOnce) -> CreationEffect {
        let key = creation.lookup_key();
        let now = self.pharmacy.now;
        match self.sights.pop().unwrap_or(Sight::Clear) {
            Sight::Failing => creation.step(CreationEvent::LookUpFailed, now),
            Sight::Lagging => creation.step(CreationEvent::LookedUp(None), now),
            Sight::Clear => {
                let (status, body) = self.pharmacy.ask("GET", &format!("/orders/{key}"), "");
                creation.step(CreationEvent::LookedUp((status == 200).then_some(body.as_str())), now)
            }
        }
    }

    /// Sends the create. None where its answer comes.
    fn create(&mut self) -> Option<CreationEvent<'static>> {
        self.noted = true;
        self.creates += 1;
        let fate = self.fates.pop().unwrap_or(Fate::Answered);
        if matches!(fate, Fate::Answered | Fate::LostAfter) {
            self.pharmacy.create(&self.params);
        }
        match fate {
            Fate::Answered => None,
            Fate::Late => {
                self.pharmacy.late.push(self.params.clone());
                Some(CreationEvent::AnswerLost)
            }
            Fate::LostBefore | Fate::LostAfter => Some(CreationEvent::AnswerLost),
            Fate::TooMany | Fate::Refused => Some(CreationEvent::Refused),
        }
    }
}

/// The caller tries as often as the scenario says.
fn run(scenario: &Scenario) -> Run {
    let mut pharmacy = Pharmacy::new();
    let line = |quantity: i64| json!({"prescription": [{"sku": SKU, "quantity": quantity}]});
    if scenario.open_order {
        let open = json!({"patient_id": PATIENT, "external_id": "older", "products": line(1), "force_new": true});
        pharmacy.create(&open.to_string());
    }
    if scenario.taken {
        let other = json!({"patient_id": "40000000-0000-4000-8000-000000000002", "external_id": KEY, "products": line(1)});
        pharmacy.create(&other.to_string());
    }
    let before = pharmacy.ordered().get(SKU).copied().unwrap_or_default();
    let params =
        json!({"patient_id": PATIENT, "external_id": KEY, "products": line(scenario.quantity), "force_new": scenario.force_new});
    let (mut fates, mut sights) = (scenario.fates.clone(), scenario.sights.clone());
    fates.reverse();
    sights.reverse();
    let mut caller = Caller { scenario, pharmacy, params: params.to_string(), fates, sights, noted: false, creates: 0 };
    let ends = (0..scenario.tries).map(|_| caller.call()).collect();
    let Caller { mut pharmacy, creates, .. } = caller;
    for params in std::mem::take(&mut pharmacy.late) {
        pharmacy.create(&params);
    }
    Run { pharmacy, ends, asked: scenario.quantity, before, creates }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4000)) })]

    #[test]
    fn nobody_gets_more_than_was_asked_for(scenario in scenarios()) {
        let Run { mut pharmacy, ends, asked, before, creates } = run(&scenario);
        let got = pharmacy.ordered().get(SKU).copied().unwrap_or_default() - before;
        if !scenario.resend {
            prop_assert!(got <= asked, "{got} units instead of {asked}");
        }
        // Each create of a caller who says so may have been carried out, and no more than three of one call are sent.
        prop_assert!(got <= asked * i64::try_from(creates).unwrap());
        let most = if scenario.resend { 3 } else { 1 };
        prop_assert!(creates <= scenario.tries * most);
        // Who was given an order has one.
        if ends.contains(&End::Order) {
            prop_assert!(got >= asked, "an order was returned that is not there");
        }
    }

    #[test]
    fn without_faults_there_is_one_order_however_often_it_is_asked_for(tries in 1usize..5, quantity in 1i64..4) {
        let scenario = Scenario { fates: vec![], sights: vec![], open_order: false, taken: false, force_new: true, resend: false, tries, quantity };
        let Run { mut pharmacy, ends, asked, creates, .. } = run(&scenario);
        prop_assert_eq!(pharmacy.ordered().get(SKU).copied(), Some(asked));
        prop_assert!(ends.iter().all(|end| *end == End::Order));
        prop_assert_eq!(creates, 1);
    }
}

#[test]
fn the_faults_are_strong_enough_to_break_a_caller_who_sends_again() {
    let scenario = Scenario {
        fates: vec![Fate::LostAfter, Fate::Answered],
        sights: vec![Sight::Lagging; 30],
        open_order: false,
        taken: false,
        force_new: true,
        resend: true,
        tries: 1,
        quantity: 1,
    };
    let Run { mut pharmacy, creates, .. } = run(&scenario);
    assert_eq!((pharmacy.ordered()[SKU], creates), (2, 2));
}

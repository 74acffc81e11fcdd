//! What holds for every caller under any schedule and any fault.

use blend_sdk::endpoint::{RetryClass, operations};
use proptest::prelude::*;
use serde_json::json;

use super::flow::{Flow, Hand, Spec, UNCONNECTED, UNPROVEN};
use super::job::Store;
use super::random::Random;
use super::server::{Fate, ServerBehaviour, Spoilt};
use super::world::{World, http_date};

#[derive(Clone, Copy, Debug)]
enum Account {
    Password,
    Access,
    Refresh,
    RefreshAndPassword,
    Function,
    Nothing,
}

/// A world in a nutshell: the rest follows from the seed.
#[derive(Clone, Debug)]
struct Scenario {
    seed: u64,
    callers: usize,
    clients: usize,
    account: Account,
    /// One store for all clients.
    store: bool,
    stubborn: bool,
    behaviour: ServerBehaviour,
    /// Out of a thousand requests, how many meet a fault.
    faults: usize,
    /// Out of a thousand calls, how many are aborted, run out of time, or are read late.
    hurry: usize,
    retries: i64,
    sign_outs: usize,
    revokes: usize,
    slack: f64,
}

fn behaviour() -> impl Strategy<Value = ServerBehaviour> {
    let life = prop::sample::select(vec![1_000.0, 20_000.0, 31_000.0, 600_000.0, 3_600_000.0]);
    let rare = || prop::bool::weighted(0.1);
    let skew = prop::sample::select(vec![0.0, -600_000.0, 600_000.0]);
    (life, any::<bool>(), skew, prop::sample::select(vec![1.0, 1.0, 0.05]), rare(), rare(), rare()).prop_map(
        |(life, jwt, skew, honest_life, deaf, wrong_password, forgetful)| ServerBehaviour {
            life,
            jwt,
            skew,
            payload: None,
            honest_life,
            deaf,
            wrong_password,
            forgetful,
        },
    )
}

fn scenario() -> impl Strategy<Value = Scenario> {
    use Account::*;
    let account = prop::sample::select(vec![Password, Password, Access, Refresh, RefreshAndPassword, Function, Nothing]);
    let who = (any::<u64>(), 1..=50usize, 1..=2usize, account, any::<bool>(), prop::bool::weighted(0.2), behaviour());
    let what = (0..=600usize, 0..=400usize, 0..=3i64, 0..3usize, 0..2usize, prop::sample::select(vec![0.0, 3.0, 200.0]));
    (who, what).prop_map(|((seed, callers, clients, account, store, stubborn, behaviour), what)| {
        let (faults, hurry, retries, sign_outs, revokes, slack) = what;
        Scenario {
            seed,
            callers,
            clients,
            account,
            store,
            stubborn,
            behaviour,
            faults,
            hurry,
            retries,
            sign_outs,
            revokes,
            slack,
        }
    })
}

const CODES: [&str; 5] = ["ECONNRESET", "UND_ERR_SOCKET", "", "ETIMEDOUT", "secret-7"];

fn fault(random: &mut Random, now: f64) -> Fate {
    let executed = random.chance(500);
    let retry_after = match random.below(6) {
        0 => random.below(70).to_string(),
        1 => http_date(now + random.below(70_000) as f64),
        2 => "soon".into(),
        3 => "99999999999".into(),
        _ => String::new(),
    };
    let codes: &[&str] = if random.chance(500) { &CODES } else { &UNPROVEN };
    let code = *random.pick(codes);
    match random.below(12) {
        0 | 1 => Fate::Lost(random.pick::<&str>(&UNCONNECTED)),
        2 => Fate::Lost(code),
        3 => Fate::AnswerLost(code),
        4 | 5 => Fate::Status { status: 429, retry_after, executed: false },
        6 => Fate::Status { status: *random.pick(&[400, 401, 401, 403, 404, 409, 422]), retry_after, executed: false },
        7 | 8 => Fate::Status { status: *random.pick(&[408, 500, 502, 503, 504]), retry_after, executed },
        9 => Fate::Status { status: *random.pick(&[301, 302, 304, 307]), retry_after, executed },
        10 => Fate::HiddenRedirect { executed },
        _ => Fate::Spoilt(*random.pick(&[Spoilt::Html, Spoilt::Empty, Spoilt::Cut, Spoilt::TooLarge])),
    }
}

const PATIENT: &str = "\"0227d1e5-ba9a-42b5-8fe2-38882aa65708\"";

fn spec(random: &mut Random, scenario: &Scenario) -> Spec {
    let product =
        r#"{"products":{"prescription":[{"sku":"1","quantity":1}]},"patient_id":"0227d1e5-ba9a-42b5-8fe2-38882aa65708"}"#;
    let order = format!("ORD{}", random.below(3));
    let mut spec = match random.below(12) {
        0 => Spec::new("orders.list", r#"[{"page":2}]"#),
        1 | 2 => Spec::new("orders.create", &format!("[{product}]")),
        3 => Spec::new("orders.pause", &format!("[\"{order}\"]")),
        4 | 5 => Spec::new("orders.update", &format!(r#"["{order}",{{"external_id":"mine"}}]"#)),
        6 => Spec::new("patients.update", &format!(r#"[{PATIENT},{{"first_name":"Willard"}}]"#)),
        7 => Spec::new("request", r#"["POST","/reasons",{"body":{"name":"allergy"}}]"#),
        8 => Spec::new("request", r#"["GET","/reasons",{}]"#),
        9 if random.chance(300) => Spec::new("auth.login", "[]"),
        9 if random.chance(300) => Spec::new("auth.refresh", "[]"),
        _ => Spec::new("orders.get", &format!("[\"{order}\"]")),
    };
    let mut options = json!({"maxRetries": scenario.retries, "timeout": random.pick(&[50, 400, 5_000])});
    if random.chance(scenario.hurry / 3) {
        options["totalTimeout"] = json!(random.below(3_000) + 1);
    }
    if random.chance(scenario.hurry / 3) {
        spec.abort_at = Some(random.below(5_000) as f64);
    }
    if random.chance(scenario.hurry / 3) && !spec.operation.starts_with("auth") {
        spec.hand = Hand::Unread;
    }
    spec.with(options)
}

fn world(scenario: &Scenario) -> World {
    let mut world = World::new(scenario.seed);
    let now = world.now;
    world.slack = scenario.slack;
    world.server.behaviour = scenario.behaviour.clone();
    let mut plans = Random::new(scenario.seed ^ 1);
    let faults = scenario.faults;
    world.planner = Box::new(move |seen, _| {
        let takes = [10.0, 20.0, 20.0, 60.0, 450.0][plans.below(5)];
        match plans.chance(faults) {
            true => (fault(&mut plans, seen.at), takes),
            false => (Fate::Honest, takes),
        }
    });
    if scenario.store {
        world.stores.push(Store { stubborn: scenario.stubborn, fails: scenario.faults / 4, ..Store::default() });
    }
    let credentials = match scenario.account {
        Account::Password => json!({"email": "a@example.com", "password": "b"}),
        Account::Access => json!({"accessToken": "given-access"}),
        Account::Refresh => json!({"refreshToken": "given-refresh"}),
        Account::RefreshAndPassword => json!({"refreshToken": "given-refresh", "email": "a@example.com", "password": "b"}),
        Account::Function => json!({"token": true}),
        Account::Nothing => json!({}),
    };
    world.server.allow_access("given-access", now + scenario.behaviour.life);
    world.server.allow_refresh("given-refresh");
    for _ in 0..scenario.clients {
        world.open(credentials.clone(), scenario.store.then_some(0));
    }
    let mut random = Random::new(scenario.seed ^ 2);
    for place in 0..scenario.callers {
        let spec = spec(&mut random, scenario);
        // Crowds at the start, stragglers behind.
        let after = if random.chance(600) { 0.0 } else { random.below(40_000) as f64 };
        world.call(place % scenario.clients, spec, after);
    }
    for _ in 0..scenario.sign_outs {
        let client = random.below(scenario.clients);
        world.sign_out(client, random.below(3_000) as f64);
    }
    for _ in 0..scenario.revokes {
        world.revoke(random.below(30_000) as f64);
    }
    world
}

fn class(flow: &Flow) -> RetryClass {
    match flow.spec.number() {
        Some(number) => operations()[number].endpoint.class,
        None if flow.spec.args.contains("GET") => RetryClass::Read,
        None => RetryClass::Never,
    }
}

fn judge(world: &World, scenario: &Scenario) -> Result<(), TestCaseError> {
    for (number, flow) in world.flows.iter().enumerate() {
        let end = flow.end.as_ref().expect("an end");
        let (seen, executed) = (world.server.seen(number).count(), world.server.executed(number));
        let class = class(flow);
        let about = format!(
            "flow {number} {} {class:?}, sends {}, seen {seen}, executed {executed}: {end:?}\n{:#?}",
            flow.spec.operation,
            flow.sends.len(),
            world.server.seen(number).collect::<Vec<_>>()
        );
        let retries = flow.spec.options["maxRetries"].as_u64().unwrap_or(2) as usize;
        // Waiting for a rate limit is no repeat, but not without end either.
        let limited = world.server.seen(number).filter(|seen| seen.status == 429).count().min(10);
        // A call asks for one new token, and for two more if another process left the one before in the store.
        let renewals = if world.clients[flow.client].store.is_some() { 3 } else { 1 };
        prop_assert!(flow.attempts.len() <= 1 + retries + renewals + limited, "too many attempts: {}", about);
        prop_assert!(end.unread || end.attempts() == flow.attempts.len(), "attempts: {}", about);
        if class == RetryClass::Never {
            prop_assert!(executed <= 1, "carried out twice: {}", about);
        }
        let write = class != RetryClass::Read;
        match end.outcome() {
            _ if end.ok => prop_assert!(!write || executed >= 1, "a success that never was: {}", about),
            "not_sent" => prop_assert!(seen == 0, "not sent, but seen: {}", about),
            "rejected" => prop_assert!(!write || executed == 0, "rejected, but carried out: {}", about),
            "done" => prop_assert!(!write || executed >= 1, "done, but not carried out: {}", about),
            "unknown" => {}
            other => prop_assert!(false, "outcome {}: {}", other, about),
        }
        for (attempts, until) in &flow.asked {
            if let Some(next) = flow.sends.get(*attempts) {
                let answered = world.server.seen(number).find(|seen| seen.at >= flow.sends[attempts - 1]).map(|seen| seen.status);
                // A new token is no repeat: the server did not ask to wait for that.
                prop_assert!(answered == Some(401) || next >= until, "came before its time: {}", about);
            }
        }
    }
    refused_logins_are_not_repeated(world)?;
    old_writes_do_not_undo_newer_ones(world)?;
    if scenario.account as usize == Account::Nothing as usize && !scenario.store {
        prop_assert!(world.server.log.is_empty(), "sent without credentials");
    }
    Ok(())
}

fn refused_logins_are_not_repeated(world: &World) -> Result<(), TestCaseError> {
    for client in 0..world.clients.len() {
        let logins = world.flows.iter().filter(|flow| flow.client == client && flow.spec.operation == "auth.login");
        let mut logins: Vec<_> = logins.map(|flow| (flow, flow.end.as_ref().expect("an end"))).collect();
        logins.sort_by_key(|(_, end)| end.step);
        let mut refused = None;
        for (flow, end) in logins {
            if let (true, Some(step)) = (flow.own, refused) {
                prop_assert!(flow.began < step, "a refused login was repeated: {:?}", end);
            }
            match end.said["status"].as_u64() {
                // A sign-in that went well, because a user asked for it, lifts it.
                _ if end.ok => refused = None,
                Some(400 | 401 | 403 | 422) => refused = Some(end.step),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Between two sign-ins of a client's job lies the life of a token, but for the time ahead of its end.
fn none_is_renewed_before_it_is_due(world: &World, life: f64) -> Result<(), TestCaseError> {
    for client in 0..world.clients.len() {
        let own = world.flows.iter().filter(|flow| flow.client == client && flow.own);
        let mut sends: Vec<f64> = own.flat_map(|flow| flow.sends.iter().copied()).collect();
        sends.sort_by(f64::total_cmp);
        for pair in sends.windows(2) {
            prop_assert!(pair[1] - pair[0] >= life - (life / 2.0).min(120_000.0), "renewed too early: {:?}", pair);
        }
    }
    Ok(())
}

/// The order or patient that a write is about.
fn thing(flow: &Flow) -> Option<&str> {
    let id = flow.spec.args.strip_prefix("[\"")?.split('"').next();
    id.filter(|_| flow.spec.operation != "request" && class(flow) != RetryClass::Read)
}

fn old_writes_do_not_undo_newer_ones(world: &World) -> Result<(), TestCaseError> {
    for flow in world.flows.iter().filter(|flow| class(flow) == RetryClass::Replayable) {
        for step in flow.doubtful.iter().flat_map(|attempts| &flow.attempts[*attempts..]) {
            let newer = world.flows.iter().find(|other| {
                let same = other.client == flow.client && thing(other) == thing(flow);
                // One that was refused before it began is no write.
                same && !other.attempts.is_empty() && flow.began < other.began && other.began < *step
            });
            let about = newer.map(|other| (other.spec.operation, &other.end));
            prop_assert!(about.is_none(), "{:?} was repeated after {:?}", flow.end, about);
        }
    }
    Ok(())
}

fn explored(scenario: &Scenario) -> Result<(), TestCaseError> {
    let mut world = world(scenario);
    world.finish();
    judge(&world, scenario)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn every_caller_ends_and_learns_the_truth(scenario in scenario()) {
        explored(&scenario)?;
    }

    /// Nothing goes wrong but the tokens: all callers get their answers.
    #[test]
    fn in_fair_weather_every_call_succeeds(scenario in scenario()) {
        let account = match scenario.account {
            Account::Access | Account::Nothing => Account::Password,
            account => account,
        };
        let life = scenario.behaviour.life.max(20_000.0);
        let behaviour = ServerBehaviour { life, jwt: true, skew: scenario.behaviour.skew, ..ServerBehaviour::default() };
        let fair = Scenario { faults: 0, hurry: 0, sign_outs: 0, revokes: 0, account, behaviour, ..scenario };
        let mut world = world(&fair);
        for flow in &mut world.flows {
            flow.spec.options["timeout"] = json!(60_000);
        }
        world.finish();
        for flow in &world.flows {
            let end = flow.end.as_ref().expect("an end");
            prop_assert!(end.ok || flow.spec.operation.starts_with("auth"), "{:?}", end);
        }
        none_is_renewed_before_it_is_due(&world, life)?;
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(4000)
}

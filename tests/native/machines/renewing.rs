//! Stories of renewed tokens: ahead of time, by clocks that differ, and when the refresh goes wrong.

use serde_json::{Value, json};

use super::flow::{End, Spec};
use super::job::Store;
use super::random::Random;
use super::server::{Fate, Seen, ServerBehaviour, Spoilt};
use super::world::World;

const CALLERS: usize = 50;
const HOUR: f64 = 3_600_000.0;
const TEN_MINUTES: f64 = 600_000.0;

/// A crowd that starts at once: its flows, which have ended.
fn crowd(world: &mut World, client: usize) -> Vec<usize> {
    let flows: Vec<usize> = (0..CALLERS).map(|_| world.call(client, Spec::new("orders.get", "[\"ORD1\"]"), 0.0)).collect();
    world.run();
    flows
}

fn ends(world: &mut World, client: usize) -> Vec<End> {
    crowd(world, client).into_iter().map(|flow| world.end(flow)).collect()
}

/// All of a crowd went well, without a refusal.
fn all_well(world: &mut World, client: usize) -> bool {
    ends(world, client).iter().all(|end| end.ok && end.attempts() == 1)
}

fn status(code: u16) -> Fate {
    Fate::Status { status: code, retry_after: String::new(), executed: false }
}

/// Refreshes meet this and take long; all else is answered.
fn refreshes_meet(world: &mut World, fate: Fate) {
    world.planner = Box::new(move |seen: &Seen, _: &mut Random| match seen.is_refresh() {
        true => (fate.clone(), 900.0),
        false => (Fate::Honest, 20.0),
    });
}

/// A client that has a refresh token and nothing else.
fn client_with_refresh_token(world: &mut World) -> usize {
    world.server.allow_refresh("good");
    world.open(json!({"refreshToken": "good"}), None)
}

/// How many of a crowd came with the token that Blend gave last.
fn with_newest(world: &World, flows: &[usize]) -> usize {
    let newest = world.server.newest();
    flows.iter().filter(|flow| world.server.seen(**flow).any(|seen| seen.bearer.as_deref() == Some(newest))).count()
}

#[test]
fn with_two_minutes_left_one_renews_and_the_others_go_on() {
    let mut world = World::new(1);
    let client = client_with_refresh_token(&mut world);
    refreshes_meet(&mut world, Fate::Honest);
    crowd(&mut world, client);
    world.now += HOUR - 125_000.0;
    assert!(all_well(&mut world, client));
    assert_eq!(world.server.refreshes(), 1, "with more left nobody renews");
    world.now += 20_000.0;
    let before = world.now;
    let flows = crowd(&mut world, client);
    assert_eq!(world.server.refreshes(), 2);
    assert_eq!(with_newest(&world, &flows), 1);
    let at_once = flows.iter().filter(|flow| world.server.seen(**flow).any(|seen| seen.at < before + 100.0)).count();
    assert_eq!(at_once, CALLERS - 1, "the others do not wait");
    world.finish();
}

#[test]
fn with_half_a_minute_left_all_wait() {
    let mut world = World::new(2);
    let client = client_with_refresh_token(&mut world);
    refreshes_meet(&mut world, Fate::Honest);
    crowd(&mut world, client);
    world.now += HOUR - 29_000.0;
    let flows = crowd(&mut world, client);
    assert_eq!((world.server.refreshes(), with_newest(&world, &flows)), (2, CALLERS));
    world.finish();
}

#[test]
fn a_renewal_that_failed_is_left_alone_for_ten_seconds() {
    for fate in [status(503), Fate::Lost("ECONNREFUSED"), status(302), Fate::Spoilt(Spoilt::Html)] {
        let mut world = World::new(3);
        let client = client_with_refresh_token(&mut world);
        crowd(&mut world, client);
        refreshes_meet(&mut world, fate.clone());
        world.now += HOUR - 100_000.0;
        assert!(all_well(&mut world, client), "{fate:?}");
        let jobs = world.clients[client].jobs;
        assert_eq!(jobs, 2);
        world.now += 5_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.clients[client].jobs, jobs, "{fate:?}: it was tried again too soon");
        world.now += 6_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.clients[client].jobs, jobs + 1, "{fate:?}: it was not tried again");
        // Also with half a minute left.
        world.now += 65_000.0;
        assert!(all_well(&mut world, client));
        assert!(all_well(&mut world, client));
        assert_eq!(world.clients[client].jobs, jobs + 2);
        // Then it goes well.
        refreshes_meet(&mut world, Fate::Honest);
        world.now += 11_000.0;
        assert!(all_well(&mut world, client));
        world.now += 60_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.clients[client].jobs, jobs + 3);
        world.finish();
    }
}

#[test]
fn a_token_that_is_refused_is_renewed_in_spite_of_an_earlier_failure() {
    let mut world = World::new(4);
    let client = client_with_refresh_token(&mut world);
    crowd(&mut world, client);
    refreshes_meet(&mut world, status(503));
    world.now += HOUR - 100_000.0;
    assert!(all_well(&mut world, client));
    refreshes_meet(&mut world, Fate::Honest);
    let token = world.server.newest().to_string();
    world.server.revoke(&token);
    assert!(ends(&mut world, client).iter().all(|end| end.ok && end.attempts() == 2));
    world.finish();
}

#[test]
fn a_token_lives_on_though_its_session_is_over() {
    let mut world = World::new(5);
    let client = client_with_refresh_token(&mut world);
    crowd(&mut world, client);
    world.server.revoke_refresh_tokens();
    world.now += HOUR - 100_000.0;
    for _ in 0..3 {
        assert!(all_well(&mut world, client));
        world.now += 20_000.0;
    }
    assert_eq!(world.server.refreshes(), 2, "a refused refresh token is not sent again");
    world.now += 100_000.0;
    assert!(ends(&mut world, client).iter().all(|end| end.class() == "SessionExpiredError" && end.outcome() == "not_sent"));
    world.finish();
}

#[test]
fn a_token_lives_on_though_its_refresh_gives_none_or_its_function_fails() {
    for credentials in [json!({"refreshToken": "good"}), json!({"token": true})] {
        let mut world = World::new(6);
        world.server.allow_refresh("good");
        let client = world.open(credentials, None);
        crowd(&mut world, client);
        world.server.behaviour = ServerBehaviour { forgetful: true, wrong_password: true, ..ServerBehaviour::default() };
        world.now += HOUR - 100_000.0;
        assert!(all_well(&mut world, client));
        assert!(all_well(&mut world, client));
        assert_eq!(world.clients[client].jobs, 2);
        world.now += 100_000.0;
        assert!(ends(&mut world, client).iter().all(|end| end.class() == "AuthenticationError" && end.outcome() == "not_sent"));
        world.finish();
    }
}

/// What a refresh of a client without an access token comes to: how often it was sent, and the class of
/// error where there is no password; none where it is the session's end.
const ANSWERS: [(u16, usize, &str); 8] = [
    (400, 1, "SessionExpiredError"),
    (401, 1, "SessionExpiredError"),
    (403, 1, "SessionExpiredError"),
    (422, 1, "SessionExpiredError"),
    (500, 3, "InternalServerError"),
    (429, 11, "RateLimitError"),
    (302, 1, "APIError"),
    (404, 1, "NotFoundError"),
];

#[test]
fn whatever_a_refresh_answers_a_password_brings_a_new_session() {
    let mut fates: Vec<(Fate, usize)> = ANSWERS.iter().map(|(code, sent, _)| (status(*code), *sent)).collect();
    fates.push((Fate::HiddenRedirect { executed: false }, 1));
    fates.extend([Spoilt::Html, Spoilt::Empty].map(|spoilt| (Fate::Spoilt(spoilt), 1)));
    for (fate, sent) in fates {
        let mut world = World::new(7);
        world.server.allow_refresh("good");
        let client = world.open(json!({"refreshToken": "good", "email": "a@example.com", "password": "b"}), None);
        refreshes_meet(&mut world, fate.clone());
        if let Fate::Spoilt(Spoilt::Empty) = fate {
            // An answer without a token is an error: something else than Blend may have given it.
            assert!(ends(&mut world, client).iter().all(|end| end.class() == "AuthenticationError"));
            continue;
        }
        assert!(all_well(&mut world, client), "{fate:?}");
        assert_eq!((world.server.refreshes(), world.server.logins()), (sent, 1), "{fate:?}");
        world.finish();
    }
}

#[test]
fn without_a_password_the_answer_to_a_refresh_is_told_to_all_who_wait() {
    for (code, sent, class) in ANSWERS {
        let mut world = World::new(8);
        let client = client_with_refresh_token(&mut world);
        refreshes_meet(&mut world, status(code));
        for end in ends(&mut world, client) {
            assert_eq!((end.class(), end.outcome(), end.attempts()), (class, "not_sent", 0), "{code}");
        }
        assert_eq!(world.server.refreshes(), sent, "{code}");
        // What is refused is refused for good; the rest is tried anew.
        refreshes_meet(&mut world, Fate::Honest);
        let again = all_well(&mut world, client);
        assert_eq!(again, class != "SessionExpiredError", "{code}");
        assert_eq!(world.server.refreshes(), sent + usize::from(again), "{code}");
        world.finish();
    }
}

#[test]
fn a_page_in_html_or_a_hidden_redirect_is_no_new_token() {
    for fate in [Fate::Spoilt(Spoilt::Html), Fate::HiddenRedirect { executed: false }] {
        let mut world = World::new(9);
        let client = client_with_refresh_token(&mut world);
        refreshes_meet(&mut world, fate);
        for end in ends(&mut world, client) {
            assert_eq!((end.class(), end.outcome(), end.attempts()), ("APIError", "not_sent", 0));
            assert!(end.text("message").starts_with("signing in failed") && end.text("hint").contains("baseURL"), "{end:?}");
        }
        assert_eq!(world.server.refreshes(), 1);
        world.finish();
    }
}

#[test]
fn a_clock_that_is_ten_minutes_off_changes_nothing() {
    for skew in [-TEN_MINUTES, TEN_MINUTES] {
        let mut world = World::new(10);
        world.server.behaviour = ServerBehaviour { jwt: true, skew, ..ServerBehaviour::default() };
        let client = world.client_with_password();
        assert!(all_well(&mut world, client));
        world.now += HOUR - 130_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.server.refreshes(), 0, "renewed too early");
        world.now += 110_000.0;
        assert!(all_well(&mut world, client), "renewed too late");
        assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
        world.finish();
    }
}

#[test]
fn a_session_of_a_machine_whose_clock_is_ten_minutes_off_costs_one_refresh_and_one_repeat() {
    for skew in [-TEN_MINUTES, TEN_MINUTES] {
        let mut world = World::new(11);
        world.stores.push(Store::default());
        let credentials = json!({"email": "a@example.com", "password": "b"});
        let writer = world.open(credentials.clone(), Some(0));
        crowd(&mut world, writer);
        let (text, version) = world.stores[0].held.take().unwrap();
        let mut session: Value = serde_json::from_str(&text).unwrap();
        for name in ["expires", "refreshExpires"] {
            session[name] = json!((session[name].as_f64().unwrap() + skew) as i64);
        }
        world.stores[0].held = Some((session.to_string(), version));
        let reader = world.open(credentials, Some(0));
        assert!(all_well(&mut world, reader));
        // To the machine ahead the token looks good for five minutes more than it is.
        world.now += HOUR + 300_000.0;
        let attempts = if skew > 0.0 { 2 } else { 1 };
        assert!(ends(&mut world, reader).iter().all(|end| end.ok && end.attempts() == attempts));
        assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
        world.finish();
    }
}

#[test]
fn a_token_that_does_not_tell_how_long_it_lives_lives_for_an_hour() {
    // Behind `e30.`: nothing, no base64, no JSON, a text, no iat, times that are none, and one that ends before it begins.
    let payloads = ["", "%%%", "eA", "ImEi", "eyJleHAiOjF9", "eyJpYXQiOiJhIiwiZXhwIjoiYiJ9", "eyJpYXQiOjUsImV4cCI6MX0"];
    for payload in payloads {
        let mut world = World::new(12);
        world.server.behaviour.payload = Some(payload);
        let client = world.client_with_password();
        assert!(all_well(&mut world, client));
        world.now += HOUR - 130_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.server.refreshes(), 0, "{payload}");
        world.now += 110_000.0;
        assert!(all_well(&mut world, client));
        assert_eq!(world.server.refreshes(), 1, "{payload}");
        world.finish();
    }
}

#[test]
fn a_token_that_claims_to_live_for_ever_is_renewed_when_it_is_refused() {
    // {"iat":-9223372036854775807,"exp":9223372036854775807}
    let payload = "eyJpYXQiOi05MjIzMzcyMDM2ODU0Nzc1ODA3LCJleHAiOjkyMjMzNzIwMzY4NTQ3NzU4MDd9";
    let mut world = World::new(13);
    world.server.behaviour.payload = Some(payload);
    let client = world.client_with_password();
    assert!(all_well(&mut world, client));
    world.now += HOUR;
    assert!(ends(&mut world, client).iter().all(|end| end.ok));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
    world.finish();
}

#[test]
fn a_token_of_another_process_that_is_refused_as_well_costs_one_more_renewal() {
    let mut world = World::new(15);
    world.stores.push(Store::default());
    let credentials = json!({"email": "a@example.com", "password": "b"});
    let (idle, busy) = (world.open(credentials.clone(), Some(0)), world.open(credentials, Some(0)));
    assert!(all_well(&mut world, idle));
    let first = world.server.newest().to_string();
    world.server.revoke(&first);
    assert!(ends(&mut world, busy).iter().all(|end| end.ok));
    let second = world.server.newest().to_string();
    world.server.revoke(&second);
    assert!(ends(&mut world, idle).iter().all(|end| end.ok && end.attempts() == 3));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 2));
    world.finish();
}

#[test]
fn the_short_life_of_a_token_is_known_to_who_finds_it_in_a_store() {
    let mut world = World::new(14);
    world.stores.push(Store::default());
    world.server.behaviour = ServerBehaviour { life: 60_000.0, jwt: true, ..ServerBehaviour::default() };
    for _ in 0..3 {
        let client = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
        assert!(all_well(&mut world, client));
    }
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 0));
    world.finish();
}

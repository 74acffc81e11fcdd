//! Stories of sessions: who signs in, how often, and what the waiting callers get.

use blend_sdk::client::{CallEffect, CallInput, SessionEffect, SessionEvent};
use serde_json::json;

use super::flow::{End, Spec};
use super::job::Store;
use super::random::Random;
use super::server::{Fate, Seen, ServerBehaviour};
use super::world::World;

const CALLERS: usize = 50;

fn get() -> Spec {
    Spec::new("orders.get", "[\"ORD1\"]")
}

/// A crowd that starts at once, and how each of it ended.
fn crowd(world: &mut World, client: usize) -> Vec<End> {
    let flows: Vec<usize> = (0..CALLERS).map(|_| world.call(client, get(), 0.0)).collect();
    flows.into_iter().map(|flow| world.end(flow)).collect()
}

fn status(code: u16) -> Fate {
    Fate::Status { status: code, retry_after: String::new(), executed: false }
}

/// Sign-ins meet this; all else is answered.
fn sign_ins_meet(world: &mut World, fate: Fate) {
    world.planner = Box::new(move |seen: &Seen, _: &mut Random| match seen.is_login() || seen.is_refresh() {
        true => (fate.clone(), 20.0),
        false => (Fate::Honest, 20.0),
    });
}

#[test]
fn a_crowd_signs_in_once() {
    let mut world = World::new(1);
    let client = world.client_with_password();
    assert!(crowd(&mut world, client).iter().all(|end| end.ok && end.attempts() == 1));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 0));
    world.finish();
}

#[test]
fn a_crowd_whose_token_lapsed_refreshes_once() {
    let mut world = World::new(2);
    let client = world.client_with_password();
    crowd(&mut world, client);
    world.now += 3_590_000.0;
    assert!(crowd(&mut world, client).iter().all(|end| end.ok && end.attempts() == 1));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
    world.finish();
}

#[test]
fn a_crowd_that_is_refused_its_token_refreshes_once_and_repeats_once() {
    let mut world = World::new(3);
    // Opaque tokens that live shorter than is documented.
    world.server.behaviour.life = 600_000.0;
    let client = world.client_with_password();
    crowd(&mut world, client);
    world.now += 700_000.0;
    assert!(crowd(&mut world, client).iter().all(|end| end.ok && end.attempts() == 2));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
    world.finish();
}

#[test]
fn a_401_for_ever_costs_one_renewal_and_one_repeat() {
    let mut world = World::new(4);
    world.server.behaviour.deaf = true;
    let client = world.client_with_password();
    for calls in 1..4 {
        let flow = world.call(client, Spec::new("orders.pause", "[\"ORD1\"]"), 0.0);
        let end = world.end(flow);
        assert_eq!((end.class(), end.outcome(), end.attempts()), ("AuthenticationError", "rejected", 2));
        // The first sign-in was due anyway.
        assert_eq!((world.server.logins(), world.server.refreshes()), (1, calls));
    }
    assert!(crowd(&mut world, client).iter().all(|end| end.class() == "AuthenticationError" && end.attempts() == 2));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 4), "a crowd costs one renewal, not fifty");
    world.finish();
}

#[test]
fn a_refused_login_is_not_tried_again() {
    let mut world = World::new(5);
    world.server.behaviour.wrong_password = true;
    let client = world.client_with_password();
    for _ in 0..3 {
        for end in crowd(&mut world, client) {
            assert_eq!((end.class(), end.outcome(), end.attempts()), ("AuthenticationError", "not_sent", 0));
        }
    }
    assert_eq!(world.server.log.len(), 1);
    world.finish();
}

#[test]
fn a_login_that_a_user_asked_for_and_that_was_refused_is_not_tried_again_by_itself() {
    let mut world = World::new(6);
    world.server.behaviour.wrong_password = true;
    let client = world.client_with_password();
    let flow = world.call(client, Spec::new("auth.login", "[]"), 0.0);
    assert_eq!(world.end(flow).said["status"], 401);
    crowd(&mut world, client);
    assert_eq!(world.server.log.len(), 1);
    // Asked for again, it is sent again; once it went well, calls go on.
    world.server.behaviour.wrong_password = false;
    let flow = world.call(client, Spec::new("auth.login", "[]"), 0.0);
    assert!(world.end(flow).ok);
    assert!(crowd(&mut world, client).iter().all(|end| end.ok));
    world.finish();
}

#[test]
fn a_failed_sign_in_fails_all_who_wait_and_the_next_call_tries_anew() {
    let mut world = World::new(7);
    let client = world.client_with_password();
    sign_ins_meet(&mut world, status(503));
    for end in crowd(&mut world, client) {
        assert_eq!((end.class(), end.outcome(), end.attempts()), ("InternalServerError", "not_sent", 0));
        assert!(end.text("message").starts_with("signing in failed"), "{end:?}");
    }
    assert_eq!(world.server.logins(), 3, "a sign-in is repeated like a read");
    sign_ins_meet(&mut world, Fate::Honest);
    assert!(crowd(&mut world, client).iter().all(|end| end.ok));
    assert_eq!(world.server.logins(), 4);
    world.finish();
}

#[test]
fn a_dead_refresh_token_leads_to_a_login_where_there_are_credentials() {
    let mut world = World::new(8);
    let client = world.open(json!({"refreshToken": "dead", "email": "a@example.com", "password": "b"}), None);
    assert!(crowd(&mut world, client).iter().all(|end| end.ok));
    assert_eq!((world.server.refreshes(), world.server.logins()), (1, 1));
    world.finish();
}

#[test]
fn a_dead_refresh_token_alone_ends_the_session_for_each_who_waits() {
    let mut world = World::new(9);
    let client = world.open(json!({"refreshToken": "dead"}), None);
    for _ in 0..2 {
        for end in crowd(&mut world, client) {
            assert_eq!((end.class(), end.outcome(), end.attempts()), ("SessionExpiredError", "not_sent", 0));
        }
    }
    assert_eq!(world.server.refreshes(), 1, "a token that was refused is not sent again");
    world.finish();
}

#[test]
fn an_access_token_that_cannot_be_renewed_fails_with_blends_own_refusal() {
    let mut world = World::new(10);
    let client = world.open(json!({"accessToken": "stale"}), None);
    for _ in 0..2 {
        let flow = world.call(client, get(), 0.0);
        let end = world.end(flow);
        assert_eq!((end.class(), end.outcome(), end.attempts()), ("AuthenticationError", "rejected", 1));
        assert_eq!(end.said["message"], "Blend refused the access token");
    }
    world.finish();
}

#[test]
fn without_credentials_nothing_is_sent() {
    let mut world = World::new(11);
    let client = world.open(json!({}), None);
    for end in crowd(&mut world, client) {
        assert_eq!((end.class(), end.outcome()), ("AuthenticationError", "not_sent"));
        assert!(end.text("message").contains("no credentials"), "{end:?}");
    }
    assert!(world.server.log.is_empty());
    world.finish();
}

#[test]
fn tokens_that_live_for_seconds_only_do_not_lock_the_client_up() {
    for life in [1_000.0, 5_000.0, 29_000.0, 30_000.0] {
        let mut world = World::new(12);
        world.server.behaviour = ServerBehaviour { life, jwt: true, ..ServerBehaviour::default() };
        let client = world.client_with_password();
        assert!(crowd(&mut world, client).iter().all(|end| end.ok));
        assert_eq!(world.server.logins(), 1);
        world.finish();
    }
}

#[test]
fn a_refresh_ahead_of_time_that_fails_does_no_harm_while_the_token_lives() {
    let mut world = World::new(13);
    let client = world.client_with_password();
    crowd(&mut world, client);
    world.now += 3_580_000.0;
    // Without e-mail and password the old token is all there is.
    let snapshot = world.engine.snapshot(world.clients[client].number);
    let bare = world.open(json!({}), None);
    let number = world.clients[bare].number;
    world.engine.restore(number, &snapshot, world.now);
    sign_ins_meet(&mut world, Fate::Lost("ECONNREFUSED"));
    for end in crowd(&mut world, bare) {
        assert!(end.ok, "{end:?}");
    }
    world.finish();
}

#[test]
fn a_refresh_answered_without_a_token_fails_those_who_wait() {
    let mut world = World::new(14);
    let client = world.open(json!({"refreshToken": "good"}), None);
    world.server.allow_refresh("good");
    assert!(crowd(&mut world, client)[0].ok);
    world.server.behaviour.forgetful = true;
    world.now += 3_700_000.0;
    for end in crowd(&mut world, client) {
        assert_eq!((end.class(), end.outcome()), ("AuthenticationError", "not_sent"));
    }
    world.finish();
}

#[test]
fn a_login_that_overtakes_a_refresh_wins() {
    let mut world = World::new(15);
    let client = world.open(json!({"refreshToken": "good", "email": "a@example.com", "password": "b"}), None);
    world.server.allow_refresh("good");
    // The refresh takes long; the login asked for meanwhile is back before.
    world.planner = Box::new(|seen, _| (Fate::Honest, if seen.is_refresh() { 900.0 } else { 20.0 }));
    let waits = world.call(client, get(), 0.0);
    let login = world.call(client, Spec::new("auth.login", "[]"), 10.0);
    assert!(world.end(login).ok && world.end(waits).ok);
    let bearer = world.server.seen(waits).next().unwrap().bearer.clone().unwrap();
    let login = world.engine.snapshot(world.clients[client].number);
    assert!(login.contains(&format!("\"{bearer}\"")), "{login} was overwritten by {bearer}");
    let order: Vec<_> = world.server.log.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(order, ["/auth/login", "/auth/refresh", "/orders/ORD1"]);
    // The login came first and gave access-1; the refresh gave access-2, which nobody uses.
    assert_eq!(bearer, "access-2");
    world.finish();
}

#[test]
fn a_dead_refresh_does_not_take_a_newer_login_down() {
    let mut world = World::new(16);
    let client = world.open(json!({"refreshToken": "dead", "email": "a@example.com", "password": "b"}), None);
    world.planner = Box::new(|seen, _| (Fate::Honest, if seen.is_refresh() { 900.0 } else { 20.0 }));
    let waits = world.call(client, get(), 0.0);
    let login = world.call(client, Spec::new("auth.login", "[]"), 10.0);
    assert!(world.end(login).ok && world.end(waits).ok);
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1), "the session of the login is good");
    world.finish();
}

#[test]
fn a_login_asked_for_after_a_sign_out_is_kept_though_a_job_is_in_flight() {
    let mut world = World::new(17);
    let client = world.open(json!({"refreshToken": "good", "email": "a@example.com", "password": "b"}), None);
    world.server.allow_refresh("good");
    world.planner = Box::new(|seen, _| (Fate::Honest, if seen.is_refresh() { 900.0 } else { 20.0 }));
    let waits = world.call(client, get(), 0.0);
    world.sign_out(client, 5.0);
    let login = world.call(client, Spec::new("auth.login", "[]"), 10.0);
    assert!(world.end(login).ok && world.end(waits).ok);
    assert_eq!(world.server.logins(), 1);
    world.finish();
}

#[test]
fn what_a_sign_out_overtook_does_not_bring_the_session_back() {
    for operation in ["auth.login", "auth.refresh", "orders.get"] {
        let mut world = World::new(18);
        let client = world.open(json!({"refreshToken": "good", "email": "a@example.com", "password": "b"}), None);
        world.server.allow_refresh("good");
        let args = if operation == "orders.get" { "[\"ORD1\"]" } else { "[]" };
        let mut spec = Spec::new(operation, args);
        // No caller waits for the job any more, so it does not sign in again.
        spec.abort_at = (operation == "orders.get").then_some(4.0);
        world.call(client, spec, 0.0);
        world.sign_out(client, 5.0);
        world.run();
        let snapshot = world.engine.snapshot(world.clients[client].number);
        let kept = operation == "orders.get";
        assert!(kept || !snapshot.contains("access-"), "{operation}: {snapshot}");
        assert!(!snapshot.contains("good"), "{operation}: {snapshot}");
        world.finish();
    }
}

#[test]
fn a_sign_out_while_the_store_is_read_is_not_undone_by_what_was_read() {
    let mut world = World::new(19);
    world.stores.push(Store::default());
    let writer = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
    assert!(crowd(&mut world, writer)[0].ok);
    let held = world.stores[0].held.clone().unwrap().0;
    let reader = world.open(json!({}), None);
    let number = world.clients[reader].number;
    let reader_with_store = world.engine.open(&json!({"tokenStore": true}).to_string(), false).unwrap();
    // By hand, because the moment matters: load, sign out, loaded.
    assert_eq!(world.engine.begin_sign_in(reader_with_store, world.now), SessionEffect::LoadTokens);
    world.engine.sign_out(reader_with_store);
    world.engine.step_session(reader_with_store, SessionEvent::TokensLoaded(&held), world.now);
    assert!(!world.engine.snapshot(reader_with_store).contains("access-"), "the session is back");
    world.engine.close(reader_with_store);
    world.engine.sign_out(number);
    world.finish();
}

#[test]
fn a_sign_out_between_repeats_of_a_refresh_sends_no_empty_token() {
    let mut world = World::new(20);
    let client = world.open(json!({"refreshToken": "good"}), None);
    world.server.allow_refresh("good");
    sign_ins_meet(&mut world, status(503));
    let flow = world.call(client, get(), 0.0);
    world.sign_out(client, 30.0);
    assert_eq!(world.end(flow).class(), "SessionExpiredError");
    // `finish` looks for tokens that nobody gave.
    world.finish();
}

#[test]
fn a_request_carries_the_token_of_the_moment_when_it_was_ordered() {
    let mut world = World::new(21);
    let client = world.client_with_password();
    crowd(&mut world, client);
    let number = world.clients[client].number;
    let started =
        world.engine.start(number, &CallInput { operation: get().number(), args: "[\"ORD1\"]", options: "{}" }, world.now);
    world.engine.sign_out(number);
    let CallEffect::Send(request) = started.effect else { panic!("{:?}", started.effect) };
    assert!(request.headers.contains(&("authorization".into(), "Bearer access-2".into())), "{:?}", request.headers);
    world.engine.forget(started.call.unwrap());
    world.finish();
}

#[test]
fn clients_that_share_a_store_share_the_sign_in() {
    let mut world = World::new(22);
    world.stores.push(Store::default());
    let one = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
    let other = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
    assert!(crowd(&mut world, one).iter().all(|end| end.ok));
    assert!(crowd(&mut world, other).iter().all(|end| end.ok));
    assert_eq!(world.server.logins(), 1);
    // One refreshes; the other finds the new token in the store instead of refreshing again.
    world.now += 3_590_000.0;
    assert!(crowd(&mut world, one).iter().all(|end| end.ok));
    assert!(crowd(&mut world, other).iter().all(|end| end.ok));
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
    world.finish();
}

#[test]
fn a_refused_token_that_the_store_still_holds_is_not_used_again() {
    let mut world = World::new(23);
    world.stores.push(Store::default());
    let client = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
    crowd(&mut world, client);
    world.server.revoke("access-2");
    for end in crowd(&mut world, client) {
        assert!(end.ok && end.attempts() == 2, "{end:?}");
    }
    assert_eq!((world.server.logins(), world.server.refreshes()), (1, 1));
    world.finish();
}

#[test]
fn a_store_where_somebody_else_is_always_quicker_locks_nobody_up() {
    let mut world = World::new(24);
    world.stores.push(Store { stubborn: true, ..Store::default() });
    world.server.behaviour = ServerBehaviour { life: 5_000.0, jwt: true, ..ServerBehaviour::default() };
    let client = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
    assert!(crowd(&mut world, client).iter().all(|end| end.ok));
    assert_eq!(world.server.logins(), 1);
    world.finish();
}

#[test]
fn a_function_for_tokens_is_asked_once_for_a_crowd_and_again_after_a_401() {
    let mut world = World::new(25);
    let client = world.open(json!({"token": true}), None);
    assert!(crowd(&mut world, client).iter().all(|end| end.ok));
    world.server.revoke("access-1");
    assert!(crowd(&mut world, client).iter().all(|end| end.ok && end.attempts() == 2));
    assert_eq!((world.clients[client].jobs, world.server.logins(), world.server.refreshes()), (2, 0, 0));
    // The one that fails.
    world.server.behaviour.wrong_password = true;
    world.now += 3_700_000.0;
    for end in crowd(&mut world, client) {
        assert!(end.text("message").contains("token()"), "{end:?}");
        assert_eq!(end.outcome(), "not_sent");
    }
    world.finish();
}

#[test]
fn a_stored_token_that_no_header_can_carry_costs_one_sign_in() {
    for broken in ["one\nline", "Токен", "a\u{7f}", " \t"] {
        for (access, refresh) in [(broken, broken), (broken, "also\n broken"), ("", broken)] {
            let mut world = World::new(26);
            let expires = world.now + 3_600_000.0;
            let stored = json!({"version": 1, "access": access, "refresh": refresh, "expires": expires, "ahead": 120_000});
            world.stores.push(Store { held: Some((stored.to_string(), 1)), ..Store::default() });
            let client = world.open(json!({"email": "a@example.com", "password": "b"}), Some(0));
            for _ in 0..2 {
                assert!(crowd(&mut world, client).iter().all(|end| end.ok));
            }
            assert_eq!((world.server.logins(), world.server.refreshes()), (1, 0), "{broken:?}");
            assert!(!world.engine.snapshot(world.clients[client].number).contains(broken));
            world.finish();
        }
    }
}

#[test]
fn a_token_has_no_blanks_around_it() {
    let mut world = World::new(27);
    let client = world.open(json!({}), None);
    let number = world.clients[client].number;
    world.engine.restore(number, r#"{"access":" t \n","refresh":"r\r\n"}"#, world.now);
    let snapshot = world.engine.snapshot(number);
    assert!(snapshot.contains(r#""access":"t","refresh":"r""#), "{snapshot}");
}

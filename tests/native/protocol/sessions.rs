//! The job that signs in, and what a session gives.

use blend_sdk::client::{EffectCode, EventCode};
use serde_json::json;

use super::seam::{Seam, does};

pub fn all(seam: &mut Seam) {
    signs_in_by_password_and_stores_it(seam);
    asks_the_users_function(seam);
    refreshes(seam);
}

fn signs_in_by_password_and_stores_it(seam: &mut Seam) {
    let options = json!({"email": "a@example.com", "password": "b", "tokenStore": true});
    let client = seam.client(options);
    let waits = seam.start(client, "orders.list", json!([]), json!({}));
    assert!(does(&waits, EffectCode::AwaitSession), "{waits}");
    let effect = seam.tell(EventCode::BeginSignIn, json!({ "client": client }));
    assert!(does(&effect, EffectCode::LoadTokens), "{effect}");
    let effect = seam.tell(EventCode::TokensLoaded, json!({"client": client, "tokens": ""}));
    assert!(does(&effect, EffectCode::Login), "{effect}");
    let sent = seam.tell(EventCode::StartSignInCall, json!({"client": client, "refresh": false, "options": "{}"}));
    assert_eq!(sent["attempt"]["operation"], "auth.login", "{sent}");
    seam.tell(EventCode::HeadersReceived, json!({"call": sent["call"], "status": 200, "headers": "[]"}));
    let done = seam.tell(EventCode::BodyReceived, json!({"call": sent["call"], "body": r#"{"access_token":"t"}"#}));
    assert_eq!(done["signedIn"], false, "the job stores its tokens by itself: {done}");
    let effect = seam.tell(EventCode::SignInCallEnded, json!({ "client": client }));
    assert!(does(&effect, EffectCode::SaveTokens) && effect["tokens"].as_str().unwrap().contains("\"t\""), "{effect}");
    let effect = seam.tell(EventCode::TokensSaved, json!({"client": client, "saved": true}));
    assert!(does(&effect, EffectCode::EndSignIn), "{effect}");
    assert_eq!(effect["tokens"], seam.tell(EventCode::SnapshotSession, json!({ "client": client })));
    let sent = seam.tell(EventCode::SessionSettled, json!({"call": waits["call"]}));
    assert_eq!(sent["init"]["headers"]["authorization"], "Bearer t", "{sent}");

    let account = seam.tell(EventCode::DescribeAccount, json!({ "client": client }));
    assert_eq!(account, json!({"origin": "https://api.byblend.com", "account": "a@example.com", "isPlainHTTP": false}));
    seam.tell(EventCode::SignOut, json!({ "client": client }));
    seam.tell(EventCode::RestoreSession, json!({"client": client, "tokens": effect["tokens"]}));
    assert!(seam.tell(EventCode::SnapshotSession, json!({ "client": client })).as_str().unwrap().contains("\"t\""));
}

fn asks_the_users_function(seam: &mut Seam) {
    for (token, works) in [(json!("t"), true), (json!(null), false), (json!("a\nb"), false), (json!(""), false)] {
        let client = seam.client(json!({"token": true}));
        let waits = seam.start(client, "orders.list", json!([]), json!({}));
        let effect = seam.tell(EventCode::BeginSignIn, json!({ "client": client }));
        assert!(does(&effect, EffectCode::RequestToken), "{effect}");
        seam.tell(EventCode::TokenProvided, json!({"client": client, "token": token}));
        let next = seam.tell(EventCode::SessionSettled, json!({"call": waits["call"]}));
        assert_eq!(does(&next, EffectCode::Send), works, "{token}: {next}");
    }
}

fn refreshes(seam: &mut Seam) {
    let client = seam.client(json!({"refreshToken": "r"}));
    let effect = seam.tell(EventCode::BeginSignIn, json!({ "client": client }));
    assert!(does(&effect, EffectCode::Refresh), "{effect}");
    let sent = seam.tell(EventCode::StartSignInCall, json!({"client": client, "refresh": true, "options": "{}"}));
    assert_eq!(sent["init"]["headers"]["authorization"], "Bearer r", "{sent}");
}

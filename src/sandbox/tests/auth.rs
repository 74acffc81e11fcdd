use serde_json::{Value, json};

use super::*;

#[test]
fn signs_in_with_the_right_password_only() {
    let mut client = Client::stranger(7);
    let mut login = |body: Value| client.send("POST", "/auth/login", Some(&body));
    assert_eq!(login(json!({ "email": "sandbox@example.com", "password": "wrong" })).status, 401);
    assert_eq!(login(json!({ "email": "sandbox@example.com" })).complaints(), ["password"]);
    assert_eq!(login(json!({ "email": "sandbox@example.com", "pasword": "x" })).status, 422);
}

#[test]
fn gives_tokens_that_lapse() {
    let mut client = Client::new();
    let body = json!({ "email": client.sandbox.email(), "password": client.sandbox.password() });
    let answer = client.send("POST", "/auth/login", Some(&body)).json(200);
    assert_eq!(answer["expires_at"], "2025-03-22T12:00:00Z");
    let (access, refresh) = (text(&answer["access_token"]), text(&answer["refresh_token"]));
    assert_eq!(access.split('.').count(), 3);

    client.token = access;
    client.now = NOON + 60.0 * MINUTE - 1.0;
    assert_eq!(client.get("/auth/verify")["valid"], true);
    client.get("/orders");
    client.now = NOON + 60.0 * MINUTE;
    assert_eq!(client.get("/auth/verify"), json!({ "valid": false }));
    assert_eq!(client.send("GET", "/orders", None).status, 401);
    assert_eq!(client.send("POST", "/auth/refresh", None).status, 401, "an access token refreshes nothing");

    client.token = refresh;
    assert_eq!(client.send("GET", "/orders", None).status, 401, "a refresh token opens nothing");
    let refreshed = client.send("POST", "/auth/refresh", None).json(200);
    assert_eq!(refreshed.as_object().unwrap().len(), 1);
    client.token = text(&refreshed["access_token"]);
    client.get("/orders");
}

#[test]
fn a_refresh_token_lives_seven_days() {
    let mut client = Client::new();
    let body = json!({ "email": client.sandbox.email(), "password": client.sandbox.password() });
    client.token = text(&client.send("POST", "/auth/login", Some(&body)).json(200)["refresh_token"]);
    client.now = NOON + 7.0 * 24.0 * 60.0 * MINUTE - 1.0;
    assert_eq!(client.send("POST", "/auth/refresh", None).status, 200);
    client.now += 1.0;
    assert_eq!(client.send("POST", "/auth/refresh", None).status, 401);
}

#[test]
fn nobody_comes_in_without_a_token() {
    let mut client = Client::stranger(1);
    for target in ["/orders", "/auth/verify", "/patients", "/search?q=a", "/orders/statuses"] {
        let response = client.send("GET", target, None);
        assert_eq!(response.status, 401, "{target}");
        assert!(response.headers.contains(&("www-authenticate".into(), "Bearer".into())));
    }
    client.token = "not.a.token".into();
    assert_eq!(client.send("GET", "/orders", None).status, 401);
}

#[test]
fn the_same_seed_gives_the_same_answers() {
    let password = |seed| Client::stranger(seed).sandbox.password().to_string();
    assert_eq!(password(3), password(3));
    assert_ne!(password(3), password(4));
    assert_eq!(Client::new().token, Client::new().token);
}

#[test]
fn a_token_is_a_readable_jwt() {
    let token = Client::new().token;
    let claims = decode(token.split('.').nth(1).unwrap());
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["iat"], 1_742_040_000);
    assert_eq!(claims["exp"], 1_742_043_600);
    assert!(claims["sub"].is_string());
}

fn decode(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let bits = text.bytes().fold(String::new(), |bits, byte| bits + &format!("{:06b}", value(byte)));
    bits.as_bytes().chunks_exact(8).map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
}

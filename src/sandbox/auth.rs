//! Signing in.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, ok};
use super::call::{Call, faults, json_object};
use super::clock::{DAY, iso};
use super::document::text;
use super::ids::Random;
use crate::check::Model;
use crate::endpoint::{Auth, Endpoint};
use crate::model::auth::LoginRequest;

pub const EMAIL: &str = "sandbox@example.com";
pub const USER_ID: &str = "5a4db0c0-0000-4000-8000-000000000001";
const ACCESS_LIFE: i64 = 60 * 60 * 1000;
const REFRESH_LIFE: i64 = 7 * DAY;

/// The one account there is, and the tokens given out for it.
#[derive(Clone)]
pub struct Account {
    pub password: String,
    tokens: Vec<Token>,
}

#[derive(Clone)]
struct Token {
    text: String,
    use_for: Auth,
    /// In milliseconds since 1970.
    lapses: i64,
}

impl Account {
    pub fn new(random: &mut Random) -> Account {
        let password = format!("sandbox-{}", random.text(12, b"abcdefghjkmnpqrstuvwxyz23456789"));
        Account { password, tokens: Vec::new() }
    }

    fn knows(&self, token: &str, use_for: Auth, now: i64) -> bool {
        self.tokens.iter().any(|known| known.text == token && known.use_for == use_for && now < known.lapses)
    }
}

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "login" => login,
        "refresh" => refresh,
        "verify" => verify,
        _ => return None,
    })
}

/// The token of an Authorization header.
pub fn bearer(authorization: Option<&str>) -> Option<&str> {
    let (scheme, token) = authorization?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Refuses a request without the token that its endpoint wants.
pub fn authorise(sandbox: &Sandbox, endpoint: &Endpoint, token: Option<&str>) -> Result<(), Refusal> {
    if endpoint.auth == Auth::None {
        return Ok(());
    }
    let Some(token) = token else {
        return Err(Refusal::unauthorised("This call needs a token: Authorization: Bearer <token>."));
    };
    // Verify tells about a bad token instead of refusing it.
    if endpoint.path == "/auth/verify" || sandbox.account.knows(token, endpoint.auth, sandbox.now) {
        return Ok(());
    }
    Err(Refusal::unauthorised(match endpoint.auth {
        Auth::Refresh => "The token is not a valid refresh token, or it has lapsed.",
        _ => "The token is not a valid access token, or it has lapsed.",
    }))
}

fn login(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let credentials = json_object(call.request.content_type, call.request.body)?;
    let mut errors = faults(LoginRequest::TABLE, &credentials);
    for name in ["email", "password"] {
        if !credentials.contains_key(name) {
            errors.push((name.into(), "missing; give a string".into()));
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors));
    }
    let email_fits = text(&credentials, "email").is_some_and(|email| email.eq_ignore_ascii_case(EMAIL));
    if !email_fits || text(&credentials, "password") != Some(&sandbox.account.password) {
        return Err(Refusal::unauthorised("E-mail or password is wrong."));
    }
    let access = issue(sandbox, Auth::Access, ACCESS_LIFE);
    let refresh = issue(sandbox, Auth::Refresh, REFRESH_LIFE);
    ok(json!({
        "access_token": access,
        "refresh_token": refresh,
        "expires_at": iso(sandbox.now + REFRESH_LIFE),
        "user": user(),
    }))
}

fn refresh(sandbox: &mut Sandbox, _: &Call<'_>) -> Result<Reply, Refusal> {
    ok(json!({ "access_token": issue(sandbox, Auth::Access, ACCESS_LIFE) }))
}

fn verify(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let valid = call.token.is_some_and(|token| sandbox.account.knows(token, Auth::Access, sandbox.now));
    ok(json!({ "valid": valid, "user": if valid { user() } else { Value::Null } }))
}

/// A readable JWT. Nobody checks its signature: a token is good because it was given out.
fn issue(sandbox: &mut Sandbox, use_for: Auth, life: i64) -> String {
    let now = sandbox.now;
    sandbox.account.tokens.retain(|token| now < token.lapses);
    let issued = now / 1000;
    let header = json!({ "alg": "HS256", "typ": "JWT" }).to_string();
    let claims = json!({ "sub": USER_ID, "iat": issued, "exp": issued + life / 1000 }).to_string();
    let signature: [u8; 32] = sandbox.random.bytes();
    let text = format!("{}.{}.{}", base64url(header.as_bytes()), base64url(claims.as_bytes()), base64url(&signature));
    sandbox.account.tokens.push(Token { text: text.clone(), use_for, lapses: issued * 1000 + life });
    text
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

fn user() -> Value {
    json!({
        "id": USER_ID,
        "created_at": "2025-01-02T09:00:00Z",
        "updated_at": "2025-01-02T09:00:00Z",
        "email": EMAIL,
        "first_name": "Sandy",
        "last_name": "Sandbox",
        "is_active": true,
        "role": "admin",
    })
}

/// The account's user, as far as an order's history shows it.
pub fn author() -> Value {
    json!({ "id": USER_ID, "first_name": "Sandy", "last_name": "Sandbox" })
}

#[cfg(test)]
mod tests {
    use super::{base64url, bearer};

    #[test]
    fn writes_base64_for_urls() {
        // The test vectors of RFC 4648, without their padding.
        for (plain, coded) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64url(plain.as_bytes()), coded);
        }
        assert_eq!(base64url(&[0xFB, 0xFF]), "-_8");
    }

    #[test]
    fn takes_the_token_of_a_bearer_header_only() {
        assert_eq!(bearer(Some("Bearer abc")), Some("abc"));
        assert_eq!(bearer(Some("bearer  abc ")), Some("abc"));
        assert_eq!(bearer(Some("Basic abc")), None);
        assert_eq!(bearer(Some("abc")), None);
        assert_eq!(bearer(None), None);
    }
}

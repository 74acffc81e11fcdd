//! The one account there is, and the tokens given out for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::clock::DAY;
use super::ids::Random;

pub const EMAIL: &str = "sandbox@example.com";
pub const USER_ID: &str = "5a4db0c0-0000-4000-8000-000000000001";
pub const CUSTOMER_ID: &str = "5a4db0c0-0000-4000-8000-000000000002";
pub const PHARMACIST_ID: &str = "5a4db0c0-0000-4000-8000-000000000003";

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Use {
    Access,
    Refresh,
}

impl Use {
    pub fn life(self) -> i64 {
        match self {
            Use::Access => 60 * 60 * 1000,
            Use::Refresh => 7 * DAY,
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    pub password: String,
    tokens: BTreeMap<String, (Use, i64)>,
    /// How many tokens there have to be for the lapsed ones to be dropped.
    drop_at: usize,
}

impl Account {
    pub fn new(random: &mut Random) -> Account {
        let password = format!("sandbox-{}", random.text(12, b"abcdefghjkmnpqrstuvwxyz23456789"));
        Account { password, tokens: BTreeMap::new(), drop_at: 1000 }
    }

    pub fn knows(&self, token: &str, use_for: Use, now: i64) -> bool {
        self.tokens.get(token).is_some_and(|(known, lapses)| *known == use_for && now < *lapses)
    }

    /// Takes the good of a token away.
    pub fn revoke(&mut self, token: &str) {
        self.tokens.remove(token);
    }

    /// Takes the good of all tokens away.
    pub fn revoke_all(&mut self) {
        self.tokens.clear();
    }

    /// A readable JWT. Nobody checks its signature: a token is good because it was given out.
    pub fn issue(&mut self, random: &mut Random, use_for: Use, now: i64) -> String {
        if self.tokens.len() >= self.drop_at {
            self.tokens.retain(|_, (_, lapses)| now < *lapses);
            self.drop_at = 2 * self.tokens.len() + 1000;
        }
        let issued = now / 1000;
        let header = json!({ "alg": "HS256", "typ": "JWT" }).to_string();
        let claims = json!({ "sub": USER_ID, "iat": issued, "exp": issued + use_for.life() / 1000 }).to_string();
        let signature: [u8; 32] = random.bytes();
        let text = format!("{}.{}.{}", base64url(header.as_bytes()), base64url(claims.as_bytes()), base64url(&signature));
        self.tokens.insert(text.clone(), (use_for, issued * 1000 + use_for.life()));
        text
    }
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

pub fn user() -> Value {
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

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn writes_base64_for_urls() {
        // The test vectors of RFC 4648, without their padding.
        for (plain, coded) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64url(plain.as_bytes()), coded);
        }
        assert_eq!(base64url(&[0xFB, 0xFF]), "-_8");
    }
}

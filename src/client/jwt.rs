//! What a token says about itself, where it is a JWT.

use super::text::split_at_byte;
use crate::check::Object;

/// How long a JWT lives, in milliseconds: from its `iat` to its `exp`, so that a wrong clock of this machine does no harm.
pub(super) fn lifetime(token: &str) -> Option<f64> {
    let payload = decode(split_at_byte(split_at_byte(token, b'.').1, b'.').0)?;
    let given = Object(&payload);
    let life = (given.integer("exp")? as f64 - given.integer("iat")? as f64) * 1000.0;
    (life > 0.0).then_some(life)
}

/// Base64url without padding. Each byte becomes a character: what is looked for is ASCII.
fn decode(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(char::from((bits >> held) as u8));
        }
    }
    Some(out)
}

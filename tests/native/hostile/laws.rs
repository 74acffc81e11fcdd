//! What holds whatever came in.

use blend_sdk::client::{CallEffect, Request, wire};
use serde_json::Value;

/// Stands in every text that comes in. As it is no plain name, nothing may ever show it.
pub const MARK: &str = "Wq7 ZxKp!";

/// The longest wait between two attempts, in milliseconds.
const LONGEST: f64 = 60_000.0;

/// An effect holds nothing of what came in, and what it says is JSON. Gives what it says.
pub fn report(effect: &CallEffect) -> Option<Value> {
    match effect {
        CallEffect::Wait { ms } => assert!((0.0..=LONGEST).contains(ms), "a wait of {ms}"),
        // Behind a pause of the session stands a queue.
        CallEffect::HoldBack { ms } => assert!((0.0..=10.0 * LONGEST).contains(ms), "held back for {ms}"),
        CallEffect::ReadBody { max_bytes, timeout, .. } => assert!(*max_bytes > 0.0 && *timeout >= 1.0, "{effect:?}"),
        CallEffect::Send(request) => {
            for (name, value) in &request.headers {
                assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"'), "{name}");
                assert!(value.chars().all(|letter| matches!(letter, '\t' | ' '..='~' | '\u{80}'..='\u{ff}')), "{value}");
            }
        }
        CallEffect::Succeed(_) | CallEffect::Fail(_) => {
            let mut said = silent(&wire::call_effect(effect, None));
            return Some(if said["note"].is_null() { said["error"].take() } else { said["note"].take() });
        }
        CallEffect::AwaitSession | CallEffect::Preflight { .. } => {}
    }
    None
}

/// A text in JSON that holds nothing of what came in.
pub fn silent(text: &str) -> Value {
    let said: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(!text.contains(MARK), "{text}");
    let id = [&said, &said["note"], &said["error"]].into_iter().find_map(|one| one["requestId"].as_str());
    if let Some(id) = id {
        assert!(id.len() <= 100 && !id.contains(' '), "{id}");
    }
    said
}

/// A request lies below the base: as many segments as its template has, none of them leading elsewhere.
pub fn stays(request: &Request, base: &str, template: &str) {
    let path = request.url.strip_prefix(base).unwrap_or_else(|| panic!("{} is not below {base}", request.url));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    assert!(path.starts_with('/') && !path.starts_with("//"), "{path}");
    assert_eq!(path.split('/').count(), template.split('/').count(), "{path} of {template}");
    assert!(path.split('/').all(|segment| !matches!(segment, "." | "..")), "{path}");
    for text in [path, query] {
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b'?')), "{}", request.url);
    }
    assert!(!request.template.contains(MARK), "{}", request.template);
}

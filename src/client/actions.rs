//! What JavaScript asks about orders: what a status allows, whether it was reached, whose an id is.

use super::text::write_key;
use crate::check::Object;
use crate::check::json::{items, write_string};
use crate::endpoint::GROUPS;
use crate::rules::format::is_blends;
use crate::rules::orders::{reached, stays};

/// Every operation that an order's status rules, with the verdict on this order (JSON), as JSON.
#[inline(never)]
pub fn actions(order: &str) -> String {
    let order = Object(order);
    let (status, requested) = (order.text("status"), order.is_true("cancellation_requested"));
    let mut out = String::new();
    for group in GROUPS {
        for endpoint in group.endpoints {
            let Some(action) = endpoint.action else { continue };
            let (verdict, basis) = action.verdict(&status, requested);
            out.push_str(if out.is_empty() { "[{\"action\":" } else { ",{\"action\":" });
            write_string(&mut out, endpoint.name);
            write_key(&mut out, "verdict");
            write_string(&mut out, verdict.name());
            write_key(&mut out, "basis");
            write_string(&mut out, basis);
            out.push('}');
        }
    }
    out.push(']');
    out
}

/// Whether an order in a status has come to one of those that are wanted (a JSON array), or will not come to any; none while
/// it is on its way.
#[inline(never)]
pub fn arrival(status: &str, wanted: &str) -> Option<bool> {
    for wanted in items(wanted) {
        if reached(status, inside(wanted)) {
            return Some(true);
        }
    }
    stays(status).then_some(false)
}

/// For each of the ids (a JSON array) `1` where it is Blend's own, or `0`.
#[inline(never)]
pub fn own_ids(ids: &str) -> String {
    let mut own = String::new();
    for id in items(ids) {
        own.push_str(if is_blends(inside(id).as_bytes()) { "1" } else { "0" });
    }
    own
}

/// What stands between the quotes of a string. What is compared with it needs no escapes.
fn inside(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_comes_with_its_verdict_and_what_that_rests_on() {
        let listed: serde_json::Value =
            serde_json::from_str(&actions(r#"{"status":"picked","cancellation_requested":true}"#)).unwrap();
        let of = |name: &str| listed.as_array().unwrap().iter().find(|one| one["action"] == name).unwrap().clone();
        assert_eq!(listed.as_array().unwrap().len(), 10);
        assert_eq!(of("pause"), serde_json::json!({"action": "pause", "verdict": "refused", "basis": "documented"}));
        assert_eq!(of("requestCancellation")["verdict"], "refused");
        assert_eq!(of("replace")["verdict"], "unknown");
    }

    #[test]
    fn an_order_arrives_is_lost_or_is_on_its_way() {
        assert_eq!(arrival("shipped", r#"["paused","picked"]"#), Some(true));
        assert_eq!(arrival("received", r#"["picked"]"#), None);
        assert_eq!(arrival("paused", r#"["picked"]"#), None);
        assert_eq!(arrival("a new one", r#"["picked"]"#), None);
        for lost in ["cancelled", "exception"] {
            assert_eq!(arrival(lost, r#"["picked"]"#), Some(false));
            assert_eq!(arrival(lost, &format!(r#"["picked","{lost}"]"#)), Some(true));
        }
    }

    #[test]
    fn blends_own_ids_are_told_from_others() {
        assert_eq!(
            own_ids(r#"["0227d1e5-ba9a-42b5-8fe2-38882aa65708","ORD250312003548IAU4","visit-2041","order_17","",7]"#),
            "110000"
        );
        assert_eq!(own_ids("[]"), "");
    }
}

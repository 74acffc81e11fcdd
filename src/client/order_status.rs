//! What an order's status allows, whether a status was reached, and which ids are Blend's own.

use super::failure::{ErrorClass, Failure, Outcome};
use crate::check::json::items;
use crate::check::{Object, is_plain};
use crate::endpoint::{Endpoint, Operation, operations};
use crate::rules::format::is_blends;
use crate::rules::orders::{Verdict, reached, stays};

/// An action on an order, with what its status says about it.
pub struct ActionVerdict {
    pub action: &'static str,
    pub verdict: Verdict,
    /// Where that comes from, in words.
    pub basis: &'static str,
}

/// Every operation that depends on an order's status. `order` is JSON.
pub fn actions(order: &str) -> Vec<ActionVerdict> {
    let order = Object(order);
    let (status, requested) = (order.text("status"), order.is_true("cancellation_requested"));
    let mut found = Vec::new();
    for Operation { endpoint, .. } in operations() {
        let Some(action) = endpoint.action else { continue };
        let (verdict, basis) = action.verdict(&status, requested);
        found.push(ActionVerdict { action: endpoint.name, verdict, basis });
    }
    found
}

/// The failure of an action that a documented rule forbids for this order (JSON).
pub(super) fn forbidden(endpoint: &Endpoint, order: &str) -> Option<Box<Failure>> {
    let order = Object(order);
    let status = order.text("status");
    let (verdict, basis) = endpoint.action?.verdict(&status, order.is_true("cancellation_requested"));
    if verdict != Verdict::Refused {
        return None;
    }
    let is_name = !status.is_empty() && is_plain(&status, 40, b"_") && !status.bytes().any(|byte| byte.is_ascii_uppercase());
    let mut message = String::from("the order is ");
    message.push_str(if is_name { &status } else { "in another status" });
    message.push_str(", which does not allow it (");
    message.push_str(basis);
    message.push(')');
    let hint = "orders.actions(order) lists what it allows";
    Some(Failure::new(ErrorClass::InvalidTransition, Outcome::NotSent, &message, hint))
}

/// "allowed while ...". None where no statuses are stated.
pub(super) fn allowed(statuses: &[&str]) -> Option<String> {
    let mut text = String::new();
    for status in statuses {
        text.push_str(if text.is_empty() { "allowed while " } else { ", " });
        text.push_str(status);
    }
    (!text.is_empty()).then_some(text)
}

/// How far an order is on its way to one of several statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderProgress {
    /// It has one of them, or has passed it.
    Reached,
    /// It will not come to any, unless somebody acts.
    Missed,
    Pending,
}

/// `wanted` is a JSON array.
pub fn order_progress(status: &str, wanted: &str) -> OrderProgress {
    for wanted in items(wanted) {
        if reached(status, inside(wanted)) {
            return OrderProgress::Reached;
        }
    }
    if stays(status) { OrderProgress::Missed } else { OrderProgress::Pending }
}

/// For each of the ids (a JSON array) whether it is Blend's own.
pub fn are_blend_ids(ids: &str) -> Vec<bool> {
    let mut own = Vec::new();
    for id in items(ids) {
        own.push(is_blends(inside(id).as_bytes()));
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
    fn each_action_comes_with_its_verdict_and_the_basis_of_that() {
        let listed = actions(r#"{"status":"picked","cancellation_requested":true}"#);
        let of = |name: &str| listed.iter().find(|one| one.action == name).map(|one| (one.verdict, one.basis)).unwrap();
        assert_eq!(listed.len(), 10);
        assert_eq!(of("pause"), (Verdict::Refused, "documented"));
        assert_eq!(of("requestCancellation").0, Verdict::Refused);
        assert_eq!(of("replace").0, Verdict::Unknown);
    }

    #[test]
    fn an_action_is_forbidden_by_a_documented_rule_alone() {
        let endpoint = |name: &str| operations().iter().find(|one| one.endpoint.name == name).unwrap().endpoint;
        let message = |name: &str, order: &str| forbidden(endpoint(name), order).map(|failure| failure.message);
        assert_eq!(
            message("pause", r#"{"status":"shipped"}"#).as_deref(),
            Some("the order is shipped, which does not allow it (documented)")
        );
        assert_eq!(message("pause", r#"{"status":"received"}"#), None);
        assert_eq!(message("pause", r#"{"status":"a new one"}"#), None);
        assert_eq!(message("pause", "[]"), None);
        assert_eq!(message("replace", r#"{"status":"received"}"#), None);
        let asked = message("requestCancellation", r#"{"status":"Jane Doe","cancellation_requested":true}"#).unwrap();
        assert!(asked.starts_with("the order is in another status, which does not allow it"), "{asked}");
        assert_eq!(allowed(&["paused", "picked"]).as_deref(), Some("allowed while paused, picked"));
        assert_eq!(allowed(&[]), None);
    }

    #[test]
    fn an_order_arrives_is_lost_or_is_on_its_way() {
        use OrderProgress::{Missed, Pending, Reached};
        assert_eq!(order_progress("shipped", r#"["paused","picked"]"#), Reached);
        assert_eq!(order_progress("received", r#"["picked"]"#), Pending);
        assert_eq!(order_progress("paused", r#"["picked"]"#), Pending);
        assert_eq!(order_progress("a new one", r#"["picked"]"#), Pending);
        for lost in ["cancelled", "exception"] {
            assert_eq!(order_progress(lost, r#"["picked"]"#), Missed);
            assert_eq!(order_progress(lost, &format!(r#"["picked","{lost}"]"#)), Reached);
        }
    }

    #[test]
    fn blends_own_ids_are_told_from_others() {
        let ids = r#"["0227d1e5-ba9a-42b5-8fe2-38882aa65708","ORD250312003548IAU4","visit-2041","order_17","",7]"#;
        assert_eq!(are_blend_ids(ids), [true, true, false, false, false, false]);
        assert_eq!(are_blend_ids("[]"), [false; 0]);
    }
}

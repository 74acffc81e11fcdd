//! The life of an order: its statuses, and which action is allowed in which.

/// What an action does to an order, and when it may.
#[derive(Debug)]
pub struct Action {
    pub name: &'static str,
    /// The statuses it is allowed in. Empty where none is stated.
    pub allowed_from: &'static [&'static str],
    /// Whether those are read in the vendor's documentation rather than worked out.
    pub read: bool,
    /// The status it leads to; none where the status stays.
    pub leads_to: Option<&'static str>,
}

pub static CANCEL: Action =
    Action { name: "cancel", allowed_from: &["received", "paused", "exception"], read: true, leads_to: Some("cancelled") };
pub static REQUEST_CANCELLATION: Action =
    Action { name: "request_cancellation", allowed_from: &["picked", "verified"], read: false, leads_to: None };
pub static PAUSE: Action =
    Action { name: "pause", allowed_from: &["received", "exception"], read: true, leads_to: Some("paused") };
pub static UNPAUSE: Action = Action { name: "unpause", allowed_from: &["paused"], read: true, leads_to: Some("received") };
/// "Before filling" is all that is stated, and it is inferred.
pub static PRIORITIZE: Action =
    Action { name: "prioritize", allowed_from: &["received", "paused", "exception"], read: false, leads_to: None };
pub static REPLACE: Action = Action { name: "replace", allowed_from: &[], read: false, leads_to: None };
pub static CHANGE_PRODUCTS: Action = Action { name: "change products", allowed_from: &["received"], read: true, leads_to: None };
/// The documentation says "certain statuses" and names verified, shipped and delivered as past the point.
pub static UPDATE: Action =
    Action { name: "update", allowed_from: &["received", "paused", "exception", "picked"], read: false, leads_to: None };

impl Action {
    /// Whether it may be done to an order in this status. Without a stated rule it may.
    pub fn allows(&self, status: &str) -> bool {
        self.allowed_from.is_empty() || self.allowed_from.contains(&status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_order_can_be_resumed_and_not_paused_again() {
        assert!(UNPAUSE.allows("paused"));
        assert!(!PAUSE.allows("paused"));
        assert!(CANCEL.allows("paused"));
        assert!(!CANCEL.allows("shipped"));
        assert!(REPLACE.allows("delivered"));
    }
}

//! The life of an order: its statuses, and which action is allowed in which.

/// An action on an order, and the statuses that allow it.
#[derive(Debug)]
pub struct Action {
    pub name: &'static str,
    /// The statuses it is allowed in. Empty where none is stated.
    pub allowed_from: &'static [&'static str],
    /// Blend's documentation states them. Otherwise they are inferred.
    pub read: bool,
    /// The status that it leads to. None where the status stays.
    pub leads_to: Option<&'static str>,
}

pub static CANCEL: Action =
    Action { name: "cancel", allowed_from: &["received", "paused", "exception"], read: true, leads_to: Some("cancelled") };
pub static REQUEST_CANCELLATION: Action =
    Action { name: "request_cancellation", allowed_from: &["picked", "verified"], read: false, leads_to: None };
pub static PAUSE: Action =
    Action { name: "pause", allowed_from: &["received", "exception"], read: true, leads_to: Some("paused") };
pub static UNPAUSE: Action = Action { name: "unpause", allowed_from: &["paused"], read: true, leads_to: Some("received") };
/// The documentation only says "before filling". The statuses are inferred from that.
pub static PRIORITIZE: Action =
    Action { name: "prioritize", allowed_from: &["received", "paused", "exception"], read: false, leads_to: None };
pub static REPLACE: Action = Action { name: "replace", allowed_from: &[], read: false, leads_to: None };
pub static CHANGE_PRODUCTS: Action = Action { name: "change products", allowed_from: &["received"], read: true, leads_to: None };
/// The documentation says "certain statuses" and names verified, shipped and delivered as past the point.
pub static UPDATE: Action =
    Action { name: "update", allowed_from: &["received", "paused", "exception", "picked"], read: false, leads_to: None };

/// All actions.
pub static ACTIONS: [&Action; 8] =
    [&CANCEL, &REQUEST_CANCELLATION, &PAUSE, &UNPAUSE, &PRIORITIZE, &REPLACE, &CHANGE_PRODUCTS, &UPDATE];

/// What the rules say of an action on an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A documented rule allows it.
    Allowed,
    /// A documented rule forbids it.
    Refused,
    /// There is no documented rule, or this version does not know the order's status.
    Unknown,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Refused => "refused",
            Verdict::Unknown => "unknown",
        }
    }
}

/// The statuses of an order on its way to the patient, in order.
pub const PROGRESS: [&str; 5] = ["received", "picked", "verified", "shipped", "delivered"];

/// The other statuses.
pub const ASIDE: [&str; 3] = ["paused", "exception", "cancelled"];

/// Whether an order in a status has reached another one, or has passed it on its way.
pub fn reached(status: &str, wanted: &str) -> bool {
    let place = |status: &str| PROGRESS.iter().position(|one| *one == status);
    status == wanted || matches!((place(status), place(wanted)), (Some(at), Some(wanted)) if at > wanted)
}

/// Whether an order keeps this status unless somebody acts.
pub fn stays(status: &str) -> bool {
    matches!(status, "cancelled" | "exception")
}

impl Action {
    /// What the rules say of it for an order in this status, and on what basis. `requested`: its cancellation was requested.
    pub fn verdict(&self, status: &str, requested: bool) -> (Verdict, &'static str) {
        if requested && self.name == REQUEST_CANCELLATION.name {
            return (Verdict::Refused, "documented: once per order, and it was asked for");
        }
        let known = PROGRESS.contains(&status) || ASIDE.contains(&status);
        match (self.allowed_from, self.read, known) {
            ([], ..) => (Verdict::Unknown, "no rule is documented"),
            (_, _, false) => (Verdict::Unknown, "a status that this version does not know"),
            (from, true, _) if from.contains(&status) => (Verdict::Allowed, "documented"),
            (_, true, _) => (Verdict::Refused, "documented"),
            (from, false, _) if from.contains(&status) => (Verdict::Unknown, "inferred: taken to be allowed"),
            _ => (Verdict::Unknown, "inferred: taken to be refused"),
        }
    }

    /// Whether an order in this status allows it. Without a stated rule it does.
    pub fn allows(&self, status: &str) -> bool {
        self.allowed_from.is_empty() || self.allowed_from.contains(&status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_documented_is_refused() {
        assert_eq!(PAUSE.verdict("paused", false).0, Verdict::Refused);
        assert_eq!(PAUSE.verdict("received", false).0, Verdict::Allowed);
        assert_eq!(PAUSE.verdict("on hold", false).0, Verdict::Unknown);
        assert_eq!(UPDATE.verdict("shipped", false), (Verdict::Unknown, "inferred: taken to be refused"));
        assert_eq!(UPDATE.verdict("received", false), (Verdict::Unknown, "inferred: taken to be allowed"));
        assert_eq!(REPLACE.verdict("delivered", false).0, Verdict::Unknown);
        assert_eq!(REQUEST_CANCELLATION.verdict("picked", false).0, Verdict::Unknown);
        assert_eq!(REQUEST_CANCELLATION.verdict("picked", true).0, Verdict::Refused);
        assert_eq!(CANCEL.verdict("received", true).0, Verdict::Allowed);
    }

    #[test]
    fn a_status_is_reached_when_it_is_passed() {
        assert!(reached("shipped", "picked") && reached("picked", "picked"));
        assert!(!reached("received", "picked"));
        // What stands beside the way is passed by nothing, and passes nothing.
        assert!(!reached("paused", "received") && !reached("delivered", "paused") && !reached("cancelled", "received"));
        assert!(reached("paused", "paused") && reached("a new one", "a new one"));
    }

    #[test]
    fn a_paused_order_can_be_resumed_and_not_paused_again() {
        assert!(UNPAUSE.allows("paused"));
        assert!(!PAUSE.allows("paused"));
        assert!(CANCEL.allows("paused"));
        assert!(!CANCEL.allows("shipped"));
        assert!(REPLACE.allows("delivered"));
    }
}

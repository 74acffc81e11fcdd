//! What to do about a failed call, where its endpoint knows more than the failure.

use std::borrow::Cow;

use super::failure::{Failure, Outcome};
use super::network::is_likely_unsent;
use super::order_status;
use super::prepared::Prepared;

/// For a write whose outcome is unknown.
const LOOK_FIRST: &str = "it may or may not have been carried out: look before you send it again";

/// The same, where the network's error says that there was most likely no connection.
const LIKELY_UNSENT: &str = "most likely it was not sent, but the error does not prove it: look before you send it again";

/// The same, for what nobody can look up: a prescription.
const NO_LOOK: &str = "it may or may not have been carried out, and cannot be looked up: ask Blend. Next time, use composite.create with force_new and an order that has an external_id: if that order is found, all of it was created";

const GUESSED_PATH: &str = "check the id; if it is right: the path or verb of this operation is a guess and not from Blend's documentation, and the client's endpoints option can correct it";

/// A better hint than the failure's own. None where there is none.
pub(super) fn better(failure: &Failure, prepared: &Prepared) -> Option<Cow<'static, str>> {
    let endpoint = prepared.endpoint();
    match failure.status {
        // The status is that of the sign-in.
        _ if failure.route.is_some() => {}
        Some(404 | 405) if failure.outcome == Outcome::Rejected && endpoint.is_some_and(|endpoint| endpoint.inferred) => {
            return Some(GUESSED_PATH.into());
        }
        Some(409) => {
            let statuses = endpoint.map(order_status::allowed).unwrap_or_default();
            if !statuses.is_empty() {
                return Some(statuses.into());
            }
        }
        Some(400 | 422) if !failure.warnings.is_empty() => {
            return Some("error.warnings says what looked wrong before it was sent".into());
        }
        // A redirect has a hint of its own.
        Some(300..=399) => return None,
        _ => {}
    }
    let hint = match failure.outcome {
        _ if !prepared.is_write() => return None,
        Outcome::Done => "Blend carried it out: do not send it again",
        Outcome::Unknown if endpoint.is_some_and(|endpoint| endpoint.cannot_be_looked_up) => NO_LOOK,
        Outcome::Unknown if is_likely_unsent(failure.cause_code) => LIKELY_UNSENT,
        Outcome::Unknown => LOOK_FIRST,
        _ => return None,
    };
    Some(hint.into())
}

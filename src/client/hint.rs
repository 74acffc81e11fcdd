//! What to do about a failed call, where its endpoint knows more than the failure.

use super::cause::Cause;
use super::failure::{Failure, Outcome};
use super::prepared::Prepared;
use crate::endpoint::Fact;

/// For a write whose outcome is unknown.
const LOOK_FIRST: &str = "it may or may not have been carried out: look before you send it again";

/// The same, where the network's error says that there was most likely no connection.
const LIKELY_UNSENT: &str = "most likely it was not sent, but the error does not prove it: look before you send it again";

/// The same, for what nobody can look up: a prescription.
const NO_LOOK: &str = "it may or may not have been carried out, and cannot be looked up: ask Blend. Next time, use composite.create with force_new and an order that has an external_id: if that order is found, all of it was created";

const GUESSED_PATH: &str = "check the id; if it is right: the path or verb of this operation is a guess and not from Blend's documentation, and the client's endpoints option can correct it";

/// Gives a failure a better hint than its own, where there is one.
pub(super) fn improve(failure: &mut Failure, prepared: &Prepared) {
    let endpoint = prepared.endpoint();
    match failure.status {
        // The status is that of the sign-in.
        _ if failure.route.is_some() => {}
        Some(404 | 405)
            if failure.outcome == Outcome::Rejected && endpoint.is_some_and(|endpoint| endpoint.is(Fact::INFERRED)) =>
        {
            failure.hint = GUESSED_PATH;
            return;
        }
        Some(409) => {
            failure.allowed_from = endpoint.and_then(|endpoint| endpoint.action).map_or(&[], |action| action.allowed_from);
        }
        _ if !failure.field_errors.is_empty() => {
            failure.hint = "error.fieldErrors names the fields; error.unsafe() holds Blend's own words";
            return;
        }
        Some(400 | 422) if !failure.warnings.is_empty() => {
            failure.hint = "error.warnings says what looked wrong before it was sent";
            return;
        }
        // A redirect has a hint of its own.
        Some(300..=399) => return,
        _ => {}
    }
    if !prepared.is_write() {
        return;
    }
    failure.hint = match failure.outcome {
        Outcome::Done => "Blend carried it out: do not send it again",
        Outcome::Unknown if endpoint.is_some_and(|endpoint| endpoint.is(Fact::CANNOT_BE_LOOKED_UP)) => NO_LOOK,
        Outcome::Unknown if failure.cause.is_some_and(Cause::is_likely_unsent) => LIKELY_UNSENT,
        Outcome::Unknown => LOOK_FIRST,
        _ => return,
    };
}

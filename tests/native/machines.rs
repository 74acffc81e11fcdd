//! The machines of `client`, driven natively as the package's façade drives them.
//!
//! - `world`, `flow`, `job`, `server`: the façade in virtual time, and a server that counts.
//! - `fixture`: single requests, looked at before they go out.
//! - `laws`: what holds under any schedule and any fault, by proptest; `PROPTEST_CASES` sets how many.
//! - `signing`, `renewing`, `repeating`: single stories of sessions, of renewed tokens and of repeats.
//! - `preparing`, `prescribing`, `overriding`, `opening`: what goes out, and what is refused before.
//! - `writes`: what became of each write, by every fate to end.
//! - `once`: what is created once, on the sandbox under faults.
//! - `answers`: what status, headers and body of an answer tell.
//! - `failing`: the errors, and that no value leaves by them. `field_errors`: what they tell of single fields.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "machines/answers.rs"]
mod answers;
#[path = "machines/failing.rs"]
mod failing;
#[path = "machines/field_errors.rs"]
mod field_errors;
#[path = "machines/fixture.rs"]
mod fixture;
#[path = "machines/flow.rs"]
mod flow;
#[path = "machines/job.rs"]
mod job;
#[path = "machines/laws.rs"]
mod laws;
#[path = "machines/once.rs"]
mod once;
#[path = "machines/opening.rs"]
mod opening;
#[path = "machines/overriding.rs"]
mod overriding;
#[path = "machines/pacing.rs"]
mod pacing;
#[path = "machines/preparing.rs"]
mod preparing;
#[path = "machines/prescribing.rs"]
mod prescribing;
#[path = "scanner/random.rs"]
mod random;
#[path = "machines/renewing.rs"]
mod renewing;
#[path = "machines/repeating.rs"]
mod repeating;
#[path = "machines/server.rs"]
mod server;
#[path = "machines/signing.rs"]
mod signing;
#[path = "machines/world.rs"]
mod world;
#[path = "machines/writes.rs"]
mod writes;

//! The scanner and the JSON reader against serde_json, natively.
//!
//! - `million`: generated and mutated documents along every table; `MILLION=10` runs ten million.
//! - `laws`: what holds for any text, by proptest.
//! - `users`: what a user meets, in examples to read.
//! - `vendor`: the documents of the vendor's own pages.
//! - `hostile`: the time that documents made to be slow take.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used)]

// `#[model]` names the tables' types by this path.
use blend_sdk::check;

#[path = "scanner/generate.rs"]
mod generate;
#[path = "scanner/hostile.rs"]
mod hostile;
#[path = "scanner/laws.rs"]
mod laws;
#[path = "scanner/million.rs"]
mod million;
#[path = "scanner/models.rs"]
mod models;
#[path = "scanner/mutate.rs"]
mod mutate;
#[path = "scanner/oracle.rs"]
mod oracle;
#[path = "scanner/random.rs"]
mod random;
#[path = "scanner/tree.rs"]
mod tree;
#[path = "scanner/users.rs"]
mod users;
#[path = "scanner/vendor.rs"]
mod vendor;

//! The wire's types, one file for each group of the API, shared ones in `common`.
//!
//! Each is declared once, with `#[model]`. The Rust type, the TypeScript declaration and the table that checks requests and
//! answers come from it. Its doc comments are what users see when they hover.

pub mod auth;
pub mod common;
pub mod composite;
pub mod notifications;
pub mod orders;
pub mod patients;
pub mod prescribers;
pub mod prescriptions;
pub mod products;
pub mod reports;
pub mod search;
pub mod webhooks;

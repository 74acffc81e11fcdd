//! The wire's types, one file for each group of the API, shared ones in `common`.
//!
//! Each is declared once, with `#[model]`: Rust types, TypeScript declarations and the table that
//! requests and answers are checked along all come from it.

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

//! From a request to an endpoint of the tables, and from what it gave to an answer.

pub mod answer;
pub mod call;
pub mod check;
pub mod route;
pub mod shape;

//! What pharmacy people know: formats of identifiers, and the life of an order.

pub mod birth;
pub mod calendar;
pub mod format;
pub mod identifiers;
pub mod languages;
pub mod orders;
pub mod places;

//! The fills that each patient has, and the order lines that want one.

use std::collections::{BTreeSet, HashMap};

use super::orders::Fill;

/// What a patient has and wants of one product.
#[derive(Clone, Default)]
pub struct Pool {
    /// Medications that have a fill which nobody is kept.
    pub free: BTreeSet<Fill>,
    /// Medications with fills left whose time has not come.
    pub early: BTreeSet<Fill>,
    /// Lines that want one: places of orders, and serials of lines.
    pub waiting: BTreeSet<(u32, u32)>,
    /// The newest medication that there ever was.
    pub newest: Option<Fill>,
}

/// The pools by the places of patient and product. They follow from orders and prescriptions, so no snapshot has them.
#[derive(Clone, Default)]
pub struct Pools(pub HashMap<(u32, u32), Pool>);

//! The counts of each day, updated as orders are made: a report reads days, not orders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::DAY;
use super::orders::{Order, Status};

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Day {
    /// The day's orders by the place of their status now.
    pub statuses: [u32; Status::COUNT],
    /// On how many lines of the day's orders each product stands, by its place.
    pub lines: BTreeMap<u32, u32>,
    pub patients: u32,
    /// Without cancelled ones.
    pub prescriptions: u32,
}

/// Days by their number since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Days(BTreeMap<i64, Day>);

impl Days {
    fn of(&mut self, millis: i64) -> &mut Day {
        self.0.entry(millis.div_euclid(DAY)).or_default()
    }

    pub fn day(&self, day: i64) -> Option<&Day> {
        self.0.get(&day)
    }

    /// The days from one to another, both included.
    pub fn between(&self, first: i64, last: i64) -> impl Iterator<Item = &Day> {
        let days = (first <= last).then(|| self.0.range(first..=last));
        days.into_iter().flatten().map(|(_, day)| day)
    }

    pub fn add_patient(&mut self, created: i64) {
        self.of(created).patients += 1;
    }

    pub fn add_prescription(&mut self, created: i64) {
        self.of(created).prescriptions += 1;
    }

    pub fn remove_prescription(&mut self, created: i64) {
        let count = &mut self.of(created).prescriptions;
        *count = count.saturating_sub(1);
    }

    pub fn add_order(&mut self, order: &Order) {
        self.of(order.created).statuses[order.status.place()] += 1;
    }

    pub fn move_order(&mut self, created: i64, from: Status, to: Status) {
        let statuses = &mut self.of(created).statuses;
        statuses[from.place()] = statuses[from.place()].saturating_sub(1);
        statuses[to.place()] += 1;
    }

    pub fn add_line(&mut self, created: i64, product: u32) {
        *self.of(created).lines.entry(product).or_default() += 1;
    }

    pub fn remove_line(&mut self, created: i64, product: u32) {
        let lines = &mut self.of(created).lines;
        let left = lines.get(&product).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            lines.remove(&product);
        } else {
            lines.insert(product, left);
        }
    }
}

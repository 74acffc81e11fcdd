//! Orders as they are kept, and the ways to find one.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::document::Packed;
use super::ids::{Random, Uuid};
use super::number::Number;
use crate::rules::orders::{ASIDE, PROGRESS, reached};

/// A status, by its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status(u8);

impl Status {
    pub const COUNT: usize = PROGRESS.len() + ASIDE.len();
    pub const RECEIVED: Status = Status(0);

    pub fn all() -> impl Iterator<Item = Status> {
        (0..Self::COUNT as u8).map(Status)
    }

    pub fn read(name: &str) -> Option<Status> {
        Self::all().find(|status| status.name() == name)
    }

    pub fn name(self) -> &'static str {
        let place = usize::from(self.0);
        PROGRESS.get(place).or_else(|| ASIDE.get(place - PROGRESS.len())).copied().unwrap_or_default()
    }

    pub fn place(self) -> usize {
        usize::from(self.0)
    }

    /// Whether an order has yet to leave the pharmacy.
    pub fn is_open(self) -> bool {
        self.name() != "cancelled" && !reached(self.name(), "shipped")
    }
}

/// Who moved an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    Account,
    Pharmacist,
}

/// A time that an order spent in a status.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Stay {
    pub status: Status,
    pub since: i64,
    pub by: By,
}

/// A fill of a prescription: the place of the prescription, and of the medication on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fill {
    pub prescription: u32,
    pub medication: u32,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Line {
    pub id: Uuid,
    /// Counts up within the order.
    pub serial: u32,
    /// The place of the product's kind, of the product, and its state when it was ordered.
    pub kind: usize,
    pub product: u32,
    pub version: u32,
    pub quantity: i64,
    /// Ids of compounding reasons.
    pub reasons: Vec<String>,
    /// Whether a prescription is, or was, there for it.
    pub matched: bool,
    /// What is kept for it until it ships.
    pub fill: Option<Fill>,
}

impl Line {
    pub fn needs_prescription(&self) -> bool {
        self.kind == 0
    }
}

/// That an order shall be replaced, and what became of it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Replacement {
    pub status: Box<str>,
    pub requested: i64,
    pub reason: Option<Box<str>>,
    pub orders: Vec<u32>,
}

/// Why an order cannot be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stuck {
    NoPrescription,
    RefillTooEarly,
    NoRefills,
    Lapsed,
    ClarificationNeeded,
}

impl Stuck {
    pub fn reason(self) -> &'static str {
        match self {
            Stuck::NoPrescription => "no active prescription",
            Stuck::RefillTooEarly => "refill too early",
            Stuck::NoRefills => "no refills left",
            Stuck::Lapsed => "prescription lapsed or cancelled",
            Stuck::ClarificationNeeded => "clarification needed",
        }
    }
}

/// Where an order goes.
#[derive(Clone, Serialize, Deserialize)]
pub enum ShippingAddress {
    /// The patient's home, if they have one. Most orders go there, so it is not kept a second time: it is written down
    /// when the patient moves.
    Home,
    Nowhere,
    Own(Packed),
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Order {
    pub id: Uuid,
    pub number: Number,
    pub created: i64,
    pub updated: i64,
    /// The place of the patient.
    pub patient: u32,
    pub external_id: Option<Box<str>>,
    pub status: Status,
    pub address_id: Uuid,
    pub address: ShippingAddress,
    pub custom_shipping: Option<Packed>,
    pub shipping: Option<Packed>,
    pub priority_requested: bool,
    pub cancellation_requested: bool,
    pub lines: Vec<Line>,
    /// Prescriptions that came with the order, or came for it.
    pub named: Vec<Uuid>,
    pub history: Vec<Stay>,
    pub shipments: Vec<Packed>,
    pub replacement: Option<Box<Replacement>>,
    /// The place of the order that this one replaces.
    pub replaces: Option<u32>,
    pub stuck: Option<Stuck>,
}

impl Order {
    /// Whether a line waits for a prescription.
    pub fn waits(&self) -> bool {
        self.status.is_open() && self.lines.iter().any(|line| line.needs_prescription() && !line.matched)
    }

    pub fn line(&self, serial: u32) -> Option<&Line> {
        self.lines.iter().find(|line| line.serial == serial)
    }

    pub fn line_mut(&mut self, serial: u32) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.serial == serial)
    }

    pub fn names(&self, prescription: Uuid) -> bool {
        self.named.contains(&prescription)
    }
}

/// All orders, oldest first, and the places of each by what it is found by.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Orders {
    all: Vec<Order>,
    /// How often one was looked at: what calls cost.
    #[serde(skip)]
    pub looked_at: Cell<u64>,
    #[serde(skip)]
    by_id: HashMap<Uuid, u32>,
    #[serde(skip)]
    by_number: HashMap<Number, u32>,
    #[serde(skip)]
    by_key: HashMap<Box<str>, Vec<u32>>,
    #[serde(skip)]
    by_status: [BTreeSet<u32>; Status::COUNT],
}

impl Orders {
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.count(self.len());
        self.all.iter()
    }

    fn count(&self, things: usize) {
        self.looked_at.update(|times| times + things as u64);
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// A number that no order has.
    pub fn new_number(&self, random: &mut Random, now: i64) -> Number {
        loop {
            let number = Number::draw(random, now);
            if !self.by_number.contains_key(&number) {
                return number;
            }
        }
    }

    pub fn push(&mut self, order: Order) -> u32 {
        let place = self.all.len() as u32;
        self.all.push(order);
        self.index(place);
        place
    }

    fn index(&mut self, place: u32) {
        let order = &self.all[place as usize];
        self.by_id.insert(order.id, place);
        self.by_number.insert(order.number, place);
        self.by_status[order.status.place()].insert(place);
        if let Some(key) = &order.external_id {
            self.by_key.entry(key.clone()).or_default().push(place);
        }
    }

    /// Makes what is not in a snapshot.
    pub fn index_all(&mut self) {
        for place in 0..self.all.len() as u32 {
            self.index(place);
        }
    }

    pub fn at(&self, place: u32) -> &Order {
        self.count(1);
        &self.all[place as usize]
    }

    pub fn at_mut(&mut self, place: u32) -> &mut Order {
        self.count(1);
        &mut self.all[place as usize]
    }

    pub fn by_id(&self, id: Uuid) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    pub fn by_number(&self, number: Number) -> Option<u32> {
        self.by_number.get(&number).copied()
    }

    /// The orders of an external_id, oldest first.
    pub fn by_key(&self, key: &str) -> &[u32] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn set_key(&mut self, place: u32, key: &str) {
        let old = self.at_mut(place).external_id.replace(key.into());
        if let Some(places) = old.and_then(|old| self.by_key.get_mut(&old)) {
            places.retain(|other| *other != place);
        }
        let places = self.by_key.entry(key.into()).or_default();
        let at = places.partition_point(|other| *other < place);
        places.insert(at, place);
    }

    pub fn set_status(&mut self, place: u32, status: Status) {
        let old = std::mem::replace(&mut self.at_mut(place).status, status);
        self.by_status[old.place()].remove(&place);
        self.by_status[status.place()].insert(place);
    }

    pub fn count_of(&self, status: Status) -> usize {
        self.by_status[status.place()].len()
    }

    /// The orders in some statuses, newest first.
    pub fn in_statuses(&self, statuses: &[Status]) -> impl Iterator<Item = u32> + use<'_> {
        let mut lists: Vec<_> = statuses.iter().map(|status| self.by_status[status.place()].iter().rev().peekable()).collect();
        std::iter::from_fn(move || {
            let newest = (0..lists.len()).max_by_key(|list| lists[*list].peek().map_or(-1, |place| i64::from(**place)))?;
            lists[newest].next().copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_a_name_and_knows_whether_it_is_open() {
        let names: Vec<&str> = Status::all().map(Status::name).collect();
        assert_eq!(names, ["received", "picked", "verified", "shipped", "delivered", "paused", "exception", "cancelled"]);
        let open: Vec<&str> = Status::all().filter(|status| status.is_open()).map(Status::name).collect();
        assert_eq!(open, ["received", "picked", "verified", "paused", "exception"]);
        assert_eq!(Status::read("lost"), None);
    }
}

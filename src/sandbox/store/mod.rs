//! Everything that a sandbox knows, and how each part of it is found.

pub mod account;
mod as_text;
pub mod assumptions;
pub mod catalogue;
pub mod clock;
pub mod days;
pub mod document;
pub mod events;
pub mod faults;
pub mod fills;
pub mod ids;
pub mod journal;
pub mod number;
pub mod orders;
pub mod outbox;
pub mod patients;
pub mod pools;
pub mod prescribers;
pub mod prescriptions;
pub mod schedule;
pub mod tasks;
pub mod timers;

use std::cell::Cell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use account::Account;
use assumptions::{Assumptions, Switch};
use catalogue::Catalogue;
use days::Days;
use document::{Document, Packed};
use faults::Faults;
use ids::{Stream, Streams, Uuid};
use journal::Journal;
use number::Number;
use orders::{By, Order, Orders, ShippingAddress, Status, Stay};
use outbox::Outbox;
use patients::{Patient, Patients};
use pools::Pools;
use prescribers::Prescribers;
use prescriptions::{Prescription, Prescriptions};
use schedule::Schedule;
use tasks::{About, Task, Tasks};
use timers::{Timer, Timers};

/// When a sandbox was set up: 2025-01-15T09:00:00Z, whenever it is made.
pub const OPENED: i64 = 1_736_931_600_000;

#[derive(Clone, Serialize, Deserialize)]
pub struct Store {
    pub seed: u64,
    /// The time of the request at hand, in milliseconds since 1970.
    pub now: i64,
    /// How far the clock is ahead of the caller's.
    pub ahead: i64,
    pub streams: Streams,
    pub assumptions: Assumptions,
    pub account: Account,
    pub catalogue: Catalogue,
    pub patients: Patients,
    pub prescribers: Prescribers,
    pub supervisions: Vec<Document>,
    pub orders: Orders,
    pub prescriptions: Prescriptions,
    pub outbox: Outbox,
    pub tasks: Tasks,
    pub timers: Timers,
    pub days: Days,
    pub schedule: Schedule,
    pub faults: Faults,
    /// Whether something that a snapshot holds was changed by the request at hand.
    #[serde(skip)]
    pub changed: bool,
    #[serde(skip)]
    pub journal: Journal,
    #[serde(skip)]
    pub fills: Pools,
    /// Orders whose fills changed: whether they are stuck has to be looked at again.
    #[serde(skip)]
    pub touched: BTreeSet<u32>,
    /// Lines that lost their fill to an order that names it.
    #[serde(skip)]
    pub stolen: Vec<(u32, u32)>,
    /// How many days, prescribers and tasks were looked at.
    #[serde(skip)]
    pub work: Cell<u64>,
}

impl Store {
    /// A store with its catalogue and nobody in it.
    pub fn new(seed: u64) -> Store {
        let mut streams = Streams::new(seed);
        let account = Account::new(streams.of(Stream::Account));
        Store {
            seed,
            now: OPENED,
            ahead: 0,
            streams,
            assumptions: Assumptions::default(),
            account,
            catalogue: catalogue::load(),
            patients: Patients::default(),
            prescribers: Prescribers::default(),
            supervisions: Vec::new(),
            orders: Orders::default(),
            prescriptions: Prescriptions::default(),
            outbox: Outbox::default(),
            tasks: Tasks::default(),
            timers: Timers::default(),
            days: Days::default(),
            schedule: Schedule::default(),
            faults: Faults::default(),
            changed: false,
            journal: Journal::default(),
            fills: Pools::default(),
            touched: BTreeSet::new(),
            stolen: Vec::new(),
            work: Cell::new(0),
        }
    }

    /// Makes what a snapshot does not hold.
    pub fn index(&mut self) {
        self.patients.index_all();
        self.prescribers.index_all();
        self.orders.index_all();
        self.prescriptions.index_all();
        self.tasks.index_all();
        self.outbox.reopen();
        self.fill_pools();
        self.touched.clear();
    }

    /// How many things were looked at since the sandbox was made. Each look at an order, a patient or a prescription counts.
    #[cfg(test)]
    pub fn work(&self) -> u64 {
        self.work.get() + self.orders.looked_at.get() + self.patients.looked_at.get() + self.prescriptions.looked_at.get()
    }

    /// Notes that so many other things were looked at.
    pub fn count(&self, things: usize) {
        self.work.set(self.work.get() + things as u64);
    }

    pub fn uuid(&mut self, stream: Stream) -> Uuid {
        self.streams.of(stream).uuid()
    }

    /// Sends an event to everyone who subscribed to it.
    pub fn publish(&mut self, event: &str, data: &Value) {
        self.outbox.publish(event, data, self.now, self.streams.of(Stream::Faults));
    }

    pub fn add_patient(&mut self, patient: Patient) -> u32 {
        self.days.add_patient(patient.created);
        self.patients.push(patient)
    }

    /// Puts another document in the place of a patient's. What stands for the old one elsewhere is written down there first.
    pub fn change_patient(&mut self, place: u32, document: &Document) {
        let patient = self.patients.at(place);
        let old = patient.document();
        for prescription in &patient.prescriptions {
            self.prescriptions.at_mut(*prescription).person.get_or_insert_with(|| Packed::of(&old));
        }
        if old.get("address") != document.get("address") {
            let home = old.get("address").and_then(Value::as_object).map(Packed::of);
            for order in &patient.orders {
                let address = &mut self.orders.at_mut(*order).address;
                if matches!(address, ShippingAddress::Home) {
                    *address = home.clone().map_or(ShippingAddress::Nowhere, ShippingAddress::Own);
                }
            }
        }
        self.patients.change(place, document);
    }

    /// The patient of an external_id: of several, the one that the assumptions say.
    pub fn patient_by_key(&self, key: &str) -> Option<u32> {
        self.meant(self.patients.by_key(key), |place| self.patients.at(place).created)
    }

    /// The order of an id, a number or an external_id, looked up in this order.
    pub fn order(&self, key: &str) -> Option<u32> {
        let by_id = || self.orders.by_id(Uuid::read(key)?);
        let by_number = || self.orders.by_number(Number::read(key)?);
        by_id().or_else(by_number).or_else(|| self.meant(self.orders.by_key(key), |place| self.orders.at(place).created))
    }

    /// Which of several is meant; none where it is too new to be found.
    fn meant(&self, places: &[u32], created: impl Fn(u32) -> i64) -> Option<u32> {
        let seen = |place: &&u32| self.is_seen(created(**place));
        let found = match self.assumptions.get(Switch::ExternalId) {
            "oldest" => places.iter().find(seen),
            _ => places.iter().rev().find(seen),
        };
        found.copied()
    }

    /// Whether something that was made at a time is found by look-ups, lists and searches.
    pub fn is_seen(&self, created: i64) -> bool {
        created + self.assumptions.length(Switch::LookupLag) <= self.now
    }

    pub fn add_order(&mut self, order: Order) -> u32 {
        self.days.add_order(&order);
        for line in &order.lines {
            self.days.add_line(order.created, line.product);
        }
        let (patient, status) = (order.patient, order.status);
        let place = self.orders.push(order);
        self.patients.at_mut(patient).orders.push(place);
        self.note_mergeable(place, status);
        self.touched.insert(place);
        self.plan_move(place);
        place
    }

    fn note_mergeable(&mut self, place: u32, status: Status) {
        let mergeable = match self.assumptions.get(Switch::Mergeable) {
            "never" => false,
            "open" => matches!(status.name(), "received" | "paused"),
            _ => status == Status::RECEIVED,
        };
        let patient = self.orders.at(place).patient;
        let orders = &mut self.patients.at_mut(patient).mergeable;
        if mergeable {
            orders.insert(place);
        } else {
            orders.remove(&place);
        }
    }

    /// Looks again at which orders a new one may be merged into.
    pub fn note_all_mergeable(&mut self) {
        for place in 0..self.orders.len() as u32 {
            self.note_mergeable(place, self.orders.at(place).status);
        }
    }

    /// Moves an order to a status, whatever it was in.
    pub fn enter(&mut self, place: u32, status: Status, by: By) {
        let now = self.now;
        let old = self.orders.at(place).status;
        self.orders.set_status(place, status);
        let order = self.orders.at_mut(place);
        order.updated = now;
        order.history.push(Stay { status, since: now, by });
        let created = order.created;
        self.days.move_order(created, old, status);
        self.note_mergeable(place, status);
        if old.is_open() && !status.is_open() && status.name() == "cancelled" {
            self.give_all_fills_back(place);
        }
        if !old.is_open() && status.is_open() {
            let serials: Vec<u32> = self.orders.at(place).lines.iter().map(|line| line.serial).collect();
            serials.into_iter().for_each(|serial| self.want_fill(place, serial));
        }
        self.touched.insert(place);
        self.plan_move(place);
    }

    pub fn add_prescription(&mut self, prescription: Prescription, order: Option<u32>) -> u32 {
        self.days.add_prescription(prescription.created);
        let (id, patient) = (prescription.id, prescription.patient);
        let place = self.prescriptions.push(prescription);
        if let Some(patient) = patient {
            self.patients.at_mut(patient).prescriptions.push(place);
        }
        if let Some(order) = order {
            self.orders.at_mut(order).named.push(id);
        }
        self.offer_prescription(place, order);
        place
    }

    /// Gives the pharmacy a task about an order.
    pub fn add_task(&mut self, order: u32, about: About, why: &str) {
        let id = self.uuid(Stream::Pharmacy);
        let description = format!("Order {}: {why}", self.orders.at(order).number);
        self.tasks.add(Task { id, about, order, description, created: self.now, completed: None });
    }

    /// When something happens next by itself, if anybody hears of it.
    pub fn next_due(&self) -> Option<i64> {
        if !self.outbox.has_receivers() {
            return None;
        }
        [self.timers.next(), self.outbox.due()].into_iter().flatten().min()
    }

    fn plan_move(&mut self, place: u32) {
        let order = self.orders.at(place);
        if let Some(wait) = self.schedule.wait(order.status) {
            self.timers.add(self.now + wait, Timer::Move(place, order.history.len() as u32));
        }
    }
}

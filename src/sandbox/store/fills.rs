//! Which fill of a prescription each order line is kept, and taking it.
//!
//! A fill of a prescription that an order names goes to that order first. All others go to the oldest order that
//! wants one, from the oldest prescription that has one. Each change moves the few fills that it is about: nothing
//! here walks all orders of a patient.

use super::Store;
use super::assumptions::Switch;
use super::clock::DAY;
use super::orders::{Fill, Stuck};
use super::pools::{Pool, Pools};
use super::timers::Timer;

impl Store {
    /// Looks for a fill for a line that has none. Where there is none, the line waits.
    pub fn want_fill(&mut self, order: u32, serial: u32) {
        let of = self.orders.at(order);
        let Some(line) = of.line(serial).filter(|line| line.needs_prescription() && !line.matched) else { return };
        if !of.status.is_open() {
            return;
        }
        let key = (of.patient, line.product);
        self.touched.insert(order);
        if let Some(fill) = self.named_fill(order, key.1) {
            return self.keep_fill(fill, order, serial);
        }
        let pool = self.fills.0.entry(key).or_default();
        match pool.free.first().copied() {
            Some(fill) => self.keep_fill(fill, order, serial),
            None => drop(pool.waiting.insert((order, serial))),
        }
    }

    /// A fill of a prescription that the order names. One that is kept for an order which does not name it is taken from there.
    fn named_fill(&mut self, order: u32, product: u32) -> Option<Fill> {
        let of = self.orders.at(order);
        let mut places: Vec<u32> = of.named.iter().filter_map(|id| self.prescriptions.by_id(*id)).collect();
        places.sort_unstable();
        for prescription in places {
            let one = self.prescriptions.at(prescription);
            if one.patient != Some(of.patient) {
                continue;
            }
            for medication in 0..one.medications.len() as u32 {
                let fill = Fill { prescription, medication };
                let med = &one.medications[medication as usize];
                if med.product != Some(product) || !one.is_usable(medication, self.now) || med.ready > self.now {
                    continue;
                }
                if one.has_free(medication, self.now) {
                    return Some(fill);
                }
                let stranger = med.kept.iter().rev().find(|(other, _)| !self.orders.at(*other).names(one.id)).copied();
                if let Some((other, serial)) = stranger {
                    self.lose_fill(other, serial);
                    self.stolen.push((other, serial));
                    return Some(fill);
                }
            }
        }
        None
    }

    fn keep_fill(&mut self, fill: Fill, order: u32, serial: u32) {
        let now = self.now;
        if let Some(line) = self.orders.at_mut(order).line_mut(serial) {
            line.matched = true;
            line.fill = Some(fill);
        }
        let prescription = self.prescriptions.at_mut(fill.prescription);
        prescription.medications[fill.medication as usize].kept.push((order, serial));
        let free = prescription.has_free(fill.medication, now);
        self.touched.insert(order);
        if let Some(pool) = self.pool_of(fill) {
            pool.waiting.remove(&(order, serial));
            if !free {
                pool.free.remove(&fill);
            }
        }
        // Who lost a fill to this line looks for another.
        while let Some((other, serial)) = self.stolen.pop() {
            self.want_fill(other, serial);
        }
    }

    /// Takes the fill off a line, and does not look for another.
    fn lose_fill(&mut self, order: u32, serial: u32) -> Option<Fill> {
        let line = self.orders.at_mut(order).line_mut(serial)?;
        let fill = line.fill.take()?;
        line.matched = false;
        let medication = &mut self.prescriptions.at_mut(fill.prescription).medications[fill.medication as usize];
        medication.kept.retain(|kept| *kept != (order, serial));
        self.touched.insert(order);
        Some(fill)
    }

    fn pool_of(&mut self, fill: Fill) -> Option<&mut Pool> {
        let prescription = self.prescriptions.at(fill.prescription);
        let product = prescription.medications[fill.medication as usize].product?;
        Some(self.fills.0.entry((prescription.patient?, product)).or_default())
    }

    /// Gives what a medication has free to the lines that wait.
    fn offer_fills(&mut self, fill: Fill) {
        let now = self.now;
        loop {
            let prescription = self.prescriptions.at(fill.prescription);
            let free = prescription.has_free(fill.medication, now);
            let early =
                prescription.is_usable(fill.medication, now) && prescription.medications[fill.medication as usize].ready > now;
            let Some(pool) = self.pool_of(fill) else { return };
            if early {
                pool.early.insert(fill);
            } else {
                pool.early.remove(&fill);
            }
            if !free {
                pool.free.remove(&fill);
                return;
            }
            let Some((order, serial)) = pool.waiting.first().copied() else {
                pool.free.insert(fill);
                return;
            };
            self.keep_fill(fill, order, serial);
        }
    }

    /// Takes a new prescription's fills in. `order` is one that it was sent for.
    pub fn offer_prescription(&mut self, place: u32, order: Option<u32>) {
        for medication in 0..self.prescriptions.at(place).medications.len() as u32 {
            let fill = Fill { prescription: place, medication };
            if let Some(pool) = self.pool_of(fill) {
                pool.newest = Some(fill);
            }
            let expires = self.prescriptions.at(place).medications[medication as usize].expires;
            if let Some(expires) = expires.filter(|expires| *expires > self.now) {
                self.timers.add(expires, Timer::Lapse(place));
            }
        }
        let serials = order.map(|order| self.orders.at(order).lines.iter().map(|line| line.serial).collect::<Vec<u32>>());
        for serial in serials.unwrap_or_default() {
            let order = order.unwrap_or_default();
            self.lose_other(order, serial, place);
            self.want_fill(order, serial);
        }
        for medication in 0..self.prescriptions.at(place).medications.len() as u32 {
            self.offer_fills(Fill { prescription: place, medication });
        }
    }

    /// A line that is kept a fill of another prescription gives it back where the new one was sent for its order.
    fn lose_other(&mut self, order: u32, serial: u32, place: u32) {
        let Some(line) = self.orders.at(order).line(serial) else { return };
        let product = line.product;
        let prescription = self.prescriptions.at(place);
        let has = prescription
            .medications
            .iter()
            .any(|medication| medication.product == Some(product) && medication.fills_remaining > 0);
        let other = line.fill.filter(|fill| has && fill.prescription != place);
        if other.is_some() {
            self.give_fill_back(order, serial);
        }
    }

    /// Takes the fill of a line away, and offers it to the orders that wait for one.
    pub fn give_fill_back(&mut self, order: u32, serial: u32) {
        let of = self.orders.at(order);
        if let Some(line) = of.line(serial) {
            let key = (of.patient, line.product);
            if let Some(pool) = self.fills.0.get_mut(&key) {
                pool.waiting.remove(&(order, serial));
            }
        }
        if let Some(fill) = self.lose_fill(order, serial) {
            self.offer_fills(fill);
        }
        self.touched.insert(order);
    }

    /// Every line of an order gives back what it is kept.
    pub fn give_all_fills_back(&mut self, order: u32) {
        let serials: Vec<u32> = self.orders.at(order).lines.iter().map(|line| line.serial).collect();
        for serial in serials {
            self.give_fill_back(order, serial);
        }
    }

    /// A prescription was cancelled, lapsed or became ready: who can no longer have its fills looks for others.
    pub fn review_prescription(&mut self, place: u32) {
        for medication in 0..self.prescriptions.at(place).medications.len() as u32 {
            let fill = Fill { prescription: place, medication };
            let prescription = self.prescriptions.at(place);
            let one = &prescription.medications[medication as usize];
            let kept =
                if prescription.is_usable(medication, self.now) && one.ready <= self.now { Vec::new() } else { one.kept.clone() };
            for (order, serial) in &kept {
                self.lose_fill(*order, *serial);
            }
            self.offer_fills(fill);
            for (order, serial) in kept {
                self.want_fill(order, serial);
            }
        }
    }

    /// Takes what an order ships off its prescriptions.
    pub fn dispense(&mut self, order: u32) {
        let share = self.assumptions.number(Switch::RefillAfter);
        let now = self.now;
        let mut prescriptions = Vec::new();
        for line in &mut self.orders.at_mut(order).lines {
            prescriptions.extend(line.fill.take().map(|fill| (fill, line.serial)));
        }
        for (fill, serial) in &prescriptions {
            let prescription = self.prescriptions.at_mut(fill.prescription);
            prescription.updated = now;
            let medication = &mut prescription.medications[fill.medication as usize];
            medication.fills_remaining -= 1;
            medication.kept.retain(|kept| *kept != (order, *serial));
            medication.ready = now + (medication.days_supply as f64 * share * DAY as f64) as i64;
            let ready = medication.ready;
            if ready > now {
                self.timers.add(ready, Timer::Ready(fill.prescription));
            }
        }
        for (fill, _) in prescriptions {
            self.review_prescription(fill.prescription);
        }
        let serials: Vec<(u32, u32)> = self.orders.at(order).lines.iter().map(|line| (line.product, line.serial)).collect();
        let patient = self.orders.at(order).patient;
        for (product, serial) in serials {
            if let Some(pool) = self.fills.0.get_mut(&(patient, product)) {
                pool.waiting.remove(&(order, serial));
            }
        }
    }

    /// Why a line of an order has no fill.
    pub fn lacks_fill(&self, patient: u32, product: u32) -> Stuck {
        let Some(pool) = self.fills.0.get(&(patient, product)) else { return Stuck::NoPrescription };
        let Some(newest) = pool.newest else { return Stuck::NoPrescription };
        if !pool.early.is_empty() {
            return Stuck::RefillTooEarly;
        }
        let medication = &self.prescriptions.at(newest.prescription).medications[newest.medication as usize];
        if medication.fills_remaining <= 0 { Stuck::NoRefills } else { Stuck::Lapsed }
    }

    /// Makes the pools of what a snapshot has.
    pub fn fill_pools(&mut self) {
        self.fills = Pools::default();
        for place in 0..self.prescriptions.len() as u32 {
            for medication in 0..self.prescriptions.at(place).medications.len() as u32 {
                let fill = Fill { prescription: place, medication };
                if let Some(pool) = self.pool_of(fill) {
                    pool.newest = Some(fill);
                }
                self.offer_fills(fill);
            }
        }
        for order in 0..self.orders.len() as u32 {
            let serials: Vec<u32> = self.orders.at(order).lines.iter().map(|line| line.serial).collect();
            for serial in serials {
                self.want_fill(order, serial);
            }
        }
    }
}

//! Prescriptions as they are kept.

use std::cell::Cell;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::document::Packed;
use super::ids::Uuid;

#[derive(Clone, Serialize, Deserialize)]
pub struct Prescription {
    pub id: Uuid,
    pub created: i64,
    pub updated: i64,
    /// The places of both, where they are known.
    pub patient: Option<u32>,
    pub prescriber: Option<u32>,
    pub source: Box<str>,
    pub reference: Box<str>,
    /// The patient's document as it was when the message came, if it changed since.
    pub person: Option<Packed>,
    pub medications: Vec<Medication>,
    pub cancelled: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Medication {
    /// All that does not change.
    pub document: Packed,
    /// The place of the product.
    pub product: Option<u32>,
    pub fills_remaining: i64,
    /// When it lapses.
    pub expires: Option<i64>,
    /// When it may be filled again. Zero before the first fill.
    pub ready: i64,
    pub days_supply: i64,
    /// The lines that a fill is kept for: places of orders, and serials of lines.
    pub kept: Vec<(u32, u32)>,
}

impl Prescription {
    /// Whether a medication may be filled at all.
    pub fn is_usable(&self, medication: u32, now: i64) -> bool {
        let medication = &self.medications[medication as usize];
        !self.cancelled && medication.fills_remaining > 0 && medication.expires.is_none_or(|expires| now < expires)
    }

    /// Whether a medication has a fill for one more line now.
    pub fn has_free(&self, medication: u32, now: i64) -> bool {
        let one = &self.medications[medication as usize];
        self.is_usable(medication, now) && one.ready <= now && one.fills_remaining > one.kept.len() as i64
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Prescriptions {
    all: Vec<Prescription>,
    /// How often one was looked at: what calls cost.
    #[serde(skip)]
    pub looked_at: Cell<u64>,
    #[serde(skip)]
    by_id: HashMap<Uuid, u32>,
}

impl Prescriptions {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn push(&mut self, prescription: Prescription) -> u32 {
        let place = self.all.len() as u32;
        self.by_id.insert(prescription.id, place);
        self.all.push(prescription);
        place
    }

    /// Makes what is not in a snapshot.
    pub fn index_all(&mut self) {
        self.by_id = (0u32..).zip(&self.all).map(|(place, prescription)| (prescription.id, place)).collect();
    }

    pub fn at(&self, place: u32) -> &Prescription {
        self.looked_at.update(|times| times + 1);
        &self.all[place as usize]
    }

    pub fn at_mut(&mut self, place: u32) -> &mut Prescription {
        self.looked_at.update(|times| times + 1);
        &mut self.all[place as usize]
    }

    pub fn by_id(&self, id: Uuid) -> Option<u32> {
        self.by_id.get(&id).copied()
    }
}

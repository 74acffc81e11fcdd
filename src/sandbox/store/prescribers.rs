//! Prescribers as they are kept, and the ways to find one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::document::{Document, text};
use super::ids::Uuid;

#[derive(Clone, Serialize, Deserialize)]
pub struct Prescriber {
    pub id: Uuid,
    /// All but the qualifications.
    pub document: Document,
    /// State licences and others, oldest first.
    pub qualifications: Vec<Document>,
    /// Whether the account has the prescriber. Others are known elsewhere in Blend only.
    pub linked: bool,
}

impl Prescriber {
    pub fn show(&self) -> Document {
        let mut shown = self.document.clone();
        shown.insert("qualifications".into(), self.qualifications.iter().cloned().collect());
        shown
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Prescribers {
    pub all: Vec<Prescriber>,
    #[serde(skip)]
    by_id: HashMap<Uuid, u32>,
    #[serde(skip)]
    by_npi: HashMap<String, u32>,
}

impl Prescribers {
    pub fn push(&mut self, prescriber: Prescriber) -> u32 {
        let place = self.all.len() as u32;
        self.all.push(prescriber);
        self.index(place);
        place
    }

    fn index(&mut self, place: u32) {
        let prescriber = &self.all[place as usize];
        self.by_id.insert(prescriber.id, place);
        if let Some(npi) = text(&prescriber.document, "npi") {
            self.by_npi.entry(npi.into()).or_insert(place);
        }
    }

    /// Makes what is not in a snapshot.
    pub fn index_all(&mut self) {
        for place in 0..self.all.len() as u32 {
            self.index(place);
        }
    }

    pub fn at(&self, place: u32) -> &Prescriber {
        &self.all[place as usize]
    }

    pub fn at_mut(&mut self, place: u32) -> &mut Prescriber {
        &mut self.all[place as usize]
    }

    /// The prescriber of an id, whom the account has.
    pub fn by_id(&self, id: &str) -> Option<u32> {
        let place = self.by_id.get(&Uuid::read(id)?).copied()?;
        self.at(place).linked.then_some(place)
    }

    /// The prescriber of an NPI, in the account or elsewhere.
    pub fn by_npi(&self, npi: &str) -> Option<u32> {
        self.by_npi.get(npi).copied()
    }

    /// Changes fields of a prescriber.
    pub fn change(&mut self, place: u32, changes: Document) {
        let prescriber = &mut self.all[place as usize];
        if let Some(old) = text(&prescriber.document, "npi").filter(|_| changes.contains_key("npi")) {
            self.by_npi.remove(old);
        }
        prescriber.document.extend(changes);
        self.index(place);
    }

    /// The prescribers of the account, newest first.
    pub fn linked(&self) -> impl Iterator<Item = &Prescriber> {
        self.all.iter().rev().filter(|prescriber| prescriber.linked)
    }
}

//! Patients as they are kept, and the ways to find one.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::document::{Document, Packed, text};
use super::ids::Uuid;

#[derive(Clone, Serialize, Deserialize)]
pub struct Patient {
    pub id: Uuid,
    pub created: i64,
    /// As it stands inside an order.
    document: Packed,
    /// What a search looks at, in lower case, a line each.
    pub search: Box<str>,
    pub external_id: Option<Box<str>>,
    pub risk_factors: Vec<RiskFactor>,
    /// Places of the orders, oldest first.
    pub orders: Vec<u32>,
    /// Those of them that a new order may be merged into.
    pub mergeable: BTreeSet<u32>,
    /// Places of the prescriptions, oldest first.
    pub prescriptions: Vec<u32>,
}

/// A piece of a text that was handed over, and what it was matched with.
#[derive(Clone, Serialize, Deserialize)]
pub struct RiskFactor {
    pub id: Uuid,
    /// Its place in `KINDS` of the risk factors.
    pub kind: usize,
    /// The entry of Blend's database, and the text that it came from.
    pub entry: Uuid,
    pub text: Uuid,
    pub piece: Box<str>,
    pub active: bool,
    pub created: i64,
    pub updated: i64,
}

impl Patient {
    pub fn new(id: Uuid, created: i64, document: &Document) -> Patient {
        let mut patient = Patient {
            id,
            created,
            document: Packed::of(document),
            search: "".into(),
            external_id: None,
            risk_factors: Vec::new(),
            orders: Vec::new(),
            mergeable: BTreeSet::new(),
            prescriptions: Vec::new(),
        };
        patient.note(document);
        patient
    }

    pub fn document(&self) -> Document {
        self.document.open()
    }

    fn note(&mut self, document: &Document) {
        let part = |name: &str| text(document, name).unwrap_or_default();
        let names: Vec<&str> =
            ["first_name", "middle_name", "last_name"].into_iter().map(part).filter(|name| !name.is_empty()).collect();
        let mut lines = vec![self.id.to_string(), part("email").into(), part("phone").into(), names.join(" ")];
        lines.extend(names.iter().map(|name| name.to_string()));
        lines.retain(|line| !line.is_empty());
        self.search = lines.join("\n").to_lowercase().into();
        self.external_id = text(document, "external_id").map(Into::into);
    }
}

/// All patients, oldest first, and the places of each by what it is found by.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Patients {
    pub all: Vec<Patient>,
    #[serde(skip)]
    by_id: HashMap<Uuid, u32>,
    #[serde(skip)]
    by_key: HashMap<Box<str>, Vec<u32>>,
}

impl Patients {
    pub fn push(&mut self, patient: Patient) -> u32 {
        let place = self.all.len() as u32;
        self.all.push(patient);
        self.index(place);
        place
    }

    fn index(&mut self, place: u32) {
        let patient = &self.all[place as usize];
        self.by_id.insert(patient.id, place);
        if let Some(key) = &patient.external_id {
            self.by_key.entry(key.clone()).or_default().push(place);
        }
    }

    /// Makes what is not in a snapshot.
    pub fn index_all(&mut self) {
        for place in 0..self.all.len() as u32 {
            self.index(place);
        }
    }

    pub fn at(&self, place: u32) -> &Patient {
        &self.all[place as usize]
    }

    pub fn at_mut(&mut self, place: u32) -> &mut Patient {
        &mut self.all[place as usize]
    }

    pub fn by_id(&self, id: Uuid) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    /// The patients of an external_id, oldest first.
    pub fn by_key(&self, key: &str) -> &[u32] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// Puts another document in the place of a patient's.
    pub fn change(&mut self, place: u32, document: &Document) {
        let patient = &mut self.all[place as usize];
        let old = patient.external_id.take();
        patient.document = Packed::of(document);
        patient.note(document);
        let new = patient.external_id.clone();
        if old == new {
            return;
        }
        if let Some(places) = old.and_then(|old| self.by_key.get_mut(&old)) {
            places.retain(|other| *other != place);
        }
        if let Some(new) = new {
            let places = self.by_key.entry(new).or_default();
            let at = places.partition_point(|other| *other < place);
            places.insert(at, place);
        }
    }
}

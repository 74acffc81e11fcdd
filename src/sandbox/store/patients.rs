//! Patients as they are kept, and the ways to find one.

use std::cell::Cell;
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
    /// Names and birth date.
    person: Box<str>,
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
            person: "".into(),
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
        self.person = person(part("last_name"), part("first_name"), part("date_of_birth"));
    }
}

/// All patients, oldest first, and the places of each by what it is found by.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Patients {
    all: Vec<Patient>,
    /// How often one was looked at: what calls cost.
    #[serde(skip)]
    pub looked_at: Cell<u64>,
    #[serde(skip)]
    by_id: HashMap<Uuid, u32>,
    #[serde(skip)]
    by_key: HashMap<Box<str>, Vec<u32>>,
    /// By names and birth date, as messages of prescriptions name them.
    #[serde(skip)]
    by_person: HashMap<Box<str>, Vec<u32>>,
}

impl Patients {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn push(&mut self, patient: Patient) -> u32 {
        let place = self.all.len() as u32;
        self.all.push(patient);
        self.index(place);
        place
    }

    fn index(&mut self, place: u32) {
        let patient = &self.all[place as usize];
        self.by_id.insert(patient.id, place);
        self.by_person.entry(patient.person.clone()).or_default().push(place);
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
        self.looked_at.update(|times| times + 1);
        &self.all[place as usize]
    }

    pub fn at_mut(&mut self, place: u32) -> &mut Patient {
        self.looked_at.update(|times| times + 1);
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
        let old = (patient.external_id.take(), std::mem::take(&mut patient.person));
        patient.document = Packed::of(document);
        patient.note(document);
        let new = (patient.external_id.clone(), patient.person.clone());
        relist(&mut self.by_key, old.0, new.0, place);
        relist(&mut self.by_person, Some(old.1), Some(new.1), place);
    }

    /// The oldest patient with both names and the birth date.
    pub fn by_person(&self, last: &str, first: &str, born: &str) -> Option<u32> {
        self.by_person.get(&person(last, first, born))?.first().copied()
    }
}

fn person(last: &str, first: &str, born: &str) -> Box<str> {
    format!("{last}\n{first}\n{born}").into()
}

/// Moves a place from the list of one key to that of another, where the oldest stay first.
fn relist(lists: &mut HashMap<Box<str>, Vec<u32>>, old: Option<Box<str>>, new: Option<Box<str>>, place: u32) {
    if old == new {
        return;
    }
    if let Some(places) = old.and_then(|old| lists.get_mut(&old)) {
        places.retain(|other| *other != place);
    }
    if let Some(new) = new {
        let places = lists.entry(new).or_default();
        let at = places.partition_point(|other| *other < place);
        places.insert(at, place);
    }
}

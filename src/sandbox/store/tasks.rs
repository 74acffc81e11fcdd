//! What the pharmacy has to do by hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::PHARMACIST_ID;
use super::clock::iso;
use super::document::{Document, texts};
use super::ids::Uuid;
use super::orders::Order;

/// What a task is about. An order has one open task of a kind at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    Stuck,
    Cancellation,
    Replacement,
}

impl About {
    pub fn name(self) -> &'static str {
        match self {
            About::Stuck => "Resolve stuck order",
            About::Cancellation => "Answer cancellation request",
            About::Replacement => "Answer replacement request",
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Task {
    pub id: Uuid,
    pub about: About,
    pub order: u32,
    pub description: String,
    pub created: i64,
    pub completed: Option<i64>,
}

impl Task {
    pub fn show(&self, order: &Order, patient: Uuid) -> Document {
        let done = self.completed.is_some();
        let id = || PHARMACIST_ID.to_string();
        let assignee =
            [("id", id()), ("first_name", "Sandbox".into()), ("last_name", "Pharmacist".into()), ("role", "pharmacist".into())];
        let mut shown = texts(&[
            ("id", self.id.to_string()),
            ("created_at", iso(self.created)),
            ("created_by_id", id()),
            ("assignee_id", id()),
            ("name", self.about.name().into()),
            ("description", self.description.clone()),
            ("category_code", "T01".into()),
            ("category_name", "Order".into()),
            ("status_code", if done { "DONE" } else { "NEW" }.into()),
            ("status_name", if done { "Done" } else { "New" }.into()),
            ("order_id", order.id.to_string()),
            ("patient_id", patient.to_string()),
        ]);
        shown.insert("assignee".into(), texts(&assignee).into());
        shown.insert("watchers".into(), Value::Array(Vec::new()));
        if let Some(completed) = self.completed {
            shown.insert("completed_at".into(), iso(completed).into());
        }
        shown
    }

    /// What a search looks at, in lower case.
    pub fn fields(&self) -> [String; 2] {
        [self.about.name().to_lowercase(), self.description.to_lowercase()]
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Tasks {
    pub all: Vec<Task>,
    /// Places of those that are open.
    #[serde(skip)]
    open: BTreeMap<(u32, About), usize>,
}

impl Tasks {
    pub fn add(&mut self, task: Task) {
        let key = (task.order, task.about);
        if !self.open.contains_key(&key) {
            self.open.insert(key, self.all.len());
            self.all.push(task);
        }
    }

    pub fn complete(&mut self, order: u32, about: About, now: i64) {
        if let Some(place) = self.open.remove(&(order, about)) {
            self.all[place].completed = Some(now);
        }
    }

    /// Makes what is not in a snapshot.
    pub fn index_all(&mut self) {
        let open = self.all.iter().enumerate().filter(|(_, task)| task.completed.is_none());
        self.open = open.map(|(place, task)| ((task.order, task.about), place)).collect();
    }

    pub fn open(&self) -> impl Iterator<Item = &Task> {
        self.open.values().map(|place| &self.all[*place])
    }
}

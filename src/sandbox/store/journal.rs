//! The calls that came in, for assertions. It is in no snapshot.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use super::faults::covers;

/// Older calls are forgotten.
const MOST: usize = 1000;
/// Longer bodies are not kept.
const LONGEST: usize = 64 * 1024;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// `2025-03-15T12:00:00Z`
    pub at: String,
    pub method: String,
    /// Empty where the path is none of the API's.
    pub operation: String,
    /// The template of the path.
    pub path: String,
    pub target: String,
    pub body: String,
    pub status: u16,
    /// The fault that hit the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Fields with values that nobody means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

#[derive(Clone, Default)]
pub struct Journal(VecDeque<Entry>);

impl Journal {
    pub fn add(&mut self, mut entry: Entry) {
        if entry.body.len() > LONGEST {
            entry.body.clear();
        }
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The calls, oldest first; only those of one operation where it is named.
    pub fn list(&self, operation: Option<&str>) -> Value {
        let calls = self.0.iter().filter(|entry| operation.is_none_or(|wanted| covers(wanted, &entry.operation)));
        calls.map(|entry| serde_json::to_value(entry).unwrap_or_default()).collect()
    }
}

//! A schedule that moves orders on by itself.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::clock;
use super::document::Document;
use super::orders::Status;
use crate::rules::orders::PROGRESS;

/// How long after the status before an order moves on, by the status that it moves to.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Schedule(Document);

impl Schedule {
    /// Reads `{picked: "2h", verified: "30m", shipped: "1d", delivered: "3d"}`; what is left out does not happen by itself.
    pub fn read(wanted: &Document) -> Result<Schedule, (String, String)> {
        for (status, wait) in wanted {
            if !PROGRESS[1..].contains(&status.as_str()) {
                let known = PROGRESS[1..].join(", ");
                return Err((
                    crate::check::printable(status).into(),
                    format!("no order moves there by itself; expected {known}"),
                ));
            }
            if length(wait).is_none() {
                return Err((status.clone(), "expected a length of time, such as 90s, 61m, 24h, 7d".into()));
            }
        }
        Ok(Schedule(wanted.clone()))
    }

    /// How long an order stays in a status, before it moves on by itself.
    pub fn wait(&self, status: Status) -> Option<i64> {
        let next = PROGRESS.get(PROGRESS.iter().position(|known| *known == status.name())? + 1)?;
        self.0.get(*next).and_then(length)
    }
}

fn length(wait: &Value) -> Option<i64> {
    wait.as_i64().filter(|wait| *wait >= 0).or_else(|| clock::length(wait.as_str()?))
}

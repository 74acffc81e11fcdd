//! Faults that were asked for: which call they hit, and how.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::clock;
use super::document::{Document, object};
use super::ids::Random;
use crate::check::printable;
use crate::endpoint::GROUPS;

/// A fault. What it does goes together: a status with headers and body, after a latency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Fault {
    /// `orders.create`, `orders.*`, or nothing for every operation but signing in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// How many calls it hits: a number or `always`. Once, or always where it has a probability.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub times: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// `before` or `after` what the call does to the sandbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    #[serde(skip_serializing_if = "Document::is_empty")]
    pub headers: Document,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub body: Value,
    /// A length of time, or two that it lies between.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub latency: Value,
    /// The connection is lost without an answer.
    #[serde(skip_serializing_if = "is_false")]
    pub lost: bool,
    /// The answer never comes; after the effect, its headers come and its body does not.
    #[serde(skip_serializing_if = "is_false")]
    pub stalled: bool,
    /// The body ends in its middle, and the connection with it.
    #[serde(skip_serializing_if = "is_false")]
    pub truncated: bool,
    /// A page of HTML instead of JSON.
    #[serde(skip_serializing_if = "is_false")]
    pub html: bool,
    /// The answer has a field that nobody knows, one of another kind, and a new status.
    #[serde(skip_serializing_if = "is_false")]
    pub drifted: bool,
    /// The call's token is no longer good.
    #[serde(skip_serializing_if = "is_false")]
    pub revoked: bool,
    /// A list has one more at its top than when its first page was read.
    #[serde(skip_serializing_if = "is_false")]
    pub moved: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Fault {
    /// Reads a fault, or says what is wrong with it.
    pub fn read(value: Value) -> Result<Fault, (String, String)> {
        let wrong = |path: &str, why: &str| Err((path.to_string(), why.to_string()));
        let known = json!(Fault::every());
        for (name, value) in value.as_object().into_iter().flatten() {
            if known.get(name).is_none() {
                return wrong(printable(name), "no fault has this");
            }
            if serde_json::from_value::<Fault>(json!({ name: value })).is_err() {
                return wrong(name, "is of another kind");
            }
        }
        let Ok(fault) = serde_json::from_value::<Fault>(value) else { return wrong("", "expected an object") };
        if fault.operation.as_deref().is_some_and(|operation| !is_operation(operation)) {
            return wrong("operation", "there is no such operation; expected one such as orders.create, or orders.*");
        }
        if fault.when.as_deref().is_some_and(|when| !matches!(when, "before" | "after")) {
            return wrong("when", "expected before or after");
        }
        if fault.probability.is_some_and(|part| !(0.0..=1.0).contains(&part)) {
            return wrong("probability", "expected a number from 0 to 1");
        }
        if fault.status.is_some_and(|status| !(200..600).contains(&status)) {
            return wrong("status", "expected a status from 200 to 599");
        }
        if !fault.times.is_null() && fault.times != "always" && fault.times.as_u64().is_none_or(|times| times == 0) {
            return wrong("times", "expected a whole number of at least 1, or always");
        }
        if !fault.latency.is_null() && range(&fault.latency).is_none() {
            return wrong("latency", "expected a length of time, or two of them");
        }
        if !fault.headers.iter().all(|(name, value)| is_header(name) && value.as_str().is_some_and(is_header_value)) {
            return wrong("headers", "expected an object of names and strings");
        }
        if fault.effects() == Document::new() {
            return wrong("", "give what happens: status, latency, lost, stalled, truncated, html, drifted, revoked or moved");
        }
        Ok(fault)
    }

    /// One that has every field.
    fn every() -> Fault {
        Fault {
            operation: Some(String::new()),
            times: 1.into(),
            probability: Some(1.0),
            when: Some(String::new()),
            status: Some(500),
            headers: object(json!({ "a": "b" })),
            body: 1.into(),
            latency: 1.into(),
            lost: true,
            stalled: true,
            truncated: true,
            html: true,
            drifted: true,
            revoked: true,
            moved: true,
        }
    }

    /// Reads the short form of the header of one request: `503`, `lost after`, `latency=200 html`.
    pub fn read_words(text: &str) -> Result<Fault, (String, String)> {
        if text.trim_start().starts_with('{') {
            let value = serde_json::from_str(text).map_err(|_| (String::new(), "the fault is not JSON".to_string()))?;
            return Fault::read(value);
        }
        let mut fault = Document::new();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            match (word, word.split_once('='), word.parse::<u16>()) {
                ("before" | "after", ..) => drop(fault.insert("when".into(), word.into())),
                (_, Some((name, value)), _) => drop(fault.insert(name.into(), value.into())),
                (_, _, Ok(status)) => drop(fault.insert("status".into(), status.into())),
                _ => drop(fault.insert(word.into(), true.into())),
            }
        }
        Fault::read(fault.into())
    }

    /// What it does, without when and to whom.
    fn effects(&self) -> Document {
        let mut shown = object(json!(self));
        for name in ["operation", "times", "probability", "when", "headers", "body"] {
            shown.shift_remove(name);
        }
        shown
    }

    pub fn is_after(&self) -> bool {
        self.when.as_deref() == Some("after")
    }

    /// Whether the call is not carried out.
    pub fn prevents(&self) -> bool {
        !self.is_after() && (self.status.is_some() || self.html || self.lost || self.stalled)
    }

    /// Milliseconds to wait before the answer.
    pub fn delay(&self, random: &mut Random) -> i64 {
        range(&self.latency).map_or(0, |(least, most)| least + ((most - least) as f64 * random.fraction()) as i64)
    }

    /// Its name in the log: what it does.
    pub fn name(&self) -> String {
        let names: Vec<String> = self.effects().keys().cloned().collect();
        names.join("+")
    }

    fn hits(&self, operation: &str) -> bool {
        match self.operation.as_deref() {
            None => !operation.starts_with("auth."),
            Some(wanted) => covers(wanted, operation),
        }
    }
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn is_header_value(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..0x7F).contains(&byte))
}

/// Whether `orders.*`, or the name of one operation, means an operation.
pub fn covers(wanted: &str, operation: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => operation.starts_with(start),
        None => wanted == operation,
    }
}

/// Whether there is such an operation, or such operations: `orders.create`, `orders.*`, `*`.
pub fn is_operation(wanted: &str) -> bool {
    if wanted == "*" {
        return true;
    }
    let (group, name) = wanted.split_once('.').unwrap_or((wanted, ""));
    let group = GROUPS.iter().find(|known| known.name == group);
    group.is_some_and(|group| name == "*" || group.endpoints.iter().any(|endpoint| endpoint.name == name))
}

/// The least and the most of a latency.
fn range(latency: &Value) -> Option<(i64, i64)> {
    let one = |value: &Value| value.as_i64().filter(|millis| *millis >= 0).or_else(|| clock::length(value.as_str()?));
    match latency.as_array().map(Vec::as_slice) {
        Some([least, most]) => Some((one(least)?, one(most)?)).filter(|(least, most)| least <= most),
        Some(_) => None,
        None => one(latency).map(|millis| (millis, millis)),
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Rule {
    id: u32,
    fault: Fault,
    left: Option<u64>,
    hits: u64,
}

/// The faults that are set, in their order: the first that hits a call counts.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Faults {
    rules: Vec<Rule>,
    last: u32,
}

impl Faults {
    /// Sets a fault, and gives its number.
    pub fn add(&mut self, fault: Fault) -> u32 {
        self.last += 1;
        let once = (fault.probability.is_none() && fault.times.is_null()).then_some(1);
        self.rules.push(Rule { id: self.last, left: fault.times.as_u64().or(once), hits: 0, fault });
        self.last
    }

    /// Takes one fault back, or all.
    pub fn remove(&mut self, id: Option<u64>) {
        self.rules.retain(|rule| id.is_some_and(|id| id != u64::from(rule.id)));
    }

    /// The fault that hits a call.
    pub fn pick(&mut self, operation: &str, random: &mut Random) -> Option<Fault> {
        let mut hit = |rule: &Rule| {
            rule.left != Some(0)
                && rule.fault.hits(operation)
                && rule.fault.probability.is_none_or(|probability| random.fraction() < probability)
        };
        let rule = self.rules.iter_mut().find(|rule| hit(rule))?;
        rule.hits += 1;
        rule.left = rule.left.map(|left| left - 1);
        Some(rule.fault.clone())
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub fn list(&self) -> Value {
        let show = |rule: &Rule| {
            let mut shown = object(json!(rule.fault));
            shown.insert("id".into(), rule.id.into());
            shown.insert("hits".into(), rule.hits.into());
            shown.insert("left".into(), rule.left.into());
            shown
        };
        self.rules.iter().map(|rule| Value::from(show(rule))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_is_wrong_with_it() {
        for (fault, path) in [
            (json!({ "operation": "orders.make", "status": 503 }), "operation"),
            (json!({ "status": 42 }), "status"),
            (json!({ "status": "no" }), "status"),
            (json!({ "lost": true, "when": "later" }), "when"),
            (json!({ "latency": [5, 1] }), "latency"),
            (json!({ "lost": true, "times": 0 }), "times"),
            (json!({ "lost": true, "probability": 2 }), "probability"),
            (json!({ "lots": true }), "lots"),
            (json!({ "status": 503, "headers": { "retry-after": "1\r\nx: y" } }), "headers"),
            (json!({ "times": 3 }), ""),
            (json!([]), ""),
        ] {
            assert_eq!(Fault::read(fault.clone()).unwrap_err().0, path, "{fault}");
        }
    }

    #[test]
    fn a_fault_hits_so_often_and_only_its_operation() {
        let mut faults = Faults::default();
        let mut random = Random::new(1);
        faults.add(Fault::read(json!({ "operation": "orders.*", "status": 503, "times": 2 })).unwrap());
        assert!(faults.pick("patients.get", &mut random).is_none());
        assert!(faults.pick("orders.get", &mut random).is_some());
        assert!(faults.pick("orders.create", &mut random).is_some());
        assert!(faults.pick("orders.create", &mut random).is_none());
        faults.add(Fault::read(json!({ "lost": true, "probability": 0.25 })).unwrap());
        assert!(faults.pick("auth.login", &mut random).is_none(), "signing in is spared");
        let hits = (0..4000).filter(|_| faults.pick("orders.get", &mut random).is_some()).count();
        assert!((900..1100).contains(&hits), "{hits}");
    }

    #[test]
    fn a_header_may_be_short() {
        let fault = Fault::read_words("503 after latency=2s").unwrap();
        assert_eq!((fault.status, fault.is_after(), range(&fault.latency)), (Some(503), true, Some((2000, 2000))));
        assert!(Fault::read_words("lost after").unwrap().lost);
        assert_eq!(Fault::read_words(r#"{"truncated":true}"#).unwrap().name(), "truncated");
        assert!(Fault::read_words("").is_err() && Fault::read_words("nonsense").is_err() && Fault::read_words("{").is_err());
    }
}

//! What the vendor does not document, each as a switch with a name and a default. This is the one list of them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::clock;
use super::document::Document;

/// A thing that nobody read anywhere, and so may be otherwise in reality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    BadToken,
    ErrorBody,
    ExpectedFields,
    ExternalId,
    ForbiddenAction,
    LookupLag,
    Mergeable,
    MergeKeeps,
    MinorUntil,
    Nulls,
    Totals,
    PartialAddress,
    RefillAfter,
    RiskFactorDelay,
    RiskFactorsMatch,
    SearchTracking,
    ShortPages,
    StrictValues,
    StuckAfter,
    StuckOrders,
    UniqueExternalId,
    UnknownFields,
}

pub struct Fact {
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the place"))]
    switch: Switch,
    pub name: &'static str,
    /// The values that it may have, the default first.
    pub values: Values,
    /// What it decides.
    pub doc: &'static str,
}

pub enum Values {
    OneOf(&'static [&'static str]),
    /// A length of time, with its default.
    Length(&'static str),
    /// A number from 0, with its default.
    Number(&'static str),
}

const fn one_of(switch: Switch, name: &'static str, values: &'static [&'static str], doc: &'static str) -> Fact {
    Fact { switch, name, values: Values::OneOf(values), doc }
}

/// In the order of `Switch`.
pub static FACTS: &[Fact] = &[
    one_of(Switch::BadToken, "badToken", &["401", "422"], "The status of a call with a bad or lapsed token."),
    one_of(
        Switch::ErrorBody,
        "errorBody",
        &["fields", "list", "detail", "text"],
        "How an error is written: `fields` is {message, errors: {path: [reason]}}, `list` is {error, errors: [{field, message}]}, `detail` is {detail}, `text` is plain text.",
    ),
    one_of(
        Switch::ExpectedFields,
        "expectedFields",
        &["warn", "refuse", "accept"],
        "A request without a field that seems to be needed, though no document says so, such as a patient's e-mail. `warn` names the fields in the header x-sandbox-warnings.",
    ),
    one_of(
        Switch::ExternalId,
        "externalId",
        &["newest", "oldest"],
        "Which of several orders or patients with one external_id is meant.",
    ),
    one_of(
        Switch::ForbiddenAction,
        "forbiddenAction",
        &["409", "422"],
        "The status of an action that the order's status forbids.",
    ),
    Fact {
        switch: Switch::LookupLag,
        name: "lookupLag",
        values: Values::Length("0s"),
        doc: "How long after its creation an order is found by its external_id, in lists and in searches.",
    },
    one_of(
        Switch::Mergeable,
        "mergeable",
        &["received", "open", "never"],
        "Which order of the same patient a new one is merged into: one that is received, one that is received or paused, or none.",
    ),
    one_of(
        Switch::MergeKeeps,
        "mergeKeeps",
        &["lines", "all", "nothing"],
        "What of a new order survives a merge: its lines, and its external_id where the order had none; also address, shipping and external_id; or nothing.",
    ),
    Fact {
        switch: Switch::MinorUntil,
        name: "minorUntil",
        values: Values::Number("18"),
        doc: "The age in years from which a patient is no minor.",
    },
    one_of(
        Switch::Nulls,
        "nulls",
        &["omitted", "given"],
        "Whether a field without a value is left out of an answer, or is null.",
    ),
    one_of(
        Switch::Totals,
        "totals",
        &["none", "header"],
        "Whether paged lists carry headers: x-page, x-page-size, x-total-count, x-total-pages.",
    ),
    one_of(
        Switch::PartialAddress,
        "partialAddress",
        &["warn", "refuse", "accept"],
        "An address without street, city, state or ZIP. Where it is taken, answers show an empty text for what is missing.",
    ),
    Fact {
        switch: Switch::RefillAfter,
        name: "refillAfter",
        values: Values::Number("0.75"),
        doc: "The part of a fill's days_supply that has to pass before the next fill; 0 for at once.",
    },
    Fact {
        switch: Switch::RiskFactorDelay,
        name: "riskFactorDelay",
        values: Values::Length("0s"),
        doc: "How long after their arrival the sandbox processes risk-factor texts.",
    },
    one_of(
        Switch::RiskFactorsMatch,
        "riskFactorsMatch",
        &["yes", "no"],
        "Whether Blend knows a standard entry for each risk factor. Without one, its `matched` is false.",
    ),
    one_of(Switch::SearchTracking, "searchTracking", &["no", "yes"], "Whether a search for orders looks at tracking numbers."),
    one_of(
        Switch::ShortPages,
        "shortPages",
        &["no", "yes"],
        "Whether a page before the last may hold fewer items than asked for.",
    ),
    one_of(
        Switch::StrictValues,
        "strictValues",
        &["warn", "refuse", "accept"],
        "Values that no document rules out and nobody means: blank names, control characters, impossible years, phones and quantities, formats that were only seen. `warn` names the fields in the header x-sandbox-warnings.",
    ),
    Fact {
        switch: Switch::StuckAfter,
        name: "stuckAfter",
        values: Values::Length("24h"),
        doc: "How long an order may wait for a prescription before it is stuck.",
    },
    one_of(Switch::StuckOrders, "stuckOrders", &["move", "hold"], "Whether a stuck order can be moved on."),
    one_of(
        Switch::UniqueExternalId,
        "uniqueExternalId",
        &["no", "yes"],
        "Whether a second order or patient with one external_id is refused.",
    ),
    one_of(
        Switch::UnknownFields,
        "unknownFields",
        &["documented", "refuse", "ignore"],
        "A field or query parameter that the contract does not know, and another value for a field that the server sets. `documented` refuses it where the fields of the operation are documented, and warns where they are inferred. What is not refused is not kept.",
    ),
];

impl Fact {
    fn default(&self) -> &'static str {
        match self.values {
            Values::OneOf(values) => values[0],
            Values::Length(default) | Values::Number(default) => default,
        }
    }

    /// What a value has to be, if it is not that.
    fn fault(&self, value: &str) -> Option<String> {
        match self.values {
            Values::OneOf(values) if values.contains(&value) => None,
            Values::OneOf(values) => Some(format!("expected one of {}", values.join(", "))),
            Values::Length(_) if clock::length(value).is_some() => None,
            Values::Length(_) => Some("expected a length of time, such as 90s, 61m, 24h, 7d".into()),
            Values::Number(_) if value.parse::<f64>().is_ok_and(|number| (0.0..=1000.0).contains(&number)) => None,
            Values::Number(_) => Some("expected a number from 0 to 1000".into()),
        }
    }
}

/// The values at hand, in the order of `FACTS`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Assumptions(Vec<String>);

impl Default for Assumptions {
    fn default() -> Assumptions {
        Assumptions(FACTS.iter().map(|fact| fact.default().into()).collect())
    }
}

impl Assumptions {
    pub fn get(&self, switch: Switch) -> &str {
        self.0.get(switch as usize).map_or("", String::as_str)
    }

    pub fn is(&self, switch: Switch, value: &str) -> bool {
        self.get(switch) == value
    }

    /// A length of time, in milliseconds.
    pub fn length(&self, switch: Switch) -> i64 {
        clock::length(self.get(switch)).unwrap_or(0)
    }

    pub fn number(&self, switch: Switch) -> f64 {
        self.get(switch).parse().unwrap_or(0.0)
    }

    /// Sets what is named; or gives what is wrong, as names and reasons, and sets nothing.
    pub fn set(&mut self, wanted: &Document) -> Result<(), Vec<(String, String)>> {
        let mut values = self.0.clone();
        let mut faults = Vec::new();
        for (name, value) in wanted {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Bool(flag) => (if *flag { "yes" } else { "no" }).into(),
                other => other.to_string(),
            };
            match FACTS.iter().position(|fact| fact.name == name) {
                Some(place) => match FACTS[place].fault(&text) {
                    Some(fault) => faults.push((name.clone(), fault)),
                    None => values[place] = text,
                },
                None => {
                    let names: Vec<&str> = FACTS.iter().map(|fact| fact.name).collect();
                    faults.push((
                        crate::check::printable(name).into(),
                        format!("there is no such assumption; there are {}", names.join(", ")),
                    ));
                }
            }
        }
        if faults.is_empty() {
            self.0 = values;
            return Ok(());
        }
        Err(faults)
    }

    /// The list: name, value, default, what else it may be, and what it decides.
    pub fn list(&self) -> Value {
        let row = |(fact, value): (&Fact, &String)| {
            let values: Value = match fact.values {
                Values::OneOf(values) => values.into(),
                Values::Length(_) => "a length of time".into(),
                Values::Number(_) => "a number".into(),
            };
            json!({ "name": fact.name, "value": value, "default": fact.default(), "values": values, "doc": fact.doc })
        };
        FACTS.iter().zip(&self.0).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::store::document::object;

    #[test]
    fn each_switch_stands_at_its_place_and_takes_its_default() {
        for (place, fact) in FACTS.iter().enumerate() {
            assert_eq!(fact.switch as usize, place, "{}", fact.name);
            assert_eq!(fact.fault(fact.default()), None, "{}", fact.name);
        }
    }

    #[test]
    fn a_wrong_value_changes_nothing() {
        let mut assumptions = Assumptions::default();
        let wrong = object(json!({ "nulls": "given", "totals": "maybe", "other": 1 }));
        let faults = assumptions.set(&wrong).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.0.as_str()).collect::<Vec<_>>(), ["totals", "other"]);
        assert!(assumptions.is(Switch::Nulls, "omitted"));
        assumptions.set(&object(json!({ "nulls": "given", "shortPages": true, "badToken": 422, "lookupLag": "5s" }))).unwrap();
        assert!(assumptions.is(Switch::ShortPages, "yes") && assumptions.is(Switch::BadToken, "422"));
        assert_eq!(assumptions.length(Switch::LookupLag), 5000);
    }
}

//! What one side says of each place. Both sides say it in these words, so that they can be compared.

use std::collections::BTreeMap;

/// The value of each facet, by place: `orders.list`, `orders.list ?page`, `Order`, `Order.status`.
#[derive(Default)]
pub struct Facts(pub BTreeMap<String, BTreeMap<&'static str, String>>);

/// An operation, such as `orders.list`.
pub struct Operation {
    pub verb: String,
    pub path: String,
    pub inferred: bool,
    pub deprecated: bool,
    pub paged: bool,
    /// Which token it wants.
    pub token: String,
    /// Whether anything beside the path ids has to be given.
    pub params: String,
    pub body: String,
    /// Whether the body may also be XML.
    pub xml: bool,
    /// The order statuses it is allowed in, and the one it leads to.
    pub statuses: String,
    pub leads_to: String,
}

/// A model, such as `Order`.
pub struct Model {
    pub inferred: bool,
    pub deprecated: bool,
    pub open: bool,
    pub at_least_one: String,
    /// Fields that what stands beside them need not have then.
    pub supplies: String,
}

/// An id in a path, such as `orders.get {order_id}`.
pub struct PathId {
    pub kind: String,
    pub values: String,
    pub format: String,
}

/// A field of a model or a parameter in the query, such as `Order.status` or `orders.list ?page`.
pub struct Field {
    pub kind: String,
    pub values: String,
    pub format: String,
    pub limits: String,
    pub default: String,
    pub required: String,
    pub nullable: String,
    /// Whether every documented example of an answer has it.
    pub present: bool,
    pub deprecated: bool,
    pub inferred: String,
}

pub const NONE: &str = "none";

impl Facts {
    pub fn operation(&mut self, place: &str, operation: Operation) {
        self.say(place, "verb", operation.verb);
        self.say(place, "path", operation.path);
        self.say(place, "operation inferred", yes(operation.inferred));
        self.say(place, "deprecated", yes(operation.deprecated));
        self.say(place, "paged", yes(operation.paged));
        self.say(place, "token", operation.token);
        self.say(place, "params", operation.params);
        self.say(place, "body", operation.body);
        self.say(place, "or XML", yes(operation.xml));
        self.say(place, "statuses", operation.statuses);
        self.say(place, "leads to", operation.leads_to);
    }

    /// What an operation answers. Where that may be anything, it may be nothing as well.
    pub fn answer(&mut self, place: &str, kind: &str, maybe_empty: bool) {
        let nothing = if maybe_empty && kind != "any" { " or nothing" } else { "" };
        self.say(place, "answer", format!("{kind}{nothing}"));
    }

    pub fn model(&mut self, place: &str, model: Model) {
        self.say(place, "model inferred", yes(model.inferred));
        self.say(place, "deprecated", yes(model.deprecated));
        self.say(place, "open", yes(model.open));
        self.say(place, "at least one", model.at_least_one);
        self.say(place, "supplies", model.supplies);
    }

    pub fn path_id(&mut self, place: &str, id: PathId) {
        self.say(place, "kind", id.kind);
        self.say(place, "values", id.values);
        self.say(place, "format", id.format);
    }

    pub fn field(&mut self, place: &str, field: Field) {
        self.say(place, "kind", field.kind);
        self.say(place, "values", field.values);
        self.say(place, "format", field.format);
        self.say(place, "limits", field.limits);
        self.say(place, "default", field.default);
        self.say(place, "required", field.required);
        self.say(place, "nullable", field.nullable);
        self.say(place, "present", yes(field.present));
        self.say(place, "deprecated", yes(field.deprecated));
        self.say(place, "inferred", field.inferred);
    }

    pub fn say(&mut self, place: &str, facet: &'static str, value: impl Into<String>) {
        self.0.entry(place.into()).or_default().insert(facet, value.into());
    }
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// A value that was worked out rather than read.
pub fn marked(value: &str, inferred: bool) -> String {
    if inferred && value != NONE { format!("{value} (inferred)") } else { value.into() }
}

/// Names in the order of the alphabet: no side's own order means anything.
pub fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    if names.is_empty() { NONE.into() } else { names.join(", ") }
}

/// A set of values, closed or open.
pub fn set<'n>(kind: &str, values: impl IntoIterator<Item = &'n str>) -> String {
    format!("{kind}: {}", list(values))
}

/// Limits of a number.
pub fn limits(min: Option<String>, max: Option<String>, inferred: bool) -> String {
    match (min, max) {
        (None, None) => NONE.into(),
        (min, max) => marked(&format!("{}..{}", min.unwrap_or_default(), max.unwrap_or_default()), inferred),
    }
}

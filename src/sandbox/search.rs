//! Searches.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, ok};
use super::call::Call;
use super::catalogue::KINDS;
use super::document::{Document, text};
use super::orders::{self, Order};
use super::patients::Patient;
use super::prescribers::{self, Prescriber};

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "all" => all,
        "orders" => in_orders,
        "patients" => in_patients,
        "products" => in_products,
        "prescribers" => in_prescribers,
        // There are no tasks.
        "tasks" => nothing,
        _ => return None,
    })
}

fn all(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::of(call);
    let orders = orders_that_match(sandbox, &query).into_iter().map(|hit| hit.with("result_type", "order"));
    let patients = patients_that_match(sandbox, &query, false).into_iter().map(|hit| hit.with("result_type", "patient"));
    let prescribers = prescribers_that_match(sandbox, &query, &["npi", "dea", "spi"]).into_iter();
    let prescribers = prescribers.map(|hit| hit.with("result_type", "prescriber"));
    let products = products_that_match(sandbox, &query, &["name", "sku", "id"]);
    results(call, orders.chain(patients).chain(prescribers).chain(products).collect())
}

fn in_orders(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::of(call);
    let hits = orders_that_match(sandbox, &query).into_iter().map(|hit| {
        // What the field means is not documented; here, whether the patient is what matched.
        let by_itself = query.rank(&own_fields(&hit.document)).is_some();
        hit.with("is_patient_order", !by_itself)
    });
    results(call, hits.collect())
}

fn in_patients(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    results(call, patients_that_match(sandbox, &Query::of(call), true))
}

fn in_prescribers(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    results(call, prescribers_that_match(sandbox, &Query::of(call), &[]))
}

fn in_products(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    results(call, products_that_match(sandbox, &Query::of(call), &["name", "sku"]))
}

fn nothing(_: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    results(call, Vec::new())
}

/// Something that matched.
struct Hit {
    rank: f64,
    document: Document,
}

impl Hit {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Hit {
        self.document.insert(name.into(), value.into());
        self
    }

    fn shown(self) -> Document {
        let rank = self.rank;
        self.with("rank", rank).document
    }
}

fn results(call: &Call<'_>, mut hits: Vec<Hit>) -> Result<Reply, Refusal> {
    let limit = call.count("limit")?.unwrap_or(50).min(100);
    hits.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    let shown: Vec<Value> = hits.into_iter().take(limit).map(|hit| hit.shown().into()).collect();
    ok(json!({ "results": shown }))
}

fn orders_that_match(sandbox: &Sandbox, query: &Query) -> Vec<Hit> {
    let hit = |order: &Order| {
        let Value::Object(document) = orders::show(sandbox, order) else { return None };
        let mut fields = own_fields(&document);
        if let Some(patient) = document.get("patient").and_then(Value::as_object) {
            fields.extend(person_fields(patient));
        }
        Some(Hit { rank: query.rank(&fields)?, document })
    };
    sandbox.orders.iter().rev().filter_map(hit).collect()
}

fn patients_that_match(sandbox: &Sandbox, query: &Query, by_birth_date: bool) -> Vec<Hit> {
    let hit = |patient: &Patient| {
        let mut fields = person_fields(&patient.document);
        if by_birth_date {
            fields.extend(birth_dates(&patient.document, query));
        }
        Some(Hit { rank: query.rank(&fields)?, document: patient.show(sandbox.now) })
    };
    sandbox.patients.iter().rev().filter_map(hit).collect()
}

/// `identifiers` are fields to look at beside id, name, e-mail and phone.
fn prescribers_that_match(sandbox: &Sandbox, query: &Query, identifiers: &[&str]) -> Vec<Hit> {
    let hit = |prescriber: &Prescriber| {
        let mut fields = person_fields(&prescriber.document);
        fields.extend(texts(&prescriber.document, identifiers));
        Some(Hit { rank: query.rank(&fields)?, document: prescriber.show() })
    };
    prescribers::all(sandbox).filter_map(hit).collect()
}

fn products_that_match(sandbox: &Sandbox, query: &Query, fields: &[&str]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for kind in KINDS {
        for product in sandbox.catalogue.products(kind) {
            if let Some(rank) = query.rank(&texts(product, fields)) {
                hits.push(Hit { rank, document: product.clone() }.with("result_type", kind));
            }
        }
    }
    hits
}

fn own_fields(order: &Document) -> Vec<String> {
    texts(order, &["order_number", "id"])
}

fn person_fields(person: &Document) -> Vec<String> {
    let names = texts(person, &["first_name", "middle_name", "last_name"]);
    let mut fields = texts(person, &["id", "email", "phone", "first_name", "middle_name", "last_name"]);
    fields.push(names.join(" "));
    fields
}

/// The written forms of a birth date. The American one is found as a whole only.
fn birth_dates(patient: &Document, query: &Query) -> Vec<String> {
    let Some(born) = text(patient, "date_of_birth") else { return Vec::new() };
    let mut forms = vec![born.to_string(), born.replace('-', "")];
    if let [year, month, day] = born.split('-').collect::<Vec<_>>()[..] {
        let american = format!("{month}/{day}/{year}");
        if query.terms.contains(&american) {
            forms.push(american);
        }
    }
    forms
}

fn texts(document: &Document, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| text(document, name)).map(str::to_lowercase).collect()
}

/// What is searched for: words that all have to occur, or a phrase in double quotes.
struct Query {
    terms: Vec<String>,
}

impl Query {
    fn of(call: &Call<'_>) -> Query {
        let text = call.text("q").unwrap_or_default().trim().to_lowercase();
        let phrase = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let terms = match phrase {
            Some(phrase) => vec![phrase.to_string()],
            None => text.split_whitespace().map(str::to_string).collect(),
        };
        Query { terms: terms.into_iter().filter(|term| !term.is_empty()).collect() }
    }

    /// How well some fields fit, from 0 to 1; none where a term occurs in none of them.
    fn rank(&self, fields: &[String]) -> Option<f64> {
        let mut sum = 0.0;
        for term in &self.terms {
            let best = fields.iter().filter_map(|field| fit(field, term)).max_by(f64::total_cmp);
            sum += best?;
        }
        (!self.terms.is_empty()).then(|| sum / self.terms.len() as f64)
    }
}

fn fit(field: &str, term: &str) -> Option<f64> {
    match field.find(term)? {
        0 if field.len() == term.len() => Some(1.0),
        0 => Some(0.7),
        _ => Some(0.4),
    }
}

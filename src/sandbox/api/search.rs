//! Searches. Each looks at every order, patient or prescriber once, and shows only the few that fit best.

use serde_json::{Value, json};

use super::{patients, show_order};
use crate::sandbox::http::answer::{Refusal, Reply, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::assumptions::Switch;
use crate::sandbox::store::catalogue::KINDS;
use crate::sandbox::store::document::{Document, Packed, text};
use crate::sandbox::store::orders::Order;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "all" => all,
        "orders" => in_orders,
        "patients" => in_patients,
        "products" => in_products,
        "prescribers" => in_prescribers,
        "tasks" => in_tasks,
        _ => return None,
    })
}

/// Something that matched: how well, and what it is.
struct Hit {
    rank: f64,
    what: What,
}

enum What {
    /// An order, and whether it is its patient that matched.
    Order(u32, bool),
    Patient(u32),
    Prescriber(u32),
    Product(usize),
    Task(usize),
}

fn all(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::of(call);
    let ranks = patient_ranks(store, &query);
    let mut hits = order_hits(store, &query, &ranks);
    hits.extend(
        ranks
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(place, rank)| Some(Hit { rank: (*rank)?, what: What::Patient(place as u32) })),
    );
    hits.extend(prescriber_hits(store, &query, &["npi", "dea", "spi"]));
    hits.extend(product_hits(store, &query, &["name", "sku", "id"]));
    hits.extend(task_hits(store, &query));
    results(store, call, hits, true)
}

fn in_orders(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::of(call);
    let hits = order_hits(store, &query, &patient_ranks(store, &query));
    results(store, call, hits, false)
}

fn in_patients(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::of(call);
    let may_be_date = query.terms.iter().any(|term| term.bytes().any(|byte| byte.is_ascii_digit()));
    let hit = |place: u32| {
        let patient = store.patients.at(place);
        if !store.is_seen(patient.created) {
            return None;
        }
        let rank = query.rank(patient.search.lines());
        let by_date = || {
            let dates = birth_dates(&patient.document(), &query);
            query.rank(patient.search.lines().chain(dates.iter().map(String::as_str)))
        };
        let rank = rank.or_else(|| if may_be_date { by_date() } else { None })?;
        Some(Hit { rank, what: What::Patient(place) })
    };
    let hits = (0..store.patients.len() as u32).rev().filter_map(hit).collect();
    results(store, call, hits, false)
}

fn in_prescribers(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let hits = prescriber_hits(store, &Query::of(call), &[]);
    results(store, call, hits, false)
}

fn in_products(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let hits = product_hits(store, &Query::of(call), &["name", "sku"]);
    results(store, call, hits, true)
}

fn in_tasks(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let hits = task_hits(store, &Query::of(call));
    results(store, call, hits, false)
}

/// The best hits, shown; `typed` where the kinds stand beside each other.
fn results(store: &Store, call: &Call<'_>, mut hits: Vec<Hit>, typed: bool) -> Result<Reply, Refusal> {
    let limit = call.count("limit")?.unwrap_or(50).min(100) as usize;
    hits.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    let shown = |hit: Hit| {
        let (kind, mut document) = show(store, &hit.what);
        if let What::Order(_, by_patient) = hit.what
            && !typed
        {
            // What the field means is not documented; here, whether the patient is what matched.
            document.insert("is_patient_order".into(), by_patient.into());
        }
        if typed {
            document.insert("result_type".into(), kind.into());
        }
        document.insert("rank".into(), hit.rank.into());
        Value::from(document)
    };
    ok(json!({ "results": hits.into_iter().take(limit).map(shown).collect::<Vec<Value>>() }))
}

fn show(store: &Store, what: &What) -> (&'static str, Document) {
    match *what {
        What::Order(place, _) => ("order", show_order::show(store, place)),
        What::Patient(place) => ("patient", patients::show(store, place)),
        What::Prescriber(place) => ("prescriber", store.prescribers.at(place).show()),
        What::Product(place) => (KINDS[store.catalogue.products[place].kind], store.catalogue.product(place).clone()),
        What::Task(place) => {
            let task = &store.tasks.all[place];
            let order = store.orders.at(task.order);
            ("task", task.show(order, store.patients.at(order.patient).id))
        }
    }
}

/// How well each patient fits, by place.
fn patient_ranks(store: &Store, query: &Query) -> Vec<Option<f64>> {
    let rank = |place: usize| {
        let patient = store.patients.at(place as u32);
        query.rank(patient.search.lines()).filter(|_| store.is_seen(patient.created))
    };
    (0..store.patients.len()).map(rank).collect()
}

/// Orders by themselves and by their patients. A term may be the one's, and another the other's.
fn order_hits(store: &Store, query: &Query, patients: &[Option<f64>]) -> Vec<Hit> {
    let tracking = store.assumptions.is(Switch::SearchTracking, "yes");
    let hit = |place: u32| {
        let order = store.orders.at(place);
        if !store.is_seen(order.created) {
            return None;
        }
        let by_patient = patients[order.patient as usize];
        // Most have nothing of the query at all.
        if by_patient.is_none() && !tracking && query.terms.iter().all(|term| !could_be_order(term)) {
            return None;
        }
        let own = own_fields(order, tracking);
        let own = || own.lines();
        let by_itself = query.rank(own());
        let patient = &store.patients.at(order.patient).search;
        let rank = query.rank(own().chain(patient.lines()))?;
        Some(Hit { rank, what: What::Order(place, by_itself.is_none()) })
    };
    (0..store.orders.len() as u32).rev().filter_map(hit).collect()
}

/// Whether a term may be a part of an order's id or number.
fn could_be_order(term: &str) -> bool {
    let in_id = term.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    // What stands together in a number without a digit is no longer than its last four characters.
    let plain = term.bytes().all(|byte| byte.is_ascii_alphanumeric());
    in_id || plain && (term.len() <= 4 || term.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Number, id and perhaps tracking numbers, a line each, in lower case.
fn own_fields(order: &Order, tracking: bool) -> String {
    let mut fields = format!("{}\n{}", order.number, order.id);
    if tracking {
        for shipment in order.shipments.iter().map(Packed::open) {
            fields.push('\n');
            fields.push_str(text(&shipment, "tracking_number").unwrap_or_default());
        }
    }
    fields.make_ascii_lowercase();
    fields
}

/// `identifiers` are fields to look at beside id, name, e-mail and phone.
fn prescriber_hits(store: &Store, query: &Query, identifiers: &[&str]) -> Vec<Hit> {
    store.count(store.prescribers.all.len());
    let hit = |place: u32| {
        let prescriber = store.prescribers.at(place);
        if !prescriber.linked {
            return None;
        }
        let names = ["first_name", "middle_name", "last_name"];
        let mut fields = texts(&prescriber.document, &["id", "email", "phone"]);
        fields.extend(texts(&prescriber.document, &names));
        fields.push(texts(&prescriber.document, &names).join(" "));
        fields.extend(texts(&prescriber.document, identifiers));
        Some(Hit { rank: query.rank(fields.iter().map(String::as_str))?, what: What::Prescriber(place) })
    };
    (0..store.prescribers.all.len() as u32).rev().filter_map(hit).collect()
}

fn product_hits(store: &Store, query: &Query, fields: &[&str]) -> Vec<Hit> {
    let hit = |place: usize| {
        let fields = texts(store.catalogue.product(place), fields);
        Some(Hit { rank: query.rank(fields.iter().map(String::as_str))?, what: What::Product(place) })
    };
    (0..store.catalogue.products.len()).filter_map(hit).collect()
}

fn task_hits(store: &Store, query: &Query) -> Vec<Hit> {
    store.count(store.tasks.all.len());
    let hit = |place: usize| {
        let fields = store.tasks.all[place].fields();
        Some(Hit { rank: query.rank(fields.iter().map(String::as_str))?, what: What::Task(place) })
    };
    (0..store.tasks.all.len()).rev().filter_map(hit).collect()
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
    fn rank<'a>(&self, fields: impl Iterator<Item = &'a str> + Clone) -> Option<f64> {
        let mut sum = 0.0;
        for term in &self.terms {
            let best = fields.clone().filter_map(|field| fit(field, term)).max_by(f64::total_cmp);
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

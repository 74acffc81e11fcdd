//! What each operation does, one file for each part of the API.

pub mod auth;
mod composite;
mod licences;
pub mod lines;
pub mod new_orders;
pub mod new_prescriptions;
pub mod notifications;
mod orders;
pub mod patients;
pub mod prescribers;
mod prescriptions;
mod products;
mod qualifications;
mod reasons;
mod reports;
mod risk_factors;
mod risk_texts;
mod script;
mod search;
mod show_order;
mod supervisions;

use super::http::call::Handler;
use super::http::route::Route;
use super::store::Store;
use super::store::document::Document;

pub fn handler(group: &str, name: &str) -> Option<Handler> {
    match group {
        "auth" => auth::handler(name),
        "orders" => orders::handler(name).or(reasons::handler(name)),
        "patients" => patients::handler(name).or(risk_factors::handler(name)),
        "prescribers" => prescribers::handler(name).or(qualifications::handler(name)).or(supervisions::handler(name)),
        "prescriptions" => prescriptions::handler(name),
        "composite" => composite::handler(name),
        "products" => products::handler(name),
        "reports" => reports::handler(name),
        "search" => search::handler(name),
        "notifications" => notifications::handler(name),
        _ => None,
    }
}

/// What an update is about, as it is shown.
pub fn current(store: &Store, route: &Route) -> Option<Document> {
    match (route.group.name, route.endpoint.name) {
        ("orders", "update") => Some(show_order::show(store, store.order(route.id("order_id"))?)),
        ("orders", "updateCompoundingReason") => store.catalogue.reason(route.id("reason_id")).cloned(),
        ("patients", "update") => Some(patients::show(store, patients::find(store, route.id("patient_id")).ok()?)),
        ("prescribers", "update") => Some(store.prescribers.at(store.prescribers.by_id(route.id("prescriber_id"))?).show()),
        ("prescribers", "updateQualification") => qualifications::current(store, route),
        ("products", "updatePrescription" | "updateNonPrescription" | "updateOrderMaterial") => products::current(store, route),
        _ => None,
    }
}

//! Searches and their results.

use blend_sdk_macros::model;

use super::orders::Order;
use super::patients::Patient;
use super::prescribers::Prescriber;
use super::products::{NonPrescriptionProduct, OrderMaterial, PrescriptionProduct};

/// What to search for.
#[model(request)]
pub struct SearchParams {
    /// Search text; a part of a value is enough. In double quotes, a phrase is matched exactly: documented for
    /// `search.all` only.
    pub q: String,
    /// Most results to return; 50 unless told.
    #[wire(max = 100)]
    pub limit: Option<i64>,
}

/// What to search for. That this search takes these two is inferred from the others.
#[model(request, inferred)]
pub struct SearchParamsInferred {
    /// Search text; a part of a value is enough.
    #[wire(expected, inferred)]
    pub q: Option<String>,
    /// Most results to return; 50 unless told.
    #[wire(max = 100, range_inferred, inferred)]
    pub limit: Option<i64>,
}

/// How well a match fits.
#[model(answer)]
pub struct SearchRank {
    /// From 0 to 1.
    #[wire(example = "0.7")]
    pub rank: Option<f64>,
}

/// Matches of all kinds, most relevant first.
#[model(answer)]
pub struct SearchResults {
    pub results: Option<Vec<SearchResult>>,
}

/// One match of any kind, told apart by `result_type`. Blend may answer kinds that are not listed
/// here: `isKnownSearchResult(result)` tells.
#[model(tag = "result_type")]
pub enum SearchResult {
    #[wire(example = "order")]
    Order(Box<SearchResultOrder>),
    #[wire(example = "patient")]
    Patient(Box<SearchResultPatient>),
    #[wire(example = "prescriber")]
    Prescriber(Box<SearchResultPrescriber>),
    #[wire(example = "prescription")]
    Prescription(Box<SearchResultPrescriptionProduct>),
    #[wire(example = "non_prescription")]
    NonPrescription(Box<SearchResultNonPrescriptionProduct>),
    #[wire(example = "order_material")]
    OrderMaterial(Box<SearchResultOrderMaterial>),
    #[wire(example = "task")]
    Task(Box<SearchResultTask>),
}

/// One match of a product search, told apart by `result_type`.
#[model(tag = "result_type")]
pub enum SearchResultProduct {
    #[wire(example = "prescription")]
    Prescription(Box<SearchResultPrescriptionProduct>),
    #[wire(example = "non_prescription")]
    NonPrescription(Box<SearchResultNonPrescriptionProduct>),
    #[wire(example = "order_material")]
    OrderMaterial(Box<SearchResultOrderMaterial>),
}

/// An order that matched.
#[model(answer)]
pub struct SearchResultOrder {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub order: Order,
    /// In `search.all` only.
    #[wire(example = "order")]
    pub result_type: Option<String>,
    /// In `search.orders`; its meaning is not documented.
    pub is_patient_order: Option<bool>,
}

/// A patient that matched.
#[model(answer)]
pub struct SearchResultPatient {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub patient: Patient,
    /// In `search.all` only.
    #[wire(example = "patient")]
    pub result_type: Option<String>,
}

/// A prescriber that matched.
#[model(answer, inferred)]
pub struct SearchResultPrescriber {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub prescriber: Prescriber,
    #[wire(inferred, example = "prescriber")]
    pub result_type: Option<String>,
}

/// A prescription product that matched.
#[model(answer)]
pub struct SearchResultPrescriptionProduct {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: PrescriptionProduct,
    #[wire(example = "prescription")]
    pub result_type: Option<String>,
}

/// A non-prescription product that matched.
#[model(answer, inferred)]
pub struct SearchResultNonPrescriptionProduct {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: NonPrescriptionProduct,
    #[wire(inferred, example = "non_prescription")]
    pub result_type: Option<String>,
}

/// An order material that matched.
#[model(answer, inferred)]
pub struct SearchResultOrderMaterial {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: OrderMaterial,
    #[wire(inferred, example = "order_material")]
    pub result_type: Option<String>,
}

/// A task that matched.
#[model(answer, inferred)]
pub struct SearchResultTask {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub task: Task,
    #[wire(inferred, example = "task")]
    pub result_type: Option<String>,
}

/// Orders that matched.
#[model(answer)]
pub struct OrderSearchResults {
    pub results: Option<Vec<SearchResultOrder>>,
}

/// Patients that matched.
#[model(answer)]
pub struct PatientSearchResults {
    pub results: Option<Vec<SearchResultPatient>>,
}

/// Prescribers that matched.
#[model(answer, inferred)]
pub struct PrescriberSearchResults {
    pub results: Option<Vec<SearchResultPrescriber>>,
}

/// Products that matched.
#[model(answer)]
pub struct ProductSearchResults {
    pub results: Option<Vec<SearchResultProduct>>,
}

/// Tasks that matched.
#[model(answer, inferred)]
pub struct TaskSearchResults {
    pub results: Option<Vec<SearchResultTask>>,
}

/// An internal to-do, as an example on a page that has left the vendor's index shows it.
#[model(answer)]
pub struct Task {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub completed_at: Option<String>,
    pub created_by_id: Option<String>,
    pub assignee_id: Option<String>,
    pub assignee: Option<TaskUser>,
    #[wire(example = "Confirm shelf-stability of recent batch")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// T01 is named Order; the list was not found.
    #[wire(example = "T01")]
    pub category_code: Option<String>,
    #[wire(example = "Order")]
    pub category_name: Option<String>,
    /// The list was not found.
    #[wire(example = "NEW")]
    pub status_code: Option<String>,
    #[wire(example = "New")]
    pub status_name: Option<String>,
    pub order_id: Option<String>,
    pub patient_id: Option<String>,
    pub prescription_id: Option<String>,
    pub watchers: Option<Vec<TaskUser>>,
}

/// A person at work on a task.
#[model(answer)]
pub struct TaskUser {
    pub id: Option<String>,
    #[wire(example = "Rodrigo")]
    pub first_name: Option<String>,
    #[wire(example = "Davis")]
    pub last_name: Option<String>,
    #[wire(example = "admin")]
    pub role: Option<String>,
}

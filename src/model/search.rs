//! Searches and their results.

use blend_sdk_macros::model;

use super::orders::Order;
use super::patients::Patient;
use super::prescribers::Prescriber;
use super::products::{NonPrescriptionProduct, OrderMaterial, PrescriptionProduct};

/// What to search for.
#[model(request)]
pub struct SearchParams {
    /// Search text. A part of a value is enough. In `search.all`, a phrase in double quotes is matched exactly.
    pub q: String,
    /// The most results to return.
    #[wire(max = 100, default = "50")]
    pub limit: Option<i64>,
}

/// What to search for. `search.all` and `search.products` take these two parameters; that this search takes them is inferred.
#[model(request, inferred)]
pub struct SearchByKindParams {
    /// Search text. A part of a value is enough.
    #[wire(expected, inferred)]
    pub q: Option<String>,
    /// The most results to return.
    #[wire(max = 100, range_inferred, inferred, default = "50")]
    pub limit: Option<i64>,
}

/// How well a result fits.
#[model(answer, inline)]
pub struct SearchRank {
    /// How well the result fits the search text, from 0 to 1.
    #[wire(example = "0.7")]
    pub rank: Option<f64>,
}

/// Results of all kinds, most relevant first.
#[model(answer)]
pub struct SearchResults {
    #[wire(present)]
    pub results: Option<Vec<SearchResult>>,
}

/// A result of any kind; `result_type` tells which. Blend may return other kinds: `isKnownSearchResult(result)` tells them apart.
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

/// A result of a product search; `result_type` tells which kind of product.
#[model(tag = "result_type")]
pub enum SearchResultProduct {
    #[wire(example = "prescription")]
    Prescription(Box<SearchResultPrescriptionProduct>),
    #[wire(example = "non_prescription")]
    NonPrescription(Box<SearchResultNonPrescriptionProduct>),
    #[wire(example = "order_material")]
    OrderMaterial(Box<SearchResultOrderMaterial>),
}

/// An order among the results.
#[model(answer)]
pub struct SearchResultOrder {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub order: Order,
    /// Only `search.all` returns it.
    #[wire(example = "order")]
    pub result_type: Option<String>,
    /// Only `search.orders` returns it. Its meaning is not documented.
    pub is_patient_order: Option<bool>,
}

/// A patient among the results.
#[model(answer)]
pub struct SearchResultPatient {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub patient: Patient,
    /// Only `search.all` returns it.
    #[wire(example = "patient")]
    pub result_type: Option<String>,
}

/// A prescriber among the results.
#[model(answer, inferred)]
pub struct SearchResultPrescriber {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub prescriber: Prescriber,
    #[wire(inferred, example = "prescriber")]
    pub result_type: Option<String>,
}

/// A prescription product among the results.
#[model(answer)]
pub struct SearchResultPrescriptionProduct {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: PrescriptionProduct,
    #[wire(example = "prescription")]
    pub result_type: Option<String>,
}

/// A non-prescription product among the results.
#[model(answer, inferred)]
pub struct SearchResultNonPrescriptionProduct {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: NonPrescriptionProduct,
    #[wire(inferred, example = "non_prescription")]
    pub result_type: Option<String>,
}

/// An order material among the results.
#[model(answer, inferred)]
pub struct SearchResultOrderMaterial {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub product: OrderMaterial,
    #[wire(inferred, example = "order_material")]
    pub result_type: Option<String>,
}

/// A task among the results.
#[model(answer, inferred)]
pub struct SearchResultTask {
    #[wire(part)]
    pub rank: SearchRank,
    #[wire(part)]
    pub task: Task,
    #[wire(inferred, example = "task")]
    pub result_type: Option<String>,
}

/// The orders that were found.
#[model(answer)]
pub struct OrderSearchResults {
    #[wire(present)]
    pub results: Option<Vec<SearchResultOrder>>,
}

/// The patients who were found.
#[model(answer)]
pub struct PatientSearchResults {
    #[wire(present)]
    pub results: Option<Vec<SearchResultPatient>>,
}

/// The prescribers who were found.
#[model(answer, inferred)]
pub struct PrescriberSearchResults {
    pub results: Option<Vec<SearchResultPrescriber>>,
}

/// The products that were found.
#[model(answer)]
pub struct ProductSearchResults {
    #[wire(present)]
    pub results: Option<Vec<SearchResultProduct>>,
}

/// The tasks that were found.
#[model(answer, inferred)]
pub struct TaskSearchResults {
    pub results: Option<Vec<SearchResultTask>>,
}

/// An internal task of the pharmacy. Only an older page of the documentation shows one.
#[model(answer)]
pub struct Task {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    /// When the task was completed, ISO 8601.
    pub completed_at: Option<String>,
    pub created_by_id: Option<String>,
    pub assignee_id: Option<String>,
    pub assignee: Option<TaskUser>,
    #[wire(example = "Confirm shelf-stability of recent batch")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// `T01` is the category `Order`. No list of codes is documented.
    #[wire(example = "T01")]
    pub category_code: Option<String>,
    #[wire(example = "Order")]
    pub category_name: Option<String>,
    /// No list of codes is documented.
    #[wire(example = "NEW")]
    pub status_code: Option<String>,
    #[wire(example = "New")]
    pub status_name: Option<String>,
    pub order_id: Option<String>,
    pub patient_id: Option<String>,
    pub prescription_id: Option<String>,
    pub watchers: Option<Vec<TaskUser>>,
}

/// A person who works on a task.
#[model(answer)]
pub struct TaskUser {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(example = "Rodrigo")]
    pub first_name: Option<String>,
    #[wire(example = "Davis")]
    pub last_name: Option<String>,
    #[wire(example = "admin")]
    pub role: Option<String>,
}

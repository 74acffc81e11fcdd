//! Searches.

use super::entry::Endpoint;
use crate::model::search::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "all",
        "/search",
        "Searches orders, patients, prescribers, products and tasks at once, most relevant first.\nIt looks at ids, order numbers, names, e-mail addresses, phone numbers, prescriber identifiers, product names and SKUs.",
    )
    .takes::<SearchParams>()
    .gives::<SearchResults>(),
    Endpoint::get("orders", "/search/orders", "Searches orders by order number, id or patient.")
        .takes::<SearchByKindParams>()
        .gives::<OrderSearchResults>(),
    Endpoint::get(
        "patients",
        "/search/patients",
        "Searches patients by id, name, e-mail, phone or date of birth.\nWrite a date of birth as YYYY-MM-DD or YYYYMMDD, whole or in part, or as MM/DD/YYYY, whole.",
    )
    .takes::<SearchByKindParams>()
    .gives::<PatientSearchResults>(),
    Endpoint::get("prescribers", "/search/prescribers", "Searches prescribers by id, name, e-mail or phone.")
        .takes::<SearchByKindParams>()
        .gives::<PrescriberSearchResults>()
        .inferred(),
    Endpoint::get("products", "/search/products", "Searches products by name or SKU.")
        .takes::<SearchParams>()
        .gives::<ProductSearchResults>(),
    Endpoint::get("tasks", "/search/tasks", "Searches tasks by name or description.")
        .takes::<SearchByKindParams>()
        .gives::<TaskSearchResults>()
        .inferred(),
];

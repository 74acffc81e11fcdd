//! Searches.

use super::Endpoint;
use crate::model::search::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "all",
        "/search",
        "Searches orders, patients, prescribers, products and tasks at once, most relevant first.\nLooks at ids, order numbers, names, e-mail, phone, prescriber identifiers, product names and SKUs.",
    )
    .takes::<SearchParams>()
    .gives::<SearchResults>(),
    Endpoint::get("orders", "/search/orders", "Searches orders by order number, id or patient.")
        .takes::<SearchByKindParams>()
        .gives::<OrderSearchResults>(),
    Endpoint::get(
        "patients",
        "/search/patients",
        "Searches patients by id, name, e-mail, phone or date of birth.\nA date of birth may be written YYYY-MM-DD or YYYYMMDD (a part is enough), or MM/DD/YYYY (whole only).",
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

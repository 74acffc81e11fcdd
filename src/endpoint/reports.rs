//! Reports.

use super::entry::Endpoint;
use crate::model::reports::*;

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "daily",
        "/reports/daily",
        "Counts the new patients, prescriptions and orders of each day, without cancelled ones. The shape of the answer is not documented.",
    )
    .may_take::<ReportsDailyParams>()
    .gives::<DailyReport>()
    .inferred(),
    Endpoint::get("orders", "/reports/orders", "Counts the orders of a range of days, by status and by product.")
        .takes::<ReportsOrdersParams>()
        .gives::<OrdersReport>(),
];

//! Reports.

use blend_sdk_macros::model;

use super::common::Json;

/// New patients, prescriptions and orders of each day. The shape is not documented: it may be one object, or a list with one
/// object for each day.
pub type DailyReport = Json;

/// Which days to count. The orders report takes these two parameters; that this report takes them is inferred.
#[model(request, inferred)]
pub struct ReportsDailyParams {
    /// The first day.
    #[wire(inferred, example = "2025-01-01")]
    pub start_date: Option<String>,
    /// The last day.
    #[wire(inferred, example = "2025-01-31")]
    pub end_date: Option<String>,
}

/// Which days to count, and what.
#[model(request)]
pub struct ReportsOrdersParams {
    /// The first day.
    #[wire(example = "2025-01-01")]
    pub start_date: String,
    /// The last day.
    #[wire(example = "2025-01-31")]
    pub end_date: String,
    /// The parts to return, as an array or as one string with commas. What Blend returns without it is not documented.
    #[wire(known_list("status", "count", "products"), example = "status,count")]
    pub include: Option<String>,
}

/// How many orders there were. An older page shows this answer; newer pages write `status` in place of `status_code` and
/// `status_name`.
#[model(answer)]
pub struct OrdersReport {
    /// The two days as one text, such as `2025-01-01 to 2025-01-31`.
    #[wire(example = "2025-01-01 to 2025-01-31")]
    pub date_range: Option<String>,
    #[wire(example = "179")]
    pub total_orders: Option<i64>,
    pub orders_by_status: Option<Vec<OrdersReportStatusCount>>,
    pub orders_by_product: Option<OrdersReportProducts>,
}

/// How many orders have one status.
#[model(answer)]
pub struct OrdersReportStatusCount {
    /// The status by an older code. The documentation shows `N01`, `P01` and `S01`.
    #[wire(example = "N01")]
    pub status_code: Option<String>,
    /// The status by an older name. The documentation shows `Received`, `Data Entry` and `Shipping`.
    #[wire(example = "Received")]
    pub status_name: Option<String>,
    /// What newer answers probably have instead, such as `received`.
    #[wire(inferred)]
    pub status: Option<String>,
    #[wire(example = "23")]
    pub count: Option<i64>,
}

/// How often each product was ordered, by kind.
#[model(answer)]
pub struct OrdersReportProducts {
    pub prescription: Option<Vec<OrdersReportProductCount>>,
    pub non_prescription: Option<Vec<OrdersReportProductCount>>,
    pub order_material: Option<Vec<OrdersReportProductCount>>,
}

/// How often one product was ordered.
#[model(answer)]
pub struct OrdersReportProductCount {
    /// Blend's id of the product, a UUID.
    #[wire(present)]
    pub id: Option<String>,
    #[wire(example = "Rapamycin 100mg")]
    pub name: Option<String>,
    #[wire(example = "920")]
    pub count: Option<i64>,
}

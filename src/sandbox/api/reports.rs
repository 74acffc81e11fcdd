//! Reports: what the sandbox holds, counted.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sandbox::http::answer::{Refusal, Reply, ok};
use crate::sandbox::http::call::{Call, Handler};
use crate::sandbox::store::Store;
use crate::sandbox::store::catalogue::KINDS;
use crate::sandbox::store::clock::{self, DAY, date};
use crate::sandbox::store::days::Day;
use crate::sandbox::store::document::{Document, text};
use crate::sandbox::store::orders::Status;

/// More days than a year has are not counted one by one.
const MOST_DAYS: i64 = 366;

pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "daily" => daily,
        "orders" => orders,
        _ => return None,
    })
}

/// A date of the request, as days since 1970.
fn day(call: &Call<'_>, name: &str) -> Result<Option<i64>, Refusal> {
    let read = |text: &str| clock::day(text).ok_or_else(|| Refusal::field(name, "expected a date: YYYY-MM-DD"));
    call.text(name).map(read).transpose()
}

/// The last thirty days, where the call does not say which.
fn daily(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    let last = day(call, "end_date")?.unwrap_or(store.now.div_euclid(DAY));
    let first = day(call, "start_date")?.unwrap_or(last - 29);
    if last - first >= MOST_DAYS {
        return Err(Refusal::field("start_date", "the daily report counts a year at most"));
    }
    let cancelled = Status::read("cancelled").map_or(0, Status::place);
    let row = |number: i64| {
        store.count(1);
        let day = store.days.day(number).cloned().unwrap_or_default();
        let orders: u32 = day.statuses.iter().sum::<u32>() - day.statuses[cancelled];
        json!({
            "date": date(number),
            "new_patients": day.patients,
            "new_prescriptions": day.prescriptions,
            "new_orders": orders,
        })
    };
    ok((first..=last).map(row).collect::<Value>())
}

fn orders(store: &mut Store, call: &Call<'_>) -> Result<Reply, Refusal> {
    call.required("start_date")?;
    call.required("end_date")?;
    let (Some(first), Some(last)) = (day(call, "start_date")?, day(call, "end_date")?) else {
        return Err(Refusal::field("start_date", "expected a date: YYYY-MM-DD"));
    };
    let days: Vec<&Day> = store.days.between(first, last).collect();
    store.count(days.len());
    let parts = call.text("include").map(|list| list.split(',').map(str::trim).collect::<Vec<&str>>());
    let wanted = |part: &str| parts.as_ref().is_none_or(|parts| parts.contains(&part));

    let mut report = Document::new();
    report.insert("date_range".into(), format!("{} to {}", date(first), date(last)).into());
    if wanted("count") {
        let total: u32 = days.iter().flat_map(|day| day.statuses).sum();
        report.insert("total_orders".into(), total.into());
    }
    if wanted("status") {
        report.insert("orders_by_status".into(), by_status(store, &days));
    }
    if wanted("products") {
        report.insert("orders_by_product".into(), by_product(store, &days).into());
    }
    ok(report)
}

/// A row for each status that occurs, in the order of an order's life.
fn by_status(store: &Store, days: &[&Day]) -> Value {
    let row = |shown: Document| {
        let status = Status::read(text(&shown, "code")?)?;
        let count: u32 = days.iter().map(|day| day.statuses[status.place()]).sum();
        (count > 0).then(|| json!({ "status": status.name(), "status_name": text(&shown, "name"), "count": count }))
    };
    store.catalogue.documents("statuses").into_iter().filter_map(row).collect()
}

/// On how many lines each product stands, most of them first.
fn by_product(store: &Store, days: &[&Day]) -> Document {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for (product, lines) in days.iter().flat_map(|day| &day.lines) {
        *counts.entry(*product).or_default() += lines;
    }
    let of_kind = |kind: usize| {
        let mut rows: Vec<(&u32, &u32)> =
            counts.iter().filter(|(product, _)| store.catalogue.products[**product as usize].kind == kind).collect();
        rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let row = |(product, count): (&u32, &u32)| {
            let product = store.catalogue.product(*product as usize);
            json!({ "id": product.get("id"), "name": product.get("name"), "count": count })
        };
        rows.into_iter().map(row).collect::<Value>()
    };
    KINDS.iter().enumerate().map(|(kind, name)| (name.to_string(), of_kind(kind))).collect()
}

//! Reports: what the sandbox holds, counted.

use serde_json::{Value, json};

use super::Sandbox;
use super::answer::{Handler, Refusal, Reply, ok};
use super::call::Call;
use super::catalogue::KINDS;
use super::clock::{DAY, date};
use super::document::{Document, objects, text};
use super::orders::Order;
use crate::rules::calendar;

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
    let read = |text: &str| {
        calendar::date(text.as_bytes()).map(i64::from).ok_or_else(|| Refusal::field(name, "expected a date: YYYY-MM-DD"))
    };
    call.text(name).map(read).transpose()
}

/// The day on which something came in.
fn made(document: &Document) -> Option<i64> {
    calendar::date(text(document, "created_at")?.get(..10)?.as_bytes()).map(i64::from)
}

/// The last thirty days, where the call does not say which.
fn daily(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    let last = day(call, "end_date")?.unwrap_or(sandbox.now.div_euclid(DAY));
    let first = day(call, "start_date")?.unwrap_or(last - 29);
    if last - first >= MOST_DAYS {
        return Err(Refusal::field("start_date", "the daily report counts a year at most"));
    }
    let kept = sandbox.orders.iter().filter(|order| order.status() != "cancelled");
    let orders: Vec<Option<i64>> = kept.map(|order| made(&order.document)).collect();
    let patients: Vec<Option<i64>> = sandbox.patients.iter().map(|patient| made(&patient.document)).collect();
    let prescriptions: Vec<Option<i64>> = sandbox.prescriptions.iter().map(made).collect();
    let count = |days: &[Option<i64>], day: i64| days.iter().filter(|made| **made == Some(day)).count();
    let row = |day: i64| {
        json!({
            "date": date(day),
            "new_patients": count(&patients, day),
            "new_prescriptions": count(&prescriptions, day),
            "new_orders": count(&orders, day),
        })
    };
    ok((first..=last).map(row).collect::<Value>())
}

fn orders(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Reply, Refusal> {
    call.required("start_date")?;
    call.required("end_date")?;
    let (first, last) = (day(call, "start_date")?, day(call, "end_date")?);
    let within = |order: &&Order| made(&order.document).is_some_and(|day| first <= Some(day) && Some(day) <= last);
    let orders: Vec<&Order> = sandbox.orders.iter().filter(within).collect();
    let parts = call.text("include").map(|list| list.split(',').map(str::trim).collect::<Vec<&str>>());
    let wanted = |part: &str| parts.as_ref().is_none_or(|parts| parts.contains(&part));

    let mut report = Document::new();
    let range = first.zip(last).map(|(first, last)| format!("{} to {}", date(first), date(last)));
    report.insert("date_range".into(), range.into());
    if wanted("count") {
        report.insert("total_orders".into(), orders.len().into());
    }
    if wanted("status") {
        report.insert("orders_by_status".into(), by_status(sandbox, &orders));
    }
    if wanted("products") {
        report.insert("orders_by_product".into(), KINDS.map(|kind| (kind, by_product(&orders, kind))).into_iter().collect());
    }
    ok(report)
}

/// A row for each status that occurs, in the order of an order's life.
fn by_status(sandbox: &Sandbox, orders: &[&Order]) -> Value {
    let row = |status: Document| {
        let code = text(&status, "code")?;
        let count = orders.iter().filter(|order| order.status() == code).count();
        (count > 0).then(|| json!({ "status": code, "status_name": text(&status, "name"), "count": count }))
    };
    sandbox.catalogue.documents("statuses").into_iter().filter_map(row).collect()
}

/// How many lines each product stands on, most of them first.
fn by_product(orders: &[&Order], kind: &str) -> Value {
    let mut rows: Vec<(&Document, usize)> = Vec::new();
    let products = orders.iter().filter_map(|order| order.document.get("products")?.as_object());
    for line in products.flat_map(|products| objects(products, kind)) {
        match rows.iter_mut().find(|(known, _)| known.get("id") == line.get("id")) {
            Some((_, count)) => *count += 1,
            None => rows.push((line, 1)),
        }
    }
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows.into_iter().map(|(line, count)| json!({ "id": line.get("id"), "name": line.get("name"), "count": count })).collect()
}

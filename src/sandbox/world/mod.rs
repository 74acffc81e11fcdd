//! Made-up people and orders, as many as are asked for. They look real, and their names and addresses say that they are not.

mod people;

use serde_json::json;

use super::api::{lines, new_orders, new_prescriptions, patients};
use super::pharmacy::{moves, stuck, time};
use super::store::Store;
use super::store::clock::{DAY, iso};
use super::store::document::{Document, object, text};
use super::store::ids::Stream;
use super::store::orders::Status;

/// Over how many days the orders are spread, the newest of them today.
const SPAN: i64 = 120 * DAY;
const HOUR: i64 = 3_600_000;

/// Makes patients, and orders for them in every status.
pub fn populate(store: &mut Store, people: usize, orders: usize) {
    if people + orders == 0 {
        return;
    }
    make_room(people, orders);
    let (now, forward) = (store.now, store.outbox.forward.take());
    let first = now - SPAN;
    store.now = first;
    for _ in 0..people {
        let random = store.streams.of(Stream::World);
        let person = people::draw(random, first);
        let id = random.uuid();
        patients::add(store, id, &person);
    }
    let products = product_ids(store);
    for place in 0..orders {
        let left = orders - place;
        let created = if left == 1 { now - 60_000 } else { first + (SPAN - 60_000) / orders as i64 * place as i64 };
        store.now = created;
        let status = if left <= Status::COUNT { Status::all().nth(left - 1) } else { None };
        order(store, &products, status, now);
    }
    time::pass(store, now);
    stuck::review(store);
    store.outbox.forward = forward;
}

/// Has the allocator take the memory from the engine at once, and keep it. Taking it page by page is a third of all the work.
fn make_room(people: usize, orders: usize) {
    let mut room: Vec<u8> = Vec::new();
    if room.try_reserve_exact(people * 1024 + orders * 2048).is_ok() {
        std::hint::black_box(&mut room);
    }
}

/// One order, most of the time with the prescriptions that it needs, moved on as far as its age says.
fn order(store: &mut Store, products: &[Vec<String>; 3], status: Option<Status>, now: i64) {
    let created = store.now;
    let patient = store.streams.of(Stream::World).below(store.patients.len()) as u32;
    let status = status.unwrap_or_else(|| draw_status(store, now - created));
    let data = draw_order(store, products);
    let products = data.get("products").cloned().map(object).unwrap_or_default();
    if store.streams.of(Stream::World).below(10) > 0 {
        for line in super::store::document::objects(&products, "prescription") {
            prescribe(store, patient, text(line, "id").unwrap_or_default());
        }
    }
    let order = new_orders::new_order(store, &data, patient);
    let place = store.add_order(order);
    if let Ok(wanted) = lines::read(&store.catalogue, &products, "") {
        lines::put(store, place, wanted);
    }
    // An hour or some for each status, but not beyond today.
    let step = (HOUR * (2 + store.streams.of(Stream::World).below(20) as i64)).min((now - created) / 5);
    for wanted in way_to(status) {
        store.now += step;
        moves::put(store, place, wanted);
    }
}

/// The statuses that an order passes on its way to one.
fn way_to(status: Status) -> Vec<Status> {
    let way = crate::rules::orders::PROGRESS;
    match way.iter().position(|name| *name == status.name()) {
        Some(end) => way[1..=end].iter().filter_map(|name| Status::read(name)).collect(),
        None => vec![status],
    }
}

fn draw_status(store: &mut Store, age: i64) -> Status {
    let part = store.streams.of(Stream::World).below(100);
    let name = match (age / DAY, part) {
        (_, 0..4) => "cancelled",
        (_, 4..6) => "exception",
        (_, 6..8) => "paused",
        (7.., _) => "delivered",
        (3..7, 8..60) => "delivered",
        (3..7, _) => "shipped",
        (1..3, 8..40) => "verified",
        (1..3, 40..70) => "shipped",
        (1..3, _) => "picked",
        (_, 8..30) => "picked",
        _ => "received",
    };
    Status::read(name).unwrap_or(Status::RECEIVED)
}

/// The ids of all products, by kind.
fn product_ids(store: &Store) -> [Vec<String>; 3] {
    [0, 1, 2].map(|kind| {
        store.catalogue.products.iter().filter(|product| product.kind == kind).map(|product| product.id.to_string()).collect()
    })
}

fn draw_order(store: &mut Store, [drugs, others, materials]: &[Vec<String>; 3]) -> Document {
    let key = format!("visit-{}", 10_000 + store.orders.len());
    let random = store.streams.of(Stream::World);
    let quantity = 1 + random.below(3);
    let mut products = json!({ "prescription": [{ "id": random.pick(drugs), "quantity": quantity }] });
    if random.below(4) == 0 {
        products["non_prescription"] = json!([{ "id": random.pick(others) }]);
    }
    if random.below(6) == 0 {
        products["order_material"] = json!([{ "id": random.pick(materials) }]);
    }
    let mut data = object(json!({ "external_id": key, "products": products }));
    if random.below(3) == 0 {
        data.insert("shipping".into(), json!({ "carrier": random.pick(&["usps", "ups", "fedex"]) }));
    }
    data
}

fn prescribe(store: &mut Store, patient: u32, product: &str) {
    let written = iso(store.now).trim_end_matches('Z').to_string();
    let random = store.streams.of(Stream::World);
    let (refills, days) = (random.below(4), 30 * (1 + random.below(3)));
    let medication = json!({
        "prescription_product_id": product,
        "quantity": 30,
        "units": "C48155",
        "refills": refills,
        "days_supply": days,
        "sig": "Use as directed",
        "written_at": written,
    });
    let data = object(json!({ "medication": medication }));
    let who = patients::Who::Known(patient);
    let doctor = new_prescriptions::Doctor::Known(0);
    if let Ok(plan) = new_prescriptions::plan(store, &data, "", (Some(&who), Some(&doctor))) {
        new_prescriptions::carry_out(store, plan);
    }
}

//! The documents of the vendor's own pages.

use blend_sdk::check::{Direction, Kind, Policy, Report, Wire, check};
use blend_sdk::model::orders::{CreatedOrder, NewOrder, Order, OrderUpdate, OrdersCreateParams, OrdersUpdateParams};

fn report(file: &str, kind: &'static Kind, direction: Direction) -> Report {
    let text = std::fs::read(format!("tests/contract/examples/{file}")).unwrap();
    check(&text, kind, Policy { direction, strict: true, allow_unknown: false, today: 20_000 })
}

/// Strictly: not even an inferred rule finds fault with them.
#[test]
fn requests_pass_without_a_word() {
    for (file, kind) in [
        ("orders-create.request.json", NewOrder::KIND),
        ("orders-create.request.json", OrdersCreateParams::KIND),
        ("orders-update.request.json", OrderUpdate::KIND),
        ("orders-update.request.json", OrdersUpdateParams::KIND),
    ] {
        let report = report(file, kind, Direction::Request);
        assert_eq!((report.issues, report.warnings), (vec![], vec![]), "{file}");
    }
}

#[test]
fn answers_pass_without_a_word() {
    for (file, kind) in [
        ("orders-create.response.json", CreatedOrder::KIND),
        ("orders-list.response.json", <Vec<Order>>::KIND),
        ("orders-unpause.response.json", Order::KIND),
        ("orders-update.response.json", Order::KIND),
    ] {
        let report = report(file, kind, Direction::Answer);
        assert_eq!((report.issues, report.warnings), (vec![], vec![]), "{file}");
    }
}

/// The tables are not so wide that anything would pass.
#[test]
fn an_answer_along_the_wrong_table_does_not_pass() {
    assert!(!report("orders-create.response.json", Order::KIND, Direction::Answer).issues.is_empty());
    assert!(!report("orders-list.response.json", Order::KIND, Direction::Answer).issues.is_empty());
    assert!(!report("orders-unpause.response.json", <Vec<Order>>::KIND, Direction::Answer).issues.is_empty());
}

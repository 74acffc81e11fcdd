//! Documents made to be slow: the scanner must not take much longer over them, byte for byte, than
//! over an honest one.

use std::time::{Duration, Instant};

use blend_sdk::check::{Direction, Kind, Model, Policy, Wire, check};
use blend_sdk::model::orders::{NewOrder, Order, OrdersListParams};
use blend_sdk::model::search::SearchResults;

use super::models;

fn time(text: &str, kind: &'static Kind, direction: Direction) -> Duration {
    let policy = Policy { direction, strict: false, allow_unknown: false };
    let one = || {
        let start = Instant::now();
        std::hint::black_box(check(text.as_bytes(), kind, policy));
        start.elapsed()
    };
    (0..5).map(|_| one()).min().unwrap()
}

fn many(piece: &str, size: usize) -> String {
    let joined = format!("{piece},").repeat(size / (piece.len() + 1));
    joined.trim_end_matches(',').to_string()
}

#[test]
fn no_document_takes_much_longer_than_an_honest_one() {
    const SIZE: usize = 1_000_000;
    let order = std::fs::read_to_string("tests/contract/examples/orders-unpause.response.json").unwrap();
    let compact = serde_json::from_str::<serde_json::Value>(&order).unwrap().to_string();
    let honest = time(&format!("[{}]", many(&compact, SIZE)), <Vec<Order>>::KIND, Direction::Answer);
    let (answer, request) = (Direction::Answer, Direction::Request);
    let (array, object) = (|piece: &str| format!("[{}]", many(piece, SIZE)), |piece: &str| format!("{{{}}}", many(piece, SIZE)));
    let inside = |field: &str, text: String| format!("{{\"{field}\":{text}}}");
    let deepest = {
        let half = r#"{"child":"#.repeat(125);
        let all = format!("{half}{{}}{}", r#","type":"nest"}"#.repeat(125));
        format!("[{}]", many(&all, SIZE))
    };
    let documents = [
        ("unknown fields", object(r#""a":1"#), Order::KIND, answer),
        ("unknown fields of a request", object(r#""patient_identity":1"#), NewOrder::KIND, request),
        ("escaped fields", object(r#""\u0061bcd":1"#), Order::KIND, answer),
        ("the last field again and again", object(r#""products":1"#), Order::KIND, answer),
        ("empty objects", array("{}"), <Vec<Order>>::KIND, answer),
        ("objects that are not wanted", array(r#"{"a":[]}"#), <Vec<String>>::KIND, answer),
        ("wrong kinds", array("1"), <Vec<Order>>::KIND, answer),
        ("nulls", array("null"), <Vec<Order>>::KIND, answer),
        ("unknown values", inside("status", array(r#""receievd""#)), OrdersListParams::KIND, request),
        ("commas", inside("status", format!("\"{}\"", ",".repeat(SIZE))), OrdersListParams::KIND, request),
        ("a long number", "1".repeat(SIZE), &Kind::Number, answer),
        ("zeros", format!("0.{}1", "0".repeat(SIZE)), &Kind::Integer, answer),
        ("zeros between", format!("[{}]", many("1000000000000000001e-20", SIZE)), &Kind::Any, answer),
        ("escapes", format!("\"{}\"", "\\u0061".repeat(SIZE / 6)), &Kind::String, request),
        ("a patient of unknown fields", inside("patient", object(r#""a":1"#)), NewOrder::KIND, request),
        ("a patient of reference fields", inside("patient", object(r#""external_id":"""#)), NewOrder::KIND, request),
        ("results", inside("results", array(r#"{"result_type":"order"}"#)), SearchResults::KIND, answer),
        ("tags", inside("results", format!("[{}]", object(r#""result_type":"order""#))), SearchResults::KIND, answer),
        ("unions in unions", deepest, models::MANY_NEST_UNIONS, answer),
        ("open brackets", "[".repeat(SIZE), &Kind::Any, answer),
    ];
    assert!(Order::TABLE.len() > 20);
    for (name, text, kind, direction) in documents {
        let taken = time(&text, kind, direction);
        let ratio = taken.as_secs_f64() / honest.as_secs_f64() * (SIZE as f64 / text.len() as f64);
        println!("{name}: {ratio:.1} times an honest document");
        // Neighbours on the machine blur this; what is quadratic is far beyond. Unions inside of unions
        // are read once more at each level; no table of the API has them.
        let most = if name == "unions in unions" { 2000.0 } else { 60.0 };
        assert!(ratio < most, "{name}: {ratio:.1}");
    }
}

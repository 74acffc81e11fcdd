//! Documents made to be slow or to fill the memory. What takes a time that grows with the square never ends here: they have
//! a million bytes.

use blend_sdk::check::{Direction, Kind, Model, Policy, Wire, check};
use blend_sdk::model::orders::{NewOrder, Order, OrdersListParams};
use blend_sdk::model::search::SearchResults;

use super::models;

/// A report holds no more issues than this, and no more warnings.
const MOST: usize = 100;

fn many(piece: &str, size: usize) -> String {
    let joined = format!("{piece},").repeat(size / (piece.len() + 1));
    joined.trim_end_matches(',').to_string()
}

#[test]
fn no_document_is_checked_for_ever_or_reported_without_end() {
    const SIZE: usize = 1_000_000;
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
    let mut reported = 0;
    for (name, text, kind, direction) in documents {
        let policy = Policy { direction, strict: false, allow_unknown: false, today: 20_000 };
        let report = check(text.as_bytes(), kind, policy);
        let (issues, warnings) = (report.issues.len(), report.warnings.len());
        assert!(issues <= MOST && warnings <= MOST, "{name}: {issues} issues, {warnings} warnings");
        reported += issues + warnings;
    }
    // Most of them are full.
    assert!(reported > 10 * MOST, "only {reported} reported");
}

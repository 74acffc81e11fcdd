//! What holds for any text, by proptest.

use std::borrow::Cow;

use blend_sdk::check::{Direction, Format, Kind, Policy, check, json};
use blend_sdk::client::wire;
use blend_sdk::model::common::Json;
use proptest::prelude::*;
use serde_json::Value;

use super::check::Wire;
use super::generate::{Generator, MARK};
use super::models;
use super::random::Random;

/// Shown as a byte string.
struct Bytes(Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// JSON text with all spellings in it, some of it damaged.
fn document() -> impl Strategy<Value = Bytes> {
    (any::<u64>(), 0..3usize).prop_map(|(seed, damage)| {
        let mut random = Random::new(seed);
        let mut generator = Generator { random: &mut random, out: Vec::new(), mess: 200, density: 300, marked: false };
        let kinds = models::all();
        let (_, kind) = generator.random.pick(&kinds);
        generator.value(kind, Format::None, 0);
        let mut bytes = generator.out;
        (0..damage).for_each(|_| super::mutate::mutate(&mut random, &mut bytes, &[b"[\"\\u0041\",{}]".to_vec()]));
        Bytes(bytes)
    })
}

/// A string in quotes with escapes of all kinds, good and bad.
fn quoted() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        2 => "[ -~]{0,3}",
        1 => r#"\\["\\/bfnrtxu]"#,
        2 => r"\\u[0-9a-fA-F]{4}",
        1 => r"\\u[dD][89abAB][0-9a-f]{2}\\u[dD][c-fC-F][0-9a-f]{2}",
        1 => r"\\u[dD][89a-fA-F][0-9a-f]{2}",
    ];
    proptest::collection::vec(pieces, 0..8).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn spelled_number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<i128>().prop_map(|number| number.to_string()),
        r"-?[0-9]{0,20}(\.[0-9]{0,3})?([eE][+-]?[0-9]{0,2})?",
    ]
}

/// The whole number of a spelling, by moving the point in the text.
fn moved(text: &str) -> Option<i64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let point = before.len() as i64 + exponent.parse::<i64>().unwrap();
    let mut digits = format!("{before}{behind}");
    while (digits.len() as i64) < point {
        digits.push('0');
    }
    let digits = digits.trim_end_matches('0');
    let sign = usize::from(digits.starts_with('-'));
    if digits[sign..].is_empty() {
        return Some(0);
    }
    if digits.len() as i64 > point {
        return digits[sign..].bytes().all(|byte| byte == b'0').then_some(0);
    }
    let zeros = "0".repeat((point - digits.len() as i64).min(30) as usize);
    format!("{digits}{zeros}").parse().ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn a_string_has_the_value_that_serde_json_gives_it(text in quoted()) {
        let mut reader = json::Reader::new(&text);
        let read = reader.string().filter(|_| reader.at == text.len()).map(Cow::into_owned);
        prop_assert_eq!(read, serde_json::from_str::<String>(&text).ok());
        prop_assert_eq!(json::as_string(&text).is_some(), json::Reader::new(&text).string().is_some());
    }

    #[test]
    fn what_is_written_reads_back(value in any::<String>()) {
        let mut text = String::new();
        json::write_string(&mut text, &value);
        prop_assert_eq!(json::as_string(&text), Some(value.clone()));
        prop_assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }

    #[test]
    fn a_whole_number_is_read_as_an_integer_is_parsed(text in spelled_number()) {
        let mut reader = json::Reader::new(&text);
        let read = reader.number().filter(|_| reader.at == text.len());
        prop_assert_eq!(read.is_some(), serde_json::from_str::<Value>(&text).is_ok());
        let Some(read) = read else { return Ok(()) };
        if let Ok(number) = text.parse::<i64>() {
            prop_assert_eq!(read.whole, Some(number));
            prop_assert_eq!(json::as_integer(&text), Some(number));
        }
        prop_assert_eq!(read.whole, moved(&text));
        prop_assert!(read.integer || read.whole.is_none());
    }

    #[test]
    fn fields_and_items_are_those_of_serde_json(Bytes(bytes) in document()) {
        let Ok(text) = str::from_utf8(&bytes) else { return Ok(()) };
        let Ok(value) = serde_json::from_str::<Value>(text) else { return Ok(()) };
        // Numbers near the greatest double are refused, a little early.
        prop_assume!(json::Reader::new(text).skip(0).is_some());
        let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let object = value.as_object().cloned().unwrap_or_default();
        let mut fields = serde_json::Map::new();
        for (key, value) in json::fields(text) {
            fields.insert(key.into_owned(), parsed(value));
        }
        prop_assert_eq!(&fields, &object);
        for (key, expected) in &object {
            let field = json::field(text, key).map(parsed);
            prop_assert_eq!(field.as_ref(), Some(expected));
        }
        prop_assert_eq!(json::field(text, "no such field"), None);
        let items: Vec<Value> = json::items(text).into_iter().map(parsed).collect();
        prop_assert_eq!(items, value.as_array().cloned().unwrap_or_default());
    }

    #[test]
    fn nothing_panics_on_any_bytes(Bytes(bytes) in prop_oneof![any::<Vec<u8>>().prop_map(Bytes), document()], depth in 0..200usize) {
        for (_, kind) in models::all() {
            for direction in [Direction::Request, Direction::Answer] {
                check(&bytes, kind, Policy { direction, strict: false, allow_unknown: false, today: 20_000 });
            }
        }
        let lossy = String::from_utf8_lossy(&bytes);
        for (at, _) in lossy.char_indices() {
            let text = &lossy[at..];
            let _ = (json::fields(text).count(), json::items(text), json::field(text, "a"), json::as_string(text), json::as_integer(text));
            let _ = json::Reader::new(text).skip(depth);
        }
    }

    /// Whatever is in a document, only plain names get out of it.
    #[test]
    fn no_report_shows_a_value(seed in any::<u64>(), mess in 0..900usize, strict in any::<bool>(), cut in 0..40usize) {
        let mut random = Random::new(seed);
        let kinds = models::all();
        let (_, kind) = random.pick(&kinds);
        let mut generator = Generator { random: &mut random, out: Vec::new(), mess, density: 900, marked: true };
        generator.value(kind, Format::None, 0);
        let mut bytes = generator.out;
        if cut < 10 {
            bytes.truncate(bytes.len().saturating_sub(cut));
        }
        for direction in [Direction::Request, Direction::Answer] {
            let report = check(&bytes, kind, Policy { direction, strict, allow_unknown: false, today: 20_000 });
            let text = wire::report(&report);
            prop_assert!(!text.contains(MARK), "{}", text);
            let written: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(written["issues"].as_array().unwrap().len(), report.issues.len());
            prop_assert_eq!(written["warnings"].as_array().unwrap().len(), report.warnings.len());
        }
    }
}

#[test]
fn the_least_and_the_greatest_number_are_whole() {
    for number in [i64::MIN, i64::MIN + 1, i64::MAX, 0] {
        assert_eq!(json::as_integer(&number.to_string()), Some(number));
    }
    assert_eq!(json::as_integer("-9223372036854775809"), None);
    assert_eq!(json::as_integer("\"1\""), None);
}

#[test]
fn json_of_any_shape_has_nothing_to_find() {
    let policy = Policy { direction: Direction::Request, strict: true, allow_unknown: false, today: 20_000 };
    let report = check(br#"{"a":[null,1.5,"x",{"b":true}]}"#, Json::KIND, policy);
    assert!(report.issues.is_empty() && report.warnings.is_empty());
    assert!(matches!(Json::KIND, Kind::Any));
}

//! The scanner inside of wasm, in Node and in a browser: a 32-bit machine with other limits.
#![cfg(target_arch = "wasm32")]

use blend_sdk::check::{Code, Direction, Policy, check};
use blend_sdk::endpoint::{Endpoint, GROUPS};
use wasm_bindgen_test::wasm_bindgen_test;

fn endpoint(group: &str, name: &str) -> Option<&'static Endpoint> {
    GROUPS.iter().find(|one| one.name == group)?.endpoints.iter().find(|endpoint| endpoint.name == name)
}

#[wasm_bindgen_test]
fn an_answer_of_the_vendor_is_as_documented() {
    let list = endpoint("orders", "list").and_then(|endpoint| endpoint.answer).unwrap();
    let text = include_str!("contract/examples/orders-list.response.json");
    let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: true };
    assert_eq!(check(text.as_bytes(), list, policy).issues, []);
}

#[wasm_bindgen_test]
fn a_wrong_kind_is_found_with_its_path() {
    let list = endpoint("orders", "list").and_then(|endpoint| endpoint.answer).unwrap();
    let policy = Policy { direction: Direction::Answer, strict: false, allow_unknown: true };
    let issues = check(br#"[{"id":"a"},{"products":{"prescription":[{"quantity":"2"}]}}]"#, list, policy).issues;
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].code, issues[0].path.as_str()), (Code::WrongKind, "[1].products.prescription[0].quantity"));
}

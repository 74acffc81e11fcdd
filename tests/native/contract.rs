//! The contract file and the tables, compared both ways: each operation, parameter, model and field
//! of the one is in the other, and is the same there.
//!
//! - `document`: the file. `examples`: the vendor's examples. `promised`: what both say. `tables`: what the tables say, in the same words.
//! - `facts`: those words. `compare`: the differences, and `tests/contract/exceptions.txt`, which
//!   holds those that are meant.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used)]

#[path = "contract/compare.rs"]
mod compare;
#[path = "contract/document.rs"]
mod document;
#[path = "contract/examples.rs"]
mod examples;
#[path = "contract/facts.rs"]
mod facts;
#[path = "contract/promised.rs"]
mod promised;
#[path = "contract/tables.rs"]
mod tables;

#[test]
fn the_tables_say_what_the_contract_says() {
    let document = document::read();
    let named = document::entries(&document["components"], "schemas").map(|(name, _)| name).collect();
    let contract = promised::facts(&document);
    let tables = tables::facts(&named);

    let text = std::fs::read_to_string("tests/contract/exceptions.txt").unwrap();
    let exceptions = compare::exceptions(&text);
    let differences = compare::differences(&contract, &tables);
    let excused = |difference: &compare::Difference| exceptions.iter().any(|one| one.is_about(difference));

    for (kind, count) in compare::places(&contract, &tables) {
        println!("{count} {kind}");
    }
    for (facet, (all, marked)) in compare::counts(&contract, &tables) {
        println!("{facet}: {all} compared, {marked} of them with something to say");
    }
    println!("{} differences are meant", differences.iter().filter(|one| excused(one)).count());

    let mut wrong: Vec<String> = Vec::new();
    for difference in differences.iter().filter(|one| !excused(one)) {
        wrong.push(difference.to_string());
    }
    for exception in exceptions.iter().filter(|one| !differences.iter().any(|difference| one.is_about(difference))) {
        wrong.push(format!("line {} of the exceptions is about nothing any more: {}", exception.line, exception.reason));
    }
    assert!(wrong.is_empty(), "\nplace | facet | contract | tables\n{}\n", wrong.join("\n"));
}

//! `contract FILE`: compares any OpenAPI file of this API with the tables, both ways, by verb, path and JSON path. Names of
//! operations and schemas may differ.
//!
//! The native test `contract` compares the contract of this repository in more depth: it knows its marks.

mod facts;
mod file;
mod tables;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use facts::Facts;

/// Prints the differences. Returns whether there are none.
pub fn compare(path: &str) -> Result<bool> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} cannot be read"))?;
    let document = file::read(&text).with_context(|| format!("{path} cannot be used"))?;
    let (file, tables) = (file::facts(&document), tables::facts());
    let found = differences(&file, &tables);
    println!("place | facet | file | tables");
    for line in &found {
        println!("{line}");
    }
    let operations = |facts: &Facts| facts.keys().filter(|place| is_operation(place)).count();
    println!("{} differences; {} operations in the file, {} in the tables", found.len(), operations(&file), operations(&tables));
    Ok(found.is_empty())
}

fn is_operation(place: &str) -> bool {
    place.matches(' ').count() == 1
}

/// One line for each difference. What stands below a place that is missing is not reported again.
fn differences(file: &Facts, tables: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    let places: BTreeSet<&String> = file.keys().chain(tables.keys()).collect();
    let missing = |place: &str| {
        (file.contains_key(place) != tables.contains_key(place)).then(|| if file.contains_key(place) { "tables" } else { "file" })
    };
    for place in places {
        match (file.get(place), tables.get(place)) {
            (Some(there), Some(ours)) => {
                let mut say = |facet: &str, there: String, said: String, inferred: bool| {
                    if there != said {
                        lines.push(format!("{place} | {facet} | {there} | {said}{}", mark(inferred)));
                    }
                };
                say("kind", there.kind.join(" or "), ours.kind.join(" or "), ours.inferred);
                // Answers are read whatever is missing.
                if !place.contains(" answer") {
                    say("required", there.required.to_string(), ours.required.to_string(), ours.expected);
                    say("values", there.values.join(", "), ours.values.join(", "), ours.inferred);
                }
            }
            (there, ours) => {
                if above(place).any(|place| missing(place).is_some()) {
                    continue;
                }
                let mark = mark(ours.is_some_and(|ours| ours.inferred));
                let word = |is: bool| if is { "yes" } else { "no" };
                lines.push(format!("{place} | there | {} | {}{mark}", word(there.is_some()), word(ours.is_some())));
            }
        }
    }
    lines
}

fn mark(inferred: bool) -> &'static str {
    if inferred { " (inferred)" } else { "" }
}

/// The places that a place stands in.
fn above(place: &str) -> impl Iterator<Item = &str> {
    place.match_indices(['.', ' ', '[']).map(|(end, _)| &place[..end])
}

#[cfg(test)]
mod tests;

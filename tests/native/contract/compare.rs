//! Where the two sides differ, and which differences are meant.

use std::collections::BTreeMap;
use std::fmt;

use crate::facts::Facts;

/// One facet of one place that the two sides tell differently.
pub struct Difference {
    pub place: String,
    pub facet: &'static str,
    pub contract: String,
    pub tables: String,
}

/// As a line of the exceptions has it, but for the reason.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {} | {} | {}", self.place, self.facet, self.contract, self.tables)
    }
}

/// All differences, both ways. Places below a missing place are not reported again.
pub fn differences(contract: &Facts, tables: &Facts) -> Vec<Difference> {
    let mut found = Vec::new();
    for (place, there) in
        [(contract, "yes"), (tables, "no")].into_iter().flat_map(|(side, there)| side.0.keys().map(move |place| (place, there)))
    {
        let (has, lacks) = if there == "yes" { (contract, tables) } else { (tables, contract) };
        let missing = |place: &str| has.0.contains_key(place) && !lacks.0.contains_key(place);
        if missing(place) && !above(place).any(missing) {
            let other = if there == "yes" { "no" } else { "yes" };
            found.push(Difference { place: place.clone(), facet: "there", contract: there.into(), tables: other.into() });
        }
    }
    for (place, of_contract, of_tables) in both(contract, tables) {
        let facets: BTreeMap<_, _> = of_contract.iter().chain(of_tables).map(|(facet, _)| (*facet, ())).collect();
        for facet in facets.into_keys() {
            let of = |side: &BTreeMap<&str, String>| side.get(facet).map_or("-".into(), String::clone);
            if of_contract.get(facet) != of_tables.get(facet) {
                found.push(Difference { place: place.into(), facet, contract: of(of_contract), tables: of(of_tables) });
            }
        }
    }
    found
}

/// How many places of each kind are on both sides.
pub fn places(contract: &Facts, tables: &Facts) -> BTreeMap<&'static str, usize> {
    let mut places = BTreeMap::new();
    for (place, of_contract, _) in both(contract, tables) {
        let kind = match place {
            _ if of_contract.contains_key("verb") => "operations",
            _ if of_contract.contains_key("open") => "models",
            _ if place.contains(" {") => "path ids",
            _ if place.contains(" ?") => "query parameters",
            _ => "fields",
        };
        *places.entry(kind).or_default() += 1;
    }
    places
}

/// How often each facet was compared, and how often it was more than a "no" or "none".
pub fn counts(contract: &Facts, tables: &Facts) -> BTreeMap<&'static str, (usize, usize)> {
    let mut counts = BTreeMap::new();
    for (_, of_contract, of_tables) in both(contract, tables) {
        for (facet, value) in of_contract.iter().filter(|(facet, _)| of_tables.contains_key(*facet)) {
            let (all, marked) = counts.entry(*facet).or_default();
            *all += 1;
            *marked += usize::from(!matches!(value.as_str(), "no" | "none" | "not sent"));
        }
    }
    counts
}

type Facets = BTreeMap<&'static str, String>;

fn both<'f>(contract: &'f Facts, tables: &'f Facts) -> impl Iterator<Item = (&'f str, &'f Facets, &'f Facets)> {
    contract.0.iter().filter_map(|(place, of_contract)| Some((place.as_str(), of_contract, tables.0.get(place)?)))
}

/// The places that a place stands in.
fn above(place: &str) -> impl Iterator<Item = &str> {
    place.match_indices(['.', ' ']).map(|(end, _)| &place[..end])
}

/// A difference that is meant.
pub struct Exception<'t> {
    pub line: usize,
    /// Place, facet, contract and tables; a `*` stands for anything.
    columns: [&'t str; 4],
    pub reason: &'t str,
}

/// Reads the exceptions, one a line; `#` begins a remark.
pub fn exceptions(text: &str) -> Vec<Exception<'_>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(line, number)| {
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            let [place, facet, contract, tables, reason] = columns[..] else { panic!("line {number}: five columns are wanted") };
            assert!(!reason.is_empty(), "line {number}: an exception wants a reason");
            Exception { line: number, columns: [place, facet, contract, tables], reason }
        })
        .collect()
}

impl Exception<'_> {
    pub fn is_about(&self, difference: &Difference) -> bool {
        let values = [&difference.place, difference.facet, &difference.contract, &difference.tables];
        self.columns.iter().zip(values).all(|(pattern, value)| fits(pattern, value))
    }
}

fn fits(pattern: &str, value: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == value,
        Some((start, end)) => value.len() >= start.len() + end.len() && value.starts_with(start) && value.ends_with(end),
    }
}

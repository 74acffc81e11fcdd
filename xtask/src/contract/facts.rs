//! What one side says: operations by verb and path, and the fields that they take and answer, by JSON path.

use std::collections::BTreeMap;

/// The facets of each place. Places are `GET /orders`, `GET /orders ?page`, `POST /orders body.products[].sku`,
/// `GET /orders answer[].status`.
pub type Facts = BTreeMap<String, Facets>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// Such as `string`. Empty for an operation. Several where branches differ.
    pub kind: Vec<String>,
    /// Of fields that are sent.
    pub required: bool,
    /// That it is required is only inferred.
    pub expected: bool,
    /// The values of a closed set.
    pub values: Vec<String>,
    /// The tables call it inferred.
    pub inferred: bool,
}

/// How deep objects are followed.
pub const DEPTH: usize = 8;

impl Facets {
    pub fn operation(inferred: bool) -> Self {
        Facets { inferred, ..Facets::default() }
    }

    /// The same place in another branch of a union.
    pub fn join(&mut self, other: Facets) {
        self.kind.extend(other.kind);
        self.values.extend(other.values);
        self.required &= other.required;
        self.inferred &= other.inferred;
        for list in [&mut self.kind, &mut self.values] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

/// Adds what one branch says of a place.
pub fn say(facts: &mut Facts, place: String, facets: Facets) {
    match facts.get_mut(&place) {
        Some(known) => known.join(facets),
        None => {
            facts.insert(place, facets);
        }
    }
}

/// `GET /orders/{}`: the names of ids differ from file to file.
pub fn operation(verb: &str, path: &str) -> String {
    let segments: Vec<&str> = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
    format!("{} {}", verb.to_uppercase(), segments.join("/"))
}

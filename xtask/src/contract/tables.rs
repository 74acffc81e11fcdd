//! What the tables say.

use blend_sdk::check::{Field, Flags, Kind, Model as _, Pick, Table};
use blend_sdk::endpoint::{Auth, Endpoint, Fact, GROUPS};
use blend_sdk::model::auth::LoginRequest;

use super::facts::{DEPTH, Facets, Facts, operation, say};

pub fn facts() -> Facts {
    let mut facts = Facts::new();
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints) {
        let place = operation(endpoint.verb.name(), endpoint.path);
        say(&mut facts, place.clone(), Facets::operation(endpoint.is(Fact::INFERRED)));
        request(&mut facts, &place, endpoint);
        if let Some(kind) = endpoint.answer {
            inside(&mut facts, &format!("{place} answer"), kind, false, DEPTH);
        }
    }
    facts
}

fn request(facts: &mut Facts, place: &str, endpoint: &Endpoint) {
    for one in endpoint.params.into_iter().flat_map(Table::all) {
        let in_query = !endpoint.has_body() || one.flags.has(Flags::QUERY);
        let place = if in_query { format!("{place} ?{}", one.name) } else { format!("{place} body.{}", one.name) };
        field(facts, place, one, false, DEPTH);
    }
    if endpoint.auth == Auth::None {
        // No caller gives it: the client sends its own credentials.
        for one in LoginRequest::TABLE.all() {
            field(facts, format!("{place} body.{}", one.name), one, false, DEPTH);
        }
    }
}

fn field(facts: &mut Facts, place: String, field: &Field, all_required: bool, depth: usize) {
    let has = |flag| field.flags.has(flag);
    let mut values = values(field.kind);
    values.sort_unstable();
    let facets = Facets {
        kind: vec![name(field.kind).into()],
        required: has(Flags::REQUIRED) || has(Flags::EXPECTED) || all_required,
        expected: has(Flags::EXPECTED),
        values,
        inferred: has(Flags::INFERRED) || has(Flags::TYPE_INFERRED),
    };
    inside(facts, &place, field.kind, has(Flags::ALL_REQUIRED), depth);
    say(facts, place, facets);
}

/// The fields of the objects that a value leads to.
fn inside(facts: &mut Facts, place: &str, kind: &Kind, all_required: bool, depth: usize) {
    if depth == 0 {
        return;
    }
    let mut object = |table: &Table| {
        for one in table.all() {
            field(facts, format!("{place}.{}", one.name), one, all_required, depth - 1);
        }
    };
    match kind {
        Kind::Array(item) => inside(facts, &format!("{place}[]"), item, all_required, depth),
        Kind::Object(table) => object(table),
        Kind::Union(union) => match &union.pick {
            Pick::ByKeys { reference, other } => [reference, other].into_iter().for_each(|table| object(table)),
            Pick::ByTag { branches, .. } => branches.iter().for_each(|(_, table)| object(table)),
        },
        _ => {}
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Any => "any",
        Kind::String | Kind::Values(_) => "string",
        Kind::Boolean => "boolean",
        Kind::Number => "number",
        Kind::Integer | Kind::Range(_) => "integer",
        Kind::Array(_) => "array",
        Kind::Object(_) | Kind::Union(_) => "object",
    }
}

fn values(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Values(values) if !values.open => values.known.iter().map(|&value| value.into()).collect(),
        Kind::Array(item) => values(item),
        _ => Vec::new(),
    }
}

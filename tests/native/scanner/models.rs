//! The tables to test along: those of all endpoints, and models of our own for what these lack.

use blend_sdk::check::{Field, Flags, Format, Kind, Model, Pick, Table, Union, Wire};
use blend_sdk::endpoint::GROUPS;
use blend_sdk::model::common::Json;
use blend_sdk_macros::model;

/// Every feature of a table in one place.
#[model(request, at_least_one("left", "right"))]
pub struct Everything {
    pub left: String,
    pub right: Option<String>,
    #[wire(nullable)]
    pub may_be_null: Option<f64>,
    #[wire(nullable, all_required)]
    pub nested: Option<Box<Corner>>,
    pub anything: Option<Json>,
    #[wire(values("a", "b", "the third"))]
    pub closed: Option<String>,
    #[wire(known("one", "two"))]
    pub open: Option<String>,
    #[wire(known_list("red", "green", "blue"))]
    pub list: Option<String>,
    #[wire(min = -5, max = 5)]
    pub read: Option<i64>,
    #[wire(min = 1, range_inferred)]
    pub inferred: Option<i64>,
    #[wire(format = "Zip")]
    pub grid: Option<Vec<Vec<String>>>,
    #[wire(expected, format = "Date", format_inferred)]
    pub dates: Option<Vec<String>>,
    pub by_keys: Option<KeyUnion>,
    pub by_tag: Option<Vec<TagUnion>>,
    #[wire(part)]
    pub corner: Corner,
    #[wire(part)]
    pub loose: Loose,
}

/// A part with a rule and a part of its own.
#[model(at_least_one_inferred("width", "deepest"))]
pub struct Corner {
    pub width: Option<f64>,
    #[wire(part)]
    pub deep: Deep,
}

#[model]
pub struct Deep {
    #[wire(expected, values("up", "down"))]
    pub deepest: Option<String>,
    pub flag: Option<bool>,
}

#[model]
pub struct Loose {
    pub loose: Option<String>,
}

#[model(answer)]
pub struct Newcomer {
    pub first_name: String,
    pub count: i64,
}

#[model(request)]
pub struct Reference {
    pub id: Option<String>,
    pub external_id: Option<String>,
}

#[model(by_keys)]
pub enum KeyUnion {
    Reference(Reference),
    New(Box<Newcomer>),
}

#[model(tag = "type")]
pub enum TagUnion {
    #[wire(example = "newcomer")]
    Newcomer(Box<Newcomer>),
    #[wire(example = "the \"corner\"")]
    Corner(Box<Corner>),
}

// A function would not do: what is passed to one does not live for ever.
macro_rules! field {
    ($name:literal, $kind:expr, $flags:expr) => {
        Field { name: $name, kind: $kind, format: Format::None, flags: $flags, doc: "", example: "" }
    };
}

/// A table with itself inside, directly and as a union's branch. By hand: `#[model]` has none such.
pub static NEST: Table = Table {
    fields: &[
        field!("id", &Kind::String, Flags::REQUIRED),
        field!("inner", &Kind::Object(&NEST), Flags::NONE),
        field!("more", &Kind::Array(&Kind::Object(&NEST)), Flags::NONE),
        field!("type", &Kind::String, Flags::NONE),
        field!("child", &Kind::Union(&NESTS), Flags::NONE),
    ],
    parts: &[Newcomer::TABLE],
    at_least_one: None,
    supplies: &[],
    open: false,
    name: "Nest",
    doc: "",
    inferred: false,
    inline: false,
    declaration: "",
    returned: "",
};

pub static NESTS: Union =
    Union { pick: Pick::ByTag { field: "type", branches: &[("nest", &NEST), ("corner", Corner::TABLE)] }, declaration: "" };

static MANY_NESTS: Kind = Kind::Array(&NEST_KIND);
static NEST_KIND: Kind = Kind::Object(&NEST);
static NEST_UNION: Kind = Kind::Union(&NESTS);
pub static MANY_NEST_UNIONS: &Kind = &Kind::Array(&NEST_UNION);

/// Names and kinds of all documents.
pub fn all() -> Vec<(String, &'static Kind)> {
    let mut found: Vec<(String, &'static Kind)> = vec![
        ("Everything".into(), Everything::KIND),
        ("nests".into(), &MANY_NESTS),
        ("nest union".into(), &NEST_UNION),
        ("KeyUnion".into(), KeyUnion::KIND),
        ("Json".into(), Json::KIND),
    ];
    for group in GROUPS {
        for endpoint in group.endpoints {
            if let Some(table) = endpoint.params {
                let kind = Box::leak(Box::new(Kind::Object(table)));
                found.push((format!("params of {}.{}", group.name, endpoint.name), kind));
            }
            if let Some(kind) = endpoint.answer {
                found.push((format!("answer of {}.{}", group.name, endpoint.name), kind));
            }
        }
    }
    found
}

/// All tables that can be reached.
fn tables() -> Vec<&'static Table> {
    fn visit(kind: &'static Kind, found: &mut Vec<&'static Table>) {
        match kind {
            Kind::Array(item) => visit(item, found),
            Kind::Object(table) => enter(table, found),
            Kind::Union(union) => match &union.pick {
                Pick::ByKeys { reference, other } => {
                    enter(reference, found);
                    enter(other, found);
                }
                Pick::ByTag { branches, .. } => branches.iter().for_each(|(_, table)| enter(table, found)),
            },
            _ => {}
        }
    }
    fn enter(table: &'static Table, found: &mut Vec<&'static Table>) {
        if found.iter().any(|known| std::ptr::eq(*known, table)) {
            return;
        }
        found.push(table);
        table.all().for_each(|field| visit(field.kind, found));
    }
    let mut found = Vec::new();
    all().into_iter().for_each(|(_, kind)| visit(kind, &mut found));
    found
}

/// The scanner relies on these.
#[test]
fn every_table_is_of_a_shape_that_the_scanner_can_walk() {
    let tables = tables();
    assert!(tables.len() > 30);
    for table in tables {
        let name = table.name;
        assert!(table.len() <= 128, "{name}: more fields than the scanner's set of seen ones holds");
        assert!(table.parts.iter().all(|part| !part.open), "{name}: whether a part is open is not looked at");
        let mut names: Vec<_> = table.all().map(|field| field.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{name}: two fields of one name");
        if let Some(rule) = table.at_least_one {
            assert!(rule.fields.iter().all(|field| names.contains(field)), "{name}: a rule over unknown fields");
        }
        for (place, field) in table.all().enumerate() {
            assert_eq!(table.find(field.name.as_bytes()), Some(place));
        }
        assert_eq!(table.find(b""), None);
    }
}

//! What the tables say: the endpoints, then every model that they lead to.

use std::collections::BTreeSet;

use blend_sdk::check::{Field as Entry, Flags, Format, Kind, Model as _, Pick, Table, Union, Wire};
use blend_sdk::endpoint::{Auth, Endpoint, Fact, GROUPS, path_id, path_ids};
use blend_sdk::model::auth::LoginRequest;
use blend_sdk::model::webhooks::WebhookEvent;

use crate::facts::{Facts, Field, Model, NONE, Operation, PathId, limits, list, marked, set};

/// `named` holds the contract's schemas. A model of another name is how a table puts an object together, or gives a
/// name to one that has none in the contract: its fields count where they stand.
pub fn facts(named: &BTreeSet<&str>) -> Facts {
    let mut reader = Reader { named, facts: Facts::default(), seen: BTreeSet::new(), sent: true };
    for (name, endpoint) in endpoints() {
        reader.request(&name, endpoint);
    }
    // No endpoint takes it: the client sends it by itself.
    reader.object(LoginRequest::TABLE, "");
    reader.sent = false;
    for (name, endpoint) in endpoints() {
        reader.answer(&name, endpoint);
    }
    reader.deliveries();
    reader.facts
}

fn endpoints() -> impl Iterator<Item = (String, &'static Endpoint)> {
    GROUPS.iter().flat_map(|group| group.endpoints.iter().map(|endpoint| (format!("{}.{}", group.name, endpoint.name), endpoint)))
}

struct Reader<'n> {
    named: &'n BTreeSet<&'n str>,
    facts: Facts,
    seen: BTreeSet<&'static str>,
    /// Whether the models that are met travel in requests.
    sent: bool,
}

impl Reader<'_> {
    fn request(&mut self, name: &str, endpoint: &Endpoint) {
        for id in path_ids(endpoint.path) {
            let place = format!("{name} {{{id}}}");
            let (kind, format, flags) = path_id(id);
            let (kind, values) = self.shape(kind, flags, &place);
            let format = self.format(format, flags.has(Flags::FORMAT_INFERRED));
            self.facts.path_id(&place, PathId { kind, values, format });
        }
        let in_query = |field: &Entry| !endpoint.has_body() || field.flags.has(Flags::QUERY);
        for field in endpoint.params.into_iter().flat_map(Table::all).filter(|field| in_query(field)) {
            self.field(&format!("{name} ?{}", field.name), field);
        }
        let body = endpoint.params.filter(|params| params.all().any(|field| !in_query(field)));
        let facts = Operation {
            verb: endpoint.verb.name().into(),
            path: endpoint.path.into(),
            inferred: endpoint.is(Fact::INFERRED),
            deprecated: !endpoint.deprecated.is_empty(),
            paged: endpoint.is(Fact::PAGED),
            token: match endpoint.auth {
                Auth::None => "none",
                Auth::Access => "access",
                Auth::Refresh => "refresh",
            }
            .into(),
            params: match (endpoint.params, endpoint.is(Fact::BODY_REQUIRED)) {
                (None, _) => NONE,
                (Some(_), true) => "required",
                (Some(_), false) => "optional",
            }
            .into(),
            body: body.map_or(NONE.into(), |params| self.body(params, &format!("{name} body"))),
            xml: endpoint.is(Fact::OR_XML),
            statuses: endpoint
                .action
                .map_or(NONE.into(), |action| marked(&list(action.allowed_from.iter().copied()), !action.read)),
            // The documentation calls it inferred wherever there is one.
            leads_to: endpoint.action.and_then(|action| action.leads_to).map_or(NONE.into(), |status| marked(status, true)),
        };
        self.facts.operation(name, facts);
    }

    fn answer(&mut self, name: &str, endpoint: &Endpoint) {
        let place = format!("{name} answer");
        // To give nothing is to promise nothing.
        let kind = endpoint.answer.map_or("any".into(), |kind| self.shape(kind, Flags::NONE, &place).0);
        self.facts.answer(name, &kind, endpoint.is(Fact::MAYBE_EMPTY));
    }

    /// The events that are delivered to webhooks.
    fn deliveries(&mut self) {
        let Kind::Union(Union { pick: Pick::ByTag { field, branches }, .. }) = WebhookEvent::KIND else {
            panic!("events are recognised by their code")
        };
        for (code, table) in *branches {
            if self.named.contains(table.name) {
                self.branch(field, code, table, "");
                self.facts.say(table.name, "event", format!("{field} {code}"));
            } else {
                assert!(table.all().all(|data| data.name == "data"), "{code}: the contract shows no payload");
                self.facts.say(&format!("event {code}"), "payload", "not documented");
            }
        }
    }

    /// The model of a body: the params, or the part of them that is not the query's.
    fn body(&mut self, params: &'static Table, place: &str) -> String {
        let in_query = |field: &Entry| field.flags.has(Flags::QUERY);
        let parts: Vec<&Table> = params.parts.iter().copied().filter(|part| !part.all().all(in_query)).collect();
        match parts.as_slice() {
            [part] if params.fields.iter().all(in_query) && !self.named.contains(params.name) => self.body(part, place),
            _ => self.object(params, place),
        }
    }

    /// What a value is, and which values it may have. Models that it leads to are read on the way.
    fn shape(&mut self, kind: &'static Kind, flags: Flags, place: &str) -> (String, String) {
        match kind {
            Kind::Any => ("any".into(), NONE.into()),
            Kind::String => ("string".into(), NONE.into()),
            Kind::Boolean => ("boolean".into(), NONE.into()),
            Kind::Number => ("number".into(), NONE.into()),
            Kind::Integer | Kind::Range(_) => ("integer".into(), NONE.into()),
            Kind::Values(values) => {
                let word = match (values.open, values.list) {
                    (false, _) => "closed",
                    (true, false) => "open",
                    (true, true) => "open, with commas",
                };
                ("string".into(), set(word, values.known.iter().copied()))
            }
            Kind::Array(item) => {
                let (kind, values) = self.shape(item, flags, place);
                (format!("array of {kind}"), values)
            }
            Kind::Object(table) => {
                let name = self.object(table, place);
                (if flags.has(Flags::ALL_REQUIRED) { format!("{name}, all required") } else { name }, NONE.into())
            }
            Kind::Union(union) => {
                let branches: Vec<String> = match &union.pick {
                    Pick::ByKeys { reference, other } => [reference, other].map(|table| self.object(table, place)).into(),
                    Pick::ByTag { field, branches } => {
                        branches.iter().map(|(tag, table)| self.branch(field, tag, table, place)).collect()
                    }
                };
                (format!("one of {}", list(branches.iter().map(String::as_str))), NONE.into())
            }
        }
    }

    fn branch(&mut self, field: &str, tag: &str, table: &'static Table, place: &str) -> String {
        let name = self.object(table, place);
        // The union itself may hold the field that tells its branches apart.
        if table.find(field.as_bytes()).is_none() {
            self.facts.field(&format!("{name}.{field}"), self.tag());
        }
        format!("{name} by {field} {tag}")
    }

    /// The name of a model, whose fields are read where it is met first.
    fn object(&mut self, table: &'static Table, place: &str) -> String {
        if !self.named.contains(table.name) {
            self.model(table, place, &format!("{place} object"));
            return "object".into();
        }
        if self.seen.insert(table.name) {
            self.model(table, table.name, table.name);
        }
        table.name.into()
    }

    fn model(&mut self, table: &'static Table, place: &str, own: &str) {
        let at_least_one =
            table.at_least_one.map_or(NONE.into(), |rule| marked(&list(rule.fields.iter().copied()), rule.inferred));
        let deprecated = table.doc.contains("@deprecated");
        let supplies = list(table.supplies.iter().copied());
        self.facts.model(own, Model { inferred: table.inferred, deprecated, open: table.open, at_least_one, supplies });
        for field in table.all() {
            self.field(&format!("{place}.{}", field.name), field);
        }
        self.parts(table);
    }

    /// The parts that the contract knows as schemas of their own.
    fn parts(&mut self, table: &'static Table) {
        for part in table.parts {
            if self.named.contains(part.name) {
                self.object(part, part.name);
            } else {
                self.parts(part);
            }
        }
    }

    fn field(&mut self, place: &str, field: &'static Entry) {
        let has = |flag| field.flags.has(flag);
        let (kind, values) = self.shape(field.kind, field.flags, place);
        let limit = |limit: i64, none: i64| (limit != none).then(|| limit.to_string());
        let facts = Field {
            kind,
            values,
            format: self.format(field.format, has(Flags::FORMAT_INFERRED)),
            limits: match field.kind {
                Kind::Range(range) => limits(limit(range.min, i64::MIN), limit(range.max, i64::MAX), range.inferred),
                _ => NONE.into(),
            },
            default: default(field),
            required: match (has(Flags::REQUIRED), has(Flags::EXPECTED)) {
                (true, _) => "read",
                (false, true) => "inferred",
                (false, false) => "no",
            }
            .into(),
            nullable: if has(Flags::NULLABLE) { "yes" } else { "no" }.into(),
            present: has(Flags::PRESENT),
            deprecated: has(Flags::DEPRECATED),
            inferred: match (has(Flags::INFERRED), has(Flags::TYPE_INFERRED)) {
                (true, _) => "yes",
                (false, true) => "type",
                (false, false) => "no",
            }
            .into(),
        };
        self.facts.field(place, facts);
    }

    /// A string about which nothing more is known.
    fn tag(&self) -> Field {
        Field {
            kind: "string".into(),
            values: NONE.into(),
            format: self.format(Format::None, false),
            limits: NONE.into(),
            default: NONE.into(),
            required: "no".into(),
            nullable: "no".into(),
            present: false,
            deprecated: false,
            inferred: "no".into(),
        }
    }

    fn format(&self, format: Format, inferred: bool) -> String {
        if !self.sent {
            return "not sent".into();
        }
        let name = match format {
            Format::None => NONE,
            Format::Uuid => "uuid",
            Format::Date | Format::BirthDate => "date",
            Format::Phone => "phone",
            Format::Language => "language",
            // The contract has no word for the others.
            Format::Email => "our email",
            Format::State => "our state",
            Format::Zip => "our zip",
            Format::Ssn => "our ssn",
            Format::Npi => "our npi",
            Format::Dea => "our dea",
            Format::ExternalId => "our external id",
            Format::Webhook => "our webhook",
        };
        marked(name, inferred)
    }
}

/// A number's default stands in the documentation only.
fn default(field: &Entry) -> String {
    let default = field.doc.lines().find_map(|line| line.strip_prefix("@default "));
    default.unwrap_or(NONE).into()
}

//! What the contract says: its operations, then every schema that they lead to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{entries, is, items, part_inferred, target, text, words};
use crate::examples::Examples;
use crate::facts::{Facts, Field, Model, NONE, Operation, PathId, limits, list, marked, set};

pub fn facts(document: &Value) -> Facts {
    let examples = Examples::of(document);
    let mut reader = Reader { document, examples, facts: Facts::default(), seen: BTreeSet::new(), sent: true };
    // Requests first: a model that goes both ways counts as sent.
    for operation in operations(document) {
        reader.request(&operation);
    }
    reader.sent = false;
    for operation in operations(document) {
        reader.answer(&operation);
    }
    reader.deliveries();
    for (name, _) in entries(&document["components"], "schemas") {
        if !reader.seen.contains(name) {
            reader.facts.say(name, "used", "by no operation");
        }
    }
    reader.facts
}

/// An operation with the path that it stands under.
struct Found<'d> {
    /// Such as `orders.list`.
    name: String,
    verb: &'d str,
    path: &'d str,
    item: &'d Value,
    operation: &'d Value,
}

impl<'d> Found<'d> {
    fn parameters(&self, document: &'d Value) -> Vec<&'d Value> {
        let all = items(self.item, "parameters").chain(items(self.operation, "parameters"));
        all.map(|parameter| target(document, parameter).1).collect()
    }
}

fn operations(document: &Value) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for (path, item) in entries(document, "paths") {
        for verb in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(verb) else { continue };
            let id = text(operation, "operationId").unwrap();
            let (group, rest) = id.split_at(id.find(char::is_uppercase).unwrap());
            let name = format!("{group}.{}{}", rest[..1].to_lowercase(), &rest[1..]);
            found.push(Found { name, verb, path: path.strip_prefix("/api/v1").unwrap(), item, operation });
        }
    }
    found
}

/// What may stand in the contract. The second part tells people more, and is compared with nothing.
const PATH: &str = "get post put patch delete parameters x-inferred";

const OPERATION: &str = "operationId deprecated security parameters requestBody responses x-inferred x-status-rule
    tags summary description x-inferred-note x-confidence x-read-parts x-newer-than-index x-older-path x-path-read-from";

const PARAMETER: &str = "name in required schema x-inferred x-inferred-parts
    description example x-inferred-note";

/// The mark of the operation says whether a body or an answer is inferred, if anything says it.
const BODY: &str = "required content
    x-inferred x-inferred-note description";

const RULE: &str = "allowed_from allowed_from_inferred leads_to leads_to_inferred refused_in refused_in_inferred
    scope scope_inferred note";

const SCHEMA: &str = "$ref type properties items allOf anyOf required enum const format minimum maximum default deprecated \
    minProperties additionalProperties x-legacy x-known-values x-inferred x-inferred-parts x-inferred-required \
    x-inferred-type x-inferred-format x-inferred-enum x-inferred-nullable x-inferred-minimum x-inferred-minProperties
    description example examples readOnly writeOnly x-inferred-note x-inferred-readOnly x-inferred-superseded-by
    x-values-read x-values-inferred x-inferred-values x-known-values-inferred x-retired-values x-legacy-codes
    x-known-codes x-known-codes-inferred x-payloads-by-event";

struct Reader<'d> {
    document: &'d Value,
    examples: Examples,
    facts: Facts,
    /// The schemas that were met.
    seen: BTreeSet<&'d str>,
    /// Whether the models that are met travel in requests.
    sent: bool,
}

/// A field of an object, or a parameter.
struct Property<'d> {
    schema: &'d Value,
    required: &'static str,
    /// Whether every documented example has it.
    present: bool,
}

/// What Blend puts into every object of its own. An object that no example shows is taken to have it, where the contract reads it.
const OWN: [&str; 4] = ["id", "created_at", "updated_at", "results"];

impl<'d> Reader<'d> {
    fn request(&mut self, found: &Found<'d>) {
        let name = &found.name;
        let mut needed = false;
        let mut paged = false;
        self.words(name, found.item, PATH);
        self.words(name, found.operation, OPERATION);
        for parameter in found.parameters(self.document) {
            self.words(name, parameter, PARAMETER);
            let (wire, schema) = (text(parameter, "name").unwrap(), &parameter["schema"]);
            match text(parameter, "in").unwrap() {
                "path" => {
                    assert!(is(parameter, "required"), "{name}: a path without {wire}");
                    let place = format!("{name} {{{wire}}}");
                    let (kind, values) = self.shape(schema, &place);
                    let format = self.format(schema, is(parameter, "x-inferred") || is(schema, "x-inferred"));
                    self.facts.path_id(&place, PathId { kind, values, format });
                }
                "query" => {
                    let place = format!("{name} ?{wire}");
                    let inferred = is(parameter, "x-inferred");
                    let required = match (is(parameter, "required"), inferred) {
                        (false, _) => "no",
                        (true, false) => "read",
                        (true, true) => "inferred",
                    };
                    needed |= required != "no";
                    // The five lists that are paged are those that take a page.
                    paged |= wire == "page";
                    self.field(&place, &Property { schema, required, present: false }, parameter);
                }
                other => panic!("{name}: a parameter in {other}"),
            }
        }
        let body = found.operation.get("requestBody");
        self.words(name, body.unwrap_or(&Value::Null), BODY);
        needed |= body.is_some_and(|body| is(body, "required"));
        let kind = body.map_or(NONE.into(), |body| self.shape(json(body), &format!("{name} body")).0);
        let params = match (needed, body.is_some() || found.parameters(self.document).iter().any(|one| one["in"] == "query")) {
            (true, _) => "required",
            (false, true) => "optional",
            (false, false) => NONE,
        };
        let (statuses, leads_to) = self.rule(found);
        let token = match found.operation.get("security").map(|security| security.to_string()).as_deref() {
            Some("[]") => "none",
            Some(security) if security.contains("refreshBearer") => "refresh",
            _ => "access",
        };
        let facts = Operation {
            verb: found.verb.to_uppercase(),
            path: found.path.into(),
            inferred: is(found.operation, "x-inferred") || is(found.item, "x-inferred"),
            deprecated: is(found.operation, "deprecated"),
            paged,
            token: token.into(),
            params: params.into(),
            body: kind,
            xml: body.is_some_and(|body| body["content"].get("application/xml").is_some()),
            statuses,
            leads_to,
        };
        self.facts.operation(name, facts);
    }

    fn answer(&mut self, found: &Found<'d>) {
        let good: Vec<&Value> = entries(found.operation, "responses")
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(_, answer)| answer)
            .collect();
        for answer in &good {
            self.words(&found.name, answer, BODY);
        }
        let place = format!("{} answer", found.name);
        let (with_content, silent): (Vec<_>, Vec<_>) = good.into_iter().partition(|answer| answer.get("content").is_some());
        let kinds: BTreeSet<String> = with_content.into_iter().map(|answer| self.shape(json(answer), &place).0).collect();
        let kind = if kinds.is_empty() { "any".into() } else { kinds.into_iter().collect::<Vec<_>>().join(" or ") };
        self.facts.answer(&found.name, &kind, !silent.is_empty());
    }

    /// The events that are delivered to webhooks: all that is an envelope, and the codes without one.
    fn deliveries(&mut self) {
        let document = self.document;
        let mut shown = BTreeSet::new();
        let envelope = &document["webhooks"]["blendEvent"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        for (name, schema) in entries(&document["components"], "schemas") {
            if items(schema, "allOf").any(|part| part == envelope) {
                self.seen.insert(name);
                self.object(schema, name, name);
                let code = text(self.properties(schema, name)["event_code"].schema, "const").unwrap();
                self.facts.say(name, "event", format!("event_code {code}"));
                shown.insert(code);
            }
        }
        // `all` is no event: it stands for every one of them in a subscription.
        let known = items(&document["components"]["schemas"]["NotificationEventCode"], "x-known-values");
        let codes = known.filter_map(|known| text(known, "value")).filter(|code| *code != "all");
        for code in codes.filter(|code| !shown.contains(code)) {
            self.facts.say(&format!("event {code}"), "payload", "not documented");
        }
    }

    /// In which statuses an order has to be, and where the action leads.
    fn rule(&mut self, found: &Found<'d>) -> (String, String) {
        let Some(rule) = found.operation.get("x-status-rule") else { return (NONE.into(), NONE.into()) };
        self.words(&found.name, rule, RULE);
        let statuses = if rule.get("refused_in").is_some() {
            let all = words(&self.document["components"]["schemas"]["OrderStatus"], "x-known-values");
            let left = all.filter(|status| words(rule, "refused_in").all(|refused| refused != *status));
            marked(&list(left), is(rule, "refused_in_inferred"))
        } else {
            marked(&list(words(rule, "allowed_from")), is(rule, "allowed_from_inferred"))
        };
        (statuses, marked(text(rule, "leads_to").unwrap_or(NONE), is(rule, "leads_to_inferred")))
    }

    /// What a value is, and which values it may have. Objects that it leads to are read on the way.
    fn shape(&mut self, schema: &'d Value, place: &str) -> (String, String) {
        self.words(place, schema, SCHEMA);
        if schema.get("$ref").is_some() {
            let (name, schema) = target(self.document, schema);
            let name = name.unwrap();
            let first = self.seen.insert(name);
            if !is_object(schema) {
                return self.shape(schema, name);
            }
            if first {
                self.object(schema, name, name);
            }
            return (name.into(), NONE.into());
        }
        // A reference that only got a description, or required marks of its own.
        if let [part, rest @ ..] = items(schema, "allOf").collect::<Vec<_>>().as_slice() {
            let (kind, values) = self.shape(part, place);
            let required: BTreeSet<&str> = rest.iter().flat_map(|part| words(part, "required")).collect();
            let all = self.properties(part, place).into_keys().collect();
            assert!(required.is_empty() || required == all, "{place}: some fields of {kind} are required, others not");
            return (if required.is_empty() { kind } else { format!("{kind}, all required") }, values);
        }
        if is_object(schema) {
            // Without a name of its own it stands at the place of its field.
            self.object(schema, place, &format!("{place} object"));
            return ("object".into(), NONE.into());
        }
        let branches: Vec<&Value> = items(schema, "anyOf").collect();
        if !branches.is_empty() {
            let kinds: Vec<String> = branches.iter().map(|branch| self.branch(branch, place)).collect();
            return (format!("one of {}", list(kinds.iter().map(String::as_str))), NONE.into());
        }
        match kind(schema) {
            Some("array") => {
                let (kind, values) = self.shape(&schema["items"], place);
                (format!("array of {kind}"), values)
            }
            Some(kind) => (kind.into(), values(schema)),
            None => ("any".into(), NONE.into()),
        }
    }

    /// A branch of a union, with the value of the field that tells it apart, if there is one.
    fn branch(&mut self, schema: &'d Value, place: &str) -> String {
        let kind = self.shape(schema, place).0;
        let properties =
            if is_object(target(self.document, schema).1) { self.properties(schema, place) } else { BTreeMap::new() };
        let tag = properties.get("result_type").and_then(|tag| text(tag.schema, "const").or(text(tag.schema, "example")));
        tag.map_or(kind.clone(), |tag| format!("{kind} by result_type {tag}"))
    }

    fn object(&mut self, schema: &'d Value, place: &str, own: &str) {
        self.words(own, schema, SCHEMA);
        let properties = self.properties(schema, place);
        let parts: Vec<&Value> = items(schema, "allOf").collect();
        let mut at_least_one: Vec<&str> = items(schema, "anyOf").flat_map(|one| words(one, "required")).collect();
        if schema["minProperties"] == 1 {
            at_least_one = properties.keys().copied().collect();
        }
        let inferred = is(schema, "x-inferred-minProperties");
        let facts = Model {
            inferred: is(schema, "x-inferred"),
            deprecated: is(schema, "deprecated"),
            open: is_open(self.document, schema),
            at_least_one: marked(&list(at_least_one), inferred),
            // Described in words only.
            supplies: NONE.into(),
        };
        self.facts.model(own, facts);
        for (name, property) in properties {
            self.field(&format!("{place}.{name}"), &property, property.schema);
        }
        for part in parts.into_iter().filter(|part| part.get("$ref").is_some()) {
            self.shape(part, place);
        }
    }

    /// All fields of an object, those of its parts included. `name` is that of a schema without one of its own.
    fn properties(&self, schema: &'d Value, name: &str) -> BTreeMap<&'d str, Property<'d>> {
        let (named, schema) = target(self.document, schema);
        let name = named.unwrap_or(name);
        let mut all = BTreeMap::new();
        for part in items(schema, "allOf") {
            all.extend(self.properties(part, name));
        }
        for (field, property) in entries(schema, "properties") {
            let read = !is(schema, "x-inferred") && !is(property, "x-inferred");
            let present = self.examples.always(name, field).unwrap_or(read && self.is_taken_to_be_there(field, property));
            all.insert(field, Property { schema: property, required: "no", present });
        }
        let inferred = is(schema, "x-inferred") || part_inferred(schema, "required");
        for name in words(schema, "required") {
            let property = all.get_mut(name).unwrap();
            property.required = if inferred || is(property.schema, "x-inferred") { "inferred" } else { "read" };
        }
        for name in words(schema, "x-inferred-required") {
            all.get_mut(name).unwrap().required = "inferred";
        }
        all
    }

    /// Of a field that no example can show.
    fn is_taken_to_be_there(&self, field: &str, property: &Value) -> bool {
        (OWN.contains(&field) && !self.sent) || text(property, "description") == Some("Present in responses")
    }

    /// A field or a query parameter. `mark` is where it says whether it was read.
    fn field(&mut self, place: &str, property: &Property<'d>, mark: &'d Value) {
        let Property { schema, required, present } = *property;
        let (kind, values) = self.shape(schema, place);
        let (has, marks) = (is(mark, "x-inferred"), |part| part_inferred(schema, part) || part_inferred(mark, part));
        let number = |key: &str| schema.get(key).map(Value::to_string);
        let facts = Field {
            kind,
            values,
            format: self.format(schema, has || marks("format")),
            limits: limits(number("minimum"), number("maximum"), has || marks("minimum") || marks("maximum")),
            default: schema.get("default").map_or(NONE.into(), Value::to_string),
            required: required.into(),
            nullable: match schema["type"].as_array().is_some_and(|kinds| kinds.contains(&"null".into())) {
                true => marked("yes", marks("nullable")),
                false => "no".into(),
            },
            present,
            deprecated: is(schema, "deprecated") || is(schema, "x-legacy"),
            inferred: if has {
                "yes"
            } else if marks("type") {
                "type"
            } else {
                "no"
            }
            .into(),
        };
        self.facts.field(place, facts);
    }

    /// Notes what this test does not understand: it must not be passed over.
    fn words(&mut self, place: &str, value: &Value, known: &str) {
        for (word, _) in value.as_object().into_iter().flatten() {
            if known.split_whitespace().all(|known| known != word) {
                self.facts.say(&format!("{place} \"{word}\""), "unknown word", "");
            }
        }
    }

    /// The written form of a string. That of an answer is checked nowhere, so it is left out.
    fn format(&self, schema: &Value, inferred: bool) -> String {
        if !self.sent {
            return "not sent".into();
        }
        let schema = schema.get("items").unwrap_or(schema);
        let description = text(schema, "description").unwrap_or_default();
        // Two forms are described in words.
        let worded = [("Ten digits", "phone"), ("ISO 639-1", "language")];
        let worded = worded.into_iter().find(|(words, _)| description.starts_with(words)).map(|(_, format)| format);
        marked(text(schema, "format").or(worded).unwrap_or(NONE), inferred)
    }
}

/// The schema of a body or an answer as JSON.
fn json(value: &Value) -> &Value {
    &value["content"]["application/json"]["schema"]
}

fn is_object(schema: &Value) -> bool {
    kind(schema) == Some("object") || schema.get("allOf").is_some()
}

/// Whether fields that nobody listed are expected.
fn is_open(document: &Value, schema: &Value) -> bool {
    let schema = target(document, schema).1;
    is(schema, "additionalProperties") || items(schema, "allOf").any(|part| is_open(document, part))
}

/// The type, beside which null may stand.
fn kind(schema: &Value) -> Option<&str> {
    if schema.get("const").is_some_and(Value::is_string) {
        return Some("string");
    }
    let declared = &schema["type"];
    declared.as_str().or_else(|| declared.as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"))
}

fn values(schema: &Value) -> String {
    // A set that was worked out may lack values, so it has to be open.
    if schema.get("enum").is_some() {
        return set(if is(schema, "x-inferred-enum") { "open" } else { "closed" }, words(schema, "enum"));
    }
    let known: Vec<&str> =
        items(schema, "x-known-values").filter_map(|known| known.as_str().or_else(|| text(known, "value"))).collect();
    if known.is_empty() { NONE.into() } else { set("open", known) }
}

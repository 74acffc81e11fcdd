//! The endpoint tables, one file for each group of the API.
//!
//! An endpoint is one entry; the client, the sandbox, the TypeScript declarations and `api.md` are
//! all made from it. An endpoint file names only its own group.

mod auth;
mod composite;
mod notifications;
mod orders;
mod patients;
mod prescribers;
mod prescriptions;
mod products;
mod reports;
mod search;

use crate::check::{Flags, Format, Kind, Model, Table, Values, Wire};
use crate::rules::orders::Action;

/// A group of endpoints, `blend.<name>` in JavaScript.
pub struct Group {
    pub name: &'static str,
    pub endpoints: &'static [Endpoint],
}

/// All groups. An operation's number, which JavaScript calls it by, counts through them in order.
pub static GROUPS: &[Group] = &[
    Group { name: "auth", endpoints: auth::ENDPOINTS },
    Group { name: "orders", endpoints: orders::ENDPOINTS },
    Group { name: "patients", endpoints: patients::ENDPOINTS },
    Group { name: "prescribers", endpoints: prescribers::ENDPOINTS },
    Group { name: "prescriptions", endpoints: prescriptions::ENDPOINTS },
    Group { name: "composite", endpoints: composite::ENDPOINTS },
    Group { name: "products", endpoints: products::ENDPOINTS },
    Group { name: "reports", endpoints: reports::ENDPOINTS },
    Group { name: "search", endpoints: search::ENDPOINTS },
    Group { name: "notifications", endpoints: notifications::ENDPOINTS },
];

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    pub const ALL: [Verb; 5] = [Verb::Get, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete];

    pub fn name(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        }
    }

    /// The verb of a name, in either case.
    pub fn of(name: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.name().eq_ignore_ascii_case(name))
    }
}

/// May the request be repeated where it is not known whether Blend carried it out?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It changes nothing (signing in included): repeated.
    Read,
    /// A repeat leaves what the first one left: repeated, while no later write to what may be the same
    /// thing has started in this client.
    Replayable,
    /// A repeat may do harm: never repeated without proof that the first was not carried out.
    Never,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Class::Read => "read",
            Class::Replayable => "replayable",
            Class::Never => "never",
        }
    }
}

/// Which token a call carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    None,
    Access,
    Refresh,
}

/// One operation of the API.
pub struct Endpoint {
    /// The method's name in JavaScript.
    pub name: &'static str,
    pub verb: Verb,
    /// Below the base URL, with path ids in braces.
    pub path: &'static str,
    /// What goes in beside the path ids: query and body together.
    pub params: Option<&'static Table>,
    /// Whether the params are required as such.
    pub body_required: bool,
    pub answer: Option<&'static Kind>,
    pub paged: bool,
    pub class: Class,
    pub auth: Auth,
    pub action: Option<&'static Action>,
    /// The params may also be one string, of XML.
    pub or_xml: bool,
    /// Fields that have to come back as they were sent: where they do not, a warning tells.
    pub compares: &'static [&'static str],
    /// Blend knows what is created by its NPI: a repeat with one makes no second.
    pub known_by_npi: bool,
    /// Path, verb or body were worked out rather than read.
    pub inferred: bool,
    /// The answer may come without a body (inferred).
    pub maybe_empty: bool,
    /// What to use instead; empty where it is not deprecated.
    #[cfg(not(target_arch = "wasm32"))]
    pub deprecated: &'static str,
    /// Why the class is what it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub reason: &'static str,
    /// The first line of the documentation; what follows is the rest of it.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

impl Endpoint {
    const fn new(verb: Verb, name: &'static str, path: &'static str, doc: &'static str) -> Self {
        let _ = doc;
        Endpoint {
            name,
            verb,
            path,
            params: None,
            body_required: false,
            answer: None,
            paged: false,
            class: Class::Never,
            auth: Auth::Access,
            action: None,
            or_xml: false,
            compares: &[],
            known_by_npi: false,
            inferred: false,
            maybe_empty: false,
            #[cfg(not(target_arch = "wasm32"))]
            deprecated: "",
            #[cfg(not(target_arch = "wasm32"))]
            reason: "",
            #[cfg(not(target_arch = "wasm32"))]
            doc,
        }
    }

    /// A GET: it changes nothing, so it may be repeated.
    const fn get(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        let mut endpoint = Self::new(Verb::Get, name, path, doc);
        endpoint.class = Class::Read;
        #[cfg(not(target_arch = "wasm32"))]
        {
            endpoint.reason = "it changes nothing";
        }
        endpoint
    }

    const fn post(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Post, name, path, doc)
    }

    const fn put(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Put, name, path, doc)
    }

    const fn patch(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Patch, name, path, doc)
    }

    const fn delete(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Delete, name, path, doc)
    }

    /// Takes params that may all be left out.
    const fn may_take<T: Model>(mut self) -> Self {
        self.params = Some(T::TABLE);
        self
    }

    /// Takes params that have to be given.
    const fn takes<T: Model>(mut self) -> Self {
        self.params = Some(T::TABLE);
        self.body_required = true;
        self
    }

    const fn gives<T: Wire>(mut self) -> Self {
        self.answer = Some(T::KIND);
        self
    }

    const fn paged(mut self) -> Self {
        self.paged = true;
        self
    }

    const fn retry(mut self, class: Class, reason: &'static str) -> Self {
        let _ = reason;
        self.class = class;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.reason = reason;
        }
        self
    }

    const fn authorised_by(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    const fn action(mut self, action: &'static Action) -> Self {
        self.action = Some(action);
        self
    }

    const fn or_xml(mut self) -> Self {
        self.or_xml = true;
        self
    }

    const fn compares(mut self, fields: &'static [&'static str]) -> Self {
        self.compares = fields;
        self
    }

    const fn known_by_npi(mut self) -> Self {
        self.known_by_npi = true;
        self
    }

    const fn inferred(mut self) -> Self {
        self.inferred = true;
        self
    }

    const fn maybe_empty(mut self) -> Self {
        self.maybe_empty = true;
        self
    }

    /// `instead` says what to use.
    #[cfg_attr(target_arch = "wasm32", allow(unused_mut))]
    const fn deprecated(mut self, instead: &'static str) -> Self {
        let _ = instead;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.deprecated = instead;
        }
        self
    }

    /// Whether a field of the params travels in the body. Without a body, all are in the query.
    pub fn has_body(&self) -> bool {
        self.params.is_some() && !matches!(self.verb, Verb::Get | Verb::Delete)
    }
}

/// The ids in a path, in order.
#[inline(never)]
pub fn path_ids(path: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    for (segment, is_id) in &segments(path) {
        if *is_id {
            ids.push(*segment);
        }
    }
    ids
}

/// The segments of a path, and whether each is an id, whose braces are left out.
#[inline(never)]
pub fn segments(path: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut start = 1;
    for end in 1..=path.len() {
        if end == path.len() || path.as_bytes()[end] == b'/' {
            let segment = path.get(start..end).unwrap_or_default();
            let is_id = segment.len() > 2 && segment.starts_with('{') && segment.ends_with('}');
            found.push(if is_id { (&segment[1..segment.len() - 1], true) } else { (segment, false) });
            start = end + 1;
        }
    }
    found
}

static PRODUCT_TYPE: Kind = Kind::Values(&Values {
    known: &["prescription", "non_prescription", "order_material"],
    open: false,
    list: false,
    #[cfg(not(target_arch = "wasm32"))]
    declaration: "",
});

/// What a path id has to be: its kind, its format, and whether that was read.
pub fn path_id(name: &str) -> (&'static Kind, Format, Flags) {
    match name {
        "patient_id" | "prescriber_id" | "risk_factor_id" | "id" | "product_id" => (&Kind::String, Format::Uuid, Flags::NONE),
        "supervisor_id" | "electronic_prescription_id" | "webhook_id" | "subscription_id" => {
            (&Kind::String, Format::Uuid, Flags::FORMAT_INFERRED)
        }
        "product_type" => (&PRODUCT_TYPE, Format::None, Flags::NONE),
        _ => (&Kind::String, Format::None, Flags::NONE),
    }
}

/// The operation with a number.
pub fn by_number(number: usize) -> Option<(&'static Group, &'static Endpoint)> {
    let mut rest = number;
    for group in GROUPS {
        if let Some(endpoint) = group.endpoints.get(rest) {
            return Some((group, endpoint));
        }
        rest -= group.endpoints.len();
    }
    None
}

/// The number of an operation.
pub fn number_of(group: &str, name: &str) -> Option<usize> {
    let mut before = 0;
    for one in GROUPS {
        if one.name == group {
            return one.endpoints.iter().position(|endpoint| endpoint.name == name).map(|place| before + place);
        }
        before += one.endpoints.len();
    }
    None
}

/// The literal segments that stand where a path of this API may also have an id: `statuses` in
/// `/orders/statuses`, beside `/orders/{order_id}`. An id equal to one would reach the wrong endpoint.
pub fn is_sibling(template: &str, id_name: &str, value: &str) -> bool {
    // Only a first id has literal siblings, and everything before it is literal.
    let Some(start) = template.bytes().position(|byte| byte == b'{') else { return false };
    let (before, rest) = template.split_at(start);
    if !rest[1..].starts_with(id_name) {
        return false;
    }
    for group in GROUPS {
        for endpoint in group.endpoints {
            if endpoint.path.starts_with(before) && first_segment(&endpoint.path[start..]) == value {
                return true;
            }
        }
    }
    false
}

/// What stands before the first slash or question mark.
pub fn first_segment(path: &str) -> &str {
    &path[..path.bytes().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(path.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_write_gives_a_reason_for_its_class() {
        for group in GROUPS {
            for endpoint in group.endpoints {
                assert!(!endpoint.reason.is_empty(), "{}.{}", group.name, endpoint.name);
                assert!(endpoint.doc.ends_with('.'), "{}.{}", group.name, endpoint.name);
            }
        }
    }

    #[test]
    fn names_and_routes_are_unique() {
        let mut seen = std::collections::HashSet::new();
        for group in GROUPS {
            for endpoint in group.endpoints {
                assert!(seen.insert(format!("{}.{}", group.name, endpoint.name)));
                assert!(seen.insert(format!("{} {}", endpoint.verb.name(), endpoint.path)));
            }
        }
    }

    #[test]
    fn an_id_that_is_a_literal_sibling_is_known() {
        assert!(is_sibling("/orders/{order_id}", "order_id", "statuses"));
        assert!(is_sibling("/orders/{order_id}/pause", "order_id", "shipping_options"));
        assert!(!is_sibling("/orders/{order_id}", "order_id", "visit-2041"));
        assert!(!is_sibling("/patients/{patient_id}", "patient_id", "statuses"));
    }
}

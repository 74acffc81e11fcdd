//! What an entry of the endpoint tables says.

use crate::check::{Kind, Model, Table, Wire};
use crate::rules::orders::Action;

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

/// Whether a request may be repeated where it is unknown whether Blend carried it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryClass {
    /// It changes nothing, or it signs in: repeated.
    Read,
    /// A repeat has the same effect: repeated, unless a later write that conflicts with it has started in this client. Two
    /// writes conflict if they may be about the same thing, as `orders.update("ORD1")` and `orders.pause` of its UUID.
    Replayable,
    /// A repeat may do harm: never repeated without proof that the first one was not carried out.
    Never,
}

impl RetryClass {
    pub fn name(self) -> &'static str {
        match self {
            RetryClass::Read => "read",
            RetryClass::Replayable => "replayable",
            RetryClass::Never => "never",
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

/// What `createOnce` creates. `client::create_once` knows how it is looked up and recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    Order,
    Patient,
    /// An order that stands in a field of the params, and of the answer.
    CompositeOrder,
}

impl ResourceKind {
    /// By number.
    pub const ALL: [ResourceKind; 3] = [ResourceKind::Order, ResourceKind::Patient, ResourceKind::CompositeOrder];

    /// The field of params and answer that holds the resource. Empty where they are the resource.
    pub fn place(self) -> &'static str {
        match self {
            ResourceKind::CompositeOrder => "order",
            _ => "",
        }
    }

    /// What all that makes the same kind of resource share: one key is one resource.
    pub fn key_space(self) -> &'static str {
        match self {
            ResourceKind::Patient => "patient",
            _ => "order",
        }
    }
}

/// Yes-or-no facts about an operation: one of them, or those that an endpoint has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact(pub u8);

impl Fact {
    /// The params cannot be left out.
    pub const BODY_REQUIRED: Fact = Fact(1);
    /// The params may also be a string of XML.
    pub const OR_XML: Fact = Fact(1 << 1);
    /// Blend knows the resource by its NPI: with one, a repeat does not create a second.
    pub const KNOWN_BY_NPI: Fact = Fact(1 << 2);
    /// What it wrote cannot be found again, so a lost answer stays lost.
    pub const CANNOT_BE_LOOKED_UP: Fact = Fact(1 << 3);
    /// Path, verb or body are inferred.
    pub const INFERRED: Fact = Fact(1 << 4);
    /// The answer may come without a body (inferred).
    pub const MAYBE_EMPTY: Fact = Fact(1 << 5);
    /// The answer is one page of a list. TypeScript reads it from the generated list, as the next one.
    pub const PAGED: Fact = Fact(1 << 6);
    /// A second call joins the same one in flight.
    pub const JOINS_IN_FLIGHT: Fact = Fact(1 << 7);
}

/// One operation of the API.
pub struct Endpoint {
    /// The method's name in JavaScript.
    pub name: &'static str,
    pub verb: Verb,
    /// Below the base URL, with path ids in braces.
    pub path: &'static str,
    /// The fields of query and body together.
    pub params: Option<&'static Table>,
    pub answer: Option<&'static Kind>,
    pub class: RetryClass,
    pub auth: Auth,
    pub facts: Fact,
    pub action: Option<&'static Action>,
    /// Fields that have to come back as they were sent. Where one does not, the answer carries a warning.
    pub must_echo: &'static [&'static str],
    /// What it creates, where `createOnce` can create it.
    pub created_once: Option<ResourceKind>,
    /// Writes to any path that begins with this conflict with one another, whatever ids they name. Empty for the paths of
    /// one resource.
    pub conflicts_within: &'static str,
    /// What to use instead; empty where it is not deprecated.
    #[cfg(not(target_arch = "wasm32"))]
    pub deprecated: &'static str,
    /// Why the class is what it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub reason: &'static str,
    /// The documentation. Its first line is a summary.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

impl Endpoint {
    pub(super) const fn new(verb: Verb, name: &'static str, path: &'static str, doc: &'static str) -> Self {
        let _ = doc;
        Endpoint {
            name,
            verb,
            path,
            params: None,
            answer: None,
            class: RetryClass::Never,
            auth: Auth::Access,
            facts: Fact(0),
            action: None,
            must_echo: &[],
            created_once: None,
            conflicts_within: "",
            #[cfg(not(target_arch = "wasm32"))]
            deprecated: "",
            #[cfg(not(target_arch = "wasm32"))]
            reason: "",
            #[cfg(not(target_arch = "wasm32"))]
            doc,
        }
    }

    const fn with(mut self, fact: Fact) -> Self {
        self.facts.0 |= fact.0;
        self
    }

    pub const fn is(&self, fact: Fact) -> bool {
        self.facts.0 & fact.0 != 0
    }

    /// A GET: it changes nothing, so it may be repeated.
    pub(super) const fn get(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        let mut endpoint = Self::new(Verb::Get, name, path, doc);
        endpoint.class = RetryClass::Read;
        #[cfg(not(target_arch = "wasm32"))]
        {
            endpoint.reason = "it changes nothing";
        }
        endpoint
    }

    pub(super) const fn post(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Post, name, path, doc)
    }

    pub(super) const fn put(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Put, name, path, doc)
    }

    pub(super) const fn patch(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Patch, name, path, doc)
    }

    pub(super) const fn delete(name: &'static str, path: &'static str, doc: &'static str) -> Self {
        Self::new(Verb::Delete, name, path, doc)
    }

    /// Takes params that can be left out.
    pub(super) const fn may_take<T: Model>(mut self) -> Self {
        self.params = Some(T::TABLE);
        self
    }

    /// Takes params that cannot be left out.
    pub(super) const fn takes<T: Model>(mut self) -> Self {
        self.params = Some(T::TABLE);
        self.with(Fact::BODY_REQUIRED)
    }

    pub(super) const fn gives<T: Wire>(mut self) -> Self {
        self.answer = Some(T::KIND);
        self
    }

    pub(super) const fn paged(self) -> Self {
        self.with(Fact::PAGED)
    }

    pub(super) const fn retry(mut self, class: RetryClass, reason: &'static str) -> Self {
        let _ = reason;
        self.class = class;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.reason = reason;
        }
        self
    }

    pub(super) const fn authorised_by(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    pub(super) const fn action(mut self, action: &'static Action) -> Self {
        self.action = Some(action);
        self
    }

    pub(super) const fn or_xml(self) -> Self {
        self.with(Fact::OR_XML)
    }

    pub(super) const fn must_echo(mut self, fields: &'static [&'static str]) -> Self {
        self.must_echo = fields;
        self
    }

    pub(super) const fn joins_in_flight(self) -> Self {
        self.with(Fact::JOINS_IN_FLIGHT)
    }

    pub(super) const fn created_once(mut self, resource: ResourceKind) -> Self {
        self.created_once = Some(resource);
        self
    }

    pub(super) const fn cannot_be_looked_up(self) -> Self {
        self.with(Fact::CANNOT_BE_LOOKED_UP)
    }

    pub(super) const fn conflicts_within(mut self, paths: &'static str) -> Self {
        self.conflicts_within = paths;
        self
    }

    pub(super) const fn known_by_npi(self) -> Self {
        self.with(Fact::KNOWN_BY_NPI)
    }

    pub(super) const fn inferred(self) -> Self {
        self.with(Fact::INFERRED)
    }

    pub(super) const fn maybe_empty(self) -> Self {
        self.with(Fact::MAYBE_EMPTY)
    }

    /// `instead` says what to use.
    #[cfg_attr(target_arch = "wasm32", allow(unused_mut))]
    pub(super) const fn deprecated(mut self, instead: &'static str) -> Self {
        let _ = instead;
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.deprecated = instead;
        }
        self
    }

    /// Whether the params have a body. Without one, all fields are in the query.
    pub fn has_body(&self) -> bool {
        self.params.is_some() && !matches!(self.verb, Verb::Get | Verb::Delete)
    }
}

/// A group of endpoints, `blend.<name>` in JavaScript.
pub struct Group {
    pub name: &'static str,
    pub endpoints: &'static [Endpoint],
}

/// An operation, with its group's name.
pub struct Operation {
    pub group: &'static str,
    pub endpoint: &'static Endpoint,
}

//! The endpoint tables as bytes, for the client's wasm. `check::packed` says why.

use super::{Auth, Endpoint, GROUPS, Group, Operation, ResourceKind, RetryClass, Verb};
use crate::check::packed::{Packer, Unpacker};
use crate::check::{Flags, Format};
use crate::rules::orders::ACTIONS;

const PACKER: Packer = pack(GROUPS);
static BYTES: [u8; PACKER.len()] = PACKER.bytes();

/// What an endpoint has. The first byte of facts:
const PARAMS: u8 = 1;
const BODY_REQUIRED: u8 = 1 << 1;
const ANSWER: u8 = 1 << 2;
const PAGED: u8 = 1 << 3;
const INFERRED: u8 = 1 << 4;
const MAYBE_EMPTY: u8 = 1 << 5;
const ACTION: u8 = 1 << 6;
/// A second byte follows, of what few endpoints have:
const MORE: u8 = 1 << 7;
const OR_XML: u8 = 1;
const MUST_ECHO: u8 = 1 << 1;
const KNOWN_BY_NPI: u8 = 1 << 2;
const CANNOT_BE_LOOKED_UP: u8 = 1 << 3;
const CONFLICTS_WITHIN: u8 = 1 << 4;
const ORDER_ONCE: u8 = 1 << 5;
const PATIENT_ONCE: u8 = 1 << 6;

/// Behind a name stands the verb, behind a path the retry class, and two bits above it the token.
const VERBS: [Verb; 5] = Verb::ALL;
const CLASSES: [RetryClass; 3] = [RetryClass::Read, RetryClass::Replayable, RetryClass::Never];
const AUTHS: [Auth; 3] = [Auth::None, Auth::Access, Auth::Refresh];

/// The end of a text.
const END: u8 = 0x80;

const fn pack(groups: &[Group]) -> Packer {
    let mut packer = Packer::new();
    packer.byte(groups.len() as u8);
    let mut at = 0;
    while at < groups.len() {
        let endpoints = groups[at].endpoints;
        packer.text(groups[at].name, END);
        packer.byte(endpoints.len() as u8);
        let mut place = 0;
        while place < endpoints.len() {
            pack_endpoint(&mut packer, &endpoints[place]);
            place += 1;
        }
        at += 1;
    }
    packer
}

const fn pack_endpoint(packer: &mut Packer, endpoint: &Endpoint) {
    packer.text(endpoint.name, END | endpoint.verb as u8);
    packer.text(endpoint.path, END | endpoint.class as u8 | (endpoint.auth as u8) << 2);
    let more = bit(endpoint.or_xml, OR_XML)
        | bit(!endpoint.must_echo.is_empty(), MUST_ECHO)
        | bit(endpoint.known_by_npi, KNOWN_BY_NPI)
        | bit(endpoint.cannot_be_looked_up, CANNOT_BE_LOOKED_UP)
        | bit(!endpoint.conflicts_within.is_empty(), CONFLICTS_WITHIN)
        | bit(matches!(endpoint.created_once, Some(ResourceKind::Order)), ORDER_ONCE)
        | bit(matches!(endpoint.created_once, Some(ResourceKind::Patient)), PATIENT_ONCE);
    packer.byte(
        bit(endpoint.params.is_some(), PARAMS)
            | bit(endpoint.body_required, BODY_REQUIRED)
            | bit(endpoint.answer.is_some(), ANSWER)
            | bit(endpoint.paged, PAGED)
            | bit(endpoint.inferred, INFERRED)
            | bit(endpoint.maybe_empty, MAYBE_EMPTY)
            | bit(endpoint.action.is_some(), ACTION)
            | bit(more != 0, MORE),
    );
    if more != 0 {
        packer.byte(more);
        packer.texts(endpoint.must_echo);
        if more & CONFLICTS_WITHIN != 0 {
            packer.text(endpoint.conflicts_within, END);
        }
    }
    if let Some(params) = endpoint.params {
        packer.table(params);
    }
    if let Some(answer) = endpoint.answer {
        packer.kind(answer, Format::None, Flags::NONE);
    }
    if let Some(action) = endpoint.action {
        packer.text(action.name, END);
    }
}

const fn bit(is: bool, bit: u8) -> u8 {
    if is { bit } else { 0 }
}

/// All operations, unpacked.
pub(super) fn operations() -> Vec<Operation> {
    let mut unpacker = Unpacker::new(&BYTES);
    let mut operations = Vec::new();
    for _ in 0..unpacker.byte() {
        let (group, _) = unpacker.text();
        for _ in 0..unpacker.byte() {
            operations.push(Operation { group, endpoint: Box::leak(endpoint(&mut unpacker)) });
        }
    }
    operations
}

fn endpoint(unpacker: &mut Unpacker) -> Box<Endpoint> {
    let (name, verb) = unpacker.text();
    let (path, behind) = unpacker.text();
    let mut endpoint = Box::new(Endpoint::new(VERBS[usize::from(verb & 7)], name, path, ""));
    endpoint.class = CLASSES[usize::from(behind & 3)];
    endpoint.auth = AUTHS[usize::from(behind >> 2 & 3)];
    let facts = unpacker.byte();
    endpoint.body_required = facts & BODY_REQUIRED != 0;
    endpoint.paged = facts & PAGED != 0;
    endpoint.inferred = facts & INFERRED != 0;
    endpoint.maybe_empty = facts & MAYBE_EMPTY != 0;
    if facts & MORE != 0 {
        let more = unpacker.byte();
        endpoint.or_xml = more & OR_XML != 0;
        endpoint.known_by_npi = more & KNOWN_BY_NPI != 0;
        endpoint.cannot_be_looked_up = more & CANNOT_BE_LOOKED_UP != 0;
        if more & ORDER_ONCE != 0 {
            endpoint.created_once = Some(ResourceKind::Order);
        }
        if more & PATIENT_ONCE != 0 {
            endpoint.created_once = Some(ResourceKind::Patient);
        }
        if more & MUST_ECHO != 0 {
            endpoint.must_echo = unpacker.texts();
        }
        if more & CONFLICTS_WITHIN != 0 {
            endpoint.conflicts_within = unpacker.text().0;
        }
    }
    if facts & PARAMS != 0 {
        endpoint.params = Some(unpacker.table());
    }
    if facts & ANSWER != 0 {
        let code = unpacker.byte();
        endpoint.answer = Some(unpacker.kind(code).0);
    }
    if facts & ACTION != 0 {
        let (name, _) = unpacker.text();
        endpoint.action = ACTIONS.into_iter().find(|action| action.name == name);
    }
    endpoint
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::check::{Kind, Pick, Table, Values};

    /// All that the wasm knows of an endpoint, as text.
    fn endpoint_facts(of: &Endpoint) -> String {
        let mut out = format!("{} {:?} {} {} {}", of.name, of.verb, of.path, of.body_required, of.paged);
        let _ = write!(out, " {:?} {:?} {:?} {}", of.class, of.auth, of.action, of.or_xml);
        let _ = write!(out, " {:?} {} {:?}", of.must_echo, of.known_by_npi, of.created_once);
        let _ = write!(out, " {} {} {}", of.cannot_be_looked_up, of.conflicts_within, of.inferred);
        let _ = write!(out, " {} {}", of.maybe_empty, of.params.map(table_facts).unwrap_or_default());
        out + &of.answer.map(kind_facts).unwrap_or_default()
    }

    fn table_facts(of: &Table) -> String {
        let mut out = format!("({:?} {:?} {} {}", of.at_least_one, of.supplies, of.open, of.inferred);
        for part in of.parts {
            out += &table_facts(part);
        }
        for field in of.fields {
            let _ = write!(out, " {} {:?} {:?} {}", field.name, field.format, field.flags, kind_facts(field.kind));
        }
        out + ")"
    }

    fn kind_facts(of: &Kind) -> String {
        match of {
            Kind::Values(Values { known, open, list, .. }) => format!("values {known:?} {open} {list}"),
            Kind::Array(item) => format!("[{}]", kind_facts(item)),
            Kind::Object(table) => table_facts(table),
            Kind::Union(union) => match union.pick {
                Pick::ByKeys { reference, other } => format!("{} or {}", table_facts(reference), table_facts(other)),
                Pick::ByTag { field, branches } => {
                    branches.iter().map(|(tag, table)| format!("{field} {tag} {}", table_facts(table))).collect()
                }
            },
            plain => format!("{plain:?}"),
        }
    }

    #[test]
    fn what_was_packed_comes_out_the_same() {
        let packed = operations();
        let declared: Vec<_> = GROUPS.iter().flat_map(|group| group.endpoints.iter().map(|one| (group.name, one))).collect();
        assert_eq!(packed.len(), declared.len());
        for (packed, (group, declared)) in packed.iter().zip(declared) {
            assert_eq!(packed.group, group);
            assert_eq!(endpoint_facts(packed.endpoint), endpoint_facts(declared));
        }
    }
}

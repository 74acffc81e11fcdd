//! The endpoint tables as bytes, for the client's wasm. `check::packed` says why.

use super::entry::{Auth, Endpoint, Fact, Group, Operation, ResourceKind, RetryClass, Verb};
use crate::check::packed::{Packer, Unpacker};
use crate::check::{Flags, Format};
use crate::rules::orders::ACTIONS;

/// The end of a text. Behind a name its low bits are the verb; behind a path the retry class, what has a `createOnce`, and
/// whether params and an answer follow.
const END: u8 = 0x80;
/// Two bits: 0 for nothing, else one more than the number of the `ResourceKind`.
const ONCE_SHIFT: u8 = 2;
const PARAMS: u8 = 1 << 4;
const ANSWER: u8 = 1 << 5;

const CLASSES: [RetryClass; 3] = [RetryClass::Read, RetryClass::Replayable, RetryClass::Never];
const AUTHS: [Auth; 3] = [Auth::None, Auth::Access, Auth::Refresh];

pub(super) const fn pack(groups: &[Group]) -> Packer {
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
    let once = match endpoint.created_once {
        None => 0,
        Some(kind) => (kind as u8 + 1) << ONCE_SHIFT,
    };
    let params = if endpoint.params.is_some() { PARAMS } else { 0 };
    let answer = if endpoint.answer.is_some() { ANSWER } else { 0 };
    packer.text(endpoint.path, END | endpoint.class as u8 | once | params | answer);
    packer.byte(endpoint.auth as u8);
    packer.byte(endpoint.facts.0 & !(Fact::PAGED.0 | Fact::JOINS_IN_FLIGHT.0));
    packer.texts(endpoint.must_echo);
    packer.text(endpoint.conflicts_within, END);
    packer.text(if let Some(action) = endpoint.action { action.name } else { "" }, END);
    if let Some(params) = endpoint.params {
        packer.table(params);
    }
    if let Some(answer) = endpoint.answer {
        packer.kind(answer, Format::None, Flags::NONE);
    }
}

/// All operations, unpacked.
pub(super) fn operations(bytes: &'static [u8]) -> Vec<Operation> {
    let mut unpacker = Unpacker::new(bytes);
    let mut operations = Vec::new();
    for _ in 0..unpacker.byte() {
        let group = unpacker.text();
        for _ in 0..unpacker.byte() {
            operations.push(Operation { group, endpoint: Box::leak(Box::new(endpoint(&mut unpacker))) });
        }
    }
    operations
}

fn endpoint(unpacker: &mut Unpacker) -> Endpoint {
    let name = unpacker.text();
    let verb = Verb::ALL[usize::from(unpacker.end & 7)];
    let path = unpacker.text();
    let more = unpacker.end;
    let mut endpoint = Endpoint::new(verb, name, path, "");
    endpoint.class = CLASSES[usize::from(more & 3)];
    let once = usize::from(more >> ONCE_SHIFT & 3);
    endpoint.created_once = once.checked_sub(1).map(|number| ResourceKind::ALL[number]);
    endpoint.auth = AUTHS[usize::from(unpacker.byte())];
    endpoint.facts = Fact(unpacker.byte());
    endpoint.must_echo = unpacker.texts();
    endpoint.conflicts_within = unpacker.text();
    let action = unpacker.text();
    endpoint.action = ACTIONS.iter().find(|one| one.name == action).copied();
    if more & PARAMS != 0 {
        endpoint.params = Some(unpacker.table());
    }
    if more & ANSWER != 0 {
        let code = unpacker.byte();
        endpoint.answer = Some(unpacker.kind(code).0);
    }
    endpoint
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::super::{GROUPS, PACKED};
    use super::*;
    use crate::check::{Kind, Pick, Table, Values};

    /// All that the wasm knows of an endpoint, as text.
    fn endpoint_facts(of: &Endpoint) -> String {
        let mut out = format!("{} {:?} {} {:?} {:?} {:?}", of.name, of.verb, of.path, of.class, of.auth, of.action);
        let _ = write!(out, " {} {:?} {:?} {}", of.facts.0 & 0x3F, of.must_echo, of.created_once, of.conflicts_within);
        out += &of.params.map(table_facts).unwrap_or_default();
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
        let packed = operations(&PACKED);
        let declared: Vec<_> = GROUPS.iter().flat_map(|group| group.endpoints.iter().map(|one| (group.name, one))).collect();
        assert_eq!(packed.len(), declared.len());
        for (packed, (group, declared)) in packed.iter().zip(declared) {
            assert_eq!(packed.group, group);
            assert_eq!(endpoint_facts(packed.endpoint), endpoint_facts(declared));
        }
    }
}

//! The endpoint tables, one file for each group of the API.
//!
//! An endpoint is one entry. The client, the sandbox, the TypeScript declarations and `api.md` are all made from it. The file
//! of a group names only that group.

mod auth;
mod composite;
mod entry;
mod notifications;
mod orders;
mod packed;
mod path;
mod patients;
mod prescribers;
mod prescriptions;
mod products;
mod reports;
mod search;

use std::sync::LazyLock;

use crate::check::packed::Packer;
pub use entry::{Auth, Endpoint, Fact, Group, Operation, ResourceKind, RetryClass, Verb};
pub use path::{first_segment, path_id, path_ids, segments};

/// All groups, as the files declare them.
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

/// The same as bytes.
const PACKER: Packer = packed::pack(GROUPS);
static PACKED: [u8; PACKER.len()] = PACKER.bytes();

static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(
        || if cfg!(all(target_arch = "wasm32", feature = "client")) { packed::operations(&PACKED) } else { declared() },
    );

/// All operations. Their places are the numbers that TypeScript knows them by.
pub fn operations() -> &'static [Operation] {
    &OPERATIONS
}

fn declared() -> Vec<Operation> {
    let all = |group: &'static Group| group.endpoints.iter().map(|endpoint| Operation { group: group.name, endpoint });
    GROUPS.iter().flat_map(all).collect()
}

/// The number of an operation.
pub fn number_of(group: &str, name: &str) -> Option<usize> {
    operations().iter().position(|one| one.group == group && one.endpoint.name == name)
}

/// The number of the first operation with that kind of token: of the sign-in, or of the refresh.
pub fn number_by_auth(auth: Auth) -> Option<usize> {
    operations().iter().position(|one| one.endpoint.auth == auth)
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
    // Most ids have digits, which no literal segment has.
    let is_word = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_literal = |path: &str| path.starts_with(before) && first_segment(&path[start..]) == value;
    is_word && operations().iter().any(|one| is_literal(one.endpoint.path))
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

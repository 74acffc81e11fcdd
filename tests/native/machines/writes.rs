//! Every operation of the contract that is not a GET: the outcome of each end, and whether it is sent again.

use blend_sdk::endpoint::{GROUPS, RetryClass, Verb, path_ids};
use serde_json::{Value, json};

use super::flow::{End, Spec, UNCONNECTED, UNPROVEN};
use super::server::{Fate, Spoilt};
use super::world::World;

/// A write: its operation, arguments that nothing checks, class and reason.
struct Write {
    operation: &'static str,
    args: String,
    class: RetryClass,
    reason: &'static str,
}

fn writes() -> Vec<Write> {
    let mut found = Vec::new();
    for group in GROUPS {
        for endpoint in group.endpoints.iter().filter(|endpoint| endpoint.verb != Verb::Get) {
            let mut args: Vec<Value> = path_ids(endpoint.path)
                .into_iter()
                .map(|id| json!(if id == "product_type" { "prescription" } else { "0227d1e5-ba9a-42b5-8fe2-38882aa65708" }))
                .collect();
            args.extend(endpoint.params.map(|_| json!({"npi": "1234567893"})));
            let operation = format!("{}.{}", group.name, endpoint.name).leak();
            found.push(Write { operation, args: json!(args).to_string(), class: endpoint.class, reason: endpoint.reason });
        }
    }
    found
}

fn meets(write: &Write, fates: Vec<Fate>) -> End {
    let mut world = World::new(1);
    world.server.allow_access("given", f64::INFINITY);
    let client = world.open(json!({"accessToken": "given"}), None);
    world.script(fates);
    let flow = world.call(client, Spec::new(write.operation, &write.args).with(json!({"validate": "off"})), 0.0);
    world.end(flow)
}

fn status(status: u16) -> Fate {
    Fate::Status { status, retry_after: String::new(), executed: false }
}

/// An end, its outcome, and how often a write is sent: where it is never repeated, and where it is replayable.
fn table() -> Vec<(&'static str, Fate, &'static str, usize, usize)> {
    let refusals = [400, 403, 404, 405, 409, 410, 415, 422].map(|code| ("a refusal", status(code), "rejected", 1, 1));
    let failures = [500, 502, 503, 504].map(|code| ("a 5xx", status(code), "unknown", 1, 3));
    let redirects = [301, 302, 307, 308].map(|code| ("a redirect", status(code), "unknown", 1, 1));
    let unsent = UNCONNECTED.map(|code| ("no connection", Fate::Lost(code), "not_sent", 3, 3));
    let unproven = UNPROVEN.map(|code| ("perhaps no connection", Fate::Lost(code), "unknown", 1, 3));
    let lost = ["ECONNRESET", "UND_ERR_SOCKET", ""].map(|code| ("a lost answer", Fate::AnswerLost(code), "unknown", 1, 3));
    let spoilt =
        [Spoilt::Html, Spoilt::Cut, Spoilt::TooLarge].map(|how| ("an answer that is no good", Fate::Spoilt(how), "done", 1, 1));
    let others = [
        // The token was given, so nothing can renew it.
        ("a 401", status(401), "rejected", 1, 1),
        ("a 408", status(408), "unknown", 1, 3),
        ("a 429", status(429), "rejected", 11, 11),
        ("a redirect that the browser hides", Fate::HiddenRedirect { executed: true }, "unknown", 1, 1),
    ];
    refusals
        .into_iter()
        .chain(failures)
        .chain(redirects)
        .chain(unsent)
        .chain(unproven)
        .chain(lost)
        .chain(spoilt)
        .chain(others)
        .collect()
}

#[test]
fn there_are_forty_and_each_has_a_class_and_a_reason() {
    let writes = writes();
    for Write { operation, class, reason, .. } in &writes {
        println!("{operation}: {}, because {reason}", class.name());
        assert!(reason.len() > 20, "{operation}");
    }
    assert_eq!(writes.len(), 40);
    let replayable: Vec<_> =
        writes.iter().filter(|write| write.class == RetryClass::Replayable).map(|write| write.operation).collect();
    // By hand, so that no table can widen it unseen.
    assert_eq!(
        replayable,
        [
            "orders.update",
            "orders.updateCompoundingReason",
            "patients.update",
            "prescribers.create",
            "prescribers.update",
            "products.updatePrescription",
            "products.updateNonPrescription",
            "products.updateOrderMaterial",
            "notifications.updateWebhook",
            "notifications.updateEmail",
        ]
    );
}

#[test]
fn every_way_to_end_tells_what_became_of_every_write() {
    for write in writes().iter().filter(|write| write.class != RetryClass::Read) {
        for (name, fate, outcome, never, replayable) in table() {
            let end = meets(write, vec![fate.clone(); 12]);
            let attempts = if write.class == RetryClass::Never { never } else { replayable };
            let said = (end.ok, end.outcome(), end.attempts());
            assert_eq!(said, (false, outcome, attempts), "{} met {name}: {fate:?}", write.operation);
        }
    }
}

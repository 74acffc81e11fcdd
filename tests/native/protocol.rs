//! The seam as TypeScript sees it: what `dispatch` writes is what `protocol` declares.
//!
//! - `seam`: an instance, driven by event names and checked after every reply.
//! - `shapes`: whether JSON is of a declared type, and which fields were never seen.
//! - `calls`, `sessions`, `creations`, `others`: stories that together see every effect and every field.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "protocol/calls.rs"]
mod calls;
#[path = "protocol/creations.rs"]
mod creations;
#[path = "protocol/others.rs"]
mod others;
#[path = "protocol/seam.rs"]
mod seam;
#[path = "protocol/sessions.rs"]
mod sessions;
#[path = "protocol/shapes.rs"]
mod shapes;

use blend_sdk::client::protocol::{EVENTS, EventCode};
use seam::Seam;

/// All stories on one instance: then everything that is declared has to be there.
#[test]
fn every_event_every_effect_and_every_field_is_seen() {
    let mut seam = Seam::new();
    calls::all(&mut seam);
    sessions::all(&mut seam);
    creations::all(&mut seam);
    others::all(&mut seam);
    let unused: Vec<EventCode> =
        EVENTS.iter().map(|event| event.code).filter(|code| !seam.sent.contains(&(*code as u8))).collect();
    assert!(unused.is_empty(), "no story tells {unused:?}");
    let unseen = seam.seen.unseen();
    assert!(unseen.is_empty(), "declared and never written: {unseen:?}");
}

#[test]
fn events_and_their_specs_have_the_same_numbers() {
    for (number, event) in EVENTS.iter().enumerate() {
        assert_eq!(event.code as usize, number);
        assert!(!event.doc.is_empty(), "{:?} has no doc", event.code);
        for slot in event.slots {
            assert!(["number", "other", "text", "more"].contains(&slot.slot), "{:?}: {}", event.code, slot.slot);
        }
    }
    assert_eq!(EVENTS.len(), EventCode::ALL.len());
}

//! An instance, as the generated functions of `protocol.ts` talk to it.

use std::collections::BTreeSet;

use blend_sdk::client::protocol::EVENTS;
use blend_sdk::client::{Core, EffectCode, EventCode, Slots};
use blend_sdk::endpoint::number_of;
use serde_json::{Value, json};

use super::shapes::SeenFields;

pub const NOW: f64 = 1_763_000_000_000.0;

#[derive(Default)]
pub struct Seam {
    core: Core,
    pub now: f64,
    pub seen: SeenFields,
    /// The events that were sent, by number.
    pub sent: BTreeSet<u8>,
}

impl Seam {
    pub fn new() -> Self {
        Seam { now: NOW, ..Seam::default() }
    }

    /// Tells an event with its payload by name, and returns its reply, which has to be of the declared type.
    pub fn tell(&mut self, event: EventCode, payload: Value) -> Value {
        let spec = EVENTS.iter().find(|spec| spec.code == event).unwrap();
        let (mut number, mut other, mut text, mut more) = (0, 0.0, None, String::new());
        let given = payload.as_object().unwrap();
        assert!(given.keys().all(|key| spec.slots.iter().any(|slot| slot.name == key)), "{event:?} takes no {payload}");
        for slot in spec.slots {
            let value = &payload[slot.name];
            match (slot.slot, slot.ts) {
                ("number", _) => number = value.as_u64().unwrap() as usize,
                ("other", "boolean") => other = f64::from(u8::from(value.as_bool().unwrap())),
                ("other", "number | undefined") => other = value.as_f64().unwrap_or(-1.0),
                ("other", _) => other = value.as_f64().unwrap(),
                ("text", "string") => text = Some(value.as_str().unwrap().to_string()),
                ("text", _) => text = value.as_str().map(String::from),
                ("more", "number") => more = value.to_string(),
                _ => more = value.as_str().unwrap().to_string(),
            }
        }
        self.sent.insert(event as u8);
        let slots = Slots { number, other, text: text.as_deref(), more: &more, now: self.now, random: 0.5 };
        let reply = self.core.dispatch(event, &slots);
        match spec.reply {
            "void" => {
                assert_eq!(reply, "");
                Value::Null
            }
            "string" => json!(reply),
            ts => {
                let reply = serde_json::from_str(&reply).unwrap_or_else(|error| panic!("{event:?}: {error}: {reply}"));
                self.seen.check(ts, &reply, &format!("{event:?}"));
                reply
            }
        }
    }

    /// Opens a client, and gives its number.
    pub fn client(&mut self, options: Value) -> u64 {
        let opened = self.tell(EventCode::OpenClient, json!({"options": options.to_string(), "inBrowser": false}));
        opened["client"].as_u64().unwrap_or_else(|| panic!("{opened}"))
    }

    /// Starts a call.
    pub fn start(&mut self, client: u64, operation: &str, args: Value, options: Value) -> Value {
        let operation = number(operation);
        let payload = json!({"client": client, "operation": operation, "args": args.to_string(), "options": options.to_string()});
        self.tell(EventCode::StartCall, payload)
    }
}

/// The number of an operation; -1 for a raw request.
pub fn number(operation: &str) -> i64 {
    match operation.split_once('.') {
        Some((group, name)) => number_of(group, name).unwrap() as i64,
        None => -1,
    }
}

/// Whether a reply is that effect.
pub fn does(reply: &Value, effect: EffectCode) -> bool {
    reply["do"] == json!(effect as u8)
}

//! Paths: their segments, and what is expected of the ids in them.

use crate::check::{Flags, Format, Kind, Values};

/// The ids in a path, in order.
pub fn path_ids(path: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    for (segment, is_id) in &segments(path) {
        if *is_id {
            ids.push(*segment);
        }
    }
    ids
}

/// The segments of a path, and whether each is an id. The braces of an id are left out.
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

/// What is expected of a path id: kind, format, and whether the format is inferred.
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

/// What stands before the first slash or question mark.
pub fn first_segment(path: &str) -> &str {
    &path[..path.bytes().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(path.len())]
}

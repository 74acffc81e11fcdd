//! The shape of an answer: whether what has no value is left out, or is null.

use serde_json::Value;

use crate::check::{Flags, Kind, Pick, Table};

/// Leaves nulls out where the contract allows none; or, with `nulls`, gives every field that has no value as null.
pub fn shape(value: &mut Value, kind: &Kind, nulls: bool) {
    match (value, kind) {
        (Value::Array(items), Kind::Array(kind)) => items.iter_mut().for_each(|item| shape(item, kind, nulls)),
        (Value::Object(_), Kind::Union(union)) if matches!(union.pick, Pick::ByKeys { .. }) => {}
        (value @ Value::Object(_), Kind::Union(union)) => {
            if let Pick::ByTag { field, branches } = &union.pick
                && let Some(tag) = value.get(field).and_then(Value::as_str)
                && let Some((_, table)) = branches.iter().find(|(known, _)| *known == tag)
            {
                shape_object(value, table, nulls);
            }
        }
        (value @ Value::Object(_), Kind::Object(table)) => shape_object(value, table, nulls),
        _ => {}
    }
}

fn shape_object(value: &mut Value, table: &'static Table, nulls: bool) {
    let Value::Object(object) = value else { return };
    for field in table.all() {
        match object.get_mut(field.name) {
            Some(Value::Null) if !nulls && !field.flags.has(Flags::NULLABLE) => drop(object.shift_remove(field.name)),
            Some(inner) => shape(inner, field.kind, nulls),
            // Of the fields of an older shape an answer has none.
            None if nulls && !is_former(table, field.name) => drop(object.insert(field.name.into(), Value::Null)),
            None => {}
        }
    }
}

/// Fields that only older answers had.
fn is_former(table: &'static Table, name: &str) -> bool {
    const FORMER: [&str; 3] = ["formula_id", "is_controlled_substance", "medication"];
    const STOCK: [&str; 6] = ["price", "unit_count", "unit_type", "current_stock", "reorder_threshold", "has_inventory"];
    let material = table.find(b"is_global").is_some();
    FORMER.contains(&name)
        || !material && STOCK.contains(&name)
        || matches!(name, "result_type" | "is_patient_order" | "is_minor")
}

//! `protocol.ts`: what crosses the seam, as TypeScript sees it. See `src/client/protocol.rs`.

use std::fmt::Write;

use anyhow::{Result, bail};
use blend_sdk::client::ErrorClass;
use blend_sdk::client::protocol::{ALIASES, EFFECTS, EVENTS, EffectCode, EventCode, EventSpec, SHAPES, ShapeField, Slot};

use crate::typescript::doc;

const HEAD: &str = r#"// Written by the build from src/client/protocol.rs: what crosses the seam between TypeScript and the engine.
import type { Engine } from "./client.js";
import type { ActionVerdict, CheckResult, RefusedField, Issue, Outcome } from "../types/index.js";
import { now } from "../src/platform/runtime.js";
"#;

/// The only place where replies are parsed and given their types.
const HELPERS: &str = r#"
const text = (engine: Engine, event: EventCode, number = 0, text?: string, other = 0, more = ""): string =>
  engine.ask(event, number, other, text, more, now(), Math.random());
const json = <Reply>(...args: Parameters<typeof text>): Reply => JSON.parse(text(...args)) as Reply;
"#;

pub fn text() -> Result<String> {
    let mut out = String::from(HEAD);
    codes(&mut out, "What JavaScript reports or asks.", "EventCode", EventCode::ALL)?;
    codes(&mut out, "What JavaScript does next.", "EffectCode", EffectCode::ALL)?;
    let classes: Vec<&str> = ErrorClass::ALL.iter().map(|class| class.name()).collect();
    writeln!(
        out,
        "\n/** The error classes that the engine names. */\nexport const enum ErrorClass {{ {} }}",
        classes.join(", ")
    )?;
    for shape in SHAPES {
        write!(out, "\n{}export interface {} {{\n{}}}\n", documented(shape.doc, "")?, shape.name, fields(shape.fields)?)?;
    }
    for union in EFFECTS {
        write!(out, "\n{}export type {} =", documented(union.doc, "")?, union.name)?;
        for (code, of, its) in union.effects {
            let tag = format!("do: EffectCode.{}", small(code));
            write!(out, "\n{}  | {{\n      {tag};\n{}    }}", documented(of, "  ")?, indented(&fields(its)?))?;
        }
        out.push_str(";\n");
    }
    for (name, ts, of) in ALIASES {
        write!(out, "\n/** {of} */\nexport type {name} = {ts};\n")?;
    }
    out.push_str(HELPERS);
    for event in EVENTS {
        out.push_str(&function(event)?);
    }
    let names: Vec<String> = EventCode::ALL.iter().map(small).collect();
    writeln!(out, "\n/** The events by number, for tests. */\nexport const eventNames: readonly string[] = {names:?};")?;
    Ok(out)
}

fn codes(out: &mut String, of: &str, name: &str, all: &[impl std::fmt::Debug]) -> Result<()> {
    let names: Vec<String> = all.iter().map(small).collect();
    writeln!(out, "\n/** {of} */\nexport const enum {name} {{ {} }}", names.join(", "))?;
    Ok(())
}

/// One typed function for an event. What it puts into more than one slot comes as an object.
fn function(event: &EventSpec) -> Result<String> {
    let name = small(&event.code);
    let slot = |wanted: &str| event.slots.iter().find(|slot| slot.slot == wanted);
    let number = slot("number");
    let rest: Vec<&Slot> = event.slots.iter().filter(|slot| slot.slot != "number").collect();
    let typed = |slot: &Slot| match slot.ts.strip_suffix(" | undefined") {
        Some(_) => format!("{}?: {}", slot.name, slot.ts),
        None => format!("{}: {}", slot.name, slot.ts),
    };
    let mut parameters = vec!["engine: Engine".to_string()];
    parameters.extend(number.map(typed));
    match rest.as_slice() {
        [] => {}
        [one] => parameters.push(typed(one)),
        all => {
            let names: Vec<&str> = all.iter().map(|slot| slot.name).collect();
            let types: Vec<String> = all.iter().map(|slot| typed(slot)).collect();
            parameters.push(format!("{{ {} }}: {{ {} }}", names.join(", "), types.join("; ")));
        }
    }
    let mut arguments = vec!["engine".to_string(), format!("EventCode.{name}")];
    let values = ["number", "text", "other", "more"].map(|of| slot(of).map(value).transpose());
    let mut missing = Vec::new();
    for (value, default) in values.into_iter().zip(["0", "undefined", "0", "\"\""]) {
        match value? {
            Some(value) => {
                arguments.append(&mut missing);
                arguments.push(value);
            }
            None => missing.push(default.to_string()),
        }
    }
    let (call, reply) = match event.reply {
        "void" => (format!("void text({})", arguments.join(", ")), "void"),
        "string" => (format!("text({})", arguments.join(", ")), "string"),
        reply => (format!("json({})", arguments.join(", ")), reply),
    };
    Ok(format!("\n{}export const {name} = ({}): {reply} =>\n  {call};\n", documented(event.doc, "")?, parameters.join(", ")))
}

/// How a value goes into its slot.
fn value(slot: &Slot) -> Result<String> {
    let name = slot.name;
    Ok(match (slot.slot, slot.ts) {
        ("number" | "other", "number") | ("text", "string" | "string | undefined") | ("more", "string") => name.into(),
        ("other", "boolean") => format!("+{name}"),
        ("other", "number | undefined") => format!("{name} ?? -1"),
        ("more", "number") => format!("`${{{name}}}`"),
        (slot, ts) => bail!("{name}: {ts} cannot go into the slot {slot}"),
    })
}

fn fields(fields: &[ShapeField]) -> Result<String> {
    let mut out = String::new();
    for field in fields {
        writeln!(out, "{}  {}: {};", documented(field.doc, "  ")?, field.name, field.ts)?;
    }
    Ok(out)
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

fn documented(lines: &[&str], indent: &str) -> Result<String> {
    let lines: Vec<String> = lines.iter().map(|line| line.trim().to_string()).collect();
    match lines.as_slice() {
        [] => Ok(String::new()),
        [one] => Ok(format!("{indent}/** {one} */\n")),
        all => doc(all, indent),
    }
}

/// A variant's name with a small letter in front.
fn small(code: &impl std::fmt::Debug) -> String {
    let name = format!("{code:?}");
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

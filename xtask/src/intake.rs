//! `intake.ts`: the tables of `src/intake` for JavaScript, which walks a form's values along them.

use std::fmt::Write;

use anyhow::Result;
use blend_sdk::intake::fields::{ADDRESS, Field, ORDER, PATIENT, PRESCRIBER, Shape};
use blend_sdk::intake::{ASKS, Code, Kind, Place};

pub fn text() -> Result<String> {
    let mut text = String::from("// Written by the build from src/intake.\n\n/** What a field holds. */\n");
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("{kind:?}")).collect();
    writeln!(text, "export const enum Kind {{ {} }}\n", kinds.join(", "))?;
    writeln!(text, "/** Kinds that may hold any writing. */")?;
    writeln!(text, "export const freeKinds: readonly Kind[] = {:?};", numbers(Kind::ALL.iter().map(|kind| kind.is_free())))?;
    let modes = Kind::ALL.iter().map(|kind| kind.inputmode());
    writeln!(
        text,
        "\n/** `inputmode` by kind. */\nexport const inputModes: readonly string[] = {:?};\n",
        modes.collect::<Vec<_>>()
    )?;

    let codes = || Code::ALL.iter();
    writeln!(text, "/** By the number of a code: its name and its messages. */")?;
    writeln!(text, "export const codes: readonly string[] = {:?};", codes().map(|code| code.name()).collect::<Vec<_>>())?;
    writeln!(text, "export const english: readonly string[] = {:?};", codes().map(|code| code.english()).collect::<Vec<_>>())?;
    writeln!(text, "export const spanish: readonly string[] = {:?};", codes().map(|code| code.spanish()).collect::<Vec<_>>())?;
    writeln!(text, "/** Codes that only warn. */")?;
    writeln!(text, "export const warning: readonly number[] = {:?};", numbers(codes().map(|code| !code.refuses())))?;
    writeln!(text, "/** The rule that codes belong to, from a code on. */")?;
    writeln!(text, "export const groups: readonly (readonly [from: number, name: string])[] = [{}];\n", groups())?;
    writeln!(text, "/** Numbers of codes that do not come from the engine. */")?;
    for (name, code) in [
        ("REQUIRED", Code::Required),
        ("WRONG_KIND", Code::WrongKind),
        ("PRODUCT_UNNAMED", Code::ProductUnnamed),
        ("GUARDIAN_REQUIRED", Code::GuardianRequired),
    ] {
        writeln!(text, "export const {name} = {};", code as usize)?;
    }
    text.push('\n');
    writeln!(
        text,
        "/** What to enter where a needed answer is missing: kind, English, Spanish. The first is that of all other kinds. */"
    )?;
    writeln!(text, "export const asks: readonly (readonly [Kind, string, string])[] = [")?;
    for ask in ASKS {
        writeln!(text, "  [{}, {:?}, {:?}],", ask.kind as usize, ask.english, ask.spanish)?;
    }
    let places: Vec<&str> = Place::ALL.iter().map(|place| place.path()).collect();
    writeln!(text, "];\n\n/** Fields of a patient that findings of several fields belong to, by number. */")?;
    writeln!(text, "export const places: readonly string[] = {places:?};\n")?;
    text.push_str(FIELD);
    for (name, fields) in [("address", &ADDRESS[..]), ("patient", &PATIENT), ("order", &ORDER), ("prescriber", &PRESCRIBER)] {
        writeln!(text, "\nexport const {name}: readonly Field[] = {};", list(fields)?)?;
    }
    Ok(text)
}

const FIELD: &str = "/** One field: `kind` for a value, `fields` for an object, with `oneOf` for a list of objects. */
export interface Field {
  name: string;
  kind?: Kind;
  fields?: readonly Field[];
  /** The number of the code where it is missing. */
  missing?: number;
  /** Fields of which each item needs one. */
  oneOf?: readonly string[];
  autocomplete?: string;
}
";

/// Where another group begins.
fn groups() -> String {
    let mut before = "";
    let mut starts = Vec::new();
    for (place, code) in Code::ALL.iter().enumerate() {
        if code.group().name() != before {
            before = code.group().name();
            starts.push(format!("[{place}, {before:?}]"));
        }
    }
    starts.join(", ")
}

/// The places of what is true.
fn numbers(flags: impl Iterator<Item = bool>) -> Vec<usize> {
    flags.enumerate().filter(|(_, flag)| *flag).map(|(place, _)| place).collect()
}

fn list(fields: &[Field]) -> Result<String> {
    let fields: Vec<String> = fields.iter().map(field).collect::<Result<_>>()?;
    Ok(format!("[\n{}]", fields.concat()))
}

fn field(field: &Field) -> Result<String> {
    let mut text = format!("{{ name: {:?}", field.name);
    match field.shape {
        Shape::Value(kind) => write!(text, ", kind: {}", kind as usize)?,
        // Declared before all others.
        Shape::Object(fields) if std::ptr::eq(fields, &ADDRESS[..]) => write!(text, ", fields: address")?,
        Shape::Object(fields) if std::ptr::eq(fields, &PATIENT[..]) => write!(text, ", fields: patient")?,
        Shape::Object(fields) => write!(text, ", fields: {}", list(fields)?)?,
        Shape::List(fields) => write!(text, ", oneOf: {:?}, fields: {}", field.one_of, list(fields)?)?,
    }
    if let Some(code) = field.missing {
        write!(text, ", missing: {}", code as usize)?;
    }
    if !field.autocomplete.is_empty() {
        write!(text, ", autocomplete: {:?}", field.autocomplete)?;
    }
    Ok(text + " },\n")
}

//! One model as a TypeScript interface: tsify's declaration, with the fields of its inline parts laid flat.

use anyhow::{Context, Result, bail};
use blend_sdk::check::Table;

use crate::typescript::{declared, name_of};

/// Which way a model goes: one that goes both ways has two declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Sent,
    Returned,
}

impl Way {
    fn declaration(self, table: &Table) -> &'static str {
        match self {
            Way::Sent => table.declaration,
            Way::Returned => table.returned,
        }
    }
}

pub struct Interface {
    /// The JSDoc comment, with its line's end.
    doc: String,
    name: String,
    extends: Vec<String>,
    /// The lines between the braces.
    members: String,
}

impl Interface {
    pub fn of(table: &Table, way: Way) -> Result<Self> {
        let declaration = way.declaration(table);
        if declaration.is_empty() {
            bail!("{} goes into requests only, and stands in an answer", table.name);
        }
        let mut interface = Interface::read(declaration)?;
        for part in table.parts {
            if part.inline {
                let part = Interface::of(part, way)?;
                interface.members.push_str(&part.members);
                interface.extends.extend(part.extends);
            } else {
                interface.extends.push(declared(way.declaration(part))?.into());
            }
        }
        Ok(interface)
    }

    /// Reads what tsify writes. The parents that it names are the parts, which the table knows as well.
    fn read(declaration: &str) -> Result<Self> {
        let form = || format!("a declaration of an unexpected form: {declaration}");
        let (doc, rest) = declaration.split_once("export interface ").with_context(form)?;
        let (_, rest) = rest.split_once('{').with_context(form)?;
        let (members, _) = rest.rsplit_once('}').with_context(form)?;
        // tsify indents by four.
        let lines = members.lines().filter(|line| !line.is_empty());
        let members: String = lines.map(|line| format!("  {}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
        Ok(Interface { doc: compact(doc), name: declared(declaration)?.into(), extends: Vec::new(), members: compact(&members) })
    }

    pub fn text(&self) -> String {
        let Interface { doc, name, members, .. } = self;
        let extends = if self.extends.is_empty() { String::new() } else { format!(" extends {}", self.extends.join(", ")) };
        format!("{doc}export interface {name}{extends} {{\n{members}}}")
    }

    /// The same as a type that also needs one of the alternatives.
    pub fn with(&self, alternatives: &[String]) -> String {
        let Interface { doc, name, members, .. } = self;
        let parents: String = self.extends.iter().map(|parent| format!("{parent} & ")).collect();
        format!("{doc}export type {name} = {parents}{{\n{members}}} & ({});", alternatives.join(" | "))
    }

    /// What is documented of params: that one of several fields has to be given. Each as an object type that has it.
    pub fn alternatives(table: &Table) -> Result<Option<Vec<String>>> {
        let Some(rule) = std::iter::once(&table).chain(table.parts).find_map(|table| table.at_least_one) else { return Ok(None) };
        if rule.inferred {
            return Ok(None);
        }
        let fields = table.all().filter(|field| rule.fields.contains(&field.name));
        let alternative = |field: &blend_sdk::check::Field| -> Result<String> {
            let kind = name_of(field.kind)?;
            let readonly = if kind.ends_with("[]") { "readonly " } else { "" };
            Ok(format!("{{ {}: {readonly}{kind} }}", field.name))
        };
        fields.map(alternative).collect::<Result<_>>().map(Some)
    }
}

/// Comments of one line on one line. tsify spreads each over three.
pub fn compact(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut place = 0;
    while place < lines.len() {
        match lines[place..] {
            [open, middle, close, ..] if open.trim() == "/**" && close.trim() == "*/" => {
                out.push_str(&format!("{open} {} */\n", middle.trim_start().trim_start_matches("* ")));
                place += 3;
            }
            _ => {
                out.push_str(lines[place]);
                out.push('\n');
                place += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: &str = "/** An order. */\nexport interface Order extends Base {\n    /** Blend's. */\n    id: string;\n}";

    #[test]
    fn what_tsify_writes_is_read() {
        let order = Interface::read(ORDER).unwrap();
        assert_eq!(order.text(), "/** An order. */\nexport interface Order {\n  /** Blend's. */\n  id: string;\n}");
        assert_eq!(Interface::read("export interface Empty {}").unwrap().text(), "export interface Empty {\n}");
        assert!(Interface::read("export type Order = string;").is_err());
    }

    #[test]
    fn a_comment_of_one_line_takes_one() {
        assert_eq!(compact("  /**\n   * One.\n   */\n  a: string;\n"), "  /** One. */\n  a: string;\n");
        let two = "/**\n * One.\n * Two.\n */\n";
        assert_eq!(compact(two), two);
    }

    #[test]
    fn params_may_need_one_of_several_fields() {
        let mut order = Interface::read(ORDER).unwrap();
        order.extends.push("Base".into());
        let alternatives = ["{ a: string }".into(), "{ b: string }".into()];
        let expected = "/** An order. */\nexport type Order = Base & {\n  /** Blend's. */\n  id: string;\n} & ({ a: string } | { b: string });";
        assert_eq!(order.with(&alternatives), expected);
    }
}

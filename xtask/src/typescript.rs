//! How TypeScript writes the tables' kinds, and an endpoint's arguments and result.

use anyhow::{Context, Result, bail};
use blend_sdk::check::{Kind, Values};
use blend_sdk::endpoint::{Endpoint, Fact, path_ids};

/// The type of a kind.
pub fn name_of(kind: &Kind) -> Result<String> {
    Ok(match kind {
        Kind::Any => "unknown".into(),
        Kind::String => "string".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Number | Kind::Integer | Kind::Range(_) => "number".into(),
        Kind::Values(Values { declaration: "", .. }) => bail!("a set of values without a name"),
        Kind::Values(values) => declared(values.declaration)?.into(),
        Kind::Array(item) => format!("{}[]", name_of(item)?),
        Kind::Object(table) => table.name.into(),
        Kind::Union(union) => declared(union.declaration)?.into(),
    })
}

/// The name that a declaration declares.
pub fn declared(declaration: &str) -> Result<&str> {
    let rest = ["export interface ", "export type "].iter().find_map(|word| Some(declaration.split_once(word)?.1));
    let rest = rest.with_context(|| format!("a declaration of an unexpected form: {declaration}"))?;
    let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
    Ok(&rest[..end])
}

/// A method's arguments before the call's options: path ids, then the params object.
pub fn arguments(endpoint: &Endpoint) -> Vec<String> {
    let mut arguments: Vec<String> = path_ids(endpoint.path)
        .into_iter()
        .map(|id| format!("{}: {}", camel(id), if id == "product_type" { "OrderProductType" } else { "Id" }))
        .collect();
    if let Some(table) = endpoint.params {
        let mark = if endpoint.is(Fact::BODY_REQUIRED) { "" } else { "?" };
        let xml = if endpoint.is(Fact::OR_XML) { " | string" } else { "" };
        arguments.push(format!("params{mark}: {}{xml}", table.name));
    }
    arguments
}

/// What a method returns: `PagePromise` or `ListPromise` of one item, or `BlendPromise` of the answer.
pub fn result(endpoint: &Endpoint) -> Result<String> {
    Ok(match (endpoint.answer, endpoint.is(Fact::PAGED)) {
        (Some(Kind::Array(item)), true) => format!("PagePromise<{}>", name_of(item)?),
        (_, true) => bail!("{} is paged and does not give an array", endpoint.name),
        (Some(Kind::Array(item)), false) => format!("ListPromise<{}>", name_of(item)?),
        (Some(kind), false) if endpoint.is(Fact::MAYBE_EMPTY) => format!("BlendPromise<{} | undefined>", name_of(kind)?),
        (Some(kind), false) => format!("BlendPromise<{}>", name_of(kind)?),
        (None, false) => "BlendPromise<void>".into(),
    })
}

pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_string();
    for word in words {
        let mut chars = word.chars();
        text.extend(chars.next().map(|char| char.to_ascii_uppercase()));
        text.push_str(chars.as_str());
    }
    text
}

/// The name with a capital.
pub fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|char| char.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// A JSDoc comment.
pub fn doc(lines: &[String], indent: &str) -> Result<String> {
    let mut text = format!("{indent}/**\n");
    for line in lines {
        if line.contains("*/") {
            bail!("a documentation line would end its comment: {line}");
        }
        text.push_str(format!("{indent} * {line}").trim_end());
        text.push('\n');
    }
    text.push_str(&format!("{indent} */\n"));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_declarations() {
        assert_eq!(declared("/** An order. */\nexport interface Order extends Base {\n}").unwrap(), "Order");
        assert_eq!(declared("export type OrderStatus = string;").unwrap(), "OrderStatus");
        assert!(declared("interface Order {}").is_err());
    }

    #[test]
    fn snake_case_becomes_camel_case() {
        assert_eq!(camel("risk_factor_id"), "riskFactorId");
        assert_eq!(camel("id"), "id");
        assert_eq!(capital("riskFactors"), "RiskFactors");
    }
}

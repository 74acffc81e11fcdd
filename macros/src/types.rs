//! Reading Rust types: what is optional, and how TypeScript writes it.

use syn::{GenericArgument, PathArguments, Type};

/// The type inside `Option<..>`, `Vec<..>` or `Box<..>`.
fn inside<'a>(kind: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    if last.ident != wrapper {
        return None;
    }
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

pub fn optional(kind: &Type) -> Option<&Type> {
    inside(kind, "Option")
}

fn unboxed(kind: &Type) -> &Type {
    inside(kind, "Box").unwrap_or(kind)
}

/// The TypeScript name of a Rust type.
pub fn typescript(kind: &Type) -> String {
    let kind = unboxed(optional(kind).unwrap_or(kind));
    if let Some(item) = inside(kind, "Vec") {
        return format!("{}[]", typescript(item));
    }
    let Type::Path(path) = kind else { return "unknown".into() };
    match path.path.segments.last().map(|segment| segment.ident.to_string()).as_deref() {
        Some("String") => "string".into(),
        Some("bool") => "boolean".into(),
        Some("i64" | "f64") => "number".into(),
        Some("Json") | None => "unknown".into(),
        Some(name) => name.into(),
    }
}

/// The TypeScript type of a string out of a closed set of values.
pub fn closed_union(values: &[String]) -> String {
    let known: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    known.join(" | ")
}

/// The same for an open set: a new value needs no new types, and editors still complete the known ones.
pub fn open_union(values: &[String]) -> String {
    format!("{} | (string & {{}})", closed_union(values))
}

pub fn doc_of(attributes: &[syn::Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) => match &pair.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_string()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    lines.join("\n")
}

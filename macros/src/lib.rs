//! `#[model]`: one declaration of a wire type, from which come its serde and tsify derives and
//! the static table that the scanner walks.
//!
//! On the type: `request` or `answer` (an answer's optional fields may be null; neither, for a
//! model that goes both ways), `at_least_one("a", "b")` and `at_least_one_inferred(..)`, `supplies("a")`
//! (the models inside need no `a` where this one has it), `open`, `inferred`, `camel` (options, not wire data), `inline`
//! (TypeScript has no such type: its fields stand in those that it is a part of). On an enum: `by_keys` or `tag = "field"`.
//! On a tuple struct of a string: `known("a", "b")`.
//!
//! On a field, in `#[wire(..)]`: `expected`, `present` (it stands in every documented example of an answer), `nullable`,
//! `query`, `of_minors` (a new patient under 18 probably needs it), `inferred`, `type_inferred`, `deprecated`, `default_false`, `all_required`, `min = 1`, `max = 200`,
//! `range_inferred`, `values(..)` (closed), `known(..)` (open), `known_list(..)` (open, several with commas),
//! `format = "uuid"`, `phi`, `part` (a model whose fields stand in the same object), `shared` (an answer's field whose model
//! also goes into requests), `ts = ".."`, `default = ".."`, `example = ".."`.
//! A field that is no `Option` is required.

mod attributes;
mod dictionary;
mod structs;
mod types;
mod unions;

use proc_macro::TokenStream;
use syn::{Item, parse_macro_input};

#[proc_macro_attribute]
pub fn model(args: TokenStream, item: TokenStream) -> TokenStream {
    let args = parse_macro_input!(args as attributes::ModelArgs);
    let expanded = match parse_macro_input!(item as Item) {
        Item::Struct(item) if matches!(item.fields, syn::Fields::Unnamed(_)) => structs::open_value(&args, item),
        Item::Struct(item) => structs::expand(&args, item),
        Item::Enum(item) => unions::expand(&args, item),
        other => Err(syn::Error::new_spanned(other, "#[model] goes on a struct or an enum")),
    };
    expanded.unwrap_or_else(|error| error.to_compile_error()).into()
}

//! `#[model]` on a struct.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, ItemStruct, parse_quote};

use crate::attributes::{FieldArgs, ModelArgs};
use crate::dictionary;
use crate::types;

pub fn expand(args: &ModelArgs, mut item: ItemStruct) -> syn::Result<TokenStream> {
    let name = item.ident.clone();
    let mut fields = Vec::new();
    let mut parts = Vec::new();
    for field in &mut item.fields {
        let wire = FieldArgs::take(&mut field.attrs)?;
        let Some(ident) = field.ident.clone() else { continue };
        let kind = field.ty.clone();
        if wire.part {
            let attribute = flatten(&wire, &kind);
            field.attrs.extend::<Vec<syn::Attribute>>(attribute);
            parts.push(quote!(<#kind as crate::check::Model>::TABLE));
            continue;
        }
        let facts = Facts::of(args, &wire, &ident, &kind);
        field.attrs.extend(facts.doc_lines());
        fields.push(facts.field(&types::doc_of(&field.attrs)));
        field.attrs.extend(facts.derive_attributes());
    }

    let doc = types::doc_of(&item.attrs);
    let title = name.to_string();
    let at_least_one = at_least_one(args);
    let (open, inferred, supplies) = (args.open, args.inferred, &args.supplies);
    if inferred {
        item.attrs.push(parse_quote!(#[doc = ""]));
        item.attrs.push(parse_quote!(#[doc = " Inferred: no page of the vendor's documentation shows it."]));
    }
    let hidden = debug(&name);
    Ok(quote! {
        #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
        #item

        #hidden

        impl crate::check::Wire for #name {
            const KIND: &'static crate::check::Kind = &crate::check::Kind::Object(<Self as crate::check::Model>::TABLE);
        }

        impl crate::check::Model for #name {
            const TABLE: &'static crate::check::Table = {
                static TABLE: crate::check::Table = crate::check::Table {
                    fields: &[#(#fields),*],
                    parts: &[#(#parts),*],
                    at_least_one: #at_least_one,
                    supplies: &[#(#supplies),*],
                    open: #open,
                    #[cfg(not(target_arch = "wasm32"))]
                    name: #title,
                    #[cfg(not(target_arch = "wasm32"))]
                    doc: #doc,
                    inferred: #inferred,
                    #[cfg(not(target_arch = "wasm32"))]
                    declaration: <#name as tsify::Tsify>::DECL,
                };
                &TABLE
            };
        }
    })
}

/// `#[model(known(..))]` on a tuple struct: a string with known values.
pub fn open_value(args: &ModelArgs, mut item: ItemStruct) -> syn::Result<TokenStream> {
    let name = item.ident.clone();
    let known = &args.known;
    let ts = types::open_union(known);
    let hidden = debug(&name);
    item.attrs.push(parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(type = #ts))]));
    Ok(quote! {
        #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
        #item

        #hidden

        impl crate::check::Wire for #name {
            const KIND: &'static crate::check::Kind = &crate::check::Kind::Values(&crate::check::Values {
                known: &[#(#known),*],
                open: true,
                list: false,
                #[cfg(not(target_arch = "wasm32"))]
                declaration: <#name as tsify::Tsify>::DECL,
            });
        }
    })
}

/// A `Debug` that shows the type and no value: what it holds may be about a patient.
pub fn debug(name: &Ident) -> TokenStream {
    let text = format!("{name} {{ .. }}");
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(#text)
            }
        }
    }
}

fn flatten(wire: &FieldArgs, kind: &syn::Type) -> Vec<syn::Attribute> {
    let mut attributes: Vec<syn::Attribute> = vec![parse_quote!(#[serde(flatten)])];
    if wire.shared {
        let ts = format!("Answer<{}>", types::typescript(kind));
        attributes.push(parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(type = #ts))]));
    }
    attributes
}

fn at_least_one(args: &ModelArgs) -> TokenStream {
    if args.at_least_one.is_empty() {
        return quote!(None);
    }
    let (fields, inferred) = (&args.at_least_one, args.at_least_one_inferred);
    quote!(Some(&crate::check::AtLeastOne { fields: &[#(#fields),*], inferred: #inferred }))
}

/// All that is known of one field.
struct Facts<'a> {
    model: &'a ModelArgs,
    wire: &'a FieldArgs,
    kind: &'a syn::Type,
    name: String,
    entry: dictionary::Entry,
    required: bool,
}

impl<'a> Facts<'a> {
    fn of(model: &'a ModelArgs, wire: &'a FieldArgs, ident: &Ident, kind: &'a syn::Type) -> Self {
        let mut name = ident.to_string().trim_start_matches("r#").to_string();
        let entry = dictionary::look_up(&name);
        if model.camel {
            name = camel(&name);
        }
        Facts { model, wire, kind, name, entry, required: types::optional(kind).is_none() }
    }

    /// What the hover says beyond the hand-written lines.
    fn doc_lines(&self) -> Vec<syn::Attribute> {
        let mut lines = Vec::new();
        if !self.entry.doc.is_empty() && self.wire.format.is_none() {
            lines.push(self.entry.doc.to_string());
        }
        match (self.wire.min, self.wire.max) {
            (Some(min), Some(max)) => lines.push(format!("From {min} to {max}.")),
            (Some(min), None) => lines.push(format!("At least {min}.")),
            (None, Some(max)) => lines.push(format!("At most {max}.")),
            (None, None) => {}
        }
        if self.wire.has("EXPECTED") {
            lines.push("Blend is taken to need it (inferred): leaving it out gives a warning.".into());
        }
        if self.wire.has("INFERRED") {
            lines.push("Inferred: no page of the vendor's documentation shows it.".into());
        }
        if self.wire.has("TYPE_INFERRED") {
            lines.push("Its type is inferred.".into());
        }
        if self.wire.has("DEPRECATED") {
            lines.push("@deprecated".into());
        }
        lines
            .iter()
            .map(|line| {
                let line = format!(" {line}");
                parse_quote!(#[doc = #line])
            })
            .collect()
    }

    fn derive_attributes(&self) -> Vec<syn::Attribute> {
        let rename: Option<syn::Attribute> = self.model.camel.then(|| {
            let name = &self.name;
            parse_quote!(#[serde(rename = #name)])
        });
        let mut ts = match (&self.wire.ts, &self.wire.values) {
            (Some(ts), _) => ts.clone(),
            (None, Some((_, _, true))) => "string | readonly string[]".into(),
            (None, Some((values, _, _))) => types::open_union(values),
            // Ids may be passed as an answer gives them; the scanner refuses null.
            (None, None) if !self.model.answer && self.entry.format == "Uuid" && self.wire.format.is_none() => "Id".into(),
            (None, None) => types::typescript(self.kind),
        };
        if !self.model.answer && self.wire.ts.is_none() && ts.ends_with("[]") && !ts.contains("readonly") {
            ts = format!("readonly {ts}");
        }
        if self.wire.shared {
            ts = format!("Answer<{ts}>");
        }
        if self.wire.has("ALL_REQUIRED") {
            ts = format!("Required<{ts}>");
        }
        if (self.model.answer && !self.required) || self.wire.has("NULLABLE") {
            ts = format!("{ts} | null");
        }
        if self.required {
            return vec![parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(type = #ts))])];
        }
        // What a user does not have is left out, as if it were not there.
        if !self.model.answer {
            ts = if ts.contains("=>") { format!("({ts}) | undefined") } else { format!("{ts} | undefined") };
        }
        let mut attributes = vec![
            parse_quote!(#[serde(default, skip_serializing_if = "Option::is_none")]),
            parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(optional, type = #ts))]),
        ];
        attributes.extend(rename);
        attributes
    }

    fn field(&self, doc: &str) -> TokenStream {
        let (name, kind, example) = (&self.name, self.wire_kind(), &self.wire.example);
        let (format, format_inferred) = match self.wire.format.as_deref() {
            None => (format_ident!("{}", self.entry.format), self.entry.inferred || self.wire.format_inferred),
            Some(format) => (format_ident!("{}", format), self.wire.format_inferred),
        };
        let mut flags: Vec<Ident> = self.wire.flags.iter().map(|flag| format_ident!("{}", flag)).collect();
        if self.required {
            flags.push(format_ident!("REQUIRED"));
        }
        if self.entry.phi && !self.wire.has("PHI") {
            flags.push(format_ident!("PHI"));
        }
        if format_inferred {
            flags.push(format_ident!("FORMAT_INFERRED"));
        }
        quote! {
            crate::check::Field {
                name: #name,
                kind: #kind,
                format: crate::check::Format::#format,
                flags: crate::check::Flags::NONE #(.union(crate::check::Flags::#flags))*,
                #[cfg(not(target_arch = "wasm32"))]
                doc: #doc,
                #[cfg(not(target_arch = "wasm32"))]
                example: #example,
            }
        }
    }

    fn wire_kind(&self) -> TokenStream {
        if let Some((known, open, list)) = &self.wire.values {
            return quote! {
                &crate::check::Kind::Values(&crate::check::Values {
                    known: &[#(#known),*],
                    open: #open,
                    list: #list,
                    #[cfg(not(target_arch = "wasm32"))]
                    declaration: "",
                })
            };
        }
        if self.wire.min.is_some() || self.wire.max.is_some() {
            let (min, max) = (self.wire.min.unwrap_or(i64::MIN), self.wire.max.unwrap_or(i64::MAX));
            let inferred = self.wire.range_inferred;
            return quote! {
                &crate::check::Kind::Range(&crate::check::Range { min: #min, max: #max, inferred: #inferred })
            };
        }
        let kind = self.kind;
        quote!(<#kind as crate::check::Wire>::KIND)
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_string();
    for word in words {
        if word == "url" {
            out.push_str("URL");
            continue;
        }
        let (first, rest) = word.split_at(1);
        out.push_str(&first.to_uppercase());
        out.push_str(rest);
    }
    out
}

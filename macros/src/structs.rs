//! `#[model]` on a struct.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, ItemStruct, parse_quote};

use crate::attributes::{FieldArgs, ModelArgs};
use crate::dictionary;
use crate::types;

pub fn expand(args: &ModelArgs, mut item: ItemStruct) -> syn::Result<TokenStream> {
    let name = item.ident.clone();
    if args.inferred {
        item.attrs.push(parse_quote!(#[doc = ""]));
        item.attrs.push(parse_quote!(#[doc = " Inferred: no page of Blend's documentation shows it."]));
    }
    let returned = returned(args, &item)?;
    let (fields, parts) = take_fields(args, &mut item)?;
    let doc = types::doc_of(&item.attrs);
    let title = name.to_string();
    let at_least_one = at_least_one(args);
    let (open, inline, inferred, supplies) = (args.open, args.inline, args.inferred, &args.supplies);
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
                    name: #title,
                    #[cfg(not(target_arch = "wasm32"))]
                    doc: #doc,
                    inferred: #inferred,
                    #[cfg(not(target_arch = "wasm32"))]
                    inline: #inline,
                    #[cfg(not(target_arch = "wasm32"))]
                    declaration: <#name as tsify::Tsify>::DECL,
                    #[cfg(not(target_arch = "wasm32"))]
                    returned: #returned,
                };
                &TABLE
            };
        }
    })
}

/// The fields of a model for its table, and its parts. Leaves on each field what the derives look at.
fn take_fields(args: &ModelArgs, item: &mut ItemStruct) -> syn::Result<(Vec<TokenStream>, Vec<TokenStream>)> {
    let (mut fields, mut parts) = (Vec::new(), Vec::new());
    for field in &mut item.fields {
        let wire = FieldArgs::take(&mut field.attrs)?;
        let Some(ident) = field.ident.clone() else { continue };
        let kind = field.ty.clone();
        if wire.part {
            field.attrs.push(parse_quote!(#[serde(flatten)]));
            parts.push(quote!(<#kind as crate::check::Model>::TABLE));
            continue;
        }
        let facts = Facts::of(args, &wire, &ident, &kind);
        field.attrs.extend(facts.doc_lines(&types::doc_of(&field.attrs)));
        fields.push(facts.field(&types::doc_of(&field.attrs)));
        field.attrs.extend(facts.derive_attributes());
    }
    Ok((fields, parts))
}

/// The declaration of a model as Blend returns it. One that goes both ways has a second declaration for that, with a name of its own.
fn returned(args: &ModelArgs, item: &ItemStruct) -> syn::Result<TokenStream> {
    let name = &item.ident;
    if !args.both_ways() {
        return Ok(if args.answer { quote!(<#name as tsify::Tsify>::DECL) } else { quote!("") });
    }
    let args = ModelArgs { answer: true, ..args.clone() };
    let mut item = item.clone();
    let name = format_ident!("Returned{}", name);
    item.ident = name.clone();
    take_fields(&args, &mut item)?;
    Ok(quote! {{
        #[derive(serde::Serialize, serde::Deserialize, tsify::Tsify)]
        #[allow(unreachable_pub)]
        #item
        <#name as tsify::Tsify>::DECL
    }})
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
    fn doc_lines(&self, written: &str) -> Vec<syn::Attribute> {
        let mut lines = Vec::new();
        let about = dictionary::about(&self.name);
        if written.is_empty() && !about.is_empty() {
            lines.push(about.to_string());
        }
        if !self.entry.doc.is_empty() && self.wire.format.is_none() {
            lines.push(self.entry.doc.to_string());
        }
        match (self.wire.min, self.wire.max) {
            (Some(min), Some(max)) => lines.push(format!("From {min} to {max}.")),
            (Some(min), None) => lines.push(format!("At least {min}.")),
            (None, Some(max)) => lines.push(format!("At most {max}.")),
            (None, None) => {}
        }
        if self.wire.has("EXPECTED") && !self.model.answer {
            lines.push("Blend probably requires it (inferred). A call without it is sent, with a warning.".into());
        }
        if self.wire.has("INFERRED") {
            lines.push("Inferred: no page of Blend's documentation shows it.".into());
        }
        if self.wire.has("TYPE_INFERRED") {
            lines.push("The type is inferred.".into());
        }
        match &self.wire.default {
            Some(default) => lines.push(format!("@default {default}")),
            None if self.wire.has("DEFAULT_FALSE") => lines.push("@default false".into()),
            None => {}
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
        let ts = self.typescript();
        let mut attributes: Vec<syn::Attribute> = if self.required {
            vec![parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(type = #ts))])]
        } else if self.is_typed_as_present() {
            // By the whole path: from `Option::is_none`, and from `default`, tsify concludes that the field is optional.
            vec![
                parse_quote!(#[serde(skip_serializing_if = "core::option::Option::is_none")]),
                parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(type = #ts))]),
            ]
        } else {
            vec![
                parse_quote!(#[serde(default, skip_serializing_if = "Option::is_none")]),
                parse_quote!(#[cfg_attr(not(target_arch = "wasm32"), tsify(optional, type = #ts))]),
            ]
        };
        if self.model.camel {
            let name = &self.name;
            attributes.push(parse_quote!(#[serde(rename = #name)]));
        }
        attributes
    }

    /// In an answer, a field that every documented example has. A request may leave it out.
    fn is_typed_as_present(&self) -> bool {
        self.model.answer && self.wire.has("PRESENT")
    }

    /// The field's type in TypeScript, with what stands for "not there".
    fn typescript(&self) -> String {
        let mut ts = match (&self.wire.ts, &self.wire.values) {
            (Some(ts), _) => ts.clone(),
            (None, Some((values, _, true))) => {
                let one = types::open_union(values);
                format!("{one} | readonly ({one})[]")
            }
            // As at run time: a value outside of a closed set is refused in a request, and news in an answer.
            (None, Some((values, false, _))) if !self.model.answer => types::closed_union(values),
            (None, Some((values, _, _))) => types::open_union(values),
            (None, None) => types::typescript(self.kind),
        };
        if !self.model.answer && self.wire.ts.is_none() && self.wire.values.is_none() && ts.ends_with("[]") {
            ts = format!("readonly {ts}");
        }
        if self.wire.shared && self.model.answer {
            ts = format!("Returned{ts}");
        }
        if self.wire.has("ALL_REQUIRED") {
            ts = format!("Required<{ts}>");
        }
        if (self.model.answer && !self.required && !self.is_typed_as_present()) || self.wire.has("NULLABLE") {
            ts = format!("{ts} | null");
        }
        // What a user does not have is left out, as if it were not there.
        match (self.required || self.model.answer, ts.contains("=>")) {
            (true, _) => ts,
            (false, true) => format!("({ts}) | undefined"),
            (false, false) => format!("{ts} | undefined"),
        }
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
        // An answer is checked for kinds and for missing fields. What else is known of it stays out of the wasm.
        let (wasm_kind, wasm_format, wasm_flags) = if self.model.answer {
            let kind = if self.wire.values.is_some() { quote!(&crate::check::Kind::String) } else { kind.clone() };
            let checked = flags.iter().filter(|flag| *flag == "REQUIRED" || *flag == "PRESENT");
            (kind, format_ident!("None"), checked.cloned().collect())
        } else {
            (kind.clone(), format.clone(), flags.clone())
        };
        quote! {
            crate::check::Field {
                name: #name,
                #[cfg(target_arch = "wasm32")]
                kind: #wasm_kind,
                #[cfg(not(target_arch = "wasm32"))]
                kind: #kind,
                #[cfg(target_arch = "wasm32")]
                format: crate::check::Format::#wasm_format,
                #[cfg(target_arch = "wasm32")]
                flags: crate::check::Flags::NONE #(.union(crate::check::Flags::#wasm_flags))*,
                #[cfg(not(target_arch = "wasm32"))]
                format: crate::check::Format::#format,
                #[cfg(not(target_arch = "wasm32"))]
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
        // Abbreviations stay in capitals.
        if matches!(word, "url" | "http") {
            out.push_str(&word.to_uppercase());
            continue;
        }
        let (first, rest) = word.split_at(1);
        out.push_str(&first.to_uppercase());
        out.push_str(rest);
    }
    out
}

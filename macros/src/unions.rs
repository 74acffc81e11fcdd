//! `#[model]` on an enum: an object that may be one of several models.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemEnum, parse_quote};

use crate::attributes::{FieldArgs, ModelArgs};
use crate::structs::debug;

pub fn expand(args: &ModelArgs, mut item: ItemEnum) -> syn::Result<TokenStream> {
    let name = item.ident.clone();
    let mut branches = Vec::new();
    for variant in &mut item.variants {
        let wire = FieldArgs::take(&mut variant.attrs)?;
        let Some(kind) = variant.fields.iter().next().map(|field| field.ty.clone()) else {
            return Err(syn::Error::new_spanned(variant, "a branch holds a model"));
        };
        if args.tag.is_some() {
            let tag = wire.example;
            variant.attrs.push(parse_quote!(#[serde(rename = #tag)]));
            branches.push(quote!((#tag, <#kind as crate::check::Model>::TABLE)));
        } else {
            branches.push(quote!(<#kind as crate::check::Model>::TABLE));
        }
    }
    let (serde, union): (syn::Attribute, TokenStream) = match (&args.tag, branches.as_slice()) {
        (Some(tag), _) => (parse_quote!(#[serde(tag = #tag)]), quote!(ByTag { field: #tag, branches: &[#(#branches),*] })),
        (None, [reference, other]) if args.by_keys => {
            (parse_quote!(#[serde(untagged)]), quote!(ByKeys { reference: #reference, other: #other }))
        }
        _ => return Err(syn::Error::new_spanned(item, "a union needs `tag` or, with two branches, `by_keys`")),
    };
    let hidden = debug(&name);
    Ok(quote! {
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
        #serde
        #item

        #hidden

        impl crate::check::Wire for #name {
            const KIND: &'static crate::check::Kind = {
                static UNION: crate::check::Union = crate::check::Union {
                    pick: crate::check::Pick::#union,
                    #[cfg(not(target_arch = "wasm32"))]
                    declaration: <#name as tsify::Tsify>::DECL,
                };
                &crate::check::Kind::Union(&UNION)
            };
        }
    })
}

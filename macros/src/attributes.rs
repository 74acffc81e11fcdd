//! What may stand in `#[model(..)]` and `#[wire(..)]`.

use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Token, parenthesized};

#[derive(Clone, Default)]
pub struct ModelArgs {
    pub request: bool,
    pub answer: bool,
    pub inline: bool,
    pub open: bool,
    pub inferred: bool,
    pub camel: bool,
    pub by_keys: bool,
    pub tag: Option<String>,
    pub known: Vec<String>,
    pub at_least_one: Vec<String>,
    pub at_least_one_inferred: bool,
    pub supplies: Vec<String>,
}

impl ModelArgs {
    /// Whether the model travels in requests and in answers.
    pub fn both_ways(&self) -> bool {
        !self.request && !self.answer && !self.camel
    }
}

impl Parse for ModelArgs {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut args = ModelArgs::default();
        for meta in Punctuated::<Meta, Token![,]>::parse_terminated(input)? {
            let name = meta.path().require_ident()?.to_string();
            match (name.as_str(), &meta) {
                ("request", Meta::Path(_)) => args.request = true,
                ("answer", Meta::Path(_)) => args.answer = true,
                ("inline", Meta::Path(_)) => args.inline = true,
                ("open", Meta::Path(_)) => args.open = true,
                ("inferred", Meta::Path(_)) => args.inferred = true,
                ("camel", Meta::Path(_)) => args.camel = true,
                ("by_keys", Meta::Path(_)) => args.by_keys = true,
                ("tag", Meta::NameValue(pair)) => args.tag = Some(string(&pair.value)?),
                ("known", Meta::List(list)) => args.known = strings(list)?,
                ("supplies", Meta::List(list)) => args.supplies = strings(list)?,
                ("at_least_one", Meta::List(list)) => args.at_least_one = strings(list)?,
                ("at_least_one_inferred", Meta::List(list)) => {
                    args.at_least_one = strings(list)?;
                    args.at_least_one_inferred = true;
                }
                _ => return Err(syn::Error::new_spanned(meta, "unknown word in #[model]")),
            }
        }
        Ok(args)
    }
}

fn strings(list: &syn::MetaList) -> syn::Result<Vec<String>> {
    let literals = list.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?;
    Ok(literals.iter().map(LitStr::value).collect())
}

fn string(value: &Expr) -> syn::Result<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(syn::Error::new_spanned(other, "expected a string")),
    }
}

#[derive(Default)]
pub struct FieldArgs {
    pub flags: Vec<&'static str>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub range_inferred: bool,
    /// The known values, and how to take them: closed, open, or an open list.
    pub values: Option<(Vec<String>, bool, bool)>,
    pub format: Option<String>,
    pub format_inferred: bool,
    pub part: bool,
    pub shared: bool,
    pub ts: Option<String>,
    /// What Blend, or the client, takes where the field is left out.
    pub default: Option<String>,
    pub example: String,
}

impl FieldArgs {
    pub fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// Reads the `#[wire(..)]` attributes and leaves the others.
    pub fn take(attributes: &mut Vec<Attribute>) -> syn::Result<Self> {
        let mut args = FieldArgs::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("wire")) {
            attribute.parse_nested_meta(|meta| args.word(meta))?;
        }
        attributes.retain(|attribute| !attribute.path().is_ident("wire"));
        Ok(args)
    }

    fn word(&mut self, meta: ParseNestedMeta) -> syn::Result<()> {
        const FLAGS: [(&str, &str); 11] = [
            ("expected", "EXPECTED"),
            ("present", "PRESENT"),
            ("nullable", "NULLABLE"),
            ("query", "QUERY"),
            ("inferred", "INFERRED"),
            ("type_inferred", "TYPE_INFERRED"),
            ("deprecated", "DEPRECATED"),
            ("default_false", "DEFAULT_FALSE"),
            ("all_required", "ALL_REQUIRED"),
            ("phi", "PHI"),
            ("of_minors", "OF_MINORS"),
        ];
        let name = meta.path.require_ident()?.to_string();
        if let Some((_, flag)) = FLAGS.iter().find(|(word, _)| *word == name) {
            self.flags.push(flag);
            return Ok(());
        }
        let number = || -> syn::Result<i64> { meta.value()?.parse::<syn::LitInt>()?.base10_parse() };
        let text = || -> syn::Result<String> { Ok(meta.value()?.parse::<LitStr>()?.value()) };
        let list = || -> syn::Result<Vec<String>> {
            let inner;
            parenthesized!(inner in meta.input);
            Ok(Punctuated::<LitStr, Token![,]>::parse_terminated(&inner)?.iter().map(LitStr::value).collect())
        };
        match name.as_str() {
            "min" => self.min = Some(number()?),
            "max" => self.max = Some(number()?),
            "range_inferred" => self.range_inferred = true,
            "values" => self.values = Some((list()?, false, false)),
            "known" => self.values = Some((list()?, true, false)),
            "known_list" => self.values = Some((list()?, true, true)),
            "format_inferred" => self.format_inferred = true,
            "format" => self.format = Some(text()?),
            "part" => self.part = true,
            "shared" => self.shared = true,
            "ts" => self.ts = Some(text()?),
            "default" => self.default = Some(text()?),
            "example" => self.example = text()?,
            _ => return Err(meta.error("unknown word in #[wire]")),
        }
        Ok(())
    }
}

//! `models.d.ts`: the declaration of every model that an endpoint takes or gives.

use std::collections::HashMap;

use anyhow::{Result, bail};
use blend_sdk::check::{Kind, Model, Pick, Table, Wire};
use blend_sdk::client::{CallOptions, ClientOptions};
use blend_sdk::endpoint::GROUPS;
use blend_sdk::model::webhooks::WebhookEvent;

use crate::typescript::declared;

const OWN: &str = r#"import type { AuditEvent, Drift, EndpointOverride, Id, Logger, Middleware, TokenStore } from "../types/index";

/** Which list of an order a product stands in. */
export type OrderProductType = "prescription" | "non_prescription" | "order_material";

/** A model as it stands in an answer, where every optional field may also be null. */
export type Answer<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Answer<Item>[]
      : { [Key in keyof T]: {} extends Pick<T, Key> ? Answer<T[Key]> | null : Answer<T[Key]> };
"#;

pub fn text() -> Result<String> {
    let mut models = Models { text: format!("// Written by the build from the models.\n{OWN}"), seen: HashMap::new() };
    models.table(ClientOptions::TABLE)?;
    models.table(CallOptions::TABLE)?;
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints) {
        if let Some(table) = endpoint.params {
            models.table(table)?;
        }
        if let Some(kind) = endpoint.answer {
            models.kind(kind)?;
        }
    }
    models.kind(WebhookEvent::KIND)?;
    Ok(models.text)
}

struct Models {
    text: String,
    /// Declarations by name.
    seen: HashMap<&'static str, &'static str>,
}

impl Models {
    fn kind(&mut self, kind: &'static Kind) -> Result<()> {
        match kind {
            Kind::Any | Kind::String | Kind::Boolean | Kind::Number | Kind::Integer | Kind::Range(_) => Ok(()),
            Kind::Array(item) => self.kind(item),
            Kind::Object(table) => self.table(table),
            Kind::Values(values) if values.declaration.is_empty() => Ok(()),
            Kind::Values(values) => self.declare(values.declaration).map(|_| ()),
            Kind::Union(union) => {
                self.declare(union.declaration)?;
                match &union.pick {
                    Pick::ByKeys { reference, other } => {
                        self.table(reference)?;
                        self.table(other)
                    }
                    Pick::ByTag { branches, .. } => branches.iter().try_for_each(|(_, table)| self.table(table)),
                }
            }
        }
    }

    fn table(&mut self, table: &'static Table) -> Result<()> {
        if !self.declare(table.declaration)? {
            return Ok(());
        }
        table.fields.iter().try_for_each(|field| self.kind(field.kind))?;
        table.parts.iter().try_for_each(|part| self.table(part))
    }

    /// Adds a declaration. False if it is there already.
    fn declare(&mut self, declaration: &'static str) -> Result<bool> {
        let name = declared(declaration)?;
        match self.seen.insert(name, declaration) {
            None => {
                self.text.push('\n');
                self.text.push_str(declaration.trim());
                self.text.push('\n');
                Ok(true)
            }
            Some(other) if other == declaration => Ok(false),
            Some(_) => bail!("two models are called {name}"),
        }
    }
}

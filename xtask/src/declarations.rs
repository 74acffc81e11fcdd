//! `models.d.ts`: the declaration of every model that an endpoint takes or gives, and a name for the params of each method.

use std::collections::HashMap;

use anyhow::{Result, bail};
use blend_sdk::check::{Kind, Model, Pick, Table, Wire};
use blend_sdk::client::{CallOptions, ClientOptions};
use blend_sdk::endpoint::{GROUPS, Group};
use blend_sdk::model::webhooks::WebhookEvent;

use crate::interface::{Interface, Way, compact};
use crate::typescript::{capital, declared};

const OWN: &str = r#"import type { AuditEvent, Drift, EndpointOverride, Logger, Middleware, TokenStore } from "../types/index";

/** Which list of an order a product stands in. */
export type OrderProductType = "prescription" | "non_prescription" | "order_material";
"#;

pub fn text() -> Result<String> {
    let mut models = Models { text: format!("// Written by the build from the models.\n{OWN}"), seen: HashMap::new() };
    models.table(ClientOptions::TABLE, Way::Sent)?;
    models.table(CallOptions::TABLE, Way::Sent)?;
    for endpoint in GROUPS.iter().flat_map(|group| group.endpoints) {
        if let Some(table) = endpoint.params {
            models.table(table, Way::Sent)?;
        }
        if let Some(kind) = endpoint.answer {
            models.kind(kind, Way::Returned)?;
        }
    }
    models.kind(WebhookEvent::KIND, Way::Returned)?;
    models.aliases(GROUPS)?;
    Ok(models.text)
}

struct Models {
    text: String,
    /// Declarations by name.
    seen: HashMap<String, String>,
}

impl Models {
    fn kind(&mut self, kind: &'static Kind, way: Way) -> Result<()> {
        match kind {
            Kind::Any | Kind::String | Kind::Boolean | Kind::Number | Kind::Integer | Kind::Range(_) => Ok(()),
            Kind::Array(item) => self.kind(item, way),
            Kind::Object(table) => self.table(table, way),
            Kind::Values(values) if values.declaration.is_empty() => Ok(()),
            Kind::Values(values) => self.declare(&compact(values.declaration)).map(|_| ()),
            Kind::Union(union) => {
                self.declare(&compact(union.declaration))?;
                match &union.pick {
                    Pick::ByKeys { reference, other } => {
                        self.table(reference, way)?;
                        self.table(other, way)
                    }
                    Pick::ByTag { branches, .. } => branches.iter().try_for_each(|(_, table)| self.table(table, way)),
                }
            }
        }
    }

    fn table(&mut self, table: &'static Table, way: Way) -> Result<()> {
        let interface = Interface::of(table, way)?;
        let alternatives = if is_params(table) { Interface::alternatives(table)? } else { None };
        let text = alternatives.map_or_else(|| interface.text(), |alternatives| interface.with(&alternatives));
        if self.declare(&text)? { self.inside(table, way) } else { Ok(()) }
    }

    /// The models that a model names.
    fn inside(&mut self, table: &'static Table, way: Way) -> Result<()> {
        table.fields.iter().try_for_each(|field| self.kind(field.kind, way))?;
        table.parts.iter().try_for_each(|part| if part.inline { self.inside(part, way) } else { self.table(part, way) })
    }

    /// A name by which the params of each method can be guessed, where the model has another one.
    fn aliases(&mut self, groups: &[Group]) -> Result<()> {
        for group in groups {
            for endpoint in group.endpoints {
                let Some(table) = endpoint.params else { continue };
                let alias = format!("{}{}Params", capital(group.name), capital(endpoint.name));
                if alias != table.name {
                    let (group, method) = (group.name, endpoint.name);
                    self.declare(&format!(
                        "/** The params of `blend.{group}.{method}`. */\nexport type {alias} = {};",
                        table.name
                    ))?;
                }
            }
        }
        Ok(())
    }

    /// Adds a declaration. False if it is there already.
    fn declare(&mut self, declaration: &str) -> Result<bool> {
        let (name, declaration) = (declared(declaration)?.to_string(), declaration.trim());
        match self.seen.get(&name) {
            None => {
                self.text.push_str(&format!("\n{declaration}\n"));
                self.seen.insert(name, declaration.into());
                Ok(true)
            }
            Some(other) if other == declaration => Ok(false),
            Some(_) => bail!("two models are called {name}"),
        }
    }
}

/// Whether a method takes it as its params. What is documented as needed there, though any of several fields will do, is
/// needed by the type. Inside of other params, what stands around it may give it.
fn is_params(table: &Table) -> bool {
    GROUPS
        .iter()
        .flat_map(|group| group.endpoints)
        .filter_map(|endpoint| endpoint.params)
        .any(|params| std::ptr::eq(params, table))
}

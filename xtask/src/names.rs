//! Short names between a wasm module and its glue.
//!
//! wasm-bindgen's names are whole Rust paths and hashes, and stand in both files. Nobody else ever
//! sees them, so they become `a`, `b` and so on.

use std::collections::HashMap;

use anyhow::{Result, bail};

/// Old names and the new ones.
#[derive(Default)]
pub struct Names {
    modules: HashMap<String, String>,
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Names {
    /// What the wasm side calls the object of all functions that it imports.
    pub fn module(&mut self, name: &str) -> String {
        shorten(&mut self.modules, name)
    }

    pub fn import(&mut self, name: &str) -> String {
        shorten(&mut self.imports, name)
    }

    pub fn export(&mut self, name: &str) -> String {
        shorten(&mut self.exports, name)
    }

    /// The glue with the new names. An import stands there as the key of a function, an export
    /// behind `wasm.`; whatever stands there otherwise, or not at all, ends the build.
    pub fn apply(&self, glue: &str) -> Result<String> {
        let mut out = String::with_capacity(glue.len());
        let (mut imports, mut exports) = (0, std::collections::HashSet::new());
        let mut rest = glue;
        while let Some(start) = rest.find(is_word) {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let (word, after) = rest.split_at(rest.find(|character| !is_word(character)).unwrap_or(rest.len()));
            let new = if out.ends_with("wasm.") && !out.ends_with(".wasm.") {
                exports.insert(word);
                self.exports.get(word)
            } else if after.starts_with(": function(") {
                imports += usize::from(self.imports.contains_key(word));
                self.imports.get(word)
            } else {
                None
            };
            out.push_str(new.map_or(word, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        if imports != self.imports.len() {
            bail!("the glue defines {imports} of the {} functions that the module imports", self.imports.len());
        }
        if let Some(unknown) = exports.iter().find(|name| !self.exports.contains_key(**name)) {
            bail!("the glue calls wasm.{unknown}, which the module does not export");
        }
        for (old, new) in &self.modules {
            let (old, new) = (format!("\"{old}\": "), format!("\"{new}\": "));
            if out.matches(&old).count() != 1 {
                bail!("the glue does not name {old} once");
            }
            out = out.replace(&old, &new);
        }
        Ok(out)
    }
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '$'
}

fn shorten(known: &mut HashMap<String, String>, name: &str) -> String {
    let next = known.len();
    known.entry(name.into()).or_insert_with(|| short(next)).clone()
}

/// `a` to `z`, then `a0`, `b0` and so on: no word of JavaScript is among them.
fn short(number: usize) -> String {
    let mut name = String::from(char::from(b'a' + (number % 26) as u8));
    if number >= 26 {
        name.push_str(&(number / 26 - 1).to_string());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_the_same_names() {
        let mut names = Names::default();
        assert_eq!((names.import("__wbg_get_1f"), names.import("__wbg_set_2e")), ("a".into(), "b".into()));
        assert_eq!(names.module("./client_bg.js"), "a");
        assert_eq!((names.export("tell"), names.export("memory")), ("a".into(), "b".into()));
        let glue = "function tell() { wasm.tell(wasm.memory); }\n{ __wbg_get_1f: function(x) {}, __wbg_set_2e: function() {} }\n{ \"./client_bg.js\": imports }";
        let short = "function tell() { wasm.a(wasm.b); }\n{ a: function(x) {}, b: function() {} }\n{ \"a\": imports }";
        assert_eq!(names.apply(glue).unwrap(), short);
    }

    #[test]
    fn a_name_that_is_found_on_one_side_only_ends_the_build() {
        let mut names = Names::default();
        names.import("__wbg_get_1f");
        assert!(names.apply("{}").is_err());
        assert!(names.apply("wasm.tell(); ({ __wbg_get_1f: function() {} })").is_err());
    }

    #[test]
    fn every_name_is_another() {
        let names: std::collections::HashSet<_> = (0..300).map(short).collect();
        assert_eq!(names.len(), 300);
    }
}

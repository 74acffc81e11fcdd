//! Which file imports which.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Graph {
    imports: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub fn add_file(&mut self, file: &str) {
        self.imports.entry(file.into()).or_default();
    }

    pub fn add(&mut self, from: &str, to: &str) {
        self.add_file(to);
        self.imports.entry(from.into()).or_default().insert(to.into());
    }

    pub fn count(&self) -> usize {
        self.imports.len()
    }

    pub fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.imports.iter().flat_map(|(from, all)| all.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// The groups of files that import each other, directly or not.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> = self.imports.keys().map(|file| (file.as_str(), self.reach(file))).collect();
        let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
        for (file, others) in &reached {
            let circle: Vec<String> =
                others.iter().filter(|other| reached[*other].contains(file)).map(ToString::to_string).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    fn reach(&self, file: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = self.imports[file].iter().map(String::as_str).collect();
        while let Some(one) = next.pop() {
            if seen.insert(one) {
                next.extend(self.imports[one].iter().map(String::as_str));
            }
        }
        seen
    }
}

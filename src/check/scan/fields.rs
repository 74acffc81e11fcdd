//! Fields that the object of a model should not have, and those that it lacks.

use super::{Given, Scan, Step};
use crate::check::report::{Code, printable};
use crate::check::suggest::nearest;
use crate::check::table::{AtLeastOne, Field, Flags, Table};
use crate::check::words::{did_you_mean, push_list};

impl Scan<'_> {
    pub(super) fn unknown(&mut self, table: &'static Table, key: &str) {
        // A model that was only inferred may lack fields.
        let allowed = self.policy.allow_unknown || (table.open && self.answer());
        let read = self.answer() || !(table.open || table.inferred);
        if allowed || !self.has_room(read) {
            return;
        }
        let mut message = String::from("unknown field; ");
        if self.answer() {
            message.push_str("this version of blend-sdk does not know it");
        } else if self.top.is_some_and(|top| !self.steps.is_empty() && top.find(key.as_bytes()).is_some()) {
            message.push_str("it belongs at the top level");
        } else if let Some(near) = nearest(key.as_bytes(), &table.names()) {
            did_you_mean(&mut message, near);
        } else {
            message.push_str("leave it out");
            if self.top.is_some() {
                message.push_str(", or allow it with allowUnknownFields");
            }
        }
        self.add_in(printable(key), read, Code::UnknownField, message);
    }

    /// Reports what the object of a model lacks. Its fields are the first of `seen`.
    pub(super) fn missing(&mut self, table: &'static Table, seen: &[Given], all: bool) {
        let inferred = if self.answer() { Flags::PRESENT } else { Flags::EXPECTED };
        for (field, given) in table.fields.iter().zip(seen) {
            let required = all || field.flags.has(Flags::REQUIRED);
            let of_minor = field.flags.has(Flags::OF_MINORS) && std::mem::take(&mut self.minor);
            let needed = required || of_minor || field.flags.has(inferred);
            // That an empty value does not do is inferred.
            let read = required && *given == Given::No;
            if needed && *given != Given::Yes && self.has_room(read) && !self.supplied.contains(&field.name) {
                self.lacks(field, read, *given);
            }
        }
        if let Some(rule) = table.at_least_one
            && !self.answer()
        {
            self.at_least_one(table, rule, seen);
        }
        let mut first = table.fields.len();
        for part in table.parts {
            self.missing(part, &seen[first..], all);
            first += part.len();
        }
    }

    fn at_least_one(&mut self, table: &'static Table, rule: &AtLeastOne, seen: &[Given]) {
        let mut most = Given::No;
        for name in rule.fields {
            let given = table.find(name.as_bytes()).map_or(Given::No, |index| seen[index]);
            most = most.max(if self.supplied.contains(name) { Given::Yes } else { given });
        }
        if most < Given::Yes {
            let mut message = String::from("give at least one of ");
            push_list(&mut message, rule.fields);
            self.add(!rule.inferred && most == Given::No, Code::AtLeastOne, message);
        }
    }

    fn lacks(&mut self, field: &'static Field, required: bool, given: Given) {
        let lead = match (self.answer(), required) {
            (true, _) => "missing; expected ",
            (false, true) => "missing; give ",
            _ if field.flags.has(Flags::OF_MINORS) => "a patient under 18 probably needs it; give ",
            _ if given == Given::Empty => "empty, and Blend probably requires it; give ",
            _ => "missing, and Blend probably requires it; give ",
        };
        self.steps.push(Step::Field(field.name));
        self.say(required, Code::Required, field.kind, [lead, ""]);
        self.steps.pop();
    }
}

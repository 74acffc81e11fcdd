//! What only several fields show.

use super::code::Code;
use super::{clean, measures};
use crate::rules::birth::{OF_AGE, age};
use crate::rules::places;

/// What the wire's fields say, as text; empty where they say nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// Where the person is, as YYYY-MM-DD.
    pub today: &'a str,
    pub born: &'a str,
    pub sex: &'a str,
    pub height: &'a str,
    pub weight: &'a str,
    pub pregnant: &'a str,
    pub smoker: &'a str,
    pub state: &'a str,
    pub zip: &'a str,
}

/// Which of the fields a finding belongs to. Its number goes across the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Guardian,
    Zip,
    Height,
    Weight,
    Pregnant,
    Smoker,
}

impl Place {
    /// The field, from the patient.
    pub fn path(self) -> &'static str {
        match self {
            Place::Guardian => "guardian_name",
            Place::Zip => "address.zip_code",
            Place::Height => "height_inches",
            Place::Weight => "weight_pounds",
            Place::Pregnant => "is_pregnant",
            Place::Smoker => "is_smoker",
        }
    }

    pub const ALL: [Place; 6] = [Place::Guardian, Place::Zip, Place::Height, Place::Weight, Place::Pregnant, Place::Smoker];
}

/// What is worth saying of the fields together. That a minor needs a guardian refuses where there is none; all else warns.
pub fn together(facts: Facts<'_>) -> Vec<(Place, Code)> {
    let mut found = Vec::new();
    let age = age(facts.born, facts.today);
    match age {
        Some(..OF_AGE) => found.push((Place::Guardian, Code::GuardianRequired)),
        Some(age) if age < of_age(facts.state) => found.push((Place::Guardian, Code::GuardianMaybe)),
        _ => {}
    }
    if facts.state.len() == 2 && facts.zip.len() >= 5 && !places::zip_fits(facts.state, facts.zip) {
        found.push((Place::Zip, Code::ZipState));
    }
    if facts.pregnant == "true" && (facts.sex == "male" || age.is_some_and(|age| !(10..56).contains(&age))) {
        found.push((Place::Pregnant, Code::PregnantUnlikely));
    }
    if facts.smoker == "true" && age.is_some_and(|age| age < 10) {
        found.push((Place::Smoker, Code::SmokerUnlikely));
    }
    if age.is_some_and(|age| age >= OF_AGE) {
        body(&mut found, measures::number(facts.height), measures::number(facts.weight));
    }
    found
}

/// The age of majority. Tables of states grow old, so that of 18 refuses, and a higher one only warns.
fn of_age(state: &str) -> i32 {
    if clean::one_of(state, "AL NE") {
        19
    } else if state == "PR" {
        21
    } else {
        OF_AGE
    }
}

/// An adult's height and weight: what nearly nobody has is more often a slip (Chan and Raffa, 2017).
fn body(found: &mut Vec<(Place, Code)>, height: Option<f64>, weight: Option<f64>) {
    let height_unlikely = height.is_some_and(|inches| !(44.0..=90.0).contains(&inches));
    if height_unlikely {
        found.push((Place::Height, Code::HeightUnlikely));
    }
    let Some(pounds) = weight else { return };
    // Pounds over square inches, as kilograms over square metres.
    let index = |pounds: f64| height.map(|inches| 703.07 * pounds / (inches * inches));
    let typed = index(pounds).filter(|_| !height_unlikely);
    let as_kilograms = index(pounds / 0.453_592_37);
    if typed.is_some_and(|index| index < 15.0) && as_kilograms.is_some_and(|index| (15.0..45.0).contains(&index)) {
        found.push((Place::Weight, Code::WeightKilograms));
    } else if !(50.0..=750.0).contains(&pounds) || typed.is_some_and(|index| !(10.0..=100.0).contains(&index)) {
        found.push((Place::Weight, Code::WeightUnlikely));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADULT: Facts<'_> = Facts {
        today: "2026-11-28",
        born: "1990-03-25",
        sex: "female",
        height: "66",
        weight: "150",
        pregnant: "",
        smoker: "",
        state: "MA",
        zip: "02108",
    };

    #[test]
    fn nothing_is_said_of_what_fits_or_is_missing() {
        assert_eq!(together(ADULT), []);
        assert_eq!(together(Facts { today: "2026-11-28", ..Facts::default() }), []);
    }

    #[test]
    fn a_minor_needs_a_guardian_on_the_day_before_the_birthday() {
        let born = |born, state| together(Facts { born, state, zip: "", ..ADULT }).first().map(|(_, code)| *code);
        assert_eq!(born("2008-11-29", "MA"), Some(Code::GuardianRequired));
        assert_eq!(born("2008-11-28", "MA"), None);
        assert_eq!(born("2008-11-28", "NE"), Some(Code::GuardianMaybe));
        assert_eq!(born("2005-11-29", "PR"), Some(Code::GuardianMaybe));
        assert_eq!(born("2005-11-28", "PR"), None);
    }

    #[test]
    fn what_hardly_anybody_is_warns() {
        let first = |facts| together(facts).first().copied();
        assert_eq!(first(Facts { state: "CA", ..ADULT }), Some((Place::Zip, Code::ZipState)));
        assert_eq!(first(Facts { pregnant: "true", ..ADULT }), None);
        assert_eq!(first(Facts { pregnant: "true", sex: "male", ..ADULT }), Some((Place::Pregnant, Code::PregnantUnlikely)));
        assert_eq!(
            first(Facts { pregnant: "true", born: "1960-01-01", ..ADULT }),
            Some((Place::Pregnant, Code::PregnantUnlikely))
        );
        let child = Facts { born: "2020-01-01", ..ADULT };
        assert_eq!(together(Facts { smoker: "true", ..child }).last(), Some(&(Place::Smoker, Code::SmokerUnlikely)));
        // A child's height and weight are not looked at.
        assert_eq!(together(Facts { height: "30", weight: "25", ..child }), [(Place::Guardian, Code::GuardianRequired)]);
        assert_eq!(first(Facts { height: "43.9", weight: "", ..ADULT }), Some((Place::Height, Code::HeightUnlikely)));
        assert_eq!(first(Facts { height: "", weight: "49", ..ADULT }), Some((Place::Weight, Code::WeightUnlikely)));
        assert_eq!(first(Facts { weight: "700", ..ADULT }), Some((Place::Weight, Code::WeightUnlikely)));
        assert_eq!(first(Facts { weight: "68", ..ADULT }), Some((Place::Weight, Code::WeightKilograms)));
    }
}

//! What a birth date tells. Days count from 1970-01-01.

use super::calendar::{date, days, digits};

/// Nobody who was born earlier is alive.
pub const FIRST_YEAR: i32 = 1900;

/// The age from which a patient needs no guardian. Blend does not state it; some states have a higher one.
pub const OF_AGE: i32 = 18;

/// Whether nobody alive was born on a day.
pub fn is_odd(born: [i32; 3], today: i32) -> bool {
    born[0] < FIRST_YEAR || birthday(born, 0) > Some(today)
}

/// The day from which somebody is so many years old. Born on 29 February: 1 March, where that year has none.
pub fn birthday([year, month, day]: [i32; 3], years: i32) -> Option<i32> {
    let year = year + years;
    days(year, month, day).or(days(year, 3, 1))
}

/// Years that have passed since a birth, on another day; both are written YYYY-MM-DD. Born on 29 February, somebody is a year
/// older on 1 March.
pub fn age(born: &str, today: &str) -> Option<i32> {
    date(born.as_bytes())?;
    date(today.as_bytes())?;
    let year = |date: &str| digits(&date.as_bytes()[..4]).map(|year| year as i32);
    Some(year(today)? - year(born)? - i32::from(today[4..] < born[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::calendar::parts;

    /// The age by the calendar, which the day of the birthday agrees with.
    fn on(born: &str, today: &str) -> i32 {
        let (age, today) = (age(born, today).unwrap(), date(today.as_bytes()));
        let born = parts(born.as_bytes()).unwrap();
        assert!(birthday(born, age) <= today && birthday(born, age + 1) > today, "{born:?}");
        age
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(on("2008-11-28", "2026-11-27"), 17);
        assert_eq!(on("2008-11-28", "2026-11-28"), 18);
        assert_eq!(on("2008-02-29", "2026-02-28"), 17);
        assert_eq!(on("2008-02-29", "2026-03-01"), 18);
        assert_eq!(on("2008-02-29", "2028-02-28"), 19);
        assert_eq!(on("2008-02-29", "2028-02-29"), 20);
        assert_eq!(on("2008-12-31", "2026-12-30"), 17);
        assert_eq!(on("2030-01-01", "2026-12-30"), -4);
        assert_eq!(age("2008-13-31", "2026-12-30"), None);
    }

    #[test]
    fn nobody_was_born_before_1900_or_tomorrow() {
        let today = date(b"2026-11-28").unwrap();
        for (born, odd) in [([1899, 12, 31], true), ([1900, 1, 1], false), ([2026, 11, 28], false), ([2026, 11, 29], true)] {
            assert_eq!(is_odd(born, today), odd, "{born:?}");
        }
    }
}

//! What a birth date tells.

use super::calendar::{date, days, digits};

/// Nobody who was born earlier is alive.
pub const FIRST_YEAR: i32 = 1900;

/// The age from which a patient needs no guardian. Blend does not state it; some states have a higher one.
pub const OF_AGE: i32 = 18;

/// Whether nobody alive was born on a day (YYYY-MM-DD). `today` is in days since 1970.
pub fn is_odd(born: &[u8], today: i32) -> bool {
    date(born).is_some_and(|day| day > today || Some(day) < days(FIRST_YEAR, 1, 1))
}

/// The day, since 1970, from which somebody is so many years old. Born on 29 February: 1 March, where that year has none.
pub fn birthday(born: &[u8], years: i32) -> Option<i32> {
    date(born)?;
    let part = |range| digits(&born[range]).map(|number| number as i32);
    let (year, month, day) = (part(0..4)? + years, part(5..7)?, part(8..10)?);
    days(year, month, day).or_else(|| days(year, 3, 1))
}

/// Years that have passed since a birth, none before it.
pub fn age(born: &[u8], today: i32) -> Option<i32> {
    let mut years = 0;
    while birthday(born, years + 1)? <= today {
        years += 1;
    }
    Some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(born: &str, today: &str) -> Option<i32> {
        age(born.as_bytes(), date(today.as_bytes()).unwrap())
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(on("2008-11-28", "2026-11-27"), Some(17));
        assert_eq!(on("2008-11-28", "2026-11-28"), Some(18));
        assert_eq!(on("2008-02-29", "2026-02-28"), Some(17));
        assert_eq!(on("2008-02-29", "2026-03-01"), Some(18));
        assert_eq!(on("2008-02-29", "2028-02-28"), Some(19));
        assert_eq!(on("2008-02-29", "2028-02-29"), Some(20));
        assert_eq!(on("2008-12-31", "2026-12-30"), Some(17));
        assert_eq!(on("2030-01-01", "2026-12-30"), Some(0));
        assert_eq!(on("2008-13-31", "2026-12-30"), None);
    }

    #[test]
    fn nobody_was_born_before_1900_or_tomorrow() {
        let today = date(b"2026-11-28").unwrap();
        for (born, odd) in
            [("1899-12-31", true), ("1900-01-01", false), ("2026-11-28", false), ("2026-11-29", true), ("soon", false)]
        {
            assert_eq!(is_odd(born.as_bytes(), today), odd, "{born}");
        }
    }
}

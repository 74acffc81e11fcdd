//! Writing the time that a request brings along.

use crate::rules::calendar;

pub const DAY: i64 = 86_400_000;
/// The last millisecond of the year 9999: later times have no four-digit year.
const LAST: f64 = 253_402_300_799_999.0;

/// A caller's time as whole milliseconds; what is no such time is moved into range.
pub fn millis(now: f64) -> i64 {
    if now.is_nan() { 0 } else { now.clamp(0.0, LAST) as i64 }
}

/// `2025-03-15T12:00:00Z`
pub fn iso(millis: i64) -> String {
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let (hour, minute, second) = time(millis);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `250315120000`, as it stands in an order number.
pub fn compact(millis: i64) -> String {
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let (hour, minute, second) = time(millis);
    format!("{:02}{month:02}{day:02}{hour:02}{minute:02}{second:02}", year % 100)
}

/// `2025-03-15`, of a number of days since 1970.
pub fn date(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether somebody born on a day (YYYY-MM-DD) is younger than eighteen. None where it is no day.
pub fn is_minor(born: &str, now: i64) -> Option<bool> {
    let (year, month, day) = civil(calendar::date(born.as_bytes())?.into());
    Some(civil(now.div_euclid(DAY)) < (year + 18, month, day))
}

fn time(millis: i64) -> (i64, i64, i64) {
    let seconds = millis.rem_euclid(DAY) / 1000;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Year, month and day of a number of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted from 0000-03-01, so that the leap day is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back_as_they_went_in() {
        for day in -40_000..80_000 {
            let (year, month, date) = civil(day);
            assert_eq!(calendar::days(year as i32, month as i32, date as i32).map(i64::from), Some(day));
        }
    }

    #[test]
    fn writes_times() {
        assert_eq!(iso(1_741_737_948_000), "2025-03-12T00:05:48Z");
        assert_eq!(compact(1_741_737_948_000), "250312000548");
        assert_eq!(iso(millis(f64::INFINITY)), "9999-12-31T23:59:59Z");
        assert_eq!(iso(millis(f64::NAN)), "1970-01-01T00:00:00Z");
        assert_eq!(iso(millis(-1.0)), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn somebody_comes_of_age_on_the_eighteenth_birthday() {
        let now = i64::from(calendar::date(b"2025-03-15").unwrap()) * DAY;
        assert_eq!(is_minor("2007-03-16", now), Some(true));
        assert_eq!(is_minor("2007-03-15", now), Some(false));
        assert_eq!(is_minor("15.3.2007", now), None);
    }
}

//! Reading and writing times. All are milliseconds since 1970, in UTC.

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

/// `2025-07-31T17:13:13.520000`, as webhooks write it: with microseconds and without a zone.
pub fn without_zone(millis: i64) -> String {
    let written = iso(millis);
    format!("{}.{:03}000", written.trim_end_matches('Z'), millis.rem_euclid(1000))
}

/// Reads `2025-03-15`, `2025-03-15T12:00`, `2025-03-15T12:00:00` and the same with a fraction or with a `Z` or an offset behind.
pub fn read(text: &str) -> Option<i64> {
    let day = day(text.get(..10)?)?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(day * DAY);
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let (clock, zone) = match rest.find(['Z', '+', '-']) {
        Some(at) => (&rest[..at], zone(&rest[at..])?),
        None => (rest, 0),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok().filter(|_| part.len() == 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let fraction: i64 = digits.parse().ok()?;
    Some(day * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - zone)
}

/// The offset of a zone: `Z`, `+02:00`.
fn zone(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let offset = (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?) * 60_000;
    Some(if text.starts_with('-') { -offset } else { offset })
}

/// A length of time: `90s`, `61m`, `24h`, `7d`, `2h 30m`, or a number of milliseconds.
pub fn length(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(millis) = text.parse::<i64>() {
        return (millis >= 0).then_some(millis);
    }
    let mut sum: i64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').filter(|end| *end > 0)?;
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].trim_start();
        let end = unit.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(unit.len());
        let each = match &unit[..end] {
            "ms" => 1.0,
            "s" => 1000.0,
            "m" | "min" => 60_000.0,
            "h" => 3_600_000.0,
            "d" => DAY as f64,
            "w" => 7.0 * DAY as f64,
            _ => return None,
        };
        sum = sum.checked_add((number * each) as i64)?;
        rest = unit[end..].trim_start();
    }
    (!text.is_empty()).then_some(sum)
}

/// Days since 1970 of a date (YYYY-MM-DD). None where it is no day.
pub fn day(text: &str) -> Option<i64> {
    calendar::date(text.as_bytes()).map(i64::from)
}

/// `2025-03-15`, of a number of days since 1970.
pub fn date(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether somebody born on a day (YYYY-MM-DD) is younger than an age in years. None where it is no day.
pub fn is_younger(born: &str, age: i64, now: i64) -> Option<bool> {
    let (year, month, day) = civil(day(born)?);
    Some(civil(now.div_euclid(DAY)) < (year + age, month, day))
}

/// Hour, minute and second of a time.
pub fn time(millis: i64) -> (i64, i64, i64) {
    let seconds = millis.rem_euclid(DAY) / 1000;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Year, month and day of a number of days since 1970.
pub fn civil(days: i64) -> (i64, i64, i64) {
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
        assert_eq!(without_zone(1_741_737_948_520), "2025-03-12T00:05:48.520000");
        assert_eq!(iso(millis(f64::INFINITY)), "9999-12-31T23:59:59Z");
        assert_eq!(iso(millis(f64::NAN)), "1970-01-01T00:00:00Z");
        assert_eq!(iso(millis(-1.0)), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn somebody_comes_of_age_on_the_eighteenth_birthday() {
        let now = day("2025-03-15").unwrap() * DAY;
        assert_eq!(is_younger("2007-03-16", 18, now), Some(true));
        assert_eq!(is_younger("2007-03-15", 18, now), Some(false));
        assert_eq!(is_younger("15.3.2007", 18, now), None);
    }

    #[test]
    fn reads_times_and_lengths() {
        for text in
            ["2025-03-12T00:05:48Z", "2025-03-12T00:05:48", "2025-03-12 02:05:48.000000+02:00", "2025-03-11T22:05:48-02:00"]
        {
            assert_eq!(read(text), Some(1_741_737_948_000), "{text}");
        }
        assert_eq!(read("2025-03-12"), Some(1_741_737_600_000));
        for text in ["", "2025-02-30", "2025-03-12T25:00", "2025-03-12Tnoon", "yesterday", "2025-03-1é"] {
            assert_eq!(read(text), None, "{text}");
        }
        for (text, millis) in [("61m", 3_660_000), ("1h 1m", 3_660_000), ("7d", 7 * DAY), ("250", 250), ("1.5s", 1500)] {
            assert_eq!(length(text), Some(millis), "{text}");
        }
        for text in ["", "m", "5 fortnights", "-5", "h5"] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}

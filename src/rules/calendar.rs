//! Calendar dates and HTTP dates, without a time zone database.

/// Days since 1970-01-01 of a Gregorian date. None where that day does not exist.
pub fn days(year: i32, month: i32, day: i32) -> Option<i32> {
    if !(1..=12).contains(&month) || day < 1 || day > month_length(year, month) {
        return None;
    }
    // The year is counted from March, so that the leap day is the last of it.
    let shifted = if month > 2 { year } else { year - 1 };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

fn month_length(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date written YYYY-MM-DD.
pub fn date(text: &[u8]) -> Option<i32> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    days(digits(&text[..4])? as i32, digits(&text[5..7])? as i32, digits(&text[8..])? as i32)
}

/// Year, month and day of a date that exists, written YYYY-MM-DD.
pub fn parts(text: &[u8]) -> Option<[i32; 3]> {
    date(text)?;
    Some([digits(&text[..4])? as i32, digits(&text[5..7])? as i32, digits(&text[8..])? as i32])
}

/// The number that a text of digits writes. None where it has anything else.
pub fn digits(text: &[u8]) -> Option<f64> {
    let mut number = 0.0;
    for byte in text {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(byte - b'0');
    }
    (!text.is_empty()).then_some(number)
}

/// Milliseconds since 1970 of an HTTP date (RFC 9110, IMF-fixdate): `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn http_date(text: &str) -> Option<f64> {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = text.as_bytes();
    if text.len() != 29 || !text.ends_with(b" GMT") {
        return None;
    }
    let month = MONTHS.chunks_exact(3).position(|name| name == &text[8..11])? as i32 + 1;
    let days = days(digits(&text[12..16])? as i32, month, digits(&text[5..7])? as i32)?;
    let seconds = digits(&text[17..19])? * 3600.0 + digits(&text[20..22])? * 60.0 + digits(&text[23..25])?;
    Some((f64::from(days) * 86_400.0 + seconds) * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_which_days_exist() {
        assert_eq!(date(b"1970-01-01"), Some(0));
        assert_eq!(date(b"2000-02-29"), Some(11_016));
        assert_eq!(date(b"1900-02-29"), None);
        assert_eq!(date(b"2024-04-31"), None);
        assert_eq!(date(b"2024-00-10"), None);
        assert_eq!(date(b"1990-1-1"), None);
        assert_eq!(date(b"1990-01-01T00:00:00Z"), None);
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let mut before = days(1899, 12, 31).unwrap();
        for year in 1900..2101 {
            for month in 1..=12 {
                for day in 1..=month_length(year, month) {
                    let today = days(year, month, day).unwrap();
                    assert_eq!(today, before + 1, "{year}-{month}-{day}");
                    before = today;
                }
                assert_eq!(days(year, month, month_length(year, month) + 1), None);
            }
        }
    }

    #[test]
    fn reads_http_dates() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000.0));
        assert_eq!(http_date("soon"), None);
        assert_eq!(http_date("Sun, 06 Foo 1994 08:49:37 GMT"), None);
    }
}

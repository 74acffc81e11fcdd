//! Birth dates, in the ways that people in the United States write them (GOV.UK's date pattern, month first).

use super::clean;
use super::code::Code;
use super::reading::Reading;
use crate::rules::birth::{FIRST_YEAR, age};
use crate::rules::calendar;

/// MM/DD/YYYY with slashes, dashes, dots or blanks, YYYY-MM-DD, YYYYMMDD and MMDDYYYY.
pub(super) fn read(text: &str, latest: &str) -> Reading {
    match numbers(text) {
        Err(code) => Reading::found(text, code),
        Ok([year, month, day]) => judge(text, [year, month, day], latest),
    }
}

/// Year, month and day as they stand there.
fn numbers(text: &str) -> Result<[i32; 3], Code> {
    let parts = clean::split(text, b"/-. ");
    let number = |text: &str| calendar::digits(text.as_bytes()).map(|number| number as i32);
    match *parts.as_slice() {
        [all] if all.len() == 8 && number(all).is_some() => {
            // Never both: read as a year, the first four digits of MMDDYYYY are 1231 at the most.
            let year_first = number(&all[..4]).is_some_and(|year| year >= FIRST_YEAR);
            let at = if year_first { [0..4, 4..6, 6..8] } else { [4..8, 0..2, 2..4] };
            Ok(at.map(|range| number(&all[range]).unwrap_or_default()))
        }
        [first, second, third] => {
            let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, first, second) };
            match (number(year), number(month), number(day)) {
                (Some(_), Some(_), Some(_)) if year.len() == 2 || year.len() == 1 => Err(Code::DateYear),
                (Some(year_number), Some(month), Some(day)) if year.len() == 4 => Ok([year_number, month, day]),
                _ => Err(Code::DateForm),
            }
        }
        [_, _] | [_] if text.len() < 8 && parts.iter().all(|part| clean::all_digits(part)) => Err(Code::DateIncomplete),
        _ => Err(Code::DateForm),
    }
}

/// Nobody is known to have become 123.
const OLD: i32 = 110;

fn judge(text: &str, [year, month, day]: [i32; 3], latest: &str) -> Reading {
    let found = |code| Reading::found(text, code);
    let Some(born) = calendar::days(year, month, day) else {
        let swapped = month > 12 && calendar::days(year, day, month).is_some();
        return found(if swapped { Code::DateMonthFirst } else { Code::DateImpossible });
    };
    if year < FIRST_YEAR {
        return found(Code::DateTooEarly);
    }
    if calendar::date(latest.as_bytes()).is_some_and(|latest| born > latest) {
        return found(Code::DateFuture);
    }
    let value = write(year, month, day);
    Reading::fine(&value).with(age(&value, latest).is_some_and(|age| age > OLD), Code::DateOld)
}

fn write(year: i32, month: i32, day: i32) -> String {
    let mut text = String::new();
    for (number, length, before) in [(year, 4, ""), (month, 2, "-"), (day, 2, "-")] {
        text.push_str(before);
        let mut unit = if length == 4 { 1000 } else { 10 };
        while unit > 0 {
            text.push(char::from(b'0' + (number / unit % 10) as u8));
            unit /= 10;
        }
    }
    text
}

/// YYYY-MM-DD as MM/DD/YYYY.
pub(super) fn show(value: &str) -> String {
    if calendar::date(value.as_bytes()).is_none() {
        return value.into();
    }
    clean::joined(&[&value[5..7], "/", &value[8..], "/", &value[..4]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (String, Option<Code>) {
        let Reading { value, codes } = read(text, "2026-11-28");
        (value, codes[0])
    }

    #[test]
    fn takes_what_people_write() {
        for text in
            ["03/25/1990", "3/25/1990", "3-25-1990", "03.25.1990", "3 25 1990", "1990-03-25", "1990-3-25", "19900325", "03251990"]
        {
            assert_eq!(one(text), ("1990-03-25".into(), None), "{text}");
        }
        // Read as MMDDYYYY, the first would be the month 19.
        assert_eq!(one("19121211").0, "1912-12-11");
        assert_eq!(one("12121912").0, "1912-12-12");
    }

    #[test]
    fn tells_what_to_do_about_the_rest() {
        let refused = [
            ("3/25/90", Code::DateYear),
            ("25/03/1990", Code::DateMonthFirst),
            ("02/30/1990", Code::DateImpossible),
            ("02/29/1900", Code::DateImpossible),
            ("13/32/1990", Code::DateImpossible),
            ("0/0/1990", Code::DateImpossible),
            ("12/31/1899", Code::DateTooEarly),
            ("11/29/2026", Code::DateFuture),
            ("03/25", Code::DateIncomplete),
            ("1990", Code::DateIncomplete),
            ("March 25, 1990", Code::DateForm),
            ("3/25/19901", Code::DateForm),
            ("3/2/5/1990", Code::DateForm),
        ];
        for (text, code) in refused {
            assert_eq!(one(text).1, Some(code), "{text}");
        }
        assert_eq!(one("11/28/2026").1, None);
        assert_eq!(one("11/27/1915").1, Some(Code::DateOld));
        assert_eq!(one("11/29/1915").1, None);
    }
}

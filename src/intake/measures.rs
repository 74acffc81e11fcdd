//! Height in inches and weight in pounds, out of what people write.

use super::clean;
use super::code::Code;
use super::reading::Reading;

const INCHES: &str = "in inch inches \" '' pulgadas";
const FEET: &str = "ft feet foot ' pies";

/// `5'10"`, `5 ft 10 in`, `70`, `70 in`, `178 cm`, `1.78 m`: inches where nothing else stands there.
pub(super) fn read_height(text: &str) -> Reading {
    let (first, second) = parts(text);
    let inches = match (first, second) {
        (Some((number, unit)), None) => {
            let factor = if unit.is_empty() || clean::one_of(unit, INCHES) {
                1.0
            } else if clean::one_of(unit, FEET) {
                12.0
            } else if unit == "cm" {
                1.0 / 2.54
            } else if unit == "m" {
                100.0 / 2.54
            } else {
                return Reading::found(text, Code::HeightForm);
            };
            number * factor
        }
        (Some((feet, unit)), Some((inches, rest)))
            if clean::one_of(unit, FEET) && inches < 12.0 && (rest.is_empty() || clean::one_of(rest, INCHES)) =>
        {
            feet * 12.0 + inches
        }
        _ => return Reading::found(text, Code::HeightForm),
    };
    in_range(text, inches, 110.0, Code::HeightRange)
}

/// `180`, `180 lb`, `82 kg`: pounds where nothing else stands there.
pub(super) fn read_weight(text: &str) -> Reading {
    let (Some((number, unit)), None) = parts(text) else { return Reading::found(text, Code::WeightForm) };
    let pounds = if unit.is_empty() || clean::one_of(unit, "lb lbs pound pounds libras #") {
        number
    } else if clean::one_of(unit, "kg kgs kilo kilos kilograms kilogramos") {
        number / 0.453_592_37
    } else {
        return Reading::found(text, Code::WeightForm);
    };
    in_range(text, pounds, 1500.0, Code::WeightRange)
}

fn in_range(text: &str, number: f64, most: f64, code: Code) -> Reading {
    // What is under half a hundredth is written as 0.
    if number < 0.005 || number > most {
        return Reading::found(text, code);
    }
    Reading::fine(&decimal(number))
}

/// A number with the unit behind it.
type Part<'a> = Option<(f64, &'a str)>;

/// The one or two parts that a text is made of. None, where it is made of something else.
fn parts(text: &str) -> (Part<'_>, Part<'_>) {
    let Some((first, rest)) = part(text) else { return (None, None) };
    if rest.is_empty() {
        return (Some(first), None);
    }
    match part(rest) {
        Some((second, "")) => (Some(first), Some(second)),
        _ => (None, None),
    }
}

/// What a text begins with, and the rest.
#[inline(never)]
fn part(text: &str) -> Option<((f64, &str), &str)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'.').unwrap_or(text.len());
    let next = bytes[end..].iter().position(u8::is_ascii_digit).map_or(text.len(), |next| end + next);
    let mut unit = text.get(end..next)?;
    while let Some(inside) = unit.strip_prefix(' ') {
        unit = inside;
    }
    while let Some(inside) = unit.strip_suffix([' ', '.', ',']) {
        unit = inside;
    }
    Some(((number(&text[..end])?, unit), &text[next..]))
}

/// A number of digits and at most one point.
pub(super) fn number(text: &str) -> Option<f64> {
    let mut digits = 0.0;
    let mut unit = 0.0;
    for byte in text.bytes() {
        if byte == b'.' {
            if unit > 0.0 {
                return None;
            }
            unit = 1.0;
            continue;
        }
        if !byte.is_ascii_digit() {
            return None;
        }
        digits = digits * 10.0 + f64::from(byte - b'0');
        unit *= 10.0;
    }
    if text.is_empty() || text == "." || text.len() > 12 {
        return None;
    }
    Some(if unit > 0.0 { digits / unit } else { digits })
}

/// With two decimals at the most: a hundredth of an inch is a quarter of a millimetre.
fn decimal(number: f64) -> String {
    let hundredths = (number * 100.0 + 0.5) as i32;
    let mut text = String::new();
    push_whole(&mut text, hundredths / 100);
    let fraction = hundredths % 100;
    if fraction > 0 {
        text.push('.');
        text.push(char::from(b'0' + (fraction / 10) as u8));
        if fraction % 10 > 0 {
            text.push(char::from(b'0' + (fraction % 10) as u8));
        }
    }
    text
}

fn push_whole(text: &mut String, number: i32) {
    if number > 9 {
        push_whole(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// 70 as 5'10".
pub(super) fn show_height(text: &str) -> String {
    let Some(inches) = number(text).filter(|inches| *inches < 1000.0) else { return text.into() };
    let feet = (inches / 12.0) as i32;
    let mut out = String::new();
    push_whole(&mut out, feet);
    out.push('\'');
    out.push_str(&decimal(inches - f64::from(feet) * 12.0));
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_people_write() {
        for text in
            ["5'10\"", "5' 10\"", "5'10", "5 ft 10 in", "5ft10", "5 feet 10 inches", "70", "70 in", "70\"", "70.0", "5'10''"]
        {
            assert_eq!(read_height(text), Reading::fine("70"), "{text}");
        }
        assert_eq!(read_height("178 cm").value, "70.08");
        assert_eq!(read_height("1.78 m").value, "70.08");
        assert_eq!(read_height("6'").value, "72");
        assert_eq!(read_height("5'10.5\"").value, "70.5");
        assert_eq!(read_weight("180.5 lbs.").value, "180.5");
        assert_eq!(read_weight("82 kg").value, "180.78");
    }

    #[test]
    fn tells_what_is_no_measure() {
        for text in ["tall", "5'13\"", "5 10", "1.2.3", "-5", "70 yards", ".", "99999999999999"] {
            assert_eq!(read_height(text).codes[0], Some(Code::HeightForm), "{text}");
        }
        for text in ["0", "0.001", "111", "178", "300 cm"] {
            assert_eq!(read_height(text).codes[0], Some(Code::HeightRange), "{text}");
        }
        assert_eq!(read_weight("1501").codes[0], Some(Code::WeightRange));
        assert_eq!(read_weight("12 stone").codes[0], Some(Code::WeightForm));
    }
}

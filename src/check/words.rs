//! The parts that several messages share, by plain pushes: `format!` and `join` would add kilobytes of formatting code.

use super::table::{Kind, Range, Values};

pub(super) fn did_you_mean(message: &mut String, name: &str) {
    message.push_str("did you mean \"");
    message.push_str(name);
    message.push_str("\"?");
}

/// The kind in words, for "expected ..." and "give ...".
pub(super) fn push_kind(message: &mut String, kind: &Kind) {
    message.push_str(match kind {
        Kind::Any => "a value",
        Kind::Values(Values { list: true, .. }) => "a string or an array of strings",
        Kind::Values(Values { open: false, known, .. }) => {
            message.push_str("one of ");
            return push_list(message, known);
        }
        Kind::String | Kind::Values(_) => "a string",
        Kind::Boolean => "true or false",
        Kind::Number => "a number",
        Kind::Integer => "a whole number",
        Kind::Range(Range { min, max, .. }) => {
            message.push_str("a whole number");
            if *min > i64::MIN {
                message.push_str(if *max < i64::MAX { " from " } else { " of at least " });
                push_number(message, *min);
            }
            if *max < i64::MAX {
                message.push_str(if *min > i64::MIN { " to " } else { " of at most " });
                push_number(message, *max);
            }
            return;
        }
        Kind::Array(_) => "an array",
        Kind::Object(_) | Kind::Union(_) => "an object",
    });
}

pub(super) fn push_list(message: &mut String, names: &[&str]) {
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            message.push_str(", ");
        }
        message.push_str(name);
    }
}

pub fn push_number(message: &mut String, number: i64) {
    if number < 0 {
        message.push('-');
    }
    let digits = number.unsigned_abs();
    if digits > 9 {
        push_number(message, (digits / 10) as i64);
    }
    message.push(char::from(b'0' + (digits % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers() {
        for number in [0, 7, 10, -1, -90, 1234567, i64::MIN, i64::MAX] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}

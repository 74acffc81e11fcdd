//! Small pieces of text work, by plain pushes: the standard library's formatting would be kilobytes in the module.

/// Three pieces, one after the other.
pub(crate) fn concat(one: &str, two: &str, three: &str) -> String {
    let mut text = String::with_capacity(one.len() + two.len() + three.len());
    text.push_str(one);
    text.push_str(two);
    text.push_str(three);
    text
}

/// What stands before and behind the first of a byte. All of it stands before, where there is none.
pub(crate) fn split_at_byte(text: &str, byte: u8) -> (&str, &str) {
    for (at, one) in text.bytes().enumerate() {
        if one == byte {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

//! Reading JSON text in place: tokens, skipping, and the few values that are needed as such.
//!
//! Strict: whatever RFC 8259 forbids is refused, and so are an unpaired surrogate, a number beyond
//! what a double holds, and nesting beyond `MAX_DEPTH`.

mod number;

use std::borrow::Cow;

pub use number::Number;

/// As deep as serde_json goes, and far deeper than any document of this API.
pub const MAX_DEPTH: usize = 127;

/// The one reason that is about a document which is JSON all the same.
pub const TOO_DEEP: &str = "nested more than 127 levels deep";

/// Why text is not the JSON that is wanted, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub at: usize,
    pub why: &'static str,
}

/// A place in JSON text. Each method reads one token and moves behind it.
#[derive(Clone)]
pub struct Reader<'a> {
    pub text: &'a [u8],
    pub at: usize,
}

/// The fields of an object, one after the other. Ends behind a broken one.
pub struct Fields<'a> {
    reader: Reader<'a>,
    depth: usize,
    more: bool,
}

/// A string as it stands in the text, quotes left out.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub raw: &'a [u8],
    /// Whether a backslash is in it, so that the raw bytes are not the value.
    pub escaped: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        Reader { text, at: 0 }
    }

    pub fn broken(&self, why: &'static str) -> Broken {
        Broken { at: self.at, why }
    }

    /// The next byte that is no white space, without moving behind it.
    pub fn peek(&mut self) -> u8 {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    pub fn expect(&mut self, byte: u8, why: &'static str) -> Result<(), Broken> {
        if self.peek() != byte {
            return Err(self.broken(why));
        }
        self.at += 1;
        Ok(())
    }

    /// After an item of an array or object: true where another follows, false at the closing byte.
    pub fn more(&mut self, close: u8) -> Result<bool, Broken> {
        match self.peek() {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            byte if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.broken("expected a comma or the closing bracket")),
        }
    }

    /// Moves behind the opening byte; false where the array or object is empty.
    pub fn open(&mut self, close: u8) -> bool {
        self.at += 1;
        if self.peek() == close {
            self.at += 1;
            return false;
        }
        true
    }

    pub fn key(&mut self) -> Result<Text<'a>, Broken> {
        if self.peek() != b'"' {
            return Err(self.broken("expected a key in double quotes"));
        }
        let key = self.string()?;
        self.expect(b':', "expected a colon")?;
        Ok(key)
    }

    pub fn string(&mut self) -> Result<Text<'a>, Broken> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.text.get(self.at) {
                None => return Err(self.broken("the text ends inside a string")),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(0..0x20) => return Err(self.broken("a control character inside a string")),
                Some(_) => self.at += 1,
            }
        }
        let raw = &self.text[start..self.at];
        self.at += 1;
        Ok(Text { raw, escaped })
    }

    fn escape(&mut self) -> Result<(), Broken> {
        self.at += 1;
        match self.byte() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
            b'u' => {
                let first = self.unit()?;
                if (0xDC00..0xE000).contains(&first) {
                    return Err(self.broken("half of a character (an unpaired surrogate)"));
                }
                if (0xD800..0xDC00).contains(&first) {
                    let second = if self.text[self.at..].starts_with(b"\\u") {
                        self.at += 1;
                        self.unit()?
                    } else {
                        0
                    };
                    if !(0xDC00..0xE000).contains(&second) {
                        return Err(self.broken("half of a character (an unpaired surrogate)"));
                    }
                }
            }
            _ => return Err(self.broken("an unknown escape")),
        }
        Ok(())
    }

    /// The four hexadecimal digits behind `\u`; stands on the `u`.
    fn unit(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at + 1..self.at + 5).ok_or(self.broken("the text ends inside an escape"))?;
        let unit = hex(digits).ok_or(self.broken("an escape needs four hexadecimal digits"))?;
        self.at += 5;
        Ok(unit)
    }

    pub fn literal(&mut self) -> Result<(), Broken> {
        let rest = &self.text[self.at..];
        for word in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        Err(self.broken("not a JSON value"))
    }

    /// Moves behind a value of any kind and gives its bytes. `depth` is how deep it stands.
    pub fn skip(&mut self, depth: usize) -> Result<&'a [u8], Broken> {
        let first = self.peek();
        let start = self.at;
        let close = match first {
            b'"' => {
                self.string()?;
                return Ok(&self.text[start..self.at]);
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
                return Ok(&self.text[start..self.at]);
            }
            b'{' => b'}',
            b'[' => b']',
            _ => {
                self.literal()?;
                return Ok(&self.text[start..self.at]);
            }
        };
        if depth >= MAX_DEPTH {
            return Err(self.broken(TOO_DEEP));
        }
        let mut more = self.open(close);
        while more {
            if close == b'}' {
                self.key()?;
            }
            self.skip(depth + 1)?;
            more = self.more(close)?;
        }
        Ok(&self.text[start..self.at])
    }

    /// The fields of the object that the reader stands on, which is at `depth`. The reader stays.
    pub fn fields(&self, depth: usize) -> Fields<'a> {
        let mut reader = self.clone();
        let more = reader.peek() == b'{' && reader.open(b'}');
        Fields { reader, depth, more }
    }

    /// Nothing but white space may follow.
    pub fn end(&mut self) -> Result<(), Broken> {
        self.peek();
        if self.at < self.text.len() {
            return Err(self.broken("something follows the JSON value"));
        }
        Ok(())
    }
}

impl<'a> Fields<'a> {
    fn read(&mut self) -> Result<(Text<'a>, &'a [u8]), Broken> {
        let key = self.reader.key()?;
        let value = self.reader.skip(self.depth + 1)?;
        self.more = self.reader.more(b'}')?;
        Ok((key, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(Text<'a>, &'a [u8]), Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if !std::mem::take(&mut self.more) {
            return None;
        }
        Some(self.read())
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

impl<'a> Text<'a> {
    /// The value, escapes resolved. Only for text that a `Reader` has accepted.
    pub fn value(&self) -> String {
        String::from_utf8(self.bytes().into_owned()).unwrap_or_default()
    }

    /// The value's bytes, copied only where there are escapes to resolve.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut out: Vec<u8> = Vec::with_capacity(self.raw.len());
        let mut at = 0;
        while let Some(&byte) = self.raw.get(at) {
            at += 1;
            if byte != b'\\' {
                out.push(byte);
                continue;
            }
            let escape = self.raw.get(at).copied().unwrap_or(b'\\');
            at += 1;
            let character = match escape {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    let mut unit = self.unit(at);
                    at += 4;
                    if (0xD800..0xDC00).contains(&unit) {
                        unit = 0x10000 + ((unit - 0xD800) << 10) + (self.unit(at + 2).wrapping_sub(0xDC00) & 0x3FF);
                        at += 6;
                    }
                    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                other => char::from(other),
            };
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Cow::Owned(out)
    }

    fn unit(&self, at: usize) -> u32 {
        self.raw.get(at..at + 4).and_then(hex).unwrap_or(0xFFFD)
    }
}

/// The fields of the object in `text`, in order: key and the bytes of the value. Empty where it is no object.
pub fn fields(text: &[u8]) -> Vec<(String, &[u8])> {
    Reader::new(text).fields(0).map_while(Result::ok).map(|(key, value)| (key.value(), value)).collect()
}

/// The items of the array in `text`. Empty where it is no array.
pub fn items(text: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut reader = Reader::new(text);
    if reader.peek() != b'[' {
        return found;
    }
    let mut more = reader.open(b']');
    while more {
        let Ok(value) = reader.skip(1) else { break };
        found.push(value);
        more = reader.more(b']').unwrap_or(false);
    }
    found
}

/// The bytes of one field of the object in `text`; the last one, where a key stands twice.
pub fn field<'a>(text: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let named = Reader::new(text).fields(0).map_while(Result::ok).filter(|(key, _)| *key.bytes() == *name.as_bytes());
    named.last().map(|(_, value)| value)
}

/// The value of a string.
pub fn as_string(value: &[u8]) -> Option<String> {
    let mut reader = Reader::new(value);
    if reader.peek() != b'"' {
        return None;
    }
    reader.string().ok().map(|text| text.value())
}

/// A whole number.
pub fn as_integer(value: &[u8]) -> Option<i64> {
    let mut reader = Reader::new(value);
    reader.peek();
    reader.number().ok()?.whole
}

/// Writes a JSON string, quotes included.
pub fn write_string(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let code = control as usize;
                out.push_str("\\u00");
                out.push(char::from(DIGITS[code >> 4]));
                out.push(char::from(DIGITS[code & 15]));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

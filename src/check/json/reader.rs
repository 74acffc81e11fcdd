//! A place in JSON text, and reading on from there.

use std::borrow::Cow;

/// As deep as serde_json goes, and far deeper than any document of this API.
pub const MAX_DEPTH: usize = 127;

/// The only reason that is about a document which is JSON.
pub const TOO_DEEP: &str = "nested more than 127 levels deep";

/// A place in JSON text. Each method reads one token and moves behind it, or returns None: then `at` is where the text is
/// broken, and `why` says what is wrong.
#[derive(Clone)]
pub struct Reader<'a> {
    pub text: &'a str,
    pub at: usize,
    pub why: &'static str,
}

/// The fields of an object, one after the other. Ends before a broken one.
pub struct Fields<'a> {
    reader: Reader<'a>,
    depth: usize,
    more: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Reader { text, at: 0, why: "" }
    }

    /// The text is broken where the reader stands.
    pub fn broken<T>(&mut self, why: &'static str) -> Option<T> {
        self.why = why;
        None
    }

    /// The next byte that is not white space, without moving behind it.
    pub fn peek(&mut self) -> u8 {
        while let b' ' | b'\t' | b'\n' | b'\r' = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// The current byte. At the end of the text, a zero, which no JSON has.
    pub(super) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// What stands between `start` and the reader.
    fn since(&self, start: usize) -> &'a str {
        between(self.text, start, self.at)
    }

    fn expect(&mut self, byte: u8, why: &'static str) -> Option<()> {
        if self.peek() != byte {
            return self.broken(why);
        }
        self.at += 1;
        Some(())
    }

    /// After an item of an array or object: true if another one follows, false at the closing byte.
    pub fn more(&mut self, close: u8) -> Option<bool> {
        let byte = self.peek();
        if byte != b',' && byte != close {
            return self.broken("expected a comma or the closing bracket");
        }
        self.at += 1;
        Some(byte == b',')
    }

    /// Moves behind the opening byte of an array or object at `depth`. Returns false if it is empty.
    pub fn open(&mut self, close: u8, depth: usize) -> Option<bool> {
        if depth >= MAX_DEPTH {
            return self.broken(TOO_DEEP);
        }
        self.at += 1;
        let empty = self.peek() == close;
        self.at += usize::from(empty);
        Some(!empty)
    }

    pub fn key(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != b'"' {
            return self.broken("expected a key in double quotes");
        }
        let key = self.string()?;
        self.expect(b':', "expected a colon")?;
        Some(key)
    }

    /// The value of the string that begins here. It is copied only where it has escapes.
    pub fn string(&mut self) -> Option<Cow<'a, str>> {
        self.at += 1;
        let mut start = self.at;
        let mut resolved = String::new();
        loop {
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    resolved.push_str(self.since(start));
                    resolved.push(self.escape()?);
                    start = self.at;
                }
                0 if self.at >= self.text.len() => return self.broken("the text ends inside a string"),
                0..0x20 => return self.broken("a control character inside a string"),
                _ => self.at += 1,
            }
        }
        let rest = self.since(start);
        self.at += 1;
        if resolved.is_empty() {
            return Some(Cow::Borrowed(rest));
        }
        resolved.push_str(rest);
        Some(Cow::Owned(resolved))
    }

    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let character = match self.byte() {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            _ => return self.broken("an unknown escape"),
        };
        self.at += 1;
        Some(character)
    }

    /// The character that one or two units of UTF-16 stand for.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !is_surrogate(first) {
            return char::from_u32(first);
        }
        let mut second = 0;
        if self.rest().starts_with(b"\\u") {
            self.at += 1;
            second = self.unit()?;
        }
        if first >= LOW_SURROGATE || !is_surrogate(second) || second < LOW_SURROGATE {
            return self.broken("half of a character (an unpaired surrogate)");
        }
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - LOW_SURROGATE))
    }

    /// The number that four hexadecimal digits behind `\u` write; stands on the `u`.
    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for place in self.at + 1..self.at + 5 {
            let digit = self.text.as_bytes().get(place).and_then(|byte| char::from(*byte).to_digit(16));
            let Some(digit) = digit else { return self.broken("an escape needs four hexadecimal digits") };
            unit = unit * 16 + digit;
        }
        self.at += 5;
        Some(unit)
    }

    fn literal(&mut self) -> Option<()> {
        let rest = self.rest();
        for word in ["true", "false", "null"] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Some(());
            }
        }
        self.broken("not a JSON value")
    }

    /// Moves behind a value of any kind and returns its text. `depth` is how deep it is nested.
    pub fn skip(&mut self, depth: usize) -> Option<&'a str> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'"' => {
                self.string()?;
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
            }
            b'{' | b'[' => {
                // In ASCII, either closing bracket stands two behind its opening one.
                let close = first + 2;
                let mut more = self.open(close, depth)?;
                while more {
                    if close == b'}' {
                        self.key()?;
                    }
                    self.skip(depth + 1)?;
                    more = self.more(close)?;
                }
            }
            _ => self.literal()?,
        }
        Some(self.since(start))
    }

    /// Moves behind a key and its colon, where exactly this one stands here without escapes and blanks.
    pub fn takes_key(&mut self, name: &str) -> bool {
        self.peek();
        let rest = self.rest();
        let end = name.len() + 3;
        let is_it = rest.len() >= end && &rest[1..end - 2] == name.as_bytes() && rest[0] == b'"' && rest[end - 2..end] == *b"\":";
        self.at += if is_it { end } else { 0 };
        is_it
    }

    /// Moves behind the value that begins here, to what follows it in its array or object. The text has to be JSON.
    pub fn pass(&mut self) {
        let mut open = 0;
        while self.at < self.text.len() {
            match self.byte() {
                b'{' | b'[' => open += 1,
                b',' | b'}' | b']' if open == 0 => return,
                b'}' | b']' => open -= 1,
                b'"' => self.pass_string(),
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Moves to the closing quotation mark.
    fn pass_string(&mut self) {
        while self.at < self.text.len() {
            self.at += 1;
            match self.byte() {
                b'\\' => self.at += 1,
                b'"' => return,
                _ => {}
            }
        }
    }

    /// Moves behind a number that is nothing but digits. Any other value stays where it is.
    pub fn pass_integer(&mut self) -> bool {
        let start = self.at;
        while let b'-' | b'0'..=b'9' = self.byte() {
            self.at += 1;
        }
        let is_integer = !matches!(self.byte(), b'.' | b'e' | b'E');
        if !is_integer {
            self.at = start;
        }
        is_integer
    }

    /// The fields of the object that begins here, at `depth`. The reader does not move.
    pub fn fields(&self, depth: usize) -> Fields<'a> {
        let mut reader = self.clone();
        let more = reader.peek() == b'{' && reader.open(b'}', depth) == Some(true);
        Fields { reader, depth, more }
    }

    /// Nothing but white space may follow.
    pub fn end(&mut self) -> Option<()> {
        self.peek();
        if self.at < self.text.len() {
            return self.broken("something follows the JSON value");
        }
        Some(())
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (Cow<'a, str>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.more {
            return None;
        }
        self.more = false;
        let key = self.reader.key()?;
        let value = self.reader.skip(self.depth + 1)?;
        self.more = self.reader.more(b'}')?;
        Some((key, value))
    }
}

const LOW_SURROGATE: u32 = 0xDC00;

/// Whether a unit of UTF-16 is half of a character: the first half below `LOW_SURROGATE`, the second from there on.
fn is_surrogate(unit: u32) -> bool {
    (0xD800..0xE000).contains(&unit)
}

/// A piece of a text. Empty where an end is inside of a character or behind the text.
pub(super) fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

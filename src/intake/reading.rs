//! What reading a field gives.

use super::code::Code;

/// What became of typed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// In the wire's form; where it is refused, the text without what surrounds it. Empty where there is nothing to send.
    pub value: String,
    pub codes: [Option<Code>; 2],
}

impl Reading {
    #[inline(never)]
    pub(super) fn fine(value: &str) -> Self {
        Reading { value: value.into(), codes: [None; 2] }
    }

    #[inline(never)]
    pub(super) fn found(value: &str, code: Code) -> Self {
        Self::fine(value).with(true, code)
    }

    /// With a code, if something was found.
    #[inline(never)]
    pub(super) fn with(mut self, found: bool, code: Code) -> Self {
        if found && self.codes[0] != Some(code) {
            self.codes[usize::from(self.codes[0].is_some())] = Some(code);
        }
        self
    }
}

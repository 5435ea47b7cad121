//! What a form is known by from its first page to its last.

/// The random bytes of one form, drawn when it is first opened. Id and receipt follow from them, so that a form that
/// is sent twice is the same response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dice(pub [u8; 45]);

impl Dice {
    /// Those that a page carried, if it carried any.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 45];
        if text.len() != 90 || !text.is_ascii() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for Dice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

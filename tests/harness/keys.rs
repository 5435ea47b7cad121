//! The keys of a keyboard, as the browser gets them.

use serde_json::{Value, json};

/// A key that does something besides writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Tab,
    BackTab,
    Space,
    Enter,
    Down,
    Erase,
    /// Enter while a conversion is open: the browser says 229, "the input method has it".
    EnterInConversion,
}

impl Key {
    /// What is sent when it goes down and up.
    pub(crate) fn strokes(self) -> Vec<Value> {
        let (key, code, number, text, shift) = match self {
            Self::Tab => ("Tab", "Tab", 9, "", 0),
            Self::BackTab => ("Tab", "Tab", 9, "", 8),
            Self::Space => (" ", "Space", 32, " ", 0),
            Self::Enter => ("Enter", "Enter", 13, "\r", 0),
            Self::Down => ("ArrowDown", "ArrowDown", 40, "", 0),
            Self::Erase => ("Backspace", "Backspace", 8, "", 0),
            Self::EnterInConversion => ("Process", "Enter", 229, "", 0),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let stroke = |kind: &str| {
            let mut stroke = json!({
                "type": kind, "key": key, "code": code, "modifiers": shift,
                "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
            });
            if kind == "keyDown" {
                stroke["text"] = json!(text);
            }
            stroke
        };
        vec![stroke(down), stroke("keyUp")]
    }

    /// What stands for it where keys are told by characters.
    pub(crate) fn standard(self) -> &'static str {
        match self {
            Self::Tab => "\u{E004}",
            Self::Space => " ",
            Self::Enter => "\u{E007}",
            Self::Down => "\u{E015}",
            Self::Erase => "\u{E003}",
            Self::BackTab | Self::EnterInConversion => panic!("{self:?} is more than a character"),
        }
    }
}

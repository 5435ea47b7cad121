//! The keys of a keyboard, as the browser gets them.

use serde_json::{Value, json};

const SHIFT: &str = "\u{E008}";
pub(super) const ENTER: &str = "\u{E007}";

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
    /// The same as Safari tells it, when the conversion is over already.
    EnterAfterConversion,
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
            Self::EnterAfterConversion => ("Enter", "Enter", 229, "", 0),
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

    /// What goes down and up where keys are told by characters.
    pub(crate) fn standard(self) -> Vec<Value> {
        let key = match self {
            Self::Tab | Self::BackTab => "\u{E004}",
            Self::Space => " ",
            Self::Enter => ENTER,
            Self::Down => "\u{E015}",
            Self::Erase => "\u{E003}",
            Self::EnterInConversion | Self::EnterAfterConversion => panic!("no conversion can be told by characters"),
        };
        let mut strokes = vec![stroke("keyDown", key), stroke("keyUp", key)];
        if self == Self::BackTab {
            strokes.insert(0, stroke("keyDown", SHIFT));
            strokes.push(stroke("keyUp", SHIFT));
        }
        strokes
    }
}

/// A key goes down, or up, as WebDriver is told.
pub(super) fn stroke(kind: &str, key: &str) -> Value {
    json!({ "type": kind, "value": key })
}

//! A whole number, typed.

use questionnaire::NumberRange;
use yew::{Html, html};

use super::Ask;
use crate::screen::parts::{line, text_box};
use crate::words::Word;

/// Which numbers there are.
pub(super) fn hint(ask: &Ask<'_>, range: &NumberRange) -> Html {
    let fill = [("min", range.min.to_string()), ("max", range.max.to_string())];
    line("plain", ask.tongue.say_with(Word::NumberRange, &fill))
}

/// The widget. What is typed stays as typed: full-width digits and those of Devanagari are digits.
pub(super) fn show(ask: &Ask<'_>, range: &NumberRange) -> Html {
    let unit = range.unit.as_ref().map(|unit| ask.tongue.text(unit)).unwrap_or_default();
    let number = text_box(ask.text_box("text short", true), ask.on, ask.on_typed());
    line("measure", html! { <>{ number }<span>{ unit }</span></> })
}

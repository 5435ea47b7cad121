//! When another tab holds the draft.

use yew::{Html, html};

use super::parts::{heading, line};
use crate::phrase::Tongue;
use crate::words::Word;

/// The screen.
pub(super) fn show(tongue: &Tongue) -> Html {
    html! {
        <section class="notice">
            { heading(tongue.say(Word::HeldTitle)) }
            { line("plain", tongue.say(Word::HeldText)) }
            { line("plain", tongue.say(Word::HeldFree)) }
        </section>
    }
}

//! When another tab holds the draft.

use yew::{Html, html};

use super::heading;
use crate::phrase::Tongue;
use crate::words::Word;

/// The screen.
pub(super) fn show(tongue: &Tongue) -> Html {
    html! {
        <section class="notice">
            { heading(tongue.say(Word::HeldTitle)) }
            <p>{ tongue.say(Word::HeldText) }</p>
            <p>{ tongue.say(Word::HeldFree) }</p>
        </section>
    }
}

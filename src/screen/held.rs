//! When another tab holds the draft or has taken it over, and when nothing more fits on the device.

use yew::{Html, html};

use super::Scene;
use super::parts::{block, button, heading, line, plain_link};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::words::Word;

/// What is open elsewhere can be gone on with here.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue) -> Html {
    notice(scene, tongue, [Word::HeldTitle, Word::HeldText, Word::HeldTake], Message::TakeOverAsked, Html::default())
}

/// No form is begun that could not be kept.
pub(super) fn show_full(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let plain = plain_link(&scene.state.arrival, tongue.say(Word::FullPlain));
    notice(scene, tongue, [Word::FullTitle, Word::FullText, Word::FullRetry], Message::RetryAsked, plain)
}

fn notice(scene: Scene<'_>, tongue: &Tongue, [title, text, go]: [Word; 3], message: Message, more: Html) -> Html {
    html! {
        <section class="notice">
            { heading(tongue.say(title)) }
            { line("plain", tongue.say(text)) }
            { block("actions", button("button main", tongue.say(go), scene.on, message)) }
            { more }
        </section>
    }
}

//! Words. What is typed is never cut; the counter says when it is too much.

use questionnaire::{TextLimit, count_characters};
use yew::{Html, html};

use super::{Ask, typed};
use crate::screen::parts::{line, text_area, text_box};
use crate::words::Word;

/// What not to write, where much can be written.
pub(super) fn hint(ask: &Ask<'_>, limit: &TextLimit) -> Html {
    html! { if !limit.one_line && ask.question.help().is_none() { { line("plain", ask.tongue.say(Word::TextPrivate)) } } }
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>, limit: &TextLimit) -> Html {
    let written = typed(ask.input);
    let most = usize::try_from(limit.characters_max).unwrap_or(usize::MAX);
    html! {
        <>
            { if limit.one_line {
                text_box(ask.text_box("text", false), ask.on, ask.on_typed())
            } else {
                text_area(ask.text_box("text", false), ask.on, ask.on_typed())
            } }
            { counter(ask, count_characters(written), most) }
        </>
    }
}

/// How much may still be written, or is too much.
pub(super) fn counter(ask: &Ask<'_>, written: usize, most: usize) -> Html {
    #[cfg(feature = "ssr")]
    if ask.on.sheet().is_some() && written <= most {
        return line("counter", ask.tongue.say_with(Word::PlainLimit, &[("n", most.to_string())]));
    }
    let (look, word, n) = match most.checked_sub(written) {
        Some(left) => ("counter", Word::TextLeft, left),
        None => ("counter over", Word::TextOver, written - most),
    };
    // Every key would be read aloud; only what is too much is, and what is close to it.
    let live = if most.saturating_sub(written) <= 20 { "polite" } else { "off" };
    html! { <p class={look} aria-live={live}>{ ask.tongue.say_with(word, &[("n", n.to_string())]) }</p> }
}

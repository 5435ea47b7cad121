//! Words. What is typed is never cut; the counter says when it is too much.

use questionnaire::{TextLimit, count_characters};
use yew::{Html, InputEvent, TargetCast, html};

use super::{Ask, control_id, typed, typed_input};
use crate::message::Message;
use crate::words::Word;

/// What not to write, where much can be written.
pub(super) fn hint(ask: &Ask<'_>, limit: &TextLimit) -> Html {
    html! { if !limit.one_line && ask.question.help().is_none() { <p>{ ask.tongue.say(Word::TextPrivate) }</p> } }
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>, limit: &TextLimit) -> Html {
    let written = typed(ask.input);
    let most = usize::try_from(limit.characters_max).unwrap_or(usize::MAX);
    html! {
        <>
            { if limit.one_line { line(ask, written) } else { lines(ask, written) } }
            { counter(ask, count_characters(written), most) }
        </>
    }
}

fn line(ask: &Ask<'_>, written: &str) -> Html {
    let question = ask.question.id().clone();
    let oninput = ask.on.reform(move |event: InputEvent| {
        let text = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        Message::Changed(question.clone(), typed_input(text))
    });
    html! {
        <input id={control_id(ask.question.id())} class="text" type="text" autocomplete="off" value={written.to_owned()}
            aria-label={ask.label.clone()} aria-invalid={ask.invalid()} aria-describedby={ask.described.clone()} {oninput} />
    }
}

fn lines(ask: &Ask<'_>, written: &str) -> Html {
    let question = ask.question.id().clone();
    let oninput = ask.on.reform(move |event: InputEvent| {
        let text = event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value();
        Message::Changed(question.clone(), typed_input(text))
    });
    html! {
        <textarea id={control_id(ask.question.id())} class="text" rows="6" autocomplete="off" value={written.to_owned()}
            aria-label={ask.label.clone()} aria-invalid={ask.invalid()} aria-describedby={ask.described.clone()} {oninput} />
    }
}

/// How much may still be written, or is too much.
pub(super) fn counter(ask: &Ask<'_>, written: usize, most: usize) -> Html {
    let (look, word, n) = match most.checked_sub(written) {
        Some(left) => ("counter", Word::TextLeft, left),
        None => ("counter over", Word::TextOver, written - most),
    };
    // Every key would be read aloud; only what is too much is, and what is close to it.
    let live = if most.saturating_sub(written) <= 20 { "polite" } else { "off" };
    html! { <p class={look} aria-live={live}>{ ask.tongue.say_with(word, &[("n", n.to_string())]) }</p> }
}

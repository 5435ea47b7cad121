//! Several choices: checkboxes, each a whole row.

use questionnaire::{Choice, Choices, Input, Picked};
use yew::{Html, html};

use super::{Ask, choice_id, other};
use crate::message::Message;
use crate::words::Word;

/// How many may be taken.
pub(super) fn hint(ask: &Ask<'_>, at_most: Option<usize>) -> Html {
    let words = match at_most {
        Some(limit) => ask.tongue.say_with(Word::AskingAtMost, &[("n", limit.to_string())]),
        None => ask.tongue.say(Word::AskingSeveral),
    };
    html! { <p>{ words }</p> }
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>, choices: &Choices) -> Html {
    html! {
        <div class="choices">
            { for choices.iter().enumerate().map(|(index, choice)| row(ask, index, choice)) }
        </div>
    }
}

fn row(ask: &Ask<'_>, index: usize, choice: &Choice) -> Html {
    let picked: &[Picked] = if let Input::Choices(picked) = ask.input { picked } else { &[] };
    let taken = picked.iter().find(|picked| picked.code == choice.code);
    let message = Message::Toggled(ask.question.id().clone(), choice.code.clone());
    let onchange = ask.on.reform(move |_: yew::Event| message.clone());
    let apart = choice.exclusive || !choice.meaning.is_substance();
    html! {
        <div key={choice.code.as_str().to_owned()} class={if apart { "row apart" } else { "row" }}>
            <label class="choice">
                <input type="checkbox" id={choice_id(ask, index, &choice.code)} value={choice.code.as_str().to_owned()}
                    checked={taken.is_some()} aria-invalid={ask.invalid()} {onchange} />
                <span>{ ask.tongue.text(&choice.text) }</span>
            </label>
            { other::show(ask, choice, taken) }
        </div>
    }
}

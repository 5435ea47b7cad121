//! One choice: radio buttons, each a whole row.

use questionnaire::{Choice, Choices, Input, Picked};
use yew::{Html, html};

use super::{Ask, choice_id, control_id, other};
use crate::message::Message;
use crate::screen::button;
use crate::words::Word;

/// The widget.
pub(super) fn show(ask: &Ask<'_>, choices: &Choices) -> Html {
    let taken = if let Input::Choice(picked) = ask.input { Some(picked) } else { None };
    let clear = Message::Cleared(ask.question.id().clone());
    html! {
        <>
            <div class="choices">
                { for choices.iter().enumerate().map(|(index, choice)| row(ask, index, choice, taken)) }
            </div>
            if taken.is_some() { { button("quiet", ask.tongue.say(Word::AskingClear), ask.on, clear) } }
        </>
    }
}

fn row(ask: &Ask<'_>, index: usize, choice: &Choice, taken: Option<&Picked>) -> Html {
    let taken = taken.filter(|picked| picked.code == choice.code);
    let message = ask.changed(Input::Choice(Picked::plain(choice.code.clone())));
    let onchange = ask.on.reform(move |_: yew::Event| message.clone());
    html! {
        <div key={choice.code.as_str().to_owned()} class={if choice.meaning.is_substance() { "row" } else { "row apart" }}>
            <label class="choice">
                <input type="radio" id={choice_id(ask, index, &choice.code)} name={control_id(ask.question.id())}
                    value={choice.code.as_str().to_owned()} checked={taken.is_some()} aria-invalid={ask.invalid()} {onchange} />
                <span>{ ask.tongue.text(&choice.text) }</span>
            </label>
            { other::show(ask, choice, taken) }
        </div>
    }
}

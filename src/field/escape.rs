//! Ways to say nothing, for questions without choices: don't know, prefer not to say. Set apart, as with choices.

use questionnaire::{Choice, Input};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::words::Word;

/// The widget, where the question has such ways.
pub(super) fn show(ask: &Ask<'_>) -> Html {
    let escapes = ask.question.escapes();
    html! {
        if !escapes.is_empty() {
            <div class="choices escapes" role="group" aria-label={ask.tongue.plain(Word::AskingApart)}>
                { for escapes.iter().map(|choice| row(ask, choice)) }
            </div>
        }
    }
}

fn row(ask: &Ask<'_>, choice: &Choice) -> Html {
    let id = [&control_id(ask.question.id()), "-", choice.code.as_str()].concat();
    let message = Message::EscapeToggled(ask.question.id().clone(), choice.code.clone());
    let onchange = ask.on.reform(move |_: yew::Event| message.clone());
    html! {
        <div class="row apart" key={choice.code.as_str().to_owned()}>
            <label class="choice">
                <input type="checkbox" {id} checked={*ask.input == Input::Escape(choice.code.clone())} {onchange} />
                <span>{ ask.tongue.text(&choice.text) }</span>
            </label>
        </div>
    }
}

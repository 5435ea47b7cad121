//! Ways to say nothing, for questions without choices: don't know, prefer not to say. Set apart, as with choices.

use questionnaire::{Choice, Input};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::screen::parts::Control;
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
    let control = Control {
        id: Some(id),
        group: None,
        value: choice.code.as_str().to_owned(),
        checked: *ask.input == Input::Escape(choice.code.clone()),
    };
    let then = Message::EscapeToggled(ask.question.id().clone(), choice.code.clone());
    super::row(ask, choice, control, then, None)
}

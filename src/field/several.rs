//! Several choices: checkboxes, each a whole row.

use questionnaire::{Choice, Choices, Input, Picked};
use yew::{Html, html};

use super::{Ask, choice_id};
use crate::message::Message;
use crate::screen::parts::{Control, line};
use crate::words::Word;

/// How many may be taken.
pub(super) fn hint(ask: &Ask<'_>, at_most: Option<usize>) -> Html {
    let words = match at_most {
        Some(limit) => ask.tongue.say_with(Word::AskingAtMost, &[("n", limit.to_string())]),
        None => ask.tongue.say(Word::AskingSeveral),
    };
    line("plain", words)
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
    let control = Control {
        id: Some(choice_id(ask, index, &choice.code)),
        group: None,
        value: choice.code.as_str().to_owned(),
        checked: taken.is_some(),
    };
    let then = Message::Toggled(ask.question.id().clone(), choice.code.clone());
    super::row(ask, choice, control, then, taken)
}

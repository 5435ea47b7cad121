//! One choice: radio buttons, each a whole row.

use questionnaire::{Choice, Choices, Input, Picked};
use yew::{Html, html};

use super::{Ask, choice_id, control_id};
use crate::message::Message;
use crate::screen::parts::{Control, button};
use crate::words::Word;

/// The widget.
pub(super) fn show(ask: &Ask<'_>, choices: &Choices) -> Html {
    let taken = if let Input::Choice(picked) = ask.input { Some(picked) } else { None };
    let clear = Message::Cleared(ask.question.id().clone());
    let clears = taken.is_some();
    // Two marks for one place may come by post: they show as none, and can be cleared.
    #[cfg(feature = "ssr")]
    let clears = clears || (ask.on.sheet().is_some() && !matches!(ask.input, Input::Blank | Input::Escape(_)));
    html! {
        <>
            <div class="choices">
                { super::none_of(ask) }
                { for choices.iter().enumerate().map(|(index, choice)| row(ask, index, choice, taken)) }
            </div>
            if clears { { button("button quiet", ask.tongue.say(Word::AskingClear), ask.on, clear) } }
        </>
    }
}

fn row(ask: &Ask<'_>, index: usize, choice: &Choice, taken: Option<&Picked>) -> Html {
    let taken = taken.filter(|picked| picked.code == choice.code);
    let control = Control {
        id: Some(choice_id(ask, index, &choice.code)),
        group: Some(control_id(ask.question.id())),
        value: choice.code.as_str().to_owned(),
        checked: taken.is_some(),
    };
    let then = ask.changed(Input::Choice(Picked::plain(choice.code.clone())));
    super::row(ask, choice, control, then, taken)
}

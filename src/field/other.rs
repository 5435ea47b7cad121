//! Words beside a choice ("other"), once it is taken.

use questionnaire::{Choice, Picked, count_characters, limit::OTHER_CHARACTERS_MAX};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::screen::parts::{TextBox, text_box};
use crate::words::Word;

/// The widget, where the choice takes words.
pub(super) fn show(ask: &Ask<'_>, choice: &Choice, taken: Option<&Picked>) -> Html {
    let Some(picked) = taken.filter(|_| choice.other) else { return Html::default() };
    let id = [&control_id(ask.question.id()), "-", choice.code.as_str(), "-other"].concat();
    let words = picked.other.clone().unwrap_or_default();
    let (question, code) = (ask.question.id().clone(), choice.code.clone());
    let text = TextBox { id: id.clone(), look: "text", value: words.clone(), ..TextBox::default() };
    let then = move |text| Message::OtherTyped(question.clone(), code.clone(), text);
    html! {
        <div class="other">
            <label class="label" for={id}>{ ask.tongue.say(Word::AskingOther) }</label>
            { text_box(text, ask.on, then) }
            { super::text::counter(ask, count_characters(&words), usize::try_from(OTHER_CHARACTERS_MAX).unwrap_or_default()) }
        </div>
    }
}

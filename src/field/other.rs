//! Words beside a choice ("other"), once it is taken.

use questionnaire::{Choice, Picked, count_characters, limit::OTHER_CHARACTERS_MAX};
use yew::{Html, InputEvent, TargetCast, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::words::Word;

/// The widget, where the choice takes words.
pub(super) fn show(ask: &Ask<'_>, choice: &Choice, taken: Option<&Picked>) -> Html {
    let Some(picked) = taken.filter(|_| choice.other) else { return Html::default() };
    let id = [&control_id(ask.question.id()), "-", choice.code.as_str(), "-other"].concat();
    let words = picked.other.clone().unwrap_or_default();
    let (question, code) = (ask.question.id().clone(), choice.code.clone());
    let oninput = ask.on.reform(move |event: InputEvent| {
        let text = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        Message::OtherTyped(question.clone(), code.clone(), text)
    });
    html! {
        <div class="other">
            <label class="label" for={id.clone()}>{ ask.tongue.say(Word::AskingOther) }</label>
            <input {id} class="text" type="text" autocomplete="off" value={words.clone()} {oninput} />
            { super::text::counter(ask, count_characters(&words), usize::try_from(OTHER_CHARACTERS_MAX).unwrap_or_default()) }
        </div>
    }
}

//! Words beside a choice ("other"), once it is taken; at any time where a page does not change by itself.

use questionnaire::{Choice, Picked, count_characters, limit::OTHER_CHARACTERS_MAX};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::screen::parts::{TextBox, text_box};
use crate::words::Word;

/// The widget, where the choice takes words.
pub(super) fn show(ask: &Ask<'_>, choice: &Choice, taken: Option<&Picked>) -> Html {
    #[cfg(feature = "ssr")]
    if let Some(sheet) = ask.on.sheet().filter(|_| choice.other) {
        let beside = || sheet.words_beside(ask.question.id(), &choice.code);
        let words = taken.map_or_else(beside, |picked| picked.other.as_deref());
        return shown(ask, choice, words.unwrap_or_default(), Word::PlainOtherIf);
    }
    let Some(picked) = taken.filter(|_| choice.other) else { return Html::default() };
    shown(ask, choice, picked.other.as_deref().unwrap_or_default(), Word::AskingOther)
}

fn shown(ask: &Ask<'_>, choice: &Choice, words: &str, label: Word) -> Html {
    let id = [&control_id(ask.question.id()), "-", choice.code.as_str(), "-other"].concat();
    let (question, code) = (ask.question.id().clone(), choice.code.clone());
    let text = TextBox { id: id.clone(), look: "text", value: words.to_owned(), ..TextBox::default() };
    let then = move |text| Message::OtherTyped(question.clone(), code.clone(), text);
    html! {
        <div class="other">
            <label class="label" for={id}>{ ask.tongue.say(label) }</label>
            { text_box(text, ask.on, then) }
            { super::text::counter(ask, count_characters(words), usize::try_from(OTHER_CHARACTERS_MAX).unwrap_or_default()) }
        </div>
    }
}

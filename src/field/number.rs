//! A whole number, typed.

use questionnaire::NumberRange;
use yew::{Html, InputEvent, TargetCast, html};

use super::{Ask, control_id, typed, typed_input};
use crate::message::Message;
use crate::words::Word;

/// Which numbers there are.
pub(super) fn hint(ask: &Ask<'_>, range: &NumberRange) -> Html {
    let fill = [("min", range.min.to_string()), ("max", range.max.to_string())];
    html! { <p>{ ask.tongue.say_with(Word::NumberRange, &fill) }</p> }
}

/// The widget. What is typed stays as typed: full-width digits are digits.
pub(super) fn show(ask: &Ask<'_>, range: &NumberRange) -> Html {
    let question = ask.question.id().clone();
    let oninput = ask.on.reform(move |event: InputEvent| {
        let text = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        Message::Changed(question.clone(), typed_input(text))
    });
    html! {
        <p class="measure">
            <input id={control_id(ask.question.id())} class="text short" type="text" inputmode="numeric" autocomplete="off"
                value={typed(ask.input).to_owned()} aria-label={ask.label.clone()} aria-invalid={ask.invalid()}
                aria-describedby={ask.described.clone()} {oninput} />
            if let Some(unit) = &range.unit { <span>{ ask.tongue.text(unit) }</span> }
        </p>
    }
}

//! A rating from 0 to 10: radio buttons, since a slider is hard to set and to leave unset.

use questionnaire::{Ends, Input, RATING_MAX};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::screen::button;
use crate::words::Word;

/// What the ends mean.
pub(super) fn hint(ask: &Ask<'_>, ends: &Ends) -> Html {
    let fill = [("low", ask.tongue.filling(&ends.low)), ("high", ask.tongue.filling(&ends.high))];
    html! { <p>{ ask.tongue.say_with(Word::RatingEnds, &fill) }</p> }
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>) -> Html {
    let taken = matches!(ask.input, Input::Rating(_));
    let clear = Message::Cleared(ask.question.id().clone());
    html! {
        <>
            <div class="rating">{ for (0..=RATING_MAX).map(|rating| mark(ask, rating)) }</div>
            if taken { { button("quiet", ask.tongue.say(Word::AskingClear), ask.on, clear) } }
        </>
    }
}

fn mark(ask: &Ask<'_>, rating: u8) -> Html {
    let message = ask.changed(Input::Rating(rating));
    let onchange = ask.on.reform(move |_: yew::Event| message.clone());
    let first = control_id(ask.question.id());
    let id = if rating == 0 { first.clone() } else { [&first, "-", &rating.to_string()].concat() };
    html! {
        <label class="mark" key={rating.to_string()}>
            <input type="radio" {id} name={first} value={rating.to_string()} checked={*ask.input == Input::Rating(rating)}
                aria-invalid={ask.invalid()} {onchange} />
            <span>{ rating.to_string() }</span>
        </label>
    }
}

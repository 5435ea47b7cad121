//! A rating from 0 to 10: radio buttons, since a slider is hard to set and to leave unset.

use questionnaire::{Ends, Input, RATING_MAX};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::Message;
use crate::screen::parts::{Control, button, choice, line};
use crate::words::Word;

/// What the ends mean.
pub(super) fn hint(ask: &Ask<'_>, ends: &Ends) -> Html {
    let fill = [("low", ask.tongue.filling(&ends.low)), ("high", ask.tongue.filling(&ends.high))];
    line("plain", ask.tongue.say_with(Word::RatingEnds, &fill))
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>) -> Html {
    let taken = matches!(ask.input, Input::Rating(_));
    let clear = Message::Cleared(ask.question.id().clone());
    let clears = taken;
    // Two marks for one place may come by post: they show as none, and can be cleared.
    #[cfg(feature = "ssr")]
    let clears = clears || (ask.on.sheet().is_some() && !matches!(ask.input, Input::Blank | Input::Escape(_)));
    html! {
        <>
            <div class="rating">{ super::none_of(ask) }{ for (0..=RATING_MAX).map(|rating| mark(ask, rating)) }</div>
            if clears { { button("button quiet", ask.tongue.say(Word::AskingClear), ask.on, clear) } }
        </>
    }
}

fn mark(ask: &Ask<'_>, rating: u8) -> Html {
    let first = control_id(ask.question.id());
    let id = if rating == 0 { first.clone() } else { [&first, "-", &rating.to_string()].concat() };
    let control = Control {
        id: Some(id),
        group: Some(first),
        value: rating.to_string(),
        checked: *ask.input == Input::Rating(rating),
    };
    let words = html! { { rating.to_string() } };
    choice("mark", control, words, ask.on, ask.changed(Input::Rating(rating)))
}

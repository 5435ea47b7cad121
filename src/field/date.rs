//! A day: year, month and day, each typed by itself. A calendar to leaf through is slow for a year of birth.

use questionnaire::Input;
use yew::{Html, html};

use super::{Ask, control_id, typed};
use crate::message::Message;
use crate::screen::parts::{TextBox, line, text_box};
use crate::words::Word;

/// What a date is typed in.
const DAY: [Word; 3] = [Word::NumberYear, Word::NumberMonth, Word::NumberDay];

/// How a year is written.
pub(super) fn hint(ask: &Ask<'_>) -> Html {
    line("plain", ask.tongue.say(Word::NumberYearHelp))
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>) -> Html {
    boxes(ask, &DAY)
}

/// A box for each part of a date or month.
pub(super) fn boxes(ask: &Ask<'_>, parts: &[Word]) -> Html {
    let held: Vec<String> = parts_of(typed(ask.input), parts.len());
    html! {
        <div class="dates">
            { for parts.iter().enumerate().map(|(index, word)| part(ask, &held, index, *word)) }
        </div>
    }
}

fn part(ask: &Ask<'_>, held: &[String], index: usize, word: Word) -> Html {
    let first = control_id(ask.question.id());
    let id = if index == 0 { first } else { [&first, "-", &index.to_string()].concat() };
    let (question, count) = (ask.question.id().clone(), held.len());
    let then = move |text| Message::PartTyped(question.clone(), index, count, text);
    let text = TextBox {
        id: id.clone(),
        value: held.get(index).cloned().unwrap_or_default(),
        name: None,
        ..ask.text_box("text short", true)
    };
    html! {
        <div class="date" key={index}>
            { text_box(text, ask.on, then) }
            <label for={id}>{ ask.tongue.say(word) }</label>
        </div>
    }
}

/// What stands in each of so many boxes.
pub(crate) fn parts_of(typed: &str, count: usize) -> Vec<String> {
    let mut parts: Vec<String> = typed.splitn(count, '-').map(str::to_owned).collect();
    parts.resize(count, String::new());
    parts
}

/// The parts with a hyphen between them; hyphens typed would be taken for those.
pub(crate) fn joined(mut parts: Vec<String>, index: usize, text: &str) -> Input {
    if let Some(part) = parts.get_mut(index) {
        *part = text.replace('-', "");
    }
    if parts.iter().all(String::is_empty) { Input::Blank } else { Input::Typed(parts.join("-")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_half_typed_stays_as_it_is() {
        let held = parts_of("", 3);
        let Input::Typed(year) = joined(held, 0, "1950") else { panic!("something was typed") };
        assert_eq!(year, "1950--");
        assert_eq!(parts_of(&year, 3), ["1950", "", ""]);
        let Input::Typed(day) = joined(parts_of(&year, 3), 2, "3-") else { panic!("something was typed") };
        assert_eq!(day, "1950--3");
    }

    #[test]
    fn a_date_typed_and_cleared_is_nothing() {
        assert_eq!(joined(parts_of("1950--", 3), 0, ""), Input::Blank);
    }
}

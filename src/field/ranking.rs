//! Choices put in order by buttons: tapping adds, and each place can be moved or given up. Nothing is dragged.

use questionnaire::{Choice, Choices, Code, Input};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::{Direction, Message};
use crate::screen::parts::{button, line, named_button, piece};
use crate::words::Word;

/// How it is done.
pub(super) fn hint(ask: &Ask<'_>, at_most: Option<usize>) -> Html {
    let words = match at_most {
        Some(limit) => ask.tongue.say_with(Word::RankingAtMost, &[("n", limit.to_string())]),
        None => ask.tongue.say(Word::RankingHelp),
    };
    line("plain", words)
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>, choices: &Choices, at_most: Option<usize>) -> Html {
    let ranked: &[Code] = if let Input::Ranking(codes) = ask.input { codes } else { &[] };
    let rest: Vec<&Choice> = choices.iter().filter(|choice| !ranked.contains(&choice.code)).collect();
    let full = at_most.is_some_and(|limit| ranked.len() >= limit);
    let places = ranked.iter().filter_map(|code| choices.find(code)).enumerate();
    html! {
        <div class="ranking" id={control_id(ask.question.id())} tabindex="-1">
            { line("subhead", ask.tongue.say(Word::RankingChosen)) }
            if ranked.is_empty() { { line("support", ask.tongue.say(Word::RankingNone)) } }
            <ol>{ for places.map(|(index, choice)| place(ask, choice, index, ranked.len())) }</ol>
            if full {
                { line("support", ask.tongue.say_with(Word::RankingFull, &[("n", ranked.len().to_string())])) }
            } else if !rest.is_empty() {
                { line("subhead", ask.tongue.say(Word::RankingRest)) }
                <ul>{ for rest.into_iter().map(|choice| addable(ask, choice)) }</ul>
            }
        </div>
    }
}

fn place(ask: &Ask<'_>, choice: &Choice, index: usize, count: usize) -> Html {
    let moved = |direction| Message::RankMoved(ask.question.id().clone(), choice.code.clone(), direction);
    let removed = Message::RankRemoved(ask.question.id().clone(), choice.code.clone());
    html! {
        <li key={choice.code.as_str().to_owned()} class="place">
            { piece("number", ask.tongue.say_with(Word::RankingPlace, &[("n", (index + 1).to_string())])) }{ " " }
            { piece("named", ask.tongue.text(&choice.text)) }{ " " }
            <span class="moves">
                if index > 0 { { act(ask, choice, Word::RankingUp, Word::RankingUpOf, moved(Direction::Up)) } }
                if index + 1 < count { { act(ask, choice, Word::RankingDown, Word::RankingDownOf, moved(Direction::Down)) } }
                { act(ask, choice, Word::RankingRemove, Word::RankingRemoveOf, removed) }
            </span>
        </li>
    }
}

/// A small button that is called by its whole name.
fn act(ask: &Ask<'_>, choice: &Choice, short: Word, whole: Word, message: Message) -> Html {
    let label = ask.tongue.plain_with(whole, &[("choice", ask.tongue.plain_text(&choice.text))]);
    named_button("button second", Some(label), ask.tongue.say(short), ask.on, message)
}

fn addable(ask: &Ask<'_>, choice: &Choice) -> Html {
    let message = Message::Ranked(ask.question.id().clone(), choice.code.clone());
    let add = button("choice add", ask.tongue.text(&choice.text), ask.on, message);
    html! { <li key={choice.code.as_str().to_owned()}>{ add }</li> }
}

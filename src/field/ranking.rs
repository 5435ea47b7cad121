//! Choices put in order by buttons: tapping adds, and each place can be moved or given up. Nothing is dragged.

use questionnaire::{Choice, Choices, Code, Input};
use yew::{Html, html};

use super::{Ask, control_id};
use crate::message::{Direction, Message};
use crate::words::Word;

/// How it is done.
pub(super) fn hint(ask: &Ask<'_>, at_most: Option<usize>) -> Html {
    let words = match at_most {
        Some(limit) => ask.tongue.say_with(Word::RankingAtMost, &[("n", limit.to_string())]),
        None => ask.tongue.say(Word::RankingHelp),
    };
    html! { <p>{ words }</p> }
}

/// The widget.
pub(super) fn show(ask: &Ask<'_>, choices: &Choices, at_most: Option<usize>) -> Html {
    let ranked: &[Code] = if let Input::Ranking(codes) = ask.input { codes } else { &[] };
    let rest: Vec<&Choice> = choices.iter().filter(|choice| !ranked.contains(&choice.code)).collect();
    let full = at_most.is_some_and(|limit| ranked.len() >= limit);
    let places = ranked.iter().filter_map(|code| choices.find(code)).enumerate();
    html! {
        <div class="ranking" id={control_id(ask.question.id())} tabindex="-1">
            <h3>{ ask.tongue.say(Word::RankingChosen) }</h3>
            if ranked.is_empty() { <p class="support">{ ask.tongue.say(Word::RankingNone) }</p> }
            <ol>{ for places.map(|(index, choice)| place(ask, choice, index, ranked.len())) }</ol>
            if full {
                <p class="support">{ ask.tongue.say_with(Word::RankingFull, &[("n", ranked.len().to_string())]) }</p>
            } else if !rest.is_empty() {
                <h3>{ ask.tongue.say(Word::RankingRest) }</h3>
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
            <span class="number">{ ask.tongue.say_with(Word::RankingPlace, &[("n", (index + 1).to_string())]) }</span>
            <span class="named">{ ask.tongue.text(&choice.text) }</span>
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
    let onclick = ask.on.reform(move |_: yew::MouseEvent| message.clone());
    html! { <button type="button" class="button second" aria-label={label} {onclick}>{ ask.tongue.say(short) }</button> }
}

fn addable(ask: &Ask<'_>, choice: &Choice) -> Html {
    let message = Message::Ranked(ask.question.id().clone(), choice.code.clone());
    let onclick = ask.on.reform(move |_: yew::MouseEvent| message.clone());
    html! {
        <li key={choice.code.as_str().to_owned()}>
            <button type="button" class="choice add" {onclick}>{ ask.tongue.text(&choice.text) }</button>
        </li>
    }
}

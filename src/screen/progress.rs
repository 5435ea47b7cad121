//! How far a person has come, by section: percentages promise what routing cannot keep.

use yew::{Html, html};

use crate::asked::Asked;
use crate::phrase::Tongue;
use crate::words::Word;

/// The section on the screen among those of this person's path.
pub(super) fn show(asked: &Asked<'_>, tongue: &Tongue, now: usize) -> Html {
    let mut sections: Vec<usize> = asked.pages().iter().map(|page| page.section_index).collect();
    sections.dedup();
    let place = sections.iter().position(|section| *section == now).unwrap_or_default();
    let fill = [("n", (place + 1).to_string()), ("total", sections.len().to_string())];
    let titles = asked.questionnaire().sections();
    html! {
        <div class="progress" role="group" aria-label={tongue.plain(Word::AskingSections)}>
            <p class="section">
                <strong>{ titles.get(now).map(|section| tongue.text(&section.title)) }</strong>{ " " }
                <span>{ tongue.say_with(Word::AskingSection, &fill) }</span>
            </p>
            <ol>
                { for sections.iter().enumerate().map(|(index, section)| {
                    let title = titles.get(*section).map(|section| tongue.plain_text(&section.title)).unwrap_or_default();
                    step(tongue, title, index.cmp(&place))
                }) }
            </ol>
        </div>
    }
}

fn step(tongue: &Tongue, title: String, stands: std::cmp::Ordering) -> Html {
    let (look, word, current) = match stands {
        std::cmp::Ordering::Less => ("done", Some(Word::AskingSectionDone), None),
        std::cmp::Ordering::Equal => ("now", Some(Word::AskingSectionNow), Some("step")),
        std::cmp::Ordering::Greater => ("ahead", None, None),
    };
    html! {
        <li class={look} aria-current={current}>
            <span class="unseen">{ title }{ word.map(|word| tongue.plain(word)) }</span>
        </li>
    }
}

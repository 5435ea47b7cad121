//! Before the first question: what the survey is, who is in charge, what becomes of the answers, and paper instead.

use yew::{Html, html};

use super::Scene;
use super::parts::{block, button, heading, line, subheading};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::published::Published;
use crate::state::Form;
use crate::words::Word;

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, published: &Published, form: &Form) -> Html {
    let opening = published.survey.questionnaire().opening();
    let begun = form.draft.started_at.is_some();
    let parts = [(Word::OpeningHandling, &opening.handling), (Word::OpeningPaper, &opening.paper)];
    let start = if begun { (Word::OpeningResume, Message::Resumed) } else { (Word::OpeningStart, Message::Started) };
    html! {
        <>
            { heading(tongue.text(published.survey.title())) }
            { line("prose lead", tongue.text(&opening.purpose)) }
            if begun { { line("note information", tongue.say(Word::OpeningResumeNote)) } }
            { block("actions", button("button main", tongue.say(start.0), scene.on, start.1)) }
            { line("support", tongue.say(Word::OpeningKeep)) }
            { for parts.iter().map(|(word, text)| html! {
                <section class="part">
                    { subheading(tongue.say(*word)) }
                    { line("prose", tongue.text(text)) }
                </section>
            }) }
        </>
    }
}

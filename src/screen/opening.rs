//! Before the first question: what the survey is, who is in charge, what becomes of the answers, and paper instead.

use yew::{Html, html};

use super::{Scene, button, heading};
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
            <p class="prose lead">{ tongue.text(&opening.purpose) }</p>
            if begun { <p class="note information">{ tongue.say(Word::OpeningResumeNote) }</p> }
            <div class="actions">{ button("main", tongue.say(start.0), scene.on, start.1) }</div>
            <p class="support">{ tongue.say(Word::OpeningKeep) }</p>
            { for parts.iter().map(|(word, text)| html! {
                <section class="part">
                    <h2>{ tongue.say(*word) }</h2>
                    <p class="prose">{ tongue.text(text) }</p>
                </section>
            }) }
        </>
    }
}

//! Before the first question: what the survey is, who is in charge, what becomes of the answers, and paper instead.

use questionnaire::Text;
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
    let start = if begun { (Word::OpeningResume, Message::Resumed) } else { (Word::OpeningStart, Message::Started) };
    let resumes = begun.then_some(Word::OpeningResumeNote);
    let keep = Word::OpeningKeep;
    #[cfg(feature = "ssr")]
    let (resumes, keep) = if scene.on.sheet().is_some() { (None, Word::PlainKeep) } else { (resumes, keep) };
    #[cfg(feature = "tablet")]
    let keep = if scene.state.is_on_tablet() { Word::TabletMemory } else { keep };
    let kept = line("support", tongue.say(keep));
    #[cfg(feature = "ssr")]
    let kept = if scene.on.still().is_some() { by_script(tongue, keep) } else { kept };
    html! {
        <>
            { heading(tongue.text(published.survey.title())) }
            { line("prose lead", tongue.text(&opening.purpose)) }
            if let Some(word) = resumes { { line("note information", tongue.say(word)) } }
            { block("actions", button("button main", tongue.say(start.0), scene.on, start.1)) }
            { kept }
            { part(tongue, Word::OpeningHandling, &opening.handling) }
            { part(tongue, Word::OpeningPaper, &opening.paper) }
        </>
    }
}

/// What becomes of answers before they are sent: the module keeps them on the device, the form without script does not. The
/// script of the first screens (`src/still.js`) shows what is true where it runs.
#[cfg(feature = "ssr")]
fn by_script(tongue: &Tongue, keep: Word) -> Html {
    html! {
        <>
            <noscript>{ line("support", tongue.say(Word::PlainKeep)) }</noscript>
            // It has its place, so that nothing moves when it is shown.
            <p class="support unsaid">{ tongue.say(keep) }</p>
        </>
    }
}

/// One of the things to be known of a survey.
pub(super) fn part(tongue: &Tongue, word: Word, text: &Text) -> Html {
    html! { <section class="part">{ subheading(tongue.say(word)) }{ line("prose", tongue.text(text)) }</section> }
}

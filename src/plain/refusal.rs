//! Pages for what cannot be taken: each says what happened and what to do, and shows whatever did come.

use std::sync::Arc;

use questionnaire::{Language, Question};
use yew::{Html, html};

use super::drawing::{Drawn, drawn};
use super::press;
use super::sent::Sent;
use crate::field::control_id;
use crate::phrase::Tongue;
use crate::published::Published;
use crate::screen::parts::{block, heading, line, subheading};
use crate::words::Word;

/// Why what came is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It does not carry what was entered before it.
    Unread,
    /// There is too much of it.
    TooLarge,
    /// It is not what a form sends, or not in the letters that it was asked for in.
    Garbled,
    /// A page of another site sent it.
    Foreign,
}

impl Refusal {
    fn words(self) -> (Word, Word) {
        match self {
            Self::Unread => (Word::PlainUnreadTitle, Word::PlainUnread),
            Self::TooLarge => (Word::PlainTooLargeTitle, Word::PlainTooLarge),
            Self::Garbled => (Word::PlainGarbledTitle, Word::PlainGarbled),
            Self::Foreign => (Word::PlainForeignTitle, Word::PlainForeign),
        }
    }

    /// The page that says so, in `language`; in every language of the survey where it is not known which one is
    /// read. `sent` is listed, so that nothing typed is lost.
    pub fn draw(self, published: &Arc<Published>, language: Option<&Language>, sent: &Sent) -> Drawn {
        let is_whole = |language: &Language| published.interface.words(language).is_some();
        let known = language.filter(|language| published.speaks(language) && is_whole(language));
        let spoken = known.map_or_else(|| published.survey.languages().to_vec(), |known| vec![known.clone()]);
        let tongues: Vec<Tongue> = spoken.iter().filter_map(|language| tongue(published, language)).collect();
        let title = tongues.iter().map(|tongue| tongue.plain(self.words().0)).collect::<Vec<_>>().join(" / ");
        let html_lang = spoken.first().map(Language::html_lang).unwrap_or_default().to_owned();
        let (published, sent) = (Arc::clone(published), sent.clone());
        let body = drawn(move || self.show(&published, &tongues, &sent));
        Drawn { title, language: html_lang, body }
    }

    fn show(self, published: &Published, tongues: &[Tongue], sent: &Sent) -> Html {
        let parts = tongues.iter().enumerate().map(|(place, tongue)| {
            let (title, text) = self.words();
            let title = tongue.say(title);
            html! {
                <section class={if place == 0 { "" } else { "part" }} lang={tongue.language().html_lang().to_owned()}>
                    { if place == 0 { heading(title) } else { subheading(title) } }
                    { line("prose", tongue.say(text)) }
                    { typed(published, tongue, sent) }
                    { block("actions", anew(published, tongue)) }
                    { line("support", tongue.text(&published.survey.questionnaire().opening().office)) }
                </section>
            }
        });
        let easy = tongues.iter().any(|tongue| tongue.language().is_easy());
        html! { <div class={if easy { "koe airy" } else { "koe" }}><main class="page">{ for parts }</main></div> }
    }
}

fn tongue(published: &Published, language: &Language) -> Option<Tongue> {
    let words = published.interface.words(language)?;
    Some(Tongue::new(language.clone(), true, Arc::clone(words), published.survey.slots(None)))
}

fn anew(published: &Published, tongue: &Tongue) -> Html {
    let href = ["/s/", published.survey.id().as_str(), "/plain?lang=", tongue.language().as_str()].concat();
    html! { <a class="button main" {href}>{ tongue.say(Word::PlainAnew) }</a> }
}

/// What came with the page, by question.
fn typed(published: &Published, tongue: &Tongue, sent: &Sent) -> Html {
    let questions = published.survey.questionnaire().questions().iter();
    let entries: Vec<Html> = questions
        .filter_map(|question| {
            let came = came(tongue, question, sent);
            let entry = |came: Vec<Html>| html! { <div class="entry"><dt>{ tongue.text(question.text()) }</dt>{ for came }</div> };
            (!came.is_empty()).then(|| entry(came))
        })
        .collect();
    if entries.is_empty() {
        return Html::default();
    }
    html! { <section class="reviewed">{ subheading(tongue.say(Word::PlainUnreadTyped)) }<dl>{ for entries }</dl></section> }
}

fn came(tongue: &Tongue, question: &Question, sent: &Sent) -> Vec<Html> {
    let first = control_id(question.id());
    let words = [first.as_str(), "-"].concat();
    let ours = |name: &str| name == first || name.starts_with(&words) || name == press::escape_name(question.id());
    let values = sent.fields().iter().filter(|(name, value)| ours(name) && !value.is_empty());
    let choices = || question.choices().into_iter().flat_map(|choices| choices.iter()).chain(question.escapes());
    let shown = values.map(|(_, value)| {
        let choice = choices().find(|choice| choice.code.as_str() == value);
        let words = choice
            .map_or_else(|| html! { <span class="typed">{ value.clone() }</span> }, |choice| tongue.text(&choice.text));
        html! { <dd class="answer">{ words }</dd> }
    });
    shown.collect()
}

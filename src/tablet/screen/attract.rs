//! What invites whoever comes by, in every language at once.

use questionnaire::Language;
use yew::{Callback, Html, html};

use super::{hindered, press};
use crate::phrase::Tongue;
use crate::screen::parts::{HEADING, block, line, piece};
use crate::tablet::message::Happened;
use crate::tablet::state::{Offer, Tablet};
use crate::words::Word;

/// The screen.
pub(super) fn show(tablet: &Tablet, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let offered = tablet.offered();
    let content = match tablet.hindrance() {
        Some(hindrance) => {
            html! { <>{ line("prose lead", tongue.say(Word::TabletAway)) }{ hindered(hindrance, tongue) }</> }
        }
        None => {
            html! { { for tablet.open().into_iter().map(|offer| invitation(tablet, offer, on)) } }
        }
    };
    html! {
        <div class="koe tablet attract">
            <main class="page">
                <h1 id={HEADING} class="heading" tabindex="-1">{ for spoken(tablet, &offered).into_iter().map(|language| touch(tablet, language)) }</h1>
                { content }
            </main>
            <footer class="bottom">
                { block("actions small", press("button quiet", tongue.say(Word::TabletStaff), on, Happened::StaffSought)) }
            </footer>
        </div>
    }
}

/// The languages of the tablet in the order of what it offers: words come in the order in which they are fetched.
fn spoken<'t>(tablet: &'t Tablet, offered: &[&Offer]) -> Vec<&'t Language> {
    let mut spoken: Vec<&Language> = tablet.words.iter().map(|(language, _)| language).collect();
    spoken.sort_by_key(|language| {
        let place = |offer: &&Offer| offer.published.survey.languages().iter().position(|one| one == *language);
        offered.iter().find_map(place).unwrap_or(usize::MAX)
    });
    spoken
}

fn touch(tablet: &Tablet, language: &Language) -> Html {
    let said = tablet.tongue(language).map(|tongue| tongue.say(Word::TabletTouch));
    html! { <span class="tongue" lang={language.html_lang().to_owned()}>{ said }</span> }
}

/// A survey with a way into it in each of its languages.
fn invitation(tablet: &Tablet, offer: &Offer, on: &Callback<Happened>) -> Html {
    let survey = &offer.published.survey;
    let ways = survey.languages().iter().filter_map(|language| {
        let tongue = tablet.tongue(language)?;
        let title = piece("title", tongue.text(survey.title()));
        let start = piece("start", tongue.say(Word::OpeningStart));
        let name = tablet.name_of(language);
        let began = Happened::Began(survey.id().clone(), language.clone());
        let words = html! { <span lang={language.html_lang().to_owned()}>{ piece("name", html! { { name } }) }{ title }{ start }</span> };
        Some(press("button main way", words, on, began))
    });
    html! {
        <section class="invitation">
            if offer.published.rehearsal {
                { for tablet.tongue(&tablet.language).map(|tongue| line("note rehearsal", tongue.say(Word::NoticeRehearsal))) }
            }
            <div class="ways">{ for ways }</div>
        </section>
    }
}

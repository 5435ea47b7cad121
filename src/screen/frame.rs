//! What is the same around every screen and in the same place: language, notices, contact, what is on the device.

use questionnaire::Language;
use yew::{Html, html};

use super::opening::part;
use super::parts::{Control, button, choice, line, page, subheading, tells};
use super::{Scene, done};
use crate::draft::Place;
use crate::message::Message;
use crate::phrase::Tongue;
#[cfg(feature = "ssr")]
use crate::plain::Sheet;
use crate::published::Published;
use crate::state::{Dialog, LanguageChange, Screen, State, Storage, TextSize};
use crate::words::Word;

/// The frame around `content`.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, content: Html) -> Html {
    let Some(published) = scene.state.published.as_deref() else { return Html::default() };
    #[cfg(feature = "ssr")]
    if let Some(sheet) = scene.on.sheet() {
        return posted(scene, tongue, published, sheet, content);
    }
    #[cfg(feature = "ssr")]
    if let Some(sheet) = scene.on.still() {
        return sheet.form(around(scene, tongue, published, content));
    }
    around(scene, tongue, published, content)
}

/// The frame of a page that is posted: all of it is one form.
#[cfg(feature = "ssr")]
fn posted(scene: Scene<'_>, tongue: &Tongue, published: &Published, sheet: &Sheet, content: Html) -> Html {
    let content = html! { <>{ sheet.setback(tongue) }{ content }</> };
    sheet.form(around(scene, tongue, published, content))
}

fn around(scene: Scene<'_>, tongue: &Tongue, published: &Published, content: Html) -> Html {
    // The opening has the survey's name for its heading, where it may be seen.
    let opening = scene.state.form().is_some_and(|form| *form.draft.place() == Place::Opening);
    let opening = opening && !scene.state.is_refused();
    let (first, larger) = (Html::default(), larger(scene, tongue));
    let aloud = if scene.state.can_be_read() { aloud(scene, tongue) } else { Html::default() };
    // A posted page changes nothing by itself; the browser's own setting does what is to be done.
    #[cfg(feature = "ssr")]
    let larger = if scene.on.sheet().is_some() { Html::default() } else { larger };
    #[cfg(feature = "ssr")]
    let first = scene.on.sheet().map_or(first, |sheet| sheet.enter(tongue));
    let pulse = published.is_pulse();
    let purpose = || line("purpose", tongue.text(&published.survey.questionnaire().opening().purpose));
    let airy = if tongue.language().is_easy() && scene.state.ruby { " airy" } else { "" };
    let key = scene.state.form().map_or("", |form| form.draft.place().key());
    html! {
        <div class={["koe", airy, if pulse { " pulse" } else { "" }].concat()}>
            <header class="top">
                { first }
                if !opening { { line("survey", tongue.text(published.survey.title())) } }
                { languages(scene, tongue, published, opening) }
                { larger }
                { aloud }
            </header>
            { notices(scene, tongue, published) }
            { page(scene.state.arrival.foreign, key, html! {
                <>
                    // The law wants the purpose read before the first question.
                    if pulse && scene.state.form().is_some() && !opening { { purpose() } }
                    { content }
                </>
            }) }
            // What comes next on this screen would push it down.
            if !done::is_passing(scene) {
                <footer class="bottom">
                    { saved(scene, tongue) }
                    { if pulse { folded(scene, tongue, published) } else { footer(scene, tongue, published) } }
                </footer>
            }
            <div class="unseen" role="status" aria-live="polite">{ said(scene.state, tongue) }</div>
        </div>
    }
}

/// More languages than this would push what is asked off a small screen.
const LANGUAGES_MAX: usize = 4;

/// The languages to choose from. Where there are many, they are all seen on the opening and folded behind a button after it.
fn languages(scene: Scene<'_>, tongue: &Tongue, published: &Published, opening: bool) -> Html {
    let spoken = published.survey.languages();
    let offered = spoken.iter().filter(|language| published.interface.speaks(language));
    let list = html! { <ul>{ for offered.map(|language| language_button(scene, tongue, published, language)) }</ul> };
    let many = spoken.len() > LANGUAGES_MAX;
    let list = if many && !opening { fold(tongue.say(Word::LanguageChoose), list) } else { list };
    let ruby = if tongue.language().is_easy() { ruby_switch(scene, tongue) } else { Html::default() };
    html! {
        <div class="languages" role="group" aria-label={tongue.plain(Word::LanguageChoose)}>
            { list }
            { ruby }
        </div>
    }
}

fn language_button(scene: Scene<'_>, tongue: &Tongue, published: &Published, language: &Language) -> Html {
    let own = published.interface.name(language);
    let name = own.map(|name| name.plain(language, &questionnaire::Slots::new())).unwrap_or_default();
    let current = tongue.language() == language;
    let chosen = Message::LanguageChosen(language.clone());
    #[cfg(feature = "ssr")]
    if scene.on.sheet().or(scene.on.still()).is_some() {
        let button = Sheet::language(language.html_lang().to_owned(), name, current, &chosen);
        return html! { <li>{ button }</li> };
    }
    let onclick = tells::<yew::MouseEvent>(scene.on, chosen);
    html! {
        <li key={language.as_str().to_owned()}>
            <button type="button" class="language" lang={language.html_lang().to_owned()}
                aria-pressed={if current { "true" } else { "false" }} {onclick}>{ name }</button>
        </li>
    }
}

fn ruby_switch(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let word = if scene.state.ruby { Word::LanguageRubyOff } else { Word::LanguageRubyOn };
    button("button quiet", tongue.say(word), scene.on, Message::RubySwitched)
}

/// Makes the letters larger, and after the largest as they were.
fn larger(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let (next, word) = match scene.state.text_size {
        TextSize::Standard => (TextSize::Large, Word::SizeLarge),
        TextSize::Large => (TextSize::Largest, Word::SizeLargest),
        TextSize::Largest => (TextSize::Standard, Word::SizeStandard),
    };
    button("button quiet", tongue.say(word), scene.on, Message::TextSizeChosen(next))
}

/// Reads what is asked, or stops.
fn aloud(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let (look, word) = if scene.state.reading {
        ("button quiet aloud on", Word::AloudStop)
    } else {
        ("button quiet aloud", Word::AloudRead)
    };
    button(look, tongue.say(word), scene.on, Message::AloudAsked)
}

fn notices(scene: Scene<'_>, tongue: &Tongue, published: &Published) -> Html {
    let state = scene.state;
    let unsent = state.unsent_elsewhere();
    let closed = !published.takes_from(state.ward());
    let memory_only = state.storage == Storage::Absent && matches!(state.screen, Screen::Form(_));
    // A posted page says in its own words what it keeps.
    #[cfg(feature = "ssr")]
    let memory_only = memory_only && scene.on.sheet().is_none();
    let notes = [
        (published.rehearsal, "rehearsal", Word::NoticeRehearsal),
        (closed && !matches!(state.screen, Screen::Done(_)), "warning", Word::NoticeClosed),
        (memory_only, "warning", Word::NoticeMemoryOnly),
        (state.storage == Storage::Failing, "warning", Word::NoticeSaveFailed),
        (state.form().is_some_and(|form| form.unsealed), "error", Word::NoticeUnsealed),
        (state.change == LanguageChange::Missed, "warning", Word::LanguageAway),
        (!state.online && matches!(state.screen, Screen::Form(_)), "information", Word::NoticeOffline),
        (unsent > 0, "information", Word::NoticeUnsent),
    ];
    let fill = [("n", unsent.to_string())];
    let shown = notes.into_iter().filter(|(holds, ..)| *holds);
    html! {
        <section class="notes" aria-label={tongue.plain(Word::NoticeHeading)} role="status">
            { for shown.map(|(_, look, word)| html! { <p key={look.to_owned() + &tongue.plain(word)} class={["note ", look].concat()}>{ tongue.say_with(word, &fill) }</p> }) }
        </section>
    }
}

fn footer(scene: Scene<'_>, tongue: &Tongue, published: &Published) -> Html {
    let office = &published.survey.questionnaire().opening().office;
    let afresh = matches!(scene.state.screen, Screen::Form(_) | Screen::Done(_)) && !scene.state.is_on_tablet();
    #[cfg(feature = "ssr")]
    let afresh = afresh && scene.on.sheet().is_none();
    let leave = Html::default();
    #[cfg(feature = "tablet")]
    let leave = if scene.state.is_on_tablet() { self::leave(scene, tongue) } else { leave };
    html! {
        <>
            { part(tongue, Word::OpeningOffice, office) }
            if afresh {
                <section class="part">
                    { subheading(tongue.say(Word::DeviceTitle)) }
                    { device(scene, tongue) }
                </section>
            }
            { leave }
        </>
    }
}

/// The way out of a visit to a tablet, by which everything is forgotten.
#[cfg(feature = "tablet")]
fn leave(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let on = scene.on;
    match (&scene.state.screen, scene.state.dialog) {
        (Screen::Form(_), None) => html! {
            <div class="actions small">{ button("button second", tongue.say(Word::TabletLeave), on, Message::DialogSet(Some(Dialog::Restart))) }</div>
        },
        (Screen::Form(_), Some(_)) => html! {
            <div class="confirm" role="group" aria-labelledby="koe-dialog">
                <h3 id="koe-dialog" tabindex="-1">{ tongue.say(Word::TabletLeaveTitle) }</h3>
                { line("plain", tongue.say(Word::TabletLeaveText)) }
                <div class="actions">
                    { button("button danger", tongue.say(Word::TabletLeaveYes), on, Message::RestartConfirmed) }
                    { button("button second", tongue.say(Word::TabletStay), on, Message::DialogSet(None)) }
                </div>
            </div>
        },
        _ => Html::default(),
    }
}

/// Below a question that stands alone there is no room for more than a line, until it is asked for.
fn folded(scene: Scene<'_>, tongue: &Tongue, published: &Published) -> Html {
    let opening = published.survey.questionnaire().opening();
    let more = html! {
        <>
            { part(tongue, Word::OpeningHandling, &opening.handling) }
            { part(tongue, Word::OpeningPaper, &opening.paper) }
            { footer(scene, tongue, published) }
        </>
    };
    fold(tongue.say(Word::OpeningPurpose), more)
}

/// Something that is seen when it is asked for.
fn fold(words: Html, content: Html) -> Html {
    html! { <details><summary>{ words }</summary>{ content }</details> }
}

/// Says "saved" only of what is on the device.
fn saved(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let state = scene.state;
    #[cfg(feature = "ssr")]
    if scene.on.sheet().is_some() {
        let asking = state.form().is_some_and(|form| *form.draft.place() != Place::Opening);
        return html! { if asking { { line("support", tongue.say(Word::PlainKeep)) } } };
    }
    let Some(form) = state.form().filter(|form| *form.draft.place() != Place::Opening) else { return Html::default() };
    if state.is_on_tablet() {
        return Html::default();
    }
    let begun = form.draft.started_at.is_some() && state.changes > 0 && state.storage == Storage::Works;
    let (look, words) = match (begun, state.is_saved()) {
        // The line has its place from the start, so that nothing moves when it comes.
        (false, _) => ("saving", Html::default()),
        (true, false) => ("saving", tongue.say(Word::NoticeSaving)),
        (true, true) => ("saved", tongue.say(Word::NoticeSaved)),
    };
    html! { <p class={look}>{ words }</p> }
}

fn device(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let on = scene.on;
    match scene.state.dialog {
        None => html! {
            <div class="actions small">
                { button("button second", tongue.say(Word::DeviceRestart), on, Message::DialogSet(Some(Dialog::Restart))) }
                { button("button second", tongue.say(Word::DeviceErase), on, Message::DialogSet(Some(Dialog::Erase { unsent_too: false }))) }
            </div>
        },
        Some(Dialog::Restart) => restart(scene, tongue),
        Some(Dialog::Erase { unsent_too }) => erase(scene, tongue, unsent_too),
    }
}

fn restart(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let fate = match &scene.state.screen {
        Screen::Form(form) if form.draft.code.is_some() => Word::DeviceRestartKept,
        Screen::Done(slip) if slip.code.is_some() => Word::DeviceRestartKept,
        Screen::Done(_) => Word::DeviceRestartSlip,
        Screen::Loading(_) | Screen::Broken(_) | Screen::Held | Screen::Form(_) => Word::DeviceRestartLost,
    };
    html! {
        <div class="confirm" role="group" aria-labelledby="koe-dialog">
            <h3 id="koe-dialog" tabindex="-1">{ tongue.say(Word::DeviceRestartTitle) }</h3>
            { line("plain", tongue.say(fate)) }
            <div class="actions">
                { button("button danger", tongue.say(Word::DeviceRestartYes), scene.on, Message::RestartConfirmed) }
                { button("button second", tongue.say(Word::DeviceCancel), scene.on, Message::DialogSet(None)) }
            </div>
        </div>
    }
}

fn erase(scene: Scene<'_>, tongue: &Tongue, unsent_too: bool) -> Html {
    let unsent = scene.state.unsent_here();
    let both = Control { checked: unsent_too, ..Control::default() };
    let switch = Message::DialogSet(Some(Dialog::Erase { unsent_too: !unsent_too }));
    html! {
        <div class="confirm" role="group" aria-labelledby="koe-dialog">
            <h3 id="koe-dialog" tabindex="-1">{ tongue.say(Word::DeviceEraseTitle) }</h3>
            { line("plain", tongue.say(Word::DeviceEraseText)) }
            if unsent > 0 {
                <p class="note warning">{ tongue.say_with(Word::DeviceEraseUnsent, &[("n", unsent.to_string())]) }</p>
                { choice("choice", both, tongue.say(Word::DeviceEraseUnsentToo), scene.on, switch) }
            }
            <div class="actions">
                { button("button danger", tongue.say(Word::DeviceEraseYes), scene.on, Message::EraseConfirmed) }
                { button("button second", tongue.say(Word::DeviceCancel), scene.on, Message::DialogSet(None)) }
            </div>
        </div>
    }
}

fn said(state: &State, tongue: &Tongue) -> String {
    let fill = |said: &crate::state::Said| tongue.plain_with(said.word, &said.fill);
    state.said.as_ref().map(fill).unwrap_or_default()
}

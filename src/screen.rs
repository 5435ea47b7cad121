//! What a person sees: one frame around one screen.

mod asking;
mod broken;
mod code;
mod done;
mod findings;
mod frame;
mod held;
mod opening;
pub(crate) mod parts;
mod progress;
mod review;
mod ward;

pub use parts::Report;
use yew::Html;

use crate::draft::Place;
use crate::phrase::Tongue;
use crate::state::{Form, Screen, State};
use crate::words::Word;

/// What every screen is drawn from, and where it reports to.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Everything there is to show.
    pub state: &'a State,
    /// Where what happens is reported.
    pub on: &'a Report,
}

/// The whole page, whatever is on it.
///
/// Screens and widgets are functions from data to what is drawn: nothing below keeps a state of its own, and each
/// component would weigh some kilobytes on the way to the resident.
pub fn show(scene: Scene<'_>) -> Html {
    match (&scene.state.screen, scene.state.tongue()) {
        (Screen::Broken(error), _) => broken::show(*error, &scene.state.arrival, scene.on),
        (Screen::Loading(_), _) | (_, None) => Html::default(),
        (Screen::Held, Some(tongue)) => frame::show(scene, &tongue, held::show(scene, &tongue)),
        (Screen::Done(slip), Some(tongue)) => frame::show(scene, &tongue, done::show(scene, &tongue, slip)),
        (Screen::Form(form), Some(tongue)) => frame::show(scene, &tongue, place(scene, &tongue, form)),
    }
}

fn place(scene: Scene<'_>, tongue: &Tongue, form: &Form) -> Html {
    let Some(published) = scene.state.published.as_deref() else { return Html::default() };
    if scene.state.is_refused() {
        return held::show_full(scene, tongue);
    }
    match form.draft.place() {
        Place::Opening => opening::show(scene, tongue, published, form),
        Place::Code => code::show(scene, tongue, form),
        Place::Ward => ward::show(scene, tongue, published, form),
        Place::Page(_) => asking::show(scene, tongue),
        Place::Review => review::show(scene, tongue),
    }
}

/// What the page is called: the question or screen, then the survey. Nothing, while the still text stands.
pub fn title(state: &State) -> Option<String> {
    let here = match &state.screen {
        Screen::Loading(_) => return None,
        Screen::Broken(_) => return Some("Koe 声".to_owned()),
        Screen::Held => state.tongue()?.plain(Word::HeldTitle),
        Screen::Done(slip) => state.tongue()?.plain(done::heading(state, state.delivery(slip))),
        Screen::Form(_) => place_title(state, &state.tongue()?)?,
    };
    let survey = state.tongue()?.plain_text(state.published.as_ref()?.survey.title());
    Some(if here.is_empty() { survey } else { [&here, " | ", &survey].concat() })
}

fn place_title(state: &State, tongue: &Tongue) -> Option<String> {
    let form = state.form()?;
    if state.is_refused() {
        return Some(tongue.plain(Word::FullTitle));
    }
    Some(match form.draft.place() {
        Place::Opening => String::new(),
        Place::Code => tongue.plain(Word::CodeTitle),
        Place::Ward => tongue.plain_text(state.published.as_ref()?.survey.questionnaire().ward_question()),
        Place::Review => tongue.plain(Word::ReviewTitle),
        Place::Page(_) => {
            let asked = state.asked()?;
            if asked.published.is_pulse() {
                return Some(String::new());
            }
            let page = asked.page()?;
            let number = asked.number(page.id()?).to_string();
            tongue.plain_with(Word::AskingQuestion, &[("n", number)])
        }
    })
}

//! What a person sees: one frame around one screen.

mod asking;
mod broken;
mod code;
mod done;
mod findings;
mod frame;
mod held;
mod opening;
mod progress;
mod review;
mod ward;

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use crate::draft::Place;
use crate::message::Message;
use crate::phrase::Tongue;
use crate::state::{Screen, State};
use crate::words::Word;

/// What every screen is drawn from, and where it reports to.
#[derive(Debug, Clone, Properties)]
pub struct Scene {
    /// Everything there is to show.
    pub state: Rc<State>,
    /// Where what happens is reported.
    pub on: Callback<Message>,
}

impl PartialEq for Scene {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && self.on == other.on
    }
}

/// The id of the heading of every screen, to which the focus goes.
pub(crate) const HEADING: &str = "koe-heading";

/// The whole page, whatever is on it.
#[component]
pub fn Page(scene: &Scene) -> Html {
    let scene = scene.clone();
    match (&scene.state.screen, scene.state.tongue()) {
        (Screen::Broken(error), _) => broken::show(*error, &scene.on),
        (Screen::Loading(_), _) | (_, None) => Html::default(),
        (Screen::Held, Some(tongue)) => frame::show(&scene, &tongue, held::show(&tongue)),
        (Screen::Done(slip), Some(tongue)) => frame::show(&scene, &tongue, done::show(&scene, &tongue, slip)),
        (Screen::Form(form), Some(tongue)) => {
            let shown = match form.draft.place() {
                Place::Opening => html! { <opening::Opening ..scene.clone() /> },
                Place::Code => html! { <code::Code ..scene.clone() /> },
                Place::Ward => html! { <ward::Ward ..scene.clone() /> },
                Place::Page(_) => html! { <asking::Asking ..scene.clone() /> },
                Place::Review => html! { <review::Review ..scene.clone() /> },
            };
            frame::show(&scene, &tongue, shown)
        }
    }
}

/// What the page is called: the question or screen, then the survey. Nothing, while the still text stands.
pub fn title(state: &State) -> Option<String> {
    let here = match &state.screen {
        Screen::Loading(_) => return None,
        Screen::Broken(_) => return Some("Koe 声".to_owned()),
        Screen::Held => state.tongue()?.plain(Word::HeldTitle),
        Screen::Done(slip) => state.tongue()?.plain(done::heading(state.delivery(slip))),
        Screen::Form(_) => place_title(state, &state.tongue()?)?,
    };
    let survey = state.tongue()?.plain_text(state.published.as_ref()?.survey.title());
    Some(if here.is_empty() { survey } else { [&here, " | ", &survey].concat() })
}

fn place_title(state: &State, tongue: &Tongue) -> Option<String> {
    let form = state.form()?;
    Some(match form.draft.place() {
        Place::Opening => String::new(),
        Place::Code => tongue.plain(Word::CodeTitle),
        Place::Ward => tongue.plain_text(state.published.as_ref()?.survey.questionnaire().ward_question()),
        Place::Review => tongue.plain(Word::ReviewTitle),
        Place::Page(_) => {
            let asked = state.asked()?;
            let page = asked.page()?;
            let number = asked.number(page.id()?).to_string();
            tongue.plain_with(Word::AskingQuestion, &[("n", number)])
        }
    })
}

/// The heading of a screen. The focus comes here when the screen changes, so that it is what is read first.
pub(crate) fn heading(content: Html) -> Html {
    html! { <h1 id={HEADING} class="heading" tabindex="-1">{ content }</h1> }
}

/// A button that looks like one and says what it does.
pub(crate) fn button(look: &'static str, content: Html, on: &Callback<Message>, message: Message) -> Html {
    let onclick = on.reform(move |_: yew::MouseEvent| message.clone());
    html! { <button type="button" class={["button ", look].concat()} {onclick}>{ content }</button> }
}

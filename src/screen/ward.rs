//! Where the ward is chosen, when the link did not bring it.

use questionnaire::{WardCode, WardSettings};
use yew::{Html, html};

use super::Scene;
use super::parts::{Control, back_and_on, choice, findings, heading, line};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::published::Published;
use crate::state::Form;
use crate::words::Word;

/// What the wards have in common, of which one can be taken.
const GROUP: &str = "koe-ward";

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, published: &Published, form: &Form) -> Html {
    let missing = form.tried.is_some() && form.draft.ward.is_none();
    let chosen = form.draft.ward;
    let wards = published.survey.wards().iter();
    html! {
        <>
            { findings(html! { if missing { { line("summary fault", tongue.say(Word::WardMissing)) } } }, scene.on) }
            <fieldset class="question">
                <legend>{ heading(tongue.text(published.survey.questionnaire().ward_question())) }</legend>
                <div class="choices wards">
                    { none_of(scene, tongue) }
                    { for wards.map(|(code, settings)| ward(scene, tongue, *code, settings, chosen == Some(*code))) }
                </div>
            </fieldset>
            { back_and_on(scene, tongue.say(Word::AskingPrevious), tongue.say(Word::AskingNext), Message::Advanced) }
        </>
    }
}

fn none_of(scene: Scene<'_>, tongue: &Tongue) -> Html {
    #[cfg(feature = "ssr")]
    if scene.on.sheet().is_some() {
        return crate::plain::Sheet::none_of(GROUP.to_owned(), tongue);
    }
    let _ = (scene, tongue);
    Html::default()
}

fn ward(scene: Scene<'_>, tongue: &Tongue, code: WardCode, settings: &WardSettings, checked: bool) -> Html {
    let (group, value) = (Some(GROUP.to_owned()), code.to_string());
    let control = Control { group, value, checked, ..Control::default() };
    choice("choice", control, tongue.text(&settings.name), scene.on, Message::WardChosen(code))
}

//! Where the ward is chosen, when the link did not bring it.

use questionnaire::{WardCode, WardSettings};
use yew::{Html, html};

use super::{Scene, button, heading};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::published::Published;
use crate::state::Form;
use crate::words::Word;

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, published: &Published, form: &Form) -> Html {
    let missing = form.tried.is_some() && form.draft.ward.is_none();
    let chosen = form.draft.ward;
    let wards = published.survey.wards().iter();
    html! {
        <>
            <div id="koe-findings" tabindex="-1" role="alert">
                if missing { <p class="summary fault">{ tongue.say(Word::WardMissing) }</p> }
            </div>
            <fieldset class="question" aria-invalid={if missing { "true" } else { "false" }}>
                <legend>{ heading(tongue.text(published.survey.questionnaire().ward_question())) }</legend>
                <div class="choices wards">
                    { for wards.map(|(code, settings)| ward(scene, tongue, *code, settings, chosen == Some(*code))) }
                </div>
            </fieldset>
            <div class="actions pair">
                { button("second", tongue.say(Word::AskingPrevious), scene.on, Message::Retreated) }
                { button("main", tongue.say(Word::AskingNext), scene.on, Message::Advanced) }
            </div>
        </>
    }
}

fn ward(scene: Scene<'_>, tongue: &Tongue, code: WardCode, settings: &WardSettings, checked: bool) -> Html {
    let onchange = scene.on.reform(move |_: yew::Event| Message::WardChosen(code));
    html! {
        <label class="choice" key={code.to_string()}>
            <input type="radio" name="koe-ward" value={code.to_string()} {checked} {onchange} />
            <span>{ tongue.text(&settings.name) }</span>
        </label>
    }
}

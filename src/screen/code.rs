//! Where the answer number is typed, when the link did not bring it.

use yew::{Html, InputEvent, TargetCast, html};

use super::{Scene, button, heading};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::state::{Form, Verdict};
use crate::words::Word;

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, form: &Form) -> Html {
    let verdict = form.code.verdict;
    let fault = match verdict {
        Verdict::None | Verdict::Checking => None,
        Verdict::Empty => Some(Word::CodeEmpty),
        Verdict::Unknown => Some(Word::CodeUnknown),
        Verdict::Used => Some(Word::CodeUsed),
    };
    let oninput = scene.on.reform(|event: InputEvent| {
        Message::CodeTyped(event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
    });
    let next = if verdict == Verdict::Checking { Word::CodeChecking } else { Word::CodeCheck };
    html! {
        <>
            { heading(tongue.say(Word::CodeTitle)) }
            <p class="support" id="koe-code-help">{ tongue.say(Word::CodeHelp) }</p>
            <label class="label" for="koe-code">{ tongue.say(Word::CodeLabel) }</label>
            <input id="koe-code" class="text code" type="text" inputmode="text" autocapitalize="characters" autocomplete="off"
                spellcheck="false" value={form.code.typed.clone()} {oninput}
                aria-invalid={if fault.is_some() { "true" } else { "false" }} aria-describedby="koe-findings koe-code-help" />
            <div id="koe-findings" tabindex="-1" role="alert">
                if let Some(word) = fault { <p class="fault">{ tongue.say(word) }</p> }
                if verdict == Verdict::Used { <p>{ tongue.say(Word::CodeUsedHelp) }</p> }
            </div>
            <div class="actions pair">
                { button("second", tongue.say(Word::AskingPrevious), scene.on, Message::Retreated) }
                { button("main", tongue.say(next), scene.on, Message::CodeEntered) }
            </div>
            if verdict == Verdict::Used {
                <div class="actions">{ button("second", tongue.say(Word::CodeGoOn), scene.on, Message::CodeInsisted) }</div>
            }
        </>
    }
}

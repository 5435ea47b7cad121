//! Where the answer number is typed, when the link did not bring it.

use yew::{Html, html};

use super::Scene;
use super::parts::{TextBox, back_and_on, block, button, findings, heading, line, text_box};
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
    let number = TextBox {
        id: "koe-code".to_owned(),
        look: "text code",
        value: form.code.typed.clone(),
        wrong: fault.is_some(),
        described: Some("koe-findings koe-code-help".to_owned()),
        ..TextBox::default()
    };
    let next = if verdict == Verdict::Checking { Word::CodeChecking } else { Word::CodeCheck };
    html! {
        <>
            { heading(tongue.say(Word::CodeTitle)) }
            <p class="support" id="koe-code-help">{ tongue.say(Word::CodeHelp) }</p>
            <label class="label" for="koe-code">{ tongue.say(Word::CodeLabel) }</label>
            { text_box(number, scene.on, Message::CodeTyped) }
            { findings(html! {
                <>
                    if let Some(word) = fault { { line("fault", tongue.say(word)) } }
                    if verdict == Verdict::Used { { line("plain", tongue.say(Word::CodeUsedHelp)) } }
                </>
            }, scene.on) }
            { back_and_on(scene, tongue.say(Word::AskingPrevious), tongue.say(next), Message::CodeEntered) }
            if verdict == Verdict::Used {
                { block("actions", button("button second", tongue.say(Word::CodeGoOn), scene.on, Message::CodeInsisted)) }
            }
        </>
    }
}

//! The number behind which the staff's screen is.

use yew::{Callback, Html, InputEvent, KeyboardEvent, TargetCast, html};

use super::press;
use crate::phrase::Tongue;
use crate::screen::parts::{heading, line};
use crate::tablet::message::Happened;
use crate::tablet::state::{PinChoice, PinEntry, PinFault};
use crate::words::Word;

/// The number of a key that an input method has taken.
const CONVERTING: u32 = 229;

/// The screen on which it is chosen.
pub(super) fn choose(choice: &PinChoice, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let title = if choice.first.is_some() { Word::TabletPinAgain } else { Word::TabletPinChoose };
    html! {
        <>
            { heading(tongue.say(title)) }
            { line("prose", tongue.say(Word::TabletPinWhy)) }
            { entry(&choice.typed, choice.fault, tongue, on) }
        </>
    }
}

/// The screen on which it is asked.
pub(super) fn ask(asked: &PinEntry, pause_s: u32, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    html! {
        <>
            { heading(tongue.say(Word::TabletPin)) }
            if pause_s > 0 {
                { line("note warning", tongue.say_with(Word::TabletPinPause, &[("n", pause_s.to_string())])) }
            } else {
                { entry(&asked.typed, asked.fault, tongue, on) }
            }
            <div class="actions">{ press("button second", tongue.say(Word::TabletBack), on, Happened::Closed) }</div>
        </>
    }
}

fn entry(typed: &str, fault: Option<PinFault>, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let oninput = on.reform(|event: InputEvent| {
        Happened::PinTyped(event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
    });
    let enter = on.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // Safari ends a conversion before it tells of the key that ended it, and says so by its number alone.
        if event.key() == "Enter" && !event.is_composing() && event.key_code() != CONVERTING {
            enter.emit(Happened::PinEntered);
        }
    });
    let fault = fault.map(|fault| match fault {
        PinFault::NoPin => Word::TabletPinDigits,
        PinFault::Differs => Word::TabletPinDiffers,
        PinFault::Wrong => Word::TabletPinWrong,
    });
    html! {
        <>
            <div id="koe-findings" tabindex="-1" role="alert">
                if let Some(word) = fault { { line("note error", tongue.say(word)) } }
            </div>
            <label class="label" for="koe-pin">{ tongue.say(Word::TabletPinLabel) }</label>
            // Not a password: browsers would offer to keep it for whoever comes next.
            <input type="text" id="koe-pin" class="text veiled" inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="8"
                value={typed.to_owned()} {oninput} {onkeydown} />
            <div class="actions">{ press("button main", tongue.say(Word::CodeCheck), on, Happened::PinEntered) }</div>
        </>
    }
}

//! Before a visit ends by itself: how long there still is, and one touch to go on.

use yew::{Callback, Html, html};

use super::press;
use crate::tablet::message::Happened;
use crate::tablet::state::{Visit, WARNING_S};
use crate::words::Word;

/// Over the screen, in the visitor's language. Any touch and any key go on; the button is there to be seen. What is read
/// out is said once and not every second.
pub(super) fn show(visit: &Visit, seconds: u32, on: &Callback<Happened>) -> Html {
    let Some(tongue) = visit.state.tongue() else { return Html::default() };
    let (title, text) = if visit.is_done() {
        (Word::TabletClosing, Word::TabletClosingText)
    } else {
        (Word::TabletStillThere, Word::TabletStillThereText)
    };
    let said = tongue.plain_with(text, &[("n", WARNING_S.to_string())]);
    html! {
        <div class="veil" lang={tongue.language().html_lang().to_owned()}>
            <div class="leaving" role="alertdialog" aria-labelledby="koe-warning">
                <h2 id="koe-warning">{ tongue.say(title) }</h2>
                <p class="unseen" role="alert">{ said }</p>
                <p aria-hidden="true">{ tongue.say_with(text, &[("n", seconds.to_string())]) }</p>
                { press("button main", tongue.say(Word::TabletStay), on, Happened::Touched) }
            </div>
        </div>
    }
}

//! When a tablet is not set up.

use yew::{Callback, Html, html};

use super::press;
use crate::phrase::Tongue;
use crate::screen::parts::{HEADING, heading, line};
use crate::tablet::message::Happened;
use crate::tablet::state::{SetupFault, Stage, Tablet};
use crate::words::Word;

/// The screen: what is wrong and what to do.
pub(super) fn failed(fault: SetupFault, tablet: &Tablet, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let word = match fault {
        SetupFault::NoLink => Word::TabletNoLink,
        SetupFault::LinkUnknown => Word::TabletLinkUnknown,
        SetupFault::Unreachable => Word::TabletUnreachable,
        SetupFault::NoStorage => Word::TabletNoStorage,
    };
    let retries = matches!(fault, SetupFault::Unreachable | SetupFault::NoStorage);
    html! {
        <>
            { heading(tongue.say(Word::TabletSetup)) }
            { line("note warning", tongue.say(word)) }
            <div class="actions">
                if retries { { press("button main", tongue.say(Word::TabletRetry), on, Happened::SetupRetried) } }
                if tablet.own.as_ref().is_some_and(|own| own.pin.is_some()) { { press("button second", tongue.say(Word::TabletBack), on, Happened::Closed) } }
            </div>
        </>
    }
}

/// The same before any words have come, as long as something is wrong.
pub(super) fn unspoken(stage: &Stage, on: &Callback<Happened>) -> Html {
    if matches!(stage, Stage::Opening | Stage::Enrolling) {
        return Html::default();
    }
    let retry = html! { <>{ "もう一度試す" }<span lang="en" class="under">{ "Try again" }</span></> };
    html! {
        <div class="koe tablet">
            <main class="page">
                <h1 id={HEADING} class="heading" tabindex="-1">{ "端末の準備" }<span lang="en" class="under">{ "Setting up the tablet" }</span></h1>
                <div role="alert">
                    <p lang="ja">{ "区役所のサーバーにつながりません。通信の状態を確かめて、もう一度お試しください。" }</p>
                    <p lang="en">{ "The office's server cannot be reached. Please check the connection and try again." }</p>
                </div>
                <div class="actions">{ press("button main", retry, on, Happened::SetupRetried) }</div>
            </main>
        </div>
    }
}

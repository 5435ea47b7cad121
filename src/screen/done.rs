//! After "send": on its way, waiting, kept or refused. "Received" is said, and the receipt shown, only of what the
//! collector says it keeps.

use outbox::Refusal;
use yew::{Html, html};

use super::Scene;
use super::parts::{block, button, heading as headed, line};
use crate::message::Message;
use crate::parcel::{Delivery, Kept, Slip};
use crate::phrase::Tongue;
use crate::state::{Screen, State, Storage};
use crate::words::Word;

/// Whether something longer is about to take the place of what is on the screen, unasked.
pub(super) fn is_passing(scene: Scene<'_>) -> bool {
    // A page that was posted stays as it is.
    #[cfg(feature = "ssr")]
    if scene.on.sheet().is_some() {
        return false;
    }
    let Screen::Done(slip) = &scene.state.screen else { return false };
    match scene.state.delivery(slip) {
        Delivery::Storing => true,
        // The number is on a tablet's screen already.
        Delivery::Sending => !scene.state.is_on_tablet(),
        Delivery::Waiting { .. } | Delivery::Kept(_) | Delivery::Parked(_) => false,
    }
}

/// What the screen is called.
#[cfg_attr(not(feature = "tablet"), expect(unused_variables, reason = "only a tablet speaks otherwise"))]
pub(super) fn heading(state: &State, delivery: Delivery) -> Word {
    #[cfg(feature = "tablet")]
    if state.is_on_tablet() && !matches!(delivery, Delivery::Storing | Delivery::Kept(_)) {
        return Word::TabletKeptTitle;
    }
    match delivery {
        Delivery::Storing | Delivery::Sending => Word::SendingTitle,
        Delivery::Waiting { .. } => Word::WaitingTitle,
        Delivery::Kept(_) => Word::SentTitle,
        Delivery::Parked(_) => Word::ParkedTitle,
    }
}

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue, slip: &Slip) -> Html {
    let delivery = scene.state.delivery(slip);
    #[cfg(feature = "ssr")]
    if scene.on.sheet().is_some() {
        return posted(scene.state, tongue, delivery, slip);
    }
    #[cfg(feature = "tablet")]
    if scene.state.is_on_tablet() {
        return on_tablet(scene, tongue, delivery, slip);
    }
    html! {
        <>
            { headed(tongue.say(heading(scene.state, delivery))) }
            { told(scene, tongue, delivery) }
            if let Delivery::Waiting { .. } = delivery {
                { line("prose", tongue.say(Word::ReceiptLater)) }
                { export(scene, tongue) }
            }
            // A receipt proves that a response was received, so it is not shown before.
            if let Delivery::Kept(_) = delivery {
                { receipt(scene, tongue, slip) }
                { block("actions", button("button second", tongue.say(Word::SentLeave), scene.on, Message::LeaveAsked)) }
            }
        </>
    }
}

/// The screen of a page that keeps nothing. A response that is not kept there is a conflict.
#[cfg(feature = "ssr")]
fn posted(state: &State, tongue: &Tongue, delivery: Delivery, slip: &Slip) -> Html {
    let Delivery::Kept(kept) = delivery else {
        return html! {
            <>
                { headed(tongue.say(Word::PlainConflictTitle)) }
                { line("note warning", tongue.say(Word::PlainConflict)) }
                { numbered(tongue, slip, Word::PlainConflictNumber, Html::default()) }
            </>
        };
    };
    html! {
        <>
            { headed(tongue.say(heading(state, delivery))) }
            { kept_words(tongue, kept) }
            { numbered(tongue, slip, Word::PlainReceipt, Html::default()) }
            { line("support", tongue.say(Word::PlainLeave)) }
        </>
    }
}

/// The screen of a tablet, which keeps what it cannot send until it can: the visitor need not wait for that, and takes the
/// number along. Nothing on it is put onto the tablet.
#[cfg(feature = "tablet")]
fn on_tablet(scene: Scene<'_>, tongue: &Tongue, delivery: Delivery, slip: &Slip) -> Html {
    let told = match delivery {
        Delivery::Storing => line("note information", tongue.say(Word::SendingTitle)),
        Delivery::Sending | Delivery::Waiting { .. } => line("note success", tongue.say(Word::TabletKeptText)),
        Delivery::Kept(kept) => kept_words(tongue, kept),
        Delivery::Parked(_) => line("note warning", tongue.say(Word::TabletRefusedText)),
    };
    html! {
        <>
            { headed(tongue.say(heading(scene.state, delivery))) }
            { told }
            if delivery != Delivery::Storing {
                { numbered(tongue, slip, Word::TabletReceipt, Html::default()) }
                { block("actions", button("button main", tongue.say(Word::TabletFinish), scene.on, Message::LeaveAsked)) }
            }
        </>
    }
}

fn told(scene: Scene<'_>, tongue: &Tongue, delivery: Delivery) -> Html {
    match delivery {
        Delivery::Storing | Delivery::Sending => {
            html! { { line("note information", tongue.say(Word::SendingText)) } }
        }
        Delivery::Waiting { trying } => waiting(scene, tongue, trying),
        Delivery::Kept(kept) => kept_words(tongue, kept),
        Delivery::Parked(refusal) => parked(scene, tongue, refusal),
    }
}

fn waiting(scene: Scene<'_>, tongue: &Tongue, trying: bool) -> Html {
    let text = if scene.state.storage == Storage::Works { Word::WaitingText } else { Word::WaitingMemoryOnly };
    let word = if trying { Word::WaitingRetrying } else { Word::WaitingRetry };
    html! {
        <>
            { line("note warning", tongue.say(text)) }
            if scene.state.evictable && text == Word::WaitingText {
                { line("note warning", tongue.say(Word::WaitingEvictable)) }
            }
            { block("actions", button("button main", tongue.say(word), scene.on, Message::RetryAsked)) }
        </>
    }
}

fn kept_words(tongue: &Tongue, kept: Kept) -> Html {
    let more = match kept {
        Kept::Counted => None,
        Kept::Rehearsal => Some(Word::SentRehearsal),
        Kept::AsideCodeUsed => Some(Word::SentAsideCode),
        Kept::AsideLate => Some(Word::SentAsideLate),
        Kept::Aside => Some(Word::SentAside),
    };
    html! {
        <div class="note success">
            { line("plain", tongue.say(Word::SentText)) }
            if let Some(word) = more { { line("plain", tongue.say(word)) } }
        </div>
    }
}

fn parked(scene: Scene<'_>, tongue: &Tongue, refusal: Refusal) -> Html {
    let why = match refusal {
        Refusal::Unreadable => Word::ParkedUnreadable,
        Refusal::NotOpen => Word::ParkedNotOpen,
        Refusal::CodeUnknown => Word::ParkedCodeUnknown,
        Refusal::Conflict => Word::ParkedConflict,
        Refusal::TooLarge => Word::ParkedTooLarge,
        Refusal::Invalid => Word::ParkedInvalid,
    };
    let office = scene.state.published.as_deref().map(|published| &published.survey.questionnaire().opening().office);
    html! {
        <>
            <div class="note error">
                { line("plain", tongue.say(why)) }
                { line("plain", tongue.say(Word::ParkedText)) }
            </div>
            <p class="prose">{ office.map(|office| tongue.text(office)) }</p>
            { block("actions", button("button second", tongue.say(Word::ParkedRetry), scene.on, Message::RetryAsked)) }
            { export(scene, tongue) }
        </>
    }
}

/// The way out of a device that cannot send.
fn export(scene: Scene<'_>, tongue: &Tongue) -> Html {
    html! {
        <>
            { line("support", tongue.say(Word::FileHelp)) }
            { block("actions small", button("button second", tongue.say(Word::FileSave), scene.on, Message::ExportAsked)) }
        </>
    }
}

fn receipt(scene: Scene<'_>, tongue: &Tongue, slip: &Slip) -> Html {
    let ways = html! {
        <div class="actions small">
            { button("button second", tongue.say(Word::ReceiptCopy), scene.on, Message::CopyAsked) }
            { button("button second", tongue.say(Word::ReceiptPrint), scene.on, Message::PrintAsked) }
            { button("button second", tongue.say(Word::ReceiptSave), scene.on, Message::FileAsked) }
        </div>
    };
    numbered(tongue, slip, Word::ReceiptWhy, ways)
}

fn numbered(tongue: &Tongue, slip: &Slip, why: Word, ways: Html) -> Html {
    let five = |five: &str| html! { <span>{ five.to_owned() }</span> };
    // Where nothing is dressed, the groups would run into one word.
    #[cfg(feature = "ssr")]
    let five = |digits: &str| html! { <>{ five(digits) }{ " " }</> };
    let fives = slip.receipt.split('-').map(five);
    html! {
        <section class="receipt" aria-labelledby="koe-receipt">
            <h2 id="koe-receipt">{ tongue.say(Word::ReceiptTitle) }</h2>
            // No paragraph: one of large and heavy letters looks like a heading that is none.
            <div class="digits" translate="no">{ for fives }</div>
            { line("support", tongue.say(why)) }
            { ways }
        </section>
    }
}

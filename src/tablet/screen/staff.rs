//! What staff see of a tablet: how it stands, what waits, and what can be done about it.

use questionnaire::Minute;
use yew::{Callback, Html, TargetCast, html};

use super::press;
use crate::parcel::Refused;
use crate::phrase::Tongue;
use crate::screen::parts::{block, heading, line, subheading};
use crate::tablet::message::Happened;
use crate::tablet::state::{Staff, StaffNote, Tablet};
use crate::words::Word;

/// Refused responses that are shown by themselves.
const SHOWN_MAX: usize = 50;

/// The screen.
pub(super) fn show(tablet: &Tablet, staff: &Staff, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    html! {
        <>
            { heading(tongue.say(Word::TabletStaffTitle)) }
            { standing(tablet, tongue) }
            if let Some(hindrance) = tablet.hindrance() { { super::hindered(hindrance, tongue) } }
            if !tablet.room.persistent { { line("note warning", tongue.say(Word::TabletNotPersistent)) } }
            <div role="status">{ for staff.note.as_ref().map(|note| line("note information", said(tablet, note, tongue))) }</div>
            <div class="actions">
                { press("button main", tongue.say(Word::TabletSend), on, Happened::SendAsked) }
                { press("button second", tongue.say(Word::TabletTest), on, Happened::TestAsked) }
            </div>
            { parked(tablet, tongue, on) }
            { carried(tongue, on) }
            { block("actions", press("button second", tongue.say(Word::TabletClose), on, Happened::Closed)) }
        </>
    }
}

/// The tablet at a glance.
fn standing(tablet: &Tablet, tongue: &Tongue) -> Html {
    let (waiting, parked) = tablet.queue.counts();
    let count = |n: usize| tongue.plain_with(Word::TabletCount, &[("n", n.to_string())]);
    let sent = tablet.own.as_ref().and_then(|own| own.sent_at);
    let free = tablet.room.free_bytes.map_or_else(|| "?".to_owned(), |bytes| format!("{} MB", bytes / 1_000_000));
    let device = tablet.device().map(|device| format!("{} {} ({})", device.device, device.name, device.ward));
    let rows = [
        (Word::TabletDevice, device.unwrap_or_default()),
        (Word::TabletStaffWaiting, count(waiting)),
        (Word::TabletStaffParked, count(parked)),
        (Word::TabletSentAt, sent.map_or_else(|| tongue.plain(Word::TabletNever), local)),
        (Word::TabletFree, free),
        (Word::TabletVersion, env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let row = |(word, value): (Word, String)| html! { <div class="entry"><dt>{ tongue.say(word) }</dt><dd>{ value }</dd></div> };
    html! { <dl class="standing">{ for rows.into_iter().map(row) }</dl> }
}

fn said(tablet: &Tablet, note: &StaffNote, tongue: &Tongue) -> Html {
    let number = |n: usize| n.to_string();
    match note {
        StaffNote::Testing => tongue.say(Word::TabletTesting),
        StaffNote::Reached => {
            let name = tablet.device().map(|device| device.name.clone()).unwrap_or_default();
            tongue.say_with(Word::TabletReached, &[("name", name)])
        }
        StaffNote::Unreached => tongue.say(Word::TabletUnreachable),
        StaffNote::Unknown => tongue.say(Word::TabletRevoked),
        StaffNote::Receipts(gone, damaged) => {
            tongue.say_with(Word::TabletReceiptsTaken, &[("n", number(*gone)), ("damaged", number(*damaged))])
        }
        StaffNote::NoReceipts => tongue.say(Word::TabletNoReceipts),
        StaffNote::Exported(count) => tongue.say_with(Word::TabletExported, &[("n", number(*count))]),
        StaffNote::NotExported => tongue.say(Word::TabletNotExported),
    }
}

/// What the office refused, with its reasons: numbers and times.
fn parked(tablet: &Tablet, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let (_, parked) = tablet.queue.counts();
    if parked == 0 {
        return Html::default();
    }
    let rows = tablet.queue.parked().take(SHOWN_MAX).map(|(waiting, refusal)| {
        html! { <li><span class="number">{ waiting.number }{ " " }{ local(waiting.at) }</span><span>{ waiting.survey.to_string() }{ " " }{ tongue.say(why(refusal)) }</span></li> }
    });
    html! {
        <section class="part">
            { subheading(tongue.say(Word::TabletStaffParked)) }
            <ul class="queue">{ for rows }</ul>
            { block("actions small", press("button second", tongue.say(Word::ParkedRetry), on, Happened::RetryAsked)) }
        </section>
    }
}

fn why(refusal: Refused) -> Word {
    match refusal {
        Refused::Unreadable => Word::ParkedUnreadable,
        Refused::NotOpen => Word::ParkedNotOpen,
        Refused::CodeUnknown => Word::ParkedCodeUnknown,
        Refused::Conflict => Word::ParkedConflict,
        Refused::TooLarge => Word::ParkedTooLarge,
        Refused::Invalid => Word::ParkedInvalid,
    }
}

/// What goes from hand to hand: the file out, the receipts in.
fn carried(tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let on_file = on.clone();
    let onchange = Callback::from(move |event: yew::Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        crate::tablet::shell::read_file(&input, on_file.reform(Happened::ReceiptsChosen));
    });
    html! {
        <section class="part">
            { subheading(tongue.say(Word::TabletFile)) }
            { line("support", tongue.say(Word::TabletFileHelp)) }
            { block("actions small", press("button second", tongue.say(Word::FileSave), on, Happened::ExportAsked)) }
            { line("support", tongue.say(Word::TabletReceiptsHelp)) }
            <label class="button second file">
                { tongue.say(Word::TabletReceipts) }
                <input type="file" class="unseen" accept=".koe" {onchange} />
            </label>
        </section>
    }
}

/// A time as it is read in Japan, whatever the tablet is set to.
pub(super) fn local(at: Minute) -> String {
    at.in_japan()
}

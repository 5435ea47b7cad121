//! When there is nothing to ask. No words have come yet, so these are built in, in three languages.

use yew::{Html, html};

use super::parts::{HEADING, Report, block, button, page, plain_link};
use crate::message::Message;
use crate::published::LoadError;
use crate::state::Arrival;

/// One thing in three languages.
type Lines = [(&'static str, &'static str); 3];

const UNREACHABLE: Lines = [
    ("ja", "調査を読み込めませんでした。通信の状態を確かめて、もう一度お試しください。"),
    ("ja", "アンケートを よみこめません でした。インターネットを たしかめて、もういちど やってみてください。"),
    ("en", "The survey could not be loaded. Please check your connection and try again."),
];
const UNKNOWN: Lines = [
    ("ja", "この調査は見つかりませんでした。手紙のQRコードか住所（URL）を、もう一度お確かめください。"),
    ("ja", "この アンケートは ありません。てがみの QRコードを もういちど みてください。"),
    ("en", "This survey was not found. Please check the QR code or the address in your letter."),
];
const UNSOUND: Lines = [
    (
        "ja",
        "この調査は、いまこの画面では表示できません。しばらくしてから、もう一度お試しください。続くときは、手紙にある担当へご連絡ください。",
    ),
    ("ja", "いま この アンケートを みることが できません。すこし まって、もういちど やってみてください。"),
    (
        "en",
        "This survey cannot be shown here just now. Please try again later. If it goes on, contact the office named in your letter.",
    ),
];

const UNSEALABLE: Lines = [
    (
        "ja",
        "この調査の回答は、暗号にして送ります。その準備ができませんでした。通信の状態を確かめて、もう一度お試しください。",
    ),
    (
        "ja",
        "この アンケートの こたえを ひとに よめない かたちに できませんでした。インターネットを たしかめて、もういちど やってみてください。",
    ),
    (
        "en",
        "Answers to this survey are encrypted, and that could not be set up. Please check your connection and try again.",
    ),
];

/// The screen.
pub(super) fn show(error: LoadError, arrival: &Arrival, on: &Report) -> Html {
    let lines = match error {
        LoadError::Unreachable => UNREACHABLE,
        LoadError::UnknownSurvey => UNKNOWN,
        LoadError::Unsound => UNSOUND,
        LoadError::Unsealable => UNSEALABLE,
    };
    let retry = html! { <>{ "もう一度読み込む" }<span lang="en" class="under">{ "Try again" }</span></> };
    let content = html! {
        <>
            <h1 id={HEADING} class="heading" tabindex="-1">{ "調査を開けません" }<span lang="en" class="under">{ "The survey cannot be opened" }</span></h1>
            <div role="alert">
                { for lines.iter().map(|(language, line)| html! { <p lang={*language}>{ *line }</p> }) }
            </div>
            { block("actions", button("button main", retry, on, Message::ReloadAsked)) }
            if error == LoadError::Unsealable {
                { plain_link(arrival, html! { "かんたんな画面で答える / Answer on the simple page" }) }
            }
        </>
    };
    page(arrival.foreign, "broken", content)
}

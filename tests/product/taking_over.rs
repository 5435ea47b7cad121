//! The module takes the first screens' place under somebody's finger, in every engine.

use tokio::time::{Duration, timeout};

use super::first_screen::is_in_charge;
use super::sealed::{INSECURE, NOT_TO_BE_SEALED};
use super::soak::rounds;
use crate::harness::{
    Browser, Gate, KITA, Name, Office, Person, RESIDENTS, TAISHO, VISITORS, Window, in_every_engine, until,
};

/// What is asked first.
const FIRST: &str = "ties_felt";

in_every_engine! {
    what_is_read_before_the_module_is_there_stays_where_it_is on phone;
    soak_a_press_at_any_moment_of_the_taking_over_is_one_press on phone;
    soak_a_language_chosen_at_any_moment_of_the_taking_over_is_spoken on phone;
}

/// Somebody who has begun while the module is on its way.
async fn begins(window: Window, office: &Office) -> (Person, Gate) {
    let gate = Gate::before(office).await;
    let page = gate.at(&format!("/s/{RESIDENTS}?ward={TAISHO}&lang=ja"));
    let resident = Person::meets(Browser::open(window).await, office, RESIDENTS, TAISHO, &page).await;
    resident.starts().await;
    resident.is_asked(FIRST).await;
    (resident, gate)
}

/// Reads on, until the heading is out of sight.
const READS_ON: &str = "const [done] = arguments;
    document.querySelector('#koe-still button.main').scrollIntoView({ block: 'start', behavior: 'instant' });
    requestAnimationFrame(() => requestAnimationFrame(() =>
        done([scrollY, document.querySelector('h1').getBoundingClientRect().bottom < 0])));";

async fn what_is_read_before_the_module_is_there_stays_where_it_is(window: Window) {
    let office = Office::open().await;
    let (resident, gate) = begins(window, &office).await;
    let read = resident.browser.script_later(READS_ON).await;
    let read = read.expect("the page can be scrolled");
    assert_eq!(read[1], true, "the heading is out of sight: {read}");
    gate.opens();
    is_in_charge(&resident).await;
    resident.is_asked(FIRST).await;
    assert_eq!(resident.browser.script("return scrollY").await, Ok(read[0].clone()));
}

/// Brings "next" under the finger, and says where that is.
const NEXT: &str = "const part = document.querySelector('#koe-still button.main');
    part.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = part.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];";

/// Says where English is chosen.
const ENGLISH: &str = "const box = document.querySelector('#koe-still button[lang=en]').getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];";

/// How long a finger stays on the glass.
const RESTS: Duration = Duration::from_millis(70);

/// Somebody who has begun, and presses that place at another moment of the taking over each round.
async fn presses_in_between(window: Window, office: &Office, place: &str, round: u32) -> Person {
    let (resident, gate) = begins(window, office).await;
    let spot = resident.browser.script(place).await.expect("the button is on the screen");
    gate.opens();
    let step = Duration::from_millis(600 / rounds());
    // Time is the matter itself here.
    let waited = timeout(step * round, std::future::pending::<()>()).await;
    assert!(waited.is_err(), "nothing ends what is pending");
    resident.browser.rests_on(&spot, RESTS).await;
    is_in_charge(&resident).await;
    resident
}

async fn soak_a_press_at_any_moment_of_the_taking_over_is_one_press(window: Window) {
    let office = Office::open().await;
    for round in 0..u32::try_from(rounds()).expect("a count of rounds") {
        let resident = presses_in_between(window, &office, NEXT, round).await;
        until("one reminder", async || {
            let links = resident.browser.part(&["alert"], Name::Any).part(&["link"], Name::Any).all().await;
            let page = resident.browser.text().await?;
            match links {
                Ok(links) if links.len() == 1 => Ok(()),
                other => Err(format!("round {round}: {other:?} on {page}")),
            }
        })
        .await;
        resident.is_asked(FIRST).await;
    }
}

async fn soak_a_language_chosen_at_any_moment_of_the_taking_over_is_spoken(window: Window) {
    let office = Office::open().await;
    for round in 0..u32::try_from(rounds()).expect("a count of rounds") {
        let mut resident = presses_in_between(window, &office, ENGLISH, round).await;
        resident.language = "en";
        resident.is_asked(FIRST).await;
    }
}

/// Whatever was to be done after eight seconds or more is never done.
const PATIENT: &str = "const wait = window.setTimeout;
    window.setTimeout = (act, ms, ...more) => ms >= 8000 ? 0 : wait(act, ms, ...more);";

#[tokio::test]
async fn that_the_form_cannot_be_had_is_not_kept_from_somebody_who_has_begun() {
    let office = Office::open_sealed().await;
    let gate = Gate::before(&office).await;
    let browser = Browser::open(Window::PHONE).await;
    browser.before_every_page(INSECURE).await;
    browser.before_every_page(PATIENT).await;
    let page = gate.at(&format!("/s/{VISITORS}?ward={KITA}&lang=ja"));
    let visitor = Person::meets(browser, &office, VISITORS, KITA, &page).await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    gate.opens();
    until("the end of the first screens", async || {
        let left = visitor.browser.script("return document.querySelectorAll('[id^=koe-still]').length").await?;
        if left == 0 { Ok(()) } else { Err(format!("{left} there")) }
    })
    .await;
    visitor.browser.reads(NOT_TO_BE_SEALED).await;
}

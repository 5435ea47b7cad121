//! The form goes by how its reader likes to see: large, dark, with few colours, on paper.

use serde_json::{Value, json};

use super::embedding::element;
use crate::harness::journey::VISIT;
use crate::harness::{Browser, Host, KITA, Key, Office, PULSE, Page, Person, Setting, Tablet, VISITORS, Window, until};

/// How tall the letters of a question are, wherever the form stands.
const LETTERS: &str = "const host = document.querySelector('koe-survey');
    return parseFloat(getComputedStyle((host?.shadowRoot ?? document).querySelector('.page')).fontSize);";

/// The colour behind the form.
const GROUND: &str = "const host = document.querySelector('koe-survey');
    return getComputedStyle(host?.shadowRoot.querySelector('.ground') ?? document.body).backgroundColor;";

const WHITE: &str = "rgb(255, 255, 255)";
const BLACK: &str = "rgb(26, 26, 26)";

async fn shows(browser: &Browser, script: &str, wanted: impl Into<Value>) {
    let wanted = wanted.into();
    until(&format!("{wanted}"), async || {
        let found = browser.script(script).await?;
        if found == wanted { Ok(()) } else { Err(format!("it is {found}")) }
    })
    .await;
}

async fn likes_it_dark(browser: &Browser) {
    browser.is_set(Setting { window: Window::TABLET, dark: true }).await;
}

#[tokio::test]
async fn letters_that_were_made_larger_stay_so_in_this_browser_for_every_survey() {
    let office = Office::open_for(&[VISITORS, PULSE]).await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    shows(&visitor.browser, LETTERS, 18).await;
    visitor.presses("size.large").await;
    shows(&visitor.browser, LETTERS, 27).await;
    visitor.presses("size.largest").await;
    shows(&visitor.browser, LETTERS, 36).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..1]).await;
    visitor.is_asked("guide").await;
    shows(&visitor.browser, LETTERS, 36).await;
    visitor.opens().await;
    shows(&visitor.browser, LETTERS, 36).await;
    let pulse = office.at(&format!("/s/{PULSE}?ward={KITA}"));
    let other = Person::meets(visitor.browser, &office, PULSE, KITA, &pulse).await;
    other.is_asked("topic").await;
    let root = "return parseFloat(getComputedStyle(document.documentElement).fontSize)";
    shows(&other.browser, root, 32).await;
    other.presses("size.standard").await;
    shows(&other.browser, root, 16).await;
}

#[tokio::test]
async fn letters_that_a_visitor_made_larger_are_small_again_for_the_next_one() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let root = "return parseFloat(getComputedStyle(document.documentElement).fontSize)";
    tablet.begins().await;
    tablet.person.presses("size.large").await;
    tablet.person.presses("size.largest").await;
    shows(&tablet.person.browser, root, 32).await;
    tablet.person.presses("tablet.leave").await;
    tablet.person.presses("tablet.leave_yes").await;
    tablet.rests().await;
    shows(&tablet.person.browser, root, 16).await;
    tablet.begins().await;
    shows(&tablet.person.browser, root, 16).await;
}

#[tokio::test]
async fn letters_grow_in_someone_elses_page_and_the_page_does_not() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let page = Page::with(&office, &element(VISITORS, &format!("ward=\"{KITA}\"")));
    let address = host.shows("/visit", page);
    let visitor = Person::meets(Browser::open(Window::TABLET).await, &office, VISITORS, KITA, &address).await;
    visitor.is_welcome().await;
    shows(&visitor.browser, LETTERS, 18).await;
    visitor.presses("size.large").await;
    visitor.presses("size.largest").await;
    shows(&visitor.browser, LETTERS, 36).await;
    shows(&visitor.browser, "return getComputedStyle(document.documentElement).fontSize", "16px").await;
    visitor.opens().await;
    visitor.is_welcome().await;
    shows(&visitor.browser, LETTERS, 36).await;
}

#[tokio::test]
async fn it_is_dark_for_whoever_likes_it_dark_and_white_on_paper() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    shows(&visitor.browser, GROUND, WHITE).await;
    likes_it_dark(&visitor.browser).await;
    shows(&visitor.browser, GROUND, BLACK).await;
    let wish = json!({ "media": "print", "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    visitor.browser.cdp("Emulation.setEmulatedMedia", wish).await.expect("a page can look as on paper");
    shows(&visitor.browser, GROUND, WHITE).await;
}

#[tokio::test]
async fn in_someone_elses_page_it_is_dark_only_where_that_page_can_be() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let survey = element(VISITORS, &format!("ward=\"{KITA}\""));
    let browser = Browser::open(Window::TABLET).await;
    likes_it_dark(&browser).await;
    let around = |scheme: &str| format!("<div style=\"color-scheme: {scheme}\">{survey}</div>");
    let pages = [
        ("/silent", survey.clone(), WHITE),
        ("/light", around("light"), WHITE),
        ("/both", around("light dark"), BLACK),
    ];
    for (path, body, ground) in pages {
        browser.visit(&host.shows(path, Page::with(&office, &body))).await;
        until("the form to stand", async || {
            let stands = "return Boolean(document.querySelector('koe-survey').shadowRoot?.querySelector('h1'))";
            if browser.script(stands).await? == json!(true) { Ok(()) } else { Err(path.to_owned()) }
        })
        .await;
        shows(&browser, GROUND, ground).await;
    }
}

/// What tells a chosen row with the focus, a pressed button and a step that is done from others.
const MARKS: &str = "const look = (selector, ...names) => {
        const style = getComputedStyle(document.querySelector(selector));
        return names.map(name => style[name]).join(' ');
    };
    const edge = selector => look(selector, 'borderTopColor', 'borderTopWidth');
    return {
        chosen: edge('.choice:has(:checked)') !== edge('.choice:not(:has(:checked))'),
        focus: look('.choice:has(:checked)', 'outlineStyle'),
        pressed: look('.language[aria-pressed=true]', 'backgroundColor')
            !== look('.language[aria-pressed=false]', 'backgroundColor'),
        done: look('.progress .done', 'backgroundColor') !== look('.progress li:last-child', 'backgroundColor'),
        now: look('.progress .now', 'backgroundImage') !== 'none',
    }";

#[tokio::test]
async fn where_the_reader_has_few_colours_the_choice_the_focus_the_button_and_the_progress_are_seen() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.has_media(&[("forced-colors", "active")]).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..5]).await;
    visitor.is_asked(VISIT[5].0).await;
    visitor.says(&VISIT[5]).await;
    visitor.browser.key(Key::Tab).await;
    visitor
        .browser
        .script("document.querySelector('.choice :checked').focus()")
        .await
        .expect("a choice takes the focus");
    let seen = json!({ "chosen": true, "focus": "solid", "pressed": true, "done": true, "now": true });
    shows(&visitor.browser, MARKS, seen).await;
}

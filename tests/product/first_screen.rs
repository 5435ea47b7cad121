//! The first question is there before the module is, and an answer to it stays.

use serde_json::{Value, json};
use tokio::time::{Duration, timeout};

use super::soak::rounds;
use crate::harness::journey::VISIT;
use crate::harness::{Browser, KITA, Key, Office, Person, Setting, VISITORS, Window, until};

/// What stands before the module: its heading, which choice is taken, and nothing once it is gone.
const STILL: &str = "const still = document.querySelector('[id^=koe-still]');
    return still && [still.querySelector('h1')?.textContent, still.querySelector(':checked')?.value ?? null];";

/// Reads a little further down.
const READS_ON: &str = "const [done] = arguments;
    scrollTo(0, 150);
    requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY)));";

/// Takes a choice of the first question before the module is there.
async fn answers_early(visitor: &Person, code: &str) {
    visitor.starts().await;
    visitor.is_asked(VISIT[0].0).await;
    visitor.takes(VISIT[0].0, code).await;
    let still = visitor.browser.script(STILL).await.expect("the page can be read");
    assert_eq!(still[1], code, "it was answered before the module was there: {still}");
}

pub(super) async fn is_in_charge(visitor: &Person) {
    until("the module in charge", async || {
        let still = visitor.browser.script(STILL).await?;
        if still.is_null() { Ok(()) } else { Err(still.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_given_before_the_module_is_there_stays() {
    let office = Office::open().await;
    let browser = Browser::open(Window::PHONE).await;
    browser.has_line(50, Some(30_000)).await;
    let visitor = comes_with(browser, &office).await;
    answers_early(&visitor, "cert").await;
    let read = visitor.browser.script_later(READS_ON).await;
    is_in_charge(&visitor).await;
    assert_eq!(visitor.browser.script("return scrollY").await, read, "it stays where it was read");
    visitor.is_asked(VISIT[0].0).await;
    let checked = visitor.browser.script("return document.querySelector('#koe :checked')?.value").await;
    assert_eq!(checked, Ok(json!("cert")));
    visitor.goes_on().await;
    visitor.is_asked(VISIT[1].0).await;
    visitor.goes_back().await;
    visitor.is_asked(VISIT[0].0).await;
    let checked = visitor.browser.script("return document.querySelector('#koe :checked')?.value").await;
    assert_eq!(checked, Ok(json!("cert")));
}

/// Somebody with a browser of whom nothing is known yet.
async fn comes_with(browser: Browser, office: &Office) -> Person {
    let page = office.at(&format!("/s/{VISITORS}?ward={KITA}&lang=ja"));
    Person::meets(browser, office, VISITORS, KITA, &page).await
}

/// Goes on by the plain form, where the answer is there.
async fn goes_on_plainly(visitor: &Person) {
    visitor.goes_on().await;
    visitor.is_asked(VISIT[1].0).await;
    assert!(visitor.browser.address().await.contains("/plain"));
    visitor.goes_back().await;
    visitor.is_asked(VISIT[0].0).await;
    visitor.group(VISIT[0].0).part(&["checkbox"], visitor.sheet.choice("ja", KITA, VISIT[0].0, "cert")).chosen().await;
}

#[tokio::test]
async fn where_the_module_does_not_come_the_plain_form_goes_on_with_the_answer() {
    let office = Office::open().await;
    let browser = Browser::open(Window::PHONE).await;
    browser.never_gets("*.wasm").await;
    let visitor = comes_with(browser, &office).await;
    answers_early(&visitor, "cert").await;
    goes_on_plainly(&visitor).await;
}

/// Answers the first question wherever it stands; before that, the page may have told that nothing is kept until it is sent.
async fn answers_plainly(browser: Browser, is_told: bool) {
    let office = Office::open().await;
    let visitor = comes_with(browser, &office).await;
    if is_told {
        let told = "return [document.querySelector('#koe-still noscript').innerText,
            getComputedStyle(document.querySelector('#koe-still .unsaid')).visibility]";
        let keep = "このページでは、「送信する」を押すまで答えは保存されません。途中で閉じると、答えは消えます。前に戻るときは、\
            ページの中のボタンを押してください。";
        assert_eq!(visitor.browser.script(told).await, Ok(json!([keep, "hidden"])));
    }
    visitor.starts().await;
    visitor.is_asked(VISIT[0].0).await;
    visitor.takes(VISIT[0].0, "cert").await;
    goes_on_plainly(&visitor).await;
}

#[tokio::test]
async fn where_no_script_comes_the_first_screen_leads_to_the_plain_form() {
    let browser = Browser::open(Window::PHONE).await;
    browser.never_gets("*.js").await;
    answers_plainly(browser, false).await;
}

#[tokio::test]
async fn with_scripts_off_the_first_screen_leads_to_the_plain_form() {
    answers_plainly(Browser::open(Window { scripts: false, ..Window::PHONE }).await, true).await;
}

#[tokio::test]
async fn nothing_in_the_first_screens_keeps_anybody_out_before_the_module_is_there() {
    let office = Office::open().await;
    let mut found = Vec::new();
    for language in ["ja", "ja-easy", "en"] {
        let browser = Browser::open(Window::PHONE).await;
        browser.never_gets("*.wasm").await;
        let page = office.at(&format!("/s/{VISITORS}?ward={KITA}&lang={language}"));
        let mut visitor = Person::meets(browser, &office, VISITORS, KITA, &page).await;
        visitor.language = language;
        visitor.is_welcome().await;
        for screen in ["opening", "question"] {
            for window in [Window::PHONE, Window::KIOSK] {
                for dark in [false, true] {
                    visitor.browser.is_set(Setting { window, dark }).await;
                    let barriers = visitor.browser.barriers().await.into_iter();
                    let barriers = barriers.chain(visitor.browser.stands_out().await);
                    found.extend(barriers.map(|one| format!("{screen}, {language}, {window:?}, {dark}: {one}")));
                }
            }
            if screen == "opening" {
                visitor.starts().await;
                visitor.is_asked(VISIT[0].0).await;
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Notes which choice is pressed, by finger or by the space bar, and whether the module's screen stands at that moment.
const NOTES_PRESSES: &str = "for (const down of ['pointerdown', 'keydown']) addEventListener(down, ({ target }) => {
        const { value } = target.closest('label')?.control ?? target;
        window.pressed = [value ?? null, !document.querySelector('[id^=koe-still]')];
    }, true);";

/// Puts the focus on a choice, as the Tab key does.
const FOCUSES: &str = "document.querySelector('input[value=cert]').focus();";

/// Where a choice is on the screen now.
const SPOT: &str = "const box = document.querySelector('input[value=cert]').labels[0].getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];";

/// How long a finger stays on the glass, or on the space bar.
const RESTS: Duration = Duration::from_millis(70);

/// By what somebody presses.
#[derive(Debug, Clone, Copy)]
enum By {
    Finger,
    SpaceBar,
}

impl By {
    /// What the browser is told, down and up.
    async fn strokes(self, browser: &Browser) -> (&'static str, Vec<Value>) {
        match self {
            Self::Finger => {
                let spot = browser.script(SPOT).await.expect("the choice is on the screen");
                let touch =
                    |kind| json!({ "type": kind, "x": spot[0], "y": spot[1], "button": "left", "clickCount": 1 });
                ("Input.dispatchMouseEvent", ["mousePressed", "mouseReleased"].map(touch).to_vec())
            }
            Self::SpaceBar => {
                browser.script(FOCUSES).await.expect("the choice can have the focus");
                ("Input.dispatchKeyEvent", Key::Space.strokes())
            }
        }
    }
}

/// Which choice was pressed; and whether the module's own was.
async fn presses_after(visitor: &Person, moment: Duration, by: By) -> (String, bool) {
    visitor.starts().await;
    visitor.is_asked(VISIT[0].0).await;
    let (kind, strokes) = by.strokes(&visitor.browser).await;
    // Time is the matter itself here: the press comes at another moment of the loading each round, and rests there.
    for (stroke, moment) in strokes.into_iter().zip([moment, RESTS]) {
        let waited = timeout(moment, std::future::pending::<()>()).await;
        assert!(waited.is_err(), "nothing ends what is pending");
        visitor.browser.cdp(kind, stroke).await.expect("the screen can be touched");
    }
    let pressed = visitor.browser.script("return pressed").await.expect("a press is noted");
    (pressed[0].as_str().expect("a choice was pressed").to_owned(), pressed[1] == true)
}

/// What the module's screen has as the answer.
async fn answer(visitor: &Person) -> Value {
    let all = "return [...document.querySelectorAll('#koe :checked')].map(one => one.value)";
    visitor.browser.script(all).await.expect("the screen can be read")
}

#[tokio::test]
async fn soak_an_answer_pressed_at_any_moment_of_the_loading_is_the_answer_that_is_kept() {
    let office = Office::open().await;
    let (mut early, mut late) = (0, 0);
    let step = Duration::from_millis(2_000 / u32::try_from(rounds()).map_or(1, u64::from));
    for round in 0..u32::try_from(rounds()).expect("a count of rounds") {
        let browser = Browser::open(Window::PHONE).await;
        browser.before_every_page(NOTES_PRESSES).await;
        browser.has_line(50, Some(120_000)).await;
        let visitor = comes_with(browser, &office).await;
        let by = if round % 4 == 3 { By::SpaceBar } else { By::Finger };
        let (pressed, by_module) = presses_after(&visitor, step * round, by).await;
        *if by_module { &mut late } else { &mut early } += 1;
        is_in_charge(&visitor).await;
        until("the answer that was pressed", async || {
            let kept = answer(&visitor).await;
            if kept == json!([pressed]) {
                Ok(())
            } else {
                Err(format!("round {round}, {by:?}: {kept}, pressed was {pressed}"))
            }
        })
        .await;
        visitor.reads("notice.saved").await;
        visitor.browser.reload().await;
        visitor.is_asked(VISIT[0].0).await;
        assert_eq!(answer(&visitor).await, json!([pressed]), "round {round}: after the page was opened again");
    }
    println!("{early} presses before the module was in charge and {late} after; all are kept");
    assert!(early > 0, "no press came before the module");
}

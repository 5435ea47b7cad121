//! The doors by which a person comes to the same form.

use serde_json::Value;

use super::browser::Browser;
use super::office::Office;
pub(crate) use super::sight::Seen;
use super::until::until;
use super::walk::Walk;

/// Fills and reads pages.
const HAND: &str = include_str!("door.js");

/// A way into a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// The page that the module makes.
    Module,
    /// The form without script.
    Plain,
}

impl Door {
    /// Every one.
    pub(crate) const ALL: [Self; 2] = [Self::Module, Self::Plain];

    /// The mode of the responses that come through it.
    pub(crate) fn mode(self) -> &'static str {
        match self {
            Self::Module => "web",
            Self::Plain => "plain",
        }
    }

    /// Walks through a survey with a browser that keeps nothing from before; every page that was seen.
    pub(crate) async fn goes(self, browser: &Browser, office: &Office, survey: &str, walk: &Walk) -> Vec<Seen> {
        let query = &walk.query;
        match self {
            Self::Module => {
                forget(browser, office).await;
                browser.visit(&office.at(&format!("/s/{survey}?{query}"))).await;
                let walk = serde_json::to_string(walk).expect("a way is JSON");
                let body = format!(
                    "{HAND} const done = arguments[arguments.length - 1];
                     walk({walk}).then(done, why => done({{ error: String(why) }}))"
                );
                let outcome = browser.script_later(&body).await;
                let at = if outcome.is_err() { browser.address().await } else { String::new() };
                read(outcome, &at)
            }
            Self::Plain => {
                browser.visit(&office.at(&format!("/s/{survey}/plain?{query}"))).await;
                let mut pages = vec![arrived(browser).await];
                for step in &walk.steps {
                    let step = serde_json::to_string(step).expect("a step is JSON");
                    browser.script(&format!("{HAND} post({step})")).await.expect("the page can be filled and left");
                    pages.push(arrived(browser).await);
                }
                pages
            }
        }
    }
}

fn read(outcome: Result<Value, String>, at: &str) -> Vec<Seen> {
    let pages = outcome.unwrap_or_else(|why| panic!("the page can be walked through, now at {at}: {why}"));
    assert!(pages.get("error").is_none(), "the way ends: {pages}");
    serde_json::from_value(pages).expect("pages are told as agreed")
}

/// The page that was posted for, once it is there.
async fn arrived(browser: &Browser) -> Seen {
    let page = until("the next page", async || {
        let page = browser.script(&format!("{HAND} return arrived()")).await?;
        if page.is_null() { Err("the last page is still there".to_owned()) } else { Ok(page) }
    })
    .await;
    serde_json::from_value(page).expect("a page is told as agreed")
}

/// Makes the device that of someone who was never there: a tab without a past, since a browser that has forgotten some
/// of it leads Back to elsewhere, and no database. Pages that it keeps for its Back button may still have that open; this
/// says when it is gone all the same.
async fn forget(browser: &Browser, office: &Office) {
    let past = browser.tab().await;
    let next = browser.new_tab().await;
    browser.show_tab(&past).await;
    browser.close_tab_for(&next).await;
    browser.visit(&office.at("/api/v1/health")).await;
    let gone = browser
        .script_later(
            "const done = arguments[arguments.length - 1];
             const asked = indexedDB.deleteDatabase('koe');
             asked.onsuccess = () => done(true);
             asked.onerror = () => done(String(asked.error));",
        )
        .await;
    assert_eq!(gone, Ok(Value::Bool(true)), "the device can be emptied");
}

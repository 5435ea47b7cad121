//! The form without script, in a browser that shows text alone.

use serde_json::Value;

use super::residents::{sha256, told};
use crate::harness::journey::{Says, Step, VISIT};
use crate::harness::{KITA, Office, Sheet, TextBrowser, VISITORS};

#[tokio::test]
async fn a_text_browser_leads_to_the_receipt_of_what_is_stored() {
    let office = Office::open().await;
    let sheet = Sheet::of(&office, VISITORS).await;
    let mut browser = TextBrowser::open(office.at(&format!("/s/{VISITORS}/plain?ward={KITA}&lang=ja")));
    let way: Vec<Step> =
        VISIT[..6].iter().copied().chain([("free", Says::Words("Thank you. It was quick."))]).collect();
    browser.press("start");
    for (question, says) in &way {
        reads(&browser, &sheet.question("ja", KITA, question));
        let codes = match says {
            Says::One(code) => std::slice::from_ref(code),
            Says::Several(codes) => codes,
            Says::Words(words) => {
                browser.write(words);
                &[]
            }
            Says::Other(..) | Says::Nothing => panic!("{says:?} is no part of this way"),
        };
        for code in codes {
            browser.tick(&sheet.choice("ja", KITA, question, code));
        }
        browser.press("next");
    }
    reads(&browser, &sheet.word("ja", "review.title"));
    assert_eq!(office.stored(VISITORS), Vec::<Value>::new(), "nothing is sent before it is looked over");
    browser.press("send");
    reads(&browser, &sheet.word("ja", "sent.title"));

    let stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    let response = &stored[0]["response"];
    assert_eq!(response["answers"], told(&way));
    assert_eq!(response["mode"], "plain");
    assert_eq!(response["receipt_hash"], sha256(&receipt(browser.page(), &sheet.word("ja", "receipt.title"))));
}

fn reads(browser: &TextBrowser, words: &str) {
    assert!(browser.page().contains(words), "{words:?} is not on the page:\n{}", browser.page());
}

/// The 20 characters of the receipt on the page.
fn receipt(page: &str, title: &str) -> String {
    let (_, part) = page.rsplit_once(title).expect("the receipt has a title");
    let line = part.lines().find(|line| !line.trim().is_empty()).expect("the receipt has a number");
    // In fives, as it is to be written down.
    let fives: Vec<&str> = line.split_whitespace().collect();
    assert!(fives.len() == 4 && fives.iter().all(|five| five.len() == 5), "the page says:\n{page}");
    fives.concat()
}

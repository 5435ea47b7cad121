//! The form without script cannot seal: what it sends is sealed here, before it is stored.

use office::http::Limits;
use questionnaire::State;
use serde_json::Value;

use crate::client::Answer;
use crate::office::{TestOffice, VISITORS, id};
use crate::sealed::{key, sealed_to};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The fields that a page carries unseen.
fn hidden(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap());
    let attribute = |input: &str, name: &str| {
        let value = input.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
        let plain = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        Some(plain.iter().fold(value.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain)))
    };
    let hidden = inputs.filter(|input| input.contains("type=\"hidden\""));
    hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?))).collect()
}

/// The page after `page`, on which these fields were filled in and the button `press` was pressed.
async fn next(office: &TestOffice, page: &str, filled: &[(&str, &str)], press: &str) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(hidden(page)).extend_pairs(filled).append_pair("do", press);
    office.client.send("POST", &format!("/s/{VISITORS}/plain"), &[FORM], body.finish()).await
}

/// The page on which everything that was answered is read once more.
async fn reviewed(office: &TestOffice, words: &str) -> String {
    let mut page = office.client.get(&format!("/s/{VISITORS}/plain?ward=271080&lang=en")).await.text();
    let steps: [(&[(&str, &str)], &str); 5] = [
        (&[], "start"),
        (&[("q-visited", "yes")], "next"),
        (&[("q-often", "weekly")], "next"),
        (&[("q-age", "71")], "next"),
        (&[("q-words", words)], "next"),
    ];
    for (filled, press) in steps {
        let answer = next(office, &page, filled, press).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        page = answer.text();
    }
    assert!(page.contains(words), "{page}");
    page
}

#[tokio::test]
async fn what_the_form_without_script_sends_is_sealed_before_it_is_stored() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let review = reviewed(&office, "unmistakable").await;
    let done = next(&office, &review, &[], "send").await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());

    let records = office.store.records(&id(VISITORS), "", 9).await.unwrap();
    let sealed = records[0].sealed.as_ref().unwrap();
    assert_eq!((records.len(), sealed.through), (1, questionnaire::Mode::Plain));
    assert!(!sealed.body.contains("unmistakable"));
    for number in [0, 1] {
        let sealed = sealing::Sealed::parse(sealed.body.as_bytes()).unwrap();
        let secret: Value = serde_json::from_slice(&sealed.open(&[key(number)]).unwrap()).unwrap();
        assert_eq!(secret["answers"]["words"], "unmistakable");
        let clear: Value = serde_json::from_slice(sealed.clear()).unwrap();
        assert_eq!(clear["mode"], "plain");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_again_is_the_same_sealed_response() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let review = reviewed(&office, "twice").await;
    let (first, second) = (next(&office, &review, &[], "send").await, next(&office, &review, &[], "send").await);
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (200, 200));
    let records = office.store.records(&id(VISITORS), "", 9).await.unwrap();
    assert_eq!((records.len(), records[0].conflicts), (1, 0));

    let mut back = next(&office, &review, &[], "change:words").await.text();
    for (filled, press) in [(&[("q-words", "otherwise")][..], "next"), (&[], "send")] {
        back = next(&office, &back, filled, press).await.text();
    }
    let records = office.store.records(&id(VISITORS), "", 9).await.unwrap();
    assert_eq!((records.len(), records[0].conflicts), (1, 1), "{back}");
}

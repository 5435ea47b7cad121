//! What is asked is read aloud by a voice of the device, to whoever wants it, and to nobody else.

use questionnaire::Kind;
use serde_json::{Value, json};

use super::pictures::album;
use crate::harness::{KITA, Office, Person, Tablet, VISITORS, until};

/// What a page finds in the place of the device's voices.
const DEVICE: &str = concat!("{", include_str!("aloud.js"), "}");

/// One of the device itself and one of somebody's network, as a telephone writes them.
const VOICES: &str = r#"device.has([["Kyoko", "ja_JP", true], ["Cloud", "ja-JP", false], ["Anna", "en-GB", true],
    ["Cloud 2", "zh-CN", false], ["", "", true]])"#;

/// A device that has voices for every language that it can be asked in from the start.
pub(super) const WITH_VOICES: &str =
    concat!("{", include_str!("aloud.js"), "}", r#"device.has([["Kyoko", "ja-JP", true], ["Anna", "en-GB", true]]);"#);

/// Somebody at the first question, whose device has not told of its voices yet.
async fn at_a_question(office: &Office) -> Person {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    visitor.browser.before_every_page(DEVICE).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    visitor
}

/// The device tells of its voices.
async fn tells_voices(visitor: &Person, voices: &str) {
    visitor.browser.script(voices).await.expect("the device can tell of voices");
}

/// Everything that the device was to say since the page was opened.
async fn said(visitor: &Person) -> Vec<Value> {
    let said = visitor.browser.script("return device.said").await.expect("the device knows what it said");
    said.as_array().cloned().unwrap_or_default()
}

/// Listens to the end, and gives what was said meanwhile: texts in order.
async fn hears(visitor: &Person, lang: &str, voice: &str) -> Vec<String> {
    let before = said(visitor).await.len();
    visitor.presses("aloud.read").await;
    visitor.browser.button(visitor.word("aloud.stop")).found().await;
    while visitor.browser.script("return device.ends()").await == Ok(true.into()) {}
    visitor.browser.button(visitor.word("aloud.read")).found().await;
    let heard = said(visitor).await.split_off(before);
    let text = |one: Value| {
        assert_eq!((&one[1], &one[2]), (&lang.into(), &voice.into()), "{one}");
        one[0].as_str().expect("a text was said").to_owned()
    };
    heard.into_iter().map(text).collect()
}

/// What the first question says, in order.
fn sayings(visitor: &Person) -> Vec<String> {
    let asked = visitor.sheet.survey().questionnaire().questions().iter().find(|one| one.id().as_str() == "purpose");
    let Some(Kind::Several { choices, .. }) = asked.map(questionnaire::Question::kind) else { panic!("several") };
    let choices =
        choices.iter().map(|choice| visitor.sheet.choice(visitor.language, KITA, "purpose", choice.code.as_str()));
    let number = visitor.sheet.word_with(visitor.language, "asking.question", &[("n", "1")]);
    let question = visitor.words_of("purpose");
    // In English there are two sentences.
    let sentences = question.split_inclusive("? ").map(|one| one.trim().to_owned());
    [number].into_iter().chain(sentences).chain([visitor.word("asking.several")]).chain(choices).collect()
}

#[tokio::test]
async fn a_question_is_read_in_its_language_with_what_helps_and_its_choices_and_no_answer() {
    let office = Office::open().await;
    let mut visitor = at_a_question(&office).await;
    tells_voices(&visitor, VOICES).await;
    assert_eq!(hears(&visitor, "ja-JP", "Kyoko").await, sayings(&visitor));
    keep_picture(&visitor, "aloud-0-ja").await;
    // What was chosen sounds like what was not.
    visitor.takes("purpose", "cert").await;
    assert_eq!(hears(&visitor, "ja-JP", "Kyoko").await, sayings(&visitor));
    visitor.switches_to("en").await;
    visitor.is_asked("purpose").await;
    keep_picture(&visitor, "aloud-1-en").await;
    let english = sayings(&visitor);
    assert!(english.len() > 8 && english[1].ends_with('?'), "{english:?}");
    assert_eq!(hears(&visitor, "en-GB", "Anna").await, english);
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn easy_japanese_is_read_by_its_readings_and_each_word_once() {
    let office = Office::open().await;
    let mut visitor = at_a_question(&office).await;
    visitor.switches_to("ja-easy").await;
    visitor.is_asked("purpose").await;
    tells_voices(&visitor, VOICES).await;
    let heard = hears(&visitor, "ja-JP", "Kyoko").await;
    let kanji = |text: &String| text.chars().any(|one| ('\u{3400}'..='\u{9fff}').contains(&one));
    assert!(!heard.iter().any(kanji), "{heard:?}");
    assert_eq!(
        heard[..4],
        ["しつもん1", "きょうは なにの ために きましたか。", "ぜんぶ えらんでください。", "いくつでも えらべます。"]
    );
    keep_picture(&visitor, "aloud-2-easy").await;
    // Where somebody does without readings, the voice reads the words as they stand.
    visitor.presses("language.ruby_off").await;
    let words = hears(&visitor, "ja-JP", "Kyoko").await;
    assert!(words[1].contains("今日") && !words.concat().contains("きょう"), "{words:?}");
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_voice_falls_silent_when_it_is_told_to_when_somebody_goes_on_and_when_the_page_is_not_seen() {
    let office = Office::open().await;
    let visitor = at_a_question(&office).await;
    tells_voices(&visitor, VOICES).await;
    let hidden = "Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'))";
    let ways = [Some("aloud.stop"), Some("asking.next"), Some("asking.previous"), None];
    for way in ways {
        visitor.presses("aloud.read").await;
        visitor.browser.button(visitor.word("aloud.stop")).found().await;
        match way {
            // The question may be passed over: it is asked whether it was meant to.
            Some("asking.next") => {
                visitor.takes("purpose", "cert").await;
                visitor.presses("asking.next").await;
                visitor.is_asked("guide").await;
            }
            Some(key) => visitor.presses(key).await,
            None => visitor.browser.script(hidden).await.map(drop).expect("the page can be hidden"),
        }
        visitor.browser.button(visitor.word("aloud.read")).found().await;
        let said = said(&visitor).await;
        assert_eq!(said.last(), Some(&json!("silence")), "{way:?}: {said:?}");
        assert_eq!(said.iter().filter(|one| **one == json!("silence")).count() * 2, said.len(), "{way:?}: {said:?}");
    }
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn what_fails_late_of_a_reading_that_was_broken_off_ends_no_other() {
    let office = Office::open().await;
    let visitor = at_a_question(&office).await;
    tells_voices(&visitor, VOICES).await;
    for key in ["aloud.read", "aloud.stop", "aloud.read"] {
        visitor.presses(key).await;
    }
    visitor.browser.button(visitor.word("aloud.stop")).found().await;
    let before = said(&visitor).await;
    tells_voices(&visitor, "device.fails()").await;
    assert_eq!(said(&visitor).await, before);
    assert_eq!(visitor.browser.script("return device.ends()").await, Ok(true.into()), "the next sentence follows");
    visitor.browser.button(visitor.word("aloud.stop")).found().await;
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn nothing_is_offered_that_a_voice_of_the_device_cannot_read() {
    let office = Office::open().await;
    let mut visitor = at_a_question(&office).await;
    let foreign = r#"device.has([["Cloud", "ja-JP", false], ["Anna", "en-GB", true], ["Ni", "jam-JM", true]])"#;
    tells_voices(&visitor, foreign).await;
    // It has heard: English is spoken.
    visitor.switches_to("en").await;
    visitor.browser.button(visitor.word("aloud.read")).found().await;
    for language in ["ja", "ja-easy"] {
        visitor.switches_to(language).await;
        visitor.is_asked("purpose").await;
        assert_eq!(buttons(&visitor).await, 0, "{language}");
    }
    // Voices that come later are heard of.
    tells_voices(&visitor, r#"device.has([["K", "jpn-JPN", true]])"#).await;
    visitor.browser.button(visitor.word("aloud.read")).found().await;
    tells_voices(&visitor, "device.has([])").await;
    until("no button without voices", async || match buttons(&visitor).await {
        0 => Ok(()),
        count => Err(format!("{count} buttons")),
    })
    .await;
    assert_eq!(said(&visitor).await, Vec::<Value>::new());
}

async fn buttons(visitor: &Person) -> usize {
    let count = visitor.browser.script("return document.querySelectorAll('.aloud').length").await;
    count.ok().and_then(|count| count.as_u64()).and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
}

#[tokio::test]
async fn nothing_is_read_on_to_the_next_visitor_of_a_tablet() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let person = &tablet.person;
    person.browser.before_every_page(DEVICE).await;
    tablet.opens().await;
    tablet.rests().await;
    tells_voices(person, VOICES).await;
    tablet.begins().await;
    person.is_asked("purpose").await;
    person.presses("aloud.read").await;
    person.browser.button(person.word("aloud.stop")).found().await;
    person.presses("tablet.leave").await;
    person.presses("tablet.leave_yes").await;
    tablet.rests().await;
    assert_eq!(said(person).await.last(), Some(&json!("silence")));
    tablet.begins().await;
    person.is_asked("purpose").await;
    person.browser.button(person.word("aloud.read")).found().await;
}

/// Keeps a picture of what is on the screen, where pictures are kept.
async fn keep_picture(visitor: &Person, name: &str) {
    if let Some(folder) = album() {
        std::fs::write(folder.join(format!("{name}.png")), visitor.browser.picture().await).expect("it can be kept");
    }
}

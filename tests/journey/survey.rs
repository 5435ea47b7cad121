//! A small survey with every kind of question, in the words of the real interface.

use std::collections::BTreeMap;

use serde_json::{Value, json};

const LANGUAGES: [(&str, &str); 3] = [
    ("ja", include_str!("../../content/interface/ja.toml")),
    ("ja-easy", include_str!("../../content/interface/ja-easy.toml")),
    ("en", include_str!("../../content/interface/en.toml")),
];

/// The languages that come by translations.
const TRANSLATED: [(&str, &str); 7] = [
    ("ko", include_str!("../../content/translations/ko/interface.toml")),
    ("zh-Hans", include_str!("../../content/translations/zh-Hans/interface.toml")),
    ("zh-Hant", include_str!("../../content/translations/zh-Hant/interface.toml")),
    ("vi", include_str!("../../content/translations/vi/interface.toml")),
    ("ne", include_str!("../../content/translations/ne/interface.toml")),
    ("fil", include_str!("../../content/translations/fil/interface.toml")),
    ("pt", include_str!("../../content/translations/pt/interface.toml")),
];

/// All languages that there are words of.
pub(crate) fn all_languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().chain(&TRANSLATED).map(|(language, _)| *language)
}

/// The same survey, offered in every language.
pub(crate) fn in_all_languages(payload: &str) -> String {
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    add_languages(&mut payload["survey"]);
    payload["survey"]["questionnaire"]["languages"] = json!(all_languages().collect::<Vec<_>>());
    for (language, _) in TRANSLATED {
        payload["interface"][language] = json!({ "language": { "name": words(language)["language"]["name"] } });
    }
    payload.to_string()
}

/// Each text of a survey in each language, told apart by its tag.
fn add_languages(part: &mut Value) {
    match part {
        Value::Object(table) if table.contains_key("ja-easy") => {
            let own = table["en"].as_str().unwrap().trim_end_matches(" (en)").to_owned();
            table.extend(TRANSLATED.map(|(language, _)| (language.to_owned(), json!(format!("{own} ({language})")))));
        }
        Value::Object(table) => table.values_mut().for_each(add_languages),
        Value::Array(list) => list.iter_mut().for_each(add_languages),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The same words in each language, told apart by its tag; the easy ones with ruby.
pub(crate) fn text(words: &str) -> Value {
    json!({ "ja": format!("{words}（日）"), "ja-easy": format!("{words}（{{易|やさ}}）"), "en": format!("{words} (en)") })
}

fn choice(code: &str) -> Value {
    json!({ "code": code, "text": text(code) })
}

fn question(id: &str, answer: &Value, more: &Value) -> Value {
    let mut question = json!({ "id": id, "text": text(id), "need": "optional", "answer": answer });
    let fields = question.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    question
}

fn about_you() -> Value {
    let when = json!({ "ask_when": { "chose": { "question": "works", "choice": "yes" } }, "need": "reminded" });
    let yes_no = json!({ "one": { "choices": [choice("yes"), choice("no"), { "code": "dk", "text": text("dk"), "meaning": "dont_know" }] } });
    json!({ "id": "you", "title": text("you"), "why": text("why"), "questions": [
        question("works", &yes_no, &json!({ "need": "required" })),
        question("days", &json!({ "number": { "min": 1, "max": 7, "unit": text("days") } }), &when),
        question("liked", &json!({ "several": { "at_most": 2, "choices": [
            choice("parks"), choice("shops"), choice("people"),
            { "code": "other", "text": text("other"), "other": true },
            { "code": "none", "text": text("none"), "exclusive": true },
        ] } }), &json!({ "need": "reminded" })),
    ] })
}

fn every_kind() -> Value {
    let late = json!({ "fails_when": { "compare": { "question": "moved", "is": "greater", "to": { "date": "2020-01-01" } } },
        "severity": "soft", "message": text("late") });
    json!({ "id": "rest", "title": text("rest"), "questions": [
        question("moved", &json!({ "date": { "earliest": "1900-01-01", "latest": "2026-12-31" } }), &json!({ "checks": [late], "page": "dates" })),
        question("since", &json!({ "month": { "earliest": "1900-01", "latest": "2026-12" } }), &json!({ "page": "dates",
            "escapes": [{ "code": "dk", "text": text("dk"), "meaning": "dont_know" }] })),
        question("place", &json!({ "text": { "characters_max": 10, "one_line": true } }), &json!({})),
        question("rated", &json!({ "rating": { "low": text("low"), "high": text("high") } }), &json!({})),
        question("ranked", &json!({ "ranking": { "at_most": 2, "choices": [choice("a"), choice("b"), choice("c")] } }), &json!({})),
        question("words", &json!({ "text": { "characters_max": 400 } }), &json!({})),
    ] })
}

/// All words of a language.
pub(crate) fn words(language: &str) -> Value {
    let (_, file) =
        LANGUAGES.iter().chain(&TRANSLATED).find(|(tag, _)| *tag == language).expect("the interface speaks it");
    toml::from_str(file).unwrap()
}

/// All words of Japanese, and what the other languages are called.
fn interface() -> Value {
    let table = |language| {
        let words = words(language);
        if language == "ja" { words } else { json!({ "language": { "name": words["language"]["name"] } }) }
    };
    json!(BTreeMap::from(LANGUAGES.map(|(language, _)| (language, table(language)))))
}

/// The same with all words of every language, as the office has it for itself.
pub(crate) fn in_all_words(payload: &str) -> String {
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    payload["interface"] = json!(BTreeMap::from(LANGUAGES.map(|(language, _)| (language, words(language)))));
    payload.to_string()
}

/// What the office sends.
pub(crate) fn payload(needs_code: bool) -> String {
    published(&json!([about_you(), every_kind()]), needs_code)
}

/// The same with the first two questions on one page. The second comes there by an answer to the first, and may be passed.
pub(crate) fn on_one_page(payload: &str) -> String {
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    let questions = &mut payload["survey"]["questionnaire"]["sections"][0]["questions"];
    for at in 0..2 {
        questions[at]["page"] = json!("you");
    }
    questions[1]["need"] = json!("optional");
    payload.to_string()
}

/// The public key of a ward: its name and its coordinates. Nobody has its other half.
pub(crate) const WARD: [&str; 3] = [
    "xHJywjFQx75kBA6ghSJpFoeWlqIvYGpkp3mNJ9hA05c",
    "XgxtrYjh_kmS8WWOn8MyFPbyKQv6HoWn_X925hhv4bU",
    "Vigi4djr__35pPowQ7CoDcpCkvfiv2RD59UzkfiD_7I",
];
/// That of an escrow.
pub(crate) const ESCROW: [&str; 3] = [
    "6ZJMMND18tLv3A07zC-rHVGvM5vy62jYeQmovBy8v7s",
    "oVDnpPFq_FOSceouZ2bvhKRcCiItgayUri_PJL8JbUc",
    "JxLzkbUdr35201FJSVJdXIXslGPq6S3TugfTV6ycDZ4",
];
/// One that comes after it.
pub(crate) const NEXT: [&str; 3] = [
    "EamEaFDflFnws1M7JOk8V_x1ziqAteACn3Iq9JKgVkw",
    "l_ujAdd1PPJy91yoDv-ZeDQk2MDEa47K3vE521brHXg",
    "OL2lL6wqfhdDp54F0EEQ6xVCzbh2xX7OpzZVgyQG3ag",
];

/// The same with these keys.
pub(crate) fn with_keys(payload: &str, keys: [[&str; 3]; 2]) -> String {
    let key = |[kid, x, y]: [&str; 3]| json!({ "crv": "P-256", "kid": kid, "kty": "EC", "x": x, "y": y });
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    payload["survey"]["sealing_keys"] = json!(keys.map(key));
    payload.to_string()
}

/// Keys as the code that seals takes them.
pub(crate) fn key_lines(keys: [[&str; 3]; 2]) -> String {
    keys.map(|key| key.join(" ") + "\n").concat()
}

/// The same with what stands beside the kinds: words beside a choice, and ways to say nothing.
pub(crate) fn every_way() -> String {
    let apart = json!([{ "code": "dk", "text": text("dk"), "meaning": "dont_know" }, { "code": "no", "text": text("no"), "meaning": "prefer_not_to_say" }]);
    let one = json!({ "one": { "choices": [choice("a"), choice("b"), { "code": "other", "text": text("other"), "other": true }] } });
    let ways = json!({ "id": "ways", "title": text("ways"), "questions": [
        question("mostly", &one, &json!({ "need": "reminded" })),
        question("age", &json!({ "number": { "min": 0, "max": 120 } }), &json!({ "escapes": apart, "need": "required" })),
        question("mark", &json!({ "rating": { "low": text("low"), "high": text("high") } }), &json!({ "escapes": apart })),
        question("line", &json!({ "text": { "characters_max": 10, "one_line": true } }), &json!({ "escapes": apart, "page": "texts" })),
        question("lines", &json!({ "text": { "characters_max": 10 } }), &json!({ "escapes": apart, "page": "texts" })),
    ] });
    published(&json!([about_you(), every_kind(), ways]), false)
}

/// The same with one question alone.
pub(crate) fn pulse(need: &str, needs_code: bool) -> String {
    let yes_no = json!({ "one": { "choices": [choice("yes"), choice("no")] } });
    let only = question("informed", &yes_no, &json!({ "need": need }));
    published(&json!([{ "id": "topic", "title": text("topic"), "questions": [only] }]), needs_code)
}

fn published(sections: &Value, needs_code: bool) -> String {
    let opening = json!({ "purpose": text("purpose"), "office": text("office"), "handling": text("handling"), "paper": text("paper") });
    let questionnaire = json!({ "id": "small", "edition": "1", "languages": ["ja", "ja-easy", "en"], "title": text("title"),
        "opening": opening, "ward_question": text("ward"), "sections": sections });
    let wards = json!({ "271080": { "name": text("taisho") }, "271161": { "name": text("ikuno") } });
    let survey = json!({ "id": "small-2026", "title": text("survey"), "frame": "open_self_selected",
        "period": { "opens": "2026-01-01", "closes": "2026-12-31" }, "wards": wards, "questionnaire": questionnaire });
    json!({ "revision": "a".repeat(64), "state": "rehearsal", "accepting": true, "needs_code": needs_code,
        "survey": survey, "interface": interface() })
    .to_string()
}

//! The form without script: the same as the module, however a page comes back, and nothing typed is lost.

use koe::message::{CodeStanding, Direction, Message};
use questionnaire::tree::read;
use questionnaire::{Code, Input, Kind, Picked, Question, QuestionId};
use serde_json::Value;

use crate::person::Person;
use crate::posted::{Desk, Posted};
use crate::survey::{every_way, in_all_words, payload, pulse};

const WARD: Option<&str> = Some("271080");

/// Dice that fall the same way every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What people write, right and wrong, and what breaks forms.
const WRITTEN: [&str; 18] = [
    "",
    "3",
    "７",
    "999",
    "-1",
    "1950",
    "2026",
    "13",
    "きれい",
    "a\"b'c<d>&amp;&#38;",
    "</textarea><script>",
    " 区 ",
    "あいうえおかきくけこさ",
    "a\nb",
    "\nfirst",
    "%E5+%2B&x=1",
    "a\0b",
    "👨‍👩‍👧‍👦",
];

/// One person who does the same at both doors.
struct Both {
    person: Person,
    posted: Posted,
    dice: Dice,
}

impl Both {
    fn new(seed: u64) -> Self {
        let person = Person::before(every_way(), koe::state::Holdings::default(), None, None);
        Self { person, posted: Posted::open(&every_way(), None), dice: Dice(seed) }
    }

    fn fill_in(&mut self) {
        if self.person.place() == "ward" && self.dice.one_in(2) {
            let ward = *self.dice.of(&["271080", "271161"]);
            self.person.tell(Message::WardChosen(ward.parse().unwrap()));
            self.posted.pick("koe-ward", ward);
        }
        let asked = self.person.state.asked();
        let questions = asked.and_then(|asked| asked.page()).map(|page| page.questions).unwrap_or_default();
        for question in questions.into_iter().cloned().collect::<Vec<_>>() {
            if self.dice.one_in(5) && !question.escapes().is_empty() {
                self.escape(&question);
            } else if !self.dice.one_in(4) {
                self.answer(&question);
            }
        }
    }

    fn escape(&mut self, question: &Question) {
        let code = self.dice.of(question.escapes()).code.clone();
        let held = *self.person.draft().input(question.id()) == Input::Escape(code.clone());
        self.posted.tick(&format!("e-{}", question.id()), code.as_str(), !held);
        self.person.tell(Message::EscapeToggled(question.id().clone(), code));
    }

    fn answer(&mut self, question: &Question) {
        let (id, name) = (question.id().clone(), format!("q-{}", question.id()));
        match question.kind() {
            Kind::One(choices) => {
                let code = self.dice.of(&choices.iter().collect::<Vec<_>>()).code.clone();
                self.posted.pick(&name, code.as_str());
                if !self.takes(&id, &code) {
                    self.person.tell(Message::Changed(id, Input::Choice(Picked::plain(code))));
                }
            }
            Kind::Several { choices, .. } => {
                let alone = self.dice.one_in(4);
                for choice in choices.iter() {
                    let on = self.dice.one_in(3) && choice.exclusive == alone;
                    self.posted.tick(&name, choice.code.as_str(), on);
                    if self.takes(&id, &choice.code) != on {
                        self.person.tell(Message::Toggled(id.clone(), choice.code.clone()));
                    }
                }
            }
            Kind::Rating(_) => {
                let rating = u8::try_from(self.dice.below(11)).unwrap();
                self.posted.pick(&name, &rating.to_string());
                if *self.person.draft().input(&id) != Input::Rating(rating) {
                    self.person.tell(Message::Changed(id, Input::Rating(rating)));
                }
            }
            Kind::Number(_) => self.write(&id, true),
            Kind::Text(limit) => self.write(&id, limit.one_line),
            Kind::Date(_) => self.write_parts(&id, 3),
            Kind::Month(_) => self.write_parts(&id, 2),
            Kind::Ranking { .. } => {}
        }
        self.write_beside(question);
    }

    fn takes(&self, id: &QuestionId, code: &Code) -> bool {
        match self.person.draft().input(id) {
            Input::Choice(picked) => picked.code == *code,
            Input::Choices(picked) => picked.iter().any(|picked| picked.code == *code),
            _ => false,
        }
    }

    fn word(&mut self, one_line: bool) -> String {
        let word = if self.dice.one_in(3) { *self.dice.of(&WRITTEN) } else { *self.dice.of(&["", "3", "７", "12"]) };
        if one_line { word.replace('\n', " ") } else { word.to_owned() }
    }

    fn write(&mut self, id: &QuestionId, one_line: bool) {
        let text = self.word(one_line);
        let held = if let Input::Typed(held) = self.person.draft().input(id) { held.clone() } else { String::new() };
        self.posted.write(&format!("q-{id}"), &text);
        if held != text {
            let input = if text.is_empty() { Input::Blank } else { Input::Typed(text) };
            self.person.tell(Message::Changed(id.clone(), input));
        }
    }

    fn write_parts(&mut self, id: &QuestionId, count: usize) {
        for part in 0..count {
            let right = ["1950", "3", "７"][part].to_owned();
            let (name, text) = (format!("q-{id}-{part}"), if self.dice.one_in(4) { self.word(true) } else { right });
            if self.posted.value(&name) != text {
                self.posted.write(&name, &text);
                self.person.tell(Message::PartTyped(id.clone(), part, count, text));
            }
        }
    }

    fn write_beside(&mut self, question: &Question) {
        let id = question.id().clone();
        let choices = question.choices().into_iter().flat_map(|choices| choices.iter());
        for code in choices.filter(|choice| choice.other).map(|choice| choice.code.clone()).collect::<Vec<_>>() {
            let (name, text) = (format!("q-{id}-{code}-other"), self.word(true));
            if self.takes(&id, &code) && self.posted.value(&name) != text {
                self.posted.write(&name, &text);
                self.person.tell(Message::OtherTyped(id.clone(), code, text));
            }
        }
    }

    /// Presses a button that is on both pages.
    fn press(&mut self) {
        let draft = self.person.draft();
        let place = self.person.place();
        let mut buttons: Vec<String> =
            ["language:en", "language:ja-easy", "language:ja", "ruby", "back"].map(str::to_owned).into();
        let forth = match place.as_str() {
            "opening" if draft.started_at.is_some() => "resume",
            "opening" => "start",
            "review" => "send",
            _ => "next",
        };
        buttons.extend(std::iter::repeat_n(forth.to_owned(), 12));
        for verb in ["clear", "rank", "up", "down", "unrank", "change"] {
            let of = |rest: &str| [verb, ":", rest].concat();
            let candidates = ["works", "mark", "mostly", "rated", "ranked:a", "ranked:b", "ranked:c", "age", "liked"];
            buttons.extend(candidates.map(of));
        }
        buttons.retain(|button| self.posted.has(button));
        let button = self.dice.of(&buttons).clone();
        let mut fields = self.posted.fields(&button);
        for last in (1..fields.len()).rev() {
            let other = self.dice.below(last + 1);
            fields.swap(last, other);
        }
        self.posted.post(fields).unwrap();
        self.person.tell(message(&button));
    }

    fn is_sent(&self) -> bool {
        self.person.state.form().is_none()
    }

    fn compare(&self) {
        let mut draft = self.posted.draft();
        draft.id.clone_from(&self.person.draft().id);
        assert_eq!(draft, *self.person.draft());
        let asked = self.person.state.asked();
        let findings: Option<Vec<String>> =
            asked.map(|asked| asked.findings().iter().map(|finding| format!("{finding:?}")).collect());
        assert_eq!(self.posted.findings(), findings.unwrap_or_default());
    }
}

/// What a button says, in the test's own reading.
fn message(button: &str) -> Message {
    let parts: Vec<&str> = button.split(':').collect();
    let id = || parts[1].parse().unwrap();
    let code = || parts[2].parse().unwrap();
    match parts[0] {
        "start" => Message::Started,
        "resume" => Message::Resumed,
        "next" => Message::Advanced,
        "back" => Message::Retreated,
        "send" => Message::SendAsked,
        "ruby" => Message::RubySwitched,
        "language" => Message::LanguageChosen(parts[1].parse().unwrap()),
        "clear" => Message::Cleared(id()),
        "rank" => Message::Ranked(id(), code()),
        "up" => Message::RankMoved(id(), code(), Direction::Up),
        "down" => Message::RankMoved(id(), code(), Direction::Down),
        "unrank" => Message::RankRemoved(id(), code()),
        "change" => Message::ChangeSought(koe::draft::Place::Page(id())),
        other => panic!("{other}"),
    }
}

/// What was answered, without what belongs to one sending.
fn answered(body: &str) -> Value {
    let mut response: Value = serde_json::from_str(body).unwrap();
    for name in ["id", "receipt_hash"] {
        assert!(response.as_object_mut().unwrap().remove(name).is_some());
    }
    response
}

#[test]
fn whoever_does_the_same_at_both_doors_is_asked_told_and_stored_the_same_in_whatever_order_fields_come() {
    let seeds = std::env::var("KOE_SOAK_COUNT").map_or(24, |count| count.parse().unwrap());
    let mut sent = 0;
    for seed in 0..seeds {
        let mut both = Both::new(seed);
        for _ in 0..60 {
            both.fill_in();
            both.press();
            if both.is_sent() {
                let (bodies, posted) = (&both.person.sent, &both.posted.sent);
                assert_eq!(answered(&bodies[0].body), answered(&posted[0].0), "seed {seed}");
                sent += 1;
                break;
            }
            both.compare();
        }
    }
    assert!(sent > seeds / 3, "only {sent} of {seeds} came to the end");
}

/// Somebody at the page of a question, having answered as little as it takes.
fn at(question: &str) -> Posted {
    let mut posted = Posted::open(&every_way(), WARD);
    posted.press("start");
    posted.pick("q-works", "no");
    for _ in 0..30 {
        if posted.draft().place().clone() == koe::draft::Place::Page(question.parse().unwrap()) {
            return posted;
        }
        if posted.page.body.contains("id=\"q-age\"") {
            posted.write("q-age", "70");
        }
        posted.press("next");
    }
    panic!("{question} is not reached");
}

fn at_review() -> Posted {
    let mut posted = at("line");
    posted.press("next");
    assert!(posted.has("send"));
    posted
}

fn input(posted: &Posted, question: &str) -> Input {
    posted.draft().input(&question.parse().unwrap()).clone()
}

fn without(fields: Vec<(String, String)>, name: &str) -> Vec<(String, String)> {
    fields.into_iter().filter(|(field, _)| field != name).collect()
}

fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

fn choices(codes: &[&str]) -> Input {
    Input::Choices(codes.iter().map(|code| Picked::plain(code.parse().unwrap())).collect())
}

#[test]
fn a_group_that_did_not_come_keeps_what_it_held_and_boxes_that_came_empty_are_empty() {
    let mut posted = at("liked");
    posted.tick("q-liked", "parks", true);
    posted.press("language:ja");
    posted.post(without(without(posted.fields("language:ja"), "q-liked"), "shown")).unwrap();
    assert_eq!(input(&posted, "liked"), choices(&["parks"]));
    posted.post(without(posted.fields("language:ja"), "q-liked")).unwrap();
    assert_eq!(input(&posted, "liked"), Input::Blank);
    posted.press("back");
    posted.post(without(posted.fields("next"), "q-works")).unwrap();
    assert_eq!(input(&posted, "works"), Input::Choice(Picked::plain("no".parse().unwrap())));
}

#[test]
fn of_two_marks_for_one_place_none_is_taken_and_it_is_asked_again() {
    for (question, one, other) in [("mostly", "a", "b"), ("mark", "3", "4")] {
        let mut posted = at(question);
        let name = format!("q-{question}");
        let fields = with(with(posted.fields("next"), &name, one), &name, other);
        posted.post(fields).unwrap();
        assert!(posted.findings()[0].contains("Rejected"), "{:?}", posted.findings());
        assert_eq!(posted.ticked(&name), [""; 0]);
        assert!(posted.page.title.starts_with("直すところ: "));
        posted.pick(&name, one);
        posted.press("next");
        assert!(!posted.page.title.starts_with("直すところ"));
    }
}

#[test]
fn two_marks_for_one_place_can_be_cleared() {
    let mut posted = at("mark");
    posted.post(with(with(posted.fields("next"), "q-mark", "3"), "q-mark", "4")).unwrap();
    posted.press("clear:mark");
    assert_eq!(input(&posted, "mark"), Input::Blank);
}

#[test]
fn the_same_mark_twice_is_one() {
    let mut posted = at("mostly");
    posted.post(with(with(posted.fields("next"), "q-mostly", "a"), "q-mostly", "a")).unwrap();
    assert_eq!(input(&posted, "mostly"), Input::Choice(Picked::plain("a".parse().unwrap())));
    assert_eq!(posted.findings(), [""; 0]);
}

#[test]
fn of_two_texts_nothing_is_lost_and_the_person_is_told() {
    for (question, together) in [("lines", "ひとつ\nふたつ"), ("line", "ひとつ ふたつ")] {
        let mut posted = at("line");
        let name = format!("q-{question}");
        posted.write(&name, "ひとつ");
        posted.post(with(posted.fields("next"), &name, "ふたつ")).unwrap();
        assert_eq!(posted.value(&name), together);
        assert!(posted.text().contains("ちがう内容が2つ届きました。"));
        assert!(posted.page.body.contains("autofocus"));
        posted.press("next");
        assert!(posted.has("send"));
    }
}

#[test]
fn something_written_beside_a_way_to_say_nothing_is_kept_and_asked_about() {
    let mut posted = at("age");
    posted.write("q-age", "70");
    posted.tick("e-age", "dk", true);
    posted.press("next");
    assert!(posted.text().contains("「dk（日）」は、ほかの答えと一緒には選べません。"), "{}", posted.text());
    assert_eq!((posted.value("q-age"), posted.ticked("e-age").len()), ("70", 0));
    posted.press("next");
    assert_eq!(input(&posted, "age"), Input::Typed("70".to_owned()));
    assert!(!posted.page.body.contains("q-age"));
}

#[test]
fn what_was_written_returns_when_the_way_to_say_nothing_is_let_go() {
    let mut posted = at("age");
    posted.write("q-age", "70");
    posted.press("language:ja");
    posted.tick("e-age", "dk", true);
    posted.press("language:ja");
    assert_eq!((input(&posted, "age"), posted.value("q-age")), (Input::Escape("dk".parse().unwrap()), ""));
    posted.tick("e-age", "dk", false);
    posted.press("language:ja");
    assert_eq!(posted.value("q-age"), "70");
}

#[test]
fn codes_that_no_question_has_are_a_finding() {
    for (question, name, code) in [
        ("mostly", "q-mostly", "zzz"),
        ("mostly", "q-mostly", "A B"),
        ("liked", "q-liked", "zzz"),
        ("liked", "q-liked", "<>"),
        ("mark", "q-mark", "11"),
        ("mark", "q-mark", "x"),
        ("age", "e-age", "zzz"),
        ("age", "e-age", "\u{1}"),
    ] {
        let mut posted = at(question);
        posted.post(with(posted.fields("next"), name, code)).unwrap();
        assert!(posted.findings().iter().any(|finding| finding.contains("Rejected")), "{name}={code}");
    }
}

#[test]
fn fields_that_are_none_of_ours_are_passed_over() {
    let mut posted = at("mostly");
    posted.pick("q-mostly", "b");
    let strange = ["q-none", "utf8", "", "__proto__", "q-works-9", "e-", "shown", "koe-ward", "koe-code", "assisted"];
    let fields = strange.iter().fold(posted.fields("next"), |fields, name| with(fields, name, "yes"));
    posted.post(fields).unwrap();
    assert_eq!(posted.draft().inputs.len(), 2);
    assert_eq!((posted.draft().ward.map(|ward| ward.to_string()).as_deref(), posted.draft().assisted), (WARD, false));
}

#[test]
fn a_button_that_is_none_or_two_leaves_the_page_as_it_is() {
    for buttons in [
        &["nonsense"][..],
        &["next", "back"],
        &["change:nowhere"],
        &["rank:ranked:zzz"],
        &["language:xx"],
        &["clear:nowhere"],
    ] {
        let mut posted = at("mostly");
        posted.pick("q-mostly", "b");
        let fields = buttons.iter().fold(posted.held(), |fields, button| with(fields, "do", button));
        posted.post(fields).unwrap();
        assert_eq!(posted.ticked("q-mostly"), ["b"], "{buttons:?}");
        assert!(posted.text().contains("どのボタンが押されたのか、わかりませんでした。"), "{buttons:?}");
    }
}

#[test]
fn enter_in_a_box_goes_on_and_never_sends() {
    let mut posted = at("age");
    posted.write("q-age", "70");
    assert_eq!(first_button(&posted), "next");
    posted.post(posted.held()).unwrap();
    assert!(posted.page.body.contains("q-mark"));
    let mut posted = at_review();
    assert_eq!(first_button(&posted), "here");
    for fields in [posted.held(), posted.fields("here"), with(posted.held(), "do", "next")] {
        posted.post(fields).unwrap();
        assert!(posted.has("send"));
    }
    let mut posted = Posted::open(&pulse("required", false), WARD);
    assert_eq!(first_button(&posted), "here");
    posted.pick("q-informed", "yes");
    posted.post(posted.held()).unwrap();
    assert_eq!(posted.sent.len(), 0);
    posted.press("next");
    assert_eq!(posted.sent.len(), 1);
}

fn first_button(posted: &Posted) -> String {
    let (_, after) = posted.page.body.split_once("<button").unwrap();
    let (_, value) = after.split_once("value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[test]
fn a_page_that_has_lost_its_draft_is_not_guessed() {
    let posted = at("mostly");
    let garbled = ["", "{}", "null", "{\"id\":1}", "[[[[", &posted.value("draft")[1..]];
    for fields in garbled.map(|draft| with(without(posted.held(), "draft"), "draft", draft)) {
        assert!(at("mostly").post(fields).is_err());
    }
    let two = with(posted.held(), "draft", &posted.value("draft").replace("271080", "271161"));
    let other_survey =
        with(without(posted.held(), "draft"), "draft", &posted.value("draft").replace("small-2026", "small-2025"));
    let huge = posted.value("draft").replace("\"seen\":[", &format!("\"seen\":[{}", "\"a\",".repeat(5_000)));
    let huge = with(without(posted.held(), "draft"), "draft", &huge);
    for fields in [without(posted.held(), "draft"), two, other_survey, huge, Vec::new()] {
        assert!(at("mostly").post(fields).is_err());
    }
}

#[test]
fn whatever_was_typed_comes_back_exactly() {
    for text in WRITTEN.into_iter().chain(["\r", "a\rb", "\u{7f}\u{80}\u{feff}", "\u{fffd}", "{\"draft\":1}"]) {
        let mut posted = at("line");
        posted.write("q-lines", text);
        posted.write("q-line", &text.replace(['\n', '\r'], " "));
        posted.press("language:ja");
        let kept = if text.is_empty() { Input::Blank } else { Input::Typed(text.to_owned()) };
        assert_eq!(input(&posted, "lines"), kept, "{text:?}");
        posted.press("language:en");
        posted.press("language:ja-easy");
        posted.press("ruby");
        assert_eq!(input(&posted, "lines"), kept, "{text:?} after it was only looked at");
    }
}

#[test]
fn words_beside_a_choice_are_always_there_and_stay() {
    let mut posted = at("mostly");
    assert!(posted.text().contains("これを選んだ方：くわしく書く"));
    posted.write("q-mostly-other-other", "ここ");
    posted.pick("q-mostly", "a");
    posted.press("language:ja");
    assert_eq!(posted.value("q-mostly-other-other"), "ここ");
    posted.pick("q-mostly", "other");
    posted.press("next");
    let taken = Picked { code: "other".parse().unwrap(), other: Some("ここ".to_owned()) };
    assert_eq!(input(&posted, "mostly"), Input::Choice(taken));
}

#[test]
fn what_needs_a_device_is_not_on_the_page() {
    let mut posted = at_review();
    for stray in ["スマホ", "この端末", "保存しました", "コピー", "type=\"button\"", "onclick"] {
        assert!(!posted.page.body.contains(stray), "{stray}");
    }
    posted.press("send");
    for stray in ["この端末", "コピー", "印刷", "ファイル", "type=\"button\"", "下のボタン"] {
        assert!(!posted.page.body.contains(stray), "{stray}");
    }
}

#[test]
fn every_page_says_that_it_keeps_nothing() {
    for posted in [Posted::open(&payload(false), WARD), at("mostly"), at_review()] {
        assert!(posted.text().contains("「送信する」を押すまで答えは保存されません。"));
    }
}

#[test]
fn the_receipt_carries_no_answers_and_speaks_every_language() {
    let mut posted = at_review();
    posted.press("send");
    let receipt = read::<koe::parcel::Slip>(posted.value("slip")).unwrap().receipt;
    for stray in ["name=\"draft\"", "name=\"dice\"", "name=\"q-"] {
        assert!(!posted.page.body.contains(stray), "{stray}");
    }
    posted.press("language:en");
    assert_eq!(posted.page.title, "Thank you | survey (en)");
    // In fives, which a browser that dresses nothing must not run together.
    assert!(posted.text().contains(&receipt.replace('-', " ")));
    posted.sent.clear();
    assert!(posted.post(posted.fields("language:ja")).is_err(), "a receipt of nothing that is stored");
}

#[test]
fn marks_that_stand_side_by_side_do_not_run_together_where_nothing_is_dressed() {
    let text = at("mark").text();
    let marks: Vec<&str> = text.split_whitespace().filter(|word| word.parse::<u8>().is_ok()).collect();
    let all: Vec<String> = (0..=10).map(|mark: u8| mark.to_string()).collect();
    assert!(marks.windows(all.len()).any(|some| some == all), "{text}");
}

#[test]
fn a_browser_may_put_a_page_back_as_it_was_left_but_not_remember_a_line_for_the_next_person() {
    for (question, sort, may) in [("line", "<textarea", true), ("age", "type=\"text\"", false), ("mark", "<form", true)]
    {
        let posted = at(question);
        let tags: Vec<&str> = posted.page.body.split_inclusive('>').filter(|tag| tag.contains(sort)).collect();
        assert!(!tags.is_empty(), "{question} has no {sort}");
        assert!(tags.iter().all(|tag| tag.contains("autocomplete=\"off\"") != may), "{tags:?}");
    }
}

#[test]
fn sending_twice_is_one_response() {
    let mut posted = at_review();
    let fields = posted.fields("send");
    posted.post(fields.clone()).unwrap();
    posted.now_ms += 600_000;
    posted.post(fields).unwrap();
    let id = |at: usize| serde_json::from_str::<Value>(&posted.sent[at].0).unwrap()["id"].clone();
    assert_eq!(id(0), id(1));
}

#[test]
fn what_is_not_taken_stays_on_the_page_with_what_to_do() {
    for (status, kind, said) in [
        (403, "not_accepting", "この調査は、いまは受け付けていません。"),
        (429, "too_many_wrong_codes", "1分ほど待って"),
        (503, "busy", "数分待って"),
        (507, "disk_full", "数分待って"),
        (422, "not_valid", "受け付けられませんでした。"),
        (413, "too_large", "受け付けられませんでした。"),
    ] {
        let mut posted = at_review();
        let draft = posted.draft();
        posted.desk = Desk::Answers(status, kind);
        posted.press("send");
        assert!(posted.text().contains(said), "{kind}: {}", posted.text());
        assert!(posted.page.body.contains("autofocus"));
        assert_eq!(posted.draft(), draft);
        posted.desk = Desk::Stores;
        posted.press("send");
        assert!(posted.page.title.starts_with("ありがとうございました"), "{}", posted.page.title);
    }
}

#[test]
fn another_response_of_the_same_form_is_told_apart() {
    let mut posted = at_review();
    posted.desk = Desk::Answers(409, "conflict");
    posted.press("send");
    assert_eq!(posted.page.title, "先に別の回答が届いています");
    assert!(posted.text().contains("どちらも預かっています。"));
    assert!(!posted.page.body.contains("name=\"draft\""));
}

#[test]
fn a_number_from_the_letter_is_typed_checked_and_kept() {
    let mut posted = Posted::open(&payload(true), WARD);
    posted.press("start");
    assert_eq!(first_button(&posted), "next");
    posted.press("next");
    assert!(posted.text().contains("回答番号を入れてください。") && posted.page.title.starts_with("直すところ: "));
    posted.codes = Some(CodeStanding::Unknown);
    posted.write("koe-code", "ab2c9 de4fh");
    posted.press("next");
    assert!(posted.text().contains("この番号は見つかりませんでした。"));
    posted.press("language:en");
    assert!(posted.text().contains("We could not find this number."));
    assert_eq!(posted.value("koe-code"), "ab2c9 de4fh");
    posted.codes = None;
    posted.press("next");
    assert!(posted.text().contains("wait a minute") && posted.value("koe-code") == "ab2c9 de4fh");
    posted.codes = Some(CodeStanding::Used);
    posted.press("next");
    assert!(posted.has("insist"));
    posted.press("insist");
    assert_eq!(posted.draft().code.as_deref(), Some("AB2C9DE4FH"));
    assert!(posted.page.body.contains("id=\"q-works\""));
}

#[test]
fn a_number_that_is_refused_at_the_end_is_asked_for_again_and_leads_back() {
    let mut posted = Posted::open(&payload(true), WARD);
    posted.press("start");
    posted.write("koe-code", "AB2C9DE4FH");
    posted.press("next");
    posted.pick("q-works", "no");
    while !posted.has("send") {
        posted.press("next");
    }
    posted.desk = Desk::Answers(403, "code_unknown");
    posted.press("send");
    assert!(posted.text().contains("この番号は見つかりませんでした。"));
    posted.write("koe-code", "AB2C9DE4FJ");
    posted.press("next");
    posted.desk = Desk::Stores;
    posted.press("send");
    assert_eq!(posted.sent[0].1.as_deref(), Some("AB2C9DE4FJ"));
}

#[test]
fn two_wards_are_none() {
    let mut posted = Posted::open(&payload(false), None);
    posted.press("start");
    posted.post(with(with(posted.fields("next"), "koe-ward", "271080"), "koe-ward", "271161")).unwrap();
    assert!(posted.text().contains("お住まいの区を1つ選んでください。"));
    assert!(posted.page.title.starts_with("直すところ: "));
    posted.post(with(posted.fields("next"), "koe-ward", "131016")).unwrap();
    assert!(posted.text().contains("お住まいの区を1つ選んでください。"));
    posted.pick("koe-ward", "271161");
    posted.press("next");
    assert_eq!(posted.draft().ward.unwrap().to_string(), "271161");
}

#[test]
fn a_form_that_was_changed_meanwhile_goes_on_with_what_was_answered() {
    let mut posted = at("mostly");
    posted.pick("q-mostly", "b");
    posted.press("next");
    let changed = payload(false).replace(&"a".repeat(64), &"b".repeat(64));
    let changed = changed.replace("\"code\":\"no\"", "\"code\":\"nope\"");
    let fields = posted.fields("next");
    posted.published = std::sync::Arc::new(koe::published::Published::parse(&in_all_words(&changed)).unwrap());
    posted.post(fields).unwrap();
    assert!(posted.text().contains("調査の内容が変わりました。"), "{}", posted.text());
    assert_eq!(posted.draft().revision.to_string(), "b".repeat(64));
    assert_eq!(input(&posted, "mostly"), Input::Choice(Picked::plain("b".parse().unwrap())), "it may come back");
    while !posted.has("send") {
        posted.press("next");
    }
    posted.press("send");
    assert!(posted.findings()[0].contains("Rejected"), "a choice that is gone is asked for again");
    posted.pick("q-works", "nope");
    posted.press("next");
    posted.press("send");
    assert_eq!(posted.sent.len(), 1);
}

#[test]
fn findings_are_said_in_the_title_and_the_focus_goes_to_them_with_links_that_need_no_script() {
    let mut posted = Posted::open(&payload(false), WARD);
    posted.press("start");
    posted.press("next");
    assert!(posted.page.title.starts_with("直すところ: "), "{}", posted.page.title);
    assert!(posted.page.body.contains("<a href=\"#q-works\">"), "{}", posted.page.body);
    assert!(posted.page.body.contains("id=\"koe-findings\" autofocus") || posted.page.body.contains("autofocus"));
    posted.press("language:en");
    assert!(posted.page.title.starts_with("To mend: ") && posted.text().contains("This question needs an answer."));
    posted.pick("q-works", "no");
    posted.press("next");
    assert!(!posted.page.title.starts_with("To mend") && !posted.page.body.contains("autofocus"));
}

#[test]
fn the_first_button_of_a_group_which_a_text_browser_takes_by_itself_is_no_answer() {
    let mut posted = Posted::open(&payload(false), WARD);
    posted.press("start");
    posted.pick("q-works", "");
    posted.press("next");
    let works: QuestionId = "works".parse().unwrap();
    assert_eq!((posted.draft().input(&works), posted.findings().is_empty()), (&Input::Blank, false));
    posted.pick("q-works", "yes");
    posted.press("language:en");
    assert_ne!(posted.draft().input(&works), &Input::Blank);
    posted.pick("q-works", "");
    posted.press("next");
    assert_eq!(posted.draft().input(&works), &Input::Blank);

    let mut posted = Posted::open(&payload(false), None);
    posted.press("start");
    posted.pick("koe-ward", "");
    posted.press("next");
    assert_eq!(posted.draft().ward, None);
}

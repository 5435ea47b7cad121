//! What makes a draft unsound: the exact place and the exact words for every fault.

use crate::form::{KITA, TAISHO, form, lines, sealing_key};
use crate::id;
use questionnaire::{
    DraftQuestionnaire, DraftSurvey, Fault, Place, Problem, Questionnaire, SealingKey, Survey, Unreadable,
};
use sealing::PrivateKey;

const FRONT: &str = r#"
id = "form"
edition = "1"
languages = ["ja"]
title.ja = "題"
ward_question.ja = "区"
opening = { purpose.ja = "目的", office.ja = "担当", handling.ja = "扱い", paper.ja = "紙" }
"#;

fn draft(toml: &str) -> DraftQuestionnaire {
    toml::from_str(toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

#[track_caller]
fn refused(toml: &str, problems: &[&str]) {
    let found = Questionnaire::try_from(draft(toml)).map_or_else(|problems| lines(&problems), |_| Vec::new());
    assert_eq!(found, problems, "{toml}");
}

/// A questionnaire with one section of these questions, each written as an inline table.
fn asking(questions: &[&str]) -> String {
    let title = "[[sections]]\nid = \"s\"\ntitle.ja = \"章\"\n";
    format!("{FRONT}{title}questions = [{}]\n", questions.join(",\n"))
}

const PETS: &str = r#"{ id = "pets", text.ja = "犬", answer.one.choices = [{ code = "yes", text.ja = "は" }, { code = "no", text.ja = "い" }] }"#;
const AGE: &str = r#"{ id = "age", text.ja = "歳", answer.number = { min = 0, max = 9 } }"#;
const REMARKS: &str = r#"{ id = "remarks", text.ja = "他", answer.text = { characters_max = 9 } }"#;
const LIFE: &str = r#"{ id = "life", text.ja = "命", answer.rating = { low.ja = "低", high.ja = "高" } }"#;

/// A text question with this condition.
fn when(condition: &str) -> String {
    format!(r#"{{ id = "gated", text.ja = "他", answer.text = {{ characters_max = 9 }}, ask_when = {condition} }}"#)
}

/// A question with this answer, and with what else is written.
fn answered(answer: &str) -> String {
    format!(r#"{{ id = "q", text.ja = "問", answer = {answer} }}"#)
}

#[test]
fn a_sound_draft_has_no_fault() {
    refused(&asking(&[PETS, AGE, REMARKS, LIFE]), &[]);
}

#[test]
fn ids_are_used_once() {
    refused(
        &asking(&[AGE, REMARKS, AGE]),
        &["question age › id: the id `age` is used twice: give one of them another id"],
    );
    let section = |id: &str| {
        format!("[[sections]]\nid = \"s\"\ntitle.ja = \"章\"\nquestions = [{}]\n", REMARKS.replace("remarks", id))
    };
    refused(
        &format!("{FRONT}{}{}", section("a"), section("b")),
        &["sections: the id `s` is used twice: give one of them another id"],
    );
    refused(
        &asking(&[AGE]).replace(r#"["ja"]"#, r#"["ja", "ja"]"#),
        &["languages: the id `ja` is used twice: give one of them another id"],
    );
}

#[test]
fn codes_and_paper_numbers_are_used_once() {
    refused(
        &asking(&[&answered(
            r#"{ one.choices = [{ code = "a", text.ja = "は" }, { code = "b", text.ja = "い" }, { code = "a", text.ja = "は" }] }"#,
        )]),
        &["question q › answer: the code `a` is used twice: give one of the choices another code"],
    );
    refused(
        &asking(&[&answered(
            r#"{ one.choices = [{ code = "a", paper = 1, text.ja = "は" }, { code = "b", paper = 1, text.ja = "い" }] }"#,
        )]),
        &["question q › answer: the paper number 1 is used twice: give one of the choices another number"],
    );
}

#[test]
fn an_escape_and_a_choice_of_one_question_have_different_codes() {
    refused(
        &asking(&[r#"{ id = "q", text.ja = "問", answer.ranking.choices = [{ code = "a", text.ja = "は" }],
               escapes = [{ code = "a", text.ja = "不明", meaning = "dont_know" }] }"#
            .replace('\n', " ")
            .as_str()]),
        &["question q › escapes: the code `a` is used twice: give one of the choices another code"],
    );
}

#[test]
fn lists_hold_something_and_not_too_much() {
    refused(&format!("{FRONT}sections = []"), &["sections: there is none: write at least one"]);
    refused(
        &format!("{FRONT}[[sections]]\nid = \"s\"\ntitle.ja = \"章\"\nquestions = []"),
        &["sections.s.questions: there is none: write at least one"],
    );
    refused(
        &format!("{FRONT}[choice_sets.few]\nchoices = []\n{}", &asking(&[AGE])[FRONT.len()..]),
        &["choice_sets.few.choices: there is none: write at least one"],
    );
    refused(
        &FRONT
            .replace(r#"languages = ["ja"]"#, "languages = []")
            .replace(".ja = ", ".en = ")
            .as_str()
            .to_owned()
            .add_question(),
        &[
            "languages: there is none: write at least one",
            "title: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "opening.purpose: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "opening.office: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "opening.handling: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "opening.paper: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "ward_question: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "sections.s.title: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "question age › text: there is a text in `en`, which is not among the languages: add it there, or take the text out",
        ],
    );
    for (count, problems) in
        [(500, vec![]), (501, vec!["sections: there are 501, at most 500 can be handled: divide it"])]
    {
        let questions: Vec<_> = (0..count).map(|at| AGE.replace("age", &format!("q{at}"))).collect();
        refused(&asking(&questions.iter().map(String::as_str).collect::<Vec<_>>()), &problems);
    }
    for (count, problems) in
        [(200, vec![]), (201, vec!["question q › answer: there are 201, at most 200 can be handled: divide it"])]
    {
        let choices: Vec<_> = (0..count).map(|at| format!(r#"{{ code = "c{at}", text.ja = "は" }}"#)).collect();
        refused(&asking(&[&answered(&format!("{{ one.choices = [{}] }}", choices.join(", ")))]), &problems);
    }
}

trait AddQuestion {
    fn add_question(&self) -> String;
}

impl AddQuestion for String {
    fn add_question(&self) -> String {
        let questions = AGE.replace(".ja", ".en");
        format!("{self}[[sections]]\nid = \"s\"\ntitle.en = \"章\"\nquestions = [{questions}]\n")
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let missing = |place: &str, language: &str| {
        format!("{place}: the text in `{language}` is missing: write it, or take the language off the list")
    };
    for empty in ["", " ", "　"] {
        refused(&asking(&[AGE]).replace("\"題\"", &format!("\"{empty}\"")), &[&missing("title", "ja")]);
    }
    let places = [
        "title",
        "opening.purpose",
        "opening.office",
        "opening.handling",
        "opening.paper",
        "ward_question",
        "sections.s.title",
        "question age › text",
    ];
    let places: Vec<_> = places.iter().map(|place| missing(place, "en")).collect();
    let places: Vec<_> = places.iter().map(String::as_str).collect();
    refused(&asking(&[AGE]).replace(r#"["ja"]"#, r#"["ja", "en"]"#), &places);
    refused(
        &asking(&[&AGE.replace("text.ja", "text.en = \"age\", text.ja")]),
        &[
            "question age › text: there is a text in `en`, which is not among the languages: add it there, or take the text out",
        ],
    );
}

#[test]
fn every_text_of_a_question_is_looked_at() {
    let places = |question: &str, places: &[&str]| {
        let texts: Vec<_> = places
            .iter()
            .map(|place| format!("{place}: the text in `ja` is missing: write it, or take the language off the list"))
            .collect();
        refused(&asking(&[PETS, question]), &texts.iter().map(String::as_str).collect::<Vec<_>>());
    };
    places(&AGE.replace("text.ja = \"歳\"", "text.ja = \"歳\", help.ja = \"\""), &["question age › help"]);
    places(&AGE.replace("max = 9", "max = 9, unit.ja = \"\""), &["question age › answer"]);
    places(&LIFE.replace("\"低\"", "\"\""), &["question life › answer"]);
    places(&LIFE.replace("\"高\"", "\"\""), &["question life › answer"]);
    places(&PETS.replace("pets", "cats").replace("\"は\"", "\"\""), &["question cats › answer › yes"]);
    places(
        &AGE.replace(
            "text.ja = \"歳\"",
            r#"text.ja = "歳", wordings = [{ text.ja = "", when.chose = { question = "pets", choice = "yes" } }]"#,
        ),
        &["question age › wordings"],
    );
    places(
        &AGE.replace(
            "text.ja = \"歳\"",
            r#"text.ja = "歳", checks = [{ message.ja = "", severity = "soft", fails_when.compare = { question = "age", is = "less", to.number = 3 } }]"#,
        ),
        &["question age › checks"],
    );
    places(
        &AGE.replace(
            "text.ja = \"歳\"",
            r#"text.ja = "歳", escapes = [{ code = "x", text.ja = "", meaning = "dont_know" }]"#,
        ),
        &["question age › escapes › x"],
    );
}

#[test]
fn a_section_says_why_in_every_language_or_not_at_all() {
    refused(
        &asking(&[AGE]).replace("title.ja = \"章\"", "title.ja = \"章\"\nwhy.ja = \"\""),
        &["sections.s.why: the text in `ja` is missing: write it, or take the language off the list"],
    );
}

#[test]
fn braces_come_in_pairs_and_hold_ruby_or_a_slot() {
    let title = |words: &str, problem: &str| refused(&asking(&[AGE]).replace('題', words), &[problem]);
    title("{区", "title: ja: a brace has no partner near \"区\": write {漢字|かんじ} for ruby or {ward} for a slot");
    title("{区|}", "title: ja: the ruby \"区|\" needs words and one reading: write {漢字|かんじ}");
    title("{区|ku}", "title: ja: the reading in \"区|ku\" is not kana: write it in hiragana or katakana");
    title("{区}", "title: ja: \"区\" is not the name of a slot: use small letters, digits and _");
    let long = "w".repeat(65);
    title(
        &format!("{{{long}}}"),
        "title: ja: \"wwwwwwwwwwwwwwwwwwww\" is not the name of a slot: use small letters, digits and _",
    );
}

#[test]
fn easy_japanese_has_ruby_over_every_kanji() {
    let easy = asking(&[AGE]).replace(r#"["ja"]"#, r#"["ja-easy"]"#).replace(".ja", ".ja-easy");
    refused(
        &easy.replace(['題', '担', '当', '扱', '紙', '章', '歳'], "か").replace("目的", "{目|め}の 的と 々"),
        &[
            "opening.purpose: ja-easy: \"的\" has no ruby: write {的|…} with its reading",
            "opening.purpose: ja-easy: \"々\" has no ruby: write {々|…} with its reading",
            "ward_question: ja-easy: \"区\" has no ruby: write {区|…} with its reading",
        ],
    );
    refused(
        &easy.replace(['題', '担', '当', '扱', '紙', '章', '歳', '区'], "か").replace("目的", "{目的|もくてき}"),
        &[],
    );
}

#[test]
fn a_text_is_short_enough_to_be_read() {
    refused(&asking(&[AGE]).replace('題', &"が".repeat(2000)), &[]);
    refused(
        &asking(&[AGE]).replace('題', &"か\u{3099}".repeat(2001)),
        &["title: ja: the text has 2001 characters, at most 2000 are allowed: shorten it"],
    );
}

#[test]
fn a_question_has_a_choice_set_or_choices_of_its_own() {
    let both = r#"{ one = { choice_set = "few", choices = [{ code = "a", text.ja = "は" }] } }"#;
    for (answer, what) in [(r"{ one = {} }", "neither"), (both, "both"), ("{ several = {} }", "neither")] {
        refused(
            &asking(&[&answered(answer)]),
            &[&format!("question q › answer: name either `choice_set` or `choices`, not {what}")],
        );
    }
    refused(
        &asking(&[&answered(r#"{ one.choice_set = "few" }"#)]),
        &["question q › answer: there is no choice set `few`: write it, or name one of those that are there"],
    );
}

#[test]
fn a_positive_code_is_a_choice_that_says_something() {
    let positive = |code: &str| {
        format!(
            r#"{{ id = "q", text.ja = "問", positive = ["{code}"], answer.one.choices = [{{ code = "a", text.ja = "は" }}, {{ code = "dk", text.ja = "不明", meaning = "dont_know" }}] }}"#
        )
    };
    refused(&asking(&[&positive("a")]), &[]);
    refused(
        &asking(&[&positive("b")]),
        &["question q › positive: the positive code `b` is not a choice: take it out, or add the choice"],
    );
    refused(
        &asking(&[&positive("dk")]),
        &[
            "question q › positive: the code `dk` says nothing (don't know, prefer not to say) and cannot be positive: take it out",
        ],
    );
    refused(
        &asking(&[r#"{ id = "q", text.ja = "問", positive = ["a"], answer.number = { min = 0, max = 1 } }"#]),
        &["question q › positive: the positive code `a` is not a choice: take it out, or add the choice"],
    );
    let set = "[choice_sets.few]\npositive = [\"b\"]\nchoices = [{ code = \"a\", text.ja = \"は\" }]\n";
    refused(
        &format!("{FRONT}{set}{}", &asking(&[&answered(r#"{ one.choice_set = "few" }"#)])[FRONT.len()..]),
        &["choice_sets.few.positive: the positive code `b` is not a choice: take it out, or add the choice"],
    );
}

#[test]
fn an_escape_says_nothing_and_stands_where_there_are_no_choices() {
    let escape = |question: &str, escape: &str| {
        asking(&[&question.replacen(
            "answer",
            &format!(r#"escapes = [{{ code = "x", text.ja = "不明", {escape} }}], answer"#),
            1,
        )])
    };
    let misplaced = |question: &str| {
        format!(
            "question {question} › escapes: the escape `x` is out of place: on a question with choices make it a choice, elsewhere give it the meaning dont_know or prefer_not_to_say"
        )
    };
    for question in [AGE, REMARKS, LIFE] {
        refused(&escape(question, r#"meaning = "dont_know""#), &[]);
    }
    refused(&escape(AGE, r#"meaning = "substance""#), &[&misplaced("age")]);
    refused(&escape(AGE, r#"meaning = "dont_know", other = true"#), &[&misplaced("age")]);
    refused(&escape(AGE, r#"meaning = "dont_know", exclusive = true"#), &[&misplaced("age")]);
    refused(&escape(PETS, r#"meaning = "dont_know""#), &[&misplaced("pets")]);
    let which = r#"{ id = "which", text.ja = "?", answer.several.choices = [{ code = "a", text.ja = "は" }] }"#;
    refused(&escape(which, r#"meaning = "dont_know""#), &[&misplaced("which")]);
}

#[test]
fn marks_that_a_kind_has_no_use_for_are_told() {
    let useless = "question q › answer: the choice `a` has a mark that this kind of question has no use for: take out `exclusive` or `other`";
    for (kind, mark, problems) in [
        ("one", "exclusive", vec![useless]),
        ("one", "other", vec![]),
        ("several", "exclusive", vec![]),
        ("several", "other", vec![]),
        ("ranking", "exclusive", vec![useless]),
        ("ranking", "other", vec![useless]),
    ] {
        let answer = format!(r#"{{ {kind}.choices = [{{ code = "a", text.ja = "は", {mark} = true }}] }}"#);
        refused(&asking(&[&answered(&answer)]), &problems);
    }
}

#[test]
fn at_most_lies_between_one_and_the_number_of_choices() {
    for kind in ["several", "ranking"] {
        for (most, sound) in [(0, false), (1, true), (2, true), (3, false)] {
            let answer = format!(
                r#"{{ {kind} = {{ at_most = {most}, choices = [{{ code = "a", text.ja = "は" }}, {{ code = "b", text.ja = "い" }}] }} }}"#
            );
            let problem = format!(
                "question q › answer: `at_most` is {most}, which is not between 1 and the 2 choices there are: correct it, or leave it out"
            );
            let problems: &[&str] = if sound { &[] } else { &[&problem] };
            refused(&asking(&[&answered(&answer)]), problems);
        }
    }
}

#[test]
fn a_range_begins_before_it_ends() {
    let range =
        "question q › answer: the range is empty or too wide: write the smaller bound first, within ±9007199254740991";
    for (answer, problems) in [
        ("{ number = { min = 1, max = 1 } }", vec![]),
        ("{ number = { min = 2, max = 1 } }", vec![range]),
        ("{ number = { min = -9007199254740991, max = 9007199254740991 } }", vec![]),
        ("{ number = { min = -9007199254740992, max = 1 } }", vec![range]),
        ("{ number = { min = 0, max = 9007199254740992 } }", vec![range]),
        (r#"{ date = { earliest = "2026-01-02", latest = "2026-01-02" } }"#, vec![]),
        (r#"{ date = { earliest = "2026-01-02", latest = "2026-01-01" } }"#, vec![range]),
        (r#"{ month = { earliest = "2026-02", latest = "2026-02" } }"#, vec![]),
        (r#"{ month = { earliest = "2026-02", latest = "2026-01" } }"#, vec![range]),
    ] {
        refused(&asking(&[&answered(answer)]), &problems);
    }
}

#[test]
fn a_text_has_a_limit_of_one_to_four_thousand() {
    for (characters, sound) in [(0, false), (1, true), (4000, true), (4001, false)] {
        let problem =
            format!("question q › answer: the limit of {characters} characters is not between 1 and 4000: correct it");
        let problems: &[&str] = if sound { &[] } else { &[&problem] };
        refused(&asking(&[&answered(&format!("{{ text = {{ characters_max = {characters} }} }}"))]), problems);
    }
}

#[test]
fn the_questions_of_a_page_stand_side_by_side() {
    let on = |question: &str, page: &str| question.replacen("text.ja", &format!("page = \"{page}\", text.ja"), 1);
    refused(&asking(&[&on(PETS, "p"), &on(AGE, "p"), &on(LIFE, "q")]), &[]);
    refused(
        &asking(&[&on(PETS, "p"), AGE, &on(LIFE, "p")]),
        &[
            "question life › page: the page `p` is taken up again further down: put its questions side by side, or give the later ones another page",
        ],
    );
    refused(
        &asking(&[&on(PETS, "p"), &on(AGE, "q"), &on(LIFE, "p")]),
        &[
            "question life › page: the page `p` is taken up again further down: put its questions side by side, or give the later ones another page",
        ],
    );
    let other_section = format!("[[sections]]\nid = \"t\"\ntitle.ja = \"章\"\nquestions = [{}]", on(AGE, "p"));
    refused(
        &format!("{}{other_section}", asking(&[&on(PETS, "p")])),
        &[
            "question age › page: the page `p` is taken up again further down: put its questions side by side, or give the later ones another page",
        ],
    );
}

#[test]
fn a_condition_looks_back_at_what_there_is() {
    refused(
        &asking(&[&when(r#"{ chose = { question = "pets", choice = "yes" } }"#), PETS]),
        &[
            "question gated › ask_when: the condition looks at `pets`, which is not asked before: move that question up, or take the condition out",
        ],
    );
    refused(
        &asking(&[PETS, &when(r#"{ chose = { question = "gated", choice = "yes" } }"#)]),
        &[
            "question gated › ask_when: the condition looks at `gated`, which is not asked before: move that question up, or take the condition out",
        ],
    );
    refused(
        &asking(&[PETS, &when(r#"{ chose = { question = "cats", choice = "yes" } }"#)]),
        &["question gated › ask_when: the condition looks at `cats`, which does not exist: correct the id"],
    );
    let unknown = "question gated › ask_when: the condition looks at the choice `perhaps` of `pets`, which does not exist: correct the code";
    for condition in [
        r#"{ chose = { question = "pets", choice = "perhaps" } }"#,
        r#"{ chose_any = { question = "pets", choices = ["yes", "perhaps"] } }"#,
        r#"{ contains = { question = "pets", choices = ["perhaps"] } }"#,
        r#"{ not.chose = { question = "pets", choice = "perhaps" } }"#,
        r#"{ all = [{ any = [{ chose = { question = "pets", choice = "perhaps" } }] }] }"#,
    ] {
        refused(&asking(&[PETS, &when(condition)]), &[unknown]);
    }
}

#[test]
fn wordings_and_checks_look_back_too_but_a_check_may_see_its_own_question() {
    let wording = r#"wordings = [{ text.ja = "?", when.chose = { question = "pets", choice = "yes" } }]"#;
    let age = |more: &str| AGE.replace("answer", &format!("{more}, answer"));
    refused(&asking(&[PETS, &age(wording)]), &[]);
    refused(
        &asking(&[&age(wording), PETS]),
        &[
            "question age › wordings: the condition looks at `pets`, which is not asked before: move that question up, or take the condition out",
        ],
    );
    let check = |question: &str| {
        format!(
            r#"checks = [{{ message.ja = "?", severity = "hard", fails_when.compare = {{ question = "{question}", is = "less", to.number = 3 }} }}]"#
        )
    };
    refused(&asking(&[&age(&check("age"))]), &[]);
    refused(
        &asking(&[&age(&check("life")), LIFE]),
        &[
            "question age › checks: the condition looks at `life`, which is not asked before: move that question up, or take the condition out",
        ],
    );
}

#[test]
fn a_condition_fits_the_kind_of_its_question() {
    let wrong = |question: &str| {
        format!(
            "question gated › ask_when: the condition does not fit the kind of `{question}`: compare numbers with numbers, dates with dates, choices with choices"
        )
    };
    let day = r#"{ id = "day", text.ja = "日", answer.date = { earliest = "2026-01-01", latest = "2026-12-31" } }"#;
    let month = r#"{ id = "month", text.ja = "月", answer.month = { earliest = "2026-01", latest = "2026-12" } }"#;
    let compare = |question: &str, to: &str| {
        when(&format!(r#"{{ compare = {{ question = "{question}", is = "at_least", to = {{ {to} }} }} }}"#))
    };
    let (number, date, of_month) = ("number = 3", r#"date = "2026-03-01""#, r#"month = "2026-03""#);
    for (question, fitting) in [
        ("age", Some(number)),
        ("life", Some(number)),
        ("day", Some(date)),
        ("month", Some(of_month)),
        ("pets", None),
        ("remarks", None),
    ] {
        for to in [number, date, of_month] {
            let problem = wrong(question);
            let problems: &[&str] = if fitting == Some(to) { &[] } else { &[&problem] };
            refused(&asking(&[PETS, AGE, LIFE, day, month, REMARKS, &compare(question, to)]), problems);
        }
    }
    for (left, right, sound) in [
        ("age", "life", true),
        ("life", "age", true),
        ("day", "day", true),
        ("month", "month", true),
        ("age", "day", false),
        ("day", "month", false),
        ("month", "age", false),
        ("pets", "pets", false),
        ("age", "pets", false),
        ("remarks", "remarks", false),
    ] {
        let condition = format!(r#"{{ compare_answers = {{ question = "{left}", is = "equal", to = "{right}" }} }}"#);
        let problem = wrong(left);
        let problems: &[&str] = if sound { &[] } else { &[&problem] };
        refused(&asking(&[PETS, AGE, LIFE, day, month, REMARKS, &when(&condition)]), problems);
    }
    refused(&asking(&[AGE, &when(r#"{ chose = { question = "age", choice = "a" } }"#)]), &[&wrong("age")]);
    refused(
        &asking(&[REMARKS, &when(r#"{ contains = { question = "remarks", choices = ["a"] } }"#)]),
        &[&wrong("remarks")],
    );
}

#[test]
fn a_condition_that_names_no_choice_or_value_is_told() {
    let empty = "question gated › ask_when: there is none: write at least one";
    refused(&asking(&[PETS, &when(r#"{ chose_any = { question = "pets", choices = [] } }"#)]), &[empty]);
    refused(&asking(&[PETS, &when(r#"{ contains = { question = "pets", choices = [] } }"#)]), &[empty]);
    refused(&asking(&[PETS, &when(r#"{ given_in = { given = "ward", values = [] } }"#)]), &[empty]);
}

fn with_givens(givens: &str, condition: &str) -> String {
    asking(&[&when(condition)]).replace("opening =", &format!("givens = {{ {givens} }}\nopening ="))
}

#[test]
fn a_condition_looks_at_givens_that_are_named_and_values_that_they_take() {
    let unknown = "question gated › ask_when: the condition looks at the given `wave`, which is not among `givens`: add it there, or correct the name";
    let compare = r#"{ given_compare = { given = "wave", is = "less", to.number = 3 } }"#;
    let is = r#"{ given_is = { given = "wave", value = "1" } }"#;
    let one_of = r#"{ given_in = { given = "wave", values = ["1", "2"] } }"#;
    for condition in [is, one_of, compare] {
        refused(&with_givens(r#"kind = ["a"]"#, condition), &[unknown]);
        refused(&with_givens("wave = []", condition), &[]);
        refused(&with_givens(r#"wave = ["1", "2"]"#, condition), &[]);
    }
    // That every survey takes an interviewer's number does not let conditions look at it.
    let interviewer = r#"{ given_is = { given = "interviewer", value = "7" } }"#;
    refused(&asking(&[&when(interviewer)]), &[&unknown.replace("wave", "interviewer")]);
    refused(&with_givens(r#"interviewer = ["7"]"#, interviewer), &[]);
    let value = "question gated › ask_when: the given `wave` cannot be \"2\": add the value to `givens`, or correct it";
    refused(&with_givens(r#"wave = ["1"]"#, one_of), &[value]);
    let no_number =
        "question gated › ask_when: the given `wave` cannot be \"second\": add the value to `givens`, or correct it";
    refused(&with_givens(r#"wave = ["1", "second"]"#, compare), &[no_number]);
    refused(
        &with_givens(r#"ward = ["271080"]"#, r#"{ given_is = { given = "ward", value = "271080" } }"#),
        &["givens: `ward` is always given: take it out of `givens`"],
    );
    refused(
        &asking(&[&when(r#"{ given_is = { given = "ward", value = "271081" } }"#)]),
        &["question gated › ask_when: the given `ward` cannot be \"271081\": add the value to `givens`, or correct it"],
    );
}

#[test]
fn a_condition_nests_eight_deep_at_most() {
    let nested = |depth: usize| {
        let leaf = r#"{ chose = { question = "pets", choice = "yes" } }"#;
        (1..depth).fold(leaf.to_owned(), |inner, _| format!("{{ any = [{inner}] }}"))
    };
    refused(&asking(&[PETS, &when(&nested(8))]), &[]);
    refused(
        &asking(&[PETS, &when(&nested(9))]),
        &["question gated › ask_when: the condition nests 9 deep, at most 8 is allowed: simplify it"],
    );
}

#[test]
fn a_condition_does_not_look_into_a_module_that_may_be_off() {
    let of = |question: &str, module: &str| question.replace("text.ja", &format!("module = \"{module}\", text.ja"));
    let gated = when(r#"{ chose = { question = "pets", choice = "yes" } }"#);
    let across = "question gated › ask_when: the condition looks at `pets` of module `more`, which may be off where this question is on: put both in one module, or that one in core";
    refused(&asking(&[&PETS.replacen("text.ja", "module = \"more\", text.ja", 1), &gated]), &[across]);
    let pets = PETS.replacen("text.ja", "module = \"more\", text.ja", 1);
    refused(&asking(&[&pets, &gated.replacen("text.ja", "module = \"other\", text.ja", 1)]), &[across]);
    refused(&asking(&[&pets, &of(&gated, "more")]), &[]);
    refused(&asking(&[PETS, &of(&gated, "more")]), &[]);
}

#[test]
fn all_faults_are_told_at_once() {
    let other = r#"{ id = "q", text.en = "问", answer.one.choice_set = "few" }"#;
    refused(
        &asking(&[other, &when(r#"{ all = [{ chose = { question = "cats", choice = "a" } }, { chose = { question = "later", choice = "a" } }] }"#), &PETS.replace("pets", "later")])
            .replace('題', "{"),
        &[
            "title: ja: a brace has no partner near \"\": write {漢字|かんじ} for ruby or {ward} for a slot",
            "question q › text: the text in `ja` is missing: write it, or take the language off the list",
            "question q › text: there is a text in `en`, which is not among the languages: add it there, or take the text out",
            "question q › answer: there is no choice set `few`: write it, or name one of those that are there",
            "question gated › ask_when: the condition looks at `cats`, which does not exist: correct the id",
            "question gated › ask_when: the condition looks at `later`, which is not asked before: move that question up, or take the condition out",
        ],
    );
}

#[track_caller]
fn survey_refused(edit: impl FnOnce(&mut DraftSurvey), problems: &[&str]) {
    let mut draft = form().one("pets", ["yes", "no"]).text("more", 9).module("extra").survey();
    edit(&mut draft);
    let found = Survey::try_from(draft).map_or_else(|problems| lines(&problems), |_| Vec::new());
    assert_eq!(found, problems);
}

#[test]
fn a_survey_has_wards_a_period_and_modules_that_exist() {
    survey_refused(|_| {}, &[]);
    survey_refused(|draft| draft.wards.clear(), &["wards: there is none: write at least one"]);
    survey_refused(
        |draft| draft.period.closes = id("2026-10-31"),
        &["period: the survey closes before it opens: exchange the two days"],
    );
    survey_refused(|draft| draft.period.closes = draft.period.opens, &[]);
    survey_refused(
        |draft| draft.modules.extend([id("extra"), id("core"), id("none")]),
        &["modules: no question belongs to the module `none`: correct the name, or take it out"],
    );
    survey_refused(
        |draft| draft.wards.get_mut(&id(TAISHO)).unwrap().modules.extend([id("none"), id("extra")]),
        &["wards.271080.modules: no question belongs to the module `none`: correct the name, or take it out"],
    );
    survey_refused(
        |draft| draft.title.0.clear(),
        &["title: the text in `ja` is missing: write it, or take the language off the list"],
    );
    survey_refused(
        |draft| draft.wards.get_mut(&id(TAISHO)).unwrap().name.0.clear(),
        &["wards.271080.name: the text in `ja` is missing: write it, or take the language off the list"],
    );
}

#[test]
fn a_survey_fills_its_slots_whether_its_questionnaire_is_sound_or_not() {
    let slot = |draft: &mut DraftSurvey| draft.questionnaire.title = crate::form::words("{ward}の調査");
    let not_filled = "slots: the slot `{ward}` is used by a text and not filled: add it to `slots` of the survey";
    survey_refused(slot, &[not_filled]);
    survey_refused(
        |draft| {
            slot(draft);
            draft.questionnaire.opening.paper.0.clear();
        },
        &["opening.paper: the text in `ja` is missing: write it, or take the language off the list", not_filled],
    );
    survey_refused(
        |draft| {
            slot(draft);
            draft.slots.insert(id("ward"), crate::form::words("区"));
        },
        &[],
    );
    // A ward alone does not help whoever has not said which ward.
    survey_refused(
        |draft| {
            slot(draft);
            let taisho = draft.wards.get_mut(&id(TAISHO)).unwrap();
            taisho.slots.insert(id("ward"), crate::form::words("大正区"));
        },
        &[not_filled],
    );
    survey_refused(|draft| draft.title = crate::form::words("{ward}"), &[not_filled]);
    survey_refused(
        |draft| draft.wards.get_mut(&id(TAISHO)).unwrap().name = crate::form::words("{ward}"),
        &[not_filled],
    );
}

#[test]
fn the_value_of_a_slot_is_words() {
    let in_slot = "the value of a slot holds the slot `{ward}`: write the words out";
    survey_refused(
        |draft| draft.slots.extend([(id("contact"), crate::form::words("{ward}の電話"))]),
        &[&format!("slots.contact: {in_slot}")],
    );
    survey_refused(
        |draft| {
            let taisho = draft.wards.get_mut(&id(TAISHO)).unwrap();
            taisho.slots.insert(id("contact"), crate::form::words("{ward}の電話"));
        },
        &[&format!("wards.271080.slots.contact: {in_slot}")],
    );
    survey_refused(
        |draft| draft.slots.extend([(id("contact"), crate::form::words(""))]),
        &["slots.contact: the text in `ja` is missing: write it, or take the language off the list"],
    );
}

#[test]
fn only_what_a_browser_sends_is_an_origin() {
    for good in [
        "https://www.city.osaka.lg.jp",
        "https://a-b.example:8443",
        "https://xn--r8jz45g.jp",
        "https://192.0.2.1",
        "http://localhost",
        "http://localhost:8080",
        "http://127.0.0.1:8081",
    ] {
        survey_refused(|draft| draft.embed_origins.extend([good.to_owned()]), &[]);
    }
    for bad in [
        "",
        "*",
        "null",
        "https://",
        "https://*",
        "https://*.example",
        "https://a b",
        "https://a..b",
        "https://-a.example",
        "https://a.example.",
        "https://a.example:0",
        "https://a.example:65536",
        "https://a.example:x",
        "https://a.example:",
        "https://user@a.example",
        "localhost:8080",
        "https://例え.jp",
        "https://a.example https://b.example",
    ] {
        assert_not_an_origin(bad, "https://host, one for each site, with nothing after it");
    }
}

#[test]
fn an_origin_that_can_be_guessed_is_told() {
    for (bad, meant) in [
        ("https://example.org/", "https://example.org"),
        ("https://example.org/path?x#y", "https://example.org"),
        ("https://EXAMPLE.org", "https://example.org"),
        ("HTTPS://example.org ", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://localhost:80/", "http://localhost"),
        ("http://example.org", "https://example.org"),
        ("http://example.org:80", "https://example.org"),
        ("http://localhost.example", "https://localhost.example"),
        ("example.org/page", "https://example.org"),
    ] {
        assert_not_an_origin(bad, &format!("\"{meant}\""));
    }
}

#[track_caller]
fn assert_not_an_origin(bad: &str, write: &str) {
    survey_refused(
        |draft| draft.embed_origins.extend([bad.to_owned()]),
        &[&format!("embed_origins: \"{bad}\" is not an origin as browsers name it: write {write}")],
    );
}

#[test]
fn a_survey_is_embedded_by_so_many_sites_and_no_more() {
    let sites = |count: usize| (0..count).map(|n| format!("https://site{n}.example"));
    survey_refused(|draft| draft.embed_origins.extend(sites(50)), &[]);
    let problem = Fault::TooMany { count: 51, limit: 50 };
    survey_refused(|draft| draft.embed_origins.extend(sites(51)), &[&format!("embed_origins: {problem}")]);
}

#[test]
fn a_sealing_key_is_a_public_key_by_its_right_name() {
    survey_refused(|draft| draft.sealing_keys.push(sealing_key()), &[]);
    let none = |kid: &str| {
        format!(
            "sealing_keys: the key `{kid}` is none that can be sealed to: make a pair with `koe-office keygen`, and name its public key"
        )
    };
    let edits: [fn(&mut SealingKey); 4] = [
        |key| key.y.clone_from(&key.x),
        |key| key.crv = "P-384".into(),
        |key| key.kty = "OKP".into(),
        |key| key.x.push('='),
    ];
    for edit in edits {
        let mut key = sealing_key();
        edit(&mut key);
        survey_refused(|draft| draft.sealing_keys.push(key), &[&none(&sealing_key().kid)]);
    }
    let renamed = SealingKey { kid: "ward".into(), ..sealing_key() };
    survey_refused(|draft| draft.sealing_keys.push(renamed), &[&none("ward")]);
}

#[test]
fn a_sealing_key_is_named_once_and_there_are_not_many() {
    let twice = format!("sealing_keys: the key `{}` is named twice: take one out", sealing_key().kid);
    survey_refused(|draft| draft.sealing_keys.extend([sealing_key(), sealing_key()]), &[&twice]);
    let many =
        |count: u8| (1..=count).map(|number| SealingKey::from(PrivateKey::from_random([number; 32]).unwrap().public()));
    survey_refused(|draft| draft.sealing_keys.extend(many(8)), &[]);
    let problem = Fault::TooMany { count: 9, limit: 8 };
    survey_refused(|draft| draft.sealing_keys.extend(many(9)), &[&format!("sealing_keys: {problem}")]);
}

#[test]
fn a_survey_is_read_from_its_json_or_not_at_all() {
    let draft = form().one("pets", ["yes", "no"]).survey();
    let json = serde_json::to_string(&draft).unwrap();
    assert_eq!(Survey::parse(json.as_bytes()).unwrap().id().as_str(), "round");

    let unreadable = |json: &str| Survey::parse(json.as_bytes()).unwrap_err();
    assert!(matches!(unreadable("{"), Unreadable::NotASurvey { .. }));
    let ward = unreadable(&json.replace(TAISHO, "271081"));
    assert!(ward.to_string().starts_with("the survey cannot be read: \"271081\" is not a ward code"), "{ward}");
    assert!(Survey::parse(json.replace(TAISHO, KITA).as_bytes()).is_ok());
    let unknown = unreadable(&json.replacen('{', "{\"more\":1,", 1));
    assert!(unknown.to_string().contains("unknown field `more`"), "{unknown}");

    let unsound = unreadable(&json.replace("\"題\"", "\"\""));
    assert_eq!(unsound.to_string(), "the survey is not sound, in 1 places");
    let Unreadable::Unsound(problems) = unsound else { panic!("{unsound}") };
    assert_eq!(problems[0].place, Place { question: None, part: "title".into() });

    let padded = |bytes: usize| format!("{json}{}", " ".repeat(bytes - json.len()));
    assert!(Survey::parse(padded(1 << 20).as_bytes()).is_ok());
    let too_large = unreadable(&padded((1 << 20) + 1));
    assert_eq!(too_large.to_string(), "the survey has 1048577 bytes, at most 1048576 can be read");
}

#[test]
fn json_that_nests_without_end_is_refused() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(Survey::parse(nested.as_bytes()), Err(Unreadable::NotASurvey { .. })));
}

#[test]
fn a_problem_is_an_error_with_place_and_mend() {
    let problem: Box<dyn std::error::Error> = Box::new(Problem {
        place: Place { question: Some(id("pets")), part: "ask_when".into() },
        fault: questionnaire::Fault::Unreachable,
    });
    assert!(problem.to_string().starts_with("question pets › ask_when: no answer leads to this question"));
}

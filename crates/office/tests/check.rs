//! `koe-office check`: what is sound is accepted, and everything else is told with its place and its mend.

use std::path::Path;
use std::process::Output;

use crate::commands::{folder, offering, run};

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Replaces `from` by `to` in a file of the tests' content and looks for a line that begins and ends so.
#[track_caller]
fn refuses(file: &str, from: &str, to: &str, begins: &str, ends: &str) {
    let folder = folder();
    let path = folder.path().join("content").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let output = run(folder.path(), &["check"]);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.lines().any(|line| line.starts_with(&format!("content/{begins}")) && line.ends_with(ends)), "{told}");
    assert!(told.lines().last().is_some_and(|line| line.ends_with("problem") || line.ends_with("problems")), "{told}");
}

#[test]
fn the_content_of_the_city_is_sound() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = run(&repository, &["check", "content"]);
    assert_eq!(told(&output), "");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let (coverage, last) = printed.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(last, "13 questionnaires, 3 surveys, 53 indicators, the page in en, ja, ja-easy: all sound");
    let begins: Vec<_> = coverage.lines().filter_map(|line| line.split_once(": choice-sets 51/51, ")).collect();
    let languages: Vec<_> = begins.iter().map(|(language, _)| *language).collect();
    assert_eq!(
        languages,
        [
            "en",
            "ja",
            "ja-easy",
            "fil (draft)",
            "ko (draft)",
            "ne (draft)",
            "pt (draft)",
            "vi (draft)",
            "zh-Hans (draft)",
            "zh-Hant (draft)",
        ]
    );
    for (language, parts) in begins {
        let parts: Vec<_> = parts.split(", ").collect();
        for whole in ["resident", "visitor", "wards", "page", "ward-residents-2026", "ward-visitors"] {
            let part = parts.iter().find_map(|part| part.strip_prefix(&format!("{whole} "))).unwrap();
            let (there, needed) = part.split_once('/').unwrap();
            assert_eq!(there, needed, "{whole} in {language}");
        }
    }
}

/// Replaces `from` by `to` in a file of the Korean translation, which a survey offers, and looks for these lines.
#[track_caller]
fn refuses_translation(file: &str, from: &str, to: &str, english: &str, japanese: &str) {
    let folder = offering();
    assert_eq!(told(&run(folder.path(), &["check"])), "");
    let path = folder.path().join("content/translations/ko").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    for (language, line) in [("en", english), ("ja", japanese)] {
        let output = run(folder.path(), &["check", "--language", language]);
        let told = told(&output);
        let whole = format!("content/translations/ko/{file}: {line}");
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert_eq!(told.lines().next(), Some(whole.as_str()), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}

#[test]
fn a_text_that_is_missing_in_a_language_that_is_offered_is_told() {
    let missing = |key: &str| {
        (
            format!(
                "`{key}` is missing and `garden-visitors` offers this language: write it, or take the language out of more_languages in surveys/garden-visitors.toml"
            ),
            format!(
                "「{key}」がありません。調査「garden-visitors」がこの言語を出しています。訳を書くか、surveys/garden-visitors.toml の more_languages から外してください"
            ),
        )
    };
    for (file, key, from) in [
        ("questionnaires/garden.toml", "questions.often.text", "text = \"얼마나 자주 갑니까?\"\n"),
        ("questionnaires/garden.toml", "questions.visited.choices.yes", "yes = \"예\"\n"),
        ("choice-sets.toml", "often.choices.rarely", "rarely = \"가끔\"\n"),
        ("wards.toml", "271080.contact", "contact = \"다이쇼구청\"\n"),
        ("surveys/garden-visitors.toml", "slots.ward", "ward = \"각 구\"\n"),
        ("interface.toml", "page.next", "next = \"다음\"\n"),
        ("language.toml", "office.paper", "paper = \"종이로도 답할 수 있습니다.\"\n"),
    ] {
        let (english, japanese) = missing(key);
        refuses_translation(file, from, "", &english, &japanese);
    }
    let folder = folder();
    std::fs::remove_file(folder.path().join("content/translations/ko/wards.toml")).unwrap();
    assert_eq!(told(&run(folder.path(), &["check"])), "", "nobody is offered it");
}

#[test]
fn a_text_in_another_script_or_of_another_language_is_told() {
    let garden = "questionnaires/garden.toml";
    refuses_translation(
        garden,
        "몇 살입니까?",
        "何歳ですか。",
        "questions.age.text: the text in `ko` has \"ですか\", which `ko` is not written in: translate it",
        "questions.age.text: 「ko」の文に「ですか」があります。このことばの文字ではないので、訳してください",
    );
    refuses_translation(
        "interface.toml",
        "앞으로 {n}문항",
        "{n} to go",
        "page.left: the text in `ko` is the one in `en`: translate it",
        "page.left: 「ko」の文が「en」の文と同じです。訳してください",
    );
    refuses("interface/en.toml", "\"Next\"", "\"つぎへ\"", "interface/en.toml: page.next: the text in `en` has", "");
    refuses(
        "questionnaires/garden.toml",
        "text.en = \"How often?\"",
        "text.en = \"どのくらい\"",
        "questionnaires/garden.toml: questions.often.text: the text in `en` has \"どのくらい\"",
        "translate it",
    );
    refuses(
        "wards.toml",
        "contact.ja = \"大正区役所\"",
        "contact.ja = \"대정구청\"",
        "wards.toml: 271080.contact: the text in `ja` has",
        "",
    );
    refuses(
        "questionnaires/garden.toml",
        "text.ja = \"何歳ですか。\"",
        "text.ja = \"How old are you?\"",
        "questionnaires/garden.toml: questions.age.text: the text in `ja` ",
        "translate it",
    );
}

#[test]
fn a_translation_that_translates_nothing_or_loses_a_place_is_told() {
    let garden = "questionnaires/garden.toml";
    refuses_translation(
        garden,
        "[questions.age]\n",
        "[questions.years]\ntext = \"몇 해입니까?\"\n[questions.age]\n",
        "`questions.years.text` translates nothing that is there: correct the key, or take it out",
        "「questions.years.text」に当たるもとの文がありません。名前を直すか、消してください",
    );
    refuses_translation(
        garden,
        "담당: {contact}",
        "담당",
        "`opening.office` needs exactly the slots that it has in ja.toml: {contact}",
        "「opening.office」に入れる { } が ja.toml とちがいます。{contact} をちょうど入れてください",
    );
    refuses_translation(
        garden,
        "담당: {contact}",
        "담당: {contact",
        "`opening.office`: a brace has no partner near \"contact\": write {漢字|かんじ} for ruby or {ward} for a slot",
        "「opening.office」: 「contact」の近くの { } が対になっていません。ふりがなは {漢字|かんじ}、差しこみは {ward} の形です",
    );
}

#[test]
fn who_signs_says_their_name_and_the_day() {
    let (english, japanese) = (
        "signed, but not by whom and when: write signed_by and signed_on = \"YYYY-MM-DD\", or status = \"draft\"",
        "signed とありますが、だれがいつ確かめたのかがありません。signed_by と signed_on = \"2026-12-01\" の形の日付を書くか、status = \"draft\" にしてください",
    );
    for signed in
        ["", "signed_by = \"김\"\n", "signed_by = \"김\"\nsigned_on = \"soon\"\n", "signed_on = \"2026-12-01\"\n"]
    {
        let to = format!("status = \"signed\"\n{signed}");
        refuses_translation("language.toml", "status = \"draft\"\n", &to, english, japanese);
    }
    let folder = offering();
    let file = folder.path().join("content/translations/ko/language.toml");
    let written = std::fs::read_to_string(&file).unwrap();
    let signed = "status = \"signed\"\nsigned_by = \"김\"\nsigned_on = \"2026-12-01\"";
    std::fs::write(&file, written.replace("status = \"draft\"", signed)).unwrap();
    let output = run(folder.path(), &["check", "--language", "ja"]);
    assert_eq!(told(&output), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("ko（確認済み）: "));
}

#[test]
fn a_language_into_which_nothing_is_translated_is_told() {
    refuses(
        "surveys/garden-visitors.toml",
        "wards = [",
        "more_languages = [\"vi\"]\nwards = [",
        "surveys/garden-visitors.toml: there is no translation into `vi`",
        "more_languages",
    );
}

#[test]
fn what_is_not_toml_or_not_of_its_form_is_told_with_line_and_column() {
    let garden = "questionnaires/garden.toml";
    refuses(garden, "edition = \"1\"", "edition = 1", "questionnaires/garden.toml:2:11: ", "expected a string");
    refuses(garden, "id = \"garden\"", "id = \"garden", "questionnaires/garden.toml:1:", "");
    refuses(
        garden,
        "need = \"required\"",
        "ned = \"required\"",
        "questionnaires/garden.toml:31:1: unknown field `ned`",
        "`checks`",
    );
    refuses(
        "surveys/garden-letters.toml",
        "wards = \"all\"",
        "wards = \"some\"",
        "surveys/garden-letters.toml:",
        "such as [\"271080\"]",
    );
    refuses(
        "surveys/garden-visitors.toml",
        "wards = [",
        "abandoned = \"keep\"\nwards = [",
        "surveys/garden-visitors.toml:7:13: ",
        "expected `discard` or `send`",
    );
    refuses("wards.toml", "[271080]", "[271081]", "wards.toml:", "such as 271080");
}

#[test]
fn an_unsound_question_is_told_with_its_line() {
    let garden = "questionnaires/garden.toml";
    let at = |line: u32, rest: &str| format!("{garden}:{line}:1: question {rest}");
    refuses(garden, "choice = \"yes\"", "choice = \"perhaps\"", &at(50, "often › "), "correct the code");
    refuses(garden, "question = \"visited\"", "question = \"age\"", &at(50, "often › "), "");
    refuses(garden, "question = \"visited\"", "question = \"gone\"", &at(50, "often › "), "correct the id");
    refuses(garden, "id = \"often\"", "id = \"visited\"", &format!("{garden}:"), "give one of them another id");
    refuses(garden, "code = \"no\"", "code = \"yes\"", &at(31, "visited › "), "another code");
    refuses(
        garden,
        "text.en = \"Did you",
        "help.en = \"Did you",
        &at(31, "visited › "),
        "take the language off the list",
    );
    refuses(
        garden,
        "text.ja-easy = \"{何歳|なんさい}ですか。\"",
        "text.ja-easy = \"何歳ですか。\"",
        &at(58, "age › "),
        "with its reading",
    );
    refuses(garden, "max = 120", "max = -1", &at(58, "age › "), "");
    refuses(
        garden,
        "choice_set = \"often\"",
        "choice_set = \"never\"",
        &at(50, "often › "),
        "name one of those that are there",
    );
    refuses(garden, "{担当|たんとう}", "{担当|tanto}", &format!("{garden}: "), "write it in hiragana or katakana");
    refuses(
        garden,
        "question = \"visited\", choice = \"yes\" }",
        "question = \"visited\", choice = \"yes\" }\nask_when.not = { all = [] }",
        &format!("{garden}:"),
        "",
    );
}

#[test]
fn a_question_that_no_answer_reaches_is_told() {
    let both = "all = [{ chose = { question = \"visited\", choice = \"yes\" } }, { chose = { question = \"visited\", choice = \"no\" } }]";
    refuses(
        "questionnaires/garden.toml",
        "ask_when.chose = { question = \"visited\", choice = \"yes\" }",
        &format!("ask_when.{both}"),
        "questionnaires/garden.toml:50:1: question often › ",
        "or take the question out",
    );
}

#[test]
fn what_is_wrong_with_a_shared_set_is_told_once_and_where_it_is_written() {
    refuses("choice-sets.toml", "positive = [\"weekly\"]", "positive = [\"daily\"]", "", "");
    refuses("choice-sets.toml", "text.ja = \"毎週\"", "text.ja = \"{毎週\"", "choice-sets.toml: choice_sets.often", "");
}

#[test]
fn names_that_lead_nowhere_are_told() {
    refuses(
        "questionnaires/pond.toml",
        "garden.often",
        "garden.seldom",
        "questionnaires/pond.toml:18:1: ",
        "with ids that exist",
    );
    refuses(
        "questionnaires/pond.toml",
        "id = \"pond\"",
        "id = \"lake\"",
        "questionnaires/pond.toml: the id is `lake`",
        "correct the id",
    );
    let letters = "surveys/garden-letters.toml";
    refuses(
        letters,
        "questionnaire = \"garden\"",
        "questionnaire = \"park\"",
        letters,
        "mend questionnaires/park.toml",
    );
    refuses(letters, "wards = \"all\"", "wards = [\"271021\"]", letters, "correct the code");
    refuses(letters, "[slots]", "[ward_modules]\n\"271021\" = []\n[slots]", letters, "correct the code");
}

#[test]
fn a_survey_that_does_not_fit_its_questionnaire_is_told() {
    let letters = "surveys/garden-letters.toml";
    refuses(letters, "wards = \"all\"", "modules = [\"trees\"]\nwards = \"all\"", letters, "or take it out");
    refuses(letters, "contact.ja = ", "contract.ja = ", letters, "");
    refuses(letters, "closes = \"2027", "closes = \"2025", letters, "exchange the two days");
    refuses(
        "surveys/garden-visitors.toml",
        ".lg.jp\"",
        ".lg.jp/ward\"",
        "surveys/garden-visitors.toml",
        ".lg.jp/ward\" is not an origin as browsers name it: write \"https://www.city.osaka.lg.jp\"",
    );
}

#[test]
fn the_words_of_the_page_must_agree_in_every_language() {
    refuses("interface/en.toml", "next =", "nest =", "interface/en.toml: `page.next` is missing", "");
    refuses("interface/en.toml", "next =", "nest =", "interface/en.toml: `page.nest` is not in ja.toml", "");
    refuses("interface/en.toml", "{n} to go", "some to go", "interface/en.toml: `page.left` needs", "{n}");
    refuses("interface/en.toml", "\"Next\"", "1", "interface/en.toml: `page.next` is not a text", "");
    refuses(
        "interface/ja-easy.toml",
        "つぎへ",
        "次へ",
        "interface/ja-easy.toml: `page.next`: \"次\" has no ruby",
        "with its reading",
    );
    refuses("interface/ja-easy.toml", "{問|もん}", "{問|もん", "interface/ja-easy.toml: `page.left`: ", "");
}

#[test]
fn a_missing_language_and_a_missing_folder_are_told() {
    let folder = folder();
    std::fs::remove_file(folder.path().join("content/interface/en.toml")).unwrap();
    let output = run(folder.path(), &["check"]);
    assert!(told(&output).starts_with("content/interface/en.toml: a survey comes in `en`"), "{}", told(&output));
    let nowhere = told(&run(folder.path(), &["check", "nowhere"]));
    assert!(nowhere.contains("nowhere/questionnaires: cannot be read"), "{nowhere}");
}

#[test]
fn everything_is_told_at_once_and_in_the_readers_language() {
    let folder = folder();
    for (file, from, to) in [
        ("questionnaires/garden.toml", "choice = \"yes\"", "choice = \"perhaps\""),
        ("surveys/garden-letters.toml", "closes = \"2027", "closes = \"2025"),
        ("surveys/garden-visitors.toml", "https://www", "http://www"),
        ("interface/ja-easy.toml", "つぎへ", "次へ"),
    ] {
        let path = folder.path().join("content").join(file);
        std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replacen(from, to, 1)).unwrap();
    }
    let told = told(&run(folder.path(), &["check", "--language", "ja"]));
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(
        lines,
        [
            "content/interface/ja-easy.toml: 「page.next」: 「次」にふりがながありません。{次|…} と読みを書いてください",
            "content/questionnaires/garden.toml:50:1: 設問 often の ask_when: 条件が見ている、設問「visited」の選択肢「perhaps」がありません。code を直してください",
            "content/surveys/garden-letters.toml: period: 終わりの日が始まりの日より前です。入れかえてください",
            "content/surveys/garden-visitors.toml: embed_origins: 「http://www.city.osaka.lg.jp」は、ブラウザーが送る形ではありません。「https://www.city.osaka.lg.jp」と書いてください",
            "問題が 4 件あります",
        ]
    );
}

/// Replaces `from` by `to` in a copy of the city's content and looks for these lines, in English and in Japanese.
#[track_caller]
fn refuses_of_city(file: &str, from: &str, to: &str, english: &str, japanese: &str) {
    let folder = folder();
    let content = folder.path().join("city");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"), &content);
    let path = content.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    for (language, line) in [("en", english), ("ja", japanese)] {
        let output = run(folder.path(), &["check", "city", "--language", language]);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.lines().next().is_some_and(|first| first.starts_with("city/") && first.ends_with(line)), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn an_indicator_whose_question_is_gone_is_told() {
    refuses_of_city(
        "indicators/h23.toml",
        r#"["staff.compliance_raised"]"#,
        r#"["staff.compliance_lifted"]"#,
        "`h23.staff_compliance_raised`: there is no question `staff.compliance_lifted`: correct it, or take the indicator out of this revision",
        "指標 h23.staff_compliance_raised: 設問「staff.compliance_lifted」がありません。名前を直すか、この版の指標から外してください",
    );
}

#[test]
fn an_unknown_code_and_an_unknown_ward_of_an_indicator_are_told() {
    refuses_of_city(
        "indicators/sugata.toml",
        r#"condition = "resident.consulted == yes""#,
        r#"condition = "resident.consulted == yess""#,
        "`sugata.consultation`: the code `yess` is not a choice of `resident.consulted`: correct it",
        "指標 sugata.consultation: 設問「resident.consulted」に選択肢「yess」がありません。code を直してください",
    );
    refuses_of_city(
        "indicators/taisho29.toml",
        r#"ward = "271080""#,
        r#"ward = "131016""#,
        "`taisho29.compliance_training`: the ward \"131016\" is not in wards.toml: correct the code",
        "指標 taisho29.compliance_training: 区「131016」は wards.toml にありません。コードを直してください",
    );
}

#[test]
fn a_target_without_a_year_is_told() {
    refuses_of_city(
        "indicators/sugata.toml",
        "fiscal_year = 2026\n",
        "",
        "has no year: write fiscal_year, or year_unstated = true where the document has none",
        "に年度がありません。fiscal_year を書くか、文書に年度がないときは year_unstated = true と書いてください",
    );
}

#[test]
fn adults_that_do_not_add_up_are_told() {
    let folder = folder();
    let content = folder.path().join("city");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"), &content);
    let adults = include_str!("../../indicators/tests/fixtures/fictitious-adults.toml");
    std::fs::create_dir(content.join("adults")).unwrap();
    std::fs::write(content.join("adults/fictitious.toml"), adults).unwrap();
    assert_eq!(told(&run(folder.path(), &["check", "city"])), "");
    std::fs::write(content.join("adults/fictitious.toml"), adults.replace("total = 5980", "total = 5990")).unwrap();
    let told = told(&run(folder.path(), &["check", "city"]));
    let line = "city/adults/fictitious.toml: 271080: the ages and sexes add up to 5980, the total says 5990: correct one of them";
    assert!(told.lines().any(|told| told == line), "{told}");
}

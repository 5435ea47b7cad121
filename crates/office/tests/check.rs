//! `koe-office check`: what is sound is accepted, and everything else is told with its place and its mend.

use std::path::Path;
use std::process::Output;

use crate::commands::{folder, run};

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
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "13 questionnaires, 3 surveys, the page in en, ja, ja-easy: all sound\n"
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

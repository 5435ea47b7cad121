//! The questionnaire on paper: `GET /s/{survey}/paper` and `koe-office paper`.

use crate::commands::{folder, gave_up, run, said};
use crate::office::{LETTERS, TestOffice, VISITORS};
use office::http::Limits;

#[tokio::test]
async fn the_sheet_has_what_belongs_on_paper_and_nothing_that_runs() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let answer = office.client.get(&format!("/s/{VISITORS}/paper?lang=ja")).await;
    assert_eq!(answer.status.as_u16(), 200);
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    let sheet = answer.text();
    for there in [
        "<span class=\"number\">問1</span>",
        // Whoever was not there goes past how often they were.
        "<b>2</b><span>いいえ</span><em>→ 問3へ</em>",
        "<p class=\"who\">問1で1に○の方だけお答えください</p>",
        "<svg class=\"qr\"",
        "<div class=\"lines\">",
    ] {
        assert!(sheet.contains(there), "{there} in {sheet}");
    }
    for not_there in ["<script", "<input", "<button", "<a ", "style=\"", "紙でも答えられます"] {
        assert!(!sheet.contains(not_there), "{not_there}");
    }
    let easy = office.client.get(&format!("/s/{VISITORS}/paper?lang=ja-easy&large=1")).await.text();
    assert!(easy.contains("class=\"sheet large\"") && easy.contains("<ruby>公園<rt>こうえん</rt></ruby>"), "{easy}");
}

#[tokio::test]
async fn a_survey_of_many_wards_asks_for_one_first() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let wards = office.client.get(&format!("/s/{LETTERS}/paper?lang=en")).await.text();
    assert!(wards.contains(&format!("<a href=\"/s/{LETTERS}/paper?ward=271080&amp;lang=en\">")), "{wards}");
    assert_eq!(office.client.get("/s/none/paper").await.status.as_u16(), 404);
}

#[test]
fn the_program_prints_the_same_sheet() {
    let folder = folder();
    std::fs::remove_dir_all(folder.path().join("content/interface")).unwrap();
    let real = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/interface");
    crate::commands::copy(&real, &folder.path().join("content/interface"));
    said(&run(folder.path(), &["survey", "rehearse", VISITORS]));
    let paper = |more: &[&str]| run(folder.path(), &[&["paper", VISITORS, "--ward", "271080"], more].concat());
    let sheet = said(&paper(&["--lang", "en", "--public-origin", "https://ank.example.jp"]));
    assert!(sheet.contains("<em>→ go to Q3</em>") && sheet.contains("<svg class=\"qr\""), "{sheet}");
    assert!(!said(&paper(&[])).contains("<svg"), "without an address there is no code for it");
    assert!(gave_up(&paper(&["--lang", "ko"])).contains("it has ja, ja-easy, en"));
    assert!(gave_up(&run(folder.path(), &["paper", VISITORS, "--ward", "271021"])).contains("does not take part"));
}

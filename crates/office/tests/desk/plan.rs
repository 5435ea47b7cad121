//! What a survey will be able to tell, shown before it is opened.

use questionnaire::State;

use super::browser::{Browser, signed_in};
use crate::commands::{run, said};
use crate::office::TestOffice;
use crate::report::people::{SURVEY, city, lay_out};

const KITA: &str = "ward:271276";

fn plan(query: &str) -> String {
    format!("/office/surveys/{SURVEY}/plan{query}")
}

/// An office whose survey is in the content folder and was never published.
async fn not_begun() -> TestOffice {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    TestOffice::of_city(folder).await
}

/// An office whose results are public.
async fn published() -> TestOffice {
    let (folder, _) = city(|place| if place == 0 { 12 } else { 18 }).await;
    let out = format!("results/{SURVEY}");
    said(&run(folder.path(), &["report", SURVEY, "--database", "sqlite:koe.db", "--out", &out]));
    let office = TestOffice::of_city(folder).await;
    office.send_to(SURVEY, &[State::Closed, State::Published]).await;
    office
}

async fn shows(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
    answer.text()
}

/// The row of an indicator below the heading of a place.
fn row<'a>(page: &'a str, place: &str, statement: &str) -> &'a str {
    let (_, below) = page.split_once(&format!("<h2>{place}</h2>")).unwrap_or_else(|| panic!("{place}: {page}"));
    let below = below.split("<h2>").next().unwrap();
    let rows = || below.split("<tr role=\"row\">");
    rows().find(|row| row.contains(statement)).unwrap_or_else(|| panic!("{place}, {statement}: {below}"))
}

fn cells(row: &str) -> Vec<&str> {
    let cells = row.split("data-head=\"").skip(1).map(|cell| cell.split_once('>').unwrap().1);
    cells.map(|cell| cell.split("</td>").next().unwrap()).collect()
}

#[tokio::test]
async fn the_city_sees_what_a_survey_can_tell_before_it_is_begun() {
    let office = not_begun().await;
    let mut browser = signed_in(&office, "city").await;
    let link = format!("href=\"{}\"", plan(""));
    assert!(shows(&mut browser, "/office/").await.contains(&link));
    assert!(shows(&mut browser, &format!("/office/surveys/{SURVEY}/move/rehearsal")).await.contains(&link));
    let page = shows(&mut browser, &plan("")).await;
    let ties = row(&page, "どの区も同じ", "支え合い");
    let told = ["50.0%（仮定）", "450", "±5.6", "50.0%（2017年度）", "55.7%", "44.3%", "41%", "2343", "7810"];
    assert_eq!(cells(ties), told, "{ties}");
    // Fewer come to a question for some people alone: by a figure where one was published, else by what is assumed.
    let routed = row(&page, "どの区も同じ", "自律的");
    assert!(routed.contains("（答えた人の48.7%。市の文書、2022年度）") && cells(routed)[1] == "219", "{routed}");
    let assumed = row(&page, "どの区も同じ", "日常生活に関する相談");
    assert!(assumed.contains("（答えた人の30.0%。仮定）") && cells(assumed)[1] == "135", "{assumed}");
    assert_eq!(cells(row(&page, "全体", "支え合い"))[1], "10800");
    // What one ward alone asks, and the target of the year itself, which is for the city as a whole.
    assert_eq!(cells(row(&page, "大正区", "地縁型団体が行う活動に参加"))[3], "15.0%（2017年度）");
    assert!(page.contains("58.7%（2026年度）"), "{page}");
    let other = shows(&mut browser, &plan("?asked=３，０００&rate=20&routed=50&difference=10")).await;
    assert_eq!(cells(row(&other, "どの区も同じ", "支え合い"))[1], "600");
    assert_eq!(cells(row(&other, "どの区も同じ", "日常生活に関する相談"))[1], "300");
    assert!(other.contains("value=\"３，０００\"") && other.contains("10ポイントの差"), "{other}");
    let english = shows(&mut browser, &plan("?lang=en")).await;
    assert!(english.contains("<span lang=\"ja\">") && english.contains("Each ward alike"), "{english}");
    let visitors = shows(&mut browser, "/office/surveys/ward-visitors/plan").await;
    assert!(visitors.contains("draws nobody at random") && !visitors.contains("<table"), "{visitors}");
    let mut kita = signed_in(&office, KITA).await;
    assert_eq!(kita.get(&plan("")).await.status.as_u16(), 404, "it is not published here");
}

#[tokio::test]
async fn a_number_that_is_none_is_told_in_one_line_and_stays_as_it_was_typed() {
    let office = not_begun().await;
    let mut browser = signed_in(&office, "city").await;
    for (query, line, typed) in [
        ("?asked=0", "「1つの区でたのむ人の数」には、1から1000000までの整数を入れてください。", "value=\"0\""),
        ("?rate=101", "（%）」には、1から100までの整数を入れてください。", "value=\"101\""),
        ("?routed=", "には、1から100までの整数を入れてください。", "name=\"routed\" value=\"\""),
        (
            "?difference=5%22%3E%3Cb%3E",
            "「見分けたい差（ポイント）」には、1から99まで",
            "value=\"5&quot;&gt;&lt;b&gt;\"",
        ),
        ("?before=garden-letters", "選んだ結果は、ここでは読めません。", "name=\"asked\" value=\"1500\""),
    ] {
        let answer = browser.get(&plan(query)).await;
        let page = answer.text();
        assert_eq!(answer.status.as_u16(), 422, "{query}");
        assert!(page.contains(line) && page.contains(typed) && !page.contains("<table"), "{query}: {page}");
        assert_eq!(page.matches("<li>").count() - page.matches("<li><a").count(), 1, "{query}: {page}");
    }
}

#[tokio::test]
async fn what_was_published_is_expected_again_of_each_ward_and_a_ward_sees_its_own() {
    let office = published().await;
    let mut browser = signed_in(&office, "city").await;
    assert!(shows(&mut browser, &format!("/office/surveys/{SURVEY}")).await.contains(&plan("")));
    let page = shows(&mut browser, &plan("")).await;
    assert!(page.contains(&format!("<option value=\"{SURVEY}\" selected>")), "{page}");
    // As many as there were codes for the largest ward, and a third of them had answered.
    assert!(page.contains("name=\"asked\" value=\"54\"") && page.contains("name=\"rate\" value=\"33\""), "{page}");
    let kita = row(&page, "北区", "支え合い");
    assert!(cells(kita)[0].contains("（前の結果）"), "{kita}");
    assert_ne!(cells(kita), cells(row(&page, "都島区", "支え合い")), "wards differ");
    let mut own = signed_in(&office, KITA).await;
    let page = shows(&mut own, &plan("")).await;
    assert_eq!(cells(row(&page, "北区", "支え合い")), cells(kita));
    assert!(!page.contains("<h2>都島区</h2>") && !page.contains("<h2>全体</h2>"), "{page}");
    let none = shows(&mut browser, &plan("?before=")).await;
    assert!(none.contains("<h2>どの区も同じ</h2>") && !none.contains("（前の結果）"), "{none}");

    let figures = office.folder.path().join(format!("results/{SURVEY}/data/figures.json"));
    std::fs::write(figures, "{").unwrap();
    let answer = browser.get(&plan("")).await;
    assert_eq!(answer.status.as_u16(), 422);
    assert!(answer.text().contains("選んだ結果は、ここでは読めません。"), "{}", answer.text());
    let log = office.store.audit_after(0, 100).await.unwrap();
    assert!(log.iter().any(|row| row.act == "show" && row.what == format!("{SURVEY} plan")));
}

#[tokio::test]
async fn without_a_content_folder_the_page_says_why_it_knows_no_indicators() {
    let folder = TestOffice::start().await.stop().await;
    let office = TestOffice::without_content(folder).await;
    let mut browser = signed_in(&office, "city").await;
    let page = shows(&mut browser, "/office/surveys/garden-letters/plan").await;
    assert!(page.contains("content フォルダーがない"), "{page}");
}

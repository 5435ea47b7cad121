//! Figures that are no shares of people: councils by their organisations, numbers of wards, mean scores, response rates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::people::{Person, lay_out, lay_out_survey, published, said_so};
use super::published_data::BOTH;
use super::{data, files, holds_together};
use crate::commands::{run, said};
use crate::export::parquet::python;

const TAISHO: &str = "271080";
const MIYAKOJIMA: &str = "271021";
const KITA: &str = "271276";

/// A publication of what `people` say to that questionnaire.
async fn publication(
    questionnaire: &str,
    frame: &str,
    modules: &str,
    asked: &[(&str, usize)],
    people: &[Person<'_>],
) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    lay_out_survey(folder.path(), questionnaire, frame, modules);
    let survey = format!("{questionnaire}-test");
    said_so(folder.path(), &survey, asked, people).await;
    said(&run(folder.path(), &["report", &survey, "--database", "sqlite:koe.db", "--out", "published"]));
    folder
}

fn page(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(published(folder).join(path)).unwrap()
}

fn row(folder: &Path, table: &str, indicator: &str, place: &str) -> Value {
    let rows = data(&published(folder), table);
    let found = rows.into_iter().find(|row| row["indicator"] == indicator && row["place"] == place);
    found.unwrap_or_else(|| panic!("{table} has nothing of {indicator} in {place}"))
}

/// `fields` of a row.
fn told(row: &Value, fields: &[&str]) -> Vec<Value> {
    fields.iter().map(|field| row[field].clone()).collect()
}

fn organisation<'a>(ward: &'a str, council: Option<String>, says: &'a str) -> Person<'a> {
    let givens = council.map(|council| ("council", council)).into_iter().collect();
    Person { ward, givens, says: if says.is_empty() { vec![] } else { vec![("working_age", says)] } }
}

#[tokio::test]
async fn councils_and_their_organisations_are_two_units_and_few_councils_are_kept_back() {
    let mut people = Vec::new();
    for number in 1..=12 {
        // Six by two of three, two by one of two, three by one of three, and one of which nobody knows.
        let says: &[&str] = match number {
            1..=6 => &["up", "up", "same"],
            7..=8 => &["up", "down"],
            9..=11 => &["up", "same", "down"],
            _ => &["dk", ""],
        };
        people.extend(says.iter().map(|says| organisation(TAISHO, Some(format!("ooduka{number}")), says)));
    }
    people.push(organisation(TAISHO, None, "up"));
    people.extend((1..=11).map(|number| organisation(MIYAKOJIMA, Some(format!("ooduka{number}")), "same")));
    people.extend((1..=15).map(|number| organisation(KITA, Some(format!("ooduka{number}")), "up")));
    people.extend((1..=4).map(|number| organisation("271039", Some(format!("ooduka{number}")), "up")));
    let asked = [(TAISHO, 60), (MIYAKOJIMA, 30), (KITA, 30), ("271039", 9)];
    let folder = publication("lac_member", "census", "[]", &asked, &people).await;
    let folder = folder.path();
    let of = |place: &str| row(folder, "councils", "sugata.working_age_increase", place);
    let organisations = ["organisations_answered", "organisations_positive"];
    let councils = ["councils", "councils_positive", "councils_tied", "councils_others", "councils_silent"];
    // 18 + 4 + 9 + 1 who do not know + 1 without a council; 12 + 2 + 3 + 1 say "up".
    assert_eq!(told(&of(TAISHO), &organisations), [json!(33), json!(18)]);
    assert_eq!(told(&of(TAISHO), &councils), [11, 6, 2, 3, 1].map(|count| json!(count)));
    assert_eq!(of(TAISHO)["councils_share"], json!(0.545_454_545));
    assert_eq!(of(TAISHO)["organisations_without_council"], 1);
    assert_eq!(told(&of(KITA), &councils), [15, 15, 0, 0, 0].map(|count| json!(count)));
    // The four of one ward are kept back, and with them those of another, from which they could be subtracted.
    let kept = |place| told(&of(place), &["kept_back", "councils", "councils_positive", "organisations_positive"]);
    assert_eq!(kept("271039"), [json!(true), Value::Null, Value::Null, json!(4)]);
    assert_eq!(kept(MIYAKOJIMA), [json!(true), Value::Null, Value::Null, json!(0)]);
    assert_eq!(told(&of("all"), &councils), [41, 25, 2, 14, 1].map(|count| json!(count)));

    let english = page(folder, "en/indicators/sugata.working_age_increase.html");
    assert!(
        english.contains("of 63 organisations that answered, 37 are positive. Of 41 Local Activity Councils"),
        "{english}"
    );
    assert!(page(folder, "ja/indicators/sugata.working_age_increase.html").contains("団体の過半数で肯定"));
    assert!(page(folder, "ja/method.html").contains("data/councils.csv"));
    let written = files(&published(folder));
    said(&run(folder, &["report", "lac_member-test", "--database", "sqlite:koe.db", "--out", "again"]));
    assert!(written == files(&folder.join("again")), "it is not written alike twice");
    for (name, bytes) in &written {
        assert!(!String::from_utf8_lossy(bytes).contains("ooduka"), "{name} names a council");
    }
    let dictionary = String::from_utf8(written["data/dictionary.csv"].clone()).unwrap();
    assert!(dictionary.contains("councils.csv,councils_tied,同数の地域活動協議会,"), "{dictionary}");
    assert_eq!(python(BOTH, &[&published(folder).join("data")])["councils"][0], json!(5));
}

#[tokio::test]
async fn mayors_are_a_number_of_all_wards_and_nothing_is_told_of_one() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    lay_out_survey(folder.path(), "ward_mayor", "census", "[]");
    let wards: Vec<String> = office::content::Content::read(&folder.path().join("content")).surveys["ward_mayor-test"]
        .wards
        .keys()
        .map(ToString::to_string)
        .collect();
    let asked: Vec<(&str, usize)> = wards.iter().map(|ward| (ward.as_str(), 1)).collect();
    let people: Vec<Person<'_>> = (0..23)
        .map(|place| {
            let says = if place < 21 { "p1" } else { "n1" };
            Person { ward: &wards[place], givens: vec![], says: vec![("cm_pdca", says)] }
        })
        .collect();
    let folder = publication("ward_mayor", "census", "[]", &asked, &people).await;
    let folder = folder.path();
    let city = row(folder, "figures", "sugata.cm_pdca", "all");
    assert_eq!(told(&city, &["count", "of", "answered", "positive"]), [21, 24, 23, 21].map(|count| json!(count)));
    assert_eq!(told(&city, &["share", "share_decided", "share_asked", "low", "mean_of_wards"]), vec![Value::Null; 5]);
    for table in ["figures", "codes"] {
        let places: BTreeSet<String> =
            data(&published(folder), table).iter().map(|row| row["place"].to_string()).collect();
        assert_eq!(places, ["\"all\"".to_owned()].into(), "{table}");
    }
    let indicator = page(folder, "en/indicators/sugata.cm_pdca.html");
    assert!(indicator.contains("21 of 24 wards (23 answered)"), "{indicator}");
    assert!(!indicator.contains("%<"), "a share of mayors: {indicator}");
    assert!(page(folder, "ja/index.html").contains("24区のうち21区"));
    assert!(page(folder, "en/people.html").contains("With fewer than 100 people"));
    assert!(data(&published(folder), "people").iter().all(|row| row["by"] != "age_sex" && row["by"] != "age"));
    let series = page(folder, "data/series.sdmx.csv");
    assert!(series.contains("sugata.cm_pdca,all,UNWEIGHTED,2026,21.0,COUNT,,,24,A,F"), "{series}");
    holds(folder);
}

#[tokio::test]
async fn score_sheets_give_means_that_are_held_against_points() {
    let sheet = |ward, says: &[(&'static str, &'static str)]| Person { ward, givens: vec![], says: says.to_vec() };
    // One score of 4 on a sheet and sixteen of 3 on another are 3.5, though all seventeen scores have a mean of 3.06.
    let people = [
        sheet(TAISHO, &[("greet", "4"), ("*", "na")]),
        sheet(TAISHO, &[("*", "3")]),
        sheet(KITA, &[("*", "3")]),
        sheet(KITA, &[("*", "na")]),
    ];
    let folder = publication("mystery", "contracted_investigators", "[]", &[(TAISHO, 2), (KITA, 2)], &people).await;
    let folder = folder.path();
    let of = |place: &str| row(folder, "figures", "kihon.mystery_score", place);
    let fields = ["mean_score", "sheets", "scores", "share", "positive"];
    assert_eq!(told(&of(TAISHO), &fields), [json!(3.5), json!(2), json!(17), Value::Null, Value::Null]);
    assert_eq!(told(&of(KITA), &fields[..3]), [json!(3.0), json!(1), json!(16)]);
    assert_eq!(told(&of("all"), &["mean_score", "mean_score_of_wards"]), [json!(3.333_333_333), json!(3.25)]);
    let target = |place: &str| row(folder, "targets", "kihon.mystery_score", place);
    let fields = ["target", "target_unit", "verdict", "reached_by_the_point"];
    assert_eq!(told(&target(TAISHO), &fields), [json!(3.5), json!("score_5"), json!("cannot_be_told"), json!(true)]);
    assert_eq!(target(KITA)["reached_by_the_point"], false);
    let indicator = page(folder, "en/indicators/kihon.mystery_score.html");
    assert!(indicator.contains("3.33 of 5 points (3 score sheets, 33 scores)"), "{indicator}");
    // Which score makes a star stands in no document: the mean is told, and why there are no stars.
    assert_eq!(of("all")["mean_score"], row(folder, "figures", "sugata.counter_rating", "all")["mean_score"]);
    assert!(data(&published(folder), "targets").iter().all(|row| row["indicator"] != "taisho29.counter_rating"));
    let series = page(folder, "data/series.sdmx.csv");
    assert!(series.contains("kihon.mystery_score,271080,UNWEIGHTED,2026,3.5,SCORE_5,,,2,A,F"), "{series}");
    holds(folder);
}

#[tokio::test]
async fn a_response_rate_is_of_those_who_are_registered_and_of_nobody_where_none_are() {
    let people: Vec<Person<'_>> =
        (0..129).map(|_| Person { ward: TAISHO, givens: vec![], says: vec![("theme_1", "p2")] }).collect();
    let folder = publication("monitor", "registered_panel", "[]", &[(TAISHO, 194)], &people).await;
    let folder = folder.path();
    let rate = row(folder, "figures", "taisho29.monitor_response", TAISHO);
    let fields = ["count", "of", "share", "share_decided", "positive", "low"];
    let expected = [json!(129), json!(194), json!(0.664_948_454), Value::Null, Value::Null, Value::Null];
    assert_eq!(told(&rate, &fields), expected);
    let target = row(folder, "targets", "taisho29.monitor_response", TAISHO);
    assert_eq!((&target["target"], &target["verdict"]), (&json!(0.6), &json!("reached")));
    let indicator = page(folder, "en/indicators/taisho29.monitor_response.html");
    assert!(indicator.contains("66.5% (129 of 194 registered answered)"), "{indicator}");
    // No question gives it a name in another language, and nobody was asked one.
    assert!(indicator.contains("<h1><span lang=\"ja\">区民モニター回答率</span></h1>"), "{indicator}");
    assert!(!indicator.contains("The question"), "{indicator}");
    let overview = page(folder, "en/index.html");
    assert!(overview.contains(">66.5%</a>"), "no indicator of the city, and still something to see: {overview}");
    assert!(!overview.contains("Nobody knows how many are registered"));
    let fed: BTreeSet<String> =
        data(&published(folder), "figures").iter().map(|figure| figure["indicator"].to_string()).collect();
    assert_eq!(fed, ["\"taisho29.monitor_response\"".to_owned()].into(), "monitors do not speak for residents");
    holds(folder);
}

#[tokio::test]
async fn people_of_one_role_are_a_part_of_whom_few_are_kept_back() {
    let says = |count: usize, role: &'static str, feels: &'static str| {
        let item = if role == "board_staff" { "understanding" } else { "enriched" };
        (0..count).map(move |_| Person { ward: TAISHO, givens: vec![], says: vec![("role", role), (item, feels)] })
    };
    let groups = [says(10, "principal", "p2"), says(2, "principal", "n1"), says(9, "school_council", "p1")];
    let people: Vec<Person<'_>> = groups.into_iter().flatten().chain(says(12, "board_staff", "p2")).collect();
    let folder = publication("education", "census", "[]", &[(TAISHO, 40)], &people).await;
    let folder = folder.path();
    let of = |indicator: &str| row(folder, "figures", indicator, TAISHO);
    let fields = ["outside_base", "asked", "kept_back", "answered", "positive"];
    let principals = [json!(21), json!(12), json!(false), json!(12), json!(10)];
    assert_eq!(told(&of("taisho29.principal_enriched"), &fields), principals);
    let councils = [json!(24), json!(9), json!(true), Value::Null, Value::Null];
    assert_eq!(told(&of("taisho29.school_council_enriched"), &fields), councils);
    assert_eq!(of("taisho29.edu_staff_understanding")["share"], json!(1.0));
    assert!(page(folder, "ja/people.html").contains("100人より少ない集まり"));
    holds(folder);
}

#[tokio::test]
async fn each_of_the_fifty_three_indicators_has_a_figure_from_answers_to_its_own_questionnaire() {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (questionnaire, frame, modules, givens, says) in ASKED {
        let people: Vec<Person<'_>> = (0..48)
            .map(|number| {
                let ward = if number % 9 == 0 { KITA } else { TAISHO };
                let givens = givens.iter().map(|(name, values)| (*name, values[number % values.len()].to_owned()));
                let says = says.iter().map(|(name, codes)| (*name, codes[number % codes.len()]));
                Person { ward, givens: givens.collect(), says: says.collect() }
            })
            .collect();
        let folder = publication(questionnaire, frame, modules, &[(TAISHO, 60), (KITA, 60)], &people).await;
        counts_again(folder.path(), questionnaire);
        for figure in data(&published(folder.path()), "figures") {
            let told = ["share", "mean_score", "count"].into_iter().find(|field| !figure[field].is_null());
            if let Some(told) = told {
                found.insert(figure["indicator"].as_str().unwrap().to_owned(), told.to_owned());
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let all: BTreeSet<String> =
        office::content::Content::read(&folder).indicators.all.iter().map(|one| one.id.to_string()).collect();
    let missing: Vec<&String> = all.iter().filter(|id| !found.contains_key(*id)).collect();
    assert_eq!((all.len(), missing), (53, vec![]));
    let others: Vec<&String> = found.iter().filter(|(_, told)| *told != "share").map(|(id, _)| id).collect();
    let means = ["kihon.mystery_score", "sugata.counter_rating", "taisho29.counter_rating"];
    let counts = ["sugata.cm_pdca", "sugata.near_is_better_cooperation"];
    assert_eq!(others, [means[0], counts[0], means[1], counts[1], means[2]]);
}

type Given = (&'static str, &'static [&'static str]);
type Asked = (&'static str, &'static str, &'static str, &'static [Given], &'static [Given]);

/// Every questionnaire that feeds an indicator: how people come to it, its modules, what their links bring and what they say in
/// turn.
const ASKED: [Asked; 10] = [
    (
        "resident",
        "random_sample",
        "[\"ward_plan\"]",
        &[],
        &[
            ("lac_known", &["know_name"]),
            ("activity", &["local_group"]),
            ("consulted", &["yes"]),
            ("visited", &["yes"]),
            ("groups", &["neighbourhood"]),
            ("efficiency_known", &["know", "unknown"]),
            ("*", &["p2", "n1"]),
        ],
    ),
    ("org", "census", "[]", &[], &[("org_type", &["npo"]), ("supported", &["yes"]), ("*", &["p2", "n1"])]),
    (
        "lac_member",
        "census",
        "[\"ward_plan\"]",
        &[("council", &["north", "south"])],
        &[
            ("working_age", &["up", "same"]),
            ("quasi_admin_known", &["know", "unknown"]),
            ("consensus_known", &["know"]),
            ("*", &["p1"]),
        ],
    ),
    ("ward_council", "census", "[]", &[], &[("*", &["p2", "n2"])]),
    ("ward_mayor", "census", "[]", &[], &[("*", &["p2", "n2"])]),
    ("monitor", "registered_panel", "[]", &[], &[("*", &["p2", "n2"])]),
    ("mystery", "contracted_investigators", "[]", &[], &[("*", &["4", "3"])]),
    ("staff", "census", "[]", &[], &[("appraisal_satisfied", &["none", "yes"]), ("*", &["p2", "n2"])]),
    ("training", "census", "[]", &[("kind", &["compliance", "civic"])], &[("*", &["p2", "n2"])]),
    (
        "education",
        "census",
        "[]",
        &[],
        &[("role", &["principal", "board_staff", "school_council", "edu_meeting"]), ("*", &["p2"])],
    ),
];

/// The export of the same answers is counted again to the same figures.
fn counts_again(folder: &Path, questionnaire: &str) {
    let survey = format!("{questionnaire}-test");
    said(&run(folder, &["export", "--survey", &survey, "--database", "sqlite:koe.db", "--out", "out"]));
    let again = said(&run(folder, &["recount", &survey, "out/responses.parquet", "--database", "sqlite:koe.db"]));
    let figures: Vec<Value> = data(&published(folder), "figures");
    assert_eq!(again.lines().count(), figures.len() + 1, "{questionnaire}");
    for figure in figures.iter().filter(|figure| figure["kept_back"] == false) {
        let place = figure["place"].as_str().unwrap();
        let begins = format!("{},{place},", figure["indicator"].as_str().unwrap());
        let line = again.lines().find(|line| line.starts_with(&begins)).expect("not counted again");
        let cells: Vec<&str> = line.split(',').collect();
        let real = |name: &str| figure[name].as_f64().map(|value| format!("{value:.9}")).unwrap_or_default();
        let whole = |name: &str| figure[name].as_u64().map(|value| value.to_string()).unwrap_or_default();
        let told = [cells[4], cells[5], cells[11]];
        assert_eq!(told, [&whole("positive"), &real("share"), &real("mean_score")], "{line}");
    }
}

/// Every link leads somewhere, and the tables are the same in every form.
fn holds(folder: &Path) {
    let out: PathBuf = published(folder);
    let written = files(&out);
    holds_together(&written);
    python(BOTH, &[&out.join("data")]);
}

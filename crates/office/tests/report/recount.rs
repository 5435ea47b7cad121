//! What was exported is counted again, and says what was reported.

use office::content::Content;
use office::report::{Feeds, count, recount};
use questionnaire::Survey;
use serde_json::Value;

use super::people::{SURVEY, answered, city, lay_out};
use super::{data, report};
use crate::commands::{folder, gave_up, run, said};
use crate::office::id;

#[tokio::test]
async fn the_table_of_an_export_counts_to_the_same_numbers_as_the_responses() {
    let folder = folder();
    let folder = folder.path();
    lay_out(folder);
    let (store, _) = answered(folder, |place| 20 + place as u64, 7).await;
    let content = Content::read(&folder.join("content"));
    let survey = Survey::try_from(content.surveys[SURVEY].clone()).unwrap();
    let counted = count(&store, &id(SURVEY), &[], &content.indicators.all).await.unwrap();
    store.close().await;
    said(&run(folder, &["export", "--survey", SURVEY, "--database", "sqlite:koe.db", "--out", "out"]));
    let again = recount(&folder.join("out/responses.parquet"), &survey, &content.indicators.all).unwrap();
    assert!(Feeds::of(&content.indicators.all, &survey).indicators.len() > 10);
    assert_eq!(again, counted.tallies);
}

#[tokio::test]
async fn whoever_doubts_a_figure_counts_it_again_from_the_export() {
    let (folder, _) = city(|_| 12).await;
    let folder = folder.path();
    said(&report(folder, &["--out", "published"]));
    said(&run(folder, &["export", "--survey", SURVEY, "--database", "sqlite:koe.db", "--out", "out"]));
    let recounted = said(&run(folder, &["recount", SURVEY, "out/responses.parquet", "--database", "sqlite:koe.db"]));
    let figures = data(&folder.join("published"), "figures");
    let mut held = 0;
    for line in recounted.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let is_it = |figure: &&Value| figure["indicator"] == cells[0] && figure["place"] == cells[1];
        let figure = figures.iter().find(is_it).unwrap();
        if figure["kept_back"] == true {
            continue;
        }
        let told = |name: &str| figure[name].as_f64().map(|value| format!("{value:.9}")).unwrap_or_default();
        assert_eq!([cells[3], cells[4]], [&figure["answered"].to_string(), &figure["positive"].to_string()], "{line}");
        for (place, name) in [(5, "share"), (6, "low"), (7, "high"), (8, "weighted_share"), (9, "weighted_low")] {
            assert_eq!(cells[place], told(name), "{name}: {line}");
        }
        held += 1;
    }
    assert!(held > 200, "{held}");
    assert!(
        said(&run(folder, &["audit", "--json", "--database", "sqlite:koe.db"])).contains("recount"),
        "it is in the log"
    );
    let none = gave_up(&run(folder, &["recount", SURVEY, "out/responses.csv", "--database", "sqlite:koe.db"]));
    assert!(none.contains("no whole table of Parquet"), "{none}");
    let other = gave_up(&run(folder, &["recount", SURVEY, "out/free-text.parquet", "--database", "sqlite:koe.db"]));
    assert!(other.contains("has no column `"), "{other}");
}

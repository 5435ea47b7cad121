//! What was exported is counted again, and says what was reported.

use office::content::Content;
use office::export::published;
use office::report::{Feeds, count, recount};
use questionnaire::Survey;
use serde_json::Value;

use super::people::{SURVEY, answer, answered, city, lay_out, publish};
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
    let editions = published(&store, &id(SURVEY)).await.unwrap();
    store.close().await;
    said(&run(folder, &["export", "--survey", SURVEY, "--database", "sqlite:koe.db", "--out", "out"]));
    let again = recount(&folder.join("out/responses.parquet"), &editions, &content.indicators.all).unwrap();
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

#[tokio::test]
async fn rows_are_counted_by_the_revision_that_they_answer() {
    let folder = folder();
    let folder = folder.path();
    lay_out(folder);
    let (store, _) = answered(folder, |_| 4, 7).await;
    // Later, who does not know says so by another code, one question more is asked, and a ward takes no part any more.
    for (file, from, to) in [
        ("choice-sets.toml", "code = \"dk\"", "code = \"unsure\""),
        ("surveys/ward-residents-2026.toml", "modules = [\"about_you\"]", "modules = [\"about_you\", \"context\"]"),
        ("surveys/ward-residents-2026.toml", "wards = \"all\"", "wards = [\"271080\", \"271021\"]"),
    ] {
        let path = folder.join("content").join(file);
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written.contains(from), "{file}");
        std::fs::write(path, written.replace(from, to)).unwrap();
    }
    let (survey, revision) = publish(folder, &store, SURVEY).await;
    answer(&store, &survey, &revision, |_| 30, 8).await;
    let content = Content::read(&folder.join("content"));
    let counted = count(&store, &id(SURVEY), &[], &content.indicators.all).await.unwrap();
    assert_eq!((counted.inputs.revisions.len(), counted.tallies.responses(None)), (2, 24 * 4 + 2 * 30));
    let editions = published(&store, &id(SURVEY)).await.unwrap();
    store.close().await;
    said(&run(folder, &["export", "--survey", SURVEY, "--database", "sqlite:koe.db", "--out", "out"]));
    let table = folder.join("out/responses.parquet");
    assert_eq!(recount(&table, &editions, &content.indicators.all).unwrap(), counted.tallies);

    // Elsewhere the later revision was never published.
    let (other, _) = city(|_| 1).await;
    let table = table.to_str().unwrap();
    let told = gave_up(&run(other.path(), &["recount", SURVEY, table, "--database", "sqlite:koe.db"]));
    assert!(
        told.contains(&format!("the revision {}, which was never published here", &revision.to_string()[..12])),
        "{told}"
    );
}

//! What a publication holds as data: the same in every form, response rates, and figures of whatever the register tells.

use std::path::Path;

use serde_json::Value;

use super::people::{SURVEY, city, published};
use super::{data, report};
use crate::commands::{run, said};
use crate::export::parquet::python;

/// Reads every table of a publication in both forms; how many rows each has, and what its columns hold.
pub(super) const BOTH: &str = "
import os
told = {}
for name in sorted(name[:-8] for name in os.listdir(sys.argv[1]) if name.endswith('.parquet')):
    table = parquet.read_table(os.path.join(sys.argv[1], name + '.parquet'))
    rows = json.load(open(os.path.join(sys.argv[1], name + '.json'), encoding='utf-8'))[name]
    assert table.to_pylist() == rows, name
    told[name] = [len(rows), {field.name: str(field.type) for field in table.schema}]
print(json.dumps(told))
";

#[tokio::test]
async fn every_table_of_figures_is_the_same_in_parquet() {
    let (folder, _) = city(|_| 3).await;
    said(&report(folder.path(), &["--out", "published"]));
    let told = python(BOTH, &[&folder.path().join("published/data")]);
    let tables: Vec<_> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(tables, ["codes", "figures", "people", "published", "rates", "targets"]);
    for table in ["codes", "figures", "people", "published", "targets"] {
        assert!(told[table][0].as_u64() > Some(0), "{table}");
    }
    let of = |column: &str| told["figures"][1][column].as_str().unwrap_or("none").to_owned();
    let types = ["indicator", "answered", "share", "kept_back", "mean_score"].map(of);
    assert_eq!(types, ["string", "int64", "double", "bool", "double"], "also where a column holds nothing");
}

#[tokio::test]
async fn response_rates_are_published_by_the_formulas_that_the_office_goes_by() {
    let (folder, _) = city(|_| 3).await;
    let folder = folder.path();
    let survey = ["--survey", SURVEY, "--database", "sqlite:koe.db"];
    said(&report(folder, &["--out", "published"]));
    let told = said(&run(folder, &[&["invite", "rates", "--json"][..], &survey].concat()));
    let told: Vec<Value> = serde_json::from_str(&told).unwrap();
    let rates = data(&published(folder), "rates");
    assert_eq!((rates.len(), told.len()), (25, 25), "each ward, and all of them");
    for row in &told {
        let there = rates.iter().find(|rate| rate["place"] == row["ward"]).unwrap();
        for column in ["asked", "complete", "partial", "refused", "unknown", "not_eligible"] {
            assert_eq!(there[column], row[column], "{column}");
        }
        let rounded = |value: &Value| value.as_f64().map(|value| format!("{value:.9}"));
        for (column, formula) in [("rr1", "RR1"), ("rr2", "RR2"), ("rr3", "RR3"), ("rr6", "RR6"), ("e", "e")] {
            assert_eq!(rounded(&there[column]), rounded(&row[formula]), "{column}");
        }
    }
    assert!(std::fs::read_to_string(published(folder).join("en/people.html")).unwrap().contains(">RR6<"));
    said(&run(folder, &[&["invite", "--ward", "271080", "--count", "1", "--json"][..], &survey].concat()));
    let found = report(folder, &["--verify", "published"]);
    let found = String::from_utf8(found.stderr).unwrap();
    assert!(found.contains("what came of the letters is not as it was when this was published"), "{found}");
}

/// The adults of `folder` by age and by sex alone, as some registers have them.
fn forget_what_is_crossed(folder: &Path) {
    let path = folder.join("content/adults/2026-fictitious.toml");
    let mut adults: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
    for (_, ward) in adults["wards"].as_table_mut().unwrap() {
        let crossed = ward["by_sex"].as_table().unwrap().clone();
        let numbers = |ages: &toml::Value| -> Vec<i64> {
            ages.as_array().unwrap().iter().map(|count| count.as_integer().unwrap()).collect()
        };
        let by_age = crossed
            .values()
            .map(numbers)
            .reduce(|one, other| one.iter().zip(other).map(|(one, other)| one + other).collect());
        let by_sex =
            crossed.iter().map(|(sex, ages)| (sex.clone(), toml::Value::from(numbers(ages).iter().sum::<i64>())));
        let ward = ward.as_table_mut().unwrap();
        ward.insert("by_sex".to_owned(), by_sex.collect::<toml::Table>().into());
        ward.insert("by_age".to_owned(), by_age.unwrap().into());
    }
    std::fs::write(path, adults.to_string()).unwrap();
}

#[tokio::test]
async fn where_the_register_has_ages_and_sexes_apart_figures_are_weighted_all_the_same() {
    let (folder, _) = city(|_| 40).await;
    let folder = folder.path();
    said(&report(folder, &["--out", "crossed"]));
    forget_what_is_crossed(folder);
    said(&report(folder, &["--out", "apart"]));
    let weighted = |out: &str| -> Vec<f64> {
        data(&folder.join(out), "figures").iter().filter_map(|figure| figure["weighted_share"].as_f64()).collect()
    };
    let (crossed, apart) = (weighted("crossed"), weighted("apart"));
    assert!(crossed.len() == apart.len() && apart.len() > 200, "{} {}", crossed.len(), apart.len());
    let off = || crossed.iter().zip(&apart).map(|(one, other)| (one - other).abs());
    assert!(off().all(|off| off < 0.25) && off().any(|off| off > 1e-6), "near each other, and not the same");
}

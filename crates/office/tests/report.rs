//! `koe-office report`: what is published of made-up answers, by the real program.

mod many_rows;
pub(crate) mod people;
mod published_data;
mod recount;
mod said;
mod solved;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;

use questionnaire::{Receipt, State};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::commands::{gave_up, run, said};
use crate::office::{TestOffice, VISITORS, content_folder};
use crate::sealed::{key, put, sealed, sealed_to};
use crate::test_store::postgres_place;
use people::{SURVEY, city, each, published};
use solved::worked_out;

fn report(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["report", SURVEY, "--database", "sqlite:koe.db"], arguments].concat())
}

/// Every file below `folder`, by its path there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for path in std::fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn data(folder: &Path, table: &str) -> Vec<Value> {
    let read: Value =
        serde_json::from_slice(&std::fs::read(folder.join(format!("data/{table}.json"))).unwrap()).unwrap();
    read[table].as_array().unwrap().clone()
}

async fn tamper(folder: &Path, sql: &'static str) -> u64 {
    let mut connection: SqliteConnection =
        SqliteConnectOptions::new().filename(folder.join("koe.db")).connect().await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap().rows_affected()
}

#[tokio::test]
async fn soak_a_publication_is_made_alike_twice_and_changed_answers_are_found_out() {
    let each = each();
    let (folder, receipts) = city(|_| each).await;
    let (folder, all) = (folder.path(), each * 24);
    let told = said(&report(folder, &["--out", "published"]));
    assert!(told.starts_with(&format!("published: {all} responses, ")), "{told}");
    assert!(gave_up(&report(folder, &["--out", "published"])).starts_with("published is there already"));
    said(&report(folder, &["--out", "again"]));
    let written = files(&published(folder));
    assert!(written == files(&folder.join("again")), "it is not written alike twice");

    let listed: BTreeSet<String> =
        String::from_utf8(written["receipts.txt"].clone()).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(listed, receipts.iter().map(|receipt| receipt.hash().to_string()).collect());
    holds_together(&written);
    keeps_back(folder, each);

    let verify = ["--verify", "published"];
    assert_eq!(said(&report(folder, &verify)), format!("published: as it was published, {all} responses\n"));
    let change = "UPDATE responses SET body = replace(body, '\"ties_felt\":\"p1\"', '\"ties_felt\":\"n1\"') WHERE id IN \
                  (SELECT id FROM responses WHERE body LIKE '%\"ties_felt\":\"p1\"%' ORDER BY id LIMIT 2)";
    assert_eq!(tamper(folder, change).await, 2);
    let found = report(folder, &verify);
    let found = String::from_utf8(found.stderr).unwrap();
    assert!(
        found.contains(&format!("are not those that were counted: there were {each}, now there are {each}")),
        "{found}"
    );
    assert!(found.ends_with("of the things above\n"), "{found}");
}

/// Every link leads to a file and a place in it, and every page says its language and has one heading of the first rank.
fn holds_together(written: &BTreeMap<String, Vec<u8>>) {
    let pages = written.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|kind| kind == "html"));
    let mut looked_at = 0;
    for (name, bytes) in pages {
        let html = std::str::from_utf8(bytes).unwrap();
        assert!(html.starts_with("<!doctype html><html lang=\"") && html.matches("<h1>").count() == 1, "{name}");
        // One script, which puts tables into another order; whoever opens a page from a disk has it as well.
        let html = &html.replacen("<script defer src=\"", "<link href=\"", 1).replacen("></script>", ">", 1);
        assert!(!html.contains("<script") && !html.contains("style=\"") && !html.contains("NaN"), "{name}");
        for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            if link.starts_with("data:") {
                continue;
            }
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let target = resolved(name, path);
            let found =
                written.get(&target).or_else(|| written.get("manifest.json").filter(|_| target == "manifest.json"));
            let found = found.unwrap_or_else(|| panic!("{name} leads to {link}, which is not there"));
            let has = place.is_empty() || String::from_utf8_lossy(found).contains(&format!("id=\"{place}\""));
            assert!(has, "{name} leads to {link}, which has no such place");
            looked_at += 1;
        }
    }
    assert!(looked_at > 100);
}

fn resolved(from: &str, link: &str) -> String {
    if link.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Nobody's answers of a group under ten are in any file, nor can they be worked out from all files together.
fn keeps_back(folder: &Path, each: u64) {
    let (figures, people) = (data(&published(folder), "figures"), data(&published(folder), "people"));
    let (worked_out, hidden) = worked_out(folder, &figures, &people);
    assert_eq!(worked_out, Vec::<Vec<String>>::new());
    assert!(hidden > 0 || each > 20, "there is nothing to keep back in this test");
    let mut kept_back = BTreeSet::new();
    for figure in &figures {
        let part = figure["outside_base"].as_u64().unwrap() + figure["not_asked"].as_u64().unwrap() > 0;
        let small = figure["answered"].as_u64().is_some_and(|answered| answered < 10);
        assert!(!(part && small), "{figure}");
        if figure["kept_back"] == true {
            assert!(figure["positive"].is_null() && figure["share"].is_null() && figure["weighted_share"].is_null());
            kept_back.insert((figure["indicator"].to_string(), figure["place"].to_string()));
        }
    }
    for table in ["codes", "targets"] {
        for row in data(&published(folder), table) {
            assert!(!kept_back.contains(&(row["indicator"].to_string(), row["place"].to_string())), "{table}: {row}");
        }
    }
    for row in people.iter().filter(|row| row["by"] != "ward") {
        assert!(row["count"].as_u64().is_none_or(|count| count >= 10), "{row}");
    }
}

#[tokio::test]
async fn whoever_holds_a_receipt_is_told_whether_it_was_counted_and_nothing_else() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    for number in 1..=3 {
        assert_eq!(office.client.put(&responses.number(number)).await.status.as_u16(), 201);
    }
    let address = format!("/s/{VISITORS}/receipt");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let told = async |typed: &str| {
        let answer = office.client.send("POST", &address, &form, format!("receipt={typed}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
        assert!(!answer.text().contains(typed), "what was typed is not repeated");
        answer.text()
    };
    let receipt = |number: u64| {
        let mut random = [0; 13];
        random[..8].copy_from_slice(&(number << 16).to_be_bytes());
        Receipt::from_random(random).to_string()
    };
    let out = format!("results/{VISITORS}");
    let content = content_folder();
    let content = content.to_str().unwrap();
    let database = ["--database", "sqlite:koe.db", "--content", content];
    said(&run(office.folder.path(), &[&["report", VISITORS, "--out", &out], &database[..]].concat()));
    assert!(told(&receipt(1)).await.contains("Not yet"), "its results are not public");
    let file = format!("/{out}/data/figures.csv");
    assert_eq!(office.client.get(&file).await.status.as_u16(), 404);

    office.send_to(VISITORS, &[State::Closed, State::Published]).await;
    for number in 1..=3 {
        assert!(told(&receipt(number)).await.contains("It was counted"), "{number}");
    }
    assert!(told(&receipt(1).to_lowercase().replace('-', "+")).await.contains("It was counted"));
    assert!(told(&receipt(4)).await.contains("It was not counted"));
    for typed in ["", "1234", "U1234-56789-ABCDE-FGHJK"] {
        let answer = office.client.send("POST", &address, &form, format!("receipt={typed}")).await.text();
        assert!(answer.contains("This is not a receipt number"), "{typed}");
    }
    let rates: Value = office.client.get(&format!("/{out}/data/rates.json")).await.json();
    assert_eq!(rates["rates"], json!([]), "nobody was asked by letter");
    let answer = office.client.get(&file).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(office.client.get("/results/").await.text().contains(&format!("/results/{VISITORS}/en/index.html")));
    for outside in ["/../../koe.db", "/%2e%2e/%2e%2e/koe.db", "/data/none.csv"] {
        assert_eq!(office.client.get(&format!("/{out}{outside}")).await.status.as_u16(), 404, "{outside}");
    }
}

#[tokio::test]
async fn a_new_publication_is_given_out_as_soon_as_it_is_in_the_place_of_the_old_one() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = office.responses(VISITORS).await.number(1);
    assert_eq!(office.client.put(&response).await.status.as_u16(), 201);
    office.send_to(VISITORS, &[State::Closed, State::Published]).await;
    let out = format!("results/{VISITORS}");
    let content = content_folder();
    let database = ["--database", "sqlite:koe.db", "--content", content.to_str().unwrap()];
    let publish = || said(&run(office.folder.path(), &[&["report", VISITORS, "--out", &out], &database[..]].concat()));
    let status = async |file: &str| office.client.get(&format!("/{out}/{file}")).await.status.as_u16();
    publish();
    assert_eq!((status("data/figures.csv").await, status("news.txt").await), (200, 404));
    let (folder, old) = (office.folder.path().join(&out), office.folder.path().join("old"));
    std::fs::rename(&folder, &old).unwrap();
    assert_eq!(status("data/figures.csv").await, 404, "there is none");
    publish();
    std::fs::write(folder.join("news.txt"), "news").unwrap();
    assert_eq!(status("news.txt").await, 404, "the manifest does not name it");
    let manifest = folder.join("manifest.json");
    let written = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, written.replace("data/figures.csv", "news.txt")).unwrap();
    assert_eq!((status("data/figures.csv").await, status("news.txt").await), (404, 200));
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::rename(&old, &folder).unwrap();
    assert_eq!((status("data/figures.csv").await, status("news.txt").await), (200, 404));
}

/// What a publication says in figures, of which survey and answers it ever was.
fn figures(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let written = files(&published(folder));
    written.into_iter().filter(|(name, _)| name.starts_with("data/") || name == "receipts.txt").collect()
}

#[tokio::test]
async fn sealed_responses_are_counted_as_others_are_by_whoever_has_a_key() {
    let content = content_folder();
    let arguments = ["--out", "published", "--content", content.to_str().unwrap()];
    let report = |office: &TestOffice, more: &[&str]| {
        let first = ["report", VISITORS, "--database", "sqlite:koe.db"];
        run(office.folder.path(), &[&first[..], &arguments, more].concat())
    };
    let (clear, closed) = (TestOffice::start().await, TestOffice::start().await);
    closed.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    for office in [&clear, &closed] {
        office.send_to(VISITORS, &[State::Open]).await;
        let responses = office.responses(VISITORS).await;
        for number in 1..=12 {
            let response = responses.number(number);
            let is_sealed = std::ptr::eq(office, &raw const closed);
            let body = if is_sealed { sealed(&response, &[0, 1], 1) } else { response.to_string() };
            assert_eq!(put(office, &response, body).await.status.as_u16(), 201, "{number}");
        }
    }
    said(&report(&clear, &[]));
    let without = gave_up(&report(&closed, &[]));
    assert!(without.contains("--key"), "{without}");
    for (name, number) in [("other.jwk", 7), ("ward.jwk", 0)] {
        std::fs::write(closed.folder.path().join(name), key(number).to_jwk().to_string()).unwrap();
    }
    gave_up(&report(&closed, &["--key", "other.jwk"]));
    assert!(!published(closed.folder.path()).exists(), "nothing is half published");
    said(&report(&closed, &["--key", "ward.jwk"]));
    let both = [&clear, &closed].map(|office| figures(office.folder.path()));
    assert!(both[0].len() > 5 && both[0] == both[1]);
}

#[tokio::test]
async fn either_database_gives_the_same_publication_to_the_byte() {
    let (folder, _) = city(|_| 2).await;
    let folder = folder.path();
    let (server, _) = postgres_place().await;
    said(&run(folder, &["copy", "--to", &server, "--database", "sqlite:koe.db"]));
    said(&report(folder, &["--out", "published"]));
    said(&run(folder, &["report", SURVEY, "--out", "again", "--database", &server]));
    assert!(files(&published(folder)) == files(&folder.join("again")));
}

#[tokio::test]
async fn what_cannot_be_reported_is_one_line_and_leaves_no_folder() {
    let (folder, _) = city(|_| 1).await;
    let folder = folder.path();
    let out = ["--out", "published"];
    let content = |file: &str, from: &str, to: &str| {
        let path = folder.join("content").join(file);
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written.contains(from), "{file}");
        std::fs::write(&path, written.replacen(from, to, 1)).unwrap();
        (path, written)
    };
    let adults = "adults/2026-fictitious.toml";
    for (file, from, to, told) in [
        (adults, "total = ", "total = 1", "add up to"),
        (adults, "[wards.271021]", "[wards.131016]", "the ward \"131016\" is not in wards.toml"),
        ("indicators/kihon.toml", "fiscal_year = 2017\n", "", "has no year"),
        (
            "indicators/kihon.toml",
            "resident.ties_felt",
            "resident.ties_gone",
            "there is no question `resident.ties_gone`",
        ),
    ] {
        let (path, before) = content(file, from, to);
        let output = report(folder, &out);
        let lines = String::from_utf8(output.stderr).unwrap();
        assert!(lines.lines().next().unwrap().contains(told), "{lines}");
        assert!(lines.ends_with("nothing is published: mend what is shown above (1)\n"), "{lines}");
        std::fs::write(path, before).unwrap();
    }
    let (path, before) = content(adults, "\"80_\"", "\"75_\"");
    let told = gave_up(&report(folder, &out));
    assert!(told.contains("\"75_\", which is no choice of the question `age`"), "{told}");
    std::fs::write(path, before).unwrap();
    // The revision that was answered has no such question, though the content has one by now.
    content("indicators/kihon.toml", "resident.ties_felt", "resident.ties_new");
    content("questionnaires/resident.toml", "id = \"ties_felt\"", "id = \"ties_new\"");
    let gone = gave_up(&report(folder, &out));
    assert!(gone.starts_with("`kihon.ties` is fed by `resident.ties_new`, which the revision "), "{gone}");
    let there: Vec<String> = files(folder).into_keys().filter(|name| name.contains("published")).collect();
    assert_eq!(there, Vec::<String>::new());
}

#[tokio::test]
async fn changes_since_the_year_before_are_corrected_for_their_number() {
    // A few wards have fewer answers than others, which are kept back, and could be worked out if they alone were.
    let (folder, _) = city(|place| if place < 2 { 6 } else { 36 }).await;
    let folder = folder.path();
    said(&report(folder, &["--out", "before"]));
    said(&report(folder, &["--out", "published", "--before", "before"]));
    let overview = std::fs::read_to_string(published(folder).join("en/index.html")).unwrap();
    assert!(overview.contains("changes were looked at"), "{overview}");
    assert!(overview.contains("0 have an interval without zero, and 0 remain"), "the same answers have not changed");

    keeps_back(folder, 6);

    // What is planned for each ward rests on what was answered there.
    let plan = ["plan", SURVEY, "--asked", "1500", "--rate", "30", "--difference", "5", "--json"];
    let of_all: Value = serde_json::from_str(&said(&run(folder, &plan))).unwrap();
    let ties = |lines: &Value| {
        let of_wards = |line: &&Value| line["indicator"] == "kihon.ties" && line["place"] != "all";
        lines.as_array().unwrap().iter().filter(of_wards).count()
    };
    assert_eq!((ties(&of_all), &of_all[0]["answers"], &of_all[0]["target"]), (1, &json!(450), &json!(0.5)));
    // 385 for 10 points; four times as many for half of it, and half as many again for the weights.
    assert_eq!(of_all[0]["answers_needed"].as_u64().map(|needed| needed / 100), Some(23));
    let of_wards: Value =
        serde_json::from_str(&said(&run(folder, &[&plan[..], &["--before", "before"]].concat()))).unwrap();
    assert_eq!(ties(&of_wards), 24);
    assert!(gave_up(&run(folder, &[&plan[..], &["--before", "."]].concat())).starts_with(". is not a publication"));

    let page = published(folder).join("ja/index.html");
    let written = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, written.replace('%', "％")).unwrap();
    std::fs::write(published(folder).join("ja/more.html"), "").unwrap();
    std::fs::remove_file(published(folder).join("en/people.html")).unwrap();
    let found = String::from_utf8(report(folder, &["--verify", "published"]).stderr).unwrap();
    let told: Vec<&str> = found.lines().collect();
    assert_eq!(
        told,
        [
            "en/people.html is gone",
            "ja/index.html was changed after it was published",
            "ja/more.html was added after it was published",
            "koe-office: this is not as it was published: 3 of the things above",
        ]
    );
}

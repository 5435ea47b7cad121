//! What is taken out at the desk: the files of `koe-office export`, each by itself.

use office::export::Format;

use super::browser::signed_in;
use super::{OWN, busy};
use crate::commands::{run, said};
use crate::office::{LETTERS, TestOffice};
use crate::sealed::sealed_to;

fn page() -> String {
    format!("/office/surveys/{LETTERS}/export")
}

#[tokio::test]
async fn every_file_of_an_export_is_handed_out_at_the_desk_byte_for_byte() {
    let (office, _) = busy().await;
    let mut browser = signed_in(&office, "city").await;
    let asked = browser.get(&page()).await.text();
    said(&run(office.folder.path(), &["export", "--survey", LETTERS, "--database", "sqlite:koe.db", "--out", "out"]));
    for format in Format::ALL {
        let name = format.file_name();
        assert!(asked.contains(&format!("name=\"file\" value=\"{name}\"")), "{name}");
        let taken = browser.post(&page(), &[("file", name)]).await;
        assert_eq!(taken.status.as_u16(), 200, "{name}");
        assert_eq!(taken.headers["content-disposition"], format!("attachment; filename=\"{LETTERS}-{name}\""));
        assert_eq!(taken.headers["content-type"], format.media_type());
        assert!(taken.body == std::fs::read(office.folder.path().join("out").join(name)).unwrap(), "{name}");
    }
    let log = office.store.audit_after(0, 100).await.unwrap();
    for format in Format::ALL {
        let what = format!("{LETTERS} {}", format.file_name());
        assert_eq!(log.iter().filter(|row| row.act == "export" && row.what == what).count(), 1, "{what}");
    }
    let warned = asked.split("<h2>").nth(1).unwrap();
    assert!(!asked.split("<h2>").next().unwrap().contains("value=\"free-text"), "{asked}");
    assert!(warned.contains("free-text.csv") && warned.contains("伏せてください"), "{warned}");
    assert_eq!(browser.post(&page(), &[("file", "../koe.db")]).await.status.as_u16(), 400);
}

#[tokio::test]
async fn a_ward_takes_out_its_own_responses_in_every_file() {
    let (office, secrets) = busy().await;
    let mut browser = signed_in(&office, &format!("ward:{OWN}")).await;
    browser.get(&page()).await;
    for format in Format::ALL {
        let taken = browser.post(&page(), &[("file", format.file_name())]).await;
        let taken = String::from_utf8_lossy(&taken.body).into_owned();
        // The names and codes of all wards are in what describes a survey.
        for id in &secrets[..2] {
            assert!(!taken.contains(id), "{}", format.file_name());
        }
        let head = match format {
            Format::Codes | Format::Words | Format::Numbers => 1,
            Format::Lines => 0,
            Format::Parquet
            | Format::Syntax
            | Format::TripleS
            | Format::Ddi
            | Format::Codebook
            | Format::Texts
            | Format::ParquetTexts => continue,
        };
        assert_eq!(taken.lines().count(), head + 1, "{}: {taken}", format.file_name());
    }
}

#[tokio::test]
async fn what_is_sealed_is_taken_out_as_it_came_and_in_no_table() {
    let office = TestOffice::start().await;
    office.publish_with(LETTERS, sealed_to(&[0, 1])).await;
    let mut browser = signed_in(&office, "city").await;
    let asked = browser.get(&page()).await.text();
    assert!(asked.contains("封がされています") && !asked.contains("responses.csv"), "{asked}");
    assert_eq!(browser.post(&page(), &[("file", "responses.csv")]).await.status.as_u16(), 403);
    assert_eq!(browser.post(&page(), &[("file", "")]).await.status.as_u16(), 200);
}

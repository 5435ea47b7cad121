//! A whole survey, from an empty folder to the table of its answers, as the guide of an office tells it.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rqrr::PreparedImage;
use serde_json::{Value, json};

use super::desk::{shows_counted, signs_in_as};
use super::pictures::keeps_small;
use super::typing::{plain, told, types_through};
use crate::harness::journey::RESIDENCE;
use crate::harness::{Browser, Key, Office, Person, RESIDENTS, TAISHO, Tablet, Window};

/// The survey that staff make.
const SURVEY: &str = "ward-residents-2027";
const LETTERS: usize = 1_000;

/// The pixels of a picture, dark ones as 1, from its WebP in base64.
const PIXELS: &str = "const [webp, done] = arguments;
    const image = new Image();
    image.onload = () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        const pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, image.width, image.height);
        let dark = '';
        for (let at = 0; at < data.length; at += 4) dark += data[at] < 128 ? '1' : '0';
        done([image.width, dark]);
    };
    image.onerror = () => done('it is no picture');
    image.src = 'data:image/webp;base64,' + webp;";

/// A list of addresses, as a ward has it.
fn list(place: &Path) {
    let row = |number: usize| format!("大正 {number}子,551-8501,大阪市大正区千島2-7-{number}\n");
    let rows: String = (1..=LETTERS).map(row).collect();
    std::fs::write(place, format!("氏名,郵便番号,住所\n{rows}")).expect("the list can be written");
}

/// What the QR code of the first letter says to whoever holds a phone before it.
async fn scanned(browser: &Browser, letters: &Path) -> String {
    browser.visit(&format!("file://{}", letters.display())).await;
    keeps_small(browser, "71-walk-letter").await;
    let down = "const box = document.querySelector('svg.qr').getBoundingClientRect();
        return [box.top + scrollY, box.bottom + scrollY];";
    let down = browser.script(down).await.expect("there is a code on the letter");
    let [top, bottom] = [0, 1].map(|at| down[at].as_f64().expect("it has a place"));
    let picture = BASE64_STANDARD.encode(browser.small_picture(2.0, top - 30.0..bottom + 30.0).await);
    browser.visit("about:blank").await;
    let read = browser.script_later_with(PIXELS, &picture).await.expect("the picture can be read");
    let width = usize::try_from(read[0].as_u64().expect("it has a width")).expect("it is a small one");
    let dark = read[1].as_str().expect("it has pixels").as_bytes();
    let mut image = PreparedImage::prepare_from_greyscale(width, dark.len() / width, |x, y| {
        if dark[y * width + x] == b'1' { 0 } else { 255 }
    });
    let codes = image.detect_grids();
    let (_, words) = codes.first().expect("a phone finds the code").decode().expect("a phone reads the code");
    words
}

/// The answer numbers in the list that was given out.
fn numbers(invited: &Path) -> Vec<String> {
    let written = std::fs::read_to_string(invited).expect("the list is there");
    let mut lines = written.trim_start_matches('\u{feff}').lines();
    let place = lines.next().and_then(|names| names.split(',').position(|name| name == "回答番号"));
    let place = place.expect("the list has a column of numbers");
    lines.filter_map(|line| line.split(',').nth(place)).map(str::to_owned).collect()
}

/// Somebody at the desk, before this page.
async fn at_desk(office: &Office, name: &str, role: &str, path: &str) -> Browser {
    let password = office.adds_staff(name, role);
    let browser = Browser::open(Window::KIOSK).await;
    browser.visit(&office.at(path)).await;
    signs_in_as(&browser, name, &password).await;
    browser
}

async fn answers_on_the_phone(office: &Office, link: &str) {
    let resident = Person::meets(Browser::open(Window::PHONE).await, office, SURVEY, TAISHO, link).await;
    resident.is_welcome().await;
    resident.starts().await;
    resident.answers(RESIDENCE).await;
    resident.sends().await;
    resident.has_sent().await;
}

async fn answers_at_the_counter(office: &Office, number: &str) {
    let tablet = Tablet::set_up_for(office, SURVEY, TAISHO).await;
    tablet.begins().await;
    tablet.person.sees("code.title").await;
    tablet.person.browser.part(&["textbox"], tablet.person.word("code.label")).write(number).await;
    tablet.person.presses("code.check").await;
    tablet.person.answers(RESIDENCE).await;
    tablet.person.sends().await;
    tablet.person.browser.button(tablet.person.word("tablet.finish")).found().await;
}

/// Somebody types in what came on paper, each of which is sealed at once; of the second the number has been used.
async fn types_what_came_on_paper(office: &Office, fresh: &str, used: &str) {
    let typist = at_desk(office, "anna", "typist", &format!("/office/surveys/{SURVEY}/paper")).await;
    begins_to_type(&typist, fresh).await;
    typist.reads("問1").await;
    keeps_small(&typist, "72-walk-paper").await;
    types_through(&typist, plain).await;
    typist.reads("番号 1 を受け取りました").await;
    begins_to_type(&typist, used).await;
    typist.reads("この回答番号では、もう回答が届いています").await;
    keeps_small(&typist, "73-walk-number-used").await;
    let insists = "それでも、この調査票を入力する（数えずに別に置きます）";
    typist.part(&["checkbox"], insists).choose().await;
    typist.button("入力を始める").press().await;
    types_through(&typist, plain).await;
    typist.reads("番号 2 を受け取りました").await;
}

async fn begins_to_type(typist: &Browser, number: &str) {
    told(typist, "return document.activeElement.id", json!("code")).await;
    typist.write(number).await;
    typist.key(Key::Enter).await;
}

/// How each came, and what became of it.
fn ways(opened: &[Value]) -> Vec<[&str; 2]> {
    let mut ways: Vec<_> = opened
        .iter()
        .map(|record| [&record["response"]["mode"], &record["stored"]].map(|word| word.as_str().unwrap_or_default()))
        .collect();
    ways.sort_unstable();
    ways
}

#[tokio::test]
async fn a_ward_runs_a_whole_survey_by_its_guide() {
    let office = Office::open_for(&[]).await;
    office.makes_survey(RESIDENTS, SURVEY);
    let city = at_desk(&office, "tanaka", "city", &format!("/office/surveys/{SURVEY}/plan")).await;
    city.reads("どの区も同じ").await;
    keeps_small(&city, "77-desk-plan").await;
    city.visit(&office.at(&format!("/office/surveys/{SURVEY}/move/open"))).await;
    city.button("受付を始める").press().await;
    city.reads("受付中").await;
    keeps_small(&city, "70-walk-open").await;

    let [addresses, invited, letters] = ["addresses.csv", "invited.csv", "letters.html"].map(|name| office.file(name));
    list(&addresses);
    let origin = office.at("");
    let to = ["--survey", SURVEY, "--ward", TAISHO, "--public-origin", &origin];
    let files = [("--list", addresses.as_path()), ("--out", &invited), ("--letters", &letters)];
    office.does(&[&["invite"][..], &to].concat(), &files);
    let numbers = numbers(&invited);
    assert_eq!(numbers.len(), LETTERS);
    let reader = Browser::open(Window::KIOSK).await;
    let link = scanned(&reader, &letters).await;
    assert!(link.starts_with(&origin) && link.replace('-', "").contains(&numbers[0].replace('-', "")), "{link}");

    answers_on_the_phone(&office, &link).await;
    answers_at_the_counter(&office, &numbers[1]).await;
    // Whoever answered on the phone has sent the paper as well.
    types_what_came_on_paper(&office, &numbers[2], &numbers[0]).await;
    let opened = office.opened_of(SURVEY, "ward");
    let expected = [["kiosk", "counted"], ["paper", "aside"], ["paper", "counted"], ["web", "counted"]];
    assert_eq!(ways(&opened), expected);
    city.visit(&office.at(&format!("/office/surveys/{SURVEY}"))).await;
    shows_counted(&city, "3").await;
    keeps_small(&city, "74-walk-figures").await;

    let [remind, reminders] = ["remind.csv", "remind.html"].map(|name| office.file(name));
    let files = [("--list", invited.as_path()), ("--out", &remind), ("--letters", &reminders)];
    office.does(&[&["invite", "remind"][..], &to].concat(), &files);
    assert_eq!(self::numbers(&remind), numbers[3..]);
    reader.visit(&format!("file://{}", reminders.display())).await;
    keeps_small(&reader, "75-walk-reminder").await;

    city.visit(&office.at(&format!("/office/surveys/{SURVEY}/move/closed"))).await;
    city.button("受付を終える").press().await;
    city.reads("終了").await;
    keeps_small(&city, "76-walk-closed").await;
    let tables = office.file("export");
    office.does(&["export", "--survey", SURVEY], &[("--key", &office.private_key("ward")), ("--out", &tables)]);
    let table = std::fs::read_to_string(tables.join("responses.csv")).expect("the table is there");
    assert_eq!(table.lines().count(), 4, "{table}");
}

//! A survey that was opened once opens again with no network, and through every change of the build.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::Duration;

use super::delivery::owed;
use super::residents::{sha256, told};
use crate::harness::journey::VISIT;
use crate::harness::{Browser, Impostor, KITA, Name, Office, Person, VISITORS, Window, site, until, within};

const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// Everything that is in any cache of the site: addresses and texts.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const kept = {};
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const { url } of await cache.keys()) {
                const { pathname, search } = new URL(url);
                kept[pathname + search] = await (await cache.match(url))?.text();
            }
        }
        return kept;
    })().then(done, why => done({ error: String(why) }));";

/// What of the page in front is named by its content.
const LOADED: &str =
    "return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1))
    .filter(name => /[0-9a-f]{12}.*[.](js|css|wasm)$/.test(name));";

async fn kept(browser: &Browser) -> serde_json::Map<String, Value> {
    let kept = browser.script_later(KEPT).await.expect("the caches can be read");
    assert!(kept.get("error").is_none(), "the caches cannot be read: {kept}");
    kept.as_object().cloned().unwrap_or_default()
}

/// Lets the service worker sleep, as it does half a minute after it was last asked for something: while it is awake, Chromium
/// may put off looking for another for about as long.
async fn sleeps(browser: &Browser) {
    browser.cdp("ServiceWorker.enable", json!({})).await.expect("the worker can be told");
    browser.cdp("ServiceWorker.stopAllWorkers", json!({})).await.expect("the worker sleeps");
}

/// Waits until the page that names the files of this build is on the device, with all of them and nothing else.
async fn keeps(browser: &Browser, build: &Path) {
    let page = format!("/s/{VISITORS}");
    let files = own_files(build);
    until("the page and its files on the device", async || {
        let kept = kept(browser).await;
        let names: BTreeSet<_> = kept.keys().cloned().collect();
        let all: BTreeSet<_> = files.iter().map(|name| format!("/{name}")).chain([page.clone()]).collect();
        let html = kept.get(&page).and_then(Value::as_str).unwrap_or_default();
        if names == all && files.iter().all(|name| html.contains(name)) { Ok(()) } else { Err(format!("{names:?}")) }
    })
    .await;
}

/// What the form's own page is made of: the style sheet stands in the page itself.
fn own_files(build: &Path) -> BTreeSet<String> {
    own_and_sheet(build).into_iter().filter(|name| !name.contains(".css")).collect()
}

/// All that is named by its content but what is for pages of others and for tablets.
fn own_and_sheet(build: &Path) -> BTreeSet<String> {
    let is_own = |name: &String| !["embed", "tablet"].iter().any(|other| name.contains(other));
    site::hashed(build).into_iter().filter(is_own).collect()
}

/// Waits until the survey is on the device in all its languages, and the page with it.
pub(super) async fn is_ready(visitor: &Person, build: &Path) {
    keeps(&visitor.browser, build).await;
    // The words of one language came with the survey, those of the others lie by themselves.
    until("the words of the other languages", async || {
        let surveys = visitor.browser.on_device("surveys").await;
        let words = surveys.iter().filter_map(Value::as_str).filter(|text| !text.contains("\"revision\"")).count();
        if words + 1 == LANGUAGES.len() { Ok(()) } else { Err(format!("{words} are there")) }
    })
    .await;
}

/// Opens the survey in the visitors' own language.
async fn opens_in(visitor: &mut Person, office: &Office, language: &'static str) {
    visitor.language = language;
    visitor.browser.visit(&office.at(&format!("/s/{VISITORS}?ward={KITA}&lang={language}"))).await;
    visitor.is_welcome().await;
    visitor.browser.button(visitor.word("opening.start")).found().await;
}

/// The names of what the page in front was made of.
async fn loaded(browser: &Browser) -> BTreeSet<String> {
    let loaded = browser.script(LOADED).await.expect("the page knows what it loaded");
    loaded.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The page in front is made of this build alone.
pub(super) async fn is_made_of(browser: &Browser, build: &Path) {
    let (loaded, build) = (loaded(browser).await, site::hashed(build));
    assert!(loaded.len() >= 2 && loaded.is_subset(&build), "{loaded:?} is not of {build:?}");
}

#[tokio::test]
async fn with_no_network_at_all_it_opens_in_every_language_is_answered_and_arrives_once_later() {
    let mut office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    office.kill().await;
    visitor.browser = visitor.browser.restarted().await;
    for language in ["en", "ja-easy", "ja"] {
        opens_in(&mut visitor, &office, language).await;
    }
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.browser = visitor.browser.restarted().await;
    visitor.opens().await;
    visitor.sees("waiting.title").await;
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["response"]["answers"], told(VISIT));
    assert_eq!(stored[0]["response"]["receipt_hash"], sha256(&visitor.receipt().await));
}

#[tokio::test]
async fn a_survey_with_keys_is_sealed_with_no_network_too() {
    let mut office = Office::open_sealed().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    office.kill().await;
    visitor.browser = visitor.browser.restarted().await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    let opened = office.opened("ward");
    assert_eq!((opened.len(), &opened[0]["response"]["answers"]), (1, &told(VISIT)));
}

/// What whoever comes without a link is given at an address.
const ANYONES: &str = "const [address, done] = arguments;
    fetch(address, { cache: 'no-store' }).then(one => one.text()).then(done);";

#[tokio::test]
async fn what_is_kept_for_opening_again_holds_no_answer_and_nothing_that_a_link_brought() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.writes("free", "紫陽花の咲く窓口").await;
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    let (receipt, kept) = (visitor.receipt().await, kept(&visitor.browser).await);
    assert!(!kept.is_empty());
    for (address, text) in kept {
        let text = text.as_str().unwrap_or_default();
        for word in ["紫陽花", &receipt, KITA, "?"] {
            assert!(!address.contains(word), "{word} is in {address}");
        }
        for word in ["紫陽花", &receipt] {
            assert!(!text.contains(word), "{word} is in what is kept as {address}");
        }
        // The first screens of a link that names no ward ask for it, and so name all of them.
        let anyones = visitor.browser.script_later_with(ANYONES, &address).await;
        assert!(!text.contains(KITA) || anyones == Ok(json!(text)), "{KITA} is in what is kept as {address}");
    }
}

#[tokio::test]
async fn the_service_worker_answers_for_pages_and_their_files_and_for_nothing_that_is_sent_or_counted() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let plain = office.at(&format!("/s/{VISITORS}/plain?ward={KITA}"));
    visitor.browser.visit(&plain).await;
    visitor.presses("opening.start").await;
    visitor.is_asked("purpose").await;
    let journal = visitor.browser.journal().await;
    assert_eq!(journal.complaints, Vec::<String>::new(), "the browser complained");
    // The plain form names its style sheet.
    let mut wanted = own_and_sheet(&site::built());
    wanted.retain(|name| !name.starts_with("seal-"));
    let mut wanted: BTreeSet<_> = wanted.iter().map(|name| office.at(&format!("/{name}"))).collect();
    wanted.insert(office.at(&format!("/s/{VISITORS}?ward={KITA}")));
    assert_eq!(journal.by_worker, wanted);
    for sought in ["/responses/", "/api/v1/surveys/", "/plain"] {
        assert!(journal.asked.iter().any(|address| address.contains(sought)), "{sought} was not asked for");
    }
}

#[tokio::test]
async fn a_new_build_waits_for_the_next_opening_and_never_mixes_with_the_one_that_is_being_answered() {
    let mut office = Office::open().await;
    let (built, next) = (site::built(), site::next());
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &built).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(&VISIT[..3]).await;
    visitor.browser.script("window.untouched = true").await.expect("the page can be marked");
    office.deploys(next.path()).await;

    // Another tab opens the survey meanwhile: it is all new, and the one that is answering stays as it is.
    let first = visitor.browser.tab().await;
    let second = visitor.browser.new_tab().await;
    visitor.opens().await;
    visitor.sees("held.title").await;
    is_made_of(&visitor.browser, next.path()).await;
    visitor.browser.show_tab(&first).await;
    visitor.answers(&VISIT[3..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
    is_made_of(&visitor.browser, &built).await;
    assert_eq!(visitor.browser.script("return window.untouched").await, Ok(true.into()), "the page was loaded anew");
    assert_eq!(office.stored(VISITORS).len(), 1);

    visitor.browser.show_tab(&second).await;
    visitor.browser.close_tab_for(&first).await;
    visitor.opens().await;
    visitor.has_sent().await;
    is_made_of(&visitor.browser, next.path()).await;
    // Nobody looks at the former build any more, and it is let go.
    keeps(&visitor.browser, next.path()).await;
    office.kill().await;
    visitor.opens().await;
    visitor.sees("sent.title").await;
    is_made_of(&visitor.browser, next.path()).await;
}

#[tokio::test]
async fn a_line_on_which_nothing_moves_is_not_waited_for() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    office.kill().await;
    let silence = until("the port to be free", async || {
        TcpListener::bind(("127.0.0.1", office.port())).await.map_err(|why| why.to_string())
    })
    .await;
    visitor.opens().await;
    visitor.is_welcome().await;
    drop(silence);
}

#[tokio::test]
async fn a_guest_networks_welcome_page_is_shown_and_not_taken_for_the_survey() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    office.kill().await;
    let mut hall = Impostor::sit_on(office.port()).await;
    visitor.opens().await;
    visitor.browser.heading(Name::Holds("accept the terms".to_owned())).found().await;
    // Once by the page, and once to be kept.
    hall.hears(&format!("GET /s/{VISITORS}?")).await;
    hall.hears(&format!("GET /s/{VISITORS} ")).await;
    hall.leave().await;
    visitor.opens().await;
    visitor.is_welcome().await;
}

#[tokio::test]
async fn a_browser_without_service_workers_does_without() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page("delete Navigator.prototype.serviceWorker").await;
    visitor.opens().await;
    assert_eq!(visitor.browser.script("return 'serviceWorker' in navigator").await, Ok(false.into()));
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn in_someone_elses_page_there_is_no_service_worker() {
    let office = Office::open().await;
    let browser = Browser::open(Window::TABLET).await;
    browser.visit(&office.at("/embed/demo.html")).await;
    let stands = "return !!document.querySelector('koe-survey')?.shadowRoot?.querySelector('button')";
    until("the survey in the page", async || {
        let stands = browser.script(stands).await?;
        if stands == true { Ok(()) } else { Err(stands.to_string()) }
    })
    .await;
    let workers = "const done = arguments[arguments.length - 1];
        navigator.serviceWorker.getRegistrations().then(all => done(all.length));";
    assert_eq!(browser.script_later(workers).await, Ok(0.into()));
}

#[tokio::test]
async fn the_browser_finds_all_that_it_takes_to_install_the_survey_as_an_app() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    keeps(&visitor.browser, &site::built()).await;
    let found = visitor.browser.cdp("Page.getAppManifest", json!({})).await.expect("the page has a manifest");
    assert_eq!(found["errors"], json!([]), "{found}");
    let manifest: Value = serde_json::from_str(found["data"].as_str().unwrap_or_default()).expect("it is JSON");
    assert_eq!(manifest["start_url"], format!("/s/{VISITORS}?ward={KITA}"));
    for icon in manifest["icons"].as_array().into_iter().flatten() {
        let size = "const done = arguments[arguments.length - 1]; const image = new Image();
            image.onload = () => done(image.naturalWidth + 'x' + image.naturalHeight);
            image.onerror = () => done('none');";
        let drawn = format!("{size} image.src = {};", icon["src"]);
        assert_eq!(visitor.browser.script_later(&drawn).await.as_ref(), Ok(&icon["sizes"]), "{icon}");
    }
    let faults = visitor.browser.cdp("Page.getInstallabilityErrors", json!({})).await.expect("the browser can tell");
    assert_eq!(faults["installabilityErrors"], json!([]));
}

#[tokio::test]
async fn a_site_without_the_service_worker_takes_it_off_the_devices_and_all_that_it_kept() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    let next = site::next();
    std::fs::remove_dir_all(next.path().join("s")).expect("the build has a service worker");
    office.deploys(next.path()).await;
    sleeps(&visitor.browser).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    // When it looks for another worker is up to the browser; one opening must be enough.
    within(Duration::from_secs(90), "a device without them", async || {
        let kept = kept(&visitor.browser).await;
        if kept.is_empty() { Ok(()) } else { Err(format!("kept: {:?}", kept.keys())) }
    })
    .await;
    // What is left of it, as long as a page holds it, does nothing.
    visitor.browser.journal().await;
    visitor.opens().await;
    visitor.is_welcome().await;
    let journal = visitor.browser.journal().await;
    assert_eq!((journal.by_worker, journal.complaints), (BTreeSet::new(), Vec::new()));
}

/// Has the browser do what it does when the network is back: it wakes the service worker.
pub(super) async fn wakes_the_worker(browser: &Browser, site: &str) {
    let worker = |number: u32| json!({ "origin": site, "registrationId": number.to_string(), "tag": "koe owed", "lastChance": false });
    browser.cdp("ServiceWorker.enable", json!({})).await.expect("there are service workers");
    // The browser numbers its workers, and has but one.
    for number in 0..4 {
        drop(browser.cdp("ServiceWorker.dispatchSyncEvent", worker(number)).await);
    }
}

#[tokio::test]
async fn what_waits_goes_out_with_no_page_open_and_leaves_the_device_when_one_is() {
    let mut office = Office::open().await;
    let visitor = Person::comes_with(Window::PHONE.whole(), &office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let tags = "const done = arguments[arguments.length - 1];
        navigator.serviceWorker.ready.then(one => one.sync.getTags()).then(done, why => done(String(why)));";
    until("the browser to be asked for it", async || {
        let tags = visitor.browser.script_later(tags).await?;
        if tags == json!(["koe owed"]) { Ok(()) } else { Err(tags.to_string()) }
    })
    .await;
    // The page without script is of the same site, and sends nothing by itself.
    office.serve().await;
    visitor.browser.visit(&office.at(&format!("/s/{VISITORS}/plain?ward={KITA}"))).await;
    wakes_the_worker(&visitor.browser, &office.at("")).await;
    until("the response at the office", async || match office.stored(VISITORS).len() {
        1 => Ok(()),
        stored => Err(format!("{stored} are stored")),
    })
    .await;
    assert_eq!(owed(&visitor.browser).await.len(), 1, "the page alone takes it off the device");
    visitor.opens().await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    assert_eq!((stored.len(), &stored[0]["response"]["answers"]), (1, &told(VISIT)));
    until("an empty outbox", async || match owed(&visitor.browser).await.len() {
        0 => Ok(()),
        left => Err(format!("{left} are owed")),
    })
    .await;
}

//! The page of tablets that staff have set up: it opens with no network, whole, and nothing comes between it and a tablet.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Browser, Impostor, Office, VISITORS, Window, site, until};

const PAGE: &str = "/tablet/";

/// What is kept for the page of tablets, by its address.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    caches.open('koe-tablet').then(cache => cache.keys())
        .then(keys => done(keys.map(({ url }) => new URL(url).pathname)), why => done(String(why)));";

/// Takes the worker in, as the page itself does.
const REGISTER: &str = "const done = arguments[arguments.length - 1];
    navigator.serviceWorker.register('/tablet/worker.js').then(({ scope }) => done(scope), why => done(String(why)));";

/// Whether the module has drawn anything.
const DRAWN: &str = "return document.getElementById('koe-tablet')?.hasChildNodes() === true";

/// Whether the code that seals is there, at the address that the page says.
const SEALS: &str = "const done = arguments[arguments.length - 1];
    import(document.querySelector('[data-koe-page]').dataset.koePage)
        .then(({ seal }) => done(typeof seal), why => done(String(why)));";

fn page() -> String {
    std::fs::read_to_string(site::built().join("tablet/index.html")).expect("the build has the page of tablets")
}

/// The files that the page of tablets is made of.
fn files() -> BTreeSet<String> {
    let page = page();
    site::hashed(&site::built()).into_iter().filter(|name| page.contains(name.as_str())).collect()
}

/// Opens an address, by which the module of the page of tablets comes to run.
async fn opens(tablet: &Browser, address: &str) {
    tablet.visit(address).await;
    until("the module to run", async || {
        let drawn = tablet.script(DRAWN).await?;
        if drawn == true { Ok(()) } else { Err(drawn.to_string()) }
    })
    .await;
}

/// A tablet on which the page was opened once.
async fn tablet(office: &Office) -> Browser {
    let tablet = Browser::open(Window::TABLET).await;
    opens(&tablet, &office.at(PAGE)).await;
    assert_eq!(tablet.script_later(REGISTER).await, Ok(office.at(PAGE).into()));
    let all: BTreeSet<_> = files().iter().map(|name| format!("/{name}")).chain([PAGE.to_owned()]).collect();
    until("the page of tablets and its files on the device", async || {
        let kept = tablet.script_later(KEPT).await?;
        let names: BTreeSet<_> = kept.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if names == all.iter().map(String::as_str).collect() { Ok(()) } else { Err(kept.to_string()) }
    })
    .await;
    tablet
}

#[test]
fn the_page_of_tablets_holds_its_style_and_is_made_of_a_module_with_its_glue_and_the_code_that_seals_and_reads_aloud() {
    let ends = |end: &str| files().iter().filter(|name| name.ends_with(end)).count();
    assert_eq!((files().len(), ends("_bg.wasm"), ends(".js")), (4, 1, 3), "{:?}", files());
    assert_eq!(page().matches("<style data-sheet=").count(), 2);
}

#[test]
fn what_is_for_tablets_is_in_nothing_that_a_residents_page_is_made_of() {
    let built = site::built();
    let index = std::fs::read_to_string(built.join("index.html")).expect("the build has the form's page");
    let own: Vec<_> = site::hashed(&built).into_iter().filter(|name| index.contains(name.as_str())).collect();
    assert!(own.iter().any(|name| name.ends_with("_bg.wasm")), "{own:?}");
    for name in own.iter().map(String::as_str).chain(["index.html"]) {
        let content = std::fs::read(built.join(name)).expect("the page names what is there");
        assert!(!content.windows(6).any(|six| six == b"tablet"), "{name} speaks of tablets");
    }
}

#[tokio::test]
async fn with_no_network_at_all_the_page_of_tablets_opens_with_all_that_it_needs() {
    let mut office = Office::open().await;
    let tablet = tablet(&office).await;
    office.kill().await;
    let tablet = tablet.restarted().await;
    opens(&tablet, &office.at(PAGE)).await;
    assert_eq!(tablet.script_later(SEALS).await, Ok("function".into()));
}

#[tokio::test]
async fn a_guest_networks_welcome_page_does_not_come_between_a_tablet_and_its_page() {
    let mut office = Office::open().await;
    let tablet = tablet(&office).await;
    office.kill().await;
    let mut hall = Impostor::sit_on(office.port()).await;
    opens(&tablet, &office.at(PAGE)).await;
    hall.hears("GET /tablet/ ").await;
}

#[tokio::test]
async fn a_link_made_for_a_tablet_leads_to_the_page_of_tablets_which_can_be_installed() {
    let office = Office::open().await;
    let tablet = tablet(&office).await;
    opens(&tablet, &office.at(&format!("/s/{VISITORS}?mode=kiosk"))).await;
    assert_eq!(tablet.address().await, office.at(PAGE));
    let found = tablet.cdp("Page.getAppManifest", json!({})).await.expect("the page has a manifest");
    assert_eq!(found["errors"], json!([]), "{found}");
    let manifest: Value = serde_json::from_str(found["data"].as_str().unwrap_or_default()).expect("it is JSON");
    let told = (&manifest["name"], &manifest["start_url"], &manifest["display"]);
    assert_eq!(told, (&"声 Koe 端末".into(), &PAGE.into(), &"fullscreen".into()));
    let faults = tablet.cdp("Page.getInstallabilityErrors", json!({})).await.expect("the browser can tell");
    assert_eq!(faults["installabilityErrors"], json!([]));
}

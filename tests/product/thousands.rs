//! What waits on one tablet goes out, however much it is, and whoever stands before it does not notice.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::residents::told;
use crate::harness::journey::VISIT;
use crate::harness::{Fetched, KITA, Office, Size, Tablet, VISITORS, site, within};

/// How many by default, at full length, or as asked for.
fn count() -> u64 {
    let asked = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(120)
}

/// Keeps how long each frame took, and in which order responses arrived.
const BEFORE: &str = "window.frames = [];
    let last;
    const frame = now => {
        if (last !== undefined) window.frames.push(now - last);
        last = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.tasks = [];
    new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) window.tasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });
    window.arrived = [];
    const ask = window.fetch;
    window.fetch = async (what, how) => {
        const answer = await ask(what, how);
        if (how?.method === 'POST' && String(what).endsWith('/responses')) {
            for (const line of (await answer.clone().text()).trim().split('\\n')) window.arrived.push(JSON.parse(line).id);
        }
        return answer;
    };";

/// Puts so many sealed responses into the tablet's database, as the tablet does: in one transaction for each.
const FILL: &str = "const done = arguments[arguments.length - 1];
    const { sealer, keys, sample, count } = JSON.parse(arguments[0]);
    (async () => {
        const { seal } = await import(sealer);
        const base = await new Promise((yes, no) => {
            const opening = indexedDB.open('koe-tablet');
            opening.onsuccess = () => yes(opening.result);
            opening.onerror = () => no(opening.error);
        });
        for (let number = 1; number <= count; number++) {
            const id = crypto.randomUUID();
            const body = await seal(JSON.stringify({ ...sample, id }), keys);
            const parcel = { id, survey: sample.survey, code: null, body, record: '', refusal: null };
            const waiting = { id, number, survey: sample.survey, at: sample.finished_at, refusal: null };
            const writing = base.transaction(['outbox', 'queue'], 'readwrite');
            writing.objectStore('outbox').put(JSON.stringify(parcel), id);
            writing.objectStore('queue').put(JSON.stringify(waiting), id);
            await new Promise((yes, no) => { writing.oncomplete = yes; writing.onabort = no; });
        }
        base.close();
    })().then(() => done('filled'), why => done(String(why)));";

/// A response as the module makes it, but for its id.
fn sample(revision: &str) -> Value {
    json!({ "survey": VISITORS, "revision": revision, "ward": KITA, "mode": "kiosk", "assisted": false, "language": "ja",
        "given": {}, "receipt_hash": "0".repeat(64), "started_at": "2026-11-20T01:00:00Z",
        "finished_at": "2026-11-20T01:02:00Z", "answers": told(VISIT) })
}

/// The keys of the survey as the code that seals takes them.
async fn keys(office: &Office) -> String {
    let reply = Fetched::from(&office.at(&format!("/api/v1/surveys/{VISITORS}"))).await;
    let published: Value = serde_json::from_slice(&reply.body).expect("the survey is JSON");
    let keys = published["survey"]["sealing_keys"].as_array().expect("it has keys").iter();
    let part = |key: &Value, name: &str| key[name].as_str().expect("a key has three parts").to_owned();
    keys.map(|key| ["kid", "x", "y"].map(|name| part(key, name)).join(" ") + "\n").collect()
}

async fn numbers(tablet: &Tablet, name: &str) -> Vec<f64> {
    let read = tablet.person.browser.script(&format!("return window.{name}")).await.expect("the page remembers");
    read.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

#[tokio::test]
async fn soak_what_waits_on_one_tablet_goes_out_in_order_and_nobody_notices() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let browser = &tablet.person.browser;
    let sealer = site::hashed(&site::built()).into_iter().find(|name| name.starts_with("seal-")).expect("it is built");
    let fill = json!({ "sealer": format!("/{sealer}"), "keys": keys(&office).await,
        "sample": sample(tablet.person.sheet.revision()), "count": count() });
    tablet.is_ready_to_start_alone().await;
    assert_eq!(browser.script_later_with(FILL, &fill.to_string()).await, Ok(json!("filled")));
    office.kill().await;
    Size::prepare(browser).await;
    browser.before_every_page(BEFORE).await;
    tablet.opens().await;
    tablet.rests().await;
    let given: Vec<String> = in_order(&tablet).await;
    let before = Size::of(browser).await;
    tablet.unlocks().await;
    office.serve().await;
    let clear = "window.frames.length = 0; window.tasks.length = 0;";
    browser.script(clear).await.expect("the page forgets");
    let begun = Instant::now();
    tablet.person.presses("tablet.send").await;
    within(Duration::from_mins(10), "everything to arrive", async || {
        let arrived = browser.script("return window.arrived.length").await?;
        if arrived == json!(given.len()) { Ok(()) } else { Err(arrived.to_string()) }
    })
    .await;
    let took = begun.elapsed();
    let (frames, tasks) = (numbers(&tablet, "frames").await, numbers(&tablet, "tasks").await);
    let arrived = browser.script("return window.arrived").await;
    browser.script("window.arrived.length = window.frames.length = 0").await.expect("the page forgets");
    let after = Size::of(browser).await;
    tablet.will_owe(0).await;
    let longest = frames.iter().copied().fold(0.0, f64::max);
    let long = frames.iter().filter(|frame| **frame > 50.0).count();
    println!(
        "{} responses in {:.1} s; {} frames, the longest {longest:.0} ms, {long} over 50 ms; {} tasks over 50 ms {tasks:?}; heap {:.0} -> {:.0}, module {:.0} -> {:.0} bytes",
        given.len(),
        took.as_secs_f64(),
        frames.len(),
        tasks.len(),
        before.heap,
        after.heap,
        before.module,
        after.module
    );
    assert_eq!(arrived, Ok(json!(given)), "each once, in the order in which they were given");
    assert_eq!(office.stored(VISITORS).len(), given.len());
}

/// The ids of what waits, as it was given.
async fn in_order(tablet: &Tablet) -> Vec<String> {
    let device = tablet.device().await;
    let mut waiting: Vec<Value> = device["queue"].as_array().into_iter().flatten().map(read).collect();
    waiting.sort_by_key(|waiting| waiting["number"].as_u64());
    waiting.iter().map(|waiting| waiting["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn read(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap_or_default()).expect("it is JSON")
}

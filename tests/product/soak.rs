//! The plug is pulled at any moment while responses are on their way.

use std::collections::BTreeMap;

use serde_json::Value;
use tokio::time::{Duration, timeout};

use super::delivery::owed;
use super::residents::sha256;
use crate::harness::journey::VISIT;
use crate::harness::{KITA, Office, Person, VISITORS, until};

/// How often by default, at full length, or as asked for.
pub(super) fn rounds() -> u64 {
    let asked = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(3)
}

/// When the plug is pulled: the moments of one sending, over and over, in no order.
fn moment(round: u64) -> Duration {
    Duration::from_millis(round * 5 % 13)
}

/// One more person answers on this phone and presses "send".
async fn answers_anew(visitor: &Person) {
    visitor.is_welcome().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
}

/// Whether the screen says "received", now or in the little while that a reply takes.
async fn called_sent(visitor: &Person) -> bool {
    let heading = |key: &str| visitor.browser.heading(visitor.word(key));
    let (sent, waiting) = (heading("sent.title"), heading("waiting.title"));
    until("an end of the sending", async || match (sent.look().await, waiting.look().await) {
        (Ok(_), _) => Ok(true),
        (_, Ok(_)) => Ok(false),
        (Err(why), Err(_)) => Err(why),
    })
    .await
}

/// Every response that is stored: by its receipt's hash, its id, and how often it is there.
fn stored(office: &Office) -> BTreeMap<String, (String, usize)> {
    let mut stored = BTreeMap::new();
    for record in office.stored(VISITORS) {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entry = stored.entry(word(&record["response"]["receipt_hash"])).or_insert((word(&record["id"]), 0));
        entry.1 += 1;
    }
    stored
}

/// The ids that still wait. What was called sent leaves the outbox a moment after the screen says so.
async fn waiting(visitor: &Person, sent: bool) -> Vec<String> {
    until("the outbox to be as the screen says", async || {
        let owed = owed(&visitor.browser).await;
        let ids: Vec<_> = owed.iter().filter_map(|parcel| parcel["id"].as_str()).map(str::to_owned).collect();
        if ids.is_empty() == sent { Ok(ids) } else { Err(format!("sent: {sent}, owed: {ids:?}")) }
    })
    .await
}

/// One person sends, and the plug is pulled in the middle of it; hands back the hash of a receipt that was given.
async fn sends_and_is_cut_off(office: &mut Office, visitor: &Person, round: u64) -> Option<String> {
    visitor.presses("review.send").await;
    // Time is the matter itself here: the kill falls into another moment of the sending each round.
    let pulled = timeout(moment(round), std::future::pending::<()>()).await;
    assert!(pulled.is_err(), "nothing ends what is pending");
    office.kill().await;
    let sent = called_sent(visitor).await;
    let receipt = if sent { Some(sha256(&visitor.receipt().await)) } else { None };
    let waiting = waiting(visitor, sent).await;
    let there = stored(office);
    println!("round {round}: cut off after {:?}: called sent {sent}, stored {}", moment(round), there.len());
    // All before this one are stored; this one is there or waits here, or both.
    let is_there = |id: &String| there.values().any(|(stored, _)| stored == id);
    let kept = there.len() + waiting.iter().filter(|id| !is_there(id)).count();
    assert_eq!(u64::try_from(kept), Ok(round + 1), "round {round}: stored {there:?}, waiting {waiting:?}");
    receipt
}

#[tokio::test]
async fn soak_whenever_the_office_is_killed_each_response_is_stored_once_or_still_on_the_device() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    let mut receipts = Vec::new();
    for round in 0..rounds() {
        answers_anew(&visitor).await;
        let receipt = sends_and_is_cut_off(&mut office, &visitor, round).await;
        receipts.extend(receipt.clone());
        let there = stored(&office);
        for receipt in &receipts {
            assert!(there.contains_key(receipt), "round {round}: {receipt} was called sent, stored are {there:?}");
        }
        assert!(there.values().all(|(_, times)| *times == 1), "round {round}: stored twice: {there:?}");
        office.serve().await;
        if receipt.is_none() {
            visitor.tries_again().await;
            visitor.has_sent().await;
            receipts.push(sha256(&visitor.receipt().await));
        }
        visitor.leaves().await;
    }
    let there = stored(&office);
    assert_eq!(u64::try_from(there.len()), Ok(rounds()));
    assert!(receipts.iter().all(|receipt| there.get(receipt).is_some_and(|(_, times)| *times == 1)), "{there:?}");
}

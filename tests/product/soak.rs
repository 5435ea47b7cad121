//! The plug is pulled at any moment while responses are on their way.

use std::collections::BTreeMap;

use tokio::time::{Duration, timeout};

use super::delivery::owed;
use crate::harness::journey::VISIT;
use crate::harness::{KITA, Office, Person, VISITORS, until};

/// How often by default, at full length, or as asked for.
fn rounds() -> u64 {
    let asked = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(if std::env::var_os("KOE_SOAK").is_some() { 50 } else { 3 })
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

/// Every response that is stored, by id, with how often.
fn stored(office: &Office) -> BTreeMap<String, usize> {
    let mut stored = BTreeMap::new();
    for record in office.stored(VISITORS) {
        *stored.entry(record["id"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    stored
}

#[tokio::test]
async fn soak_whenever_the_office_is_killed_each_response_is_stored_once_or_still_on_the_device() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    let mut sent_before = 0;
    for round in 0..rounds() {
        answers_anew(&visitor).await;
        visitor.presses("review.send").await;
        // Time is the matter itself here: the kill falls into another moment of the sending each round.
        let pulled = timeout(moment(round), std::future::pending::<()>()).await;
        assert!(pulled.is_err(), "nothing ends what is pending");
        office.kill().await;
        let sent = called_sent(&visitor).await;
        let waiting = settled_outbox(&visitor, sent).await;
        let there = stored(&office);
        let made = usize::try_from(round).expect("a small number") + 1;
        sent_before += usize::from(sent);
        assert!(there.values().all(|times| *times == 1), "round {round}: stored twice: {there:?}");
        assert!(there.len() >= sent_before, "round {round}: {sent_before} were called sent, stored are {there:?}");
        let kept = there.keys().chain(waiting.iter().filter(|id| !there.contains_key(*id))).count();
        assert_eq!(kept, made, "round {round}: stored {there:?}, waiting {waiting:?}");
        let said = if sent { "sent" } else { "not yet sent" };
        println!("round {round}: killed after {:?}, called {said}, stored are {}", moment(round), there.len());
        office.serve().await;
        if !sent {
            visitor.presses("waiting.retry").await;
            visitor.has_sent().await;
            sent_before += 1;
        }
        visitor.presses("sent.leave").await;
    }
    let there = stored(&office);
    assert_eq!(there.len(), usize::try_from(rounds()).expect("a small number"));
    assert!(there.values().all(|times| *times == 1), "{there:?}");
}

/// The ids that still wait. What was called sent leaves the outbox a moment after the screen says so.
async fn settled_outbox(visitor: &Person, sent: bool) -> Vec<String> {
    let ids = async || {
        let owed = owed(&visitor.browser).await;
        owed.iter().map(|parcel| parcel["id"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    until("the outbox to be as the screen says", async || {
        let ids = ids().await;
        if ids.is_empty() == sent { Ok(ids) } else { Err(format!("sent: {sent}, owed: {ids:?}")) }
    })
    .await
}

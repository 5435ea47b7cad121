//! Responses that wait to be stored: whatever waits goes to the disk together, and each is answered after that.

use std::sync::Arc;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::{Mutex, oneshot};

use super::{Arrival, Database, Kept, StoreError};

/// Responses stored with one wait for the disk. More gain nothing, and whoever waits with them waits longer.
pub(super) const GROUP_MAX: usize = 128;
/// Responses that wait here; one more waits to be let in. There are fewer requests under way than this.
const WAITING_MAX: usize = 1_024;

/// A response that waits, and whoever waits for it.
type Waiting = (Arrival, oneshot::Sender<Result<Kept, StoreError>>);

/// The way in to those who store.
#[derive(Debug, Clone)]
pub(super) struct Queue(Sender<Waiting>);

impl Queue {
    /// A queue in front of `database`, whose groups are stored by `writers` at once.
    pub(super) fn before(database: &Database, writers: usize) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..writers {
            tokio::spawn(store_what_waits(database.clone(), Arc::clone(&waiting)));
        }
        Self(queue)
    }

    /// Stores a response with those that come at the same time.
    pub(super) async fn keep(&self, arrival: Arrival) -> Result<Kept, StoreError> {
        let (tell, told) = oneshot::channel();
        self.0.send((arrival, tell)).await.map_err(|_| StoreError::Gone)?;
        told.await.map_err(|_| StoreError::Gone)?
    }
}

async fn store_what_waits(database: Database, waiting: Arc<Mutex<Receiver<Waiting>>>) {
    let mut group = Vec::new();
    // Only one looks into the queue at a time, so that what comes together goes together.
    while waiting.lock().await.recv_many(&mut group, GROUP_MAX).await > 0 {
        store(&database, &mut group).await;
    }
}

async fn store(database: &Database, group: &mut Vec<Waiting>) {
    let arrivals: Vec<&Arrival> = group.iter().map(|(arrival, _)| arrival).collect();
    match database.keep_all(&arrivals).await {
        Ok(kept) => {
            for ((_, tell), kept) in group.drain(..).zip(kept) {
                // Who has hung up will ask again.
                let _ = tell.send(Ok(kept));
            }
        }
        Err(error) => fail(database, group, error).await,
    }
}

/// Tells everybody where the database fails all of them; otherwise finds out by trying whose fault it is.
async fn fail(database: &Database, group: &mut Vec<Waiting>, error: StoreError) {
    if group.len() == 1 {
        if let Some((_, tell)) = group.pop() {
            let _ = tell.send(Err(error));
        }
        return;
    }
    let mut told = error.of_all();
    for (arrival, tell) in group.drain(..) {
        let answer = match told {
            Some(of_all) => Err(of_all),
            None => database.keep_all(&[&arrival]).await.map(|kept| kept.first().copied()).and_then(one),
        };
        told = answer.as_ref().err().and_then(StoreError::of_all);
        let _ = tell.send(answer);
    }
}

pub(super) fn one(kept: Option<Kept>) -> Result<Kept, StoreError> {
    kept.ok_or_else(|| StoreError::Strange { detail: "no answer for a response".to_owned() })
}

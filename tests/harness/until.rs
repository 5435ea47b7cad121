//! Waiting for the thing itself, with a deadline.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

/// Long enough for two cores that also compile.
const PATIENCE: Duration = Duration::from_secs(40);
const EVERY: Duration = Duration::from_millis(40);

/// Asks again and again until there is an answer; the last reason why not is what the failure says.
pub(crate) async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    within(PATIENCE, what, ask).await
}

/// The same with another deadline.
pub(crate) async fn within<T>(patience: Duration, what: &str, ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    let answer = in_time(patience, ask).await;
    answer.unwrap_or_else(|why| panic!("waited {patience:?} in vain for {what}: {why}"))
}

/// The same for whoever can do without: the last reason why not.
pub(crate) async fn in_time<T>(
    patience: Duration,
    mut ask: impl AsyncFnMut() -> Result<T, String>,
) -> Result<T, String> {
    let deadline = Instant::now() + patience;
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let answer = ask().await;
        if answer.is_ok() || Instant::now() > deadline {
            return answer;
        }
    }
}

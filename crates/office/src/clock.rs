//! The one place that looks at the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use questionnaire::Minute;

/// The minute it is.
pub fn now() -> Minute {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Minute::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

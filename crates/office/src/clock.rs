//! The one place that looks at the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use questionnaire::Minute;

/// The minute it is.
pub fn now() -> Minute {
    Minute::from_unix_ms(i64::try_from(now_ms()).unwrap_or(i64::MAX))
}

/// The minute it will be in so many days.
pub fn in_days(days: u32) -> Minute {
    let ms = now_ms().saturating_add(u64::from(days) * 24 * 60 * 60 * 1000);
    Minute::from_unix_ms(i64::try_from(ms).unwrap_or(i64::MAX))
}

/// The minute it will be in so many minutes.
pub fn in_minutes(minutes: u32) -> Minute {
    let ms = now_ms().saturating_add(u64::from(minutes) * 60 * 1000);
    Minute::from_unix_ms(i64::try_from(ms).unwrap_or(i64::MAX))
}

/// The milliseconds since 1970.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

//! How many wrong codes a survey hears before it stops listening for a while.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use questionnaire::SurveyId;

/// Wrong codes that may come at once: a hall full of people who mistype.
const BURST: f64 = 60.0;
/// Wrong codes a second in the long run. Guessing one of a thousand codes among 31⁹ at this rate takes
/// some 800 years on average.
const A_SECOND: f64 = 1.0;

/// Counts the wrong codes of each survey. Right ones cost nothing, so that honest use never waits.
#[derive(Debug, Default)]
pub struct GuessLimit(Mutex<HashMap<SurveyId, Bucket>>);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl GuessLimit {
    /// Whether `survey` listens at `now`; if not, for how long it will not.
    pub fn listens(&self, survey: &SurveyId, now: Instant) -> Result<(), Duration> {
        let left = self.bucket(survey, now, 0.0);
        if left >= 1.0 { Ok(()) } else { Err(Duration::from_secs_f64((1.0 - left) / A_SECOND)) }
    }

    /// Notes that a wrong code came for `survey` at `now`.
    pub fn wrong(&self, survey: &SurveyId, now: Instant) {
        self.bucket(survey, now, 1.0);
    }

    fn bucket(&self, survey: &SurveyId, now: Instant, cost: f64) -> f64 {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(survey.clone()).or_insert(Bucket { left: BURST, at: now });
        let gained = now.saturating_duration_since(bucket.at).as_secs_f64() * A_SECOND;
        // Requests under way together can each cost one, so it may go below nothing.
        *bucket = Bucket { left: (bucket.left + gained).min(BURST) - cost, at: now };
        bucket.left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_survey_stops_listening_and_listens_again() {
        let (limit, start) = (GuessLimit::default(), Instant::now());
        let survey: SurveyId = "one".parse().unwrap();
        for _ in 0..60 {
            assert_eq!(limit.listens(&survey, start), Ok(()));
            limit.wrong(&survey, start);
        }
        assert_eq!(limit.listens(&survey, start), Err(Duration::from_secs(1)));
        assert_eq!(limit.listens(&"other".parse().unwrap(), start), Ok(()));
        assert_eq!(limit.listens(&survey, start + Duration::from_secs(1)), Ok(()));
        limit.wrong(&survey, start + Duration::from_secs(1));
        assert!(limit.listens(&survey, start + Duration::from_secs(1)).is_err());
    }
}

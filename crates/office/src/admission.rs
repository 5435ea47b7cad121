//! Whether a response that is right in itself is taken in, by the state of its survey, its time and its code.

use questionnaire::{Keeping, Minute, State, WardCode};

use crate::store::{Reason, Stored};

/// What is known of the code beside a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStanding {
    /// None came, or none is needed.
    Absent,
    /// It was never given out.
    Unknown,
    /// It was given out and has not been used.
    Usable,
    /// A response that counts came with it.
    Used,
    /// Nobody looked: too many wrong ones came before it.
    Unheard,
}

/// When a response was finished, and by what it is told whether that was in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// When its device says that it was finished.
    pub finished_at: Minute,
    /// For how many days after the end it still counts if it was finished before it.
    pub grace_days: u8,
    /// From when and until when its ward is asked, where that is another time than the survey's.
    pub window: Option<(Minute, Minute)>,
}

/// Whether a response is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Its ward is not asked yet.
    NotBegun,
    /// It is.
    InTime,
    /// It came after the end, and not by what the survey lets drain in.
    Late,
}

impl Timing {
    /// A response that was finished then, for which no rule of its survey matters.
    pub fn at(finished_at: Minute) -> Self {
        Self { finished_at, grace_days: 0, window: None }
    }

    /// A response of `ward` that was finished then, in a survey that keeps responses so. Days are those of Japan.
    pub fn of_response(finished_at: Minute, ward: WardCode, keeping: &Keeping) -> Self {
        let window = keeping.ward_periods.get(&ward).map(|period| {
            let after = period.closes.next().unwrap_or(period.closes);
            (Minute::of_midnight_in_japan(period.opens), Minute::of_midnight_in_japan(after))
        });
        Self { finished_at, grace_days: keeping.grace_days, window }
    }

    /// Whether it is in time if it comes now, and its survey has been in `state` since then.
    pub fn of(&self, state: State, since: Minute, now: Minute) -> Timeliness {
        let ward_ends = self.window.map(|(_, until)| until).filter(|until| *until <= now);
        let end = match state {
            State::Draft | State::Rehearsal | State::Paused | State::Archived => return Timeliness::InTime,
            // What is public was counted before.
            State::Published => return Timeliness::Late,
            State::Closed => Some(ward_ends.map_or(since, |until| until.min(since))),
            State::Open if self.window.is_some_and(|(from, _)| now < from) => return Timeliness::NotBegun,
            State::Open => ward_ends,
        };
        let Some(end) = end else { return Timeliness::InTime };
        let drains = self.grace_days > 0 && self.finished_at <= end && now <= end.days_later(self.grace_days.into());
        if drains { Timeliness::InTime } else { Timeliness::Late }
    }
}

/// What is done with a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is stored.
    Keep(Stored, Option<Reason>),
    /// The survey takes nothing in this state.
    NotAccepting,
    /// Its ward is not asked yet.
    NotBegun,
    /// It needs a code.
    CodeMissing,
    /// Its code was never given out.
    CodeUnknown,
    /// It has to come again when codes are looked at.
    CodeUnheard,
}

/// What is done with a response.
///
/// | state | no code needed | usable | used | unknown, absent or unheard |
/// |---|---|---|---|---|
/// | rehearsal | rehearsal | rehearsal | rehearsal | rehearsal |
/// | open, closed or published, in time | counted | counted | aside, code used | refused |
/// | open, closed or published, late | aside, late | aside, late | aside, code used | refused |
/// | open, not begun | refused | refused | refused | refused |
/// | draft, paused, archived | refused | refused | refused | refused |
pub fn judge(state: State, time: Timeliness, needs_code: bool, code: CodeStanding) -> Verdict {
    match state {
        State::Draft | State::Paused | State::Archived => return Verdict::NotAccepting,
        State::Rehearsal => return Verdict::Keep(Stored::Rehearsal, None),
        State::Open | State::Closed | State::Published => {}
    }
    let in_time = match time {
        Timeliness::NotBegun => return Verdict::NotBegun,
        Timeliness::InTime => Verdict::Keep(Stored::Counted, None),
        Timeliness::Late => Verdict::Keep(Stored::Aside, Some(Reason::Late)),
    };
    match code {
        _ if !needs_code => in_time,
        CodeStanding::Usable => in_time,
        CodeStanding::Used => Verdict::Keep(Stored::Aside, Some(Reason::CodeUsed)),
        CodeStanding::Absent => Verdict::CodeMissing,
        CodeStanding::Unknown => Verdict::CodeUnknown,
        CodeStanding::Unheard => Verdict::CodeUnheard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CodeStanding::{Absent, Unheard, Unknown, Usable, Used};
    use Timeliness::{InTime, Late, NotBegun};

    const STANDINGS: [CodeStanding; 5] = [Absent, Unknown, Usable, Used, Unheard];

    #[test]
    fn a_rehearsal_takes_everything_and_counts_nothing() {
        for (needs_code, code) in STANDINGS.into_iter().flat_map(|code| [(true, code), (false, code)]) {
            assert_eq!(judge(State::Rehearsal, Late, needs_code, code), Verdict::Keep(Stored::Rehearsal, None));
        }
    }

    #[test]
    fn a_survey_that_rests_takes_nothing() {
        for state in [State::Draft, State::Paused, State::Archived] {
            for code in STANDINGS {
                assert_eq!(judge(state, InTime, false, code), Verdict::NotAccepting);
                assert_eq!(judge(state, InTime, true, code), Verdict::NotAccepting);
            }
        }
    }

    #[test]
    fn an_open_survey_counts_each_code_once() {
        assert_eq!(judge(State::Open, InTime, true, Usable), Verdict::Keep(Stored::Counted, None));
        assert_eq!(judge(State::Open, InTime, true, Used), Verdict::Keep(Stored::Aside, Some(Reason::CodeUsed)));
        assert_eq!(judge(State::Open, InTime, true, Absent), Verdict::CodeMissing);
        assert_eq!(judge(State::Open, InTime, true, Unknown), Verdict::CodeUnknown);
        assert_eq!(judge(State::Open, InTime, true, Unheard), Verdict::CodeUnheard);
    }

    #[test]
    fn a_frame_without_codes_ignores_them() {
        for code in STANDINGS {
            assert_eq!(judge(State::Open, InTime, false, code), Verdict::Keep(Stored::Counted, None));
        }
    }

    #[test]
    fn what_comes_late_is_set_aside() {
        for state in [State::Closed, State::Published] {
            assert_eq!(judge(state, Late, true, Usable), Verdict::Keep(Stored::Aside, Some(Reason::Late)));
            assert_eq!(judge(state, Late, true, Used), Verdict::Keep(Stored::Aside, Some(Reason::CodeUsed)));
            assert_eq!(judge(state, Late, false, Absent), Verdict::Keep(Stored::Aside, Some(Reason::Late)));
            assert_eq!(judge(state, Late, true, Unknown), Verdict::CodeUnknown);
        }
    }

    fn minute(text: &str) -> Minute {
        text.parse().unwrap()
    }

    /// Taken in until the end of 15 January in Japan, by a survey with a week of grace.
    fn finished(finished_at: &str) -> Timing {
        Timing { grace_days: 7, ..Timing::at(minute(finished_at)) }
    }

    #[test]
    fn what_was_finished_before_the_close_counts_within_the_grace() {
        let closed = minute("2027-01-15T15:00:00Z");
        let before = finished("2027-01-15T14:59:00Z");
        assert_eq!(before.of(State::Closed, closed, minute("2027-01-22T15:00:00Z")), InTime);
        assert_eq!(before.of(State::Closed, closed, minute("2027-01-22T15:01:00Z")), Late, "the grace is over");
        let after = finished("2027-01-15T15:01:00Z");
        assert_eq!(after.of(State::Closed, closed, minute("2027-01-15T15:01:00Z")), Late, "it was finished too late");
        let without = Timing { grace_days: 0, ..before };
        assert_eq!(without.of(State::Closed, closed, closed), Late, "a survey without grace takes nothing more");
        assert_eq!(before.of(State::Published, closed, closed), Late, "what is public was counted before");
    }

    #[test]
    fn a_ward_with_a_period_of_its_own_is_asked_in_it() {
        let period =
            questionnaire::Period { opens: "2026-12-01".parse().unwrap(), closes: "2026-12-10".parse().unwrap() };
        let keeping = Keeping {
            grace_days: 7,
            ward_periods: questionnaire::Map::from([("271080".parse().unwrap(), period)]),
            ..Keeping::default()
        };
        let timing = |ward: &str| Timing::of_response(minute("2026-12-10T14:59:00Z"), ward.parse().unwrap(), &keeping);
        let opened = minute("2026-11-20T00:00:00Z");
        let of = |ward: &str, now: &str| timing(ward).of(State::Open, opened, minute(now));
        assert_eq!(of("271080", "2026-11-30T14:59:00Z"), NotBegun);
        assert_eq!(of("271080", "2026-11-30T15:00:00Z"), InTime, "midnight in Japan");
        assert_eq!(of("271080", "2026-12-10T14:59:00Z"), InTime);
        assert_eq!(of("271080", "2026-12-17T15:00:00Z"), InTime, "it was finished in its period");
        assert_eq!(of("271080", "2026-12-17T15:01:00Z"), Late);
        assert_eq!(of("271110", "2026-12-17T15:01:00Z"), InTime, "the other wards go by the survey's state");
        assert_eq!(judge(State::Open, NotBegun, false, Absent), Verdict::NotBegun);
        let closed = timing("271080").of(State::Closed, minute("2027-01-15T15:00:00Z"), minute("2027-01-16T00:00:00Z"));
        assert_eq!(closed, Late, "the end of the ward is the one that counts");
    }
}

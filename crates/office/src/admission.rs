//! Whether a response that is right in itself is taken in, by the state of its survey and its code.

use questionnaire::State;

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

/// What is done with a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is stored.
    Keep(Stored, Option<Reason>),
    /// The survey takes nothing in this state.
    NotAccepting,
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
/// | open | counted | counted | aside, code used | refused |
/// | closed, published | aside, late | aside, late | aside, code used | refused |
/// | draft, paused, archived | refused | refused | refused | refused |
pub fn judge(state: State, needs_code: bool, code: CodeStanding) -> Verdict {
    let late = match state {
        State::Draft | State::Paused | State::Archived => return Verdict::NotAccepting,
        State::Rehearsal => return Verdict::Keep(Stored::Rehearsal, None),
        State::Open => false,
        State::Closed | State::Published => true,
    };
    let in_time =
        if late { Verdict::Keep(Stored::Aside, Some(Reason::Late)) } else { Verdict::Keep(Stored::Counted, None) };
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

    const STANDINGS: [CodeStanding; 5] = [Absent, Unknown, Usable, Used, Unheard];

    #[test]
    fn a_rehearsal_takes_everything_and_counts_nothing() {
        for (needs_code, code) in STANDINGS.into_iter().flat_map(|code| [(true, code), (false, code)]) {
            assert_eq!(judge(State::Rehearsal, needs_code, code), Verdict::Keep(Stored::Rehearsal, None));
        }
    }

    #[test]
    fn a_survey_that_rests_takes_nothing() {
        for state in [State::Draft, State::Paused, State::Archived] {
            for code in STANDINGS {
                assert_eq!(judge(state, false, code), Verdict::NotAccepting);
                assert_eq!(judge(state, true, code), Verdict::NotAccepting);
            }
        }
    }

    #[test]
    fn an_open_survey_counts_each_code_once() {
        assert_eq!(judge(State::Open, true, Usable), Verdict::Keep(Stored::Counted, None));
        assert_eq!(judge(State::Open, true, Used), Verdict::Keep(Stored::Aside, Some(Reason::CodeUsed)));
        assert_eq!(judge(State::Open, true, Absent), Verdict::CodeMissing);
        assert_eq!(judge(State::Open, true, Unknown), Verdict::CodeUnknown);
        assert_eq!(judge(State::Open, true, Unheard), Verdict::CodeUnheard);
    }

    #[test]
    fn a_frame_without_codes_ignores_them() {
        for code in STANDINGS {
            assert_eq!(judge(State::Open, false, code), Verdict::Keep(Stored::Counted, None));
        }
    }

    #[test]
    fn what_comes_late_is_set_aside() {
        for state in [State::Closed, State::Published] {
            assert_eq!(judge(state, true, Usable), Verdict::Keep(Stored::Aside, Some(Reason::Late)));
            assert_eq!(judge(state, true, Used), Verdict::Keep(Stored::Aside, Some(Reason::CodeUsed)));
            assert_eq!(judge(state, false, Absent), Verdict::Keep(Stored::Aside, Some(Reason::Late)));
            assert_eq!(judge(state, true, Unknown), Verdict::CodeUnknown);
        }
    }
}

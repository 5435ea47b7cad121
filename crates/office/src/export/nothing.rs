//! The kinds of nothing, apart in every file: the four of every form, and the three that only paper has.

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// The question was not for this person (非該当).
    NotAsked,
    /// It was asked and left (無回答).
    NoAnswer,
    /// わからない was chosen.
    DontKnow,
    /// 答えたくない was chosen.
    PreferNotToSay,
    /// Two marks stand on the paper where one was asked for, or more than may be made.
    TwoMarks,
    /// Nobody can read what stands on the paper.
    Unreadable,
    /// Something stands on the paper, although the question was not for this person.
    OffPath,
}

impl Nothing {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 7] = [
        Self::OffPath,
        Self::Unreadable,
        Self::TwoMarks,
        Self::NotAsked,
        Self::PreferNotToSay,
        Self::DontKnow,
        Self::NoAnswer,
    ];

    /// Its name where codes are written. No code of a choice begins so.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "_not_asked",
            Self::NoAnswer => "_no_answer",
            Self::DontKnow => "_dont_know",
            Self::PreferNotToSay => "_prefer_not_to_say",
            Self::TwoMarks => "_two_marks",
            Self::Unreadable => "_unreadable",
            Self::OffPath => "_off_path",
        }
    }

    /// Its name as data.
    pub(super) fn name(self) -> &'static str {
        self.code().trim_start_matches('_')
    }

    /// The number that says so where answers are numbers up to `max`: the last of as many nines as it takes, and those
    /// before it.
    pub(super) fn number(self, max: i64) -> i64 {
        let mut nines: i64 = 9;
        while nines - 6 <= max {
            nines = nines.saturating_mul(10).saturating_add(9);
        }
        match self {
            Self::OffPath => nines - 6,
            Self::Unreadable => nines - 5,
            Self::TwoMarks => nines - 4,
            Self::NotAsked => nines - 3,
            Self::PreferNotToSay => nines - 2,
            Self::DontKnow => nines - 1,
            Self::NoAnswer => nines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_numbers_that_no_answer_has() {
        for (max, first) in [(1, 3), (2, 3), (3, 93), (10, 93), (92, 93), (93, 993), (120, 993), (9_999, 99_993)] {
            let numbers = Nothing::ALL.map(|nothing| nothing.number(max));
            assert_eq!(numbers.to_vec(), (first..first + 7).collect::<Vec<i64>>(), "{max}");
        }
    }
}

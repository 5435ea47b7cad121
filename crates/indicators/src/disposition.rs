//! What became of each of those who were asked, and the response rates that follow: the final dispositions and the formulas of
//! AAPOR's *Standard Definitions* for mail surveys of specifically named persons.

/// How much of what it was asked a response answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Completeness {
    /// Fewer than half of the questions: by AAPOR a break-off (2.12), which is a refusal.
    BrokenOff,
    /// At least half of the questions, and fewer than four fifths (1.2).
    Partial,
    /// At least four fifths of the questions (1.1).
    Complete,
}

impl Completeness {
    /// That of a response with an answer to so many of the questions that it was asked; "don't know" and "prefer not to say"
    /// are answers. One that was asked nothing is complete.
    ///
    /// AAPOR gives 50 % and 80 % of all applicable questions as one of the rules that may be taken, and asks that the rule
    /// be stated.
    pub fn of(answered: usize, asked: usize) -> Self {
        if answered.saturating_mul(2) < asked {
            Self::BrokenOff
        } else if answered.saturating_mul(5) < asked.saturating_mul(4) {
            Self::Partial
        } else {
            Self::Complete
        }
    }
}

/// How many of those who were asked ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dispositions {
    /// I: complete (1.1).
    pub complete: u64,
    /// P: partial (1.2).
    pub partial: u64,
    /// R: refused or broken off (2.1).
    pub refused: u64,
    /// NC: not reached in the time of the survey, though known to be there (2.2).
    pub not_contacted: u64,
    /// O: could not answer, through illness, language or death (2.3).
    pub other: u64,
    /// U: not known whether the letter reached anybody who is asked: nothing came back (3.19), or the letter did (3.3).
    pub unknown: u64,
    /// Nobody who is asked (4).
    pub not_eligible: u64,
}

/// A response rate by its name in the *Standard Definitions*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Formula {
    /// I / ((I + P) + (R + NC + O) + U)
    Rr1,
    /// (I + P) / ((I + P) + (R + NC + O) + U)
    Rr2,
    /// I / ((I + P) + (R + NC + O) + eU)
    Rr3,
    /// (I + P) / ((I + P) + (R + NC + O) + eU)
    Rr4,
    /// I / ((I + P) + (R + NC + O))
    Rr5,
    /// (I + P) / ((I + P) + (R + NC + O))
    Rr6,
}

impl Formula {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Rr1, Self::Rr2, Self::Rr3, Self::Rr4, Self::Rr5, Self::Rr6];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rr1 => "RR1",
            Self::Rr2 => "RR2",
            Self::Rr3 => "RR3",
            Self::Rr4 => "RR4",
            Self::Rr5 => "RR5",
            Self::Rr6 => "RR6",
        }
    }
}

impl Dispositions {
    /// Everybody who was asked.
    pub fn all(&self) -> u64 {
        self.eligible() + self.unknown + self.not_eligible
    }

    /// Each count by its name.
    pub fn counts(&self) -> [(&'static str, u64); 7] {
        [
            ("complete", self.complete),
            ("partial", self.partial),
            ("refused", self.refused),
            ("not_contacted", self.not_contacted),
            ("other", self.other),
            ("unknown", self.unknown),
            ("not_eligible", self.not_eligible),
        ]
    }

    /// Those who are known to be whom the survey asks.
    fn eligible(&self) -> u64 {
        self.complete + self.partial + self.refused + self.not_contacted + self.other
    }

    /// e: the share of those of whom it is not known that are taken to be whom the survey asks, which is their share among
    /// those of whom it is known. None where nothing is known of anybody.
    pub fn eligibility(&self) -> Option<f64> {
        let known = self.eligible() + self.not_eligible;
        (known > 0).then(|| float(self.eligible()) / float(known))
    }

    /// The rate by `formula`, of 1. None where it would be a share of nobody, or `e` is not known.
    pub fn rate(&self, formula: Formula) -> Option<f64> {
        let answered = match formula {
            Formula::Rr1 | Formula::Rr3 | Formula::Rr5 => self.complete,
            Formula::Rr2 | Formula::Rr4 | Formula::Rr6 => self.complete + self.partial,
        };
        let unknown = match formula {
            Formula::Rr1 | Formula::Rr2 => float(self.unknown),
            Formula::Rr3 | Formula::Rr4 => self.eligibility()? * float(self.unknown),
            Formula::Rr5 | Formula::Rr6 => 0.0,
        };
        let of = float(self.eligible()) + unknown;
        (of > 0.0).then(|| float(answered) / of)
    }

    /// These and `others` together.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self {
            complete: self.complete + others.complete,
            partial: self.partial + others.partial,
            refused: self.refused + others.refused,
            not_contacted: self.not_contacted + others.not_contacted,
            other: self.other + others.other,
            unknown: self.unknown + others.unknown,
            not_eligible: self.not_eligible + others.not_eligible,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody asks nine thousand million million people")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,000 letters: 400 complete, 50 partial, 30 refused, 10 away, 10 ill, 480 of whom nothing is known, 20 moved away.
    const WORKED: Dispositions = Dispositions {
        complete: 400,
        partial: 50,
        refused: 30,
        not_contacted: 10,
        other: 10,
        unknown: 480,
        not_eligible: 20,
    };

    #[test]
    fn every_rate_is_that_which_was_worked_out_by_hand() {
        // 500 are known to be eligible, 980 are not known not to be; e = 500 / 520, and 480 e = 461.5384…
        assert_eq!((WORKED.all(), WORKED.eligibility()), (1_000, Some(500.0 / 520.0)));
        for (formula, rate) in [
            (Formula::Rr1, 0.408_163_265),
            (Formula::Rr2, 0.459_183_673),
            (Formula::Rr3, 0.416),
            (Formula::Rr4, 0.468),
            (Formula::Rr5, 0.8),
            (Formula::Rr6, 0.9),
        ] {
            let found = WORKED.rate(formula).unwrap();
            assert!((found - rate).abs() < 1e-9, "{} is {found}, and not {rate}", formula.name());
        }
    }

    #[test]
    fn who_is_not_eligible_lowers_no_rate_and_silence_lowers_the_first_two_most() {
        let moved = Dispositions { not_eligible: 500, ..WORKED };
        for formula in [Formula::Rr1, Formula::Rr2, Formula::Rr5, Formula::Rr6] {
            assert_eq!(moved.rate(formula), WORKED.rate(formula), "{}", formula.name());
        }
        assert!(moved.rate(Formula::Rr3) > WORKED.rate(Formula::Rr3), "e is lower where more are not eligible");
        let rates = Formula::ALL.map(|formula| WORKED.rate(formula).unwrap());
        assert!(rates[0] <= rates[2] && rates[2] <= rates[4] && rates[1] <= rates[3] && rates[3] <= rates[5]);
        let all_known = Dispositions { unknown: 0, ..WORKED };
        assert_eq!(all_known.rate(Formula::Rr1), all_known.rate(Formula::Rr5));
    }

    #[test]
    fn a_rate_of_nobody_is_none() {
        assert_eq!(Formula::ALL.map(|formula| Dispositions::default().rate(formula)), [None; 6]);
        let silent = Dispositions { unknown: 7, ..Dispositions::default() };
        let rates = Formula::ALL.map(|formula| silent.rate(formula));
        assert_eq!(rates, [Some(0.0), Some(0.0), None, None, None, None]);
        assert_eq!(WORKED.and(silent).unknown, 487);
    }

    #[test]
    fn a_response_is_partial_from_half_of_its_questions_and_complete_from_four_fifths() {
        for (answered, asked, expected) in [
            (4, 9, Completeness::BrokenOff),
            (5, 10, Completeness::Partial),
            (7, 9, Completeness::Partial),
            (8, 10, Completeness::Complete),
            (0, 0, Completeness::Complete),
            (0, 1, Completeness::BrokenOff),
        ] {
            assert_eq!(Completeness::of(answered, asked), expected, "{answered} of {asked}");
        }
    }
}

//! Counts: whole numbers by cell, so that any division of the responses merges to the same bits.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::{Code, Meaning, WardCode};

/// What one response says at one question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// The person is not among those whom the indicator is of.
    OutsideBase,
    /// The question was not on the person's path.
    NotAsked,
    /// Asked, and left without an answer.
    NoAnswer,
    /// Two marks on paper where one belongs.
    Contradictory,
    /// A mark on paper that nobody can read.
    Unreadable,
    /// A choice, "don't know" and "prefer not to say" included.
    Chosen(Code),
}

/// Where a response is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The ward.
    pub ward: WardCode,
    /// The age that was given, where one was.
    pub age: Option<Code>,
    /// The sex that was given, where it is one that the register knows.
    pub sex: Option<Code>,
}

/// How often each code was chosen, and how often nothing was, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not among those whom the indicator is of.
    pub outside_base: u64,
    /// Not asked.
    pub not_asked: u64,
    /// Left without an answer.
    pub no_answer: u64,
    /// Two marks on paper.
    pub contradictory: u64,
    /// Marks that nobody can read.
    pub unreadable: u64,
    /// Every code that was chosen.
    pub codes: BTreeMap<Code, u64>,
}

impl Counts {
    /// Counts a reading `times` times.
    pub fn add(&mut self, reading: &Reading, times: u64) {
        let count = match reading {
            Reading::OutsideBase => &mut self.outside_base,
            Reading::NotAsked => &mut self.not_asked,
            Reading::NoAnswer => &mut self.no_answer,
            Reading::Contradictory => &mut self.contradictory,
            Reading::Unreadable => &mut self.unreadable,
            Reading::Chosen(code) => self.codes.entry(code.clone()).or_default(),
        };
        *count += times;
    }

    /// Takes in the counts of other responses.
    pub fn merge(&mut self, other: &Self) {
        self.outside_base += other.outside_base;
        self.not_asked += other.not_asked;
        self.no_answer += other.no_answer;
        self.contradictory += other.contradictory;
        self.unreadable += other.unreadable;
        for (code, count) in &other.codes {
            *self.codes.entry(code.clone()).or_default() += count;
        }
    }

    /// All responses that were looked at.
    pub fn responses(&self) -> u64 {
        self.outside_base + self.not_asked + self.asked()
    }

    /// Those who were asked.
    pub fn asked(&self) -> u64 {
        self.no_answer + self.contradictory + self.unreadable + self.codes.values().sum::<u64>()
    }
}

/// The counts of one question for one indicator, by cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Cell, Counts>);

impl Tally {
    /// Counts a reading `times` times in its cell.
    pub fn add(&mut self, cell: &Cell, reading: &Reading, times: u64) {
        match self.0.get_mut(cell) {
            Some(counts) => counts.add(reading, times),
            None => self.0.entry(cell.clone()).or_default().add(reading, times),
        }
    }

    /// Takes in what was counted elsewhere. The order makes no difference.
    pub fn merge(&mut self, other: &Self) {
        for (cell, counts) in &other.0 {
            self.0.entry(cell.clone()).or_default().merge(counts);
        }
    }

    /// Every cell with its counts, in order.
    pub fn cells(&self) -> impl Iterator<Item = (&Cell, &Counts)> {
        self.0.iter()
    }

    /// The counts of one ward.
    pub fn ward(&self, ward: WardCode) -> Counts {
        let mut sum = Counts::default();
        self.0.iter().filter(|(cell, _)| cell.ward == ward).for_each(|(_, counts)| sum.merge(counts));
        sum
    }
}

/// What codes mean for one question: which are positive, and which say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meanings {
    /// Positive.
    pub positive: BTreeSet<Code>,
    /// "Don't know".
    pub dont_know: BTreeSet<Code>,
    /// "Prefer not to say": asked, and no answer given.
    pub prefer_not_to_say: BTreeSet<Code>,
}

impl Meanings {
    /// What the choices of a question mean, and which of them are positive.
    pub fn of<'a>(choices: impl IntoIterator<Item = &'a questionnaire::Choice>, positive: &[Code]) -> Self {
        let mut meanings = Self { positive: positive.iter().cloned().collect(), ..Self::default() };
        for choice in choices {
            match choice.meaning {
                Meaning::DontKnow => drop(meanings.dont_know.insert(choice.code.clone())),
                Meaning::PreferNotToSay => drop(meanings.prefer_not_to_say.insert(choice.code.clone())),
                Meaning::Substance => {}
            }
        }
        meanings
    }
}

//! A questionnaire as it is printed: which questions are on the sheet, who answers each, and where to go on.
//!
//! Paper has no path. It says at a question whom it is for, and beside a choice which questions then are for nobody. Both
//! follow from the conditions, and whoever does as the sheet says answers exactly their path.

use crate::answer::{Answer, Value};
use crate::condition::{Comparison, Operand};
use crate::draft::{CORE, Choice};
use crate::id::Code;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rule::Rule;
use crate::setting::Setting;

/// A question on the sheet.
#[derive(Debug, Clone)]
pub struct Printed<'q> {
    /// Its number, from 1.
    pub number: usize,
    /// What is asked.
    pub question: &'q Question,
    /// Whom it is for; everybody, without.
    pub who: Option<Who>,
    /// Where to go on from a choice, where it is not the next question.
    pub go_on: Vec<(Code, GoOn)>,
}

/// Where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoOn {
    /// At the question of this number.
    At(usize),
    /// Nowhere: no further question is for this person.
    End,
}

/// For whom a question is, by the answers to questions before it, which are named by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Who took one of these choices.
    Took(usize, Vec<Code>),
    /// Who took all of these choices.
    TookAll(usize, Vec<Code>),
    /// Whose answer compares so.
    Compares(usize, Comparison, Operand),
    /// Whose two answers compare so.
    ComparesWith(usize, Comparison, usize),
    /// For whom all of these hold.
    All(Vec<Who>),
    /// For whom one of these holds.
    Any(Vec<Who>),
    /// For whom this does not hold.
    Not(Box<Who>),
}

/// What a rule is once the circumstances are known.
enum Known {
    Always,
    Never,
    For(Who),
}

/// What is certain of an answer.
#[derive(Debug, Clone, Copy)]
enum Certain<'a> {
    Nothing,
    None,
    Took(&'a Code),
}

impl Questionnaire {
    /// The questions on the sheet of somebody in these circumstances: all but those that nobody there is asked.
    pub fn printed<'q>(&'q self, setting: &Setting) -> Vec<Printed<'q>> {
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(self.questions.len());
        let mut printed: Vec<Printed<'q>> = Vec::new();
        for question in &self.questions {
            let on = question.module.as_str() == CORE || setting.modules.contains(&question.module);
            let known = question.asked.as_ref().map_or(Known::Always, |rule| known(rule, setting, &numbers));
            let who = match known {
                Known::Never => None,
                Known::Always => Some(None),
                Known::For(who) => Some(Some(who)),
            };
            let Some(who) = who.filter(|_| on) else {
                numbers.push(None);
                continue;
            };
            let number = printed.len() + 1;
            numbers.push(Some(number));
            printed.push(Printed { number, question, who, go_on: Vec::new() });
        }
        let goings: Vec<_> = (0..printed.len()).map(|at| goings_on(&printed, at)).collect();
        for (question, go_on) in printed.iter_mut().zip(goings) {
            question.go_on = go_on;
        }
        printed
    }
}

impl Question {
    /// Its choices and ways to say nothing with the numbers printed beside them: their own, or the first that is free.
    pub fn printed_choices(&self) -> Vec<(u16, &Choice)> {
        let all = || self.choices().into_iter().flat_map(|choices| choices.iter()).chain(&self.escapes);
        let own: Vec<u16> = all().filter_map(|choice| choice.paper).collect();
        let mut free = (1..=u16::MAX).filter(|number| !own.contains(number));
        all().map(|choice| (choice.paper.or_else(|| free.next()).unwrap_or(u16::MAX), choice)).collect()
    }
}

fn known(rule: &Rule, setting: &Setting, numbers: &[Option<usize>]) -> Known {
    let number = |index: &usize| numbers.get(*index).copied().flatten();
    // A question that is not on the sheet has no answer.
    let of = |index: &usize, who: &dyn Fn(usize) -> Who| number(index).map_or(Known::Never, |at| Known::For(who(at)));
    match rule {
        Rule::Chose(index, codes) => of(index, &|at| Who::Took(at, codes.clone())),
        Rule::Contains(index, codes) => of(index, &|at| Who::TookAll(at, codes.clone())),
        Rule::Compare(index, is, to) => of(index, &|at| Who::Compares(at, *is, *to)),
        Rule::CompareAnswers(left, is, right) => match (number(left), number(right)) {
            (Some(left), Some(right)) => Known::For(Who::ComparesWith(left, *is, right)),
            _ => Known::Never,
        },
        Rule::GivenIn(..) | Rule::GivenCompare(..) if rule.holds(setting, &[]) => Known::Always,
        Rule::GivenIn(..) | Rule::GivenCompare(..) => Known::Never,
        Rule::All(rules) => {
            let mut parts = Vec::new();
            for rule in rules {
                match known(rule, setting, numbers) {
                    Known::Never => return Known::Never,
                    Known::Always => {}
                    Known::For(who) => parts.push(who),
                }
            }
            joined(parts, Who::All, Known::Always)
        }
        Rule::Any(rules) => {
            let mut parts = Vec::new();
            for rule in rules {
                match known(rule, setting, numbers) {
                    Known::Always => return Known::Always,
                    Known::Never => {}
                    Known::For(who) => parts.push(who),
                }
            }
            joined(parts, Who::Any, Known::Never)
        }
        Rule::Not(rule) => match known(rule, setting, numbers) {
            Known::Always => Known::Never,
            Known::Never => Known::Always,
            Known::For(Who::Not(who)) => Known::For(*who),
            Known::For(who) => Known::For(Who::Not(Box::new(who))),
        },
    }
}

fn joined(mut parts: Vec<Who>, join: fn(Vec<Who>) -> Who, none: Known) -> Known {
    if parts.len() > 1 {
        return Known::For(join(parts));
    }
    parts.pop().map_or(none, Known::For)
}

/// Where to go on from the choices of the question at `at`: past the questions that are certainly not for whoever took it.
fn goings_on(printed: &[Printed<'_>], at: usize) -> Vec<(Code, GoOn)> {
    let Some(here) = printed.get(at) else { return Vec::new() };
    let Kind::One(choices) = here.question.kind() else { return Vec::new() };
    let go_on = |code: &Code| {
        let mut certain = vec![Certain::Nothing; printed.len()];
        if let Some(own) = certain.get_mut(at) {
            *own = Certain::Took(code);
        }
        for (place, next) in printed.iter().enumerate().skip(at + 1) {
            if next.who.as_ref().is_none_or(|who| who.certainly(&certain) != Some(false)) {
                return (place > at + 1).then_some(GoOn::At(next.number));
            }
            if let Some(skipped) = certain.get_mut(place) {
                *skipped = Certain::None;
            }
        }
        (at + 1 < printed.len()).then_some(GoOn::End)
    };
    choices.iter().filter_map(|choice| Some((choice.code.clone(), go_on(&choice.code)?))).collect()
}

impl Who {
    /// Whether it holds for somebody of whom `answer` gives what they answered to the question of a number.
    pub fn holds<'a>(&self, answer: &dyn Fn(usize) -> Option<&'a Answer>) -> bool {
        let operand = |number: &usize| answer(*number).and_then(Answer::operand);
        match self {
            Self::Took(number, codes) => {
                answer(*number).is_some_and(|answer| codes.iter().any(|code| answer.took(code)))
            }
            Self::TookAll(number, codes) => {
                answer(*number).is_some_and(|answer| codes.iter().all(|code| answer.took(code)))
            }
            Self::Compares(number, is, to) => operand(number).is_some_and(|left| left.compares(*is, *to)),
            Self::ComparesWith(left, is, right) => {
                operand(left).zip(operand(right)).is_some_and(|(left, right)| left.compares(*is, right))
            }
            Self::All(parts) => parts.iter().all(|who| who.holds(answer)),
            Self::Any(parts) => parts.iter().any(|who| who.holds(answer)),
            Self::Not(who) => !who.holds(answer),
        }
    }

    /// Whether it holds, where that follows from what is certain.
    fn certainly(&self, certain: &[Certain<'_>]) -> Option<bool> {
        let of = |number: &usize| number.checked_sub(1).and_then(|at| certain.get(at)).copied();
        // A choice is no number, no day and no month.
        let compares = |number: &usize| match of(number) {
            Some(Certain::None | Certain::Took(_)) => Some(false),
            Some(Certain::Nothing) | None => None,
        };
        let took = |number: &usize, holds: &dyn Fn(&Code) -> bool| match of(number) {
            Some(Certain::None) => Some(false),
            Some(Certain::Took(code)) => Some(holds(code)),
            Some(Certain::Nothing) | None => None,
        };
        match self {
            Self::Took(number, codes) => took(number, &|taken| codes.contains(taken)),
            Self::TookAll(number, codes) => took(number, &|taken| codes.iter().all(|code| code == taken)),
            Self::Compares(number, ..) => compares(number),
            Self::ComparesWith(left, _, right) => compares(left).or_else(|| compares(right)),
            Self::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|who| who.certainly(certain)).collect();
                if parts.contains(&Some(false)) {
                    return Some(false);
                }
                parts.iter().all(|part| *part == Some(true)).then_some(true)
            }
            Self::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|who| who.certainly(certain)).collect();
                if parts.contains(&Some(true)) {
                    return Some(true);
                }
                parts.iter().all(|part| *part == Some(false)).then_some(false)
            }
            Self::Not(who) => who.certainly(certain).map(|holds| !holds),
        }
    }
}

impl Printed<'_> {
    /// Where whoever gave `answer` goes on, where it is not the next question.
    pub fn on_from(&self, answer: &Answer) -> Option<GoOn> {
        let Value::Choice(picked) = answer.value() else { return None };
        self.go_on.iter().find(|(code, _)| *code == picked.code).map(|(_, go_on)| *go_on)
    }
}

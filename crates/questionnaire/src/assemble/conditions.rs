//! From conditions, which name questions, to rules, which know them by their place.

use crate::condition::{Condition, Operand};
use crate::draft::CORE;
use crate::id::{Code, GivenName, ModuleId, QuestionId};
use crate::limit::CONDITION_DEPTH_MAX;
use crate::map::{Map, Set};
use crate::question::{Kind, Question};
use crate::rule::{Rule, like};
use crate::setting::WARD;
use crate::soundness::{Fault, Place, Problem};
use crate::ward::WardCode;

/// Resolves the conditions of one question.
pub(super) struct Conditions<'a> {
    /// The questions that a condition may look at, in order.
    pub(super) earlier: &'a [Question],
    /// Their places by id.
    pub(super) index: &'a Map<QuestionId, usize>,
    /// Every id of the questionnaire, to tell a later question from one that does not exist.
    pub(super) all: &'a Set<QuestionId>,
    /// The givens with the values that they may take.
    pub(super) givens: &'a Map<GivenName, Vec<String>>,
    /// The module of the question that has the condition.
    pub(super) module: &'a ModuleId,
}

impl Conditions<'_> {
    /// The rule of `condition`, which stands at `place`. Where something is wrong, it goes to `problems`
    /// and there is no rule.
    pub(super) fn resolve(&self, place: &Place, condition: &Condition, problems: &mut Vec<Problem>) -> Option<Rule> {
        let depth = condition.depth();
        if depth > CONDITION_DEPTH_MAX {
            problems.push(Problem { place: place.clone(), fault: Fault::TooDeep { depth } });
            return None;
        }
        let mut faults = Vec::new();
        let rule = self.rule(condition, &mut faults);
        let sound = faults.is_empty();
        problems.extend(faults.into_iter().map(|fault| Problem { place: place.clone(), fault }));
        rule.filter(|_| sound)
    }

    fn rule(&self, condition: &Condition, faults: &mut Vec<Fault>) -> Option<Rule> {
        match condition {
            Condition::Chose { question, choice } => {
                self.chosen(question, std::slice::from_ref(choice), faults).map(|(at, codes)| Rule::Chose(at, codes))
            }
            Condition::ChoseAny { question, choices } => {
                self.chosen(question, choices, faults).map(|(at, codes)| Rule::Chose(at, codes))
            }
            Condition::Contains { question, choices } => {
                self.chosen(question, choices, faults).map(|(at, codes)| Rule::Contains(at, codes))
            }
            Condition::Compare { question, is, to } => {
                self.comparable(question, *to, faults).map(|at| Rule::Compare(at, *is, *to))
            }
            Condition::CompareAnswers { question, is, to } => {
                let left = self.at(question, faults);
                let right = self.at(to, faults);
                let (left, right) = left.zip(right)?;
                if self.sample(left).is_none_or(|sample| !self.is_like(right, sample)) {
                    faults.push(Fault::WrongKind { question: question.clone() });
                }
                Some(Rule::CompareAnswers(left, *is, right))
            }
            Condition::GivenIs { given, value } => self.given_in(given, std::slice::from_ref(value), faults),
            Condition::GivenIn { given, values } => self.given_in(given, values, faults),
            Condition::GivenCompare { given, is, to } => {
                if !self.known(given) {
                    faults.push(Fault::UnknownGiven { given: given.clone() });
                }
                let unlike = self.givens.get(given).into_iter().flatten().filter(|value| like(value, *to).is_none());
                faults.extend(
                    unlike.map(|value| Fault::UnknownGivenValue { given: given.clone(), value: value.clone() }),
                );
                Some(Rule::GivenCompare(given.clone(), *is, *to))
            }
            Condition::All(inner) => self.rules(inner, faults).map(Rule::All),
            Condition::Any(inner) => self.rules(inner, faults).map(Rule::Any),
            Condition::Not(inner) => self.rule(inner, faults).map(Box::new).map(Rule::Not),
        }
    }

    fn rules(&self, conditions: &[Condition], faults: &mut Vec<Fault>) -> Option<Vec<Rule>> {
        // All of them are looked at before the first missing one is noticed, so that every fault is told.
        let rules: Vec<_> = conditions.iter().map(|condition| self.rule(condition, faults)).collect();
        rules.into_iter().collect()
    }

    fn at(&self, question: &QuestionId, faults: &mut Vec<Fault>) -> Option<usize> {
        let Some(at) = self.index.get(question) else {
            faults.push(if self.all.contains(question) {
                Fault::LooksForward { question: question.clone() }
            } else {
                Fault::UnknownQuestion { question: question.clone() }
            });
            return None;
        };
        let module = &self.earlier.get(*at)?.module;
        if module != self.module && module.as_str() != CORE {
            faults.push(Fault::AcrossModules { question: question.clone(), module: module.clone() });
        }
        Some(*at)
    }

    fn chosen(&self, id: &QuestionId, codes: &[Code], faults: &mut Vec<Fault>) -> Option<(usize, Vec<Code>)> {
        let at = self.at(id, faults)?;
        let question = self.earlier.get(at)?;
        if codes.is_empty() {
            faults.push(Fault::Empty);
        }
        if question.choices().is_none() && question.escapes.is_empty() {
            faults.push(Fault::WrongKind { question: id.clone() });
            return None;
        }
        for code in codes.iter().filter(|code| question.meaning(code).is_none()) {
            faults.push(Fault::UnknownChoice { question: id.clone(), code: code.clone() });
        }
        Some((at, codes.to_vec()))
    }

    fn comparable(&self, id: &QuestionId, to: Operand, faults: &mut Vec<Fault>) -> Option<usize> {
        let at = self.at(id, faults)?;
        if !self.is_like(at, to) {
            faults.push(Fault::WrongKind { question: id.clone() });
        }
        Some(at)
    }

    /// A value of the kind that the answers to a question compare as.
    fn sample(&self, at: usize) -> Option<Operand> {
        match &self.earlier.get(at)?.kind {
            Kind::Number(_) | Kind::Rating(_) => Some(Operand::Number(0)),
            Kind::Date(range) => Some(Operand::Date(range.earliest)),
            Kind::Month(range) => Some(Operand::Month(range.earliest)),
            Kind::One(_) | Kind::Several { .. } | Kind::Text(_) | Kind::Ranking { .. } => None,
        }
    }

    fn is_like(&self, at: usize, value: Operand) -> bool {
        self.sample(at).is_some_and(|sample| std::mem::discriminant(&sample) == std::mem::discriminant(&value))
    }

    fn known(&self, given: &GivenName) -> bool {
        given.as_str() == WARD || self.givens.contains_key(given)
    }

    fn given_in(&self, given: &GivenName, values: &[String], faults: &mut Vec<Fault>) -> Option<Rule> {
        if !self.known(given) {
            faults.push(Fault::UnknownGiven { given: given.clone() });
            return None;
        }
        if values.is_empty() {
            faults.push(Fault::Empty);
        }
        let allowed = self.givens.get(given).filter(|allowed| !allowed.is_empty());
        let can_be = |value: &String| match allowed {
            _ if given.as_str() == WARD => value.parse::<WardCode>().is_ok(),
            Some(allowed) => allowed.contains(value),
            None => true,
        };
        for value in values.iter().filter(|value| !can_be(value)) {
            faults.push(Fault::UnknownGivenValue { given: given.clone(), value: value.clone() });
        }
        Some(Rule::GivenIn(given.clone(), values.to_vec()))
    }
}

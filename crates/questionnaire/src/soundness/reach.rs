//! Questions that no answer can reach.
//!
//! A question's condition is spread out into alternatives, each a list of things that must be so, together
//! with what its gates need to be asked in turn. An alternative is possible when, for every question in it,
//! some answer (or none) makes all of its things so. The search is exact for choices, numbers, dates and
//! givens; a comparison of two answers is taken to be possible.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, INSPECTS, Place, Problem};
use crate::answer::{Answer, Value};
use crate::condition::Operand;
use crate::id::{Code, GivenName};
use crate::input::Picked;
use crate::map::Map;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rule::{Rule, like};
use crate::setting::WARD;

/// Alternatives beyond which a question is taken to be reachable: enough for twenty two-way gates in a row
/// of `any`, and few enough to be looked through in a moment.
const ALTERNATIVES_MAX: usize = 1 << 10;
/// Literals of all alternatives of one question, gates included, beyond which it is taken to be reachable:
/// 500 questions with as many come to some 130 MB and not more.
const LITERALS_MAX: usize = 1 << 14;
/// Choices mentioned about one question up to which every set of them is tried (2¹⁰ sets).
const CODES_TRIED_MAX: usize = 10;

/// A rule without rules in it, and whether it must hold.
type Literal<'a> = (&'a Rule, bool);
type Alternative<'a> = Vec<Literal<'a>>;

/// The questions that nobody is ever asked, as problems.
pub(crate) fn unreachable(questionnaire: &Questionnaire) -> Vec<Problem> {
    if !INSPECTS {
        return Vec::new();
    }
    let questions = questionnaire.questions();
    let mut ways: Vec<Option<Vec<Alternative<'_>>>> = Vec::with_capacity(questions.len());
    let mut lost = Vec::new();
    for question in questions {
        let reached = question.asked.as_ref().map_or(Some(vec![Vec::new()]), |rule| {
            let alternatives = spread(rule, true)?;
            let alternatives = with_gates(alternatives, questions, &ways)?;
            let possible = |one: &Alternative<'_>| possible(one, questions, questionnaire.givens());
            Some(alternatives.into_iter().filter(possible).collect())
        });
        if reached.as_ref().is_some_and(Vec::is_empty) {
            lost.push(Problem { place: Place::question(question.id(), "ask_when"), fault: Fault::Unreachable });
        }
        ways.push(reached);
    }
    lost
}

/// The alternatives under which `rule` comes out as `wanted`; nothing when there are too many to look through.
fn spread(rule: &Rule, wanted: bool) -> Option<Vec<Alternative<'_>>> {
    match (rule, wanted) {
        (Rule::Not(inner), wanted) => spread(inner, !wanted),
        (Rule::All(rules), true) | (Rule::Any(rules), false) => {
            let mut alternatives = vec![Vec::new()];
            for rule in rules {
                alternatives = product(&alternatives, &spread(rule, wanted)?)?;
            }
            Some(alternatives)
        }
        (Rule::Any(rules), true) | (Rule::All(rules), false) => {
            let mut alternatives = Vec::new();
            for rule in rules {
                alternatives.extend(spread(rule, wanted)?);
                // Looked at here and not after the loop, so that a long list is not held whole.
                if !are_few(alternatives.len(), literals(&alternatives)) {
                    return None;
                }
            }
            Some(alternatives)
        }
        (literal, wanted) => Some(vec![vec![(literal, wanted)]]),
    }
}

fn product<'a>(left: &[Alternative<'a>], right: &[Alternative<'a>]) -> Option<Vec<Alternative<'a>>> {
    let length = literals(left).saturating_mul(right.len()).saturating_add(literals(right).saturating_mul(left.len()));
    if !are_few(left.len().saturating_mul(right.len()), length) {
        return None;
    }
    let both = |one: &Alternative<'a>| {
        let one = one.clone();
        right.iter().map(move |other| one.iter().chain(other).copied().collect::<Alternative<'a>>()).collect::<Vec<_>>()
    };
    Some(left.iter().flat_map(both).collect())
}

fn are_few(alternatives: usize, literals: usize) -> bool {
    alternatives <= ALTERNATIVES_MAX && literals <= LITERALS_MAX
}

fn literals(alternatives: &[Alternative<'_>]) -> usize {
    alternatives.iter().map(Vec::len).sum()
}

/// Each alternative together with what the questions that it needs answered need in turn.
fn with_gates<'a>(
    alternatives: Vec<Alternative<'a>>,
    questions: &[Question],
    ways: &[Option<Vec<Alternative<'a>>>],
) -> Option<Vec<Alternative<'a>>> {
    let mut all = Vec::new();
    for alternative in alternatives {
        let gates: BTreeSet<usize> =
            alternative.iter().filter(|(_, wanted)| *wanted).flat_map(|(rule, _)| looks_at(rule)).collect();
        let mut with_gates = vec![alternative];
        for gate in gates.into_iter().filter(|gate| questions.get(*gate).is_some_and(|gate| gate.asked.is_some())) {
            with_gates = product(&with_gates, ways.get(gate)?.as_ref()?)?;
        }
        all.extend(with_gates);
        if !are_few(all.len(), literals(&all)) {
            return None;
        }
    }
    Some(all)
}

fn looks_at(rule: &Rule) -> Vec<usize> {
    match rule {
        Rule::Chose(at, _) | Rule::Contains(at, _) | Rule::Compare(at, ..) => vec![*at],
        Rule::CompareAnswers(left, _, right) => vec![*left, *right],
        Rule::GivenIn(..) | Rule::GivenCompare(..) | Rule::All(_) | Rule::Any(_) | Rule::Not(_) => Vec::new(),
    }
}

fn possible(alternative: &Alternative<'_>, questions: &[Question], givens: &Map<GivenName, Vec<String>>) -> bool {
    let mut by_question: BTreeMap<usize, Alternative<'_>> = BTreeMap::new();
    let mut by_given: BTreeMap<&GivenName, Alternative<'_>> = BTreeMap::new();
    for (rule, wanted) in alternative {
        match rule {
            Rule::Chose(at, _) | Rule::Contains(at, _) | Rule::Compare(at, ..) => {
                by_question.entry(*at).or_default().push((rule, *wanted));
            }
            Rule::GivenIn(name, _) | Rule::GivenCompare(name, ..) => {
                by_given.entry(name).or_default().push((rule, *wanted));
            }
            Rule::CompareAnswers(..) | Rule::All(_) | Rule::Any(_) | Rule::Not(_) => {}
        }
    }
    by_question.iter().all(|(at, literals)| {
        questions.get(*at).is_none_or(|question| {
            candidates(question, literals).is_none_or(|mut tried| {
                tried.any(|answer| literals.iter().all(|literal| meets(answer.as_ref(), literal)))
            })
        })
    }) && by_given.iter().all(|(name, literals)| given_possible(name, literals, givens))
}

/// Whether an answer makes a literal about its question so.
fn meets(answer: Option<&Answer>, (rule, wanted): &Literal<'_>) -> bool {
    let holds = match (rule, answer) {
        (Rule::Chose(_, codes), Some(answer)) => codes.iter().any(|code| answer.took(code)),
        (Rule::Contains(_, codes), Some(answer)) => codes.iter().all(|code| answer.took(code)),
        (Rule::Compare(_, is, to), Some(answer)) => answer.operand().is_some_and(|left| left.compares(*is, *to)),
        (_, _) => false,
    };
    holds == *wanted
}

type Candidates = Box<dyn Iterator<Item = Option<Answer>>>;

/// Answers of which at least one makes the literals so, if any answer does; none when there are too many.
fn candidates(question: &Question, literals: &[Literal<'_>]) -> Option<Candidates> {
    let mut values: Vec<Value> = question.escapes.iter().map(|escape| Value::Escape(escape.code.clone())).collect();
    match &question.kind {
        Kind::One(choices) => {
            values.extend(choices.iter().map(|choice| Value::Choice(Picked::plain(choice.code.clone()))));
        }
        Kind::Several { choices, at_most } => {
            values.extend(sets(question, literals)?.into_iter().filter_map(|codes| {
                let alone = codes.iter().any(|code| choices.find(code).is_some_and(|choice| choice.exclusive));
                let sound = at_most.is_none_or(|most| codes.len() <= most) && (!alone || codes.len() == 1);
                sound.then(|| Value::Choices(codes.into_iter().map(Picked::plain).collect()))
            }));
        }
        Kind::Ranking { at_most, .. } => values.extend(
            sets(question, literals)?
                .into_iter()
                .filter_map(|codes| at_most.is_none_or(|most| codes.len() <= most).then_some(Value::Ranking(codes))),
        ),
        Kind::Number(range) => values.extend(numbers(literals, range.min, range.max).map(Value::Number)),
        Kind::Rating(_) => values.extend(
            numbers(literals, 0, i64::from(crate::accept::RATING_MAX))
                .filter_map(|number| u8::try_from(number).ok())
                .map(Value::Rating),
        ),
        Kind::Date(range) => {
            let near = |operand| match operand {
                Operand::Date(date) => vec![date.previous(), Some(date), date.next()],
                Operand::Number(_) | Operand::Month(_) => Vec::new(),
            };
            let dates = compared(literals).flat_map(near).flatten().chain([range.earliest, range.latest]);
            values.extend(dates.filter(|date| (range.earliest..=range.latest).contains(date)).map(Value::Date));
        }
        Kind::Month(range) => {
            let near = |operand| match operand {
                Operand::Month(month) => vec![month.previous(), Some(month), month.next()],
                Operand::Number(_) | Operand::Date(_) => Vec::new(),
            };
            let months = compared(literals).flat_map(near).flatten().chain([range.earliest, range.latest]);
            values.extend(months.filter(|month| (range.earliest..=range.latest).contains(month)).map(Value::Month));
        }
        Kind::Text(_) => {}
    }
    Some(Box::new(std::iter::once(None).chain(values.into_iter().map(|value| Some(Answer(value))))))
}

fn compared<'a>(literals: &'a [Literal<'a>]) -> impl Iterator<Item = Operand> + 'a {
    literals.iter().filter_map(|(rule, _)| match rule {
        Rule::Compare(_, _, to) | Rule::GivenCompare(_, _, to) => Some(*to),
        Rule::Chose(..)
        | Rule::Contains(..)
        | Rule::CompareAnswers(..)
        | Rule::GivenIn(..)
        | Rule::All(_)
        | Rule::Any(_)
        | Rule::Not(_) => None,
    })
}

/// The ends of a range, and every number compared with and its neighbours: between two such numbers, all
/// others behave alike.
fn numbers(literals: &[Literal<'_>], min: i64, max: i64) -> impl Iterator<Item = i64> {
    let near = |operand| match operand {
        Operand::Number(number) => vec![number.saturating_sub(1), number, number.saturating_add(1)],
        Operand::Date(_) | Operand::Month(_) => Vec::new(),
    };
    let numbers: BTreeSet<i64> = compared(literals).flat_map(near).chain([min, max]).collect();
    numbers.into_iter().filter(move |number| (min..=max).contains(number))
}

/// Every set of the choices that the literals mention. Others can be left out of any set that meets the
/// literals, and it meets them still.
fn sets(question: &Question, literals: &[Literal<'_>]) -> Option<Vec<Vec<Code>>> {
    let mentioned: BTreeSet<&Code> = literals
        .iter()
        .flat_map(|(rule, _)| match rule {
            Rule::Chose(_, codes) | Rule::Contains(_, codes) => codes.as_slice(),
            Rule::Compare(..)
            | Rule::CompareAnswers(..)
            | Rule::GivenIn(..)
            | Rule::GivenCompare(..)
            | Rule::All(_)
            | Rule::Any(_)
            | Rule::Not(_) => &[],
        })
        // An escape stands alone and is tried by itself.
        .filter(|code| question.choices().is_some_and(|choices| choices.find(code).is_some()))
        .collect();
    if mentioned.len() > CODES_TRIED_MAX {
        return None;
    }
    let mut sets: Vec<Vec<Code>> = vec![Vec::new()];
    for code in mentioned {
        let with: Vec<_> = sets.iter().map(|set| set.iter().cloned().chain([code.clone()]).collect()).collect();
        sets.extend(with);
    }
    sets.retain(|set| !set.is_empty());
    Some(sets)
}

fn given_possible(name: &GivenName, literals: &[Literal<'_>], givens: &Map<GivenName, Vec<String>>) -> bool {
    let declared = givens.get(name).filter(|values| !values.is_empty());
    let mut tried: Vec<Option<String>> = declared.into_iter().flatten().cloned().map(Some).collect();
    if declared.is_none() {
        let named = literals.iter().flat_map(|(rule, _)| match rule {
            Rule::GivenIn(_, values) => values.clone(),
            Rule::GivenCompare(_, _, Operand::Date(date)) => {
                [date.previous(), Some(*date), date.next()].into_iter().flatten().map(|date| date.to_string()).collect()
            }
            Rule::GivenCompare(_, _, Operand::Month(month)) => [month.previous(), Some(*month), month.next()]
                .into_iter()
                .flatten()
                .map(|month| month.to_string())
                .collect(),
            Rule::Chose(..)
            | Rule::Contains(..)
            | Rule::Compare(..)
            | Rule::CompareAnswers(..)
            | Rule::GivenCompare(..)
            | Rule::All(_)
            | Rule::Any(_)
            | Rule::Not(_) => Vec::new(),
        });
        tried.extend(named.map(Some));
        tried.extend(numbers(literals, i64::MIN, i64::MAX).map(|number| Some(number.to_string())));
        // A value that no condition names.
        tried.push(Some(String::new()));
    }
    if name.as_str() != WARD {
        tried.push(None);
    }
    tried.iter().any(|value| {
        literals.iter().all(|(rule, wanted)| {
            let holds = value.as_ref().is_some_and(|value| match rule {
                Rule::GivenIn(_, values) => values.contains(value),
                Rule::GivenCompare(_, is, to) => like(value, *to).is_some_and(|left| left.compares(*is, *to)),
                Rule::Chose(..)
                | Rule::Contains(..)
                | Rule::Compare(..)
                | Rule::CompareAnswers(..)
                | Rule::All(_)
                | Rule::Any(_)
                | Rule::Not(_) => false,
            });
            holds == *wanted
        })
    })
}

//! When an indicator is sound: it asks what questionnaires ask, counts codes that exist, and aims at a year.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::{Choice, Code, DraftKind, DraftQuestion, DraftQuestionnaire, Meaning, QuestionnaireId, WardCode};

use crate::base::Clause;
use crate::indicator::{Indicator, Item, Op, Statistic, Target, Where};

/// What indicators are held against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The questionnaires, with their choice sets.
    pub questionnaires: &'a BTreeMap<QuestionnaireId, DraftQuestionnaire>,
    /// The wards.
    pub wards: &'a BTreeSet<WardCode>,
    /// The documents.
    pub documents: &'a BTreeSet<String>,
    /// The doubts.
    pub doubts: &'a BTreeSet<String>,
}

/// What is wrong with an indicator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndicatorFault {
    /// Two have one id.
    #[error("the id is there twice: give one of them another")]
    Twice,
    /// A question that there is none of.
    #[error("there is no question `{item}`: correct it, or take the indicator out of this revision")]
    UnknownItem {
        /// What was written.
        item: Item,
    },
    /// A question that does not say that it feeds this.
    #[error("`{item}` does not name this indicator: add its id to `feeds` of the question")]
    NotFed {
        /// Which question.
        item: Item,
    },
    /// No question, and nothing said of where the figure comes from.
    #[error("nothing feeds it: write questions, or computed")]
    FedByNothing,
    /// Councils are told apart by something that does not come with the link.
    #[error(
        "`{item}` is no fact that comes with the link: add it to `givens` of the questionnaire, or take councils_by out"
    )]
    NoSuchGiven {
        /// What was written.
        item: Item,
    },
    /// A response rate of a questionnaire that there is none of.
    #[error("there is no questionnaire `{instrument}`, whose response rate this is: correct instrument")]
    NoSuchInstrument {
        /// What was written.
        instrument: String,
    },
    /// A code that is no choice.
    #[error("the code `{code}` is not a choice of `{item}`: correct it")]
    UnknownCode {
        /// At which question.
        item: Item,
        /// What was written.
        code: Code,
    },
    /// A code that says nothing and counts as positive.
    #[error("the code `{code}` says nothing (don't know, prefer not to say) and cannot be positive: take it out")]
    PositiveSaysNothing {
        /// Which code.
        code: Code,
    },
    /// The question counts other codes as positive.
    #[error("`{item}` counts other codes as positive: make `positive` the same in both")]
    PositiveDiffers {
        /// Which question.
        item: Item,
    },
    /// A share without codes that are positive.
    #[error("no code is positive: write positive")]
    NothingPositive,
    /// A ward that there is none of.
    #[error("the ward \"{ward}\" is not in wards.toml: correct the code")]
    UnknownWard {
        /// What was written.
        ward: WardCode,
    },
    /// A target for no year.
    #[error(
        "the target \"{text}\" has no year: write fiscal_year, or year_unstated = true where the document has none"
    )]
    NoYear {
        /// The words of the target.
        text: String,
    },
    /// A target without the number that it is compared with.
    #[error("the target \"{text}\" has no number: write value")]
    NoValue {
        /// The words of the target.
        text: String,
    },
    /// A document that there is none of.
    #[error("there is no document `{document}`: correct the source")]
    UnknownDocument {
        /// What was written.
        document: String,
    },
    /// A doubt that there is none of.
    #[error("there is no doubt `{doubt}`: write it into doubts.toml, or correct the name")]
    UnknownDoubt {
        /// What was written.
        doubt: String,
    },
}

/// Everything that is wrong with one indicator.
pub fn faults(indicator: &Indicator, known: Known<'_>) -> Vec<IndicatorFault> {
    let mut faults = Vec::new();
    if indicator.questions.is_empty() && indicator.computed.is_none() {
        faults.push(IndicatorFault::FedByNothing);
    }
    for item in &indicator.questions {
        look_at_item(indicator, item, known, &mut faults);
    }
    if let Some(item) = indicator.councils_by.as_ref().filter(|item| given(item, known).is_none()) {
        faults.push(IndicatorFault::NoSuchGiven { item: item.clone() });
    }
    let is_known = || known.questionnaires.keys().any(|id| id.as_str() == indicator.instrument);
    if indicator.statistic == Statistic::ResponseRate && !is_known() {
        faults.push(IndicatorFault::NoSuchInstrument { instrument: indicator.instrument.clone() });
    }
    for clause in indicator.base.iter().flat_map(|base| &base.condition.0) {
        look_at_clause(clause, known, &mut faults);
    }
    for target in &indicator.targets {
        look_at_target(target, &mut faults);
    }
    let wards =
        indicator.targets.iter().map(|target| target.ward).chain(indicator.actuals.iter().map(|actual| actual.ward));
    for place in wards {
        if let Where::Ward(ward) = place
            && !known.wards.contains(&ward)
        {
            faults.push(IndicatorFault::UnknownWard { ward });
        }
    }
    look_at_sources(indicator, known, &mut faults);
    faults.dedup();
    faults
}

fn look_at_item(indicator: &Indicator, item: &Item, known: Known<'_>, faults: &mut Vec<IndicatorFault>) {
    let Some((questionnaire, question)) = find(item, known) else {
        faults.push(IndicatorFault::UnknownItem { item: item.clone() });
        return;
    };
    if !question.feeds.contains(&indicator.id) {
        faults.push(IndicatorFault::NotFed { item: item.clone() });
    }
    let counts_codes = match indicator.statistic {
        Statistic::PositiveShare | Statistic::CountAndShare | Statistic::CountOfWards => true,
        Statistic::MeanScore | Statistic::Stars | Statistic::ResponseRate => false,
    };
    if !counts_codes {
        return;
    }
    if indicator.positive.is_empty() {
        faults.push(IndicatorFault::NothingPositive);
        return;
    }
    let (choices, positive) = choices(questionnaire, question);
    for code in &indicator.positive {
        match choices.iter().find(|choice| choice.code == *code).map(|choice| choice.meaning) {
            None => faults.push(IndicatorFault::UnknownCode { item: item.clone(), code: code.clone() }),
            Some(Meaning::DontKnow | Meaning::PreferNotToSay) => {
                faults.push(IndicatorFault::PositiveSaysNothing { code: code.clone() });
            }
            Some(Meaning::Substance) => {}
        }
    }
    let set = |codes: &[Code]| codes.iter().cloned().collect::<BTreeSet<_>>();
    if !positive.is_empty() && set(positive) != set(&indicator.positive) {
        faults.push(IndicatorFault::PositiveDiffers { item: item.clone() });
    }
}

fn find<'a>(item: &Item, known: Known<'a>) -> Option<(&'a DraftQuestionnaire, &'a DraftQuestion)> {
    let questionnaire = known.questionnaires.get(&item.questionnaire)?;
    let mut questions = questionnaire.sections.iter().flat_map(|section| &section.questions);
    questions.find(|question| question.id == item.question).map(|question| (questionnaire, question))
}

/// The choices of a question and the codes that it counts as positive.
fn choices<'a>(questionnaire: &'a DraftQuestionnaire, question: &'a DraftQuestion) -> (&'a [Choice], &'a [Code]) {
    let (set, own) = match &question.answer {
        DraftKind::One(draft) => (draft.choice_set.as_ref(), &draft.choices[..]),
        DraftKind::Several(draft) | DraftKind::Ranking(draft) => (draft.choice_set.as_ref(), &draft.choices[..]),
        DraftKind::Number(_) | DraftKind::Date(_) | DraftKind::Month(_) | DraftKind::Text(_) | DraftKind::Rating(_) => {
            (None, &[][..])
        }
    };
    match set.and_then(|set| questionnaire.choice_sets.get(set)) {
        Some(set) if question.positive.is_empty() => (&set.choices, &set.positive),
        Some(set) => (&set.choices, &question.positive),
        None => (own, &question.positive),
    }
}

fn look_at_clause(clause: &Clause, known: Known<'_>, faults: &mut Vec<IndicatorFault>) {
    let item = &clause.item;
    let values: Vec<String> = if let Some((questionnaire, question)) = find(item, known) {
        choices(questionnaire, question).0.iter().map(|choice| choice.code.to_string()).collect()
    } else if let Some(values) = given(item, known) {
        values
    } else {
        faults.push(IndicatorFault::UnknownItem { item: item.clone() });
        return;
    };
    for code in clause.codes.iter().filter(|code| !values.iter().any(|value| value == code.as_str())) {
        faults.push(IndicatorFault::UnknownCode { item: item.clone(), code: code.clone() });
    }
}

/// The values of a fact that comes with the link.
fn given(item: &Item, known: Known<'_>) -> Option<Vec<String>> {
    let questionnaire = known.questionnaires.get(&item.questionnaire)?;
    let mut givens = questionnaire.givens.iter();
    givens.find(|(name, _)| name.as_str() == item.question.as_str()).map(|(_, values)| values.clone())
}

fn look_at_target(target: &Target, faults: &mut Vec<IndicatorFault>) {
    if target.fiscal_year.is_none() && !target.year_unstated {
        faults.push(IndicatorFault::NoYear { text: target.text.clone() });
    }
    let needs_value = match target.op {
        Op::AtLeast | Op::Exactly | Op::IncreaseOf => true,
        Op::AtLeastPreviousYear | Op::Done | Op::ToBeSet => false,
    };
    if needs_value && target.value.is_none() {
        faults.push(IndicatorFault::NoValue { text: target.text.clone() });
    }
}

fn look_at_sources(indicator: &Indicator, known: Known<'_>, faults: &mut Vec<IndicatorFault>) {
    if !known.documents.contains(&indicator.source.document) {
        faults.push(IndicatorFault::UnknownDocument { document: indicator.source.document.clone() });
    }
    let of_targets = indicator.targets.iter().flat_map(|target| &target.doubts);
    let of_actuals = indicator.actuals.iter().flat_map(|actual| &actual.doubts);
    for doubt in indicator.doubts.iter().chain(of_targets).chain(of_actuals) {
        if !known.doubts.contains(doubt) {
            faults.push(IndicatorFault::UnknownDoubt { doubt: doubt.clone() });
        }
    }
}

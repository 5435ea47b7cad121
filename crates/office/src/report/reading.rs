//! What a stored response says for each indicator, by the path of its own revision.

use std::collections::{BTreeMap, BTreeSet};

use indicators::{Cell, Indicator, Item, Reading, Refusal, Statistic, refusal};
use questionnaire::{Answer, Code, IndicatorId, Meaning, Mode, QuestionId, Survey, Value};

use crate::stored_response::StoredResponse;

/// The question by which ages are told apart.
pub(crate) const AGE: &str = "age";
/// The question by which sexes are told apart.
pub(super) const SEX: &str = "sex";

/// The indicators that a survey feeds.
#[derive(Debug, Clone)]
pub struct Feeds<'a> {
    /// Those that it feeds.
    pub indicators: Vec<&'a Indicator>,
    /// Those whose questions it asks and which it must not feed, and why.
    pub refused: BTreeMap<IndicatorId, Refusal>,
}

/// A question that an indicator is fed by and a revision does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{indicator}` is fed by `{item}`, which the revision {} does not have: take the question out of the indicator, or report that revision by itself",
    revision.chars().take(12).collect::<String>()
)]
pub struct ItemGone {
    /// Which indicator.
    pub indicator: IndicatorId,
    /// Which question.
    pub item: Item,
    /// Of which revision.
    pub revision: String,
}

impl<'a> Feeds<'a> {
    /// Which of `indicators` the questions of `survey` feed.
    pub fn of(indicators: &'a [Indicator], survey: &Survey) -> Self {
        let mut feeds = Self { indicators: Vec::new(), refused: BTreeMap::new() };
        let is_fed =
            |indicator: &&Indicator| own_items(indicator, survey).next().is_some() || is_rate_of(indicator, survey);
        for indicator in indicators.iter().filter(is_fed) {
            let some_mode = indicator.modes.first().copied().unwrap_or(Mode::Web);
            match refusal::feeds(indicator, survey.frame(), some_mode) {
                Ok(()) => feeds.indicators.push(indicator),
                Err(refused) => drop(feeds.refused.insert(indicator.id.clone(), refused)),
            }
        }
        feeds
    }

    /// Whether `survey`, in its revision, has every question that it is to feed with.
    pub fn look_through(&self, survey: &Survey, revision: &str) -> Result<(), ItemGone> {
        for indicator in &self.indicators {
            let gone =
                own_items(indicator, survey).find(|item| survey.questionnaire().question(&item.question).is_none());
            if let Some(item) = gone {
                return Err(ItemGone {
                    indicator: indicator.id.clone(),
                    item: item.clone(),
                    revision: revision.to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// The questions of `indicator` that `survey` asks.
pub(super) fn own_items<'a>(indicator: &'a Indicator, survey: &Survey) -> impl Iterator<Item = &'a Item> {
    let own = survey.questionnaire().id().clone();
    indicator.questions.iter().filter(move |item| item.questionnaire == own)
}

/// Whether `indicator` is the response rate of `survey`, which no answer feeds.
fn is_rate_of(indicator: &Indicator, survey: &Survey) -> bool {
    indicator.statistic == Statistic::ResponseRate && indicator.instrument == survey.questionnaire().id().as_str()
}

/// What an answer is worth as a score: its number from 1 to 5. What is none says nothing.
pub(super) fn worth(reading: &Reading) -> Option<u32> {
    let Reading::Chosen(code) = reading else { return None };
    code.as_str().trim_start_matches('s').parse().ok().filter(|score| (1..=5).contains(score))
}

/// A response with its path.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    survey: &'a Survey,
    response: &'a StoredResponse,
    asked: BTreeSet<&'a QuestionId>,
}

impl<'a> Sheet<'a> {
    /// What `response` says by `survey`, the revision that it answers. None where its ward or a given is unknown there.
    pub(super) fn new(survey: &'a Survey, response: &'a StoredResponse) -> Option<Self> {
        let setting = survey.setting(response.ward(), response.given().clone()).ok()?;
        let path = survey.questionnaire().path(&setting, response.answers());
        let asked = path.questions().iter().map(|question| question.id()).collect();
        Some(Self { survey, response, asked })
    }

    /// Where it is counted.
    pub(super) fn cell(&self) -> Cell {
        Cell { ward: self.response.ward(), age: self.told(AGE), sex: self.told(SEX) }
    }

    /// What was told at a question of oneself; nothing where nothing was said.
    fn told(&self, name: &str) -> Option<Code> {
        let id = name.parse().ok()?;
        let question = self.survey.questionnaire().question(&id)?;
        let code = chosen(self.answer(&id)?).into_iter().next()?;
        (question.meaning(&code) == Some(Meaning::Substance)).then_some(code)
    }

    fn answer(&self, id: &QuestionId) -> Option<&Answer> {
        self.response.answers().get(id).filter(|_| self.asked.contains(id))
    }

    /// What it says at `item` for `indicator`.
    pub(super) fn reading(&self, indicator: &Indicator, item: &Item) -> Reading {
        if indicator.base.as_ref().is_some_and(|base| !base.condition.holds(|item| self.codes(item))) {
            return Reading::OutsideBase;
        }
        if !self.asked.contains(&item.question) {
            return Reading::NotAsked;
        }
        let Some(answer) = self.answer(&item.question) else { return Reading::NoAnswer };
        let codes = chosen(answer);
        let positive = codes.iter().find(|code| indicator.positive.contains(code));
        positive.or(codes.first()).cloned().map_or(Reading::NoAnswer, Reading::Chosen)
    }

    /// What came with the link under the name of `item`.
    pub(super) fn given(&self, item: &Item) -> Option<&str> {
        let given = self.response.given().iter().find(|(name, _)| name.as_str() == item.question.as_str());
        given.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// What was chosen at a question, or came with the link.
    fn codes(&self, item: &Item) -> BTreeSet<Code> {
        if item.questionnaire != *self.survey.questionnaire().id() {
            return BTreeSet::new();
        }
        let given = || self.given(item).and_then(|value| value.parse().ok());
        match self.answer(&item.question) {
            Some(answer) => chosen(answer).into_iter().collect(),
            None => given().into_iter().collect(),
        }
    }
}

/// The codes that an answer took, in its order; a score as its number.
fn chosen(answer: &Answer) -> Vec<Code> {
    match answer.value() {
        Value::Choice(picked) => vec![picked.code.clone()],
        Value::Choices(picked) => picked.iter().map(|picked| picked.code.clone()).collect(),
        Value::Ranking(codes) => codes.clone(),
        Value::Escape(code) => vec![code.clone()],
        Value::Rating(rating) => rating.to_string().parse().into_iter().collect(),
        Value::Number(number) => number.to_string().parse().into_iter().collect(),
        Value::Date(_) | Value::Month(_) | Value::Text(_) => Vec::new(),
    }
}

//! What can be said beforehand of one indicator in one place, from what is asked and from what is expected.

use questionnaire::WardCode;

use crate::base::Base;
use crate::indicator::{All, Indicator, Item, Unit, Where};
use crate::plan::{Tellable, base_to_tell, chance_reached, half_width, tellable};
use crate::share::{ratio, real};

/// Weights cost about this where nothing is known of them.
pub const DESIGN_EFFECT: f64 = 1.5;
/// The share at which an interval is widest, where none is known.
const SHARE: f64 = 0.5;

/// What is asked of a survey before it is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumed {
    /// How many people are asked in each ward.
    pub asked: u64,
    /// The share of them that answers.
    pub rate: f64,
    /// Of those who answer, the share that comes to a question for some people alone, where nothing is known of it.
    pub routed: f64,
    /// The difference of two shares that is to be told, as a share.
    pub difference: f64,
}

/// Where an expectation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Nobody knows; it is assumed.
    Assumed,
    /// The figure of that fiscal year in the city's documents.
    Documents(u16),
    /// An earlier publication.
    Before,
}

/// What is expected of an indicator in one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Answers to its question for each response.
    pub answered: f64,
    /// By what.
    pub answered_by: Ground,
    /// Its share.
    pub share: f64,
    /// By what.
    pub share_by: Ground,
    /// What weights cost.
    pub design_effect: f64,
}

/// What can be said beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// How many answers the share will be of.
    pub answers: u64,
    /// Half of its interval.
    pub half_width: Option<f64>,
    /// For which shares a verdict on the target is told.
    pub told: Option<Tellable>,
    /// How often the target is told to be reached where the share really lies above it by the difference.
    pub chance: Option<f64>,
    /// How many answers tell the difference between two years, in each of them.
    pub answers_needed: Option<u64>,
    /// How many people must be asked for that, in each year.
    pub asked_needed: Option<u64>,
}

impl Expected {
    /// What the documents' own figures let expect of `indicator` in `ward`, or in the whole city. `all` are the indicators
    /// beside it: one of them may say how many come to its question.
    pub fn of(indicator: &Indicator, all: &[Indicator], ward: Option<WardCode>, assumed: &Assumed) -> Self {
        let (share, share_by) = published(indicator, ward).unwrap_or((SHARE, Ground::Assumed));
        let (answered, answered_by) = match &indicator.base {
            None => (1.0, Ground::Assumed),
            Some(base) => come_to(&base.condition, all, ward).unwrap_or((assumed.routed, Ground::Assumed)),
        };
        Self { answered, answered_by, share, share_by, design_effect: DESIGN_EFFECT }
    }

    /// What it comes to where `asked` people are asked, and the `target` is a share.
    pub fn outlook(&self, asked: u64, assumed: &Assumed, target: Option<f64>) -> Outlook {
        let Self { answered, share, design_effect, .. } = *self;
        let of_asked = answered * assumed.rate;
        let answers = whole((real(asked) * of_asked).round());
        let above = |target: f64| Some(target + assumed.difference).filter(|above| *above <= 1.0);
        let needed = base_to_tell(assumed.difference, share, design_effect);
        let to_ask = |needed: u64| Some(whole((ratio(needed, 1)? / of_asked).ceil()));
        Outlook {
            answers,
            half_width: half_width(share, answers, design_effect, None),
            told: target.and_then(|target| tellable(target, answers, design_effect, None)),
            chance: target.and_then(|target| chance_reached(target, above(target)?, answers, design_effect, None)),
            answers_needed: needed,
            asked_needed: needed.filter(|_| of_asked > 0.0).and_then(to_ask),
        }
    }
}

/// The latest share that the documents have of a place. A series of its own is compared with nothing, and lets expect nothing.
fn published(indicator: &Indicator, ward: Option<WardCode>) -> Option<(f64, Ground)> {
    let latest = |of: Where| {
        let own = indicator
            .actuals
            .iter()
            .filter(|actual| actual.ward == of && actual.unit == Unit::Percent && actual.op.is_none() && !actual.apart);
        own.max_by_key(|actual| actual.fiscal_year)
    };
    let own = ward.and_then(|ward| latest(Where::Ward(ward)));
    let actual = own.or_else(|| latest(Where::All(All::All)))?;
    Some((actual.value / 100.0, Ground::Documents(actual.fiscal_year)))
}

/// How many come to a question that is for people of `base`: another indicator may be the share of just those.
fn come_to(base: &Base, all: &[Indicator], ward: Option<WardCode>) -> Option<(f64, Ground)> {
    let [clause] = &base.0[..] else { return None };
    let is_of = |indicator: &&Indicator| {
        let codes = |code| clause.codes.contains(code);
        indicator.questions == [Item::clone(&clause.item)]
            && indicator.base.is_none()
            && indicator.positive.len() == clause.codes.len()
            && indicator.positive.iter().all(codes)
    };
    all.iter().filter(is_of).find_map(|indicator| published(indicator, ward))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "so many people fit, and none is negative")]
fn whole(count: f64) -> u64 {
    count.max(0.0) as u64
}

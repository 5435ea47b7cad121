//! One figure: an indicator in one ward or in the whole city, with all that is known of it.

use std::collections::BTreeMap;

use indicators::{
    Adults, Bases, Counts, Denominator, Estimate, Indicator, Interval, Item, MeanScore, Meanings, Measured, Outcome,
    Outcomes, Refusal, Statistic, Sureness, Surety, Tally, Tier, Ward, Where, effective_base, estimate, mean_of_wards,
    mean_score, refusal, weigh, wilson,
};
use questionnaire::{Code, Frame, Survey, WardCode};

use super::tallies::Tallies;

/// The whole city, or one ward.
pub type Place = Option<WardCode>;

/// An indicator with its figures.
#[derive(Debug)]
pub struct Measure<'a> {
    /// Which indicator.
    pub indicator: &'a Indicator,
    /// What the codes of each of its questions mean.
    pub meanings: BTreeMap<&'a Item, Meanings>,
    /// Its figures: the city's first, unless it is of one ward, then each ward's in which anybody was asked.
    pub figures: BTreeMap<Place, Figure>,
}

/// An indicator in one place.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The counts of each question.
    pub counts: BTreeMap<Item, Counts>,
    /// What the shares are made of.
    pub bases: Bases,
    /// The mean of scores, where the indicator is one.
    pub mean: Option<MeanScore>,
    /// The interval without weights, or why there is none.
    pub unweighted: Result<Sureness, Refusal>,
    /// The share with weights, or why there is none.
    pub weighted: Result<Estimate, Refusal>,
    /// The plain mean of the wards and its standard error; of the city alone.
    pub mean_of_wards: Option<(f64, f64)>,
    /// That the answers are not published.
    pub kept_back: bool,
}

/// The share that stands first, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headline {
    /// The share.
    pub share: f64,
    /// Its interval, where there is one.
    pub interval: Option<Interval>,
    /// Whether answers were weighted.
    pub weighted: bool,
    /// How sure it is.
    pub surety: Surety,
}

/// What figures are computed from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The survey in its latest revision.
    pub survey: &'a Survey,
    /// The counts.
    pub tallies: &'a Tallies,
    /// The adults of the wards, where they are known for the year.
    pub adults: Option<&'a Adults>,
}

impl<'a> Measure<'a> {
    /// Every figure of `indicator`.
    pub fn new(indicator: &'a Indicator, sources: Sources<'_>) -> Self {
        let meanings: BTreeMap<&Item, Meanings> = super::reading::own_items(indicator, sources.survey)
            .map(|item| (item, meanings(indicator, item, sources.survey)))
            .collect();
        let mut measure = Self { indicator, meanings, figures: BTreeMap::new() };
        let mut wards = Vec::new();
        for ward in sources.survey.wards().keys().filter(|ward| is_of(indicator, **ward)) {
            let (figure, balanced) = measure.figure(Some(*ward), sources);
            if figure.counts.values().all(|counts| counts.asked() == 0) {
                continue;
            }
            wards.push((*ward, balanced));
            measure.figures.insert(Some(*ward), figure);
        }
        // What is of one ward says nothing of the city.
        if indicator.tier != Tier::Ward && !wards.is_empty() {
            let city = measure.city(&wards, sources);
            measure.figures.insert(None, city);
        }
        measure
    }

    fn figure(&self, place: Place, sources: Sources<'_>) -> (Figure, Result<Ward, Refusal>) {
        let (indicator, frame) = (self.indicator, sources.survey.frame());
        let counts = sources.tallies.counts(&indicator.id, place);
        let bases =
            Bases::pooled(counts.iter().filter_map(|(item, counts)| Some(Bases::of(counts, self.meanings.get(item)?))));
        let adults = place.and_then(|ward| sources.adults?.ward(ward));
        let population = adults.as_ref().map(indicators::Register::total).filter(|_| indicator.base.is_none());
        let unweighted = refusal::interval(frame, self.meanings.len())
            .map(|()| wilson(bases.positive, bases.base(indicator.denominator), population));
        let balanced = refusal::interval(frame, self.meanings.len()).and_then(|()| {
            let ward = place.ok_or(Refusal::Nobody)?;
            let adults = adults.ok_or(Refusal::NoPopulation { ward })?;
            weigh(ward, &self.outcomes(ward, sources.tallies), &adults)
        });
        let weighted = balanced.as_ref().map_err(Clone::clone).and_then(|ward| sure(std::slice::from_ref(ward)));
        let mean = self.is_mean().then(|| mean_score(counts.values(), &scores(&counts)));
        let counts = counts.into_iter().map(|(item, counts)| (item.clone(), counts)).collect();
        (Figure { counts, bases, mean, unweighted, weighted, mean_of_wards: None, kept_back: false }, balanced)
    }

    fn city(&self, wards: &[(WardCode, Result<Ward, Refusal>)], sources: Sources<'_>) -> Figure {
        let (mut city, _) = self.figure(None, sources);
        let balanced: Result<Vec<Ward>, Refusal> = wards.iter().map(|(_, ward)| ward.clone()).collect();
        city.weighted = balanced.and_then(|wards| sure(&wards));
        let of_wards = wards.iter().filter_map(|(ward, _)| {
            let figure = self.figures.get(&Some(*ward))?;
            let headline = figure.headline(self.indicator.denominator, sources.survey.frame())?;
            let error = match headline.surety {
                Surety::Sampled { error, .. } => error,
                Surety::Exact | Surety::Unsaid => 0.0,
            };
            Some(Estimate {
                share: headline.share,
                error,
                interval: headline.interval,
                degrees: 0,
                base: 0,
                effective_size: 0.0,
                design_effect: 0.0,
            })
        });
        city.mean_of_wards = mean_of_wards(&of_wards.collect::<Vec<_>>());
        city
    }

    /// Whether it is a mean of scores and no share.
    pub fn is_mean(&self) -> bool {
        matches!(self.indicator.statistic, Statistic::MeanScore | Statistic::Stars)
    }

    /// How a ward's people answered, by the age and sex that they gave.
    fn outcomes(&self, ward: WardCode, tallies: &Tallies) -> Outcomes {
        let mut outcomes = Outcomes::new();
        for (item, tally) in tallies.items(&self.indicator.id) {
            let Some(meanings) = self.meanings.get(item) else { continue };
            self.add_outcomes(ward, tally, meanings, &mut outcomes);
        }
        outcomes
    }

    fn add_outcomes(&self, ward: WardCode, tally: &Tally, meanings: &Meanings, outcomes: &mut Outcomes) {
        for (cell, counts) in tally.cells().filter(|(cell, _)| cell.ward == ward) {
            let bases = Bases::of(counts, meanings);
            let base = bases.base(self.indicator.denominator);
            outcomes.entry((cell.age.clone(), cell.sex.clone())).or_default().merge(Outcome {
                positive: bases.positive,
                rest: base - bases.positive,
                outside: counts.responses() - base,
            });
        }
    }
}

impl Figure {
    /// The share that stands first: the weighted one where there is one.
    pub fn headline(&self, denominator: Denominator, frame: Frame) -> Option<Headline> {
        if let Ok(weighted) = &self.weighted {
            let surety = match weighted.interval {
                Some(interval) => Surety::Sampled { error: weighted.error, interval },
                None => Surety::Exact,
            };
            return Some(Headline { share: weighted.share, interval: weighted.interval, weighted: true, surety });
        }
        let share = self.bases.share(denominator)?;
        let (interval, surety) = match &self.unweighted {
            Ok(Sureness::Within(interval)) => {
                let error = (share * (1.0 - share) / size(self.bases.base(denominator))).sqrt();
                (Some(*interval), Surety::Sampled { error, interval: *interval })
            }
            Ok(Sureness::Exact) => (None, Surety::Exact),
            Err(Refusal::NoSample { .. }) if frame == Frame::Census => (None, Surety::Exact),
            Ok(Sureness::Nobody) | Err(_) => (None, Surety::Unsaid),
        };
        Some(Headline { share, interval, weighted: false, surety })
    }

    /// All its counts together.
    pub fn total(&self) -> Counts {
        let mut sum = Counts::default();
        self.counts.values().for_each(|counts| sum.merge(counts));
        sum
    }

    /// Whether it is of a part of those who answered there: its questions were not asked of all.
    pub fn is_of_a_part(&self) -> bool {
        let total = self.total();
        total.outside_base + total.not_asked > 0
    }
}

impl Headline {
    /// It as changes need it.
    pub fn measured(&self) -> Measured {
        Measured { share: self.share, surety: self.surety }
    }
}

/// Whether an indicator is of `ward`: where it is of one ward, its targets and figures name it.
pub(crate) fn is_of(indicator: &Indicator, ward: WardCode) -> bool {
    let targets = indicator.targets.iter().map(|target| target.ward);
    let mut named = targets.chain(indicator.actuals.iter().map(|actual| actual.ward));
    indicator.tier != Tier::Ward || named.any(|place| place == Where::Ward(ward))
}

/// The weighted share, unless its variance is nought though the answers differ: where each cell of the weights has people
/// of one opinion alone, nothing tells how far others of it would differ, and that must not pass for sureness.
fn sure(wards: &[Ward]) -> Result<Estimate, Refusal> {
    let estimate = estimate(wards)?;
    let differs = estimate.share > 0.0 && estimate.share < 1.0;
    let is_whole = wards.iter().all(|ward| ward.sample() == ward.population);
    if differs && !is_whole && estimate.error <= 1e-9 { Err(Refusal::NoDegrees) } else { Ok(estimate) }
}

fn size(count: u64) -> f64 {
    effective_base(indicators::ratio(count, 1).unwrap_or_default(), count, None)
}

fn meanings(indicator: &Indicator, item: &Item, survey: &Survey) -> Meanings {
    let question = survey.questionnaire().question(&item.question);
    let choices = question.and_then(|question| question.choices()).map(|choices| &**choices).unwrap_or_default();
    let escapes = question.map(questionnaire::Question::escapes).unwrap_or_default();
    Meanings::of(choices.iter().chain(escapes), &indicator.positive)
}

/// What each code of a score is worth: its number from 1 to 5.
fn scores(counts: &BTreeMap<&Item, Counts>) -> BTreeMap<Code, u8> {
    let codes = counts.values().flat_map(|counts| counts.codes.keys());
    codes.filter_map(|code| Some((code.clone(), worth(code)?))).collect()
}

fn worth(code: &Code) -> Option<u8> {
    code.as_str().trim_start_matches('s').parse().ok().filter(|score| (1..=5).contains(score))
}

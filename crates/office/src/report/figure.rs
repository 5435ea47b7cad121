//! One figure: an indicator in one ward or in the whole city, with all that is known of it.

use std::collections::BTreeMap;

use indicators::{
    Adults, Bases, ByMajority, Counts, Denominator, Estimate, Indicator, Interval, Item, MeanScore, Meanings, Measured,
    OutOf, Outcome, Outcomes, Refusal, Statistic, Sureness, Surety, Tally, Tier, Ward, Where, effective_base, estimate,
    mean_of_wards, ratio, refusal, response_rate, weigh, wilson,
};
use questionnaire::{Frame, Survey, WardCode};

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
    /// The plain mean of the wards' mean scores; of the city alone.
    pub mean_score_of_wards: Option<f64>,
    /// So many of a known number, where the indicator is a count of wards or a response rate.
    pub out_of: Option<OutOf>,
    /// The councils, where they are counted beside organisations.
    pub councils: Option<ByMajority>,
    /// The interval without weights, or why there is none.
    pub unweighted: Result<Sureness, Refusal>,
    /// The share with weights, or why there is none.
    pub weighted: Result<Estimate, Refusal>,
    /// The plain mean of the wards and its standard error; of the city alone.
    pub mean_of_wards: Option<(f64, f64)>,
    /// That the answers are not published.
    pub kept_back: bool,
    /// That the councils are not published.
    pub councils_kept_back: bool,
}

/// What the figures of an indicator are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Shares of answers.
    Share,
    /// Means of scores.
    Mean,
    /// A number of wards, of all wards: never a share, and never of one ward, which would be one person's answer.
    CountOfWards,
    /// How many answered of those registered.
    Rate,
}

impl Form {
    /// What the figures of `indicator` are.
    pub fn of(indicator: &Indicator) -> Self {
        match indicator.statistic {
            Statistic::PositiveShare | Statistic::CountAndShare => Self::Share,
            Statistic::MeanScore | Statistic::Stars => Self::Mean,
            Statistic::CountOfWards => Self::CountOfWards,
            Statistic::ResponseRate => Self::Rate,
        }
    }
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
    /// How many codes were given out in each ward: so many are registered.
    pub invited: &'a BTreeMap<WardCode, u64>,
}

impl<'a> Measure<'a> {
    /// Every figure of `indicator`.
    pub fn new(indicator: &'a Indicator, sources: Sources<'_>) -> Self {
        let meanings: BTreeMap<&Item, Meanings> = super::reading::own_items(indicator, sources.survey)
            .map(|item| (item, meanings(indicator, item, sources.survey)))
            .collect();
        let mut measure = Self { indicator, meanings, figures: BTreeMap::new() };
        match measure.form() {
            Form::Share | Form::Mean => {}
            Form::CountOfWards => {
                let (figure, _) = measure.figure(None, sources);
                if figure.total().asked() > 0 {
                    measure.figures.insert(None, figure);
                }
                return measure;
            }
            Form::Rate => return measure.rated(sources),
        }
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

    /// With the rates of those wards in which anybody is registered.
    fn rated(mut self, sources: Sources<'_>) -> Self {
        let wards = sources.survey.wards().keys().filter(|ward| is_of(self.indicator, **ward)).map(|ward| Some(*ward));
        let city = (self.indicator.tier != Tier::Ward).then_some(None);
        let places: Vec<Place> = city.into_iter().chain(wards).collect();
        for place in places {
            let of_place = sources.invited.iter().filter(|(ward, _)| place.is_none_or(|place| place == **ward));
            let registered: u64 = of_place.map(|(_, count)| count).sum();
            if registered > 0 {
                let (mut figure, _) = self.figure(place, sources);
                figure.out_of = Some(response_rate(sources.tallies.responses(place), registered));
                self.figures.insert(place, figure);
            }
        }
        self
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
        let form = self.form();
        let figure = Figure {
            mean: (form == Form::Mean).then(|| sources.tallies.mean(&indicator.id, place)),
            mean_score_of_wards: None,
            out_of: (form == Form::CountOfWards).then(|| OutOf {
                count: bases.positive,
                all: u64::try_from(sources.survey.wards().len()).unwrap_or(u64::MAX),
            }),
            councils: self.by_majority(place, sources.tallies),
            counts: counts.into_iter().map(|(item, counts)| (item.clone(), counts)).collect(),
            bases,
            unweighted,
            weighted,
            mean_of_wards: None,
            kept_back: false,
            councils_kept_back: false,
        };
        (figure, balanced)
    }

    /// The councils of `place`, by the first question: an indicator of councils has one.
    fn by_majority(&self, place: Place, tallies: &Tallies) -> Option<ByMajority> {
        let meanings = self.meanings.values().next()?;
        tallies.councils(&self.indicator.id).map(|councils| councils.by_majority(place, meanings))
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
        let means = wards.iter().filter_map(|(ward, _)| self.figures.get(&Some(*ward))?.mean?.mean);
        let (sum, count) = means.fold((0.0, 0), |(sum, count), mean| (sum + mean, count + 1));
        city.mean_score_of_wards = ratio(count, 1).filter(|count| *count > 0.0).map(|count| sum / count);
        city
    }

    /// What its figures are.
    pub fn form(&self) -> Form {
        Form::of(self.indicator)
    }

    /// Whether its figures are no shares: means of scores, or counts of wards.
    pub fn is_no_share(&self) -> bool {
        match self.form() {
            Form::Share | Form::Rate => false,
            Form::Mean | Form::CountOfWards => true,
        }
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
        if let Some(out_of) = self.out_of {
            return Some(Headline { share: out_of.share()?, interval: None, weighted: false, surety: Surety::Exact });
        }
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
    effective_base(ratio(count, 1).unwrap_or_default(), count, None)
}

fn meanings(indicator: &Indicator, item: &Item, survey: &Survey) -> Meanings {
    let question = survey.questionnaire().question(&item.question);
    let choices = question.and_then(|question| question.choices()).map(|choices| &**choices).unwrap_or_default();
    let escapes = question.map(questionnaire::Question::escapes).unwrap_or_default();
    Meanings::of(choices.iter().chain(escapes), &indicator.positive)
}

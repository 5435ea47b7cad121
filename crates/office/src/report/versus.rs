//! A figure against what was aimed at, and against an earlier year.

use indicators::{
    Actual, Aim, All, Assessment, Difference, Indicator, Measured, Op, Surety, Target, Unit, Where, assess, difference,
};

use super::figure::Place;

/// A figure against one target.
#[derive(Debug, Clone, Copy)]
pub struct Versus<'a> {
    /// The target.
    pub target: &'a Target,
    /// How its words are read, where they allow two readings.
    pub read_as: Option<ReadAs>,
    /// The share or the points that it comes to.
    pub aim: f64,
    /// How the figure stands to it.
    pub assessment: Assessment,
}

/// How an increase is read whose words allow both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// In points.
    Points,
    /// In per cent of the earlier figure.
    Relative,
}

/// How `share` stands to every target of `indicator` that holds in `place` and comes to a number.
pub(super) fn versus(indicator: &Indicator, place: Place, year: u16, share: Measured) -> Vec<Versus<'_>> {
    let here = indicator.targets.iter().filter(|target| holds(target.ward, place));
    here.flat_map(|target| {
        aims(indicator, target, place, year).into_iter().map(move |(read_as, aim)| Versus {
            target,
            read_as,
            aim: number(aim),
            assessment: assess(share, aim),
        })
    })
    .collect()
}

/// What `indicator` aims at in `place` as a share: the latest of its targets that come to a number, and where its words
/// allow two readings the higher of them.
pub(crate) fn aimed(indicator: &Indicator, place: Place, year: u16) -> Option<(&Target, f64)> {
    let here = indicator.targets.iter().filter(|target| holds(target.ward, place));
    let all = here
        .flat_map(|target| aims(indicator, target, place, year).into_iter().map(move |(_, aim)| (target, number(aim))));
    all.max_by(|(one, aim), (other, higher)| one.fiscal_year.cmp(&other.fiscal_year).then(aim.total_cmp(higher)))
}

/// Whether what is written for `written` is for `place`.
fn holds(written: Where, place: Place) -> bool {
    match written {
        Where::All(All::All) => true,
        Where::Ward(ward) => place == Some(ward),
    }
}

/// The published figure of `place` in `year` that a share can be held against.
fn published(indicator: &Indicator, place: Place, year: u16) -> Option<&Actual> {
    let of_place = |actual: &&Actual| match actual.ward {
        Where::All(All::All) => place.is_none(),
        Where::Ward(ward) => place == Some(ward),
    };
    let mut found = indicator.actuals.iter().filter(of_place).filter(|actual| {
        actual.fiscal_year == year && actual.unit == Unit::Percent && actual.op.is_none() && !actual.apart
    });
    found.next()
}

fn aims(indicator: &Indicator, target: &Target, place: Place, year: u16) -> Vec<(Option<ReadAs>, Aim)> {
    let percent = |value: f64| value / 100.0;
    let unsaid = |share: f64| Measured { share, surety: Surety::Unsaid };
    let baseline = || {
        let year = target.baseline_fiscal_year?;
        let own = published(indicator, place, year).map(|actual| actual.value);
        // A ward whose own earlier figure was never published has nothing that an increase is counted from.
        let value = if target.each_ward && place.is_some() { own } else { target.baseline_value.or(own) };
        value.map(percent).map(unsaid)
    };
    match (target.op, target.unit, target.value) {
        (Op::AtLeast | Op::Exactly, Unit::Percent, Some(value)) => vec![(None, Aim::AtLeast(percent(value)))],
        (Op::AtLeast | Op::Exactly, Unit::Score5, Some(value)) => vec![(None, Aim::AtLeast(value))],
        (Op::IncreaseOf, Unit::PercentagePoints, Some(value)) => {
            let above = |earlier| (None, Aim::Above { earlier, points: percent(value) });
            baseline().map(above).into_iter().collect()
        }
        (Op::IncreaseOf, Unit::RelativePercent, Some(value)) => {
            let times = |earlier| (None, Aim::Times { earlier, factor: 1.0 + percent(value) });
            baseline().map(times).into_iter().collect()
        }
        (Op::IncreaseOf, Unit::AmbiguousPointsOrRelativePercent, _) => target.readings.map_or(Vec::new(), |both| {
            vec![
                (Some(ReadAs::Points), Aim::AtLeast(percent(both.if_points))),
                (Some(ReadAs::Relative), Aim::AtLeast(percent(both.if_relative))),
            ]
        }),
        (Op::AtLeastPreviousYear, ..) => {
            let before = published(indicator, place, year - 1);
            let aim = |actual: &Actual| Aim::Above { earlier: unsaid(percent(actual.value)), points: 0.0 };
            before.map(|actual| (None, aim(actual))).into_iter().collect()
        }
        (Op::AtLeast | Op::Exactly | Op::IncreaseOf | Op::Done | Op::ToBeSet, ..) => Vec::new(),
    }
}

fn number(aim: Aim) -> f64 {
    match aim {
        Aim::AtLeast(least) => least,
        Aim::Above { earlier, points } => earlier.share + points,
        Aim::Times { earlier, factor } => earlier.share * factor,
    }
}

/// The change of a figure since an earlier publication.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The earlier share.
    pub earlier: f64,
    /// The difference.
    pub difference: Difference,
    /// The p value once it is corrected for all changes that were looked at.
    pub corrected: Option<f64>,
}

impl Change {
    /// The change from `earlier` to `later`, not yet corrected.
    pub fn new(later: Measured, earlier: Measured) -> Self {
        Self { earlier: earlier.share, difference: difference(later, earlier, 1.0), corrected: None }
    }
}

//! What a publication keeps back across all of its tables and files.
//!
//! Counts of whole wards are shown: how many answered, were asked, and were not. The answers of a part of a ward (those
//! whom an earlier answer led to a question) are kept back where fewer than ten gave them, and so are those of another
//! ward where they could be subtracted. So are groups of age and sex. Councils are a finer division of a ward's
//! organisations, one of which may be a whole council: fewer than ten of them are kept back likewise.

use std::collections::{BTreeMap, BTreeSet};

use indicators::{Item, Publication, PublishedBase, Sum};
use questionnaire::WardCode;

use super::figure::{Measure, Place};

/// Marks the figures whose answers are not published. Indicators of the same questions and base are marked alike.
pub(super) fn mark(measures: &mut [Measure<'_>]) {
    let mut marked: BTreeMap<(Vec<Item>, String), BTreeSet<Place>> = BTreeMap::new();
    for measure in measures.iter() {
        let kept = kept(measure);
        marked.entry(key(measure)).or_default().extend(kept);
    }
    for measure in measures {
        let Some(kept) = marked.get(&key(measure)) else { continue };
        let councils = councils_kept(measure);
        for (place, figure) in &mut measure.figures {
            figure.kept_back = kept.contains(place);
            figure.councils_kept_back = figure.kept_back || councils.contains(place);
        }
    }
}

/// Where the councils of a measure are not published.
fn councils_kept(measure: &Measure<'_>) -> BTreeSet<Place> {
    let of_councils = measure.figures.iter().filter_map(|(place, figure)| Some((*place, figure.councils?)));
    let (places, councils): (Vec<Place>, Vec<_>) = of_councils.unzip();
    let bases = councils.iter().map(|councils| PublishedBase { count: councils.all(), always_shown: false });
    hidden(&places, bases.collect()).unwrap_or_else(|| places.iter().copied().collect())
}

/// The places whose bases are not shown, where that can be done: the city is the sum of its wards.
fn hidden(places: &[Place], bases: Vec<PublishedBase>) -> Option<BTreeSet<Place>> {
    let city = places.iter().position(Option::is_none);
    let wards = places.iter().enumerate().filter(|(_, place)| place.is_some()).map(|(at, _)| at).collect();
    let sums = city.map(|whole| Sum { whole, parts: wards }).into_iter().collect();
    let hidden = Publication { bases, sums }.suppressed().ok()?;
    Some(hidden.into_iter().filter_map(|at| places.get(at).copied()).collect())
}

fn key(measure: &Measure<'_>) -> (Vec<Item>, String) {
    let base = measure.indicator.base.as_ref().map(|base| String::from(base.condition.clone()));
    (measure.meanings.keys().map(|item| (*item).clone()).collect(), base.unwrap_or_default())
}

fn kept(measure: &Measure<'_>) -> BTreeSet<Place> {
    let denominator = measure.indicator.denominator;
    let places: Vec<Place> = measure.figures.keys().copied().collect();
    let bases = measure
        .figures
        .values()
        .map(|figure| PublishedBase { count: figure.bases.base(denominator), always_shown: !figure.is_of_a_part() });
    // Where it cannot be done, nothing of it can be shown without telling what must not be told.
    let parts = || measure.figures.iter().filter(|(_, figure)| figure.is_of_a_part()).map(|(at, _)| *at);
    hidden(&places, bases.collect()).unwrap_or_else(|| parts().collect())
}

/// How many answered in each group, as far as that is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// In the whole city by age and sex; nothing for those who told neither. None is kept back.
    pub city: BTreeMap<(Option<String>, Option<String>), Option<u64>>,
    /// In each ward by age.
    pub ages: BTreeMap<(WardCode, Option<String>), Option<u64>>,
    /// In each ward by sex.
    pub sexes: BTreeMap<(WardCode, Option<String>), Option<u64>>,
    /// By way of answering.
    pub modes: BTreeMap<String, Option<u64>>,
    /// By language.
    pub languages: BTreeMap<String, Option<u64>>,
    /// Whether the tables of wards were left out, since what they must keep back could be worked out.
    pub wards_left_out: bool,
}

impl Groups {
    /// What is published of `tallies` where nothing is crossed with anything: ways of answering and languages alone.
    pub fn not_crossed(tallies: &super::Tallies) -> Self {
        let modes = tallies.modes.iter().map(|(mode, count)| ((*mode).to_owned(), *count)).collect();
        let languages = tallies.languages.iter().map(|(language, count)| (language.to_string(), *count)).collect();
        Self { modes: alone(&modes), languages: alone(&languages), ..Self::default() }
    }

    /// What is published of `tallies`.
    pub fn of(tallies: &super::Tallies) -> Self {
        let text = |code: &Option<questionnaire::Code>| code.as_ref().map(ToString::to_string);
        let (mut city, mut ages, mut sexes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (cell, count) in &tallies.respondents {
            *city.entry((text(&cell.age), text(&cell.sex))).or_default() += count;
            *ages.entry((cell.ward, text(&cell.age))).or_default() += count;
            *sexes.entry((cell.ward, text(&cell.sex))).or_default() += count;
        }
        let whole = Table { city, ages, sexes };
        let crossed = match whole.shown(true) {
            Some(groups) => groups,
            None => Self { wards_left_out: true, ..whole.shown(false).unwrap_or_default() },
        };
        let Self { modes, languages, .. } = Self::not_crossed(tallies);
        Self { modes, languages, ..crossed }
    }
}

/// A table of its own: its parts make the whole that everybody knows. Where too little would be left, nothing is shown.
fn alone(counts: &BTreeMap<String, u64>) -> BTreeMap<String, Option<u64>> {
    let mut publication = Publication::default();
    let whole = PublishedBase { count: counts.values().sum(), always_shown: true };
    publication.bases = counts.values().map(|count| PublishedBase { count: *count, always_shown: false }).collect();
    // One group that holds all says no more than the whole does.
    if let [only] = &mut publication.bases[..] {
        only.always_shown = true;
    }
    publication.bases.push(whole);
    publication.sums.push(Sum { whole: counts.len(), parts: (0..counts.len()).collect() });
    let hidden = publication.suppressed().ok();
    let shown = |at: usize| hidden.as_ref().is_some_and(|hidden| !hidden.contains(&at));
    counts.iter().enumerate().map(|(at, (name, count))| (name.clone(), shown(at).then_some(*count))).collect()
}

type Told = Option<String>;

struct Table {
    city: BTreeMap<(Told, Told), u64>,
    ages: BTreeMap<(WardCode, Told), u64>,
    sexes: BTreeMap<(WardCode, Told), u64>,
}

/// Bases under their names, and the sums between them.
#[derive(Default)]
struct Net {
    places: BTreeMap<Name, usize>,
    publication: Publication,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    All,
    Ward(WardCode),
    Age(Told),
    Sex(Told),
    Cell(Told, Told),
    WardAge(WardCode, Told),
    WardSex(WardCode, Told),
}

impl Net {
    /// Puts `count` to the base of that name.
    fn add(&mut self, name: Name, count: u64, always_shown: bool) {
        let at = *self.places.entry(name).or_insert_with(|| {
            self.publication.bases.push(PublishedBase { count: 0, always_shown });
            self.publication.bases.len() - 1
        });
        if let Some(base) = self.publication.bases.get_mut(at) {
            base.count += count;
        }
    }

    fn sum(&mut self, whole: &Name, is_part: impl Fn(&Name) -> bool) {
        let Some(whole) = self.places.get(whole).copied() else { return };
        let parts: Vec<usize> = self.places.iter().filter(|(name, _)| is_part(name)).map(|(_, at)| *at).collect();
        if !parts.is_empty() {
            self.publication.sums.push(Sum { whole, parts });
        }
    }
}

impl Table {
    /// What of it can be shown, with the tables of wards or without; nothing where that cannot be kept safe.
    fn shown(&self, with_wards: bool) -> Option<Groups> {
        let net = self.net(with_wards);
        let hidden = net.publication.suppressed().ok()?;
        let shown = |name: Name, count: u64| {
            let at = net.places.get(&name);
            at.filter(|at| !hidden.contains(at)).map(|_| count)
        };
        let mut groups = Groups::default();
        for ((age, sex), count) in &self.city {
            groups.city.insert((age.clone(), sex.clone()), shown(Name::Cell(age.clone(), sex.clone()), *count));
        }
        if with_wards {
            for ((ward, age), count) in &self.ages {
                groups.ages.insert((*ward, age.clone()), shown(Name::WardAge(*ward, age.clone()), *count));
            }
            for ((ward, sex), count) in &self.sexes {
                groups.sexes.insert((*ward, sex.clone()), shown(Name::WardSex(*ward, sex.clone()), *count));
            }
        }
        Some(groups)
    }

    fn net(&self, with_wards: bool) -> Net {
        let mut net = Net::default();
        for ((age, sex), count) in &self.city {
            net.add(Name::All, *count, true);
            net.add(Name::Age(age.clone()), *count, false);
            net.add(Name::Sex(sex.clone()), *count, false);
            net.add(Name::Cell(age.clone(), sex.clone()), *count, false);
        }
        let (ages, sexes): (BTreeSet<&Told>, BTreeSet<&Told>) = self.city.keys().map(|(age, sex)| (age, sex)).unzip();
        net.sum(&Name::All, |name| matches!(name, Name::Age(_)));
        net.sum(&Name::All, |name| matches!(name, Name::Sex(_)));
        for age in &ages {
            net.sum(&Name::Age((*age).clone()), |name| matches!(name, Name::Cell(of, _) if of == *age));
        }
        for sex in &sexes {
            net.sum(&Name::Sex((*sex).clone()), |name| matches!(name, Name::Cell(_, of) if of == *sex));
        }
        if with_wards {
            self.add_wards(&mut net, &ages, &sexes);
        }
        net
    }

    fn add_wards(&self, net: &mut Net, ages: &BTreeSet<&Told>, sexes: &BTreeSet<&Told>) {
        let mut wards = BTreeSet::new();
        for ((ward, age), count) in &self.ages {
            wards.insert(*ward);
            net.add(Name::Ward(*ward), *count, true);
            net.add(Name::WardAge(*ward, age.clone()), *count, false);
        }
        for ((ward, sex), count) in &self.sexes {
            net.add(Name::WardSex(*ward, sex.clone()), *count, false);
        }
        for ward in wards {
            net.sum(&Name::Ward(ward), |name| matches!(name, Name::WardAge(of, _) if *of == ward));
            net.sum(&Name::Ward(ward), |name| matches!(name, Name::WardSex(of, _) if *of == ward));
        }
        for age in ages {
            net.sum(&Name::Age((*age).clone()), |name| matches!(name, Name::WardAge(_, of) if of == *age));
        }
        for sex in sexes {
            net.sum(&Name::Sex((*sex).clone()), |name| matches!(name, Name::WardSex(_, of) if of == *sex));
        }
    }
}

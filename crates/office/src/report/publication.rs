//! Everything that a publication says, before it is written in any language or format.

use std::collections::BTreeMap;

use indicators::{
    Adults, Dispositions, Document, Measured, Refusal, Surety, Unit, benjamini_hochberg, by_chance, refusal,
};
use questionnaire::{IndicatorId, Language, Meaning, Slots, Survey, Text, WardCode};

use super::ReportError;
use super::counted::Counted;
use super::figure::{Figure, Form, Headline, Measure, Place, Sources};
use super::kept_back::{Groups, mark};
use super::reading::{AGE, Feeds, SEX};
use super::versus::{Change, Versus, versus};
use crate::content::{Indicators, ReportWords};

/// At which corrected p value a change is marked.
const MARKED_TO: f64 = 0.05;

/// The shares of an earlier publication.
pub type Earlier = BTreeMap<(IndicatorId, Place), Measured>;

/// Everything that a publication says.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The survey in its latest revision.
    pub survey: &'a Survey,
    /// The fiscal year in which it began.
    pub year: u16,
    /// What was counted.
    pub counted: &'a Counted,
    /// The indicators' documents, doubts and adults.
    pub content: &'a Indicators,
    /// The words that pages are made of.
    pub words: &'a ReportWords,
    /// The figures.
    pub measures: Vec<Measure<'a>>,
    /// The indicators that are not computed, since the people who answer are not those they are of.
    pub refused: Vec<IndicatorId>,
    /// The response rates that are not computed, since nobody knows how many are registered.
    pub unregistered: Vec<IndicatorId>,
    /// Why ages, sexes and wards are not crossed, where they are not.
    pub not_crossed: Option<Refusal>,
    /// Who answered.
    pub groups: Groups,
    /// How many codes were given out in each ward; none where people come without.
    pub invited: BTreeMap<WardCode, u64>,
    /// What became of everybody who was asked by letter, by ward.
    pub dispositions: BTreeMap<WardCode, Dispositions>,
    /// The changes since an earlier publication, and its fiscal year.
    pub changes: BTreeMap<(IndicatorId, Place), Change>,
    /// The fiscal year of that publication.
    pub earlier_year: Option<u16>,
}

/// What a publication is made of.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The survey in its latest revision.
    pub survey: &'a Survey,
    /// What was counted.
    pub counted: &'a Counted,
    /// The indicators.
    pub content: &'a Indicators,
    /// The words.
    pub words: &'a ReportWords,
    /// How many codes were given out in each ward.
    pub invited: &'a BTreeMap<WardCode, u64>,
    /// What became of everybody who was asked by letter, by ward.
    pub dispositions: &'a BTreeMap<WardCode, Dispositions>,
    /// The shares of an earlier publication, and its fiscal year.
    pub earlier: Option<(u16, &'a Earlier)>,
}

impl<'a> Publication<'a> {
    /// Computes everything.
    pub fn new(parts: Parts<'a>) -> Result<Self, ReportError> {
        let year = fiscal_year(&parts.survey.period().opens.to_string());
        if let Some(adults) = parts.content.adults.get(&year) {
            look_for_groups(parts.survey, adults)?;
        }
        let feeds = Feeds::of(&parts.content.all, parts.survey);
        let sources = Sources {
            survey: parts.survey,
            tallies: &parts.counted.tallies,
            adults: parts.content.adults.get(&year),
            invited: parts.invited,
        };
        let mut measures: Vec<Measure<'_>> =
            feeds.indicators.iter().map(|indicator| Measure::new(indicator, sources)).collect();
        let is_unregistered = |measure: &&Measure<'_>| measure.form() == Form::Rate && measure.figures.is_empty();
        let unregistered = measures.iter().filter(is_unregistered).map(|measure| measure.indicator.id.clone());
        let unregistered = unregistered.collect();
        measures.retain(|measure| !measure.figures.is_empty());
        mark(&mut measures);
        let tallies = &parts.counted.tallies;
        let members = tallies.responses(None).max(parts.invited.values().sum());
        let not_crossed = refusal::crossed(parts.survey.frame(), members).err();
        let mut publication = Self {
            survey: parts.survey,
            year,
            counted: parts.counted,
            content: parts.content,
            words: parts.words,
            measures,
            refused: feeds.refused.into_keys().collect(),
            unregistered,
            groups: if not_crossed.is_none() { Groups::of(tallies) } else { Groups::not_crossed(tallies) },
            not_crossed,
            invited: parts.invited.clone(),
            dispositions: parts.dispositions.clone(),
            changes: BTreeMap::new(),
            earlier_year: parts.earlier.map(|(year, _)| year),
        };
        if let Some((_, earlier)) = parts.earlier {
            publication.look_for_changes(earlier);
        }
        Ok(publication)
    }

    fn look_for_changes(&mut self, earlier: &Earlier) {
        let mut changes = Vec::new();
        for measure in &self.measures {
            for (place, figure) in &measure.figures {
                let key = (measure.indicator.id.clone(), *place);
                let now = self.headline(measure, figure).map(|headline| headline.measured());
                if let Some((now, before)) = now.zip(earlier.get(&key)) {
                    changes.push((key, Change::new(now, *before)));
                }
            }
        }
        let tested = || changes.iter().filter_map(|(_, change)| change.difference.p_value);
        let mut corrected = benjamini_hochberg(&tested().collect::<Vec<_>>()).into_iter();
        for (_, change) in &mut changes {
            change.corrected = change.difference.p_value.and_then(|_| corrected.next());
        }
        self.changes = changes.into_iter().collect();
    }

    /// The figure that stands first, where it may be shown.
    pub fn headline(&self, measure: &Measure<'_>, figure: &Figure) -> Option<Headline> {
        if figure.kept_back || measure.is_no_share() {
            return None;
        }
        figure.headline(measure.indicator.denominator, self.survey.frame())
    }

    /// How a figure stands to what was aimed at.
    pub fn versus<'m>(&self, measure: &Measure<'m>, place: Place, figure: &Figure) -> Vec<Versus<'m>> {
        let own = self.headline(measure, figure).map(|headline| headline.measured());
        let own = own.or_else(|| score(figure));
        let mut all = own.map_or(Vec::new(), |own| versus(measure.indicator, place, self.year, own));
        // A mean of scores is held against points, and a share against none.
        let is_mean = measure.form() == Form::Mean;
        all.retain(|versus| (versus.target.unit == Unit::Score5) == is_mean);
        all
    }

    /// How many changes were tested, how many chance alone would show, how many show, and how many are left.
    pub fn chance(&self) -> (usize, f64, usize, usize) {
        let tested = self.changes.values().filter(|change| change.corrected.is_some());
        let found = self.changes.values().filter(|change| change.difference.is_change() == Some(true)).count();
        let kept = self.changes.values().filter(|change| change.is_marked()).count();
        let tests = tested.count();
        (tests, by_chance(tests as u64, indicators::LEVEL), found, kept)
    }

    /// The wards of the survey.
    pub fn wards(&self) -> impl Iterator<Item = WardCode> + '_ {
        self.survey.wards().keys().copied()
    }

    /// The name of a ward.
    pub fn ward_name(&self, ward: WardCode) -> Text {
        self.survey.wards().get(&ward).map(|settings| settings.name.clone()).unwrap_or_default()
    }

    /// What the questions that feed `measure` ask, in `language`; nothing where they are too many for a name.
    pub fn asked_as(&self, measure: &Measure<'_>, language: &Language) -> Vec<Text> {
        let questions = measure.meanings.keys().filter_map(|item| self.survey.questionnaire().question(&item.question));
        questions.map(|question| filled(question.text(), language, &self.survey.slots(None))).collect()
    }

    /// How many were asked in `place`, where that is known.
    pub fn asked(&self, place: Place) -> Option<u64> {
        let sum: u64 = match place {
            Some(ward) => self.invited.get(&ward).copied().unwrap_or_default(),
            None => self.invited.values().sum(),
        };
        (sum > 0).then_some(sum)
    }

    /// What became of those who were asked by letter in `place`.
    pub fn disposition(&self, place: Place) -> Dispositions {
        let wards = self.dispositions.iter().filter(|(ward, _)| place.is_none_or(|place| place == **ward));
        wards.fold(Dispositions::default(), |all, (_, ward)| all.and(*ward))
    }

    /// The document of that name.
    pub fn document(&self, name: &str) -> Option<&Document> {
        self.content.documents.get(name)
    }
}

impl Change {
    /// Whether it is left once all changes that were looked at are allowed for.
    pub fn is_marked(&self) -> bool {
        self.corrected.is_some_and(|value| value <= MARKED_TO)
    }
}

/// A mean of scores as an aim needs it. Nobody drew the visits at random: it decides by the point alone.
fn score(figure: &Figure) -> Option<Measured> {
    let mean = figure.mean.and_then(|mean| mean.mean)?;
    Some(Measured { share: mean, surety: Surety::Unsaid })
}

/// Whether people can say of themselves what the adults are counted by, and every ward has its adults. Weights would
/// take whoever is in no group for one who told nothing.
fn look_for_groups(survey: &Survey, adults: &Adults) -> Result<(), ReportError> {
    let year = adults.fiscal_year;
    let sexes = adults.wards.values().flat_map(|row| row.sexes().into_keys());
    let groups = adults.ages.iter().map(|age| (AGE, age)).chain(sexes.map(|sex| (SEX, sex)));
    for (name, code) in groups {
        let question = name.parse().ok().and_then(|id| survey.questionnaire().question(&id));
        if question.is_some_and(|question| question.meaning(code) != Some(Meaning::Substance)) {
            return Err(ReportError::OtherGroups { year, code: code.to_string(), question: name });
        }
    }
    match survey.wards().keys().find(|ward| !adults.wards.contains_key(ward)) {
        Some(ward) => Err(ReportError::WardWithoutAdults { year, ward: *ward }),
        None => Ok(()),
    }
}

/// `text` in one language with its slots filled, their readings kept.
fn filled(text: &Text, language: &Language, slots: &Slots) -> Text {
    let pieces = text.pieces(language, slots).into_iter().map(|piece| match piece {
        questionnaire::Piece::Plain(words) => words,
        questionnaire::Piece::Ruby { base, reading } => format!("{{{base}|{reading}}}"),
    });
    Text([(language.clone(), pieces.collect())].into())
}

/// The fiscal year, from April on, of a day written `YYYY-MM-DD`.
pub fn fiscal_year(date: &str) -> u16 {
    let mut parts = date.split('-').map(|part| part.parse::<u16>().unwrap_or_default());
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if month >= 4 { year } else { year - 1 }
}

//! Counting again what was exported: from the table of Parquet alone, without the responses themselves.
//!
//! Each question is read by itself, a group of rows at a time, so that memory stays as it is however many rows there are. Of
//! several revisions, each counts the rows that answer it, by its own questions. Councils are counted by the report alone.

mod cells;
mod coded;
mod counting;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use indicators::{Indicator, refusal};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use questionnaire::{Code, GivenName, Mode, QuestionId, Survey};

use super::reading::{AGE, Feeds, ItemGone, SEX, own_items};
use super::tallies::Tallies;
use crate::edition::Edition;
use crate::export::{columns_of, given_column};
use cells::Cells;
use coded::{Coded, Said};
use counting::Counting;

/// Why a table cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum RecountError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It is no table of Parquet, or broken.
    #[error("the file is no whole table of Parquet ({0}): name the responses.parquet of an export")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A column is not there.
    #[error(
        "the table has no column `{0}` of words or whole numbers: export it again, of this survey and all its columns"
    )]
    NoColumn(String),
    /// A question that has no column of its own.
    #[error("`{0}` takes several answers, which no table has in one column: count it by `koe-office report`")]
    Several(QuestionId),
    /// There is more in a column than choices.
    #[error(
        "the column `{0}` holds more different things than a question has choices: export it again, of this survey"
    )]
    TooMany(String),
    /// Rows that answer a revision which there is none of.
    #[error(
        "the table has answers to the revision {}, which was never published here: is the table of this survey and this office?",
        revision.chars().take(12).collect::<String>()
    )]
    UnknownRevision {
        /// Which.
        revision: String,
    },
    /// A question is gone.
    #[error(transparent)]
    ItemGone(#[from] ItemGone),
    /// Something stands there that the survey does not know.
    #[error("\"{said}\" in the column `{column}` is unknown to the survey: is the table of this survey?")]
    Strange {
        /// What stands there.
        said: String,
        /// In which column.
        column: &'static str,
    },
}

/// The columns of a table that are counted by.
struct Table {
    stored: Coded,
    revision: Coded,
    ward: Coded,
    mode: Coded,
    language: Coded,
    assisted: Coded,
    questions: BTreeMap<QuestionId, Asked>,
}

/// The columns of a question.
enum Asked {
    /// What was chosen.
    One(Coded),
    /// Whether each choice was taken.
    Several(BTreeMap<Code, Coded>),
}

impl Asked {
    fn columns(&mut self) -> Vec<&mut Coded> {
        match self {
            Self::One(column) => vec![column],
            Self::Several(columns) => columns.values_mut().collect(),
        }
    }
}

/// Counts the table at `path`, an export of a survey with these editions, the one that is given out now first, for those of
/// `indicators` that they feed: what the report counts of the same responses.
pub fn recount(path: &Path, editions: &[Arc<Edition>], indicators: &[Indicator]) -> Result<Tallies, RecountError> {
    let file = SerializedFileReader::new(File::open(path)?)?;
    let by_revision: BTreeMap<String, &Survey> =
        editions.iter().map(|edition| (edition.revision(), &edition.survey)).collect();
    let all: Vec<&Survey> = editions.iter().map(|edition| &edition.survey).collect();
    let mut tallies = Tallies::default();
    // Which revisions there are is met on the way, so that most tables are read once.
    let (mut waiting, mut done) = (first_revisions(&file)?, BTreeSet::new());
    while let Some(revision) = waiting.pop_first() {
        let survey = by_revision.get(&revision);
        let survey = survey.ok_or_else(|| RecountError::UnknownRevision { revision: revision.clone() })?;
        let met = Revised { survey, revision: &revision, all: &all }.count(&file, indicators, &mut tallies)?;
        done.insert(revision);
        waiting.extend(met.into_iter().filter(|revision| !done.contains(revision)));
    }
    Ok(tallies)
}

/// The revisions that the first rows of a table answer.
fn first_revisions(file: &SerializedFileReader<File>) -> Result<BTreeSet<String>, RecountError> {
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    let mut column = Coded::find(&names, "revision")?;
    if file.num_row_groups() > 0 {
        let group = file.get_row_group(0)?;
        column.read(group.as_ref(), usize::try_from(group.metadata().num_rows()).unwrap_or_default())?;
    }
    Ok(words_of(&column))
}

/// Everything that was met in a column.
fn words_of(column: &Coded) -> BTreeSet<String> {
    let said = column.said.iter().map(|said| match said {
        Said::Word(said) | Said::Nothing(said) => said.clone(),
    });
    said.collect()
}

/// One revision of a survey, and all of them, by which the columns are called.
struct Revised<'a> {
    survey: &'a Survey,
    revision: &'a str,
    all: &'a [&'a Survey],
}

impl Revised<'_> {
    /// Counts the rows that answer this revision; gives all revisions that rows answer.
    fn count(
        &self,
        file: &SerializedFileReader<File>,
        indicators: &[Indicator],
        tallies: &mut Tallies,
    ) -> Result<BTreeSet<String>, RecountError> {
        let survey = self.survey;
        let feeds = Feeds::of(indicators, survey);
        feeds.look_through(survey, self.revision)?;
        let mut table = Table::find(file, self, &feeds)?;
        for item in feeds.indicators.iter().flat_map(|indicator| own_items(indicator, survey)) {
            table.one(item.question.as_str()).ok_or_else(|| RecountError::Several(item.question.clone()))?;
        }
        let mut counting = Counting::new(&feeds, survey);
        let mut cells = Cells::default();
        for place in 0..file.num_row_groups() {
            let group = file.get_row_group(place)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            table.read(group.as_ref(), rows)?;
            let counted = table.counted(self.revision);
            cells.look_at(&table, &counted);
            counting.count(&table, &cells, &counted);
        }
        counting.end(&table, &cells.named(&table, survey)?, tallies)?;
        Ok(words_of(&table.revision))
    }
}

impl Table {
    /// The columns that `feeds` needs.
    fn find(file: &SerializedFileReader<File>, of: &Revised<'_>, feeds: &Feeds<'_>) -> Result<Self, RecountError> {
        let survey = of.survey;
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
        let find = |name: &str| Coded::find(&names, name);
        let bases = feeds.indicators.iter().filter_map(|indicator| indicator.base.as_ref());
        let bases = bases.flat_map(|base| base.condition.0.iter().map(|clause| &clause.item));
        let items = feeds.indicators.iter().flat_map(|indicator| own_items(indicator, survey));
        let own = items.chain(bases).filter(|item| item.questionnaire == *survey.questionnaire().id());
        let of_oneself = [AGE, SEX].iter().filter_map(|name| name.parse().ok());
        let of_oneself = of_oneself.filter(|question| survey.questionnaire().question(question).is_some());
        let mut questions = BTreeMap::new();
        for question in own.map(|item| item.question.clone()).chain(of_oneself) {
            let asked = match given(survey, &question) {
                Some(given) => Asked::One(find(&given_column(given))?),
                None => asked(&question, &columns_of(of.all, survey, &question), find)?,
            };
            questions.insert(question, asked);
        }
        Ok(Self {
            stored: find("stored")?,
            revision: find("revision")?,
            ward: find("ward")?,
            mode: find("mode")?,
            language: find("language")?,
            assisted: find("assisted")?,
            questions,
        })
    }

    fn read(&mut self, group: &dyn RowGroupReader, rows: usize) -> Result<(), RecountError> {
        let Self { stored, revision, ward, mode, language, assisted, questions } = self;
        for column in [stored, revision, ward, mode, language, assisted] {
            column.read(group, rows)?;
        }
        for column in questions.values_mut().flat_map(Asked::columns) {
            column.read(group, rows)?;
        }
        Ok(())
    }

    /// Whether each row counts, and answers `revision`.
    fn counted(&self, revision: &str) -> Vec<bool> {
        let (stored, answers) = (Self::is(&self.stored, "counted"), Self::is(&self.revision, revision));
        let is = |flags: &[bool], said: u8| flags.get(usize::from(said)) == Some(&true);
        let rows = self.stored.rows.iter().zip(&self.revision.rows);
        rows.map(|(stored_as, of)| is(&stored, *stored_as) && is(&answers, *of)).collect()
    }

    /// The column with what was chosen at `question`.
    fn one(&self, question: &str) -> Option<&Coded> {
        match self.questions.get(question)? {
            Asked::One(column) => Some(column),
            Asked::Several(_) => None,
        }
    }

    /// Whether each thing in a column is `word`.
    fn is(column: &Coded, word: &str) -> Vec<bool> {
        column.said.iter().map(|said| *said == Said::Word(word.to_owned())).collect()
    }
}

/// The fact that comes with the link, where `name` is one and no question.
fn given<'a>(survey: &'a Survey, name: &QuestionId) -> Option<&'a GivenName> {
    let is_asked = survey.questionnaire().question(name).is_some();
    let mut givens = survey.questionnaire().givens().keys().filter(|_| !is_asked);
    givens.find(|given| given.as_str() == name.as_str())
}

/// The columns of `question` by their names.
fn asked(
    question: &QuestionId,
    names: &[(Option<Code>, String)],
    find: impl Fn(&str) -> Result<Coded, RecountError>,
) -> Result<Asked, RecountError> {
    match names {
        // Neither is a place in an order an answer to count, nor a text.
        [] => Err(RecountError::NoColumn(question.to_string())),
        [(None, name), ..] => find(name).map(Asked::One),
        several => {
            let column = |(code, name): &(Option<Code>, String)| Some((code.clone()?, find(name)));
            let columns = several.iter().filter_map(column);
            columns.map(|(code, column)| Ok((code, column?))).collect::<Result<_, _>>().map(Asked::Several)
        }
    }
}

/// The modes that stand in a table, by their numbers.
fn modes(table: &Table) -> Vec<Option<Mode>> {
    let mode = |said: &Said| match said {
        Said::Word(word) => Mode::named(word),
        Said::Nothing(_) => None,
    };
    table.mode.said.iter().map(mode).collect()
}

/// Whether an indicator takes what came by `mode`.
fn takes(indicator: &Indicator, survey: &Survey, mode: Option<Mode>) -> bool {
    mode.is_some_and(|mode| refusal::feeds(indicator, survey.frame(), mode).is_ok())
}

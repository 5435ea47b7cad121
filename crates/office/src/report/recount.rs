//! Counting again what was exported: from the table of Parquet alone, without the responses themselves.
//!
//! Each question is read by itself, a group of rows at a time, so that memory stays as it is however many rows there are.

mod cells;
mod coded;
mod counting;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use indicators::{Indicator, refusal};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use questionnaire::{Code, Mode, QuestionId, Survey};

use super::reading::{AGE, Feeds, SEX, own_items};
use super::tallies::Tallies;
use crate::export::columns_of;
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

/// Counts the table at `path`, an export of `survey`, for those of `indicators` that it feeds: what the report counts of the
/// same responses.
pub fn recount(path: &Path, survey: &Survey, indicators: &[Indicator]) -> Result<Tallies, RecountError> {
    let file = SerializedFileReader::new(File::open(path)?)?;
    let feeds = Feeds::of(indicators, survey);
    let mut table = Table::find(&file, survey, &feeds)?;
    for item in feeds.indicators.iter().flat_map(|indicator| own_items(indicator, survey)) {
        table.one(item.question.as_str()).ok_or_else(|| RecountError::Several(item.question.clone()))?;
    }
    let mut counting = Counting::new(&feeds, survey);
    let mut cells = Cells::default();
    for place in 0..file.num_row_groups() {
        let group = file.get_row_group(place)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
        table.read(group.as_ref(), rows)?;
        cells.look_at(&table);
        counting.count(&table, &cells);
    }
    let mut tallies = Tallies::default();
    counting.end(&table, &cells.named(&table, survey)?, &mut tallies)?;
    Ok(tallies)
}

impl Table {
    /// The columns that `feeds` needs.
    fn find(file: &SerializedFileReader<File>, survey: &Survey, feeds: &Feeds<'_>) -> Result<Self, RecountError> {
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
            let asked = asked(&question, &columns_of(survey, &question), find)?;
            questions.insert(question, asked);
        }
        Ok(Self {
            stored: find("stored")?,
            ward: find("ward")?,
            mode: find("mode")?,
            language: find("language")?,
            assisted: find("assisted")?,
            questions,
        })
    }

    fn read(&mut self, group: &dyn RowGroupReader, rows: usize) -> Result<(), RecountError> {
        for column in [&mut self.stored, &mut self.ward, &mut self.mode, &mut self.language, &mut self.assisted] {
            column.read(group, rows)?;
        }
        for column in self.questions.values_mut().flat_map(Asked::columns) {
            column.read(group, rows)?;
        }
        Ok(())
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

/// The columns of `question` by their names.
fn asked(
    question: &QuestionId,
    names: &[(Option<Code>, String)],
    find: impl Fn(&str) -> Result<Coded, RecountError>,
) -> Result<Asked, RecountError> {
    match names {
        // What came with the link is no question, and neither is a place in an order or a text an answer to count.
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

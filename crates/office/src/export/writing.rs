//! An export under way: each response is read once and written into every file, so that all files hold the same ones.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use questionnaire::{GivenName, Language, SurveyId, WardCode};
use sealing::PrivateKey;
use tokio::sync::mpsc;

use super::cell::{Cell, Sheet};
use super::codebook::codebook;
use super::column::{Column, Columns};
use super::ddi::ddi;
use super::error::ExportError;
use super::fact::{FACTS, facts, given_column, givens};
use super::format::Format;
use super::labels::Labels;
use super::out::{Out, Sent};
use super::read_first::{READ_FIRST, read_first};
use super::spss::syntax;
use super::table::{Frame, Row, Table};
use super::triple_s::triple_s;
use super::variable::{Variable, variables};
use crate::edition::{Edition, Editions};
use crate::new_folder::{FolderError, NewFolder, Readers};
use crate::store::{Record, Store, StoreError, Stored};
use crate::stored_response::{NotRead, StoredResponse, StoredResponses};

/// Responses read at once: some 6 MB of memory.
const PAGE: u32 = 1_000;

/// What is wanted of an export.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Of which survey.
    pub survey: &'a SurveyId,
    /// Of which ward; without, of all.
    pub ward: Option<WardCode>,
    /// The private keys, where responses are sealed.
    pub keys: &'a [PrivateKey],
    /// The language of labels; without, the first of the survey.
    pub language: Option<Language>,
    /// Whether rehearsed responses and those set aside are wanted as well.
    pub all: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Responses.
    pub responses: u64,
    /// Texts that people wrote.
    pub texts: u64,
}

/// Who waits for an export, and gets it piece by piece.
pub type Pieces = mpsc::Sender<Result<Bytes, ExportError>>;

/// Writes the responses of a survey into a new folder `out`, all files or none. Dropped on the way, it leaves nothing.
pub async fn export(store: &Store, wanted: &Wanted<'_>, out: &Path) -> Result<Exported, ExportError> {
    let ground = Ground::of(store, wanted).await?;
    let folder = NewFolder::begin(out, Readers::ThisUser)?;
    let mut writing = Writing::of(&ground, out);
    for format in Format::ALL {
        if Table::is_made_of(format) {
            writing.begin(format, Out::file(folder.create(format.file_name())?))?;
        }
    }
    let stored = StoredResponses::new(store, wanted.survey, wanted.keys);
    let mut after = String::new();
    while writing.page(store, wanted, &stored, &mut after).await? {}
    let exported = writing.end()?;
    let described = Format::ALL.into_iter().filter_map(|format| {
        let bytes = ground.describe(format, exported.responses).transpose()?;
        Some((format.file_name(), bytes))
    });
    let note = read_first(wanted.survey.as_str(), exported.responses, exported.texts).into_bytes();
    for (name, bytes) in described.chain([(READ_FIRST, Ok(note))]) {
        let mut file = folder.create(name)?;
        let written = bytes.and_then(|bytes| file.write_all(&bytes)).and_then(|()| file.sync_all());
        written.map_err(|error| folder.failed(name, error))?;
    }
    folder.finish()?;
    Ok(exported)
}

/// Hands out one file of an export to whoever waits for its pieces, a page of responses at a time.
pub async fn hand_out(store: &Store, wanted: &Wanted<'_>, format: Format, pieces: &Pieces) -> Result<(), ExportError> {
    let ground = Ground::of(store, wanted).await?;
    let mut writing = Writing::of(&ground, Path::new(""));
    let sent = Sent::default();
    if Table::is_made_of(format) {
        writing.begin(format, Out::Sent(sent.clone()))?;
    }
    let stored = StoredResponses::new(store, wanted.survey, wanted.keys);
    let mut after = String::new();
    // What describes them says no more of responses than how many there are, and most of it not even that.
    let is_of_responses = Table::is_made_of(format) || format == Format::Ddi;
    while is_of_responses && writing.page(store, wanted, &stored, &mut after).await? {
        let piece = sent.take();
        // Whoever asked for it may be gone.
        if pieces.is_closed() || (!piece.is_empty() && pieces.send(Ok(piece.into())).await.is_err()) {
            return Ok(());
        }
    }
    let exported = writing.end()?;
    let described = ground.describe(format, exported.responses);
    let described = described.map_err(|error| failed(Path::new(""), format, error))?.unwrap_or_default();
    let last = [sent.take(), described].concat();
    // There is nobody left to tell where this does not arrive.
    let _ = pieces.send(Ok(last.into())).await;
    Ok(())
}

fn failed(out: &Path, format: Format, error: io::Error) -> ExportError {
    FolderError::File { path: out.join(format.file_name()), error }.into()
}

/// What all files of an export stand on.
struct Ground {
    latest: Arc<Edition>,
    givens: Vec<GivenName>,
    columns: Columns,
    variables: Vec<Variable>,
    labels: Labels,
}

impl Ground {
    async fn of(store: &Store, wanted: &Wanted<'_>) -> Result<Self, ExportError> {
        let editions = published(store, wanted.survey).await?;
        let Some(latest) = editions.first().cloned() else {
            return Err(StoreError::NoSuchSurvey { survey: wanted.survey.to_string() }.into());
        };
        let labels = Labels::new(&latest.survey, language(wanted, latest.survey.languages())?);
        let givens = givens(editions.iter().map(|edition| &edition.survey));
        let taken = FACTS.iter().map(|(name, ..)| (*name).to_owned()).chain(givens.iter().map(given_column));
        let columns = Columns::new(editions.iter().map(|edition| edition.survey.questionnaire()), taken);
        let variables = variables(&latest.survey, &givens, &columns, &labels);
        Ok(Self { latest, givens, columns, variables, labels })
    }

    fn frame(&self) -> Frame<'_> {
        let Self { latest, columns, variables, labels, .. } = self;
        Frame { columns, variables, labels, latest }
    }

    /// The file that says what those of so many responses hold.
    fn describe(&self, format: Format, responses: u64) -> io::Result<Option<Vec<u8>>> {
        let Self { latest, columns, variables, labels, .. } = self;
        Ok(Some(match format {
            Format::Codebook => codebook(columns, variables, labels)?,
            Format::Syntax => syntax(variables).into_bytes(),
            Format::TripleS => triple_s(&latest.survey, variables, labels).into_bytes(),
            Format::Ddi => ddi(&latest.survey, variables, responses, labels).into_bytes(),
            Format::Codes
            | Format::Words
            | Format::Parquet
            | Format::Lines
            | Format::Numbers
            | Format::Texts
            | Format::ParquetTexts => return Ok(None),
        }))
    }
}

/// Every published edition of `survey`, the one that is given out first.
pub async fn published(store: &Store, survey: &SurveyId) -> Result<Vec<Arc<Edition>>, StoreError> {
    let standing = store.standing(survey).await?;
    let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: survey.to_string() })?;
    let editions = Editions::new(store.clone());
    let mut found = vec![editions.current(&standing).await?];
    for revision in store.revisions(survey).await? {
        if revision != standing.revision {
            found.extend(editions.get(survey, &revision).await?);
        }
    }
    Ok(found)
}

fn language(wanted: &Wanted<'_>, has: &[Language]) -> Result<Language, ExportError> {
    let found = match &wanted.language {
        None => has.first(),
        Some(language) => has.iter().find(|has| *has == language),
    };
    found.cloned().ok_or_else(|| ExportError::NoLanguage {
        survey: wanted.survey.clone(),
        language: wanted.language.as_ref().map(ToString::to_string).unwrap_or_default(),
        has: has.iter().map(Language::as_str).collect::<Vec<_>>().join(", "),
    })
}

/// The files that get something from each response.
struct Writing<'a> {
    ground: &'a Ground,
    out: PathBuf,
    tables: Vec<(Format, Table)>,
    exported: Exported,
}

impl<'a> Writing<'a> {
    fn of(ground: &'a Ground, out: &Path) -> Self {
        Self { ground, out: out.to_owned(), tables: Vec::new(), exported: Exported::default() }
    }

    fn begin(&mut self, format: Format, out: Out) -> Result<(), ExportError> {
        let begun = Table::begin(format, out, &self.ground.frame());
        let table = begun.map_err(|error| failed(&self.out, format, error))?;
        self.tables.extend(table.map(|table| (format, table)));
        Ok(())
    }

    /// Writes the responses after the one of that id, as many as are read at once. Gives whether there were any.
    async fn page(
        &mut self,
        store: &Store,
        wanted: &Wanted<'_>,
        stored: &StoredResponses<'_>,
        after: &mut String,
    ) -> Result<bool, ExportError> {
        let records = store.records(wanted.survey, after, PAGE).await?;
        let Some(last) = records.last() else { return Ok(false) };
        after.clone_from(&last.id);
        for record in records.iter().filter(|record| wanted.all || record.stored == Stored::Counted) {
            let (response, edition) = stored.read(record).await?;
            if wanted.ward.is_none_or(|ward| ward == response.ward()) {
                self.response(record, &response, &edition)?;
            }
        }
        Ok(true)
    }

    fn response(&mut self, record: &Record, response: &StoredResponse, edition: &Edition) -> Result<(), ExportError> {
        let sheet = Sheet::new(&edition.survey, response)
            .ok_or_else(|| NotRead::strange(record, "its ward does not take part"))?;
        let facts = facts(record, response, &self.ground.givens);
        let columns = self.ground.columns.all.iter();
        let cells: Vec<(&Column, Cell<'_>)> = columns.map(|column| (column, sheet.cell(column))).collect();
        let row = Row { record, response, sheet: &sheet, facts: &facts, cells: &cells };
        let frame = self.ground.frame();
        for (format, table) in &mut self.tables {
            table.row(&row, &frame).map_err(|error| failed(&self.out, *format, error))?;
        }
        self.exported.responses += 1;
        self.exported.texts += sheet.free_texts().len() as u64;
        Ok(())
    }

    fn end(mut self) -> Result<Exported, ExportError> {
        for (format, table) in &mut self.tables {
            table.end().map_err(|error| failed(&self.out, *format, error))?;
        }
        Ok(self.exported)
    }
}

//! Why there is no report: one line that says what to do.

use std::path::PathBuf;

use questionnaire::SurveyId;

use super::reading::ItemGone;
use crate::new_folder::FolderError;
use crate::store::StoreError;
use crate::stored_response::NotRead;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A question is gone.
    #[error(transparent)]
    ItemGone(#[from] ItemGone),
    /// A stored response is not read.
    #[error(transparent)]
    NotRead(#[from] NotRead),
    /// Adults by groups that nobody can say they belong to.
    #[error(
        "the adults of fiscal {year} are counted by \"{code}\", which is no choice of the question `{question}`: write the file by the choices of the question"
    )]
    OtherGroups {
        /// Of which year.
        year: u16,
        /// Which group.
        code: String,
        /// At which question.
        question: &'static str,
    },
    /// A ward whose adults are not known though others' are.
    #[error("the adults of fiscal {year} have no ward {ward}, which takes part in the survey: add it to the file")]
    WardWithoutAdults {
        /// Of which year.
        year: u16,
        /// Which ward.
        ward: questionnaire::WardCode,
    },
    /// Nobody is counted.
    #[error("no response of \"{0}\" counts: there is nothing to report")]
    Nobody(SurveyId),
    /// The folder is not made.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file cannot be read.
    #[error("{} cannot be used ({error}): free some space, or name another folder", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A folder that holds no publication.
    #[error("{} is not a publication of `koe-office report` ({what}): name its folder", path.display())]
    NotAPublication {
        /// Which folder.
        path: PathBuf,
        /// What is amiss.
        what: String,
    },
    /// A chart cannot be drawn.
    #[error("a chart cannot be drawn ({0})")]
    Chart(String),
    /// Something cannot be written as Parquet, which does not happen to what was read.
    #[error("the data cannot be written ({0})")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Something cannot be written as JSON, which does not happen to what was read.
    #[error("the data cannot be written ({0})")]
    Json(#[from] serde_json::Error),
}

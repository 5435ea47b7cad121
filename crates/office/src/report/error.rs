//! Why there is no report: one line that says what to do.

use std::path::PathBuf;

use questionnaire::SurveyId;

use super::reading::ItemGone;
use crate::store::StoreError;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A question is gone.
    #[error(transparent)]
    ItemGone(#[from] ItemGone),
    /// Sealed responses and no key.
    #[error("responses of \"{0}\" are sealed: give the private key with --key")]
    Sealed(SurveyId),
    /// A sealed response that does not open, or is none.
    #[error(
        "the sealed response {id} is not opened ({code}): `koe-office open` says more; nothing is published without it"
    )]
    Shut {
        /// Which response.
        id: String,
        /// Why.
        code: &'static str,
    },
    /// A stored response that is none.
    #[error(
        "the stored response {id} is not one that was let in ({what}): find out who changed the database, or restore the latest backup"
    )]
    Strange {
        /// Which response.
        id: String,
        /// What is wrong; nothing of an answer.
        what: String,
    },
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
    /// There is something already.
    #[error("{} is there already: name another folder with --out, or move it away", .0.display())]
    There(PathBuf),
    /// A file cannot be written or read.
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
    /// Something cannot be written as JSON, which does not happen to what was read.
    #[error("the data cannot be written ({0})")]
    Json(#[from] serde_json::Error),
}

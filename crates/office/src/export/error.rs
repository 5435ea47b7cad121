//! Why there is no export: one line that says what to do.

use questionnaire::SurveyId;

use crate::new_folder::FolderError;
use crate::store::StoreError;
use crate::stored_response::NotRead;

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored response is not read.
    #[error(transparent)]
    NotRead(#[from] NotRead),
    /// The folder is not made.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A language that the survey does not have.
    #[error("\"{survey}\" has no words in \"{language}\": it has {has}")]
    NoLanguage {
        /// Which survey.
        survey: SurveyId,
        /// Which language.
        language: String,
        /// Those that it has.
        has: String,
    },
    /// Somebody ended it.
    #[error("the export was stopped, and nothing of it is left: start it again when you like")]
    Stopped,
}

//! Why the store could not do what was asked.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

/// Why the store could not do what was asked. The text says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no room on the disk.
    #[error("the disk is full: free some space and try again; everything stored before is safe")]
    Full,
    /// Somebody else holds the database for too long.
    #[error("the database is busy: another program holds it; try again, or close the program that has it open")]
    Busy,
    /// The file is not a database, or is damaged.
    #[error("the database is damaged ({detail}): restore the latest backup, and keep this file for repair")]
    Damaged {
        /// What the database says.
        detail: String,
    },
    /// There is no store at the address.
    #[error("there is no database at {}: name the one that `koe-office serve` uses with --database", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("{} cannot be written: give this user write access to the folder, or name another with --database", path.display())]
    NotWritable {
        /// Which file.
        path: PathBuf,
    },
    /// A newer program has changed the form of the store.
    #[error(
        "the database was last used by a newer koe-office (its schema {version} is unknown here): install that version or a later one"
    )]
    Newer {
        /// The schema that is unknown here.
        version: i64,
    },
    /// A command named a survey that was never published here.
    #[error("the database holds no survey \"{survey}\": publish it with `koe-office survey rehearse {survey}` first")]
    NoSuchSurvey {
        /// The id that was asked for.
        survey: String,
    },
    /// A survey cannot go from where it is to where it was sent.
    #[error("\"{survey}\" is {from} and cannot become {to}: from {from} it can become {ways}")]
    NoWay {
        /// Which survey.
        survey: String,
        /// Its state.
        from: &'static str,
        /// The state asked for.
        to: &'static str,
        /// The states that it can take.
        ways: String,
    },
    /// What is stored is not what this program writes.
    #[error("the database holds something that this program did not write ({detail}): restore the latest backup")]
    Strange {
        /// What and where.
        detail: String,
    },
    /// Anything else.
    #[error("the database failed: {0}")]
    Other(#[source] sqlx::Error),
}

/// The primary result codes of SQLite that mean something to people (sqlite.org, "Result and Error Codes").
const PRIMARY: i32 = 0xff;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        let Some(database) = error.as_database_error() else { return Self::Other(error) };
        let code: i32 = database.code().and_then(|code| code.parse().ok()).unwrap_or_default();
        match code & PRIMARY {
            5 | 6 => Self::Busy,
            13 => Self::Full,
            11 | 26 => Self::Damaged { detail: database.message().to_owned() },
            8 | 14 => Self::NotWritable { path: PathBuf::from("the database") },
            _ => Self::Other(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and the rest all mean a strange store")]
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(version) => Self::Newer { version },
            other => Self::Strange { detail: other.to_string() },
        }
    }
}

impl StoreError {
    /// The same with the file named, where it is about the file.
    pub(super) fn at(self, file: &std::path::Path) -> Self {
        match self {
            Self::NotWritable { .. } => Self::NotWritable { path: file.to_owned() },
            Self::Damaged { detail } => Self::Damaged { detail: format!("{}: {detail}", file.display()) },
            same @ (Self::Full
            | Self::Busy
            | Self::Missing { .. }
            | Self::Newer { .. }
            | Self::NoSuchSurvey { .. }
            | Self::NoWay { .. }
            | Self::Strange { .. }
            | Self::Other(_)) => same,
        }
    }
}

//! Why the store could not do what was asked.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;

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
    /// Others changed the same at the same moment, again and again.
    #[error("the database is busy: others change the same at the same moment; try again")]
    Again,
    /// The server of the database cannot be reached, or ended the connection.
    #[error(
        "the database does not answer: see that its server runs and that the address and password are right; everything stored before is safe"
    )]
    Gone,
    /// The server takes no changes: it is a copy that only follows another, or its disk is read-only.
    #[error("the database takes no changes: name with --database the server that does, or have its disk mended")]
    ReadOnly,
    /// The server would say that something is stored before it is on the disk.
    #[error("the database says that something is stored before it is on the disk: set synchronous_commit to on there")]
    NotDurable,
    /// A store is there already, where none may be.
    #[error("there is a store with data at that address already: name an empty one")]
    NotEmpty,
    /// A copy or a restore into this store was broken off.
    #[error(
        "this store is only half filled, since a copy or restore into it was broken off: remove it and begin again"
    )]
    HalfFilled,
    /// What was copied is not what was there.
    #[error(
        "what was written is not what was read: remove this store and copy again, and have the disk looked at if it happens again"
    )]
    Differs,
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
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and the rest has no name for people")]
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Self::Gone,
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                let known = match database.try_downcast_ref::<PgDatabaseError>() {
                    Some(_) => Self::of_postgres(&code),
                    None => Self::of_sqlite(&code, database.message()),
                };
                known.unwrap_or(Self::Other(error))
            }
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
    fn of_sqlite(code: &str, message: &str) -> Option<Self> {
        let code: i32 = code.parse().unwrap_or_default();
        match code & PRIMARY {
            5 | 6 => Some(Self::Busy),
            13 => Some(Self::Full),
            11 | 26 => Some(Self::Damaged { detail: message.to_owned() }),
            // A write that the system refused, a synchronisation, a file that could not be cut: a disk that takes no changes.
            10 if matches!(code, 778 | 1034 | 1290 | 1546) => Some(Self::ReadOnly),
            8 | 14 => Some(Self::NotWritable { path: PathBuf::from("the database") }),
            _ => None,
        }
    }

    /// The codes of PostgreSQL (its manual, appendix A).
    fn of_postgres(code: &str) -> Option<Self> {
        match code {
            // No room on the disk.
            "53100" => Some(Self::Full),
            // Too many connections or too little memory; a lock or a statement that took too long.
            "53000" | "53200" | "53300" | "55P03" | "57014" => Some(Self::Busy),
            // Changes that cannot have been one after the other, and those that wait for each other in a circle.
            "40001" | "40P01" => Some(Self::Again),
            // It only reads.
            "25006" => Some(Self::ReadOnly),
            // It is being stopped or started, and the connection with it; the password or the name is wrong.
            "57P01" | "57P02" | "57P03" | "28000" | "28P01" | "3D000" => Some(Self::Gone),
            // It cannot read its own disk.
            "58030" | "XX001" | "XX002" => Some(Self::Damaged { detail: format!("it says {code}") }),
            _ if code.starts_with("08") => Some(Self::Gone),
            _ => None,
        }
    }

    /// The same for another who waited for the same thing, where it is nobody's own fault.
    pub(super) fn of_all(&self) -> Option<Self> {
        match self {
            Self::Full => Some(Self::Full),
            Self::Busy => Some(Self::Busy),
            Self::Gone => Some(Self::Gone),
            Self::ReadOnly => Some(Self::ReadOnly),
            Self::Damaged { detail } => Some(Self::Damaged { detail: detail.clone() }),
            Self::NotWritable { path } => Some(Self::NotWritable { path: path.clone() }),
            Self::Again
            | Self::NotDurable
            | Self::NotEmpty
            | Self::HalfFilled
            | Self::Differs
            | Self::Missing { .. }
            | Self::Newer { .. }
            | Self::NoSuchSurvey { .. }
            | Self::NoWay { .. }
            | Self::Strange { .. }
            | Self::Other(_) => None,
        }
    }

    /// The same with the file named, where it is about the file.
    pub(super) fn at(self, file: &std::path::Path) -> Self {
        match self {
            Self::NotWritable { .. } => Self::NotWritable { path: file.to_owned() },
            Self::Damaged { detail } => Self::Damaged { detail: format!("{}: {detail}", file.display()) },
            same @ (Self::Full
            | Self::Busy
            | Self::Again
            | Self::Gone
            | Self::ReadOnly
            | Self::NotDurable
            | Self::NotEmpty
            | Self::HalfFilled
            | Self::Differs
            | Self::Missing { .. }
            | Self::Newer { .. }
            | Self::NoSuchSurvey { .. }
            | Self::NoWay { .. }
            | Self::Strange { .. }
            | Self::Other(_)) => same,
        }
    }
}

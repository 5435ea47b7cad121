//! Where a store is, and how it is opened.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// Where a store is: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/NAME`.
#[derive(Clone)]
pub struct Address(pub(super) Place);

/// In which kind of database it is.
#[derive(Clone)]
pub(super) enum Place {
    File(PathBuf),
    Server(Box<PgConnectOptions>),
}

/// A text that names no store. It repeats nothing of it, since there may be a password in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this names no database: write sqlite:PATH, such as sqlite:data/koe.db, or postgres://USER:PASSWORD@HOST/NAME")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let server = text.parse().map_err(|_| NotAnAddress)?;
            return Ok(Self(Place::Server(Box::new(server))));
        }
        let path = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()).ok_or(NotAnAddress)?;
        Ok(Self::of_file(path))
    }
}

impl Address {
    /// The store in the file at `file`.
    pub fn of_file(file: impl Into<PathBuf>) -> Self {
        Self(Place::File(file.into()))
    }
}

impl fmt::Display for Address {
    /// Without the password that may be in it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::File(file) => write!(out, "sqlite:{}", file.display()),
            Place::Server(server) => {
                let (user, host, port) = (server.get_username(), server.get_host(), server.get_port());
                write!(out, "postgres://{user}@{host}:{port}/{}", server.get_database().unwrap_or(user))
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({self})")
    }
}

/// How the store is opened.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// How long a request waits for the database while others write to it, or while it is away.
    pub busy_ms_max: u64,
    /// Whether a store is made where there is none.
    pub create: bool,
    /// How many pages of 4 KiB the file of SQLite may have; without, as many as the disk holds.
    pub pages_max: Option<u32>,
    /// Whether SQLite waits for the disk. Off only where a test shows that it would notice.
    pub waits_for_disk: bool,
}

impl Default for StoreOptions {
    fn default() -> Self {
        // A response is stored in milliseconds, so whoever waits five seconds waits for something broken.
        Self { busy_ms_max: 5_000, create: true, pages_max: None, waits_for_disk: true }
    }
}

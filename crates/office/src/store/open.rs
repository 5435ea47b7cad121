//! Opening the store, and bringing it to the form that this program knows.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlSafeStr, SqlitePool};

use super::{Store, StoreError};

/// Where a store is: `sqlite:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    file: PathBuf,
}

/// A text that names no store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no database: write sqlite:PATH, such as sqlite:data/koe.db")]
pub struct NotAnAddress(String);

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self { file: PathBuf::from(path) }),
            Some(_) | None => Err(NotAnAddress(text.to_owned())),
        }
    }
}

impl Address {
    /// The store in the file at `file`.
    pub fn of_file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into() }
    }
}

/// How the store is opened.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// How long a request waits for the database while another program writes to it.
    pub busy_ms_max: u64,
    /// Whether a store is made where there is none.
    pub create: bool,
    /// How many pages of 4 KiB the file may have; without, as many as the disk holds.
    pub pages_max: Option<u32>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        // A response is stored in milliseconds, so whoever waits five seconds waits for something broken.
        Self { busy_ms_max: 5_000, create: true, pages_max: None }
    }
}

/// Connections that read at once: more than the cores of a small office machine gain nothing.
const READERS_MAX: u32 = 4;
/// Bytes up to which the whole file is looked through when it is opened: a tenth of a second or so.
const LOOK_THROUGH_BYTES_MAX: u64 = 64 << 20;

impl Store {
    /// Opens the store at `address`, makes it where there is none, and brings it up to date.
    pub async fn open(address: &Address, options: StoreOptions) -> Result<Self, StoreError> {
        let file = &address.file;
        if !options.create && !file.exists() {
            return Err(StoreError::Missing { path: file.clone() });
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| std::fs::create_dir_all(folder).is_err()) {
            return Err(StoreError::NotWritable { path: file.clone() });
        }
        let store = Self::connect(address, options).await.map_err(|error| error.at(file))?;
        let brought = store.bring_up_to_date(file).await.map_err(|error| error.at(file));
        if brought.is_err() {
            store.close().await;
        }
        brought.map(|()| store)
    }

    async fn connect(address: &Address, options: StoreOptions) -> Result<Self, StoreError> {
        let mut connect = SqliteConnectOptions::new()
            .filename(&address.file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Stored means on the disk, also when the power goes.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_millis(options.busy_ms_max))
            .disable_statement_logging();
        if let Some(pages) = options.pages_max {
            connect = connect.pragma("max_page_count", pages.to_string());
        }
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(Duration::from_millis(options.busy_ms_max))
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let writer = pool().max_connections(1).connect_with(connect.clone()).await?;
        let readers = pool().max_connections(READERS_MAX).connect_lazy_with(connect.read_only(true));
        Ok(Self { writer, readers })
    }

    async fn bring_up_to_date(&self, file: &std::path::Path) -> Result<(), StoreError> {
        if std::fs::metadata(file).is_ok_and(|file| file.len() <= LOOK_THROUGH_BYTES_MAX) {
            look_through(&self.writer).await?;
        }
        migrations().run(&self.writer).await?;
        Ok(())
    }
}

async fn look_through(pool: &SqlitePool) -> Result<(), StoreError> {
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(pool).await?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged { detail: found }) }
}

fn migrations() -> Migrator {
    let step = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(vec![
        step(1, "responses", include_str!("../../migrations/0001_responses.sql")),
        step(2, "sealed", include_str!("../../migrations/0002_sealed.sql")),
        step(3, "devices", include_str!("../../migrations/0003_devices.sql")),
    ])
}

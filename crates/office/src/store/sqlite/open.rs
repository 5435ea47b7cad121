//! Opening a file, and bringing it to the form that this program knows.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlSafeStr, SqlitePool};

use super::SqliteStore;
use crate::store::{StoreError, StoreOptions};

/// Connections that read at once: more than the cores of a small office machine gain nothing.
const READERS_MAX: u32 = 4;
/// How long to leave a file to those who are making it.
const AGAIN_AFTER: Duration = Duration::from_millis(20);
/// Bytes up to which the whole file is looked through when it is opened: a tenth of a second or so.
const LOOK_THROUGH_BYTES_MAX: u64 = 64 << 20;

impl SqliteStore {
    /// Opens the store in `file`, makes it where there is none, and brings it up to date.
    pub(in crate::store) async fn open(file: &Path, options: StoreOptions) -> Result<Self, StoreError> {
        if !options.create && !file.exists() {
            return Err(StoreError::Missing { path: file.to_owned() });
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| std::fs::create_dir_all(folder).is_err()) {
            return Err(StoreError::NotWritable { path: file.to_owned() });
        }
        let store = Self::connect_in_turn(file, options).await.map_err(|error| error.at(file))?;
        let brought = store.bring_up_to_date(file).await.map_err(|error| error.at(file));
        if brought.is_err() {
            store.close().await;
        }
        brought.map(|()| store)
    }

    /// Whoever makes a file has it write ahead, for which SQLite waits for nobody: where others do so at the same moment, it is
    /// tried again, for as long as anything else may take.
    async fn connect_in_turn(file: &Path, options: StoreOptions) -> Result<Self, StoreError> {
        let until = Instant::now() + Duration::from_millis(options.busy_ms_max);
        loop {
            match Self::connect(file, options).await {
                Err(StoreError::Busy) if Instant::now() < until => tokio::time::sleep(AGAIN_AFTER).await,
                otherwise => return otherwise,
            }
        }
    }

    async fn connect(file: &Path, options: StoreOptions) -> Result<Self, StoreError> {
        // Stored means on the disk, also when the power goes.
        let synchronous = if options.waits_for_disk { SqliteSynchronous::Full } else { SqliteSynchronous::Off };
        let mut connect = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            // What is deleted is overwritten, rather than left in the file until its place is needed.
            .pragma("secure_delete", "ON")
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
                // Where the disk fails at the end of a change, SQLite takes the change back by itself, and the connection
                // would wait for that end for ever. Another takes its place.
                .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        };
        // Whether its connection still answers need not be asked before each change: there is no network between.
        let writers = pool().max_connections(1).test_before_acquire(false).connect_with(connect.clone()).await?;
        let readers = pool().max_connections(READERS_MAX).connect_lazy_with(connect.read_only(true));
        Ok(Self { writers, readers })
    }

    async fn bring_up_to_date(&self, file: &Path) -> Result<(), StoreError> {
        if std::fs::metadata(file).is_ok_and(|file| file.len() <= LOOK_THROUGH_BYTES_MAX) {
            look_through(&self.writers).await?;
        }
        self.migrate().await
    }

    /// Where others bring the same file up to date at the same time, one of them does each step and the others trip over
    /// it; what is done then need not be done again.
    async fn migrate(&self) -> Result<(), StoreError> {
        let steps = migrations();
        for _ in 0..steps.migrations.len() {
            match steps.run(&self.writers).await {
                Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => {}
                otherwise => return Ok(otherwise?),
            }
        }
        Ok(steps.run(&self.writers).await?)
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
        step(1, "responses", include_str!("migrations/0001_responses.sql")),
        step(2, "sealed", include_str!("migrations/0002_sealed.sql")),
        step(3, "devices", include_str!("migrations/0003_devices.sql")),
        step(4, "staff", include_str!("migrations/0004_staff.sql")),
        step(5, "not_counted", include_str!("migrations/0005_not_counted.sql")),
        step(6, "typed_forms", include_str!("migrations/0006_typed_forms.sql")),
        step(7, "outcomes", include_str!("migrations/0007_outcomes.sql")),
        step(8, "tries", include_str!("migrations/0008_tries.sql")),
        step(9, "sign_on", include_str!("migrations/0009_sign_on.sql")),
        step(10, "said", include_str!("migrations/0010_said.sql")),
    ])
}

//! Connecting to a server, and bringing its store to the form that this program knows.

use std::path::PathBuf;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, SqlSafeStr};

use super::PostgresStore;
use super::response::LastSeen;
use crate::store::{StoreError, StoreOptions};

/// Connections of one office that read at once.
const READERS_MAX: u32 = 6;
/// Connections of one office that write: one for each group, and one for whatever staff do.
const WRITERS_MAX: u32 = 4;
/// How long one statement may take. Those of a request take milliseconds; a page of a backup tens of them.
const STATEMENT_MS_MAX: u64 = 30_000;
/// After how long the server takes back the locks of an office that is gone without a word.
const SILENT_MS_MAX: u64 = 60_000;

impl PostgresStore {
    /// Opens the store of `server`, makes it where there is none, and brings it up to date.
    pub(in crate::store) async fn open(server: &PgConnectOptions, options: StoreOptions) -> Result<Self, StoreError> {
        let connect = server.clone().disable_statement_logging().application_name("koe-office").options([
            ("default_transaction_isolation", "read committed".to_owned()),
            ("lock_timeout", options.busy_ms_max.to_string()),
            ("statement_timeout", STATEMENT_MS_MAX.to_string()),
            ("idle_in_transaction_session_timeout", SILENT_MS_MAX.to_string()),
        ]);
        let pool = |connections| {
            let wait = Duration::from_millis(options.busy_ms_max);
            PgPoolOptions::new().max_connections(connections).acquire_timeout(wait).connect_lazy_with(connect.clone())
        };
        let store = Self { writers: pool(WRITERS_MAX), readers: pool(READERS_MAX), seen: LastSeen::default() };
        let brought = store.bring_up_to_date(server, options).await;
        if brought.is_err() {
            store.close().await;
        }
        brought.map(|()| store)
    }

    async fn bring_up_to_date(&self, server: &PgConnectOptions, options: StoreOptions) -> Result<(), StoreError> {
        let synchronous: String =
            sqlx::query_scalar("SELECT current_setting('synchronous_commit')").fetch_one(&self.writers).await?;
        if synchronous == "off" {
            return Err(StoreError::NotDurable);
        }
        let there: bool =
            sqlx::query_scalar("SELECT to_regclass('responses') IS NOT NULL").fetch_one(&self.writers).await?;
        if !options.create && !there {
            return Err(StoreError::Missing { path: place_of(server) });
        }
        // Whoever is first holds an advisory lock, and the others find it done.
        migrations().run(&self.writers).await?;
        Ok(())
    }
}

/// What can be said of an address without its password.
fn place_of(server: &PgConnectOptions) -> PathBuf {
    let name = server.get_database().unwrap_or(server.get_username());
    PathBuf::from(format!("postgres://{}:{}/{name}", server.get_host(), server.get_port()))
}

fn migrations() -> Migrator {
    let step = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(vec![
        step(1, "store", include_str!("migrations/0001_store.sql")),
        step(2, "staff", include_str!("migrations/0002_staff.sql")),
        step(3, "not_counted", include_str!("migrations/0003_not_counted.sql")),
        step(4, "typed_forms", include_str!("migrations/0004_typed_forms.sql")),
        step(5, "outcomes", include_str!("migrations/0005_outcomes.sql")),
        step(6, "tries", include_str!("migrations/0006_tries.sql")),
        step(7, "add_responses", include_str!("migrations/0007_add_responses.sql")),
        step(8, "sign_on", include_str!("migrations/0008_sign_on.sql")),
        step(9, "said", include_str!("migrations/0009_said.sql")),
    ])
}

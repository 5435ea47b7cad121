//! `koe-office copy`

use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::inventory::{Form, tell};
use super::place::{Database, note};
use crate::audit::Act;
use crate::store::{Address, Store, StoreOptions};

/// Copies everything from one database into another, and compares
///
/// From SQLite to PostgreSQL or back, when a survey outgrows its file or a round is put away. What is stored after the copy
/// has begun is not in it: stop the office first, copy, and start it with the new database.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: koe-office copy --database sqlite:data/koe.db --to postgres://koe:secret@db.example.jp/koe"
)]
pub(super) struct Copy {
    /// The database to copy into, which holds nothing yet
    #[arg(long, value_name = "ADDRESS")]
    to: Address,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    database: Database,
}

impl Copy {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let from = self.database.open().await?;
        let into = match Store::open(&self.to, StoreOptions::default()).await {
            Ok(into) => into,
            Err(error) => {
                from.close().await;
                return Err(error.into());
            }
        };
        let copied = match note(&from, Act::Copy, "").await {
            Ok(()) => from.copy_into(&into).await,
            Err(error) => Err(error),
        };
        from.close().await;
        into.close().await;
        tell(&copied?, self.form)
    }
}

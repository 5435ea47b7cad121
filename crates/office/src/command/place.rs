//! Where a command finds what it works on.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::CommandError;
use crate::audit::{Act, Deed};
use crate::clock;
use crate::content::{Content, Tongue};
use crate::store::{Address, Store, StoreError, StoreOptions};

/// The store that a command works on.
#[derive(Debug, Args)]
pub(super) struct Database {
    /// The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(long, value_name = "ADDRESS", default_value = "sqlite:data/koe.db")]
    database: Address,
}

impl Database {
    /// Opens it, and makes it where there is none.
    pub(super) async fn open_or_create(&self) -> Result<Store, StoreError> {
        Store::open(&self.database, StoreOptions::default()).await
    }

    /// Opens it where there is one.
    pub(super) async fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.database, StoreOptions { create: false, ..StoreOptions::default() }).await
    }
}

/// Writes down what is about to be done from the command line.
pub(super) async fn note(store: &Store, act: Act, what: impl Into<String>) -> Result<(), StoreError> {
    store.note(&Deed::of_terminal(act, what), clock::now()).await.map(drop)
}

/// The content folder that a command reads.
#[derive(Debug, Args)]
pub(super) struct ContentFolder {
    /// The content folder
    #[arg(long, value_name = "FOLDER", default_value = "content")]
    pub(super) content: PathBuf,
}

/// What of the content folder figures depend on; the rest is in the revisions.
pub(super) const FIGURED_BY: [&str; 3] = ["adults", "indicators", "report"];

impl ContentFolder {
    /// What is in it, unless what figures need of it is wrong.
    pub(super) fn for_figures(&self, tongue: Tongue) -> Result<Content, CommandError> {
        let content = Content::read(&self.content);
        let needed = |file: &Path| FIGURED_BY.iter().any(|folder| file.starts_with(self.content.join(folder)));
        let problems: Vec<_> = content.problems.iter().filter(|problem| needed(&problem.file)).collect();
        for problem in &problems {
            writeln!(std::io::stderr(), "{}", problem.line(tongue))?;
        }
        if problems.is_empty() { Ok(content) } else { Err(CommandError::ReportContent(problems.len())) }
    }
}

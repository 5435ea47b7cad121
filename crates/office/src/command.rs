//! The command line of `koe-office`.

mod audit;
mod backup;
mod check;
mod config;
mod copy;
mod error;
mod export;
mod inventory;
mod invite;
mod keygen;
mod kiosk;
mod load;
mod misfit;
mod open;
mod paper;
mod place;
mod plan;
mod recount;
mod report;
mod restore;
mod serve;
mod sign_on;
mod staff;
mod survey;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::content::Tongue;
pub use error::CommandError;

/// Keeps a ward survey: takes responses in, and tells what it has.
#[derive(Debug, Parser)]
#[command(name = "koe-office", version, max_term_width = 100)]
pub struct Program {
    /// The language of messages about content; without, that of the environment
    #[arg(long, global = true, value_enum)]
    language: Option<Tongue>,
    /// A file with settings, each called as its flag; see `koe-office config --help`
    #[arg(id = "config", long, global = true, value_name = "FILE", env = "KOE_OFFICE_CONFIG")]
    _config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Survey(survey::Command),
    Serve(serve::Serve),
    Config(config::Config),
    Invite(invite::Invite),
    Load(load::Load),
    Export(export::Export),
    Open(open::Open),
    Paper(paper::Paper),
    Report(report::Report),
    Plan(plan::Plan),
    Recount(recount::Recount),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Copy(copy::Copy),
    Keygen(keygen::Keygen),
    #[command(subcommand)]
    Kiosk(kiosk::Command),
    #[command(subcommand)]
    Staff(staff::Command),
    Audit(audit::Audit),
}

impl Program {
    /// Does what was asked.
    pub async fn run(self) -> Result<ExitCode, CommandError> {
        let tongue = self.language.unwrap_or_else(|| {
            let values = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
            Tongue::of_environment(values)
        });
        match self.command {
            Command::Check(check) => check.run(tongue),
            Command::Survey(survey) => survey.run(tongue).await,
            Command::Serve(serve) => serve.run(tongue).await,
            Command::Config(config) => config.run(),
            Command::Invite(invite) => invite.run(tongue).await,
            Command::Load(load) => load.run(tongue).await,
            Command::Export(export) => export.run().await,
            Command::Open(open) => open.run(tongue).await,
            Command::Paper(paper) => paper.run(tongue).await,
            Command::Plan(plan) => plan.run(tongue),
            Command::Recount(recount) => recount.run(tongue).await,
            Command::Report(report) => report.run(tongue).await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Copy(copy) => copy.run().await,
            Command::Keygen(keygen) => keygen.run(),
            Command::Kiosk(kiosk) => kiosk.run().await,
            Command::Staff(staff) => staff.run().await,
            Command::Audit(audit) => audit.run().await,
        }
    }
}

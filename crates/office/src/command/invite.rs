//! `koe-office invite`

mod giving;
mod outcome;
mod printing;
mod rates;
mod reminding;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::CommandError;
use crate::content::Tongue;
use giving::Giving;
use outcome::Telling;
use rates::Rating;
use reminding::Reminding;

/// Gives out codes, one for each person who is asked to answer, and prints their letters
///
/// The codes are printed once, or written beside the addresses of a list, and kept nowhere else: the database holds only a
/// keyed hash of each. A list of addresses is the office's own file and never goes into the database.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example: koe-office invite --survey ward-residents-2026 --ward 271080 --count 100 > codes.csv\n\
                  Example: koe-office invite --survey ward-residents-2026 --ward 271080 --list addresses.csv --out invited.csv \
                  --letters letters.html --public-origin https://ank.example.jp"
)]
pub(super) struct Invite {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    giving: Giving,
}

#[derive(Debug, Subcommand)]
enum Act {
    Remind(Reminding),
    Outcome(Telling),
    Rates(Rating),
}

impl Invite {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        match &self.act {
            Some(Act::Remind(reminding)) => reminding.run(tongue).await,
            Some(Act::Outcome(telling)) => telling.run().await,
            Some(Act::Rates(rating)) => rating.run().await,
            None => self.giving.run(tongue).await,
        }
    }
}

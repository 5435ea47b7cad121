//! `koe-office invite`

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use questionnaire::{SurveyId, WardCode};
use serde_json::json;

use super::CommandError;
use super::place::Database;
use crate::code::{CodeKey, InvitationCode};
use crate::edition::Editions;
use crate::http::code_key;
use crate::random;
use crate::store::{Store, StoreError};

/// Gives out codes, one for each person who is asked to answer
///
/// The codes are printed once and kept nowhere: the database holds only a keyed hash of each.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office invite --survey ward-residents-2026 --ward 271080 --count 100 > codes.csv")]
pub(super) struct Invite {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// The ward's code
    #[arg(long)]
    ward: WardCode,
    /// How many codes
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
    /// Print JSON instead of CSV
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Invite {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let codes = self.give_out(&store).await;
        store.close().await;
        self.print(&codes?)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn give_out(&self, store: &Store) -> Result<Vec<InvitationCode>, CommandError> {
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        if !edition.survey.frame().needs_code() {
            return Err(CommandError::NoCodes(self.survey.clone()));
        }
        if !edition.survey.wards().contains_key(&self.ward) {
            return Err(CommandError::NoSuchWard { survey: self.survey.clone(), ward: self.ward });
        }
        let key = code_key(store).await?;
        loop {
            // Two codes alike among 31⁹ are next to impossible; then all of them are made anew.
            let codes = self.make()?;
            if store.invite(&self.survey, self.ward, &self.hashes(&key, &codes)).await? {
                return Ok(codes);
            }
        }
    }

    fn make(&self) -> Result<Vec<InvitationCode>, CommandError> {
        let mut codes = Vec::new();
        while codes.len() < usize::try_from(self.count).unwrap_or(usize::MAX) {
            codes.extend(InvitationCode::from_random(random::bytes()?));
        }
        Ok(codes)
    }

    /// In the order of the hashes, so that the store does not tell in which order the letters were printed.
    fn hashes(&self, key: &CodeKey, codes: &[InvitationCode]) -> Vec<[u8; 32]> {
        let mut hashes: Vec<_> = codes.iter().map(|code| key.hash(&self.survey, *code)).collect();
        hashes.sort_unstable();
        hashes
    }

    fn print(&self, codes: &[InvitationCode]) -> Result<(), CommandError> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let rows: Vec<_> =
                codes.iter().map(|code| json!({ "ward": self.ward, "code": code.to_string() })).collect();
            writeln!(out, "{}", serde_json::Value::from(rows))?;
            return Ok(());
        }
        writeln!(out, "ward,code")?;
        for code in codes {
            writeln!(out, "{},{code}", self.ward)?;
        }
        Ok(())
    }
}

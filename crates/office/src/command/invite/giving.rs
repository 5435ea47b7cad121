//! Codes that are given out.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use questionnaire::{SurveyId, WardCode};
use serde_json::json;

use super::super::CommandError;
use super::super::place::{Database, note};
use super::printing::{Printing, read_list, with_codes};
use crate::address_list::AddressList;
use crate::audit::Act;
use crate::code::{CodeKey, InvitationCode};
use crate::content::Tongue;
use crate::edition::Editions;
use crate::http::code_key;
use crate::new_file::NewFile;
use crate::paper::Errand;
use crate::random;
use crate::store::{Store, StoreError};

#[derive(Debug, Args)]
pub(super) struct Giving {
    /// The survey's id
    #[arg(long, required = true)]
    survey: Option<SurveyId>,
    /// The ward's code
    #[arg(long, required = true)]
    ward: Option<WardCode>,
    /// How many codes
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000), required_unless_present = "list")]
    count: Option<u32>,
    /// A code for each row of this list of addresses: CSV in UTF-8 or Shift JIS with the columns 氏名 and 住所, perhaps 方書
    /// and 郵便番号
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "json"], requires = "out")]
    list: Option<PathBuf>,
    /// Where the list is written with its codes: a new file, which the office keeps
    #[arg(long, value_name = "FILE", requires = "list")]
    out: Option<PathBuf>,
    #[command(flatten)]
    printing: Printing,
    /// Print JSON instead of CSV
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Giving {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        // The command line asks for both unless another act is named.
        let (Some(survey), Some(ward)) = (&self.survey, self.ward) else { return Ok(ExitCode::FAILURE) };
        let list = self.list.as_deref().map(read_list).transpose()?;
        let store = self.database.open().await?;
        let given = self.give_out(&store, survey, ward, list.as_ref(), tongue).await;
        store.close().await;
        let codes = given?;
        match &self.out {
            Some(out) => writeln!(std::io::stdout(), "{}: {} codes", out.display(), codes.len())?,
            None => self.print(ward, &codes)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn give_out(
        &self,
        store: &Store,
        survey: &SurveyId,
        ward: WardCode,
        list: Option<&AddressList>,
        tongue: Tongue,
    ) -> Result<Vec<InvitationCode>, CommandError> {
        let standing = store.standing(survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        if !edition.survey.frame().needs_code() {
            return Err(CommandError::NoCodes(survey.clone()));
        }
        if !edition.survey.wards().contains_key(&ward) {
            return Err(CommandError::NoSuchWard { survey: survey.clone(), ward });
        }
        let count = list.map_or(usize::try_from(self.count.unwrap_or(0)).unwrap_or(0), |list| list.rows.len());
        let key = code_key(store).await?;
        note(store, Act::Invite, format!("{survey} {ward} count={count}")).await?;
        loop {
            // Two codes alike among 31⁹ are next to impossible; then all of them are made anew.
            let codes = make(count)?;
            // On the disk before the codes count: nobody is asked by a code that is written nowhere.
            let mut files = Vec::new();
            if let (Some(out), Some(list)) = (&self.out, list) {
                files.push(NewFile::write(out, &with_codes(list, &codes)?)?);
            }
            files.extend(self.printing.write(&edition.survey, ward, list, &codes, Errand::Invitation, tongue)?);
            if store.invite(survey, ward, &hashes(&key, survey, &codes)).await? {
                files.into_iter().try_for_each(NewFile::finish)?;
                return Ok(codes);
            }
        }
    }

    fn print(&self, ward: WardCode, codes: &[InvitationCode]) -> Result<(), CommandError> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let rows: Vec<_> = codes.iter().map(|code| json!({ "ward": ward, "code": code.to_string() })).collect();
            writeln!(out, "{}", serde_json::Value::from(rows))?;
            return Ok(());
        }
        writeln!(out, "ward,code")?;
        for code in codes {
            writeln!(out, "{ward},{code}")?;
        }
        Ok(())
    }
}

/// In the order of the hashes, so that the store does not tell in which order the letters were printed.
fn hashes(key: &CodeKey, survey: &SurveyId, codes: &[InvitationCode]) -> Vec<[u8; 32]> {
    let mut hashes: Vec<_> = codes.iter().map(|code| key.hash(survey, *code)).collect();
    hashes.sort_unstable();
    hashes
}

fn make(count: usize) -> Result<Vec<InvitationCode>, CommandError> {
    let mut codes = Vec::new();
    while codes.len() < count {
        codes.extend(InvitationCode::from_random(random::bytes()?));
    }
    Ok(codes)
}

//! `koe-office invite remind`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use questionnaire::{SurveyId, WardCode};

use super::super::CommandError;
use super::super::place::{Database, note};
use super::printing::{Printing, read_list, with_codes};
use crate::address_list::{AddressList, CODE};
use crate::audit::Act;
use crate::code::InvitationCode;
use crate::content::Tongue;
use crate::edition::Editions;
use crate::http::code_key;
use crate::new_file::NewFile;
use crate::paper::Errand;
use crate::store::{Letter, Store, StoreError};

/// Writes a list without those who have answered and those whose letter came to something else, and letters that remind the others
#[derive(Debug, Args)]
#[command(
    after_help = "Example: koe-office invite remind --survey ward-residents-2026 --ward 271080 --list invited.csv --out remind.csv"
)]
pub(super) struct Reminding {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// The ward's code
    #[arg(long)]
    ward: WardCode,
    /// The list that `invite --list` has written, with its codes
    #[arg(long, value_name = "FILE")]
    list: PathBuf,
    /// Where the others are written: a new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    printing: Printing,
    #[command(flatten)]
    database: Database,
}

impl Reminding {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let list = read_list(&self.list)?;
        let store = self.database.open().await?;
        let left = self.write(&store, &list, tongue).await;
        store.close().await;
        let (left, all) = (left?, list.rows.len());
        writeln!(std::io::stdout(), "{}: {left} of {all} are reminded", self.out.display())?;
        Ok(ExitCode::SUCCESS)
    }

    async fn write(&self, store: &Store, list: &AddressList, tongue: Tongue) -> Result<usize, CommandError> {
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        let (key, column) = (code_key(store).await?, list.column(CODE));
        note(store, Act::Invite, format!("{} {} remind", self.survey, self.ward)).await?;
        let mut left = AddressList { head: list.head.clone(), rows: Vec::new() };
        let mut codes: Vec<InvitationCode> = Vec::new();
        let mut unknown = 0;
        for row in &list.rows {
            let code = row.field(column).parse::<InvitationCode>().ok();
            let given_out = match code {
                None => None,
                Some(code) => store.letter(&self.survey, key.hash(&self.survey, code)).await?,
            };
            match (code, given_out) {
                (Some(_), Some(Letter { is_used: true, .. } | Letter { outcome: Some(_), .. })) => {}
                (Some(code), Some(_)) => {
                    codes.push(code);
                    left.rows.push(row.clone());
                }
                (_, None) | (None, _) => {
                    unknown += 1;
                    writeln!(
                        std::io::stderr(),
                        "{}: line {}: this is no code of the survey",
                        self.list.display(),
                        row.line
                    )?;
                }
            }
        }
        if unknown > 0 {
            return Err(CommandError::List(unknown));
        }
        let file = NewFile::write(&self.out, &with_codes(&left, &codes)?)?;
        let letters = self.printing.write(&edition.survey, self.ward, Some(&left), &codes, Errand::Reminder, tongue)?;
        std::iter::once(file).chain(letters).try_for_each(NewFile::finish)?;
        Ok(codes.len())
    }
}

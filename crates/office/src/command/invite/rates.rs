//! `koe-office invite rates`

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use indicators::{Dispositions, Formula};
use questionnaire::SurveyId;
use serde_json::{Map, Value, json};

use super::super::CommandError;
use super::super::place::{Database, note};
use crate::audit::Act;
use crate::rates::{answered, dispositions};
use crate::store::{Store, StoreError};

/// Prints what became of everybody who was asked, and the response rates by AAPOR's Standard Definitions, for each ward
///
/// A response is complete with answers to at least 80 % of the questions that it was asked, partial from 50 % on, and
/// broken off below. "Don't know" is an answer; a sealed response counts as complete. Nothing heard and letters that came
/// back are of unknown eligibility; e, for RR3 and RR4, is the share of those known to be eligible among those of whom it is
/// known.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office invite rates --survey ward-residents-2026 > rates.csv")]
pub(super) struct Rating {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// Print JSON instead of CSV
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Rating {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let rows = self.rows(&store).await;
        store.close().await;
        let rows = rows?;
        if self.json {
            print_json(&rows)?;
        } else {
            print(&rows)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Each ward, and all of them.
    async fn rows(&self, store: &Store) -> Result<Vec<(String, Dispositions)>, CommandError> {
        if store.standing(&self.survey).await?.is_none() {
            return Err(StoreError::NoSuchSurvey { survey: self.survey.to_string() }.into());
        }
        note(store, Act::Show, format!("{} rates", self.survey)).await?;
        let wards = dispositions(store, &self.survey, &answered(store, &self.survey).await?).await?;
        let all = wards.values().fold(Dispositions::default(), |all, ward| all.and(*ward));
        let wards = wards.into_iter().map(|(ward, of)| (ward.to_string(), of));
        Ok(wards.chain([("all".to_owned(), all)]).collect())
    }
}

fn print(rows: &[(String, Dispositions)]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let formulas = Formula::ALL.map(Formula::name);
    writeln!(
        out,
        "ward,asked,{},e,{}",
        Dispositions::default().counts().map(|(name, _)| name).join(","),
        formulas.join(",")
    )?;
    let share = |share: Option<f64>| share.map(|share| format!("{share:.4}")).unwrap_or_default();
    for (ward, of) in rows {
        let counts = of.counts().map(|(_, count)| count.to_string()).join(",");
        let rates = Formula::ALL.map(|formula| share(of.rate(formula))).join(",");
        writeln!(out, "{ward},{},{counts},{},{rates}", of.all(), share(of.eligibility()))?;
    }
    Ok(())
}

fn print_json(rows: &[(String, Dispositions)]) -> std::io::Result<()> {
    let row = |(ward, of): &(String, Dispositions)| {
        let rates = Formula::ALL.map(|formula| (formula.name().to_owned(), json!(of.rate(formula))));
        let counts = of.counts().map(|(name, count)| (name.to_owned(), json!(count)));
        let fixed = [("ward", json!(ward)), ("asked", json!(of.all())), ("e", json!(of.eligibility()))];
        let fixed = fixed.map(|(name, value)| (name.to_owned(), value));
        Value::Object(fixed.into_iter().chain(counts).chain(rates).collect::<Map<_, _>>())
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    writeln!(std::io::stdout(), "{}", Value::from(rows))
}

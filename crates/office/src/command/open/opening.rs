//! Opening under way.

use std::io::Write;
use std::process::ExitCode;

use questionnaire::SurveyId;
use sealing::PrivateKey;
use serde::Serialize;

use super::output::Output;
use super::words;
use crate::command::CommandError;
use crate::content::Tongue;
use crate::edition::Editions;
use crate::opened::opened;
use crate::store::{Record, Store};

/// Responses read at once: some 6 MB of memory.
const PAGE: u32 = 1_000;

/// Opening under way.
pub(super) struct Opening<'a> {
    store: &'a Store,
    keys: &'a [PrivateKey],
    editions: Editions,
    output: Output,
    tongue: Tongue,
    counts: Vec<(SurveyId, Counts)>,
}

/// How many responses of a survey came to what.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    /// They open, and are responses by the rules.
    pub(super) opened: u64,
    /// They do not.
    pub(super) shut: u64,
    /// They were never sealed.
    pub(super) clear: u64,
}

/// A response that was not opened, as it is handed out.
#[derive(Serialize)]
struct Unopened<'a> {
    #[serde(flatten)]
    record: &'a Record,
    problem: Problem<'a>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    detail: &'a str,
}

impl<'a> Opening<'a> {
    pub(super) fn new(store: &'a Store, keys: &'a [PrivateKey], output: Output, tongue: Tongue) -> Self {
        let editions = Editions::new(store.clone());
        Self { store, keys, editions, output, tongue, counts: Vec::new() }
    }

    /// Opens every response of `survey`.
    pub(super) async fn survey(&mut self, survey: &SurveyId) -> Result<(), CommandError> {
        let mut counts = Counts::default();
        let mut after = String::new();
        loop {
            let records = self.store.records(survey, &after, PAGE).await?;
            let Some(last) = records.last() else { break };
            after.clone_from(&last.id);
            for record in records {
                self.record(survey, record, &mut counts).await?;
            }
        }
        self.counts.push((survey.clone(), counts));
        Ok(())
    }

    async fn record(&mut self, survey: &SurveyId, record: Record, counts: &mut Counts) -> Result<(), CommandError> {
        let Some(sealed) = &record.sealed else {
            counts.clear += 1;
            return self.output.write(&record);
        };
        match opened(survey, &record.id, sealed, self.keys, &self.editions).await? {
            Ok(response) => {
                counts.opened += 1;
                self.output.write(&Record { response: serde_json::to_value(&response)?, ..record })
            }
            Err(shut) => {
                counts.shut += 1;
                let detail = words::shut(&shut, self.tongue);
                writeln!(std::io::stderr(), "{survey} {}: {detail}", record.id)?;
                self.output
                    .write(&Unopened { record: &record, problem: Problem { code: shut.code(), detail: &detail } })
            }
        }
    }

    /// Tells how it went, and says by the exit status whether everything is open.
    pub(super) fn end(self, is_data: bool) -> Result<ExitCode, CommandError> {
        let sum = |count: fn(&Counts) -> u64| self.counts.iter().map(|(_, counts)| count(counts)).sum::<u64>();
        let (opened, shut) = (sum(|counts| counts.opened), sum(|counts| counts.shut));
        self.output.end()?;
        if !is_data {
            let mut out = std::io::stdout().lock();
            for (survey, counts) in &self.counts {
                writeln!(out, "{survey}: {}", words::summary(*counts, self.tongue))?;
            }
        }
        if shut == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(std::io::stderr(), "koe-office: {}", words::not_all(shut, opened + shut, self.tongue))?;
        Ok(ExitCode::FAILURE)
    }
}

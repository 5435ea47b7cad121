//! What is told of a load.

use std::io::{BufWriter, Stdout, Write};
use std::path::Path;
use std::process::ExitCode;

use questionnaire::ResponseId;
use serde::Serialize;
use serde_json::{Value, json};

use super::judged::NotTaken;
use super::words::{self, FileFault};
use crate::command::CommandError;
use crate::content::Tongue;
use crate::intake::Acknowledgement;

/// Tells of a load line by line, and counts.
pub(super) struct Report {
    json: bool,
    tongue: Tongue,
    out: BufWriter<Stdout>,
    /// Why nobody hears any more. What is loaded does not depend on that.
    unheard: Option<std::io::Error>,
    counts: Counts,
}

/// How many lines came to what.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    /// Responses stored now.
    pub(super) stored: u64,
    /// Responses that were stored before.
    pub(super) before: u64,
    /// Of those, set aside.
    pub(super) aside: u64,
    /// Lines and files of which nothing is stored.
    pub(super) not_stored: u64,
}

/// What is told of one line, as data.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    line: Option<u64>,
    id: Option<ResponseId>,
    #[serde(flatten)]
    names: Value,
    detail: &'a str,
}

impl Report {
    pub(super) fn new(json: bool, tongue: Tongue) -> Self {
        Self { json, tongue, out: BufWriter::new(std::io::stdout()), unheard: None, counts: Counts::default() }
    }

    /// The response on that line is stored.
    pub(super) fn taken(&mut self, path: &Path, line: u64, acknowledgement: &Acknowledgement) {
        let Acknowledgement { id, stored, reason, before } = acknowledgement;
        *(if *before { &mut self.counts.before } else { &mut self.counts.stored }) += 1;
        let Some(reason) = reason else { return };
        self.counts.aside += 1;
        let status = if *before { 200 } else { 202 };
        let names = json!({ "status": status, "stored": stored, "reason": reason });
        self.tell(path, Some(line), Some(*id), &words::aside(*reason, self.tongue), names);
    }

    /// The line is not stored.
    pub(super) fn not_taken(&mut self, path: &Path, line: u64, id: Option<ResponseId>, why: NotTaken) {
        self.counts.not_stored += 1;
        let detail = words::not_taken(&why, self.tongue);
        self.tell(path, Some(line), id, &detail, why.names());
    }

    /// From `first` to `last` no line is whole.
    pub(super) fn no_whole_line(&mut self, path: &Path, first: u64, last: u64) {
        self.counts.not_stored += 1;
        let names = json!({ "type": "urn:koe:problem:no_whole_line", "last_line": last });
        self.tell(path, Some(first), None, &words::no_whole_line(last, self.tongue), names);
    }

    /// The file cannot be read, or not further.
    pub(super) fn file_fault(&mut self, path: &Path, fault: &FileFault) {
        self.counts.not_stored += 1;
        let names = json!({ "type": format!("urn:koe:problem:{}", fault.code()) });
        self.tell(path, None, None, &fault.in_words(self.tongue), names);
    }

    /// Tells how it went, and says by the exit status whether everything is stored.
    pub(super) fn end(mut self, files: usize) -> Result<ExitCode, CommandError> {
        let Counts { stored, before, aside, not_stored } = self.counts;
        let counts =
            json!({ "files": files, "stored": stored, "before": before, "aside": aside, "not_stored": not_stored });
        let line = if self.json { counts.to_string() } else { words::summary(files, self.counts, self.tongue) };
        self.write(&line);
        if let Some(error) = self.out.flush().err().or(self.unheard) {
            return Err(error.into());
        }
        if not_stored == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(std::io::stderr(), "koe-office: {}", words::not_all(not_stored, self.tongue))?;
        Ok(ExitCode::FAILURE)
    }

    fn tell(&mut self, path: &Path, line: Option<u64>, id: Option<ResponseId>, detail: &str, names: Value) {
        let file = path.display().to_string();
        let text = if self.json {
            serde_json::to_string(&Told { file: &file, line, id, detail, names }).unwrap_or_default()
        } else {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let id = id.map(|id| format!(" (id {id})")).unwrap_or_default();
            format!("{file}{line}: {detail}{id}")
        };
        self.write(&text);
    }

    fn write(&mut self, line: &str) {
        if self.unheard.is_none() {
            self.unheard = writeln!(self.out, "{line}").err();
        }
    }
}

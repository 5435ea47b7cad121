//! `koe-office check`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::content::{Content, Tongue};

/// Looks through questionnaires, surveys, indicators and the words of the page
///
/// Each thing that is wrong is one line: the file, the place, what is wrong and how it is mended. For each language it
/// prints how many texts there are and how many are needed, and whether a native reader has signed the translation.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office check content/")]
pub(super) struct Check {
    /// The content folder
    #[arg(default_value = "content")]
    content: PathBuf,
}

impl Check {
    pub(super) fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let content = Content::read(&self.content);
        let mut errors = std::io::stderr().lock();
        for problem in &content.problems {
            writeln!(errors, "{}", problem.line(tongue))?;
        }
        let mut out = std::io::stdout().lock();
        for coverage in &content.coverage {
            writeln!(out, "{}", coverage.line(tongue))?;
        }
        let wrong = content.problems.len();
        if wrong > 0 {
            writeln!(errors, "{}", unsound(wrong, tongue))?;
            return Ok(ExitCode::FAILURE);
        }
        writeln!(out, "{}", sound(&content, tongue))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn sound(content: &Content, tongue: Tongue) -> String {
    let (questionnaires, surveys) = (content.questionnaires.len(), content.surveys.len());
    let indicators = content.indicators.all.len();
    let languages: Vec<_> = content.interface.0.keys().map(ToString::to_string).collect();
    let languages = languages.join(", ");
    match tongue {
        Tongue::Ja => format!(
            "調査票 {questionnaires}、調査 {surveys}、成果指標 {indicators}、画面の言語 {languages}：問題はありません"
        ),
        Tongue::En => format!(
            "{questionnaires} questionnaires, {surveys} surveys, {indicators} indicators, the page in {languages}: all sound"
        ),
    }
}

fn unsound(wrong: usize, tongue: Tongue) -> String {
    match tongue {
        Tongue::Ja => format!("問題が {wrong} 件あります"),
        Tongue::En if wrong == 1 => "1 problem".to_owned(),
        Tongue::En => format!("{wrong} problems"),
    }
}

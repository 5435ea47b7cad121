//! What a backup, a restore or a copy has moved, as it is told.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use crate::store::{Count, Inventory};

/// How it is told.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Form {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Tells how much there is of each survey, with a hash by which two stores are compared.
pub(super) fn tell(inventory: &Inventory, form: Form) -> Result<ExitCode, CommandError> {
    let mut out = std::io::stdout().lock();
    if form.json {
        writeln!(out, "{}", serde_json::to_string(inventory)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (survey, count) in &inventory.surveys {
        line(&mut out, survey, count)?;
    }
    line(&mut out, "(office)", &inventory.office)?;
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut impl Write, name: &str, count: &Count) -> std::io::Result<()> {
    let rows: Vec<String> = count.rows.iter().map(|(table, rows)| format!("{rows} {table}")).collect();
    writeln!(out, "{name}: {}, sha256 {}", rows.join(", "), count.sha256)
}

//! `koe-office audit`

use std::io::Write;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::{Act, Entry, Hash, Head, Walk};
use crate::store::Store;

/// Looks whether the log of what was done is whole, and prints it
///
/// Every row holds the hash of the one before it, so that a row which was changed or taken out is named. Whoever can write to the
/// database could write the whole log anew: note the last number and hash that --verify prints outside of it, and give them with
/// --noted the next time.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office audit\n\
                  Example: koe-office audit --verify --noted 120:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
pub(super) struct Audit {
    /// Only look whether it is whole, and print where it ends
    #[arg(long)]
    verify: bool,
    /// A number and hash that were noted before: the log must still hold that row
    #[arg(long, value_name = "NUMBER:HASH")]
    noted: Option<Noted>,
    /// Print JSON, one line for each row
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// A row that somebody has noted.
#[derive(Debug, Clone, Copy)]
struct Noted(Head);

/// A text that names no row.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("not what `koe-office audit --verify` prints: write NUMBER:HASH, the hash with its 64 digits")]
struct NotNoted;

impl FromStr for Noted {
    type Err = NotNoted;

    fn from_str(text: &str) -> Result<Self, NotNoted> {
        let (number, hash) =
            text.split_once(':').filter(|(_, hash)| hash.len() == 64 && hash.is_ascii()).ok_or(NotNoted)?;
        let mut own = [0; 32];
        for (byte, digits) in own.iter_mut().zip(hash.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| NotNoted)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NotNoted)?;
        }
        Ok(Self(Head { number: number.parse().map_err(|_| NotNoted)?, own: Hash(own) }))
    }
}

/// Rows read at once.
const PAGE: u32 = 1_000;

impl Audit {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let looked = self.look(&store).await;
        store.close().await;
        looked.map(|()| ExitCode::SUCCESS)
    }

    async fn look(&self, store: &Store) -> Result<(), CommandError> {
        // A log that is only looked through is not written to, so that it can be looked through as it was found.
        if !self.verify {
            note(store, Act::Audit, "").await?;
        }
        let (kept, mut walk) = (store.audit_head().await?, Walk::past(self.noted.map(|noted| noted.0)));
        let mut broken = None;
        let mut number = 0;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        loop {
            // What others write meanwhile is after the end that was read.
            let entries = store.audit_after(number, PAGE).await?;
            for entry in entries.iter().filter(|entry| entry.number <= kept.number) {
                if broken.is_none() {
                    broken = walk.step(entry).err();
                }
                if !self.verify {
                    self.print(&mut out, entry)?;
                }
            }
            let Some(last) = entries.last() else { break };
            number = last.number;
        }
        out.flush()?;
        if let Some(broken) = broken {
            return Err(broken.into());
        }
        let head = walk.end(kept)?;
        if self.verify {
            writeln!(out, "{} rows, whole: {}:{}", head.number, head.number, head.own)?;
            out.flush()?;
        }
        Ok(())
    }

    fn print(&self, out: &mut impl Write, entry: &Entry) -> std::io::Result<()> {
        let Entry { number, at, who, act, what, own, .. } = entry;
        if self.json {
            let row =
                json!({ "number": number, "at": at, "who": who, "act": act, "what": what, "hash": own.to_string() });
            return writeln!(out, "{row}");
        }
        writeln!(out, "{number} {at} {who} {act} {what}")
    }
}

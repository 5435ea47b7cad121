//! A load under way.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::ExitCode;

use koefile::{Fault, Found, Header, Kind, Piece, Reader};

use super::judged::{Judged, NotTaken};
use super::receipts::Receipts;
use super::report::Report;
use super::words::FileFault;
use crate::command::CommandError;
use crate::device::Device;
use crate::intake::Intake;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Lines stored with one wait for the disk. Whoever sends meanwhile waits for one such group at most.
const GROUP: usize = 256;
/// The faults before the first line of ours that are told one by one.
const FAULTS_BEFORE_MAX: usize = 20;

/// A load under way.
pub(super) struct Loading<'a> {
    pub(super) report: Report,
    intake: Intake<'a>,
    /// The tablet that the files come from, where staff have said which.
    device: Option<Device>,
    receipts: Option<Receipts>,
    /// Lines that were looked at and not stored yet.
    group: Vec<Judged>,
}

/// What was seen of a file so far.
#[derive(Default)]
struct Seen {
    /// Whether any line of it was one of ours.
    is_ours: bool,
    /// Whether it was told that it holds receipts.
    receipts_told: bool,
    /// What was wrong before the first line of ours: in what is no file of ours, every line.
    before: Vec<(u64, Fault)>,
    /// The last line before it, where they are too many to be told one by one.
    last_before: Option<u64>,
}

impl<'a> Loading<'a> {
    pub(super) fn new(intake: Intake<'a>, device: Option<Device>, receipts: Option<Receipts>, report: Report) -> Self {
        Self { report, intake, device, receipts, group: Vec::new() }
    }

    /// Takes in everything that is whole in the file at `path`. The inner error says that nothing is.
    pub(super) async fn file(&mut self, path: &Path) -> Result<Result<(), FileFault>, CommandError> {
        let mut file = match open(path) {
            Ok(file) => file,
            Err(fault) => return Ok(Err(fault)),
        };
        let (mut reader, mut seen, mut chunk) = (Reader::default(), Seen::default(), vec![0; CHUNK]);
        let broke_off = loop {
            match file.read(&mut chunk) {
                Ok(0) => break None,
                Ok(count) => {
                    let bytes = chunk.get(..count).unwrap_or_default();
                    self.look_at(path, reader.read(bytes), &mut seen).await?;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Some(FileFault::Unreadable(error)),
            }
        };
        self.look_at(path, reader.end(), &mut seen).await?;
        self.store_group(path).await?;
        let fault = match (broke_off, seen.is_ours, seen.before.is_empty()) {
            (None, true, _) => return Ok(Ok(())),
            (Some(fault), true, _) => {
                self.report.file_fault(path, &fault);
                return Ok(Ok(()));
            }
            (Some(fault), false, _) => fault,
            (None, false, true) => FileFault::Empty,
            (None, false, false) => FileFault::NotOurs,
        };
        Ok(Err(fault))
    }

    /// Everything is stored: writes the receipts and tells how it went.
    pub(super) fn end(self, files: usize) -> Result<ExitCode, CommandError> {
        let written = self.receipts.map_or(Ok(()), Receipts::end);
        let ended = self.report.end(files);
        written.and(ended)
    }

    async fn look_at(&mut self, path: &Path, pieces: Vec<Piece>, seen: &mut Seen) -> Result<(), CommandError> {
        for Piece { line, what } in pieces {
            if let Found::Fault(fault) = what
                && !seen.is_ours
                && !is_of_ours(fault)
            {
                seen.hold_back(line, fault);
                continue;
            }
            if !std::mem::replace(&mut seen.is_ours, true) {
                self.tell_held_back(path, seen);
            }
            let judged = match what {
                Found::Header(Header { kind: Kind::Responses, .. }) => continue,
                Found::Header(Header { kind: Kind::Receipts, .. }) => Judged::without(line, NotTaken::Receipts),
                Found::Fault(fault) => Judged::without(line, NotTaken::Fault(fault)),
                Found::Entry(entry) => Judged::entry(line, &entry, &self.intake, self.device.as_ref()).await?,
            };
            let is_receipts = matches!(judged.arrival, Err(NotTaken::Receipts));
            if is_receipts && std::mem::replace(&mut seen.receipts_told, true) {
                continue;
            }
            self.group.push(judged);
            if self.group.len() >= GROUP {
                self.store_group(path).await?;
            }
        }
        Ok(())
    }

    fn tell_held_back(&mut self, path: &Path, seen: &mut Seen) {
        if let (Some(last), Some((first, _))) = (seen.last_before, seen.before.first()) {
            self.report.no_whole_line(path, *first, last);
        } else {
            let before = seen.before.drain(..);
            self.group.extend(before.map(|(line, fault)| Judged::without(line, NotTaken::Fault(fault))));
        }
    }

    /// Stores the lines that were looked at, and tells what became of them in their order.
    async fn store_group(&mut self, path: &Path) -> Result<(), CommandError> {
        let arrivals: Vec<_> = self.group.iter().filter_map(|judged| judged.arrival.as_ref().ok()).collect();
        let kept = if arrivals.is_empty() { Vec::new() } else { self.intake.store.keep_all(&arrivals).await? };
        let mut kept = kept.into_iter();
        for Judged { line, id, arrival } in self.group.drain(..) {
            let settled = arrival.and_then(|arrival| {
                let kept = kept.next().map(|kept| Intake::settle(arrival.id, kept));
                kept.transpose().map_err(NotTaken::Refused)
            });
            match settled {
                Ok(Some(acknowledgement)) => {
                    self.report.taken(path, line, &acknowledgement);
                    if let Some(receipts) = &mut self.receipts {
                        receipts.add(&acknowledgement)?;
                    }
                }
                Ok(None) => {}
                Err(why) => self.report.not_taken(path, line, id, why),
            }
        }
        Ok(())
    }
}

impl Seen {
    fn hold_back(&mut self, line: u64, fault: Fault) {
        if self.before.len() < FAULTS_BEFORE_MAX {
            self.before.push((line, fault));
        } else {
            self.last_before = Some(line);
        }
    }
}

/// Whether a line with this fault can be in no other file.
fn is_of_ours(fault: Fault) -> bool {
    match fault {
        Fault::Later { .. } | Fault::UnknownKind | Fault::Short { .. } => true,
        Fault::Torn | Fault::Altered | Fault::Strange | Fault::TooLong => false,
    }
}

fn open(path: &Path) -> Result<File, FileFault> {
    let file = File::open(path).map_err(FileFault::Unreadable)?;
    let is_folder = file.metadata().map_err(FileFault::Unreadable)?.is_dir();
    if is_folder { Err(FileFault::Folder) } else { Ok(file) }
}

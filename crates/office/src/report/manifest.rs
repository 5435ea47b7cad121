//! The manifest: what a publication consists of, and what it was made from.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::counted::{Inputs, hex};
use super::{Files, ReportError};

/// Its name within a publication.
pub const MANIFEST: &str = "manifest.json";

/// What a publication consists of, and what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The survey.
    pub survey: String,
    /// Its fiscal year.
    pub fiscal_year: u16,
    /// When the last counted response came.
    pub last_received_at: String,
    /// What it was made from.
    pub inputs: Recipe,
    /// The SHA-256 of each file.
    pub files: BTreeMap<String, String>,
}

/// What a publication was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The responses.
    #[serde(flatten)]
    pub responses: Inputs,
    /// How many codes were given out in each ward.
    pub invited: BTreeMap<String, u64>,
    /// What became of those who were asked by letter in each ward.
    #[serde(default)]
    pub dispositions: BTreeMap<String, BTreeMap<String, u64>>,
    /// The SHA-256 of each file of the content folder that it depends on.
    pub content: BTreeMap<String, String>,
    /// The SHA-256 of the figures of the earlier publication, where there was one.
    pub earlier: Option<String>,
    /// The hash of what people wrote about and what the office answers, where that is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// The release of the program.
    pub program: String,
}

/// One thing that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// A file was changed.
    #[error("{0} was changed after it was published")]
    FileChanged(String),
    /// A file is gone.
    #[error("{0} is gone")]
    FileGone(String),
    /// A file was added.
    #[error("{0} was added after it was published")]
    FileAdded(String),
    /// The responses of a ward are not those that were counted.
    #[error(
        "the responses of ward {ward} are not those that were counted: there were {then}, now there are {now}, and what they say differs"
    )]
    Responses {
        /// Which ward.
        ward: String,
        /// How many were counted.
        then: u64,
        /// How many there are.
        now: u64,
    },
    /// The stored responses cannot be counted any more.
    #[error("{0}")]
    Unreadable(String),
    /// Revisions, codes or content are others.
    #[error("{0} is not as it was when this was published")]
    Other(String),
}

impl Manifest {
    /// Adds it to the files that it is of.
    pub fn seal(mut self, files: &mut Files) -> Result<(), ReportError> {
        self.files = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
        let mut json = serde_json::to_vec_pretty(&self)?;
        json.push(b'\n');
        files.insert(MANIFEST.to_owned(), json);
        Ok(())
    }

    /// The manifest of the publication in `folder`.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let not = |what: String| ReportError::NotAPublication { path: folder.to_owned(), what };
        let bytes = std::fs::read(folder.join(MANIFEST)).map_err(|error| not(format!("{MANIFEST}: {error}")))?;
        serde_json::from_slice(&bytes).map_err(|error| not(format!("{MANIFEST}: {error}")))
    }

    /// What of the files in `folder` is not as it says.
    pub fn hold_against_files(&self, folder: &Path) -> Result<Vec<Mismatch>, ReportError> {
        let mut found = Vec::new();
        let mut there = Files::new();
        read_folder(folder, "", &mut there)?;
        for (name, hash) in &self.files {
            match there.get(name) {
                None => found.push(Mismatch::FileGone(name.clone())),
                Some(bytes) if sha256(bytes) != *hash => found.push(Mismatch::FileChanged(name.clone())),
                Some(_) => {}
            }
        }
        let added = there.keys().filter(|name| *name != MANIFEST && !self.files.contains_key(*name));
        found.extend(added.map(|name| Mismatch::FileAdded(name.clone())));
        Ok(found)
    }

    /// What of `now` is not what it was made from.
    pub fn hold_against_inputs(&self, now: &Recipe) -> Vec<Mismatch> {
        let (then, mut found) = (&self.inputs, Vec::new());
        let wards = then.responses.by_ward.keys().chain(now.responses.by_ward.keys());
        for ward in wards.collect::<std::collections::BTreeSet<_>>() {
            let (before, after) = (then.responses.by_ward.get(ward), now.responses.by_ward.get(ward));
            if before != after {
                let count = |seal: Option<&super::Seal>| seal.map_or(0, |seal| seal.count);
                found.push(Mismatch::Responses { ward: ward.to_string(), then: count(before), now: count(after) });
            }
        }
        let others = [
            ("the set of revisions that were answered", then.responses.revisions == now.responses.revisions),
            ("the number of codes given out", then.invited == now.invited),
            ("what came of the letters", then.dispositions == now.dispositions),
            ("what people wrote about, or what the office answers,", then.said == now.said),
            ("the program", then.program == now.program),
        ];
        found.extend(others.into_iter().filter(|(_, same)| !same).map(|(what, _)| Mismatch::Other(what.to_owned())));
        let files = then.content.keys().chain(now.content.keys()).collect::<std::collections::BTreeSet<_>>();
        let changed = files.into_iter().filter(|name| then.content.get(*name) != now.content.get(*name));
        found.extend(changed.map(|name| Mismatch::Other(format!("content/{name}"))));
        found
    }
}

/// The SHA-256 of `bytes` in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Every file of `folder`, by its path within it.
pub fn read_folder(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), ReportError> {
    let failed = |path: &Path, error| ReportError::File { path: path.to_owned(), error };
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(&path).map_err(|error| failed(&path, error))?);
        }
    }
    Ok(())
}

//! One TOML file of the content folder.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{ContentProblem, What};

/// A line and a column, both from 1, as an editor shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A TOML file and its text.
#[derive(Debug)]
pub(super) struct TomlFile {
    pub(super) path: PathBuf,
    text: String,
}

/// Bytes of a file: the longest questionnaire in three languages has about 60 000.
const FILE_BYTES_MAX: usize = 4 << 20;

impl TomlFile {
    pub(super) fn read(path: &Path) -> Result<Self, ContentProblem> {
        let problem = |what| ContentProblem { file: path.to_owned(), at: None, what };
        let bytes = std::fs::read(path).map_err(|error| problem(What::Unreadable { detail: error.to_string() }))?;
        if bytes.len() > FILE_BYTES_MAX {
            return Err(problem(What::TooLarge { bytes: bytes.len(), limit: FILE_BYTES_MAX }));
        }
        // Windows editors begin a file with a byte order mark, which TOML does not know.
        let text = String::from_utf8(bytes).map_err(|_| problem(What::NotUtf8))?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Ok(Self { path: path.to_owned(), text })
    }

    /// Every TOML file of `folder`, in the order of their names.
    pub(super) fn all_in(folder: &Path) -> Result<Vec<Result<Self, ContentProblem>>, ContentProblem> {
        let unreadable = |error: std::io::Error| ContentProblem {
            file: folder.to_owned(),
            at: None,
            what: What::Unreadable { detail: error.to_string() },
        };
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(unreadable)?;
        let mut paths: Vec<PathBuf> = entries
            .into_iter()
            .map(|entry| entry.path())
            .filter(|path| path.extension() == Some(OsStr::new("toml")))
            .collect();
        paths.sort();
        Ok(paths.iter().map(|path| Self::read(path)).collect())
    }

    /// Its name without `.toml`.
    pub(super) fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    pub(super) fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, ContentProblem> {
        toml::from_str(&self.text).map_err(|error| ContentProblem {
            file: self.path.clone(),
            at: error.span().map(|span| self.position(span.start)),
            what: What::Toml { message: one_line(error.message()) },
        })
    }

    /// The line and column of the byte at `offset`.
    pub(super) fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }

    pub(super) fn problem(&self, what: What) -> ContentProblem {
        ContentProblem { file: self.path.clone(), at: None, what }
    }
}

/// `text` with its line ends made spaces, since a problem is one line.
pub(super) fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

//! The files of an export.

use super::codebook::CODEBOOK;
use super::ddi::DDI;
use super::free_text::TEXTS;
use super::json_lines::LINES;
use super::spss::SYNTAX;
use super::triple_s::TRIPLE_S;
use super::variable::NUMBERS;

/// A file of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The table of codes.
    Codes,
    /// The table of words.
    Words,
    /// The table of codes in columns that know what they hold.
    Parquet,
    /// A line of JSON for each response.
    Lines,
    /// The table of numbers.
    Numbers,
    /// What SPSS is told of the numbers.
    Syntax,
    /// What Triple-S says of the numbers.
    TripleS,
    /// What a data archive is told of the numbers.
    Ddi,
    /// What columns and values mean.
    Codebook,
    /// What people wrote.
    Texts,
    /// What people wrote, for programs that read Parquet.
    ParquetTexts,
}

impl Format {
    /// All of them, those that most people want first, what people wrote last.
    pub const ALL: [Self; 11] = [
        Self::Codes,
        Self::Words,
        Self::Codebook,
        Self::Parquet,
        Self::Lines,
        Self::Numbers,
        Self::Syntax,
        Self::TripleS,
        Self::Ddi,
        Self::Texts,
        Self::ParquetTexts,
    ];

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Codes => "responses.csv",
            Self::Words => "labels.csv",
            Self::Parquet => "responses.parquet",
            Self::Lines => LINES,
            Self::Numbers => NUMBERS,
            Self::Syntax => SYNTAX,
            Self::TripleS => TRIPLE_S,
            Self::Ddi => DDI,
            Self::Codebook => CODEBOOK,
            Self::Texts => TEXTS,
            Self::ParquetTexts => "free-text.parquet",
        }
    }

    /// The one whose file is called so.
    pub fn named(file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.file_name() == file_name)
    }

    /// What a browser is told that it is.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Codes | Self::Words | Self::Numbers | Self::Codebook | Self::Texts => "text/csv; charset=utf-8",
            Self::Parquet | Self::ParquetTexts => "application/vnd.apache.parquet",
            Self::Lines => "application/x-ndjson",
            Self::Syntax => "text/plain; charset=utf-8",
            Self::TripleS | Self::Ddi => "application/xml",
        }
    }

    /// Whether it holds what people wrote, who may have named somebody.
    pub fn may_name_somebody(self) -> bool {
        matches!(self, Self::Texts | Self::ParquetTexts)
    }
}

//! What is wrong with a line.

/// What is wrong with a line, or with the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It breaks off: what is missing was never written, or is lost.
    Torn,
    /// It has its beginning and its end, but not what its checksum says.
    Altered,
    /// It is no line of such a file.
    Strange,
    /// It is longer than any line of such a file.
    TooLong,
    /// A header of a later version. What follows is read as far as it is understood.
    Later {
        /// The version that it names.
        version: u32,
    },
    /// A header of a kind that is unknown here. What follows is read as far as it is understood.
    UnknownKind,
    /// There are fewer lines than the headers say.
    Short {
        /// How many the headers say.
        promised: u64,
        /// How many there are, damaged ones included.
        seen: u64,
    },
}

impl Fault {
    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Torn => "torn",
            Self::Altered => "altered",
            Self::Strange => "strange",
            Self::TooLong => "too_long",
            Self::Later { .. } => "later_version",
            Self::UnknownKind => "unknown_kind",
            Self::Short { .. } => "short",
        }
    }
}

//! Columns of Parquet as small numbers: what stands in a column again and again has one number in every group of rows.

use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::reader::RowGroupReader;

use super::RecountError;

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// An answer, or a fact.
    Word(String),
    /// Which nothing.
    Nothing(String),
}

/// How many different things a column of choices may hold: with them go all counts of a question into the fast memory.
pub(super) const SAID_MAX: usize = 31;

/// Words of which it is remembered where they lie.
const KNOWN: usize = 64;

/// Where nothing has been read yet.
const HOLE: u8 = u8::MAX;

/// A column that is read as small numbers.
#[derive(Debug)]
pub(super) struct Coded {
    name: String,
    /// The place of the column, and of the one that says which nothing.
    places: (usize, Option<usize>),
    /// Everything that was met, by its number.
    pub(super) said: Vec<Said>,
    /// The number in each row of the group that was read last.
    pub(super) rows: Vec<u8>,
    /// What is read at once, kept for its room.
    levels: Vec<i16>,
    words: Vec<ByteArray>,
    numbers: Vec<i64>,
}

impl Coded {
    /// The column of that name among `names`, with the one beside it that says which nothing it was, if there is one.
    pub(super) fn find(names: &[&str], name: &str) -> Result<Self, RecountError> {
        let place = |name: &str| names.iter().position(|known| *known == name);
        let own = place(name).ok_or_else(|| RecountError::NoColumn(name.to_owned()))?;
        Ok(Self {
            name: name.to_owned(),
            places: (own, place(&format!("{name}__nothing"))),
            said: Vec::new(),
            rows: Vec::new(),
            levels: Vec::new(),
            words: Vec::new(),
            numbers: Vec::new(),
        })
    }

    /// Reads the column in one group of rows.
    pub(super) fn read(&mut self, group: &dyn RowGroupReader, rows: usize) -> Result<(), RecountError> {
        self.rows.clear();
        self.rows.resize(rows, HOLE);
        let (own, nothing) = self.places;
        self.read_part(group, own, Said::Word)?;
        if let Some(nothing) = nothing {
            self.read_part(group, nothing, Said::Nothing)?;
        }
        if self.rows.contains(&HOLE) {
            let nothing = self.number_of(b"no_answer", Said::Nothing)?;
            self.rows.iter_mut().filter(|number| **number == HOLE).for_each(|number| *number = nothing);
        }
        Ok(())
    }

    fn read_part(
        &mut self,
        group: &dyn RowGroupReader,
        place: usize,
        kind: fn(String) -> Said,
    ) -> Result<(), RecountError> {
        self.levels.clear();
        self.words.clear();
        self.numbers.clear();
        let rows = self.rows.len();
        match group.get_column_reader(place)? {
            ColumnReader::ByteArrayColumnReader(mut column) => {
                read_all(rows, |most| column.read_records(most, Some(&mut self.levels), None, &mut self.words))?;
            }
            ColumnReader::Int64ColumnReader(mut column) => {
                read_all(rows, |most| column.read_records(most, Some(&mut self.levels), None, &mut self.numbers))?;
                self.words = self.numbers.iter().map(|number| number.to_string().into_bytes().into()).collect();
            }
            ColumnReader::BoolColumnReader(_)
            | ColumnReader::Int32ColumnReader(_)
            | ColumnReader::Int96ColumnReader(_)
            | ColumnReader::FloatColumnReader(_)
            | ColumnReader::DoubleColumnReader(_)
            | ColumnReader::FixedLenByteArrayColumnReader(_) => {
                return Err(RecountError::NoColumn(self.name.clone()));
            }
        }
        let words = std::mem::take(&mut self.words);
        let mut values = words.iter();
        // What is the same again lies, in most files, in the same place again.
        let mut known = [(std::ptr::null(), 0, 0_u8); KNOWN];
        for row in 0..rows {
            if self.levels.get(row) != Some(&1) {
                continue;
            }
            let Some(value) = values.next() else { break };
            let (at, length) = (value.data().as_ptr(), value.len());
            let Some(slot) = known.get_mut(at.addr() % KNOWN) else { break };
            if (slot.0, slot.1) != (at, length) {
                *slot = (at, length, self.number_of(value.data(), kind)?);
            }
            let number = slot.2;
            if let Some(place) = self.rows.get_mut(row) {
                *place = number;
            }
        }
        self.words = words;
        Ok(())
    }

    fn number_of(&mut self, bytes: &[u8], kind: fn(String) -> Said) -> Result<u8, RecountError> {
        let is_word = matches!(kind(String::new()), Said::Word(_));
        let is_it = |said: &Said| match said {
            Said::Word(word) => is_word && word.as_bytes() == bytes,
            Said::Nothing(word) => !is_word && word.as_bytes() == bytes,
        };
        let number = match self.said.iter().position(is_it) {
            Some(number) => number,
            None if self.said.len() < SAID_MAX => {
                self.said.push(kind(String::from_utf8_lossy(bytes).into_owned()));
                self.said.len() - 1
            }
            None => return Err(RecountError::TooMany(self.name.clone())),
        };
        u8::try_from(number).map_err(|_| RecountError::TooMany(self.name.clone()))
    }
}

/// Reads so many rows, of which a reader may give a part each time.
fn read_all(
    rows: usize,
    mut read: impl FnMut(usize) -> Result<(usize, usize, usize), ParquetError>,
) -> Result<(), RecountError> {
    let mut left = rows;
    while left > 0 {
        let (records, ..) = read(left)?;
        if records == 0 {
            break;
        }
        left = left.saturating_sub(records);
    }
    Ok(())
}

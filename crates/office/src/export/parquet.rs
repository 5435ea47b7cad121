//! Tables of Parquet, of which every column holds one kind of thing. Rows are gathered and written a group at a time.
//!
//! Where nothing was answered a column is null, and the one beside it says which nothing it was: in a column of numbers a
//! 99 that means so would be added up by whoever has not read that it does.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::cell::Cell;
use super::column::{Column, Columns, Holds};
use super::out::Out;

/// Rows written at once. They are some 30 MB before that for the longest survey; fewer would make the list of groups, which
/// is kept until the end, longer.
const GROUP_ROWS: usize = 1 << 14;

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Words, nearly all of them different.
    Words,
    /// A few words again and again.
    Codes,
    /// Whole numbers.
    Numbers,
}

/// What a row has in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Nothing,
    Words(Cow<'a, str>),
    Number(i64),
}

impl<'a> Value<'a> {
    /// `words`, or nothing where there are none.
    pub(super) fn words(words: &'a str) -> Self {
        if words.is_empty() { Self::Nothing } else { Self::Words(Cow::Borrowed(words)) }
    }
}

/// The columns of the answers, each followed by the one that says why it is null.
pub(super) fn columns(columns: &Columns, facts: &[String]) -> Vec<(String, Of)> {
    let mut names: BTreeSet<String> = facts.iter().cloned().collect();
    names.extend(columns.all.iter().map(|column| column.name.clone()));
    let mut all: Vec<(String, Of)> = facts.iter().map(|fact| (fact.clone(), Of::Words)).collect();
    for column in &columns.all {
        let mut nothing = format!("{}__nothing", column.name);
        while !names.insert(nothing.clone()) {
            nothing.push('_');
        }
        all.extend([(column.name.clone(), of(&column.holds)), (nothing, Of::Codes)]);
    }
    all
}

fn of(holds: &Holds) -> Of {
    match holds {
        Holds::Choice(_) => Of::Codes,
        Holds::Date | Holds::Month => Of::Words,
        Holds::Taken(_) | Holds::Place(..) | Holds::Number { .. } | Holds::Rating { .. } | Holds::Written => {
            Of::Numbers
        }
    }
}

/// What a row has in the two columns of `column`.
pub(super) fn values<'a>(column: &Column, cell: Cell<'a>) -> [Value<'a>; 2] {
    let said = match cell {
        Cell::Nothing(nothing) => return [Value::Nothing, Value::words(nothing.name())],
        Cell::Choice(code) => Value::words(code.as_str()),
        Cell::Taken(taken) => Value::Number(taken.into()),
        Cell::Place(number) | Cell::Number(number) => Value::Number(number),
        Cell::Date(date) => Value::Words(date.to_string().into()),
        Cell::Month(month) => Value::Words(month.to_string().into()),
        Cell::Written => Value::Number(1),
    };
    debug_assert_eq!(matches!(said, Value::Number(_)), of(&column.holds) == Of::Numbers);
    [said, Value::Nothing]
}

/// A table that rows are added to.
pub(super) struct ParquetTable {
    file: SerializedFileWriter<Out>,
    columns: Vec<Gathered>,
    rows: usize,
}

impl ParquetTable {
    /// A table of these columns.
    pub(super) fn begin(out: Out, columns: &[(String, Of)]) -> io::Result<Self> {
        let fields = columns.iter().map(|(name, of)| field(name, *of)).collect::<Result<Vec<_>, _>>();
        let schema = fields.and_then(|fields| Type::group_type_builder("responses").with_fields(fields).build());
        // Least and largest of each page help nobody who reads all, and would be kept until the end.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_created_by("koe-office".to_owned())
            .build();
        let file = schema.and_then(|schema| SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)));
        let columns = columns.iter().map(|(_, of)| Gathered::new(*of)).collect();
        Ok(Self { file: file.map_err(failed)?, columns, rows: 0 })
    }

    /// Adds a row, which has as many values as there are columns.
    pub(super) fn row<'v>(&mut self, row: impl IntoIterator<Item = Value<'v>>) -> io::Result<()> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.add(&value)?;
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> io::Result<()> {
        self.rows = 0;
        let mut group = self.file.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            let there = column.there();
            let written = match column.take() {
                Taken::Words(words) => writer.typed::<ByteArrayType>().write_batch(&words, Some(&there), None),
                Taken::Numbers(numbers) => writer.typed::<Int64Type>().write_batch(&numbers, Some(&there), None),
            };
            written.and_then(|_| writer.close()).map_err(failed)?;
        }
        group.close().map(drop).map_err(failed)
    }

    /// Writes what is left, and the list of what is where.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.write()?;
        }
        self.file.finish().map_err(failed)?;
        self.file.inner_mut().end()
    }
}

fn field(name: &str, of: Of) -> Result<Arc<Type>, ParquetError> {
    let physical = if of == Of::Numbers { Physical::INT64 } else { Physical::BYTE_ARRAY };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    let field = match of {
        Of::Numbers => field,
        Of::Words | Of::Codes => {
            field.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8)
        }
    };
    field.build().map(Arc::new)
}

/// What the system says, where it is the system that failed.
fn failed(error: ParquetError) -> io::Error {
    let ParquetError::External(error) = error else { return io::Error::other(error) };
    error.downcast::<io::Error>().map_or_else(io::Error::other, |error| *error)
}

/// The values of a column that wait to be written.
#[derive(Debug)]
enum Gathered {
    Words {
        bytes: Vec<u8>,
        /// Where each ends; nothing where there is none.
        ends: Vec<Option<usize>>,
    },
    Codes {
        all: Vec<ByteArray>,
        /// The place of each among all.
        picked: Vec<Option<u16>>,
    },
    Numbers(Vec<Option<i64>>),
}

/// Those of them that are there, as they are written.
enum Taken {
    Words(Vec<ByteArray>),
    Numbers(Vec<i64>),
}

impl Gathered {
    fn new(of: Of) -> Self {
        match of {
            Of::Words => Self::Words { bytes: Vec::new(), ends: Vec::new() },
            Of::Codes => Self::Codes { all: Vec::new(), picked: Vec::new() },
            Of::Numbers => Self::Numbers(Vec::new()),
        }
    }

    fn add(&mut self, value: &Value<'_>) -> io::Result<()> {
        match (self, value) {
            (Self::Words { ends, .. }, Value::Nothing) => ends.push(None),
            (Self::Codes { picked, .. }, Value::Nothing) => picked.push(None),
            (Self::Numbers(numbers), Value::Nothing) => numbers.push(None),
            (Self::Words { bytes, ends }, Value::Words(words)) => {
                bytes.extend_from_slice(words.as_bytes());
                ends.push(Some(bytes.len()));
            }
            (Self::Codes { all, picked }, Value::Words(code)) => {
                let place = all.iter().position(|known| known.data() == code.as_bytes()).unwrap_or_else(|| {
                    all.push(code.as_bytes().to_vec().into());
                    all.len() - 1
                });
                picked.push(Some(u16::try_from(place).map_err(io::Error::other)?));
            }
            (Self::Numbers(numbers), Value::Number(number)) => numbers.push(Some(*number)),
            (Self::Numbers(_), Value::Words(_)) | (Self::Words { .. } | Self::Codes { .. }, Value::Number(_)) => {
                return Err(io::Error::other("a column of Parquet holds one kind of thing"));
            }
        }
        Ok(())
    }

    /// Which rows have a value: 1, or 0.
    fn there(&self) -> Vec<i16> {
        match self {
            Self::Words { ends, .. } => ends.iter().map(|end| end.is_some().into()).collect(),
            Self::Codes { picked, .. } => picked.iter().map(|place| place.is_some().into()).collect(),
            Self::Numbers(numbers) => numbers.iter().map(|number| number.is_some().into()).collect(),
        }
    }

    fn take(&mut self) -> Taken {
        match self {
            Self::Words { bytes, ends } => {
                let mut rest = Bytes::from(std::mem::take(bytes));
                let mut begins = 0;
                let words = ends.drain(..).flatten().map(|end| {
                    let length = end - std::mem::replace(&mut begins, end);
                    ByteArray::from(rest.split_to(length))
                });
                Taken::Words(words.collect())
            }
            Self::Codes { all, picked } => {
                let codes = picked.drain(..).flatten();
                Taken::Words(codes.filter_map(|place| all.get(usize::from(place)).cloned()).collect())
            }
            Self::Numbers(numbers) => Taken::Numbers(numbers.drain(..).flatten().collect()),
        }
    }
}

//! Tables of figures as Parquet: one group of rows, since none of them is long.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use serde_json::Value;

use super::{Column, Kind, Table};

/// `table` as a file.
pub(super) fn parquet(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = properties.set_created_by("koe-office".to_owned()).build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (place, (_, kind, _)) in table.columns.iter().enumerate() {
        let Some(mut column) = group.next_column()? else { break };
        let cells = || table.rows.iter().map(|row| row.get(place).unwrap_or(&Value::Null));
        match kind {
            Kind::Words => write::<ByteArrayType>(&mut column, cells(), |cell| cell.as_str().map(Into::into)),
            Kind::Whole => write::<Int64Type>(&mut column, cells(), Value::as_i64),
            Kind::Real => write::<DoubleType>(&mut column, cells(), Value::as_f64),
            Kind::Flag => write::<BoolType>(&mut column, cells(), Value::as_bool),
        }?;
        column.close()?;
    }
    group.close()?;
    file.into_inner()
}

fn field((name, kind, _): &Column) -> Result<Arc<Type>, ParquetError> {
    let physical = match kind {
        Kind::Words => Physical::BYTE_ARRAY,
        Kind::Whole => Physical::INT64,
        Kind::Real => Physical::DOUBLE,
        Kind::Flag => Physical::BOOLEAN,
    };
    let logical = (*kind == Kind::Words).then_some(LogicalType::String);
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build().map(Arc::new)
}

/// Writes what `read` makes of `cells`, which are null or of the kind of their column.
fn write<'a, T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'a Value>,
    read: fn(&'a Value) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let (mut there, mut values) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = read(cell);
        if value.is_none() && !cell.is_null() {
            return Err(ParquetError::General(format!("{cell} is not of the kind of its column")));
        }
        there.push(i16::from(value.is_some()));
        values.extend(value);
    }
    column.typed::<T>().write_batch(&values, Some(&there), None).map(drop)
}

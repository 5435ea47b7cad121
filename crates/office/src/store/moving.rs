//! Everything that is in a store, read as it is at one moment, and written into another.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Encode, Postgres, Sqlite, Transaction, Type};

use super::table::{Cell, FILLING, Kind, Row, TABLES, Table};
use super::{Database, Store, StoreError};

/// Rows read or written at once: some 2 MB of the usual ones, and 50 MB of the largest that there can be.
const PAGE: usize = 500;

/// What is in a store, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// For each survey.
    pub surveys: BTreeMap<String, Count>,
    /// What belongs to none: tablets and settings.
    pub office: Count,
}

/// How many rows there are of each table, and a hash of them all in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// By the table's name.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// An inventory as it grows.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    surveys: BTreeMap<String, (BTreeMap<String, u64>, Sha256)>,
    office: (BTreeMap<String, u64>, Sha256),
}

impl Counting {
    fn add_all(&mut self, table: &Table, rows: &[Row]) {
        for row in rows {
            self.add(table, row);
        }
    }

    pub(crate) fn add(&mut self, table: &Table, row: &Row) {
        let (rows, hash) = match table.survey_of(row) {
            Some(survey) => self.surveys.entry(survey.to_owned()).or_default(),
            None => &mut self.office,
        };
        *rows.entry(table.name.to_owned()).or_default() += 1;
        hash_into(hash, table.name.as_bytes());
        for cell in row {
            match cell {
                Cell::Nothing => hash.update([0]),
                Cell::Text(text) => hash_into(hash, text.as_bytes()),
                Cell::Bytes(bytes) => hash_into(hash, bytes),
                Cell::Number(number) => hash_into(hash, &number.to_be_bytes()),
            }
        }
    }

    pub(crate) fn end(self) -> Inventory {
        let count =
            |(rows, hash): (BTreeMap<String, u64>, Sha256)| Count { rows, sha256: format!("{:x}", hash.finalize()) };
        let surveys = self.surveys.into_iter().map(|(survey, counted)| (survey, count(counted))).collect();
        Inventory { surveys, office: count(self.office) }
    }
}

/// The rows of a table that come after one of a key, whichever database they are read from.
macro_rules! page {
    ($snapshot:expr, $table:expr, $after:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($table.page($after.is_some(), PAGE)));
        for ((_, kind), cell) in $table.columns.iter().zip($after.unwrap_or_default()) {
            query = bind(query, *kind, cell);
        }
        let rows = query.fetch_all(&mut **$snapshot).await?;
        rows.iter().map(|row| read(row, $table)).collect::<Result<Vec<Row>, StoreError>>()?
    }};
}

/// With its length, so that no two rows run together into a third.
fn hash_into(hash: &mut Sha256, bytes: &[u8]) {
    hash.update([1]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}

/// A store as it was at one moment, read table after table.
pub(crate) struct Snapshot {
    from: From,
    tables: std::slice::Iter<'static, Table>,
    table: Option<&'static Table>,
    /// The last row that was read of it.
    last: Option<Row>,
}

enum From {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Snapshot {
    /// The next rows, all of one table; nothing at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<(&'static Table, Vec<Row>)>, StoreError> {
        while let Some(table) = self.table {
            let after = self.last.as_ref().map(|row| table.key_of(row));
            let rows = match &mut self.from {
                From::Sqlite(from) => page!(from, table, after),
                From::Postgres(from) => page!(from, table, after),
            };
            self.last = rows.last().cloned();
            if !rows.is_empty() {
                return Ok(Some((table, rows)));
            }
            self.table = self.tables.next();
        }
        Ok(None)
    }
}

impl Store {
    /// Begins to read everything as it is now. Others may go on writing.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let from = match &self.database {
            Database::Sqlite(store) => From::Sqlite(store.snapshot().await?),
            Database::Postgres(store) => From::Postgres(store.snapshot().await?),
        };
        let mut tables = TABLES.iter();
        Ok(Snapshot { from, table: tables.next(), tables, last: None })
    }

    /// What is in the store now.
    pub async fn inventory(&self) -> Result<Inventory, StoreError> {
        let (mut snapshot, mut counting) = (self.snapshot().await?, Counting::default());
        while let Some((table, rows)) = snapshot.next().await? {
            counting.add_all(table, &rows);
        }
        Ok(counting.end())
    }

    /// Whether there is nothing that another store's data would be mixed with.
    async fn is_empty(&self) -> Result<bool, StoreError> {
        for table in TABLES.iter().filter(|table| table.name != "settings") {
            let any = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            let any = each!(self.database, store => {
                sqlx::query(AssertSqlSafe(any)).fetch_optional(&store.readers).await?.is_some()
            });
            if any {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Begins to fill this store with what another one held. Until the end nobody can open it.
    pub(crate) async fn begin_filling(&self) -> Result<(), StoreError> {
        if !self.is_empty().await? {
            return Err(StoreError::NotEmpty);
        }
        each!(self.database, store => {
            let mark = sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2)").bind(FILLING);
            mark.bind(Vec::<u8>::new()).execute(&store.writers).await?;
        });
        Ok(())
    }

    /// Writes rows of another store.
    pub(crate) async fn fill(&self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        for rows in rows.chunks(PAGE) {
            each!(self.database, store => {
                let mut query = sqlx::query(AssertSqlSafe(table.insert(rows.len())));
                for row in rows {
                    for ((_, kind), cell) in table.columns.iter().zip(row) {
                        query = bind(query, *kind, cell);
                    }
                }
                let mut change = store.change().await?;
                query.execute(&mut *change).await?;
                change.commit().await?;
            });
        }
        Ok(())
    }

    /// Says that everything is there, if it is what it was in the other store.
    pub(crate) async fn end_filling(&self, expected: &Inventory) -> Result<(), StoreError> {
        if self.inventory().await? != *expected {
            return Err(StoreError::Differs);
        }
        each!(self.database, store => {
            sqlx::query("DELETE FROM settings WHERE name = $1").bind(FILLING).execute(&store.writers).await?;
        });
        Ok(())
    }

    /// Copies everything into an empty store, and compares. Gives what was copied.
    pub async fn copy_into(&self, other: &Self) -> Result<Inventory, StoreError> {
        other.begin_filling().await?;
        let (mut snapshot, mut counting) = (self.snapshot().await?, Counting::default());
        while let Some((table, rows)) = snapshot.next().await? {
            counting.add_all(table, &rows);
            other.fill(table, &rows).await?;
        }
        let copied = counting.end();
        other.end_filling(&copied).await?;
        Ok(copied)
    }
}

impl Database {
    pub(super) async fn is_half_filled(&self) -> Result<bool, StoreError> {
        Ok(each!(*self, store => {
            let mark = sqlx::query("SELECT 1 FROM settings WHERE name = $1").bind(FILLING);
            mark.fetch_optional(&store.readers).await?.is_some()
        }))
    }
}

/// A row as it is read.
fn read<'row, R: sqlx::Row>(row: &'row R, table: &Table) -> Result<Row, StoreError>
where
    usize: ColumnIndex<R>,
    Option<String>: Decode<'row, R::Database> + Type<R::Database>,
    Option<Vec<u8>>: Decode<'row, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'row, R::Database> + Type<R::Database>,
{
    let cells = table.columns.iter().enumerate().map(|(place, (_, kind))| {
        let cell = match kind {
            Kind::Text => row.try_get::<Option<String>, _>(place)?.map(Cell::Text),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(place)?.map(Cell::Bytes),
            Kind::Number => row.try_get::<Option<i64>, _>(place)?.map(Cell::Number),
        };
        Ok(cell.unwrap_or(Cell::Nothing))
    });
    cells.collect()
}

/// A value says what it would hold also where it holds nothing.
fn bind<'q, D: sqlx::Database>(query: Query<'q, D, D::Arguments>, kind: Kind, cell: &Cell) -> Query<'q, D, D::Arguments>
where
    for<'t> Option<String>: Encode<'t, D> + Type<D>,
    for<'t> Option<Vec<u8>>: Encode<'t, D> + Type<D>,
    for<'t> Option<i64>: Encode<'t, D> + Type<D>,
{
    match (kind, cell) {
        (_, Cell::Text(text)) => query.bind(Some(text.clone())),
        (_, Cell::Bytes(bytes)) => query.bind(Some(bytes.clone())),
        (_, Cell::Number(number)) => query.bind(Some(*number)),
        (Kind::Text, Cell::Nothing) => query.bind(None::<String>),
        (Kind::Bytes, Cell::Nothing) => query.bind(None::<Vec<u8>>),
        (Kind::Number, Cell::Nothing) => query.bind(None::<i64>),
    }
}

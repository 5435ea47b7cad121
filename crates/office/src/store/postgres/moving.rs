//! Rows of PostgreSQL on their way out of it and into it.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres, Row as _, Transaction};

use super::PostgresStore;
use crate::store::StoreError;
use crate::store::table::{Cell, FILLING, Kind, Row, TABLES, Table};

impl PostgresStore {
    /// Begins to read everything as it is now, whatever is written meanwhile.
    pub(in crate::store) async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        Ok(self.readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
    }

    /// Whether there is anything that another store's data would be mixed with.
    pub(in crate::store) async fn is_empty(&self) -> Result<bool, StoreError> {
        for table in TABLES.iter().filter(|table| table.name != "settings") {
            let any = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            if sqlx::query(AssertSqlSafe(any)).fetch_optional(&self.readers).await?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(in crate::store) async fn is_half_filled(&self) -> Result<bool, StoreError> {
        let mark = sqlx::query("SELECT 1 FROM settings WHERE name = $1").bind(FILLING);
        Ok(mark.fetch_optional(&self.readers).await?.is_some())
    }

    pub(in crate::store) async fn begin_filling(&self) -> Result<(), StoreError> {
        let mark =
            sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2)").bind(FILLING).bind(Vec::<u8>::new());
        mark.execute(&self.writers).await?;
        Ok(())
    }

    pub(in crate::store) async fn end_filling(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM settings WHERE name = $1").bind(FILLING).execute(&self.writers).await?;
        Ok(())
    }

    /// Writes rows, all in one change.
    pub(in crate::store) async fn fill(&self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        let mut query = sqlx::query(AssertSqlSafe(table.insert(rows.len())));
        for row in rows {
            for ((_, kind), cell) in table.columns.iter().zip(row) {
                query = bind(query, *kind, cell);
            }
        }
        let mut change = self.change().await?;
        query.execute(&mut *change).await?;
        change.commit().await?;
        Ok(())
    }
}

/// The rows of `table` that come after one of that key.
pub(in crate::store) async fn page(
    snapshot: &mut Transaction<'static, Postgres>,
    table: &Table,
    after: Option<&[Cell]>,
    count: usize,
) -> Result<Vec<Row>, StoreError> {
    let mut query = sqlx::query(AssertSqlSafe(table.page(after.is_some(), count)));
    for ((_, kind), cell) in table.columns.iter().zip(after.unwrap_or_default()) {
        query = bind(query, *kind, cell);
    }
    let rows = query.fetch_all(&mut **snapshot).await?;
    rows.iter().map(|row| read(row, table)).collect()
}

fn read(row: &PgRow, table: &Table) -> Result<Row, StoreError> {
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
fn bind<'q>(query: Query<'q, Postgres, PgArguments>, kind: Kind, cell: &Cell) -> Query<'q, Postgres, PgArguments> {
    match (kind, cell) {
        (_, Cell::Text(text)) => query.bind(text.clone()),
        (_, Cell::Bytes(bytes)) => query.bind(bytes.clone()),
        (_, Cell::Number(number)) => query.bind(*number),
        (Kind::Text, Cell::Nothing) => query.bind(None::<String>),
        (Kind::Bytes, Cell::Nothing) => query.bind(None::<Vec<u8>>),
        (Kind::Number, Cell::Nothing) => query.bind(None::<i64>),
    }
}

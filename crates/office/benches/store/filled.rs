//! A store in which much is already, put there without the office.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, raw_sql};

use crate::SURVEY;
use crate::load::response;

/// Responses in a transaction.
const CHUNK: u64 = 500_000;

/// Puts so many responses into a store whose survey is open.
pub(crate) async fn fill(address: &str, count: u64) {
    if let Some(file) = address.strip_prefix("sqlite:") {
        let options = SqliteConnectOptions::new().filename(file);
        let mut store = options.disable_statement_logging().connect().await.unwrap();
        raw_sql("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000").execute(&mut store).await.unwrap();
        for first in (0..count).step_by(usize::try_from(CHUNK).unwrap()) {
            let numbers = format!(
                "WITH RECURSIVE number(n) AS (VALUES ({first}) UNION ALL SELECT n + 1 FROM number WHERE n + 1 < {}) ",
                count.min(first + CHUNK)
            );
            let id = "printf('%08x-0000-4000-8000-%012x', n, n)";
            let rows = rows("zeroblob(32)", id, "lower(hex(randomblob(32)))", "number");
            raw_sql(AssertSqlSafe(numbers + &rows)).execute(&mut store).await.unwrap();
        }
        store.close().await.unwrap();
    } else {
        let mut store = PgConnection::connect(address).await.unwrap();
        for first in (0..count).step_by(usize::try_from(CHUNK).unwrap()) {
            let last = count.min(first + CHUNK) - 1;
            let id = "lpad(to_hex(n), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0')";
            let rows = rows(
                "'\\x00'",
                id,
                "md5(random()::text) || md5(random()::text)",
                &format!("generate_series({first}, {last}) AS n"),
            );
            raw_sql(AssertSqlSafe(rows)).execute(&mut store).await.unwrap();
        }
        store.close().await.unwrap();
    }
}

fn rows(content_hash: &str, id: &str, receipt_hash: &str, numbers: &str) -> String {
    let body = response(&"0".repeat(64), 0).1;
    format!(
        "INSERT INTO responses (survey, id, revision, ward, stored, content_hash, receipt_hash, body, received_at) \
         SELECT '{SURVEY}', {id}, revision, '271080', 'counted', {content_hash}, {receipt_hash}, '{body}', \
         '2026-12-02T01:04:00Z' FROM surveys, {numbers} WHERE survey = '{SURVEY}'"
    )
}

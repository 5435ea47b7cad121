//! Many responses, made of few by the database itself.

use std::path::Path;

use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};

/// The id of the copy `i` of the response `id`; of what was copied so, and of what was copied again.
const COPIES: [&str; 3] = [
    "substr(id, 1, 28) || printf('%08x', i)",
    "printf('%08x', i) || substr(id, 9)",
    "substr(id, 1, 24) || printf('%04x', i) || substr(id, 29)",
];

/// Puts so many copies of each response beside it, under ids of their own; each time this is done is another step.
pub(super) async fn multiply(folder: &Path, copies: u32, step: usize) {
    let mut connection: SqliteConnection =
        SqliteConnectOptions::new().filename(folder.join("koe.db")).connect().await.unwrap();
    let id = COPIES[step];
    let statement = format!(
        "WITH RECURSIVE copies(i) AS (SELECT 1 WHERE {copies} > 0 UNION ALL SELECT i + 1 FROM copies WHERE i < {copies}) \
         INSERT INTO responses SELECT survey, {id}, revision, ward, stored, reason, beside, content_hash, receipt_hash, \
         replace(body, id, {id}), received_at, sealed_through FROM responses, copies"
    );
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
}

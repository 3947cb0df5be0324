//! Queries that several files need.

use rusqlite::{Connection, OptionalExtension};

/// Counts the rows of `from`, a table with or without a condition.
pub(crate) fn count(db: &Connection, from: &str) -> rusqlite::Result<u64> {
    let sql = format!("SELECT count(*) FROM {from}");
    let count: i64 = db.query_row(&sql, [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Reads the first column of the first row, if there is a row.
pub(crate) fn text(db: &Connection, sql: &str, key: &str) -> rusqlite::Result<Option<String>> {
    db.query_row(sql, [key], |row| row.get(0)).optional()
}

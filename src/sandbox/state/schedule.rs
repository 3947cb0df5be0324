//! The schedule: changes of resources that are due at some time.

use crate::sandbox::state::timestamp::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// A scheduled change of a resource.
pub(crate) trait Change: Serialize {
    /// The kind of the resource in the stored row.
    const KIND: &'static str;

    /// The key of the change in the stored text.
    const TAG: &'static str;

    /// Makes the change as of its due time, unless the resource is deleted.
    fn apply(&self, db: &Connection, resource: &str, at: Timestamp) -> rusqlite::Result<()>;
}

/// A change that is due.
pub(crate) struct Due {
    id: i64,
    pub(crate) at: Timestamp,
    pub(crate) resource: String,
    /// The stored text of the change.
    pub(crate) change: String,
}

fn text<C: Change>(change: &C) -> String {
    serde_json::to_string(&BTreeMap::from([(C::TAG, change)])).unwrap_or_default()
}

/// Adds a change to the schedule.
pub(crate) fn add<C: Change>(
    db: &Connection,
    due: Timestamp,
    resource: &str,
    change: &C,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO transitions (due, kind, resource, change) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![due, C::KIND, resource, text(change)])?;
    Ok(())
}

/// Cancels all scheduled changes of a resource.
pub(crate) fn cancel<C: Change>(db: &Connection, resource: &str) -> rusqlite::Result<()> {
    let sql = "DELETE FROM transitions WHERE kind = ?1 AND resource = ?2";
    db.execute(sql, [C::KIND, resource])?;
    Ok(())
}

/// Returns whether a change is scheduled.
pub(crate) fn is_pending<C: Change>(
    db: &Connection,
    resource: &str,
    change: &C,
) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT 1 FROM transitions WHERE kind = ?1 AND resource = ?2 AND change = ?3",
    )?
    .exists([C::KIND, resource, &text(change)])
}

/// Returns whether any change is due.
pub(crate) fn is_due(db: &Connection, now: Timestamp) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM transitions WHERE due <= ?1")?.exists([now])
}

/// Lists the changes that are due, in the order in which they are to be made.
pub(crate) fn due(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<Due>> {
    db.prepare_cached(
        "SELECT id, due, resource, change FROM transitions WHERE due <= ?1 ORDER BY due, id",
    )?
    .query_map([now], |row| {
        Ok(Due { id: row.get(0)?, at: row.get(1)?, resource: row.get(2)?, change: row.get(3)? })
    })?
    .collect()
}

impl Due {
    /// Removes the change from the schedule. Returns false if it was canceled.
    pub(crate) fn take(&self, db: &Connection) -> rusqlite::Result<bool> {
        Ok(db.execute("DELETE FROM transitions WHERE id = ?1", [self.id])? > 0)
    }
}

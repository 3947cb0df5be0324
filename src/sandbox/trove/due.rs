//! What happens by itself: changes that are due at some time, made when the next request comes.

use crate::sandbox::http::call::Call;
use crate::sandbox::state::timestamp::Moment;
use crate::sandbox::trove::instances::transitions;
use crate::sandbox::trove::{backups, clusters, guest, modules};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A change to come, of a row of the table that [`Change::kind`] names, or of what is in an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    Instance(transitions::Change),
    Cluster(clusters::Change),
    Guest(guest::Change),
    Module(modules::Reapplied),
    Backup(backups::Change),
}

impl Change {
    fn kind(&self) -> &'static str {
        match self {
            Self::Instance(_) => "instances",
            Self::Cluster(_) => "clusters",
            Self::Guest(_) => "guests",
            Self::Module(_) => "modules",
            Self::Backup(_) => "backups",
        }
    }

    fn apply(&self, db: &Connection, resource: &str, at: Moment) -> rusqlite::Result<()> {
        match self {
            Self::Instance(change) => transitions::apply(db, resource, change, at),
            Self::Cluster(change) => clusters::apply(db, resource, change, at),
            Self::Guest(change) => guest::apply(db, resource, change),
            Self::Module(change) => change.apply(db, resource, at),
            Self::Backup(change) => backups::apply(db, resource, change, at),
        }
    }
}

/// Makes a change in `seconds`, which is how long it takes at speed 1.
pub(crate) fn schedule(
    call: &Call<'_>,
    resource: &str,
    seconds: f64,
    change: &Change,
) -> rusqlite::Result<()> {
    let wait = Duration::try_from_secs_f64(seconds / call.settings.speed).unwrap_or_default();
    let text = serde_json::to_string(change).unwrap_or_default();
    call.db
        .prepare_cached(
            "INSERT INTO transitions (due, kind, resource, change) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![call.now.after(wait), change.kind(), resource, text])?;
    Ok(())
}

/// Forgets all changes to come of one thing.
pub(crate) fn cancel(db: &Connection, kind: &str, resource: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM transitions WHERE kind = ?1 AND resource = ?2", [kind, resource])?;
    Ok(())
}

/// Is this change to come?
pub(crate) fn is_pending(
    db: &Connection,
    resource: &str,
    change: &Change,
) -> rusqlite::Result<bool> {
    let text = serde_json::to_string(change).unwrap_or_default();
    db.prepare_cached(
        "SELECT 1 FROM transitions WHERE kind = ?1 AND resource = ?2 AND change = ?3",
    )?
    .exists([change.kind(), resource, &text])
}

/// Is anything due?
pub(crate) fn is_due(db: &Connection, now: Moment) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM transitions WHERE due <= ?1")?.exists([now])
}

/// Makes all changes that are due, in their order, each as of its own time.
pub(crate) fn apply_due(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    let due: Vec<(i64, Moment, String, String)> = db
        .prepare_cached(
            "SELECT id, due, resource, change FROM transitions WHERE due <= ?1 ORDER BY due, id",
        )?
        .query_map([now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (id, at, resource, change) in due {
        // A change may have cancelled later ones.
        let pending = db.execute("DELETE FROM transitions WHERE id = ?1", [id])? > 0;
        match serde_json::from_str::<Change>(&change) {
            Ok(change) if pending => change.apply(db, &resource, at)?,
            _ => {}
        }
    }
    Ok(())
}

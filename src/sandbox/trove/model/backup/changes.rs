//! Scheduled changes of backups, and their durations.

use crate::sandbox::behavior::fault::StatusFault;
use crate::sandbox::http::call::Call;
use crate::sandbox::state::record::Record;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{ids, schedule};
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::contents;
use crate::sandbox::trove::model::instance::changes::seconds::CREATE;
use crate::sandbox::trove::model::instance::record::Instance;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// A change of a backup. The names are part of the state file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// The guest agent has begun.
    Begun,
    /// The data is stored.
    Taken { location: String },
    /// The backup has failed.
    Failed,
    /// The backup is deleted.
    Deleted,
}

impl schedule::Change for Change {
    const KIND: &'static str = "backups";
    const TAG: &'static str = "Backup";

    fn apply(&self, db: &Connection, id: &str, at: Timestamp) -> rusqlite::Result<()> {
        let set = |columns: &str, location: Option<&str>| {
            let sql = format!(
                "UPDATE backups SET {columns}, location = coalesce(?2, location), updated = ?3
                 WHERE id = ?1 AND state IN ('NEW', 'BUILDING', 'SAVING')"
            );
            db.execute(&sql, params![id, location, at]).map(drop)
        };
        match self {
            Self::Begun => set("state = 'BUILDING'", None),
            Self::Taken { location } => {
                set(&format!("state = 'COMPLETED', size = {SIZE}"), Some(location))
            }
            Self::Failed => set("state = 'FAILED'", None),
            Self::Deleted => {
                contents::delete(db, id)?;
                let sql =
                    "UPDATE backups SET deleted = 1, version = NULL, updated = ?2 WHERE id = ?1";
                db.execute(sql, params![id, at])?;
                schedule::cancel::<Change>(db, id)
            }
        }
    }
}

/// The durations of changes, in seconds at speed 1.
pub(crate) mod seconds {
    pub(crate) const BEGIN: f64 = 1.0;
    pub(crate) const TAKE: f64 = 3.0;
    pub(crate) const DELETE: f64 = 1.0;
}

/// The size of every backup, in GB.
const SIZE: f64 = 0.14;

/// Schedules the course of a backup, which faults can change.
pub(crate) fn start(call: &Call<'_>, backup: &Backup, location: String) -> rusqlite::Result<()> {
    call.schedule(&backup.id, seconds::BEGIN, &Change::Begun)?;
    match call.settings.faults.status_fault(&backup.name) {
        Some(StatusFault::Build) => Ok(()),
        Some(StatusFault::Error) => call.schedule(&backup.id, seconds::TAKE, &Change::Failed),
        _ => call.schedule(&backup.id, seconds::TAKE, &Change::Taken { location }),
    }
}

/// Takes the backup that new replicas start from. It is visible until they are built (docs/server-behaviour.md 14).
pub(crate) fn take_snapshot(
    call: &Call<'_>,
    source: &Instance,
    replica: &Instance,
) -> rusqlite::Result<()> {
    let backup = Backup {
        id: ids::next_id(call.db)?.to_string(),
        name: format!("Replication snapshot for {}", replica.id),
        description: Some("Backup image used to initialize replication slave".into()),
        project: replica.project.clone(),
        instance: Some(source.id.clone()),
        parent: Backup::last_completed(call, &source.id)?.map(|parent| parent.id),
        version: source.version.clone(),
        state: "NEW".into(),
        size: None,
        location: None,
        created: call.now,
        updated: call.now,
    };
    backup.store(call.db)?;
    start(call, &backup, backup.url(None))?;
    call.schedule(&backup.id, CREATE, &Change::Deleted)
}

//! Scheduled changes of instances, and their durations.

use crate::sandbox::behavior::fault::StatusFault;
use crate::sandbox::http::call::Call;
use crate::sandbox::state::record::{Json, Record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{ids, schedule};
use crate::sandbox::trove::model::contents;
use crate::sandbox::trove::model::instance::faults;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A change of an instance. The names are part of the state file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// The server runs, and has its volume.
    ServerUp { server: String, volume: String },
    /// The database runs. `alive` says whether the guest agent reports.
    Built { alive: bool },
    /// The server could not be created.
    BuildFailed { message: String },
    /// The task is done, and the database runs.
    Settled,
    /// The guest agent has reported the actual status.
    Reported,
    /// The volume is resized.
    Enlarged { size: i64 },
    /// The server is resized.
    Reflavored { flavor: String },
    /// The access is changed.
    AccessSet { access: Value },
    /// The replica has become the source.
    Promoted,
    /// The youngest replica has replaced the source.
    Ejected,
    /// The replica is detached from its source.
    Detached,
    /// The instance is deleted.
    Deleted,
    /// The member of a cluster begins to restart.
    Restarting,
    /// The member of a cluster begins to upgrade.
    Upgrading { version: String },
}

impl schedule::Change for Change {
    const KIND: &'static str = "instances";
    const TAG: &'static str = "Instance";

    fn apply(&self, db: &Connection, id: &str, at: Timestamp) -> rusqlite::Result<()> {
        let Some(mut instance) = Instance::existing(db, id)? else {
            return Ok(());
        };
        match self {
            Self::ServerUp { server, volume } => {
                instance.server = Some(server.clone());
                instance.volume = Some(volume.clone());
                instance.server_status = "ACTIVE".into();
            }
            Self::Built { alive } => {
                instance.alive = *alive;
                finish_task(&mut instance, at);
            }
            Self::BuildFailed { message } => {
                instance.task = Task::BuildingErrorServer;
                instance.server_status = "ERROR".into();
                faults::record(db, id, message, "taskmanager", at)?;
            }
            Self::Settled => finish_task(&mut instance, at),
            Self::Reported if instance.alive => instance.set_agent(AgentStatus::Healthy, at),
            Self::Reported => return Ok(()),
            Self::Enlarged { size } => {
                instance.size = Some(*size);
                instance.task = Task::None;
            }
            Self::Reflavored { flavor } => {
                instance.flavor.clone_from(flavor);
                finish_task(&mut instance, at);
            }
            Self::AccessSet { access } => {
                instance.access = Some(Json(complete(access)));
                instance.task = Task::None;
            }
            Self::Promoted => return promote(db, instance, at),
            Self::Ejected => return eject(db, instance, at),
            Self::Detached => {
                instance.replica_of = None;
                instance.task = Task::None;
            }
            Self::Deleted => return delete(db, instance, at),
            Self::Restarting => {
                instance.task = Task::Rebooting;
                instance.set_agent(AgentStatus::Restarting, at);
            }
            Self::Upgrading { version } => {
                instance.task = Task::Upgrading;
                instance.version = Some(version.clone());
            }
        }
        instance.save(db, at)
    }
}

/// The durations of changes, in seconds at speed 1.
pub(crate) mod seconds {
    pub(crate) const SERVER_UP: f64 = 2.0;
    pub(crate) const CREATE: f64 = 6.0;
    pub(crate) const RESTART: f64 = 2.0;
    pub(crate) const REBOOT: f64 = 3.0;
    pub(crate) const REBUILD: f64 = 4.0;
    pub(crate) const MIGRATE: f64 = 4.0;
    pub(crate) const RESIZE: f64 = 3.0;
    pub(crate) const UPGRADE: f64 = 4.0;
    pub(crate) const ACCESS: f64 = 1.0;
    pub(crate) const REPLICATION: f64 = 3.0;
    pub(crate) const DELETE: f64 = 2.0;
    pub(crate) const REPORT: f64 = 10.0;
}

/// Schedules the build of a new instance, unless a fault prevents it.
pub(crate) fn schedule_build(call: &Call<'_>, instance: &Instance) -> rusqlite::Result<()> {
    let fault = call.settings.faults.status_fault(&instance.name);
    if fault == Some(StatusFault::Error) {
        let message = format!("Failed to create server for instance {}.", instance.id);
        return call.schedule(&instance.id, seconds::CREATE, &Change::BuildFailed { message });
    }
    let server = ids::next_id(call.db)?.to_string();
    let volume = ids::next_id(call.db)?.to_string();
    let change = Change::ServerUp { server, volume };
    call.schedule(&instance.id, seconds::SERVER_UP, &change)?;
    if fault == Some(StatusFault::Build) {
        return Ok(());
    }
    let alive = fault != Some(StatusFault::Silent);
    call.schedule(&instance.id, seconds::CREATE, &Change::Built { alive })
}

fn finish_task(instance: &mut Instance, at: Timestamp) {
    instance.task = Task::None;
    instance.set_agent(AgentStatus::Healthy, at);
}

/// Completes an access object as the server does: with defaults, not with the values before
/// (docs/server-behaviour.md 4).
fn complete(access: &Value) -> Value {
    let public = access.get("is_public").cloned().unwrap_or(json!(false));
    let cidrs = access.get("allowed_cidrs").cloned().unwrap_or(json!([]));
    json!({"is_public": public, "allowed_cidrs": cidrs})
}

fn promote(db: &Connection, mut replica: Instance, at: Timestamp) -> rusqlite::Result<()> {
    let Some(source) = replica.replica_of.take() else { return Ok(()) };
    let Some(source) = Instance::by_id(db, &source)? else { return Ok(()) };
    let siblings = source.replicas(db)?;
    set_source(db, siblings, &replica.id, at)?;
    set_source(db, vec![source], &replica.id, at)?;
    replica.task = Task::None;
    replica.save(db, at)
}

fn eject(db: &Connection, mut source: Instance, at: Timestamp) -> rusqlite::Result<()> {
    let mut replicas = source.replicas(db)?;
    source.task = Task::None;
    source.save(db, at)?;
    replicas.sort_by_key(|replica| replica.created);
    let Some(mut new_source) = replicas.pop() else { return Ok(()) };
    new_source.replica_of = None;
    new_source.task = Task::None;
    new_source.save(db, at)?;
    set_source(db, replicas, &new_source.id, at)
}

/// Changes the source of replicas, except of the new source itself.
fn set_source(
    db: &Connection,
    replicas: Vec<Instance>,
    source: &str,
    at: Timestamp,
) -> rusqlite::Result<()> {
    for mut replica in replicas.into_iter().filter(|replica| replica.id != source) {
        replica.replica_of = Some(source.to_owned());
        replica.task = Task::None;
        replica.save(db, at)?;
        contents::mirror(db, source, &replica.id)?;
    }
    Ok(())
}

/// Deletes an instance, but not its record (trove/instance/models.py, `delete_async`).
fn delete(db: &Connection, mut instance: Instance, at: Timestamp) -> rusqlite::Result<()> {
    instance.mark_deleted(at);
    instance.version = None;
    instance.configuration = None;
    instance.replica_of = None;
    instance.cluster = None;
    instance.server_status = "SHUTDOWN".into();
    instance.set_agent(AgentStatus::Deleted, at);
    contents::delete(db, &instance.id)?;
    for table in ["instance_modules", "logs", "instance_ssl"] {
        db.execute(&format!("DELETE FROM {table} WHERE instance = ?1"), [&instance.id])?;
    }
    schedule::cancel::<Change>(db, &instance.id)?;
    instance.save(db, at)
}

//! How long things take, and what becomes of an instance then.

use crate::sandbox::behavior::fault::StatusFault;
use crate::sandbox::http::call::Call;
use crate::sandbox::state::record::{Json, Record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{ids, schedule};
use crate::sandbox::trove::model::instance::faults;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What becomes of an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// It has a volume and a server.
    ServerUp { server: String, volume: String },
    /// The database runs.
    Built { alive: bool },
    /// There will be no database.
    BuildFailed { message: String },
    /// The task is done, and the database runs.
    Settled,
    /// The guest agent corrects what was said of it.
    Reported,
    /// The volume is larger.
    Enlarged { size: i64 },
    /// The server is of another flavor.
    Reflavored { flavor: String },
    /// Other addresses have access.
    AccessSet { access: Value },
    /// This replica is the source now.
    Promoted,
    /// This source is out, and its youngest replica is the source.
    Ejected,
    /// This is no replica any more.
    Detached,
    /// It is gone.
    Deleted,
    /// As a member of a cluster, it is its turn to be restarted.
    Restarting,
    /// As a member of a cluster, it is its turn to be upgraded.
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
                settle(&mut instance, at);
            }
            Self::BuildFailed { message } => {
                instance.task = Task::BuildingErrorServer;
                instance.server_status = "ERROR".into();
                faults::record(db, id, message, "taskmanager", at)?;
            }
            Self::Settled => settle(&mut instance, at),
            Self::Reported if instance.alive => instance.set_agent(AgentStatus::Healthy, at),
            Self::Reported => return Ok(()),
            Self::Enlarged { size } => {
                instance.size = Some(*size);
                instance.task = Task::None;
            }
            Self::Reflavored { flavor } => {
                instance.flavor.clone_from(flavor);
                settle(&mut instance, at);
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

/// Seconds from asking to being done, at speed 1.
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

/// Lets a new instance be built, or fail if a fault says so.
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

fn settle(instance: &mut Instance, at: Timestamp) {
    instance.task = Task::None;
    instance.set_agent(AgentStatus::Healthy, at);
}

/// An access object as the server stores it: what was left out is filled in, not kept (docs/server-behaviour.md 4).
fn complete(access: &Value) -> Value {
    let public = access.get("is_public").cloned().unwrap_or(json!(false));
    let cidrs = access.get("allowed_cidrs").cloned().unwrap_or(json!([]));
    json!({"is_public": public, "allowed_cidrs": cidrs})
}

fn promote(db: &Connection, mut replica: Instance, at: Timestamp) -> rusqlite::Result<()> {
    let Some(source) = replica.replica_of.take() else { return Ok(()) };
    let Some(mut source) = Instance::by_id(db, &source)? else { return Ok(()) };
    let siblings = source.replicas(db)?;
    source.replica_of = Some(replica.id.clone());
    source.task = Task::None;
    source.save(db, at)?;
    follow(db, siblings, &replica.id, at)?;
    replica.task = Task::None;
    replica.save(db, at)
}

fn eject(db: &Connection, mut source: Instance, at: Timestamp) -> rusqlite::Result<()> {
    let mut replicas = source.replicas(db)?;
    source.task = Task::None;
    source.save(db, at)?;
    replicas.sort_by_key(|replica| replica.created);
    let Some(mut heir) = replicas.pop() else { return Ok(()) };
    heir.replica_of = None;
    heir.task = Task::None;
    heir.save(db, at)?;
    follow(db, replicas, &heir.id, at)
}

/// Makes replicas of another source of these, but for that source itself.
fn follow(
    db: &Connection,
    replicas: Vec<Instance>,
    source: &str,
    at: Timestamp,
) -> rusqlite::Result<()> {
    for mut replica in replicas.into_iter().filter(|replica| replica.id != source) {
        replica.replica_of = Some(source.to_owned());
        replica.task = Task::None;
        replica.save(db, at)?;
    }
    Ok(())
}

/// The row stays, for administrators (trove/instance/models.py, `delete_async`).
fn delete(db: &Connection, mut instance: Instance, at: Timestamp) -> rusqlite::Result<()> {
    instance.mark_deleted(at);
    instance.version = None;
    instance.configuration = None;
    instance.replica_of = None;
    instance.cluster = None;
    instance.server_status = "SHUTDOWN".into();
    instance.set_agent(AgentStatus::Deleted, at);
    for table in
        ["databases", "database_users", "grants", "instance_modules", "logs", "instance_ssl"]
    {
        db.execute(&format!("DELETE FROM {table} WHERE instance = ?1"), [&instance.id])?;
    }
    schedule::cancel::<Change>(db, &instance.id)?;
    instance.save(db, at)
}

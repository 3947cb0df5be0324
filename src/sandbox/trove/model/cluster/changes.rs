//! Scheduled changes of clusters, and their durations.

use crate::sandbox::state::schedule;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::instance::status::Task as MemberTask;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

/// A change of a cluster. The names are part of the state file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// The new members have joined, if all of them run.
    Formed,
    /// The task is done.
    Settled,
    /// The cluster is deleted.
    Deleted,
}

impl schedule::Change for Change {
    const KIND: &'static str = "clusters";
    const TAG: &'static str = "Cluster";

    fn apply(&self, db: &Connection, id: &str, at: Timestamp) -> rusqlite::Result<()> {
        let Some(mut cluster) = Cluster::existing(db, id)? else {
            return Ok(());
        };
        match self {
            Self::Formed => return form(db, cluster, at),
            Self::Settled => cluster.task = Task::None,
            // The cluster exists as long as its last member.
            Self::Deleted if !cluster.members(db)?.is_empty() => return Ok(()),
            Self::Deleted => cluster.mark_deleted(at),
        }
        cluster.save(db, at)
    }
}

/// The time between the build of members and their joining, in seconds at speed 1.
pub(crate) const FORM: f64 = 2.0;

/// Adds new members to the cluster. If one has failed, all members fail and the cluster keeps its task
/// (trove/taskmanager/models.py, `update_statuses_on_failure`).
fn form(db: &Connection, mut cluster: Cluster, at: Timestamp) -> rusqlite::Result<()> {
    let members = cluster.members(db)?;
    if members.iter().any(|member| member.task.is_error()) {
        let failure = match cluster.task {
            Task::Growing => MemberTask::GrowingError,
            _ => MemberTask::BuildingErrorServer,
        };
        return members.into_iter().try_for_each(|mut member| {
            member.task = failure;
            member.save(db, at)
        });
    }
    if members.iter().any(|member| member.task == MemberTask::Building) {
        return Ok(());
    }
    cluster.task = Task::None;
    cluster.save(db, at)
}

//! The record of a cluster, and the checks that depend on its task.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::code::coded;
use crate::sandbox::state::record::{Record, record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::resource::resource;
use rusqlite::Connection;

coded! {
    /// The task of a cluster (trove/cluster/tasks.py).
    pub(crate) enum Task {
        None = 0x01, "NONE", "No tasks for the cluster.";
        Building = 0x02, "BUILDING", "Building the initial cluster.";
        Deleting = 0x03, "DELETING", "Deleting the cluster.";
        Growing = 0x05, "GROWING_CLUSTER", "Increasing the size of the cluster.";
        Shrinking = 0x06, "SHRINKING_CLUSTER", "Decreasing the size of the cluster.";
        Upgrading = 0x07, "UPGRADING_CLUSTER", "Upgrading the cluster to new version.";
        Restarting = 0x08, "RESTARTING_CLUSTER", "Restarting the cluster.";
    }
}

record! {
    /// One row of `clusters`.
    #[derive(Debug, Clone)]
    pub(crate) struct Cluster in "clusters" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) project: String,
        pub(crate) version: String,
        pub(crate) task: Task,
        pub(crate) configuration: Option<String>,
        pub(crate) locality: Option<String>,
        pub(crate) created: Timestamp,
        pub(crate) updated: Timestamp,
        pub(crate) deleted: bool,
        pub(crate) deleted_at: Option<Timestamp>,
    }
}

resource!(Cluster, Task, Cluster::not_found);

impl Cluster {
    /// 404 for a cluster.
    pub(crate) fn not_found(id: &str) -> Refusal {
        Refusal::not_found(format!("Cluster '{id}' cannot be found."))
    }

    /// Lists the clusters of the caller's project that have a configuration group.
    pub(crate) fn with_configuration(call: &Call<'_>, group: &str) -> rusqlite::Result<Vec<Self>> {
        let condition = "configuration = ?1 AND project = ?2 AND NOT deleted ORDER BY id";
        Self::select(call.db, condition, &[&group, &call.caller.project])
    }

    pub(crate) fn members(&self, db: &Connection) -> rusqlite::Result<Vec<Instance>> {
        Instance::select(db, "cluster = ?1 AND NOT deleted ORDER BY id", &[&self.id])
    }

    /// Returns whether an instance can be deleted: a member of a cluster only while the cluster is deleted
    /// or shrinks (trove/cluster/models.py, `is_cluster_deleting`).
    pub(crate) fn allows_deletion(db: &Connection, member: &Instance) -> rusqlite::Result<bool> {
        let Some(id) = &member.cluster else { return Ok(true) };
        let cluster = Self::by_id(db, id)?;
        Ok(cluster.is_none_or(|cluster| matches!(cluster.task, Task::Deleting | Task::Shrinking)))
    }

    /// Refuses if the cluster has a task that is not in the list (trove/cluster/models.py,
    /// `validate_cluster_available`).
    pub(crate) fn require_task(&self, tasks: &[Task]) -> Result<(), Refusal> {
        if tasks.contains(&self.task) {
            return Ok(());
        }
        Err(Refusal::unprocessable(format!(
            "This action cannot be performed on the cluster while the current cluster task is '{}'.",
            self.task.name()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stored_and_read() {
        let db = Connection::open_in_memory().unwrap();
        for task in Task::ALL {
            assert_eq!(db.query_row("SELECT ?1", [task], |row| row.get::<_, Task>(0)), Ok(*task));
        }
        assert!(db.query_row("SELECT 99", [], |row| row.get::<_, Task>(0)).is_err());
    }
}

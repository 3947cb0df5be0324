//! The record of an instance, and the checks that depend on its state.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::query;
use crate::sandbox::state::record::{Json, Record, record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::instance::status;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use crate::sandbox::trove::model::resource::resource;
use rusqlite::{Connection, params};
use serde_json::Value;
use std::time::Duration;

record! {
    /// One row of `instances`.
    #[derive(Debug, Clone)]
    pub(crate) struct Instance in "instances" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) project: String,
        pub(crate) flavor: String,
        pub(crate) size: Option<i64>,
        pub(crate) version: Option<String>,
        pub(crate) task: Task,
        /// ID of Nova's server, once it exists.
        pub(crate) server: Option<String>,
        pub(crate) server_status: String,
        pub(crate) volume: Option<String>,
        pub(crate) agent: AgentStatus as "guest",
        pub(crate) agent_updated: Timestamp as "guest_updated",
        /// Whether the guest agent reports regularly.
        pub(crate) alive: bool,
        pub(crate) configuration: Option<String>,
        pub(crate) replica_of: Option<String>,
        pub(crate) cluster: Option<String>,
        pub(crate) locality: Option<String>,
        /// `None` for members of clusters whose request names no region.
        pub(crate) region: Option<String>,
        pub(crate) access: Option<Json<Value>>,
        pub(crate) network: String,
        pub(crate) address: String,
        pub(crate) created: Timestamp,
        pub(crate) updated: Timestamp,
        pub(crate) deleted: bool,
        pub(crate) deleted_at: Option<Timestamp>,
    }
}

resource!(Instance, Task, Refusal::resource_not_found);

/// The time between two reports of a guest agent, in milliseconds (`report_interval`).
const REPORT_INTERVAL: i64 = 30_000;

/// The time after which a silent guest agent counts as lost (`agent_heartbeat_expiry`).
pub(crate) const HEARTBEAT_EXPIRY: Duration = Duration::from_secs(90);

impl Instance {
    /// Finds an instance that the caller can see. It must have a server.
    pub(crate) fn find_built(call: &Call<'_>, id: &str) -> Result<Self, Refusal> {
        let found = Self::find(call, id)?;
        if found.server.is_none() {
            return Err(Refusal::unprocessable(format!("Instance {id} is not ready.")));
        }
        Ok(found)
    }

    /// Sets the status that the guest agent reports.
    pub(crate) fn set_agent(&mut self, agent: AgentStatus, now: Timestamp) {
        self.agent = agent;
        self.agent_updated = now;
    }

    pub(crate) fn replicas(&self, db: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "replica_of = ?1 AND NOT deleted ORDER BY id", &[&self.id])
    }

    fn is_backing_up(&self, db: &Connection) -> rusqlite::Result<bool> {
        let busy = "state IN ('NEW', 'BUILDING', 'SAVING') AND NOT deleted";
        db.prepare_cached(&format!("SELECT 1 FROM backups WHERE instance = ?1 AND {busy}"))?
            .exists([&self.id])
    }

    /// Returns when the guest agent last reported.
    pub(crate) fn heartbeat(&self, now: Timestamp) -> Timestamp {
        if !self.alive || !self.agent.answers() || self.server_status != "ACTIVE" || self.deleted {
            return self.agent_updated;
        }
        let silent = now.0.saturating_sub(self.agent_updated.0).max(0);
        Timestamp(self.agent_updated.0 + silent / REPORT_INTERVAL * REPORT_INTERVAL)
    }

    /// Returns the status of the guest agent, which is an error if it was silent for too long
    /// (trove/instance/models.py, `update_service_status`).
    pub(crate) fn agent_now(&self, now: Timestamp) -> AgentStatus {
        let is_silent = now.since(self.heartbeat(now)) > HEARTBEAT_EXPIRY;
        let is_expected =
            self.task != Task::None || self.agent == AgentStatus::RestartRequired || self.deleted;
        if is_silent && !is_expected { AgentStatus::TimedOut } else { self.agent }
    }

    /// Returns the status of Nova's server.
    pub(crate) fn server_now(&self) -> &str {
        match (&self.server, self.task) {
            (_, Task::Building | Task::BuildingErrorServer) => "BUILD",
            (None, _) => "SHUTDOWN",
            (Some(_), _) => &self.server_status,
        }
    }

    pub(crate) fn status(&self, db: &Connection) -> rusqlite::Result<&'static str> {
        if self.deleted {
            return Ok("SHUTDOWN");
        }
        Ok(status::status(self.task, self.server_now(), self.is_backing_up(db)?))
    }

    pub(crate) fn operating_status(&self, now: Timestamp) -> &'static str {
        status::operating_status(self.task, self.server_now(), self.agent_now(now))
    }

    /// Refuses a new task while the instance is busy (trove/instance/models.py,
    /// `validate_can_perform_action`).
    pub(crate) fn require_idle(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let busy = |kind: &str, status: &str| {
            Err(Refusal::unprocessable(format!(
                "Instance {} is not currently available for an action to be performed ({kind} status was {status}).",
                self.id
            )))
        };
        if self.server_status != "ACTIVE" {
            return busy("instance", &self.server_status);
        }
        if !matches!(self.task, Task::None | Task::RestartRequired) {
            return busy("task", self.task.name());
        }
        if !self.agent_now(call.now).allows_actions() {
            return busy("instance", self.status(call.db)?);
        }
        if self.is_backing_up(call.db)? {
            return busy("instance", "BACKUP");
        }
        Ok(())
    }

    /// Refuses a change of the configuration group while the instance has a task. Stricter than
    /// [`require_idle`](Self::require_idle).
    pub(crate) fn require_no_task(&self) -> Result<(), Refusal> {
        let status = match (self.server_status.as_str(), self.task) {
            ("ACTIVE", Task::None) => return Ok(()),
            ("ACTIVE", task) => task.name(),
            (status, _) => status,
        };
        Err(Refusal::bad_request(format!(
            "The operation you have requested cannot be executed because the instance status is currently: {status}."
        )))
    }
}

/// Marks the running backups of an instance as failed.
pub(crate) fn fail_backups(call: &Call<'_>, id: &str) -> rusqlite::Result<()> {
    call.db.execute(
        "UPDATE backups SET state = 'FAILED', updated = ?2
         WHERE instance = ?1 AND state IN ('NEW', 'BUILDING', 'SAVING') AND NOT deleted",
        params![id, call.now],
    )?;
    Ok(())
}

/// Finds the name of a configuration group.
pub(crate) fn configuration_name(db: &Connection, id: &str) -> rusqlite::Result<Option<String>> {
    query::text(db, "SELECT name FROM configurations WHERE id = ?1", id)
}

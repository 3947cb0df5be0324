//! The two statuses of an instance, which follow from its task, its server and its guest agent.

use crate::sandbox::state::code::coded;

coded! {
    /// The task of an instance (trove/instance/tasks.py).
    pub(crate) enum Task {
        None = 0x01, "NONE", "No tasks for the instance.";
        Deleting = 0x02, "DELETING", "Deleting the instance.";
        Rebooting = 0x03, "REBOOTING", "Rebooting the instance.";
        Resizing = 0x04, "RESIZING", "Resizing the instance.";
        Building = 0x05, "BUILDING", "The instance is building.";
        Migrating = 0x06, "MIGRATING", "Migrating the instance.";
        RestartRequired = 0x07, "RESTART_REQUIRED", "Instance requires a restart.";
        Promoting = 0x08, "PROMOTING", "Promoting the instance to replica source.";
        Ejecting = 0x09, "EJECTING", "Ejecting the replica source.";
        Detaching = 0x0b, "DETACHING", "Detaching the instance from replica source.";
        Updating = 0x0c, "UPDATING", "Updating the instance.";
        BuildingErrorServer = 0x51, "BUILDING", "Build error: Server.";
        GrowingError = 0x57, "GROWING", "Growing Cluster Error.";
        Upgrading = 0x59, "UPGRADING", "Upgrading the instance.";
    }
}

impl Task {
    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::BuildingErrorServer | Self::GrowingError)
    }
}

coded! {
    /// The status that the guest agent last reported (trove/instance/service_status.py).
    pub(crate) enum AgentStatus {
        Running = 0x01, "ACTIVE", "running";
        Shutdown = 0x04, "SHUTDOWN", "shutdown";
        Deleted = 0x05, "DELETED", "deleted";
        Failed = 0x08, "FAILED", "failed to spawn";
        Unknown = 0x16, "ERROR", "unknown";
        New = 0x17, "NEW", "new";
        TimedOut = 0x18, "ERROR", "guestagent error";
        RestartRequired = 0x20, "RESTART_REQUIRED", "restart required";
        Healthy = 0x21, "HEALTHY", "healthy";
        Restarting = 0x22, "RESTARTING", "restarting";
    }
}

impl AgentStatus {
    /// Returns whether the instance can be restarted, resized, ….
    pub(crate) fn allows_actions(self) -> bool {
        matches!(self, Self::Running | Self::Healthy | Self::Shutdown | Self::RestartRequired)
    }

    /// Returns whether the guest agent answers.
    pub(crate) fn answers(self) -> bool {
        self.allows_actions() || self == Self::Restarting
    }
}

/// Returns the `status` (trove/instance/models.py:357).
pub(crate) fn status(task: Task, server: &str, backing_up: bool) -> &'static str {
    match task {
        task if task.is_error() => return "ERROR",
        Task::Building if server == "ERROR" => return "ERROR",
        Task::Building => return "BUILD",
        Task::Rebooting => return "REBOOT",
        Task::Resizing => return "RESIZE",
        Task::Upgrading => return "UPGRADE",
        Task::RestartRequired => return "RESTART_REQUIRED",
        Task::Promoting => return "PROMOTE",
        Task::Ejecting => return "EJECT",
        Task::Detaching => return "DETACH",
        Task::Deleting if ["ACTIVE", "SHUTDOWN", "DELETED"].contains(&server) => return "SHUTDOWN",
        Task::Deleting => return "ERROR",
        _ => {}
    }
    if backing_up {
        return "BACKUP";
    }
    match server {
        "BUILD" => "BUILD",
        "ERROR" => "ERROR",
        "REBOOT" => "REBOOT",
        "RESIZE" | "VERIFY_RESIZE" => "RESIZE",
        "ACTIVE" => "ACTIVE",
        "SHUTDOWN" => "SHUTDOWN",
        _ => "UNKNOWN",
    }
}

/// Returns the `operating_status`, which is empty during a task.
pub(crate) fn operating_status(task: Task, server: &str, agent: AgentStatus) -> &'static str {
    if task == Task::None && server == "ACTIVE" { agent.name() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stored_and_read() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        for task in Task::ALL {
            assert_eq!(db.query_row("SELECT ?1", [task], |row| row.get::<_, Task>(0)), Ok(*task));
        }
        for agent in AgentStatus::ALL {
            assert_eq!(
                db.query_row("SELECT ?1", [agent], |row| row.get::<_, AgentStatus>(0)),
                Ok(*agent)
            );
        }
        assert!(db.query_row("SELECT 99", [], |row| row.get::<_, Task>(0)).is_err());
    }

    #[test]
    fn the_status_follows_from_task_then_backups_then_server() {
        assert_eq!(status(Task::Building, "ACTIVE", true), "BUILD");
        assert_eq!(status(Task::Building, "ERROR", false), "ERROR");
        assert_eq!(status(Task::Deleting, "ERROR", false), "ERROR");
        assert_eq!(status(Task::Updating, "ACTIVE", false), "ACTIVE");
        assert_eq!(status(Task::None, "ACTIVE", true), "BACKUP");
        assert_eq!(status(Task::None, "VERIFY_RESIZE", false), "RESIZE");
        assert_eq!(status(Task::None, "SHUTOFF", false), "UNKNOWN");
    }

    #[test]
    fn the_operating_status_is_empty_during_a_task() {
        assert_eq!(operating_status(Task::None, "ACTIVE", AgentStatus::Unknown), "ERROR");
        assert_eq!(operating_status(Task::RestartRequired, "ACTIVE", AgentStatus::Healthy), "");
        assert_eq!(operating_status(Task::None, "BUILD", AgentStatus::Healthy), "");
    }
}

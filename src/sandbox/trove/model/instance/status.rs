//! The status model: the task, the server and the guest agent each have a state of their own.

/// Keeps an enum in the database as the number that the server has for it.
macro_rules! stored_by_code {
    ($kind:ty, $all:ident) => {
        impl rusqlite::ToSql for $kind {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok((*self as i64).into())
            }
        }

        impl rusqlite::types::FromSql for $kind {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                let code = i64::column_result(value)?;
                let found = $all.iter().find(|known| **known as i64 == code);
                found.copied().ok_or(rusqlite::types::FromSqlError::OutOfRange(code))
            }
        }
    };
}

pub(crate) use stored_by_code;

/// What is being done to an instance (trove/instance/tasks.py; the numbers are its codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    None = 0x01,
    Deleting = 0x02,
    Rebooting = 0x03,
    Resizing = 0x04,
    Building = 0x05,
    Migrating = 0x06,
    RestartRequired = 0x07,
    Promoting = 0x08,
    Ejecting = 0x09,
    Detaching = 0x0b,
    Updating = 0x0c,
    BuildingErrorServer = 0x51,
    GrowingError = 0x57,
    Upgrading = 0x59,
}

const TASKS: &[Task] = &[
    Task::None,
    Task::Deleting,
    Task::Rebooting,
    Task::Resizing,
    Task::Building,
    Task::Migrating,
    Task::RestartRequired,
    Task::Promoting,
    Task::Ejecting,
    Task::Detaching,
    Task::Updating,
    Task::BuildingErrorServer,
    Task::GrowingError,
    Task::Upgrading,
];

impl Task {
    /// Its name in messages.
    pub(crate) fn action(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Deleting => "DELETING",
            Self::Rebooting => "REBOOTING",
            Self::Resizing => "RESIZING",
            Self::Building | Self::BuildingErrorServer => "BUILDING",
            Self::Migrating => "MIGRATING",
            Self::RestartRequired => "RESTART_REQUIRED",
            Self::Promoting => "PROMOTING",
            Self::Ejecting => "EJECTING",
            Self::Detaching => "DETACHING",
            Self::Updating => "UPDATING",
            Self::GrowingError => "GROWING",
            Self::Upgrading => "UPGRADING",
        }
    }

    /// What administrators read about it.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::None => "No tasks for the instance.",
            Self::Deleting => "Deleting the instance.",
            Self::Rebooting => "Rebooting the instance.",
            Self::Resizing => "Resizing the instance.",
            Self::Building => "The instance is building.",
            Self::Migrating => "Migrating the instance.",
            Self::RestartRequired => "Instance requires a restart.",
            Self::Promoting => "Promoting the instance to replica source.",
            Self::Ejecting => "Ejecting the replica source.",
            Self::Detaching => "Detaching the instance from replica source.",
            Self::Updating => "Updating the instance.",
            Self::BuildingErrorServer => "Build error: Server.",
            Self::GrowingError => "Growing Cluster Error.",
            Self::Upgrading => "Upgrading the instance.",
        }
    }

    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::BuildingErrorServer | Self::GrowingError)
    }
}

stored_by_code!(Task, TASKS);

/// What the guest agent last said (trove/instance/service_status.py; the numbers are its codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guest {
    Running = 0x01,
    Shutdown = 0x04,
    Deleted = 0x05,
    Failed = 0x08,
    Unknown = 0x16,
    New = 0x17,
    TimedOut = 0x18,
    RestartRequired = 0x20,
    Healthy = 0x21,
    /// Also what upgrading looks like: the two share a code.
    Restarting = 0x22,
}

const GUESTS: &[Guest] = &[
    Guest::Running,
    Guest::Shutdown,
    Guest::Deleted,
    Guest::Failed,
    Guest::Unknown,
    Guest::New,
    Guest::TimedOut,
    Guest::RestartRequired,
    Guest::Healthy,
    Guest::Restarting,
];

impl Guest {
    /// The `operating_status` it gives.
    pub(crate) fn status(self) -> &'static str {
        match self {
            Self::Running => "ACTIVE",
            Self::Shutdown => "SHUTDOWN",
            Self::Deleted => "DELETED",
            Self::Failed => "FAILED",
            Self::Unknown | Self::TimedOut => "ERROR",
            Self::New => "NEW",
            Self::RestartRequired => "RESTART_REQUIRED",
            Self::Healthy => "HEALTHY",
            Self::Restarting => "RESTARTING",
        }
    }

    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Shutdown => "shutdown",
            Self::Deleted => "deleted",
            Self::Failed => "failed to spawn",
            Self::Unknown => "unknown",
            Self::New => "new",
            Self::TimedOut => "guestagent error",
            Self::RestartRequired => "restart required",
            Self::Healthy => "healthy",
            Self::Restarting => "restarting",
        }
    }

    /// May the instance be restarted, resized, …?
    pub(crate) fn allows_actions(self) -> bool {
        matches!(self, Self::Running | Self::Healthy | Self::Shutdown | Self::RestartRequired)
    }

    /// Does the agent answer?
    pub(crate) fn answers(self) -> bool {
        self.allows_actions() || self == Self::Restarting
    }
}

stored_by_code!(Guest, GUESTS);

/// The `status` (trove/instance/models.py:357): the first that fits.
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

/// The `operating_status`: the guest's word, unless something else is going on.
pub(crate) fn operating_status(task: Task, server: &str, guest: Guest) -> &'static str {
    if task == Task::None && server == "ACTIVE" { guest.status() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_the_database() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        for task in TASKS {
            assert_eq!(db.query_row("SELECT ?1", [task], |row| row.get::<_, Task>(0)), Ok(*task));
        }
        for guest in GUESTS {
            assert_eq!(
                db.query_row("SELECT ?1", [guest], |row| row.get::<_, Guest>(0)),
                Ok(*guest)
            );
        }
        assert!(db.query_row("SELECT 99", [], |row| row.get::<_, Task>(0)).is_err());
    }

    #[test]
    fn the_task_comes_first_then_backups_then_the_server() {
        assert_eq!(status(Task::Building, "ACTIVE", true), "BUILD");
        assert_eq!(status(Task::Building, "ERROR", false), "ERROR");
        assert_eq!(status(Task::Deleting, "ERROR", false), "ERROR");
        assert_eq!(status(Task::Updating, "ACTIVE", false), "ACTIVE");
        assert_eq!(status(Task::None, "ACTIVE", true), "BACKUP");
        assert_eq!(status(Task::None, "VERIFY_RESIZE", false), "RESIZE");
        assert_eq!(status(Task::None, "SHUTOFF", false), "UNKNOWN");
    }

    #[test]
    fn the_guest_is_heard_only_when_nothing_else_goes_on() {
        assert_eq!(operating_status(Task::None, "ACTIVE", Guest::Unknown), "ERROR");
        assert_eq!(operating_status(Task::RestartRequired, "ACTIVE", Guest::Healthy), "");
        assert_eq!(operating_status(Task::None, "BUILD", Guest::Healthy), "");
    }
}

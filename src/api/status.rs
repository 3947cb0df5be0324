//! Statuses: open sets of words, with room for unknown ones.

/// Declares an open set of words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A word that this version of the crate does not know.
            Other(String),
        }

        impl $name {
            /// The word, as the service spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(|word| Self::from(word.as_str()))
            }
        }
    };
}

words! {
    /// The status of an instance (trove/instance/models.py:357).
    InstanceStatus {
        /// The instance is being built.
        Build = "BUILD",
        /// The instance runs; the operating status says whether the database runs.
        Active = "ACTIVE",
        /// The database restarts.
        Reboot = "REBOOT",
        /// The flavor or the volume is being changed.
        Resize = "RESIZE",
        /// The datastore version is being changed.
        Upgrade = "UPGRADE",
        /// A configuration change requires a restart.
        RestartRequired = "RESTART_REQUIRED",
        /// A replica of the set is becoming the primary.
        Promote = "PROMOTE",
        /// The primary of the set is being replaced.
        Eject = "EJECT",
        /// The instance stops being a replica.
        Detach = "DETACH",
        /// A backup is being taken.
        Backup = "BACKUP",
        /// The instance is being deleted.
        Shutdown = "SHUTDOWN",
        /// The instance failed.
        Error = "ERROR",
        /// The server is stopped, paused or moving.
        Unknown = "UNKNOWN",
    }
}

words! {
    /// The last status of the database from the guest agent; empty while a task runs.
    OperatingStatus {
        /// A task is running; the status is unknown.
        None = "",
        /// The database is not built yet.
        New = "NEW",
        /// The database is being built.
        Build = "BUILD",
        /// The database runs (older guest agents).
        Active = "ACTIVE",
        /// The database runs.
        Healthy = "HEALTHY",
        /// The database runs, but does not answer.
        Blocked = "BLOCKED",
        /// The database is stopped.
        Shutdown = "SHUTDOWN",
        /// The database could not be started.
        Failed = "FAILED",
        /// No heartbeat for 90 s.
        Error = "ERROR",
        /// A change requires a restart.
        RestartRequired = "RESTART_REQUIRED",
        /// The database restarts.
        Restarting = "RESTARTING",
    }
}

words! {
    /// The status of a backup (trove/backup/state.py).
    BackupStatus {
        /// The backup is about to be taken.
        New = "NEW",
        /// The backup is being taken.
        Building = "BUILDING",
        /// The data is being stored.
        Saving = "SAVING",
        /// The backup is done.
        Completed = "COMPLETED",
        /// The backup failed.
        Failed = "FAILED",
        /// The backup was taken elsewhere and is registered here.
        Restored = "RESTORED",
        /// The data could not be deleted.
        DeleteFailed = "DELETE_FAILED",
    }
}

impl BackupStatus {
    /// Returns whether the backup is being taken, which keeps its instance busy.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::New | Self::Building | Self::Saving)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // docs/server-behaviour.md 13
    fn an_unknown_status_is_a_status() {
        assert_eq!(InstanceStatus::from("ACTIVE"), InstanceStatus::Active);
        assert_eq!(InstanceStatus::from("FROZEN").as_str(), "FROZEN");
        let read: InstanceStatus = serde_json::from_str("\"UNKNOWN\"").unwrap();
        assert_eq!(read, InstanceStatus::Unknown);
    }
}

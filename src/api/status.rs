//! Statuses: the words this crate knows, and room for those it does not.

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
        /// It is being built.
        Build = "BUILD",
        /// It runs; see the operating status for whether the database does.
        Active = "ACTIVE",
        /// It restarts.
        Reboot = "REBOOT",
        /// Its flavor or volume is being changed.
        Resize = "RESIZE",
        /// Its datastore version is being changed.
        Upgrade = "UPGRADE",
        /// A configuration waits for a restart.
        RestartRequired = "RESTART_REQUIRED",
        /// A replica of its set is becoming the primary.
        Promote = "PROMOTE",
        /// The primary of its set is being replaced.
        Eject = "EJECT",
        /// It stops being a replica.
        Detach = "DETACH",
        /// A backup is being taken.
        Backup = "BACKUP",
        /// It is being deleted.
        Shutdown = "SHUTDOWN",
        /// It failed.
        Error = "ERROR",
        /// Its server is stopped, paused or moving.
        Unknown = "UNKNOWN",
    }
}

words! {
    /// What the guest agent said last of the database; empty while a task runs.
    OperatingStatus {
        /// A task is running: nothing is known.
        None = "",
        /// Not yet built.
        New = "NEW",
        /// Being built.
        Build = "BUILD",
        /// It runs (older guests).
        Active = "ACTIVE",
        /// It runs.
        Healthy = "HEALTHY",
        /// It runs, but does not answer.
        Blocked = "BLOCKED",
        /// It is stopped.
        Shutdown = "SHUTDOWN",
        /// It could not be started.
        Failed = "FAILED",
        /// No heartbeat for 90 s.
        Error = "ERROR",
        /// A change waits for a restart.
        RestartRequired = "RESTART_REQUIRED",
        /// It restarts.
        Restarting = "RESTARTING",
    }
}

words! {
    /// The status of a backup (trove/backup/state.py).
    BackupStatus {
        /// It is about to be taken.
        New = "NEW",
        /// It is being taken.
        Building = "BUILDING",
        /// Its data is being stored.
        Saving = "SAVING",
        /// It is done.
        Completed = "COMPLETED",
        /// It failed.
        Failed = "FAILED",
        /// It was taken elsewhere, and is known here.
        Restored = "RESTORED",
        /// Its data could not be deleted.
        DeleteFailed = "DELETE_FAILED",
    }
}

impl BackupStatus {
    /// Whether it is being taken, which keeps its instance busy.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::New | Self::Building | Self::Saving)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pitfall_13_an_unknown_status_is_a_status() {
        assert_eq!(InstanceStatus::from("ACTIVE"), InstanceStatus::Active);
        assert_eq!(InstanceStatus::from("FROZEN").as_str(), "FROZEN");
        let read: InstanceStatus = serde_json::from_str("\"UNKNOWN\"").unwrap();
        assert_eq!(read, InstanceStatus::Unknown);
    }
}

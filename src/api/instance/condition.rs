//! The condition of an instance, in the words of every release of the service.

use crate::Failure;
use crate::json::{Object, text, text_at};
use std::time::Duration;

/// How long a trouble that can pass may last.
const PASSING: Duration = Duration::from_secs(60);
/// How long a database may look blocked or crashed: the guest agent reports every 10 s
/// (trove/common/cfg.py, `agent_heartbeat_time`), and has then reported twice.
const TWO_REPORTS: Duration = Duration::from_secs(20);

/// The condition of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api) enum Condition {
    /// The database runs and can be used.
    Ready,
    /// A change takes effect only with a restart.
    RestartRequired,
    /// The service or the database is at work, or the status is unknown.
    Busy,
    /// In trouble, unless it passes within this time.
    Troubled(Duration),
    /// Failed.
    Broken,
}

impl Condition {
    /// Tells the condition of an instance, or of a member of a cluster, from its statuses. Up to
    /// Victoria there is no `operating_status`, and the status of the database stands in `status`
    /// once no task runs (docs/server-behaviour.md 83).
    pub(in crate::api) fn of(instance: &Object) -> Self {
        let status = text(instance, "status").unwrap_or_default();
        match (status, text(instance, "operating_status")) {
            ("ERROR", _) => Self::Broken,
            (_, Some("RESTART_REQUIRED")) | ("RESTART_REQUIRED", _) => Self::RestartRequired,
            ("ACTIVE" | "HEALTHY", None | Some("HEALTHY" | "ACTIVE")) => Self::Ready,
            ("ACTIVE", Some(operating)) if is_trouble(operating) => Self::Troubled(PASSING),
            ("BLOCKED" | "CRASHED", _) => Self::Troubled(TWO_REPORTS),
            // A database that is stopped; or, as always in later releases, a deletion.
            ("SHUTDOWN", None) => Self::Troubled(PASSING),
            (failed, _) if is_trouble(failed) && failed != "SHUTDOWN" => Self::Broken,
            _ => Self::Busy,
        }
    }
}

/// Tells whether this status of a database is one of trouble. FAILED_TIMEOUT_… has several endings.
fn is_trouble(status: &str) -> bool {
    matches!(status, "FAILED" | "ERROR" | "BLOCKED" | "CRASHED" | "SHUTDOWN")
        || status.starts_with("FAILED_TIMEOUT")
}

/// The service's explanation of the last fault of the instance.
pub(super) fn fault(instance: &Object) -> Option<Failure> {
    let message = text_at(instance, &["fault", "message"]);
    message.filter(|text| !text.is_empty()).map(|text| Failure::Fault(text.to_owned()))
}

/// Returns whether the instance is busy: its status is temporary, or a task runs that has no status.
pub(super) fn is_busy(instance: &Object) -> bool {
    match Condition::of(instance) {
        Condition::Busy => text(instance, "status") != Some("UNKNOWN"),
        // It may be a deletion.
        Condition::Troubled(_) => text(instance, "status") == Some("SHUTDOWN"),
        Condition::Ready | Condition::RestartRequired | Condition::Broken => false,
    }
}

/// The status as progress shows it, with the operating status where that says more.
pub(in crate::api) fn describe(instance: &Object) -> String {
    match (text(instance, "status").unwrap_or_default(), text(instance, "operating_status")) {
        ("ACTIVE", Some("")) => "ACTIVE (busy)".to_owned(),
        (status, None | Some("" | "HEALTHY" | "ACTIVE")) => status.to_owned(),
        (status, Some(operating)) => format!("{status}/{operating}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn condition(instance: &Value) -> Condition {
        Condition::of(instance.as_object().unwrap())
    }

    #[test] // docs/server-behaviour.md 83
    fn every_status_of_the_releases_without_an_operating_status_has_its_condition() {
        // trove/instance/models.py and trove/common/instance.py, Queens to Victoria.
        for (statuses, expected) in [
            (vec!["ACTIVE", "HEALTHY"], Condition::Ready),
            (vec!["RESTART_REQUIRED"], Condition::RestartRequired),
            (
                vec![
                    "BUILD",
                    "REBOOT",
                    "RESIZE",
                    "BACKUP",
                    "PROMOTE",
                    "EJECT",
                    "UPGRADE",
                    "DETACH",
                    "LOGGING",
                    "UPGRADING",
                    "RESTARTING",
                    "DELETED",
                    "NEW",
                ],
                Condition::Busy,
            ),
            (vec!["BLOCKED", "CRASHED"], Condition::Troubled(TWO_REPORTS)),
            (vec!["SHUTDOWN"], Condition::Troubled(PASSING)),
            (
                vec!["ERROR", "FAILED", "FAILED_TIMEOUT_GUESTAGENT", "FAILED_TIMEOUT_X"],
                Condition::Broken,
            ),
        ] {
            for status in statuses {
                assert_eq!(condition(&json!({ "status": status })), expected, "{status}");
            }
        }
    }

    #[test] // docs/server-behaviour.md 9, 10, 11
    fn later_releases_have_the_status_of_the_database_in_the_operating_status() {
        for (status, operating, expected) in [
            ("ACTIVE", "HEALTHY", Condition::Ready),
            ("ACTIVE", "", Condition::Busy),
            ("SHUTDOWN", "", Condition::Busy),
            ("ACTIVE", "RESTARTING", Condition::Busy),
            ("ACTIVE", "RESTART_REQUIRED", Condition::RestartRequired),
            ("ACTIVE", "SHUTDOWN", Condition::Troubled(PASSING)),
            ("ACTIVE", "BLOCKED", Condition::Troubled(PASSING)),
            ("ACTIVE", "FAILED", Condition::Troubled(PASSING)),
            ("UNKNOWN", "", Condition::Busy),
            ("ERROR", "", Condition::Broken),
        ] {
            let instance = json!({"status": status, "operating_status": operating});
            assert_eq!(condition(&instance), expected, "{status}/{operating}");
        }
    }

    #[test]
    fn an_instance_at_work_is_busy_and_one_at_rest_is_not() {
        for (status, operating, busy) in [
            ("ACTIVE", Some(""), true),
            ("BUILD", None, true),
            ("SHUTDOWN", None, true),
            ("HEALTHY", None, false),
            ("FAILED", None, false),
            ("BLOCKED", None, false),
            ("UNKNOWN", Some(""), false),
            ("ACTIVE", Some("SHUTDOWN"), false),
        ] {
            let mut instance = Object::new();
            instance.insert("status".into(), status.into());
            instance
                .extend(operating.map(|operating| ("operating_status".into(), operating.into())));
            assert_eq!(is_busy(&instance), busy, "{status} {operating:?}");
        }
    }
}

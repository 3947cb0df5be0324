//! Why the service refused a request, by the status and the message of its answer.

use crate::ApiError;
use crate::auth::RATE_LIMIT;

/// Why the service refused a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Only administrators of the project may do this.
    AdministratorsOnly,
    /// The token is not accepted.
    TokenRejected,
    /// The project in the endpoint is not that of the login.
    WrongProject,
    /// The role in this project does not allow it.
    RoleForbids,
    /// The instance has replicas, which must be detached first.
    HasReplicas,
    /// Instances have the module.
    ModuleInUse,
    /// The backup does not fit into the volume.
    BackupTooLarge,
    /// Too many requests in too short a time.
    RateLimited,
    /// A quota is used up.
    QuotaReached,
    /// The instance needs a restart first.
    RestartRequired,
    /// The instance is busy.
    InstanceBusy,
    /// The instance seems to be busy: the service does not say.
    InstanceMaybeBusy,
    /// The cluster seems to be busy: the service does not say.
    ClusterMaybeBusy,
    /// The guest agent of the instance does not answer.
    AgentSilent,
    /// A value of a configuration group is not one that its parameter can have.
    InvalidValue,
    /// There is no change of the encryption to undo.
    NothingToUndo,
    /// The secret in the key manager cannot be read, or has the wrong format.
    SecretUnusable,
    /// The instance is a member of a cluster, and changes with it only.
    ClusterMember,
    /// Only members of such a cluster have a superuser.
    ClusterWithoutRoot,
    /// Some servers cannot list modules for administrators.
    ModulesNotListed,
    /// The sandbox cannot use its state, and needs a reset.
    SandboxUnusable,
}

impl Refusal {
    /// Returns the reason for a refusal, if the answer of the service shows it.
    #[must_use]
    pub fn of(error: &ApiError) -> Option<Self> {
        let says = |text: &str| error.message.contains(text);
        let request = &error.request;
        let is_limit = error.name.as_deref() == Some(RATE_LIMIT);
        Some(match error.status {
            400 if says("instance status is currently: RESTART_REQUIRED") => Self::RestartRequired,
            400 if says("instance status is currently: ") => Self::InstanceBusy,
            400 if says("Guest Agent") => Self::AgentSilent,
            400 if says("ssl_state.json") => Self::NothingToUndo,
            400 if says("_root' operation is not supported for cluster") => {
                Self::ClusterWithoutRoot
            }
            // Trove answers an administrator's call by others with 401, not 403 (trove/common/wsgi.py:315).
            401 if error.name.as_deref() == Some("unauthorized") => Self::AdministratorsOnly,
            401 => Self::TokenRejected,
            // Some 403s are not about who asks (trove/common/wsgi.py:319).
            403 if says("Detach replicas before deleting") => Self::HasReplicas,
            403 if says("applied to a non-terminated instance") => Self::ModuleInUse,
            403 if says("Backup is too large") => Self::BackupTooLarge,
            // trove/common/policy.py
            403 if says("olicy doesn't allow") => Self::RoleForbids,
            // trove/common/auth.py:75
            403 if says("cannot access this resource") || error.project.is_some() => {
                Self::WrongProject
            }
            403 => Self::RoleForbids,
            404 if error.project.is_some() => Self::WrongProject,
            429 => Self::RateLimited,
            413 if error.retry_after.is_some() || is_limit => Self::RateLimited,
            413 => Self::QuotaReached,
            422 if says("onfiguration ") => Self::InvalidValue,
            422 if request.contains("/clusters/") || says("the cluster") => Self::ClusterMaybeBusy,
            422 => Self::InstanceMaybeBusy,
            500 if says("the sandbox needs a reset") => Self::SandboxUnusable,
            // trove/instance/service.py, ssl_action: nothing catches what the key manager or PKCS#12 raise.
            500 if request.starts_with("POST ") && request.ends_with("/ssl") => {
                Self::SecretUnusable
            }
            // trove/module/models.py:76: the list is never assigned.
            500 if lists_modules(request) => Self::ModulesNotListed,
            501 if says("part of a cluster") => Self::ClusterMember,
            _ => return None,
        })
    }
}

fn lists_modules(request: &str) -> bool {
    let path = request.split('?').next().unwrap_or_default();
    path.starts_with("GET ") && path.ends_with("/modules") && !path.contains("/instances/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProjectMismatch;

    fn of(status: u16, message: &str, request: &str) -> Option<Refusal> {
        Refusal::of(&ApiError::new(status, message, request))
    }

    #[test]
    fn the_most_specific_reason_wins() {
        let busy = "instance status is currently: ";
        for (status, message, request, refusal) in [
            (400, format!("{busy}RESTART_REQUIRED."), "x", Some(Refusal::RestartRequired)),
            (400, format!("{busy}BUILD."), "x", Some(Refusal::InstanceBusy)),
            (403, "Backup is too large".to_owned(), "x", Some(Refusal::BackupTooLarge)),
            (403, "no".to_owned(), "x", Some(Refusal::RoleForbids)),
            (403, "id p cannot access this resource.".to_owned(), "x", Some(Refusal::WrongProject)),
            (422, "Configuration x".to_owned(), "x/clusters/1", Some(Refusal::InvalidValue)),
            (422, "no".to_owned(), "x/clusters/1", Some(Refusal::ClusterMaybeBusy)),
            (422, "no".to_owned(), "x", Some(Refusal::InstanceMaybeBusy)),
            (500, "no".to_owned(), "GET x/modules?limit=1", Some(Refusal::ModulesNotListed)),
            (500, "no".to_owned(), "GET x/instances/1/modules", None),
            (
                500,
                "the sandbox needs a reset: x".to_owned(),
                "POST x/ssl",
                Some(Refusal::SandboxUnusable),
            ),
            (404, "no".to_owned(), "x", None),
        ] {
            assert_eq!(of(status, &message, request), refusal, "{status} {message} {request}");
        }
    }

    #[test]
    fn an_endpoint_of_another_project_is_the_reason_unless_the_answer_has_one() {
        for (status, message, refusal) in [
            (403, "no", Some(Refusal::WrongProject)),
            (403, "Policy doesn't allow x to be performed.", Some(Refusal::RoleForbids)),
            (403, "Backup is too large", Some(Refusal::BackupTooLarge)),
            (404, "no", Some(Refusal::WrongProject)),
            (500, "no", None),
        ] {
            let mut error = ApiError::new(status, message, "x");
            error.project = Some(Box::new(ProjectMismatch {
                endpoint: "http://h/v1.0".to_owned(),
                found: None,
                project: "p".to_owned(),
                in_catalog: true,
            }));
            assert_eq!(Refusal::of(&error), refusal, "{status} {message}");
        }
    }

    #[test]
    fn a_401_is_about_administrators_only_if_trove_says_so() {
        let mut error = ApiError::new(401, "no", "x");
        assert_eq!(Refusal::of(&error), Some(Refusal::TokenRejected));
        error.name = Some("unauthorized".to_owned());
        assert_eq!(Refusal::of(&error), Some(Refusal::AdministratorsOnly));
    }

    #[test]
    fn a_413_with_a_time_is_a_rate_limit() {
        let mut error = ApiError::new(413, "no", "x");
        assert_eq!(Refusal::of(&error), Some(Refusal::QuotaReached));
        error.retry_after = Some(5);
        assert_eq!(Refusal::of(&error), Some(Refusal::RateLimited));
        error = ApiError { name: Some(RATE_LIMIT.to_owned()), ..ApiError::new(413, "no", "x") };
        assert_eq!(Refusal::of(&error), Some(Refusal::RateLimited));
        assert_eq!(Refusal::of(&ApiError::new(429, "no", "x")), Some(Refusal::RateLimited));
    }
}

//! Why the service refused a request, by the status and the message of its answer.

use crate::ApiError;

/// Why the service refused a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Only administrators of the project may do this.
    AdministratorsOnly,
    /// The token is not accepted.
    TokenRejected,
    /// The role in this project does not allow it.
    RoleForbids,
    /// The instance has replicas, which have to be detached first.
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
    /// The key manager's secret cannot be read, or is not what it should be.
    SecretUnusable,
    /// The instance is a member of a cluster, and changes with it only.
    ClusterMember,
    /// Only members of such a cluster have a superuser.
    ClusterWithoutRoot,
    /// Some servers cannot list modules for administrators.
    ModulesNotListed,
}

impl Refusal {
    /// Tells why the service refused, if its answer says so.
    #[must_use]
    pub fn of(error: &ApiError) -> Option<Self> {
        let says = |text: &str| error.message.contains(text);
        let request = &error.request;
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
            403 => Self::RoleForbids,
            413 if error.retry_after.is_some() => Self::RateLimited,
            413 => Self::QuotaReached,
            422 if says("onfiguration ") => Self::InvalidValue,
            422 if request.contains("/clusters/") || says("the cluster") => Self::ClusterMaybeBusy,
            422 => Self::InstanceMaybeBusy,
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

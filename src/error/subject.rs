//! The resource that an error is about, and the reason why it cannot reach its goal.

use std::fmt;

/// The resource that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subject {
    /// The type, as in `instance`.
    pub noun: &'static str,
    /// The name or ID, as the caller gave it.
    pub name: String,
    /// The ID of the instance that a database or a user belongs to.
    pub instance: Option<String>,
}

impl Subject {
    /// The subject of this type and name.
    pub(crate) fn new(noun: &'static str, name: impl Into<String>) -> Self {
        Self { noun, name: name.into(), instance: None }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} '{}'", self.noun, self.name)
    }
}

/// The reason why a resource cannot reach its goal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The service's explanation.
    Fault(String),
    /// A change of the configuration takes effect only after a restart.
    RestartRequired,
    /// The member of this name needs a restart.
    MemberRestartRequired(String),
    /// A member is in trouble.
    MemberFailed {
        /// Its name.
        name: String,
        /// Its status.
        status: String,
    },
    /// The volume did not get this size, in GiB.
    VolumeNotResized(u64),
    /// The flavor did not change to the flavor with this ID.
    FlavorNotChanged(String),
    /// The instance is still a replica.
    NotDetached,
    /// The instance was to be deleted, and has come back.
    NotDeleted,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(message) => f.write_str(message),
            Self::RestartRequired => f.write_str("it needs a restart"),
            Self::MemberRestartRequired(name) => write!(f, "its member '{name}' needs a restart"),
            Self::MemberFailed { name, status } => {
                write!(f, "its member '{name}' is in {status}")
            }
            Self::VolumeNotResized(size) => write!(f, "the volume did not get {size} GB"),
            Self::FlavorNotChanged(id) => write!(f, "the flavor did not change to '{id}'"),
            Self::NotDetached => f.write_str("it is still a replica"),
            Self::NotDeleted => f.write_str("it has come back from its deletion"),
        }
    }
}

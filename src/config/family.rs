//! The kinds of configuration files, and their names.

use crate::config::env::{OS_CLIENT_CONFIG_FILE, OS_CLIENT_SECURE_FILE};

/// The kinds of files. Each is searched for on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Clouds,
    Secure,
    Public,
}

impl Family {
    /// Returns the names that a file of this kind may have, in the order in which they are tried.
    pub(super) fn names(self) -> [&'static str; 3] {
        match self {
            Self::Clouds => ["clouds.yaml", "clouds.yml", "clouds.json"],
            Self::Secure => ["secure.yaml", "secure.yml", "secure.json"],
            Self::Public => ["clouds-public.yaml", "clouds-public.yml", "clouds-public.json"],
        }
    }

    /// Returns the variable that names a file to read first.
    pub(super) fn variable(self) -> Option<&'static str> {
        match self {
            Self::Clouds => Some(OS_CLIENT_CONFIG_FILE),
            Self::Secure => Some(OS_CLIENT_SECURE_FILE),
            Self::Public => None,
        }
    }
}

//! Facts that help to correct the configuration or the login.

use crate::error::unused_file::UnusedFile;
use std::path::PathBuf;

/// A fact that helps to correct the configuration or the login.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigHint {
    /// Settings are missing.
    Missing {
        /// The keys of the settings. Of each choice, one is enough.
        choices: Vec<Vec<&'static str>>,
        /// Why another cloud may be meant.
        note: Option<CloudNote>,
    },
    /// The credential that is given needs another auth type.
    AuthType {
        /// The credential, as in `an application credential`.
        credential: &'static str,
        /// The name of the auth type.
        auth_type: &'static str,
    },
    /// Keystone requires several methods at once.
    AuthMethods {
        /// The auth types of the methods.
        methods: Vec<String>,
    },
    /// The address of Keystone may be wrong.
    KeystoneAddress,
    /// Keystone has only version 2, which needs its own auth type and address.
    IdentityVersion2,
    /// The user or the project may need a domain.
    Domains,
    /// The login needs a project, without which the token has no catalog.
    Project,
    /// The service is only for tokens of a project.
    ProjectOfService,
    /// The address of the service must be set.
    EndpointOverride {
        /// Whether an administrator can correct the catalog instead.
        in_catalog: bool,
    },
    /// This setting makes the login ask a question, for which there is no terminal.
    Question {
        /// The key of the setting.
        key: &'static str,
    },
    /// The login can be repeated.
    LoginAgain,
    /// The configuration files should be checked.
    Files,
    /// Other users may write to this file.
    WritableByOthers {
        /// The file.
        file: PathBuf,
    },
    /// Files were found and not used, which may be why something is missing.
    Unused {
        /// The files.
        files: Vec<UnusedFile>,
    },
    /// Only a file that is named, or declared trusted, may do this.
    Untrusted {
        /// The file.
        file: PathBuf,
        /// The environment variable that names such a file, if there is one.
        variable: Option<&'static str>,
    },
}

/// Why another cloud than the selected one may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloudNote {
    /// No cloud is selected, and there are several.
    Several {
        /// Their names.
        clouds: Vec<String>,
    },
    /// The selected cloud consists of environment variables.
    Environment {
        /// The names of the variables.
        variables: Vec<String>,
        /// The names of the clouds in files.
        clouds: Vec<String>,
    },
    /// There are no clouds, in files or in the environment.
    None,
    /// Files were found and not used.
    Unused {
        /// The files.
        files: Vec<UnusedFile>,
    },
}

//! The environment variables. Nothing else reads them from the process.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Environment variables: those of the process, or of a test. Cloning them is cheap.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(Arc<BTreeMap<String, String>>);

/// A variable that is read and has no [option](crate::config::options::OPTIONS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// The name.
    pub name: &'static str,
    /// The purpose, in one line.
    pub help: &'static str,
}

const fn variable(name: &'static str, help: &'static str) -> Variable {
    Variable { name, help }
}

/// The variable for a clouds.yaml that is read before all others.
pub const OS_CLIENT_CONFIG_FILE: &str = "OS_CLIENT_CONFIG_FILE";
/// The variable for a secure.yaml that is read before all others.
pub const OS_CLIENT_SECURE_FILE: &str = "OS_CLIENT_SECURE_FILE";
/// The variable for the name of the cloud that consists of `OS_` variables.
pub const OS_CLOUD_NAME: &str = "OS_CLOUD_NAME";

/// All variables that are read and have no option.
pub const VARIABLES: &[Variable] = &[
    variable(OS_CLIENT_CONFIG_FILE, "A clouds.yaml to read before all others"),
    variable(OS_CLIENT_SECURE_FILE, "A secure.yaml to read before all others"),
    variable(
        OS_CLOUD_NAME,
        "Name of the cloud that consists of the OS_ variables [default: envvars]",
    ),
    variable("OS_*", "Any other key of a cloud, used only if no cloud is selected by name"),
    variable("HOME", "Home directory, with ~/.config/openstack and ~/.cache/trove"),
    variable("XDG_CONFIG_HOME", "Directory of openstack/clouds.yaml [default: ~/.config]"),
    variable("XDG_CONFIG_DIRS", "Further directories of openstack/clouds.yaml [default: /etc/xdg]"),
    variable("XDG_CACHE_HOME", "Directory of trove/tokens [default: ~/.cache]"),
    variable("XDG_DATA_HOME", "Directory of trove/sandbox.db [default: ~/.local/share]"),
    variable("XDG_STATE_HOME", "Directory of trove/trusted [default: ~/.local/state]"),
    variable("SUDO_UID", "ID of the user who runs a command as root: their files count as own"),
    variable("REQUESTS_CA_BUNDLE", "File with trusted CAs, if none is configured"),
    variable("CURL_CA_BUNDLE", "File with trusted CAs, if REQUESTS_CA_BUNDLE is not set"),
    variable("SNAP_REAL_HOME", "Home directory of the user of a snap"),
    variable("SSL_CERT_FILE", "File with trusted CAs, instead of the CAs of the system"),
    variable("HTTP_PROXY", "Proxy for http:// addresses; http_proxy overrides it"),
    variable("HTTPS_PROXY", "Proxy for https:// addresses; https_proxy overrides it"),
    variable(
        "ALL_PROXY",
        "Proxy for http:// and https:// addresses without a proxy of their own; all_proxy overrides it",
    ),
    variable("NO_PROXY", "Hosts to connect to without a proxy; no_proxy overrides it"),
];

impl Env {
    /// Returns the variables of this process, except those that are not UTF-8.
    #[must_use]
    pub fn from_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// Returns the value of a variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns all variables, including empty ones.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the user's home directory.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        let named = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        match self.get(named) {
            Some(home) => Some(PathBuf::from(home)),
            None => directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()),
        }
    }

    /// Returns the user's cache directory.
    #[must_use]
    pub fn cache_home(&self) -> Option<PathBuf> {
        self.base(
            "XDG_CACHE_HOME",
            if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" },
        )
    }

    /// Returns the user's data directory.
    #[must_use]
    pub fn data_home(&self) -> Option<PathBuf> {
        let mac = cfg!(target_os = "macos");
        self.base("XDG_DATA_HOME", if mac { "Library/Application Support" } else { ".local/share" })
    }

    /// Returns the user's directory for state.
    #[must_use]
    pub fn state_home(&self) -> Option<PathBuf> {
        let mac = cfg!(target_os = "macos");
        let below_home = if mac { "Library/Application Support" } else { ".local/state" };
        self.base("XDG_STATE_HOME", below_home)
    }

    fn base(&self, variable: &str, below_home: &str) -> Option<PathBuf> {
        if cfg!(windows) {
            return self.get("LOCALAPPDATA").map(PathBuf::from);
        }
        self.directory(variable).or_else(|| Some(self.home()?.join(below_home)))
    }

    /// Returns the directory in a variable of the XDG specification. A relative one counts as unset.
    #[must_use]
    pub fn directory(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Env {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(variables: T) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Arc::new(variables.collect()))
    }
}

impl std::fmt::Debug for Env {
    /// Shows only names: among the values are passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset_and_values_do_not_show() {
        let env: Env = [("OS_CLOUD", ""), ("OS_PASSWORD", "s3cret")].into_iter().collect();
        assert_eq!(env.get("OS_CLOUD"), None);
        assert_eq!(env.get("OS_PASSWORD"), Some("s3cret"));
        assert_eq!(env.iter().count(), 2);
        assert!(!format!("{env:?}").contains("s3cret"));
    }

    #[test]
    fn the_cache_is_in_the_xdg_directory() {
        let env: Env = [("HOME", "/h"), ("XDG_CACHE_HOME", "relative")].into_iter().collect();
        #[cfg(target_os = "linux")]
        assert_eq!(env.cache_home(), Some(PathBuf::from("/h/.cache")));
        let env: Env = [("HOME", "/h"), ("XDG_CACHE_HOME", "/c")].into_iter().collect();
        #[cfg(target_os = "linux")]
        assert_eq!(env.cache_home(), Some(PathBuf::from("/c")));
        assert_eq!(env.home(), Some(PathBuf::from("/h")));
    }
}

//! The process's environment: the only place that reads it.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The environment variables of a process, or what a test puts in their place.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

/// A variable that is read, besides those that stand for an [option](crate::config::options::OPTIONS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub help: &'static str,
}

const fn variable(name: &'static str, help: &'static str) -> Variable {
    Variable { name, help }
}

/// The clouds.yaml to look at first.
pub const OS_CLIENT_CONFIG_FILE: &str = "OS_CLIENT_CONFIG_FILE";
/// The secure.yaml to look at first.
pub const OS_CLIENT_SECURE_FILE: &str = "OS_CLIENT_SECURE_FILE";
/// The name of the cloud that the `OS_` variables make up.
pub const OS_CLOUD_NAME: &str = "OS_CLOUD_NAME";

/// Every variable that is read and is not the other spelling of an option.
pub const VARIABLES: &[Variable] = &[
    variable(OS_CLIENT_CONFIG_FILE, "A clouds.yaml to look at before all others"),
    variable(OS_CLIENT_SECURE_FILE, "A secure.yaml to look at before all others"),
    variable(
        OS_CLOUD_NAME,
        "The name of the cloud that the OS_ variables make up (default: envvars)",
    ),
    variable("OS_*", "Any other key of a cloud, used only when no cloud is selected by name"),
    variable("HOME", "Where ~/.config/openstack and ~/.cache/trove are"),
    variable("XDG_CONFIG_HOME", "Where openstack/clouds.yaml is looked for, in place of ~/.config"),
    variable("XDG_CONFIG_DIRS", "Where openstack/clouds.yaml is looked for after that"),
    variable("XDG_CACHE_HOME", "Where trove/tokens is kept, in place of ~/.cache"),
    variable("XDG_DATA_HOME", "Where trove/sandbox.db is kept, in place of ~/.local/share"),
    variable("REQUESTS_CA_BUNDLE", "The CAs to trust where none is configured"),
    variable("CURL_CA_BUNDLE", "The same, where that one is not set"),
    variable("SNAP_REAL_HOME", "The home directory of the user of a snap"),
    variable("SSL_CERT_FILE", "The CAs that the system trusts, in place of its own file of them"),
    variable("HTTP_PROXY", "The proxy of http:// addresses; http_proxy goes before it"),
    variable("HTTPS_PROXY", "The proxy of https:// addresses; https_proxy goes before it"),
    variable("ALL_PROXY", "The proxy of both, where there is no other; all_proxy goes before it"),
    variable("NO_PROXY", "The hosts that are reached without a proxy; no_proxy goes before it"),
];

impl Env {
    /// The variables of this process; those that are not UTF-8 are left out.
    #[must_use]
    pub fn from_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value of a variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// All variables, also those that are empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The user's home directory.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        let named = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        match self.get(named) {
            Some(home) => Some(PathBuf::from(home)),
            None => directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()),
        }
    }

    /// Where programs keep what they can get again.
    #[must_use]
    pub fn cache_home(&self) -> Option<PathBuf> {
        self.base(
            "XDG_CACHE_HOME",
            if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" },
        )
    }

    /// Where programs keep what is theirs.
    #[must_use]
    pub fn data_home(&self) -> Option<PathBuf> {
        let mac = cfg!(target_os = "macos");
        self.base("XDG_DATA_HOME", if mac { "Library/Application Support" } else { ".local/share" })
    }

    fn base(&self, variable: &str, below_home: &str) -> Option<PathBuf> {
        if cfg!(windows) {
            return self.get("LOCALAPPDATA").map(PathBuf::from);
        }
        self.directory(variable).or_else(|| Some(self.home()?.join(below_home)))
    }

    /// The directory that a variable of the XDG specification names; a relative one counts as unset.
    #[must_use]
    pub fn directory(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Env {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(variables: T) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl std::fmt::Debug for Env {
    /// Names only: among the values are passwords.
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
    fn the_cache_follows_the_xdg_variables() {
        let env: Env = [("HOME", "/h"), ("XDG_CACHE_HOME", "relative")].into_iter().collect();
        #[cfg(target_os = "linux")]
        assert_eq!(env.cache_home(), Some(PathBuf::from("/h/.cache")));
        let env: Env = [("HOME", "/h"), ("XDG_CACHE_HOME", "/c")].into_iter().collect();
        #[cfg(target_os = "linux")]
        assert_eq!(env.cache_home(), Some(PathBuf::from("/c")));
        assert_eq!(env.home(), Some(PathBuf::from("/h")));
    }
}

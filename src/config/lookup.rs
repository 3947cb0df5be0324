//! The sources that settings are read from.

use crate::config::env::Env;
use crate::config::key::Key;
use crate::http::Transport;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// The sources of settings.
#[derive(Clone, Default)]
pub struct Lookup {
    /// The environment variables.
    pub env: Env,
    /// The options of the command line, by their keys in
    /// [`OPTIONS`](crate::config::options::OPTIONS). The value of a switch is `true`.
    pub options: BTreeMap<Key, String>,
    /// The directory that relative paths start from.
    pub cwd: PathBuf,
    /// The transport for the profile of a vendor that publishes it. `None` is the real network.
    pub network: Option<Arc<dyn Transport>>,
}

impl fmt::Debug for Lookup {
    /// Shows only the names of options: among the values are passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options: Vec<_> = self.options.keys().collect();
        f.debug_struct("Lookup")
            .field("env", &self.env)
            .field("options", &options)
            .field("cwd", &self.cwd)
            .finish_non_exhaustive()
    }
}

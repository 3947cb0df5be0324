//! Where settings are looked for.

use crate::config::env::Env;
use crate::config::key::Key;
use crate::http::Transport;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Where to look for settings.
#[derive(Clone, Default)]
pub struct Lookup {
    /// The environment.
    pub env: Env,
    /// What was given on the command line, by the option's key in [`OPTIONS`](crate::config::options::OPTIONS); a switch is `true`.
    pub options: BTreeMap<Key, String>,
    /// The directory that relative paths start from.
    pub cwd: PathBuf,
    /// What fetches the profile of a vendor that publishes it; the real network if none.
    pub network: Option<Arc<dyn Transport>>,
}

impl fmt::Debug for Lookup {
    /// Names of options only: among the values are passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options: Vec<_> = self.options.keys().collect();
        f.debug_struct("Lookup")
            .field("env", &self.env)
            .field("options", &options)
            .field("cwd", &self.cwd)
            .finish_non_exhaustive()
    }
}

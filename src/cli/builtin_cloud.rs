//! The clouds `sandbox` and `sandbox-admin`, which need no configuration.

use crate::Error;
use crate::cli::environment::Environment;
use crate::config::{Clouds, Env, Lookup, Settings};
use crate::sandbox::seed::{ADMIN, Account, DEMO};
use crate::sandbox::{Options, Sandbox, Server, State};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

/// Returns the path of the sandbox's state: `trove/sandbox.db` in the user's data directory.
pub(super) fn state_file(env: &Env) -> crate::Result<PathBuf> {
    let missing = || {
        Error::config("there is no directory for the state of the sandbox").with_hint("set HOME")
    };
    Ok(env.data_home().ok_or_else(missing)?.join("trove").join("sandbox.db"))
}

/// The built-in clouds.
pub(super) const CLOUDS: [(&str, &Account); 2] = [("sandbox", &DEMO), ("sandbox-admin", &ADMIN)];

/// A sandbox in this process, and the settings to log in to it.
pub(super) struct Local {
    /// Serves until it is dropped.
    pub(super) server: Server,
    pub(super) settings: Settings,
}

impl Local {
    /// Starts a sandbox if `lookup` selects a built-in cloud, and no file defines a cloud of that name.
    pub(super) fn start(
        lookup: &Lookup,
        environment: &Environment<'_>,
    ) -> crate::Result<Option<Self>> {
        let named = Clouds::named(lookup);
        let Some((name, account)) = CLOUDS.into_iter().find(|(known, _)| named == Some(*known))
        else {
            return Ok(None);
        };
        if Clouds::read(lookup)?.names().any(|known| known == name) {
            return Ok(None);
        }
        let state = State::File(state_file(&environment.variables)?);
        let options = Options { state, clock: environment.clock.clone(), ..Options::default() };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::start(Arc::new(Sandbox::open(options)?), address)?;
        let settings = account.settings(name, &server.url());
        Ok(Some(Self { server, settings }))
    }
}

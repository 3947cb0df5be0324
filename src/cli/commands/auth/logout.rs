//! `trove auth logout`

use crate::Error;
use crate::auth::TokenCache;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// Have Keystone refuse the token from now on, too
    #[arg(long)]
    revoke: bool,
    /// Forget the tokens of all logins; those of others are not revoked
    #[arg(long, conflicts_with = "revoke")]
    all: bool,
}

impl Run for Logout {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if self.all {
            let environment = cx.environment();
            let cache = TokenCache::for_user(&environment.variables);
            let cleared = cache.map_or(Ok(()), |cache| cache.clear());
            return Ok(cleared.map_err(|cause| Error::io("remove the tokens", cause))?);
        }
        let client = cx.client()?;
        let session = client.session();
        let Some(token) = session.cached_token() else {
            cx.note("there is no token of this login");
            return Ok(());
        };
        let revoked = if self.revoke { session.revoke(&token) } else { Ok(()) };
        // Also what could not be revoked is not to be used again.
        session.forget();
        Ok(revoked?)
    }
}

//! `trove auth logout`

use crate::Error;
use crate::auth::TokenCache;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// Also revoke the token in Keystone
    #[arg(long)]
    revoke: bool,
    /// Delete the stored tokens of all logins
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
            cx.note("no token is stored for this login");
            return Ok(());
        };
        let revoked = if self.revoke { session.revoke(&token) } else { Ok(()) };
        // A token that could not be revoked must not be used again either.
        session.forget();
        Ok(revoked?)
    }
}

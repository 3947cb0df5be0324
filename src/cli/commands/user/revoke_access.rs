//! `trove user revoke access`

use crate::api::Database;
use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct RevokeAccess {
    #[command(flatten)]
    user: UserArgs,
    /// Name of the database
    #[arg(value_name = "DATABASE")]
    databases: String,
}

impl Run for RevokeAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        Database::check_name(&self.databases)?;
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.user.instance)?);
        let revoked = users.revoke(self.user.user(), &self.databases);
        self.user.unwrap_found(cx, &users, revoked)
    }
}

//! `trove user grant access`

use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct GrantAccess {
    #[command(flatten)]
    user: UserArgs,
    /// Names of the databases
    #[arg(required = true, value_name = "DATABASE")]
    databases: Vec<String>,
}

impl Run for GrantAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.user.instance)?);
        let granted = users.grant(self.user.user(), &self.databases);
        self.user.unwrap_found(cx, &users, granted)
    }
}
